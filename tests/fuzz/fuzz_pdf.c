/* Any bytes as .pdf. An input that begins with `=== ` is text of marks (fuzz_marks.h), each an object: its dictionary is the
 * mark's name, and its stream what follows, if anything does. The first is the catalog. The table of where they are is made
 * right, so that no input is spent on mending it. */
#include "fuzz_marks.h"
#include "fuzz_pages.h"

#include <stdio.h>

#define OBJECTS   64
#define ROOM      (16 << 10) /* for what is put between the objects */
#define LINE_ROOM 96

/* A limit that is crossed leaves MuPDF by a jump; in the worker the process ends with it. */
const char *__lsan_default_options(void);
const char *__lsan_default_options(void)
{
    return "detect_leaks=0";
}

static void put_line(struct mark_file *to, const char *format, size_t n)
{
    char line[LINE_ROOM];
    snprintf(line, sizeof line, format, n);
    mark_put(to, slice_of(line));
}

static void put_object(struct mark_file *to, const struct mark_entry *entry, size_t number)
{
    struct slice dictionary = slice_trim(entry->name);
    bool streams = slice_ends(dictionary, S(">>")) && !slice_blank(entry->content);
    put_line(to, "%zu 0 obj\n", number);
    mark_put(to, streams ? slice_sub(dictionary, 0, dictionary.len - 2) : dictionary);
    if (streams) {
        put_line(to, "/Length %zu>>stream\n", entry->content.len);
        mark_put(to, entry->content);
        mark_put(to, S("\nendstream"));
    }
    mark_put(to, S("\nendobj\n"));
}

static void put_table(struct mark_file *to, const size_t *places, size_t n)
{
    size_t from = to->size;
    put_line(to, "xref\n0 %zu\n0000000000 65535 f \n", n + 1);
    for (size_t i = 0; i < n; i++)
        put_line(to, "%010zu 00000 n \n", places[i]);
    put_line(to, "trailer<</Root 1 0 R/Size %zu>>\n", n + 1);
    put_line(to, "startxref\n%zu\n%%%%EOF\n", from);
}

static int fuzz_objects(struct slice text)
{
    size_t places[OBJECTS], n = 0;
    struct mark_file file = mark_file_new(text.len + ROOM);
    mark_put(&file, S("%PDF-1.7\n"));
    for (struct mark_entry entry; n < OBJECTS && mark_next(&text, &entry); n++) {
        places[n] = file.size;
        put_object(&file, &entry, n + 1);
    }
    put_table(&file, places, n);
    fuzz_pages(file.bytes, file.size, "fuzz.pdf");
    free(file.bytes);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice text = {(const char *)data, size};
    return slice_starts(text, S(MARK)) ? fuzz_objects(text) : fuzz_pages(data, size, "fuzz.pdf");
}
