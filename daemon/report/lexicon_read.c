#include "lexicon_priv.h"

#include "../base/io.h"
#include "../base/mem.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ini.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define LEXICON_BYTES (64u << 20) /* memory of one lexicon; the shipped one takes under 1 MB */
#define LEXICON_FILE  (4u << 20)  /* one file: far above any list of words that people keep */
#define LEXICON_LINE  198         /* what inih reads as one line; a longer one would be cut in silence */
#define LEXICON_NAME  48          /* bytes of a section's name that inih keeps */

/* `parts` of a measure as written; resolved when all files are read, for a part may be defined later. */
struct pending {
    uint32_t measure;
    struct slice name;
    const char *file;
};

struct pendings {
    struct pending *items;
    uint32_t n, cap;
};

/* Reading the files. */
struct reader {
    struct lexicon *lexicon;
    struct pendings parts;
    const char *file;
    uint32_t origin; /* number of the file, from 1 */
    char *error;
    size_t size;
    /* what a jump out of a full arena would leave behind; lexicon_load releases it */
    struct dirent **entries;
    int n_entries, fd;
    jmp_buf full;
};

static const struct {
    const char *name;
    enum dimension dimension;
} dimensions[] = {
    {"money", DIMENSION_MONEY},   {"percent", DIMENSION_PERCENT}, {"score", DIMENSION_SCORE},
    {"person", DIMENSION_PERSON}, {"count", DIMENSION_COUNT},     {"area", DIMENSION_AREA},
    {"time", DIMENSION_TIME},     {"other", DIMENSION_OTHER},     {"none", DIMENSION_NONE},
};

/* The first error is the one to tell. */
__attribute__((format(printf, 2, 3))) static int complain(struct reader *r, const char *format, ...)
{
    if (r->size && r->error[0])
        return 0;
    va_list list;
    va_start(list, format);
    vsnprintf(r->error, r->size, format, list);
    va_end(list);
    return 0;
}

/* A measure's or version's word is that one's alone: within a file twice is a slip, a later file takes it
 * over. */
static int add_sole(struct reader *r, struct slice word, struct sense sense)
{
    struct trie *trie = r->lexicon->tries[LEXICON_MAIN];
    trie_filter_add(&r->lexicon->starts[sense.kind], word);
    const struct sense *old = lexicon_sense(r->lexicon, trie_whole(trie, word), sense.kind);
    if (old && old->id == sense.id)
        return 1;
    if (old && old->origin == sense.origin)
        return complain(r, "the word " SLICE_FMT " has two meanings in this file; keep one", SLICE_ARG(word));
    if (old)
        return trie_replace(trie, word, sense);
    return trie_add(trie, word, sense)
               ? 1
               : complain(r, "the word " SLICE_FMT " is longer than %d characters, or one too many",
                          SLICE_ARG(word), TRIE_WORD_CHARS);
}

static int add_word(struct reader *r, struct slice word, struct sense sense)
{
    if (sense.kind != SENSE_WORD)
        return add_sole(r, word, sense);
    struct word_class *class = &r->lexicon->classes.items[sense.id];
    struct trie *trie = r->lexicon->tries[class->part];
    trie_filter_add(&class->starts, word);
    return trie_add(trie, word, sense)
               ? 1
               : complain(r, "the word " SLICE_FMT " is longer than %d characters, or one too many",
                          SLICE_ARG(word), TRIE_WORD_CHARS);
}

/* A list's next word: separated by commas of either width. */
static struct slice next_word(struct slice *rest)
{
    ptrdiff_t narrow = slice_find(*rest, S(","), 0), wide = slice_find(*rest, S("，"), 0);
    bool is_wide = wide >= 0 && (narrow < 0 || wide < narrow);
    struct slice word = slice_cut(rest, is_wide ? S("，") : S(","));
    return slice_trim(word);
}

static int add_words(struct reader *r, struct slice list, struct sense sense)
{
    while (list.len) {
        struct slice word = next_word(&list);
        if (word.len && !add_word(r, word, sense))
            return 0;
    }
    return 1;
}

static uint32_t measure_at_name(struct reader *r, struct slice name)
{
    struct lexicon *lexicon = r->lexicon;
    const struct sense *known =
        lexicon_sense(lexicon, trie_whole(lexicon->tries[LEXICON_MAIN], name), SENSE_MEASURE);
    if (known && slice_eq(lexicon->measures.items[known->id]->name, name))
        return known->id;
    struct measure *measure = arena_alloc(lexicon->arena, sizeof *measure);
    measure->name = arena_copy(lexicon->arena, name);
    *ARENA_PUSH(lexicon->arena, &lexicon->measures) = measure;
    measure->number = lexicon->measures.n;
    return lexicon->measures.n - 1;
}

static int set_dimension(struct reader *r, struct measure *measure, const char *value)
{
    for (size_t i = 0; i < sizeof dimensions / sizeof *dimensions; i++)
        if (!strcmp(dimensions[i].name, value)) {
            measure->dimension = dimensions[i].dimension;
            return 1;
        }
    return complain(r, "dimension `%s` is not one of money percent score person count area time other none",
                    value);
}

static int set_parts(struct reader *r, uint32_t measure, struct slice list)
{
    while (list.len) {
        struct slice name = next_word(&list);
        if (name.len)
            *ARENA_PUSH(r->lexicon->arena, &r->parts) =
                (struct pending){measure, arena_copy(r->lexicon->arena, name), r->file};
    }
    return 1;
}

static int set_total(struct reader *r, struct measure *measure, const char *value)
{
    measure->total = !strcmp(value, "yes");
    return measure->total || !strcmp(value, "no") ? 1
                                                  : complain(r, "total is `yes` or `no`, not `%s`", value);
}

static int read_measure(struct reader *r, struct slice section, const char *key, const char *value)
{
    uint32_t index = measure_at_name(r, section);
    struct measure *measure = r->lexicon->measures.items[index];
    struct sense sense = {SENSE_MEASURE, index, r->origin, 0};
    if (!add_word(r, section, sense))
        return 0;
    if (!strcmp(key, "en")) {
        measure->en = arena_copy(r->lexicon->arena, slice_of(value));
        return 1;
    }
    if (!strcmp(key, "synonyms"))
        return add_words(r, slice_of(value), sense);
    if (!strcmp(key, "dimension"))
        return set_dimension(r, measure, value);
    if (!strcmp(key, "parts"))
        return set_parts(r, index, slice_of(value));
    if (!strcmp(key, "total"))
        return set_total(r, measure, value);
    return complain(r, "`%s` is not one of en synonyms dimension parts total", key);
}

static int read_version(struct reader *r, const char *name, struct slice list)
{
    for (uint32_t i = 0; i < VERSION_COUNT; i++)
        if (!strcmp(lexicon_versions[i], name))
            return add_words(r, list, (struct sense){SENSE_VERSION, i, r->origin, 0});
    return complain(r, "no version is called `%s`", name);
}

static enum lexicon_part part_of(struct slice class)
{
    if (slice_starts(class, S(LEXICON_FIND)))
        return LEXICON_FINDS;
    return slice_starts(class, S(LEXICON_ASK)) ? LEXICON_ASKS : LEXICON_MAIN;
}

static uint32_t add_class(struct lexicon *lexicon, struct slice name)
{
    struct word_class *class = ARENA_PUSH(lexicon->arena, &lexicon->classes);
    uint32_t *chain = &lexicon->class_chains[lexicon_chain(name)];
    class->name = arena_copy(lexicon->arena, name);
    class->part = part_of(name);
    class->next = *chain;
    *chain = lexicon->classes.n;
    return lexicon->classes.n - 1;
}

static int read_class(struct reader *r, const char *name, struct slice list)
{
    struct lexicon *lexicon = r->lexicon;
    uint32_t id = lexicon_class(lexicon, name);
    if (id == UINT32_MAX && lexicon->classes.n == LEXICON_CLASSES)
        return complain(r, "more than %d classes of words", LEXICON_CLASSES);
    if (id == UINT32_MAX)
        id = add_class(lexicon, slice_of(name));
    return add_words(r, list, (struct sense){SENSE_WORD, id, r->origin, 0});
}

static int read_pair(struct reader *r, const char *class, const char *right, const char *value)
{
    const char *error =
        lexicon_pairs_add(r->lexicon->pairs, slice_of(class), slice_of(right), slice_of(value), r->origin);
    return error ? complain(r, "%s", error) : 1;
}

/* inih's callback: a key of a section, or a further line of the same key. */
static int on_entry(void *context, const char *section, const char *key, const char *value)
{
    struct reader *r = context;
    struct slice name = slice_of(section);
    if (name.len == 0)
        return complain(r, "a key before the first [section]");
    if (name.len >= LEXICON_NAME)
        return complain(r, "the section's name is longer than %d bytes", LEXICON_NAME);
    if (slice_starts(name, S("pairs ")))
        return read_pair(r, section + strlen("pairs "), key, value);
    bool version = slice_starts(name, S("version ")), words = slice_starts(name, S("words "));
    if (!version && !words)
        return read_measure(r, name, key, value);
    if (strcmp(key, "words") != 0)
        return complain(r, "`%s`: a [version …] or [words …] has `words` only", key);
    return version ? read_version(r, section + strlen("version "), slice_of(value))
                   : read_class(r, section + strlen("words "), slice_of(value));
}

/* 0, or the number of the first line that inih would cut. */
static int long_line(const char *text)
{
    int line = 1;
    for (const char *end; (end = strchr(text, '\n')); text = end + 1, line++)
        if (end - text > LEXICON_LINE)
            return line;
    return strlen(text) > LEXICON_LINE ? line : 0;
}

static int parse(struct reader *r, const char *text)
{
    int line = long_line(text);
    if (line)
        complain(r, "the line is longer than %d bytes; go on in the next line, indented", LEXICON_LINE);
    else
        line = ini_parse_string(text, on_entry, r);
    if (line == 0)
        return 0;
    char cause[256];
    snprintf(cause, sizeof cause, "%s",
             r->error[0] ? r->error : "neither [section], `key = words` nor a comment");
    snprintf(r->error, r->size, "%s:%d: %s", r->file, line, cause);
    return -EINVAL;
}

/* The file's text, NUL-terminated. */
static int read_text(struct reader *r, const char *path, const char **ret)
{
    struct stat st;
    r->fd = open(path, O_RDONLY | O_CLOEXEC);
    if (r->fd < 0 || fstat(r->fd, &st) < 0)
        return -errno;
    if (st.st_size > LEXICON_FILE)
        return -EFBIG;
    char *text = arena_alloc(r->lexicon->arena, (size_t)st.st_size + 1);
    ssize_t n = io_pread_all(r->fd, text, (size_t)st.st_size, 0);
    io_close(&r->fd);
    *ret = text;
    return n < 0 ? (int)n : 0;
}

static int read_file(struct reader *r, const char *path)
{
    const char *text = NULL;
    int result = read_text(r, path, &text);
    if (result < 0) {
        complain(r, "%s: %s", path, strerror(-result));
        return result;
    }
    r->file = path;
    r->origin++;
    return parse(r, text);
}

static int is_ini(const struct dirent *entry)
{
    return entry->d_name[0] != '.' && slice_ends(slice_of(entry->d_name), S(".ini"));
}

static void free_entries(struct reader *r)
{
    for (int i = 0; i < r->n_entries; i++)
        free(r->entries[i]); /* scandir's own malloc */
    free(r->entries);
    r->entries = NULL;
    r->n_entries = 0;
}

static int read_folder(struct reader *r, const char *folder)
{
    int n = scandir(folder, &r->entries, is_ini, alphasort), result = 0;
    if (n < 0) {
        complain(r, "%s: %s", folder, strerror(errno));
        return -errno;
    }
    r->n_entries = n;
    for (int i = 0; i < n && result == 0; i++)
        result = read_file(r, arena_printf(r->lexicon->arena, "%s/%s", folder, r->entries[i]->d_name).at);
    free_entries(r);
    return result;
}

static struct measure *measure_named(const struct lexicon *lexicon, struct slice name)
{
    const struct sense *s =
        lexicon_sense(lexicon, trie_whole(lexicon->tries[LEXICON_MAIN], name), SENSE_MEASURE);
    return s ? lexicon->measures.items[s->id] : NULL;
}

static void push_part(struct lexicon *lexicon, struct measure *whole, struct measure *part)
{
    struct {
        const struct measure **items;
        uint32_t n, cap;
    } parts = {whole->parts, whole->n_parts, whole->n_parts};
    *ARENA_PUSH(lexicon->arena, &parts) = part;
    whole->parts = parts.items;
    whole->n_parts = parts.n;
    if (!part->parent)
        part->parent = whole;
}

/* Whether `part` is, at whatever depth, made of `whole`; `depth` bounds what a cycle not yet refused could
 * cost. */
static bool made_of(const struct measure *part, const struct measure *whole, unsigned depth)
{
    if (part == whole || depth == 0)
        return true;
    for (uint32_t i = 0; i < part->n_parts; i++)
        if (made_of(part->parts[i], whole, depth - 1))
            return true;
    return false;
}

#define PARTS_DEPTH 16 /* the functional classification nests four deep */

static int link_parts(struct reader *r)
{
    for (uint32_t i = 0; i < r->parts.n; i++) {
        struct pending *p = &r->parts.items[i];
        struct measure *whole = r->lexicon->measures.items[p->measure];
        struct measure *part = measure_named(r->lexicon, p->name);
        if (!part)
            complain(r, "%s: [" SLICE_FMT "]: no measure is called " SLICE_FMT, p->file,
                     SLICE_ARG(whole->name), SLICE_ARG(p->name));
        else if (made_of(part, whole, PARTS_DEPTH))
            complain(r, "%s: [" SLICE_FMT "]: its part " SLICE_FMT " is made of it", p->file,
                     SLICE_ARG(whole->name), SLICE_ARG(p->name));
        else {
            push_part(r->lexicon, whole, part);
            continue;
        }
        return -EINVAL;
    }
    return 0;
}

static _Noreturn void on_full(void *context)
{
    struct reader *r = context;
    longjmp(r->full, 1);
}

/* Every document's process has the lexicon in its memory: what its tables left behind in growing is given back. */
static void settle(struct lexicon *lexicon, struct arena *growing)
{
    for (int part = 0; part < LEXICON_PARTS; part++)
        trie_settle(lexicon->tries[part], lexicon->arena);
    lexicon_pairs_settle(lexicon->pairs);
    arena_free(growing);
}

static int read_folders(struct reader *r, const char *const *folders)
{
    struct arena *arena = r->lexicon->arena, *growing = arena_scratch(arena);
    int result = 0;
    for (int part = 0; part < LEXICON_PARTS; part++)
        r->lexicon->tries[part] = trie_new(arena, growing);
    r->lexicon->pairs = lexicon_pairs_new(arena, growing);
    for (; *folders && result == 0; folders++)
        result = read_folder(r, *folders);
    if (result == 0)
        result = link_parts(r);
    settle(r->lexicon, growing);
    return result;
}

static int read_all(struct reader *r, const char *const *folders)
{
    if (setjmp(r->full) == 0)
        return read_folders(r, folders);
    complain(r, "out of memory");
    return -ENOMEM;
}

int lexicon_load(const char *const *folders, struct lexicon **ret, char *error, size_t size)
{
    struct reader r = {.error = error, .size = size, .fd = -1};
    if (size)
        error[0] = '\0';
    r.lexicon = mem_calloc(1, sizeof *r.lexicon);
    if (!r.lexicon || !(r.lexicon->arena = arena_new(LEXICON_BYTES, on_full, &r))) {
        mem_free(r.lexicon);
        complain(&r, "out of memory");
        return -ENOMEM;
    }
    int result = read_all(&r, folders);
    free_entries(&r);
    io_close(&r.fd);
    if (result < 0)
        lexicon_free(r.lexicon);
    else
        *ret = r.lexicon;
    return result;
}

void lexicon_free(struct lexicon *lexicon)
{
    if (!lexicon)
        return;
    arena_free(lexicon->arena);
    mem_free(lexicon);
}
