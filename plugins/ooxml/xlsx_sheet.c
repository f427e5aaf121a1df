#include "xlsx_parts.h"

#include "../common/number_format.h"

#include <stdlib.h>
#include <string.h>

enum { OTHER, ROW, CELL, FORMULA, VALUE, INLINE, TEXT, PHONETIC, COLUMN, MERGE, FALLBACK, TAGS };

static const char *const tags[TAGS] = {[ROW] = "x:row",           [CELL] = "x:c",     [FORMULA] = "x:f",
                                       [VALUE] = "x:v",           [INLINE] = "x:is",  [TEXT] = "x:t",
                                       [PHONETIC] = "x:rPh",      [COLUMN] = "x:col", [MERGE] = "x:mergeCell",
                                       [FALLBACK] = "mc:Fallback"};

struct reading {
    const struct xlsx_book *book;
    struct sheet *sheet;
    struct str text;  /* of the cell */
    struct str shown; /* what comes of it */
    uint32_t row, column;
    uint32_t next_row, next_column; /* where an element stands that does not say where */
    char type[12];                  /* `n` `s` `str` `inlineStr` `b` `e` `d` */
    const char *format;
    unsigned skip;
    bool in_cell, in_value, in_phonetic, formula;
    uint32_t uncomputed; /* formulas without a value */
};

/* `$B$7`, 0-based; behind it, or NULL where it is no address. */
static const char *read_address(const char *at, uint32_t *ret_row, uint32_t *ret_column)
{
    uint32_t row = 0, column = 0;
    at += *at == '$';
    for (; (*at >= 'A' && *at <= 'Z') || (*at >= 'a' && *at <= 'z'); at++)
        if ((column = column * 26 + (uint32_t)((*at & ~0x20) - 'A' + 1)) > SHEET_COLUMNS)
            return NULL;
    at += *at == '$';
    for (; *at >= '0' && *at <= '9'; at++)
        if ((row = row * 10 + (uint32_t)(*at - '0')) > SHEET_ROWS)
            return NULL;
    if (!row || !column)
        return NULL;
    *ret_row = row - 1;
    *ret_column = column - 1;
    return at;
}

static void start_row(struct reading *r, const struct xml_attributes *a)
{
    r->row = (uint32_t)xml_number(a, "r", 1, SHEET_ROWS, (long)r->next_row + 1) - 1;
    r->next_row = r->row + 1;
    r->next_column = 0;
    if (xml_truth(a, "hidden", false) || xml_truth(a, "zeroHeight", false))
        sheet_hide_row(r->sheet, r->row);
}

static void start_cell(struct reading *r, const struct xml_attributes *a)
{
    const char *address = xml_get(a, "r"), *type = xml_get(a, "t");
    long style = xml_number(a, "s", 0, INT32_MAX, 0);
    uint32_t row = r->row;
    r->column = r->next_column;
    if (address && read_address(address, &row, &r->column))
        r->row = row;
    r->next_column = r->column + 1;
    r->in_cell = true;
    r->formula = false;
    r->format = (unsigned long)style < r->book->n_formats ? r->book->formats[style] : NULL;
    strncpy(r->type, type ? type : "n", sizeof r->type - 1);
    str_clear(&r->text);
}

static void put_number(struct reading *r)
{
    char *end;
    double value = strtod(r->text.at, &end);
    if (end == r->text.at)
        str_add(&r->shown, r->text.at, r->text.len);
    else
        number_format_put(&r->shown, r->format, value, r->book->from_1904);
}

static void put_shared(struct reading *r)
{
    unsigned long i = strtoul(r->text.at, NULL, 10);
    if (i < r->book->n_strings)
        number_format_put_text(&r->shown, r->format, r->book->strings[i].text, r->book->strings[i].length);
}

static void put_text(struct reading *r)
{
    number_format_put_text(&r->shown, r->format, r->text.at, r->text.len);
}

static void put_truth(struct reading *r)
{
    str_puts(&r->shown, r->text.at[0] == '1' ? "TRUE" : "FALSE");
}

/* What the cell shows. Errors stand as they are: `#REF!`. */
static void end_cell(struct reading *r)
{
    static const struct {
        const char *type;
        void (*put)(struct reading *r);
    } types[] = {{"n", put_number}, {"s", put_shared}, {"b", put_truth}};
    void (*put)(struct reading * r) = put_text;
    r->in_cell = false;
    r->uncomputed += r->formula && !r->text.len && strcmp(r->type, "str") != 0;
    if (!r->text.len)
        return;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        put = strcmp(types[i].type, r->type) == 0 ? types[i].put : put;
    str_clear(&r->shown);
    put(r);
    sheet_cell(r->sheet, r->row, r->column, r->shown.at, r->shown.len);
}

static void read_column(struct reading *r, const struct xml_attributes *a)
{
    long from = xml_number(a, "min", 1, SHEET_COLUMNS, 0), to = xml_number(a, "max", 1, SHEET_COLUMNS, 0);
    if (from && to && xml_truth(a, "hidden", false))
        sheet_hide_columns(r->sheet, (uint32_t)from - 1, (uint32_t)to);
}

static void read_merge(struct reading *r, const struct xml_attributes *a)
{
    uint32_t row, column, last_row, last_column;
    const char *at = xml_get(a, "ref");
    at = at ? read_address(at, &row, &column) : NULL;
    if (!at || *at != ':' || !read_address(at + 1, &last_row, &last_column))
        return;
    if (last_row >= row && last_column >= column)
        sheet_merge(r->sheet, row, column, last_row - row + 1, last_column - column + 1);
}

static void on_start(void *context, unsigned tag, const struct xml_attributes *a)
{
    struct reading *r = context;
    if (r->skip || tag == FALLBACK)
        r->skip++;
    else if (tag == ROW)
        start_row(r, a);
    else if (tag == CELL)
        start_cell(r, a);
    else if (tag == COLUMN)
        read_column(r, a);
    else if (tag == MERGE)
        read_merge(r, a);
    else if (tag == FORMULA)
        r->formula = r->in_cell;
    else if (tag == VALUE || tag == TEXT)
        r->in_value = r->in_cell;
    else if (tag == PHONETIC)
        r->in_phonetic = true;
}

static void on_end(void *context, unsigned tag)
{
    struct reading *r = context;
    if (r->skip)
        r->skip--;
    else if (tag == CELL)
        end_cell(r);
    else if (tag == VALUE || tag == TEXT)
        r->in_value = false;
    else if (tag == PHONETIC)
        r->in_phonetic = false;
}

static void on_text(void *context, const char *text, size_t length)
{
    struct reading *r = context;
    if (!r->skip && r->in_value && !r->in_phonetic)
        xlsx_put_text(&r->text, text, length);
}

enum tallyd_result xlsx_read_sheet(struct zip *zip, const struct zip_entry *entry,
                                   const struct xlsx_book *book, struct sheet *sheet,
                                   uint32_t *ret_uncomputed)
{
    static const struct xml_reader reader = {xlsx_spaces, tags, TAGS, on_start, on_end, on_text};
    struct reading r = {.book = book, .sheet = sheet, .text = {.b = book->b}, .shown = {.b = book->b}};
    enum tallyd_result result = xml_read(zip, entry, &reader, &r);
    *ret_uncomputed = r.uncomputed;
    return result;
}
