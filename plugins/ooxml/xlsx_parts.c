#include "xlsx_parts.h"

#include "../common/memory.h"
#include "../common/number_format.h"

#include <string.h>

const struct xml_space xlsx_spaces[] = {{"x", "http://schemas.openxmlformats.org/spreadsheetml/2006/main"},
                                        {"x", "http://purl.oclc.org/ooxml/spreadsheetml/main"},
                                        {"mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"},
                                        {0}};

/* One more of an array; crossing the limit does not return. */
static void *grown(struct tallyd_builder *b, void *items, unsigned n, unsigned *cap, size_t size,
                   unsigned most, const char *limit)
{
    if (n == most)
        b->ops->limit(b, limit);
    if (n < *cap)
        return items;
    unsigned wider = *cap ? *cap * 2 : 32;
    items = memory_resize(b, items, n * size, wider * size);
    *cap = wider;
    return items;
}

enum { BOOK_OTHER, BOOK_PROPERTIES, BOOK_SHEET, BOOK_TAGS };

static void on_book(void *context, unsigned tag, const struct xml_attributes *a)
{
    struct xlsx_book *book = context;
    const char *name = xml_get(a, "name"), *state = xml_get(a, "state");
    if (tag == BOOK_PROPERTIES)
        book->from_1904 = xml_truth(a, "date1904", false);
    if (tag != BOOK_SHEET || !name)
        return;
    const char *relation = xml_get(a, "id");
    book->sheets = grown(book->b, book->sheets, book->n_sheets, &book->cap_sheets, sizeof *book->sheets,
                         LIMIT_xlsx_sheets, "xlsx_sheets");
    book->sheets[book->n_sheets++] = (struct xlsx_sheet){
        .name = str_keep(book->b, name, strlen(name)),
        .relation = relation ? str_keep(book->b, relation, strlen(relation)) : "",
        .hidden = state && strcmp(state, "visible") != 0,
    };
}

enum tallyd_result xlsx_read_book(struct zip *zip, const struct zip_entry *entry, struct xlsx_book *book)
{
    static const char *const tags[BOOK_TAGS] = {[BOOK_PROPERTIES] = "x:workbookPr", [BOOK_SHEET] = "x:sheet"};
    static const struct xml_reader reader = {xlsx_spaces, tags, BOOK_TAGS, on_book, NULL, NULL};
    return xml_read(zip, entry, &reader, book);
}

static int hex_of(const char *at)
{
    int value = 0;
    for (int i = 0; i < 4; i++) {
        const char *digits = "0123456789ABCDEF", *found = at[i] ? strchr(digits, at[i] & ~0x20) : NULL;
        if (at[i] >= '0' && at[i] <= '9')
            found = digits + (at[i] - '0');
        if (!found)
            return -1;
        value = value * 16 + (int)(found - digits);
    }
    return value;
}

void xlsx_put_text(struct str *to, const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        const char *escape = memmem(text + at, length - at, "_x", 2);
        size_t plain = escape ? (size_t)(escape - text) : length;
        str_add(to, text + at, plain - at);
        at = plain;
        if (!escape)
            return;
        int code = length - at >= 7 && escape[6] == '_' ? hex_of(escape + 2) : -1;
        if (code < 0)
            str_add(to, escape, 2);
        else if (code >= ' ' || code == '\n' || code == '\t')
            str_char(to, (unsigned long)code);
        at += code < 0 ? 2 : 7;
    }
}

enum { STRING_OTHER, STRING_ITEM, STRING_TEXT, STRING_PHONETIC, STRING_TAGS };

struct strings {
    struct xlsx_book *book;
    struct str text;
    bool in_text, in_phonetic;
};

static void on_string_start(void *context, unsigned tag, const struct xml_attributes *a)
{
    struct strings *s = context;
    (void)a;
    if (tag == STRING_ITEM)
        str_clear(&s->text);
    s->in_text |= tag == STRING_TEXT;
    s->in_phonetic |= tag == STRING_PHONETIC;
}

static void on_string_end(void *context, unsigned tag)
{
    struct strings *s = context;
    struct xlsx_book *book = s->book;
    s->in_text &= tag != STRING_TEXT;
    s->in_phonetic &= tag != STRING_PHONETIC;
    if (tag != STRING_ITEM)
        return;
    book->strings = grown(book->b, book->strings, book->n_strings, &book->cap_strings, sizeof *book->strings,
                          LIMIT_xlsx_strings, "xlsx_strings");
    book->strings[book->n_strings++] =
        (struct xlsx_string){str_keep(book->b, s->text.at, s->text.len), s->text.len};
}

static void on_string_text(void *context, const char *text, size_t length)
{
    struct strings *s = context;
    if (s->in_text && !s->in_phonetic)
        xlsx_put_text(&s->text, text, length);
}

enum tallyd_result xlsx_read_strings(struct zip *zip, const struct zip_entry *entry, struct xlsx_book *book)
{
    static const char *const tags[STRING_TAGS] = {
        [STRING_ITEM] = "x:si", [STRING_TEXT] = "x:t", [STRING_PHONETIC] = "x:rPh"};
    static const struct xml_reader reader = {xlsx_spaces,     tags,          STRING_TAGS,
                                             on_string_start, on_string_end, on_string_text};
    struct strings s = {.book = book, .text = {.b = book->b}};
    return xml_read(zip, entry, &reader, &s);
}

enum { STYLE_OTHER, STYLE_FORMAT, STYLE_CELLS, STYLE_CELL, STYLE_TAGS };

/* A format code of the file's own. */
struct code {
    unsigned id;
    const char *text;
};

struct styles {
    struct xlsx_book *book;
    struct code *codes;
    unsigned n_codes, cap_codes;
    bool in_cells; /* cellXfs, not cellStyleXfs */
};

static const char *code_of(const struct styles *s, unsigned id)
{
    for (unsigned i = 0; i < s->n_codes; i++)
        if (s->codes[i].id == id)
            return s->codes[i].text;
    return number_format_builtin(id);
}

static void add_code(struct styles *s, unsigned id, const char *text)
{
    s->codes = grown(s->book->b, s->codes, s->n_codes, &s->cap_codes, sizeof *s->codes, LIMIT_xlsx_codes,
                     "xlsx_codes");
    s->codes[s->n_codes++] = (struct code){id, str_keep(s->book->b, text, strlen(text))};
}

static void on_style_start(void *context, unsigned tag, const struct xml_attributes *a)
{
    struct styles *s = context;
    struct xlsx_book *book = s->book;
    unsigned id = (unsigned)xml_number(a, "numFmtId", 0, INT32_MAX, 0);
    const char *text = xml_get(a, "formatCode");
    s->in_cells |= tag == STYLE_CELLS;
    if (tag == STYLE_FORMAT && text)
        add_code(s, id, text);
    if (tag != STYLE_CELL || !s->in_cells)
        return;
    book->formats = grown(book->b, (void *)book->formats, book->n_formats, &book->cap_formats,
                          sizeof *book->formats, LIMIT_xlsx_styles, "xlsx_styles");
    book->formats[book->n_formats++] = code_of(s, id);
}

static void on_style_end(void *context, unsigned tag)
{
    struct styles *s = context;
    s->in_cells &= tag != STYLE_CELLS;
}

enum tallyd_result xlsx_read_styles(struct zip *zip, const struct zip_entry *entry, struct xlsx_book *book)
{
    static const char *const tags[STYLE_TAGS] = {
        [STYLE_FORMAT] = "x:numFmt", [STYLE_CELLS] = "x:cellXfs", [STYLE_CELL] = "x:xf"};
    static const struct xml_reader reader = {xlsx_spaces,    tags,         STYLE_TAGS,
                                             on_style_start, on_style_end, NULL};
    struct styles s = {.book = book};
    return xml_read(zip, entry, &reader, &s);
}
