#include "xml2003.h"
#include "xlsx.h"

#include "../common/memory.h"
#include "../common/number_format.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAMESPACE "urn:schemas-microsoft-com:office:spreadsheet"

enum { OTHER, STYLE, FORMAT, SHEET, COLUMN, ROW, CELL, DATA, PHONETIC, COMMENT, VISIBLE, TAGS };

static const struct xml_space spaces[] = {
    {"s", NAMESPACE}, {"e", "urn:schemas-microsoft-com:office:excel"}, {0}};
static const char *const tags[TAGS] = {[STYLE] = "s:Style",     [FORMAT] = "s:NumberFormat",
                                       [SHEET] = "s:Worksheet", [COLUMN] = "s:Column",
                                       [ROW] = "s:Row",         [CELL] = "s:Cell",
                                       [DATA] = "s:Data",       [PHONETIC] = "s:PhoneticText",
                                       [COMMENT] = "s:Comment", [VISIBLE] = "e:Visible"};

struct style {
    const char *id, *format;
};

struct reading {
    struct tallyd_builder *b;
    struct style *styles;
    unsigned n_styles, cap_styles;
    struct sheet *sheet;  /* NULL: in none */
    uint32_t row, column; /* of the open ones */
    uint32_t next_column, next_of_columns;
    uint32_t across, down; /* how many more the cell covers */
    const char *format;    /* of the open cell */
    char type[12];
    struct str text, shown;
    bool in_data, in_visible;
    bool formula;        /* the cell has one, and no value yet */
    uint32_t uncomputed; /* formulas without a value */
    const char *sheet_name;
    struct str visible; /* whether the sheet is */
    struct str hidden;  /* names of those that are not */
    unsigned skip;
    bool any;
};

/* Formats that have names. */
static const char *format_of(const char *name)
{
    static const char *const names[][2] = {{"Fixed", "0.00"},
                                           {"Standard", "#,##0.00"},
                                           {"Percent", "0.00%"},
                                           {"Short Date", "yyyy/m/d"},
                                           {"General Number", "General"},
                                           {"Currency", "\"¥\"#,##0.00"},
                                           {"Long Date", "yyyy\"年\"m\"月\"d\"日\""},
                                           {"Medium Date", "d-mmm-yy"},
                                           {"General Date", "yyyy/m/d h:mm"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i][0], name) == 0)
            return names[i][1];
    return name;
}

static void add_style(struct reading *r, const struct xml_attributes *a)
{
    const char *id = xml_get(a, "ID");
    if (!id)
        return;
    if (r->n_styles == LIMIT_xlsx_codes)
        r->b->ops->limit(r->b, "xlsx_codes");
    if (r->n_styles == r->cap_styles) {
        unsigned cap = r->cap_styles ? r->cap_styles * 2 : 32;
        r->styles = memory_resize(r->b, r->styles, r->n_styles * sizeof *r->styles, cap * sizeof *r->styles);
        r->cap_styles = cap;
    }
    r->styles[r->n_styles++] = (struct style){str_keep(r->b, id, strlen(id)), NULL};
}

static void set_format(struct reading *r, const struct xml_attributes *a)
{
    const char *format = xml_get(a, "Format");
    if (format && r->n_styles)
        r->styles[r->n_styles - 1].format = str_keep(r->b, format_of(format), strlen(format_of(format)));
}

static const char *find_format(const struct reading *r, const char *id)
{
    for (unsigned i = 0; id && i < r->n_styles; i++)
        if (strcmp(r->styles[i].id, id) == 0)
            return r->styles[i].format;
    return NULL;
}

static void start_sheet(struct reading *r, const struct xml_attributes *a)
{
    const char *name = xml_get(a, "Name");
    r->sheet_name = name ? str_keep(r->b, name, strlen(name)) : "";
    r->sheet = sheet_new(r->b, r->sheet_name);
    str_clear(&r->visible);
    r->row = UINT32_MAX; /* the first row adds one */
    r->next_of_columns = 0;
}

static void end_sheet(struct reading *r)
{
    struct sheet *sheet = r->sheet;
    r->sheet = NULL;
    if (sheet && r->visible.len && strncmp(r->visible.at, "SheetHidden", strlen("SheetHidden")) == 0) {
        str_puts(&r->hidden, r->hidden.len ? "、" : "");
        str_puts(&r->hidden, r->sheet_name);
    } else if (sheet) {
        r->any |= sheet_has_text(sheet);
        sheet_push(sheet);
    }
}

static void read_column(struct reading *r, const struct xml_attributes *a)
{
    uint32_t column = (uint32_t)xml_number(a, "Index", 1, SHEET_COLUMNS, (long)r->next_of_columns + 1) - 1;
    uint32_t end = column + 1 + (uint32_t)xml_number(a, "Span", 0, SHEET_COLUMNS, 0);
    if (xml_truth(a, "Hidden", false))
        sheet_hide_columns(r->sheet, column, end);
    r->next_of_columns = end;
}

static void start_row(struct reading *r, const struct xml_attributes *a)
{
    r->row = (uint32_t)xml_number(a, "Index", 1, SHEET_ROWS, (long)(uint32_t)(r->row + 1) + 1) - 1;
    r->next_column = 0;
    if (xml_truth(a, "Hidden", false))
        sheet_hide_row(r->sheet, r->row);
}

static void start_cell(struct reading *r, const struct xml_attributes *a)
{
    r->column = (uint32_t)xml_number(a, "Index", 1, SHEET_COLUMNS, (long)r->next_column + 1) - 1;
    r->across = (uint32_t)xml_number(a, "MergeAcross", 0, SHEET_COLUMNS, 0);
    r->down = (uint32_t)xml_number(a, "MergeDown", 0, SHEET_ROWS, 0);
    r->next_column = r->column + 1 + r->across;
    r->format = find_format(r, xml_get(a, "StyleID"));
    r->formula = xml_get(a, "Formula") != NULL;
    str_clear(&r->text);
}

static void start_data(struct reading *r, const struct xml_attributes *a)
{
    const char *type = xml_get(a, "Type");
    strncpy(r->type, type ? type : "String", sizeof r->type - 1);
    r->in_data = true;
    r->formula = false;
}

/* Excel's number of a day: 1 is the first of 1900, in which it has a 29 February. */
static long day_number(int year, int month, int day)
{
    static const int before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    long years = year - 1900L,
         leaps = years > 0 ? (years - 1) / 4 - (year - 1901L) / 100 + (year - 1601L) / 400 : 0;
    bool leap = year == 1900 || (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return years * 365 + leaps + (years > 0) + before[month - 1] + day + (leap && month > 2);
}

/* 2021-12-31T00:00:00.000, as the cell's format has it; where that is none of dates as it stands, with the time where there is one. */
static void put_date(struct reading *r)
{
    int year, month, day, hour = 0, minute = 0, second = 0;
    const char *time = strchr(r->text.at, 'T');
    bool midnight = time && strncmp(time, "T00:00:00", 9) == 0;
    int n = sscanf(r->text.at, "%4d-%2d-%2dT%2d:%2d:%2d", &year, &month, &day, &hour, &minute, &second);
    bool valid = n >= 3 && year >= 1900 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
    if (valid && r->format && strpbrk(r->format, "yYdDhH"))
        number_format_put(
            &r->shown, r->format,
            (double)day_number(year, month, day) + (hour * 3600 + minute * 60 + second) / 86400.0, false);
    else
        str_add(&r->shown, r->text.at, midnight ? (size_t)(time - r->text.at) : r->text.len);
}

static void end_cell(struct reading *r)
{
    if (r->across || r->down)
        sheet_merge(r->sheet, r->row, r->column, r->down + 1, r->across + 1);
    r->uncomputed += r->formula;
    if (!r->text.len)
        return;
    str_clear(&r->shown);
    if (strcmp(r->type, "Number") == 0)
        number_format_put(&r->shown, r->format, strtod(r->text.at, NULL), false);
    else if (strcmp(r->type, "DateTime") == 0)
        put_date(r);
    else if (strcmp(r->type, "Boolean") == 0)
        str_puts(&r->shown, r->text.at[0] == '1' ? "TRUE" : "FALSE");
    else
        str_add(&r->shown, r->text.at, r->text.len);
    if (r->shown.at)
        sheet_cell(r->sheet, r->row, r->column, r->shown.at, r->shown.len);
}

static void on_start(void *context, unsigned tag, const struct xml_attributes *a)
{
    static void (*const starts[TAGS])(struct reading * r, const struct xml_attributes *a) = {
        [STYLE] = add_style, [FORMAT] = set_format, [SHEET] = start_sheet, [COLUMN] = read_column,
        [ROW] = start_row,   [CELL] = start_cell,   [DATA] = start_data};
    struct reading *r = context;
    if (r->skip || tag == PHONETIC || tag == COMMENT)
        r->skip++;
    else if (starts[tag] && (tag <= SHEET || r->sheet))
        starts[tag](r, a);
    r->in_visible = tag == VISIBLE && r->sheet;
}

static void on_end(void *context, unsigned tag)
{
    struct reading *r = context;
    if (r->skip)
        r->skip--;
    else if (tag == SHEET)
        end_sheet(r);
    else if (tag == CELL && r->sheet)
        end_cell(r);
    else if (tag == DATA)
        r->in_data = false;
    r->in_visible = false;
}

static void on_text(void *context, const char *text, size_t length)
{
    struct reading *r = context;
    if (!r->skip && r->in_data)
        str_add(&r->text, text, length);
    else if (!r->skip && r->in_visible)
        str_add(&r->visible, text, length);
}

static enum tallyd_result verdict(const struct reading *r, bool damaged)
{
    struct str note = {.b = r->b};
    if (damaged)
        str_puts(&note, "文件不完整，或有无法识别的字符，只读出一部分");
    if (r->uncomputed)
        str_printf(&note, "%s" XLSX_UNCOMPUTED, note.len ? "；" : "", r->uncomputed);
    if (r->hidden.len)
        str_printf(&note, "%s隐藏的工作表未读：%s", note.len ? "；" : "", r->hidden.at);
    if (note.len)
        r->b->ops->note(r->b, note.at);
    return damaged || r->uncomputed ? TALLYD_PARTIAL : TALLYD_OK;
}

enum tallyd_result xml2003_extract(struct tallyd_builder *b, const struct plain_text *text)
{
    static const struct xml_reader reader = {spaces, tags, TAGS, on_start, on_end, on_text};
    struct reading r = {.b = b, .text = {.b = b}, .shown = {.b = b}, .visible = {.b = b}, .hidden = {.b = b}};
    enum tallyd_result result = xml_read_text(b, text->at, text->len, &reader, &r);
    end_sheet(&r);
    if (!r.any)
        return result == TALLYD_OK ? TALLYD_EMPTY : result;
    return verdict(&r, result != TALLYD_OK || text->damaged);
}
