#include "lua_source.h"

#include "../base/io.h"
#include "../base/mem.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

/* Of a group and of a rule: together under the wire's limit for an id (ANSWER_ID_MAX). */
#define NAME_BYTES_MAX 31

/* The search: what was found so far and where to say what is wrong. */
struct search {
    struct lua_sources found;
    const char *folder; /* as configured */
    char *error;
    size_t size;
};

static int __attribute__((format(printf, 3, 4)))
fail(const struct search *s, int error, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(s->error, s->size, format, arguments);
    va_end(arguments);
    return error;
}

static char *__attribute__((format(printf, 1, 2))) text_of(const char *format, ...)
{
    char buffer[4096];
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(buffer, sizeof buffer, format, arguments);
    va_end(arguments);
    return n < 0 || (size_t)n >= sizeof buffer ? NULL : mem_strdup(buffer);
}

static void source_done(struct lua_source *source)
{
    mem_free(source->id);
    mem_free(source->display);
    mem_free(source->file);
    mem_free(source->text);
}

/* Of a group, a rule or a library: lower-case letters, digits and _, a letter first. */
static bool is_name(struct slice s)
{
    bool fine = s.len > 0 && s.len <= NAME_BYTES_MAX && islower((unsigned char)s.at[0]);
    for (size_t i = 0; fine && i < s.len; i++)
        fine = islower((unsigned char)s.at[i]) || isdigit((unsigned char)s.at[i]) || s.at[i] == '_';
    return fine;
}

static int read_text(struct search *s, struct lua_source *source)
{
    io_autoclose int fd = open(source->file, O_RDONLY | O_CLOEXEC);
    struct stat st;
    if (fd < 0 || fstat(fd, &st) != 0)
        return fail(s, -errno, "%s: %s", source->file, strerror(errno));
    if (!S_ISREG(st.st_mode) || st.st_size > LUA_SOURCE_MAX)
        return fail(s, -EINVAL, "%s: not a regular file of at most %u bytes", source->file, LUA_SOURCE_MAX);
    source->length = (size_t)st.st_size;
    source->text = mem_alloc(source->length + 1);
    if (!source->text)
        return fail(s, -ENOMEM, "%s: out of memory", source->file);
    if (io_pread_all(fd, source->text, source->length, 0) != (ssize_t)source->length)
        return fail(s, -EIO, "%s: changed while it was read", source->file);
    source->text[source->length] = '\0';
    return 0;
}

/* The last part of the folder's path: "rules". */
static struct slice folder_name(const char *folder)
{
    struct slice s = slice_of(folder);
    while (s.len > 1 && s.at[s.len - 1] == '/')
        s.len--;
    ptrdiff_t slash = slice_rfind(s, S("/"));
    return slice_sub(s, (size_t)(slash + 1), s.len);
}

static int add(struct search *s, struct lua_source *source)
{
    for (size_t i = 0; i < s->found.n; i++) {
        struct lua_source *old = &s->found.items[i];
        if (old->library == source->library && strcmp(old->id, source->id) == 0) {
            source_done(old);
            *old = *source;
            return 0;
        }
    }
    struct lua_source *items = mem_realloc(s->found.items, (s->found.n + 1) * sizeof *items);
    if (!items)
        return fail(s, -ENOMEM, "%s: out of memory", source->file);
    items[s->found.n++] = *source;
    s->found.items = items;
    return 0;
}

static int add_file(struct search *s, const char *group, const char *entry)
{
    struct slice name = slice_of(entry), folder = folder_name(s->folder);
    name.len -= 4; /* .lua */
    if (!is_name(name))
        return fail(s, -EINVAL, "%s/%s/%s: a rule's file is named in lower-case letters, digits and _",
                    s->folder, group, entry);
    bool library = strcmp(group, "lib") == 0;
    struct lua_source source = {
        .library = library,
        .id =
            library ? text_of(SLICE_FMT, SLICE_ARG(name)) : text_of("%s." SLICE_FMT, group, SLICE_ARG(name)),
        .display = text_of(SLICE_FMT "/%s/%s", SLICE_ARG(folder), group, entry),
        .file = text_of("%s/%s/%s", s->folder, group, entry),
    };
    if (!source.id || !source.display || !source.file) {
        source_done(&source);
        (void)fail(s, -ENOMEM, "%s/%s: out of memory", s->folder, entry);
        return -ENOMEM;
    }
    int error = read_text(s, &source);
    if (!error)
        error = add(s, &source);
    if (error)
        source_done(&source);
    return error;
}

static int add_group(struct search *s, const char *group)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", s->folder, group);
    DIR *folder = opendir(path);
    if (!folder)
        return errno == ENOTDIR ? 0 : fail(s, -errno, "%s: %s", path, strerror(errno));
    int error = is_name(slice_of(group))
                    ? 0
                    : fail(s, -EINVAL, "%s: a group is named in lower-case letters, digits and _", path);
    for (struct dirent *entry; !error && (entry = readdir(folder));)
        if (entry->d_name[0] != '.' && slice_ends(slice_of(entry->d_name), S(".lua")))
            error = add_file(s, group, entry->d_name);
    closedir(folder);
    return error;
}

static int add_entry(struct search *s, const char *entry)
{
    if (entry[0] == '.')
        return 0;
    if (slice_ends(slice_of(entry), S(".lua")))
        return fail(s, -EINVAL, "%s/%s: a rule stands in the folder of its group: GROUP/%s", s->folder, entry,
                    entry);
    return add_group(s, entry);
}

static int add_folder(struct search *s)
{
    DIR *folder = opendir(s->folder);
    if (!folder)
        return fail(s, -errno, "%s: %s (a folder of rules)", s->folder, strerror(errno));
    int error = 0;
    for (struct dirent *entry; !error && (entry = readdir(folder));)
        error = add_entry(s, entry->d_name);
    closedir(folder);
    return error;
}

static int compare(const void *a, const void *b)
{
    const struct lua_source *x = a, *y = b;
    return x->library != y->library ? (int)y->library - (int)x->library : strcmp(x->id, y->id);
}

int lua_sources_read(const char *const *folders, struct lua_sources *ret, char *error, size_t size)
{
    struct search s = {.error = error, .size = size};
    int failed = 0;
    for (; !failed && *folders; folders++) {
        s.folder = *folders;
        failed = add_folder(&s);
    }
    if (failed) {
        lua_sources_done(&s.found);
        return failed;
    }
    if (s.found.n)
        qsort(s.found.items, s.found.n, sizeof *s.found.items, compare);
    *ret = s.found;
    return 0;
}

void lua_sources_done(struct lua_sources *sources)
{
    for (size_t i = 0; i < sources->n; i++)
        source_done(&sources->items[i]);
    mem_free(sources->items);
}

const struct lua_source *lua_sources_library(const struct lua_sources *sources, const char *name)
{
    for (size_t i = 0; i < sources->n; i++)
        if (sources->items[i].library && strcmp(sources->items[i].id, name) == 0)
            return &sources->items[i];
    return NULL;
}

void lua_source_forget(struct lua_source *source)
{
    mem_free(source->text);
    source->text = NULL;
    source->length = 0;
}

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

unsigned lua_source_line(const struct lua_source *source, const char *key)
{
    struct slice text = {source->text, source->length}, word = slice_of(key);
    for (ptrdiff_t at = 0; (at = slice_find(text, word, (size_t)at)) >= 0; at++) {
        struct slice after = slice_trim(slice_sub(text, (size_t)at + word.len, text.len));
        if ((at > 0 && is_word(text.at[at - 1])) || !slice_starts(after, S("=")) ||
            slice_starts(after, S("==")))
            continue;
        unsigned line = 1;
        for (ptrdiff_t i = 0; i < at; i++)
            line += text.at[i] == '\n';
        return line;
    }
    return 1;
}
