#include "claims_sheet.h"

#include <string.h>

#include "../base/utf8.h"

/* A label that names a total is no longer than this many bytes; a longer one is a sentence. */
#define TOTAL_LABEL_MAX 60
/* The heads of a table stand in its first rows. */
#define HEAD_ROWS 4

/* Of either width. */
#define DIGITS "0123456789０１２３４５６７８９"

/* Numbering in front of a label, outermost first; each is a first character, a class of characters and what
 * ends it. */
static const struct {
    const char *open;
    const char *digits;
    const char *close[4];
    unsigned level;
} NUMBERINGS[] = {
    {"", "一二三四五六七八九十", {"、", "．", ".", NULL}, 1},
    {"（", "一二三四五六七八九十", {"）", ")", NULL}, 2},
    {"(", "一二三四五六七八九十", {"）", ")", NULL}, 2},
    {"", DIGITS, {"、", ".", "．", NULL}, 3},
    {"（", DIGITS, {"）", ")", NULL}, 4},
    {"(", DIGITS, {"）", ")", NULL}, 4},
};

static bool is_one_of(struct slice character, const char *set)
{
    return slice_find(slice_of(set), character, 0) >= 0;
}

/* Byte length of the run of characters of `set` at `from`. */
static size_t run_of(struct slice text, size_t from, const char *set)
{
    size_t at = from;
    while (at < text.len) {
        size_t next = at;
        utf8_next(text, &next);
        if (!is_one_of(slice_sub(text, at, next), set))
            break;
        at = next;
    }
    return at - from;
}

static bool numbered(struct slice label, size_t i)
{
    struct slice open = slice_of(NUMBERINGS[i].open);
    if (!slice_starts(label, open))
        return false;
    size_t run = run_of(label, open.len, NUMBERINGS[i].digits);
    struct slice rest = slice_sub(label, open.len + run, label.len);
    for (const char *const *close = NUMBERINGS[i].close; run > 0 && *close; close++)
        if (slice_starts(rest, slice_of(*close)))
            return true;
    return false;
}

/* Codes of account deepen by two digits: 201, 20101, 2010101; some stand in brackets, [301]工资福利支出. */
static unsigned code_level(struct slice label)
{
    if (slice_starts(label, S("[")))
        label = slice_sub(label, 1, label.len);
    size_t run = run_of(label, 0, DIGITS), digits = 0;
    for (size_t at = 0; at < run; digits++)
        utf8_next(label, &at);
    return digits == 3 || digits == 5 || digits == 7 ? (unsigned)(digits - 1) / 2 : 0;
}

static unsigned level_of(struct slice label)
{
    for (size_t i = 0; i < sizeof NUMBERINGS / sizeof *NUMBERINGS; i++)
        if (numbered(label, i))
            return NUMBERINGS[i].level;
    return code_level(label);
}

static enum row_kind kind_of(struct report *report, struct slice label)
{
    if (label.len > TOTAL_LABEL_MAX)
        return ROW_PLAIN;
    if (scans_have(&report->scans, label, "table-subtotal"))
        return ROW_SUBTOTAL;
    return scans_have(&report->scans, label, "table-total") ? ROW_TOTAL : ROW_PLAIN;
}

static enum row_kind total_kind(struct report *report, struct slice head)
{
    enum row_kind kind = kind_of(report, head);
    return kind == ROW_PLAIN ? ROW_EMPTY : kind;
}

/* A code of account in a column of its own: 2040601 | 行政运行. */
static unsigned code_of(const struct cell *cell)
{
    struct slice text = cell ? slice_trim(cell->text.s) : (struct slice){0};
    return text.len && run_of(text, 0, DIGITS) == text.len ? code_level(text) : 0;
}

/* Nothing but dashes: no figure, and no name. */
static bool is_dash(struct slice text)
{
    for (size_t at = 0; at < text.len;) {
        uint32_t c = utf8_next(text, &at);
        if (c != '-' && c != '/' && c != 0x2014 && c != 0x2013 && c != 0x2015 && c != 0xFF0D &&
            !utf8_is_space(c))
            return false;
    }
    return true;
}

/* The text nearest to the row's first figure, on its left; of a total row any text there that says so. */
static void set_label(const struct sheet *s, uint32_t r, uint32_t first_column)
{
    struct sheet_row *row = &s->rows[r];
    for (uint32_t c = first_column; c-- > 0;) {
        const struct cell *cell = table_cell(s->table, r, c);
        if (!cell || is_dash(cell->text.s) ||
            (row->label.len && kind_of(s->report, cell->text.s) == ROW_PLAIN))
            continue;
        row->label = cell->text.s;
        row->indent = cell->indent;
        row->label_span = text_span(&cell->text, 0, cell->text.s.len);
    }
    row->kind = kind_of(s->report, row->label);
    row->level = level_of(row->label);
    for (uint32_t c = 0; c < first_column && !row->level && row->kind == ROW_PLAIN; c++)
        row->level = code_of(table_cell(s->table, r, c)), row->coded = row->level > 0;
}

static bool starts_inside(const struct report *report, struct slice label)
{
    size_t from, to;
    return lexicon_begins(report->lexicon, "table-inside", label, &to) &&
           lexicon_find_word(report->lexicon, "table-inside", label, &from, &to) && from == 0;
}

/* What goes on from a 其中 row is inside too, up to a numbered row or a total. */
static void set_inside(struct sheet *s, uint32_t r, const struct sheet_row *previous)
{
    struct sheet_row *row = &s->rows[r];
    row->begins = starts_inside(s->report, row->label);
    bool below = s->indented ? previous && row->level >= previous->level : row->level == 0;
    bool goes_on =
        previous && previous->inside && previous->part == row->part && below && row->kind == ROW_PLAIN;
    row->inside = row->begins || goes_on;
}

/* 其中： takes three wide characters in front of what it names. */
#define INSIDE_INDENT 6
/* So many rows make an indent of their own; fewer are slightly off. */
#define INDENT_ROWS 2
/* More steps than this are no nesting. */
#define INDENTS_MAX 6

/* The steps of indent of all plain rows, outermost first; 0 where there is none, or too many. */
static unsigned find_indents(const struct sheet *s, unsigned ret[INDENTS_MAX])
{
    unsigned n = 0, rows[UINT8_MAX + 1] = {0};
    for (uint32_t r = 0; r < s->table->rows; r++)
        rows[s->rows[r].indent] += s->rows[r].kind == ROW_PLAIN;
    for (unsigned indent = 0; indent <= UINT8_MAX; indent++) {
        if (rows[indent] < INDENT_ROWS)
            continue;
        if (n == INDENTS_MAX)
            return 0;
        ret[n++] = indent;
    }
    return n;
}

static unsigned step_of(const unsigned *indents, unsigned n, unsigned indent)
{
    unsigned step = 1;
    while (step < n && indents[step] <= indent)
        step++;
    return step;
}

/* Where labels are indented, and their numbers do not say otherwise, the indents tell the nesting. */
static void set_indents(struct sheet *s)
{
    unsigned indents[INDENTS_MAX], n = find_indents(s, indents), step_of_level[5] = {0};
    for (uint32_t r = 0; n > 1 && r < s->table->rows; r++) {
        const struct sheet_row *row = &s->rows[r];
        unsigned step = step_of(indents, n, row->indent), level = row->level < 5 ? row->level : 4;
        if (row->kind != ROW_PLAIN || !level)
            continue;
        if (step_of_level[level] && step_of_level[level] != step)
            return;
        step_of_level[level] = step;
    }
    for (unsigned outer = 1; outer < 5; outer++)
        for (unsigned inner = outer + 1; inner < 5; inner++)
            if (step_of_level[outer] && step_of_level[inner] && step_of_level[outer] >= step_of_level[inner])
                return;
    s->indented = n > 1;
    for (uint32_t r = 0; s->indented && r < s->table->rows; r++) {
        struct sheet_row *row = &s->rows[r];
        bool begins = starts_inside(s->report, row->label) && step_of(indents, n, row->indent) == 1;
        if (row->kind == ROW_PLAIN)
            row->level = step_of(indents, n, row->indent + (begins ? INSIDE_INDENT : 0));
    }
}

static void set_rows(struct sheet *s)
{
    const struct sheet_row *previous = NULL;
    for (uint32_t r = 0; r < s->table->rows; r++) {
        uint32_t c = 0;
        while (c < s->table->columns && claims_sheet_at(s, r, c) == FACT_NONE)
            c++;
        s->rows[r].part = s->table->row[r].head_to;
        if (c == s->table->columns)
            continue;
        set_label(s, r, c);
    }
    set_indents(s);
    for (uint32_t r = 0; r < s->table->rows; r++) {
        if (s->rows[r].kind == ROW_EMPTY)
            continue;
        set_inside(s, r, previous);
        previous = &s->rows[r];
    }
}

static void set_facts(struct sheet *s)
{
    size_t slots = (size_t)s->table->rows * s->table->columns;
    s->facts = arena_array(s->report->arena, slots, sizeof *s->facts);
    for (size_t i = 0; i < slots; i++)
        s->facts[i] = FACT_NONE;
    for (uint32_t f = s->first_fact; f < s->end_fact; f++) {
        const struct fact *fact = claims_fact(s->report, f);
        if (fact->cell && fact->sentence == UINT32_MAX && fact->quantity->kind == QUANTITY_VALUE)
            s->facts[(size_t)fact->cell->row * s->table->columns + fact->cell->column] = f;
    }
}

/* Heads that were not told from the rows are among the first of them. */
static void set_rates(struct sheet *s)
{
    s->rates = arena_array(s->report->arena, s->table->columns, sizeof *s->rates);
    for (uint32_t r = 0; r < s->table->rows && r < HEAD_ROWS; r++)
        for (uint32_t c = 0; c < s->table->columns; c++) {
            const struct cell *cell = table_cell(s->table, r, c);
            if (cell && claims_sheet_at(s, r, c) == FACT_NONE && cell->text.s.len <= TOTAL_LABEL_MAX)
                s->rates[c] |= scans_have(&s->report->scans, cell->text.s, "table-rate-head");
        }
}

void claims_sheets(struct report *report, sheet_read_fn *read)
{
    for (uint32_t f = 0, end; f < report->facts.n; f = end) {
        const struct table *table = claims_fact(report, f)->table;
        for (end = f + 1; end < report->facts.n && claims_fact(report, end)->table == table;)
            end++;
        if (!table)
            continue;
        struct sheet sheet = {.report = report, .table = table, .first_fact = f, .end_fact = end};
        sheet.rows = arena_array(report->arena, table->rows, sizeof *sheet.rows);
        set_facts(&sheet);
        set_rows(&sheet);
        set_rates(&sheet);
        read(&sheet);
    }
}

uint32_t claims_sheet_at(const struct sheet *sheet, uint32_t row, uint32_t column)
{
    return sheet->facts[(size_t)row * sheet->table->columns + column];
}

uint32_t claims_sheet_left(const struct sheet *sheet, uint32_t row, uint32_t column, enum version version)
{
    for (uint32_t c = column, steps = 0; c-- > 0 && steps < SHEET_REACH; steps++) {
        uint32_t f = claims_sheet_at(sheet, row, c);
        if (f != FACT_NONE && claims_fact(sheet->report, f)->version == version)
            return f;
    }
    return FACT_NONE;
}

uint32_t claims_sheet_find(const struct sheet *sheet, uint32_t row, enum version version)
{
    for (uint32_t c = 0; c < sheet->table->columns; c++) {
        uint32_t f = claims_sheet_at(sheet, row, c);
        if (f != FACT_NONE && claims_fact(sheet->report, f)->version == version)
            return f;
    }
    return FACT_NONE;
}

struct slice claims_sheet_head(const struct sheet *sheet, uint32_t row, uint32_t column)
{
    const struct table_row *info = &sheet->table->row[row];
    for (uint32_t r = info->head_to; r-- > info->head_from;) {
        const struct cell *cell = table_cell(sheet->table, r, column);
        if (cell && !slice_blank(cell->text.s))
            return cell->text.s;
    }
    return (struct slice){0};
}

bool claims_sheet_rate(const struct sheet *sheet, uint32_t row, uint32_t column)
{
    if (!sheet->rates[column])
        return false;
    struct slice head = claims_sheet_head(sheet, row, column);
    return !head.len || head.len > TOTAL_LABEL_MAX ||
           scans_have(&sheet->report->scans, head, "table-rate-head");
}

/* The code right before a label that has no number of its own: 302 | 商品和服务支出. 收入 | 61150 | 支出 has an amount there. */
static unsigned code_before(const struct sheet *s, uint32_t row, const struct cell *label)
{
    bool code = label->column && claims_sheet_at(s, row, label->column - 1) == FACT_NONE;
    return code ? code_of(table_cell(s->table, row, label->column - 1)) : 0;
}

unsigned claims_sheet_level(const struct sheet *sheet, uint32_t row, uint32_t column)
{
    for (uint32_t c = column; c-- > 0;) {
        const struct cell *cell = table_cell(sheet->table, row, c);
        if (!cell || slice_blank(cell->text.s) || claims_sheet_at(sheet, row, c) != FACT_NONE)
            continue;
        if (slice_eq(cell->text.s, sheet->rows[row].label))
            return sheet->rows[row].level;
        unsigned level = level_of(cell->text.s);
        return level ? level : code_before(sheet, row, cell);
    }
    return 0;
}

/* 预算金额 | 其中：财政拨款 | 其他资金: what the columns right of it are parts of, though no word of a total says so. */
static bool is_split(const struct sheet *s, uint32_t row, uint32_t column)
{
    struct slice own = claims_sheet_head(s, row, column), next = claims_sheet_head(s, row, column + 1);
    return own.len && next.len > strlen("其中：") && !starts_inside(s->report, own) &&
           starts_inside(s->report, next) && !slice_eq(own, next);
}

static enum row_kind *total_heads(const struct sheet *s, uint32_t row)
{
    enum row_kind *kinds = arena_array(s->report->arena, s->table->columns, sizeof *kinds);
    for (uint32_t c = 0; c < s->table->columns; c++)
        kinds[c] = total_kind(s->report, claims_sheet_head(s, row, c));
    for (uint32_t c = 0; c + 1 < s->table->columns; c++)
        if (!kinds[c] && is_split(s, row, c))
            kinds[c] = ROW_SUBTOTAL;
    return kinds;
}

uint32_t claims_sheet_part(struct sheet *sheet, uint32_t row)
{
    uint32_t end = row + 1;
    while (end < sheet->table->rows && sheet->rows[end].part == sheet->rows[row].part)
        end++;
    if (!sheet->rows[row].total_heads)
        sheet->rows[row].total_heads = total_heads(sheet, row);
    sheet->total_heads = sheet->rows[row].total_heads;
    return end;
}
