#include "odf_sheet.h"

#include <string.h>

enum {
    OTHER,
    BODY,
    TABLE,
    COLUMN,
    ROW,
    CELL,
    COVERED,
    PARAGRAPH,
    SPACES,
    TAB,
    BREAK,
    /* what is not read */
    COMMENT,
    CHANGES,
    SHAPES,
    FRAME,
    TITLE,
    DESCRIPTION,
    SOURCE,
    RUBY,
    TAGS
};

static const char *const tags[TAGS] = {
    [BODY] = "office:spreadsheet",
    [TABLE] = "table:table",
    [COLUMN] = "table:table-column",
    [ROW] = "table:table-row",
    [CELL] = "table:table-cell",
    [COVERED] = "table:covered-table-cell",
    [PARAGRAPH] = "text:p",
    [SPACES] = "text:s",
    [TAB] = "text:tab",
    [BREAK] = "text:line-break",
    [COMMENT] = "office:annotation",
    [CHANGES] = "table:tracked-changes",
    [SHAPES] = "table:shapes",
    [FRAME] = "draw:frame",
    [TITLE] = "svg:title",
    [DESCRIPTION] = "svg:desc",
    [SOURCE] = "table:table-source",
    [RUBY] = "text:ruby-text",
};

/* A cell of a row that is told when the row ends: a row may be repeated. */
struct cell {
    struct str text;
    uint32_t column, times;
    uint32_t rows, columns;
};

struct reading {
    struct tallyd_builder *b;
    const struct odf_styles *styles;
    struct odf_sheets *sheets;
    struct sheet *sheet; /* NULL: in none, or in one that is hidden */
    struct cell *cells;
    uint32_t n_cells, cap_cells;
    uint32_t row, rows; /* of the open row, and how often it stands there */
    uint32_t column;    /* of the next cell, or column */
    bool in_paragraph;
    unsigned skip, depth; /* tables inside a cell are not read */
};

static void start_table(struct reading *r, const struct xml_attributes *a)
{
    const char *name = xml_get(a, "name");
    const struct odf_style *style = odf_styles_find(r->styles, "table", xml_get(a, "style-name"));
    name = name ? str_keep(r->b, name, strlen(name)) : "";
    r->row = r->column = r->n_cells = 0;
    r->sheet = style && style->hidden ? NULL : sheet_new(r->b, name);
    if (r->sheet)
        return;
    str_puts(&r->sheets->hidden, r->sheets->hidden.len ? "、" : "");
    str_puts(&r->sheets->hidden, name);
}

static void end_table(struct reading *r)
{
    if (!r->sheet)
        return;
    r->sheets->text |= sheet_has_text(r->sheet);
    sheet_push(r->sheet);
    r->sheet = NULL;
}

static bool is_shown(const struct xml_attributes *a)
{
    const char *visibility = xml_get(a, "visibility");
    return !visibility || strcmp(visibility, "visible") == 0;
}

static void read_column(struct reading *r, const struct xml_attributes *a)
{
    uint32_t times = (uint32_t)xml_number(a, "number-columns-repeated", 1, SHEET_COLUMNS, 1);
    if (!is_shown(a))
        sheet_hide_columns(r->sheet, r->column, r->column + times);
    r->column += times;
}

static void start_row(struct reading *r, const struct xml_attributes *a)
{
    r->rows = (uint32_t)xml_number(a, "number-rows-repeated", 1, SHEET_ROWS, 1);
    r->column = r->n_cells = 0;
    if (is_shown(a))
        return;
    for (uint32_t row = r->row; row < r->row + r->rows && row < SHEET_ROWS; row++)
        sheet_hide_row(r->sheet, row);
}

static void start_cell(struct reading *r, unsigned tag, const struct xml_attributes *a)
{
    if (r->n_cells == r->cap_cells) {
        uint32_t cap = r->cap_cells ? r->cap_cells * 2 : 64;
        struct cell *wider = r->b->ops->alloc(r->b, cap * sizeof *wider);
        if (r->n_cells)
            memcpy(wider, r->cells, r->n_cells * sizeof *wider);
        r->cells = wider;
        r->cap_cells = cap;
    }
    struct cell *cell = &r->cells[r->n_cells++];
    struct str text = {.b = r->b};
    if (cell->text.at)
        text = cell->text;
    str_clear(&text);
    *cell = (struct cell){text, r->column,
                          (uint32_t)xml_number(a, "number-columns-repeated", 1, SHEET_COLUMNS, 1),
                          (uint32_t)xml_number(a, "number-rows-spanned", 1, SHEET_ROWS, 1),
                          (uint32_t)xml_number(a, "number-columns-spanned", 1, SHEET_COLUMNS, 1)};
    if (tag == COVERED)
        cell->rows = cell->columns = 1;
    r->column = r->column + cell->times < SHEET_COLUMNS ? r->column + cell->times : SHEET_COLUMNS;
}

/* The last cell's text; NULL outside of cells. */
static struct str *text_of(struct reading *r)
{
    return r->sheet && r->n_cells ? &r->cells[r->n_cells - 1].text : NULL;
}

static void add(struct reading *r, const char *text, size_t length)
{
    struct str *to = text_of(r);
    if (to && r->in_paragraph)
        str_add(to, text, length);
}

static void tell_row(struct reading *r, uint32_t row)
{
    for (uint32_t i = 0; i < r->n_cells; i++) {
        const struct cell *cell = &r->cells[i];
        for (uint32_t k = 0; k < cell->times && cell->text.len; k++)
            sheet_cell(r->sheet, row, cell->column + k, cell->text.at, cell->text.len);
        if (cell->times == 1)
            sheet_merge(r->sheet, row, cell->column, cell->rows, cell->columns);
    }
}

/* Blank rows are repeated a million times to the end of the sheet. */
static void end_row(struct reading *r)
{
    bool blank = true;
    for (uint32_t i = 0; i < r->n_cells; i++)
        blank &= !r->cells[i].text.len && r->cells[i].rows == 1 && r->cells[i].columns == 1;
    for (uint32_t k = 0; k < r->rows && !blank; k++)
        tell_row(r, r->row + k);
    r->row = r->row + r->rows < SHEET_ROWS ? r->row + r->rows : SHEET_ROWS;
    r->n_cells = 0;
}

static void start_paragraph(struct reading *r)
{
    struct str *to = text_of(r);
    r->in_paragraph = true;
    if (to && to->len)
        str_puts(to, "\n");
}

static void start_in_sheet(struct reading *r, unsigned tag, const struct xml_attributes *a)
{
    if (tag == COLUMN)
        read_column(r, a);
    else if (tag == ROW)
        start_row(r, a);
    else if (tag == CELL || tag == COVERED)
        start_cell(r, tag, a);
    else if (tag == PARAGRAPH)
        start_paragraph(r);
    else if (tag == SPACES || tag == TAB || tag == BREAK)
        add(r, tag == BREAK ? "\n" : " ", 1);
}

static void on_start(void *context, unsigned tag, const struct xml_attributes *a)
{
    struct reading *r = context;
    if (r->skip || tag >= COMMENT)
        r->skip++;
    else if (tag == TABLE && r->depth++ == 0)
        start_table(r, a);
    else if (r->sheet && r->depth == 1)
        start_in_sheet(r, tag, a);
}

static void on_end(void *context, unsigned tag)
{
    struct reading *r = context;
    if (r->skip)
        r->skip--;
    else if (tag == TABLE && --r->depth == 0)
        end_table(r);
    else if (tag == ROW && r->sheet && r->depth == 1)
        end_row(r);
    else if (tag == PARAGRAPH)
        r->in_paragraph = false;
}

static void on_text(void *context, const char *text, size_t length)
{
    struct reading *r = context;
    if (!r->skip && r->depth == 1)
        add(r, text, length);
}

enum tallyd_result odf_sheet_read(struct zip *zip, const struct zip_entry *entry,
                                  const struct odf_styles *styles, struct odf_sheets *sheets)
{
    static const struct xml_reader reader = {odf_spaces, tags, TAGS, on_start, on_end, on_text};
    struct reading r = {.b = zip_builder(zip), .styles = styles, .sheets = sheets};
    enum tallyd_result result = xml_read(zip, entry, &reader, &r);
    if (r.n_cells && r.sheet)
        end_row(&r);
    end_table(&r);
    return result;
}
