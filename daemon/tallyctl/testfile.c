#include "testfile.h"

#include "../base/io.h"
#include "../base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#define TESTFILE_SIZE_MAX (16u << 20) /* a rule's documents are written by hand */

struct parse {
    struct testfile *file;
    char *error;
    size_t size;
    unsigned line;
    bool in_head; /* expectations may still come */
};

static int broken(const struct parse *p, const char *cause)
{
    snprintf(p->error, p->size, "line %u: %s", p->line, cause);
    return -EBADMSG;
}

static struct testfile_document *add_document(struct testfile *file)
{
    if (file->n == file->cap) {
        size_t cap = file->cap ? 2 * file->cap : 16;
        struct testfile_document *documents = mem_realloc(file->documents, cap * sizeof *documents);
        if (!documents)
            return NULL;
        file->documents = documents;
        file->cap = cap;
    }
    struct testfile_document *document = &file->documents[file->n++];
    *document = (struct testfile_document){.findings = -1};
    return document;
}

static int open_document(struct parse *p, struct slice rest)
{
    struct slice name = slice_trim(rest), verdict = slice_cut(&name, S(" "));
    bool fires = slice_eq(verdict, S("fires"));
    if (!fires && !slice_eq(verdict, S("quiet")))
        return broken(p, "#! is followed by `fires` or `quiet`");
    struct testfile_document *document = add_document(p->file);
    if (!document)
        return -ENOMEM;
    document->fires = fires;
    document->name = slice_trim(name);
    document->line = p->line;
    p->in_head = true;
    return 0;
}

static int add_contains(struct parse *p, struct testfile_document *document, struct slice value)
{
    if (!document->fires || document->n_contains == TESTFILE_CONTAINS_MAX || value.len == 0)
        return broken(p, "#= wants a text, on a document that fires, at most 16 times");
    document->contains[document->n_contains++] = value;
    return 0;
}

static int set_level(struct parse *p, struct testfile_document *document, struct slice value)
{
    if (!slice_eq(value, S("error")) && !slice_eq(value, S("warning")) && !slice_eq(value, S("notice")))
        return broken(p, "#~ wants error, warning or notice");
    document->level = value;
    return 0;
}

static int set_findings(struct parse *p, struct testfile_document *document, struct slice value)
{
    int findings = 0;
    bool number = value.len > 0 && value.len <= 4;
    for (size_t i = 0; number && i < value.len; i++) {
        number = value.at[i] >= '0' && value.at[i] <= '9';
        findings = findings * 10 + (value.at[i] - '0');
    }
    if (!number)
        return broken(p, "#* wants a number of up to four digits");
    document->findings = findings;
    return 0;
}

typedef int expectation_fn(struct parse *p, struct testfile_document *document, struct slice value);

static const struct {
    const char mark[3];
    expectation_fn *take;
} expectations[] = {{"#=", add_contains}, {"#~", set_level}, {"#*", set_findings}};

static int take_expectation(struct parse *p, struct slice line, bool *ret_taken)
{
    *ret_taken = false;
    if (!p->in_head)
        return 0;
    for (size_t i = 0; i < sizeof expectations / sizeof *expectations; i++) {
        if (!slice_starts(line, slice_of(expectations[i].mark)))
            continue;
        *ret_taken = true;
        return expectations[i].take(p, &p->file->documents[p->file->n - 1],
                                    slice_trim(slice_sub(line, 2, line.len)));
    }
    p->in_head = false;
    return 0;
}

static void extend_document(struct testfile *file, struct slice line, bool newline)
{
    if (file->n == 0)
        return;
    struct testfile_document *document = &file->documents[file->n - 1];
    if (!document->text.at)
        document->text.at = line.at;
    document->text.len = (size_t)(line.at - document->text.at) + line.len + newline;
}

int testfile_parse(struct slice bytes, struct testfile *ret, char *error, size_t size)
{
    struct testfile file = {0};
    struct parse p = {.file = &file, .error = error, .size = size};
    int result = 0;
    while (bytes.len && !result) {
        bool newline = slice_find(bytes, S("\n"), 0) >= 0, taken;
        struct slice line = slice_cut(&bytes, S("\n"));
        p.line++;
        if (slice_starts(line, S("#!"))) {
            result = open_document(&p, slice_sub(line, 2, line.len));
            continue;
        }
        result = take_expectation(&p, line, &taken);
        if (!taken)
            extend_document(&file, line, newline);
    }
    if (!result && file.n == 0)
        result = broken(&p, "no document");
    if (result)
        testfile_done(&file);
    else
        *ret = file;
    return result;
}

static int read_all(const char *path, struct slice *ret)
{
    struct stat st;
    io_autoclose int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0)
        return -errno;
    if (st.st_size > TESTFILE_SIZE_MAX)
        return -EFBIG;
    char *bytes = mem_alloc((size_t)st.st_size + 1);
    if (!bytes)
        return -ENOMEM;
    ssize_t n = io_pread_all(fd, bytes, (size_t)st.st_size, 0);
    if (n < 0) {
        mem_free(bytes);
        return (int)n;
    }
    bytes[n] = '\0';
    *ret = (struct slice){bytes, (size_t)n};
    return 0;
}

int testfile_read(const char *path, struct testfile *ret, char *error, size_t size)
{
    struct slice bytes = {0};
    int result = read_all(path, &bytes);
    if (result) {
        snprintf(error, size, "%s", strerror(-result));
        return result;
    }
    result = testfile_parse(bytes, ret, error, size);
    if (result)
        mem_free((char *)bytes.at);
    else
        ret->bytes = bytes;
    return result;
}

void testfile_done(struct testfile *file)
{
    mem_free(file->documents);
    mem_free((char *)file->bytes.at);
    *file = (struct testfile){0};
}
