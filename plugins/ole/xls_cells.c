#include "xls_priv.h"

#include "../common/number_format.h"

#define ROW_HIDDEN    0x20
#define COLUMN_HIDDEN 1
#define COLUMNS_MAX   256 /* of a sheet of BIFF8 */

/* What a formula's value is where it is no number. */
enum { RESULT_STRING, RESULT_BOOLEAN, RESULT_ERROR, RESULT_BLANK };

struct at {
    uint32_t row, column, xf;
};

static struct at at_of(struct bytes data)
{
    return (struct at){bytes_u16(data, 0), bytes_u16(data, 2), bytes_u16(data, 4)};
}

static const char *code_of(const struct xls *x, uint32_t xf)
{
    return xf < x->n_xfs ? x->codes[xf] : NULL;
}

static void put_shown(struct xls *x, struct sheet *sheet, struct at at)
{
    sheet_cell(sheet, at.row, at.column, x->shown.at ? x->shown.at : "", x->shown.len);
}

static void put_text(struct xls *x, struct sheet *sheet, struct at at, struct text text)
{
    str_clear(&x->shown);
    number_format_put_text(&x->shown, code_of(x, at.xf), text.at, text.len);
    put_shown(x, sheet, at);
}

static void put_number(struct xls *x, struct sheet *sheet, struct at at, double number)
{
    str_clear(&x->shown);
    number_format_put(&x->shown, code_of(x, at.xf), number, x->from_1904);
    put_shown(x, sheet, at);
}

static void put_word(struct sheet *sheet, struct at at, const char *word)
{
    sheet_cell(sheet, at.row, at.column, word, strlen(word));
}

static const char *error_text(uint8_t code)
{
    static const struct {
        uint8_t code;
        const char *text;
    } errors[] = {{0x00, "#NULL!"}, {0x07, "#DIV/0!"}, {0x0F, "#VALUE!"}, {0x17, "#REF!"},
                  {0x1D, "#NAME?"}, {0x24, "#NUM!"},   {0x2A, "#N/A"}};
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (errors[i].code == code)
            return errors[i].text;
    return "#N/A";
}

/* 30 bits of a whole number, or the upper ones of a double; in hundredths where the lowest bit is set. */
static double rk_value(uint32_t rk)
{
    double value;
    uint64_t bits = (uint64_t)(rk & ~3u) << 32;
    if (rk & 2)
        value = (double)((int32_t)rk >> 2);
    else
        memcpy(&value, &bits, sizeof value);
    return rk & 1 ? value / 100 : value;
}

static void on_labelsst(struct xls *x, struct sheet *sheet, struct bytes data)
{
    uint32_t i = bytes_u32(data, 6);
    if (i < x->n_strings)
        put_text(x, sheet, at_of(data), x->strings[i]);
    x->cut = x->cut || i >= x->n_strings;
}

static void on_label(struct xls *x, struct sheet *sheet, struct bytes data)
{
    put_text(x, sheet, at_of(data), xls_string(x, data, 8, bytes_u16(data, 6)));
}

static void on_number(struct xls *x, struct sheet *sheet, struct bytes data)
{
    put_number(x, sheet, at_of(data), bytes_double(data, 6));
}

static void on_rk(struct xls *x, struct sheet *sheet, struct bytes data)
{
    put_number(x, sheet, at_of(data), rk_value(bytes_u32(data, 6)));
}

/* Row, first column, pairs of XF and number, last column. */
static void on_mulrk(struct xls *x, struct sheet *sheet, struct bytes data)
{
    struct at at = at_of(data);
    for (size_t i = 4; i + 8 <= data.len && at.column < COLUMNS_MAX; i += 6, at.column++) {
        at.xf = bytes_u16(data, i);
        put_number(x, sheet, at, rk_value(bytes_u32(data, i + 2)));
    }
}

static void put_boolean(struct sheet *sheet, struct at at, uint8_t value, bool error)
{
    put_word(sheet, at, error ? error_text(value) : value ? "TRUE" : "FALSE");
}

static void on_boolerr(struct xls *x, struct sheet *sheet, struct bytes data)
{
    (void)x;
    put_boolean(sheet, at_of(data), bytes_u8(data, 6), bytes_u8(data, 7));
}

/* The value that was last computed. */
static void on_formula(struct xls *x, struct sheet *sheet, struct bytes data)
{
    struct at at = at_of(data);
    uint8_t kind = bytes_u8(data, 6);
    if (bytes_u16(data, 12) != 0xFFFF) {
        put_number(x, sheet, at, bytes_double(data, 6));
    } else if (kind == RESULT_STRING) {
        x->string_row = at.row;
        x->string_column = at.column;
        x->string_xf = at.xf;
        x->string_waits = true;
    } else if (kind != RESULT_BLANK) {
        put_boolean(sheet, at, bytes_u8(data, 8), kind == RESULT_ERROR);
    }
}

static void on_string(struct xls *x, struct sheet *sheet, struct bytes data)
{
    struct at at = {x->string_row, x->string_column, x->string_xf};
    if (x->string_waits)
        put_text(x, sheet, at, xls_string(x, data, 2, bytes_u16(data, 0)));
    x->string_waits = false;
}

static void on_row(struct xls *x, struct sheet *sheet, struct bytes data)
{
    (void)x;
    if (bytes_u8(data, 12) & ROW_HIDDEN)
        sheet_hide_row(sheet, bytes_u16(data, 0));
}

static void on_columns(struct xls *x, struct sheet *sheet, struct bytes data)
{
    (void)x;
    if (bytes_u16(data, 8) & COLUMN_HIDDEN)
        sheet_hide_columns(sheet, bytes_u16(data, 0), bytes_u16(data, 2) + 1u);
}

/* Rows and columns, from and to. */
static void on_merges(struct xls *x, struct sheet *sheet, struct bytes data)
{
    (void)x;
    for (size_t i = 2; i + 8 <= data.len; i += 8) {
        uint32_t row = bytes_u16(data, i), end = bytes_u16(data, i + 2) + 1u;
        uint32_t column = bytes_u16(data, i + 4), right = bytes_u16(data, i + 6) + 1u;
        if (end > row && right > column)
            sheet_merge(sheet, row, column, end - row, right - column);
    }
}

static const struct {
    uint16_t type;
    void (*read)(struct xls *, struct sheet *, struct bytes);
} readers[] = {
    {XLS_LABELSST, on_labelsst}, {XLS_LABEL, on_label},     {XLS_RSTRING, on_label},
    {XLS_NUMBER, on_number},     {XLS_RK, on_rk},           {XLS_MULRK, on_mulrk},
    {XLS_BOOLERR, on_boolerr},   {XLS_FORMULA, on_formula}, {XLS_STRING, on_string},
    {XLS_ROW, on_row},           {XLS_COLUMNS, on_columns}, {XLS_MERGES, on_merges},
};

/* A chart in the sheet is a part inside this one, from BOF to EOF. */
void xls_read_cells(struct xls *x, struct sheet *sheet)
{
    unsigned depth = 0;
    for (struct record record; xls_next(x, &record);) {
        if (record.type == XLS_EOF && depth <= 1)
            return;
        depth += record.type == XLS_BOF;
        depth -= record.type == XLS_EOF;
        for (size_t i = 0; i < sizeof readers / sizeof *readers && depth == 1; i++)
            if (readers[i].type == record.type)
                readers[i].read(x, sheet, record.data);
    }
    x->cut = true;
}
