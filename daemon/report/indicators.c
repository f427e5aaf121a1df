#include "indicators.h"

#include "report.h"
#include "table_kind.h"

#include "../base/must.h"
#include "chars.h"

/* A head or a total's label is no longer; a longer cell is a sentence. */
#define HEAD_BYTES_MAX 120

/* A name has two characters beyond ASCII, of three bytes each. */
#define NAME_BYTES_MIN 6

static const char *const KINDS[INDICATOR_KIND_COUNT] = {"indicator", "funds", "total"};

/* Heads told by words of their own; the others name a version. */
static const struct {
    const char *words;
    enum indicator_column column;
} CLASSES[] = {
    {"role-reason", INDICATOR_REASON},
    {"indicator-group", INDICATOR_GROUP},
    {"indicator-class", INDICATOR_CLASS},
    {"indicator-head", INDICATOR_NAME},
};
#define N_CLASSES (sizeof CLASSES / sizeof *CLASSES)

static const struct {
    enum version version;
    enum indicator_column column;
} VERSIONS[] = {
    {VERSION_TARGET, INDICATOR_TARGET},
    {VERSION_ACHIEVED, INDICATOR_ACHIEVED},
    {VERSION_WEIGHT, INDICATOR_WEIGHT},
    {VERSION_SCORE, INDICATOR_SCORE},
};
#define N_VERSIONS (sizeof VERSIONS / sizeof *VERSIONS)

/* These say something of one row only, even where the cell was drawn over several. */
static const bool OF_ONE_ROW[INDICATOR_COLUMN_COUNT] = {
    [INDICATOR_TARGET] = true,
    [INDICATOR_ACHIEVED] = true,
    [INDICATOR_WEIGHT] = true,
    [INDICATOR_SCORE] = true,
};

struct form {
    struct report *report;
    const struct table *table;
    uint32_t *facts; /* of each of the table's cells: its figure, or UINT32_MAX */
    uint32_t class[N_CLASSES], total, subtotal;
    struct hits hits;
    uint32_t head_from, head_to;         /* of the heads that `at` tells of */
    uint32_t at[INDICATOR_COLUMN_COUNT]; /* the column of each; UINT32_MAX: there is none */
};

const char *indicator_kind_text(enum indicator_kind kind)
{
    must(kind < INDICATOR_KIND_COUNT);
    return KINDS[kind];
}

bool indicator_has_values(const struct indicator *indicator)
{
    return indicator->columns[INDICATOR_TARGET] || indicator->columns[INDICATOR_ACHIEVED];
}

/* Bytes of what is not ASCII: of words, not of digits and dots. */
static size_t wide_bytes(struct slice s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];
        n += c >= 0xE3 || (c >= 0x80 && c < 0xC0);
    }
    return n;
}

/* The dots of a row that the template keeps for more. */
static bool is_dots(struct slice s)
{
    for (size_t at = 0; at < s.len;) {
        uint32_t c = char_next(s, &at);
        if (c != '.' && c != 0x2026 && !utf8_is_space(c))
            return false;
    }
    return true;
}

bool indicator_is_name(const struct lexicon *lexicon, struct slice text)
{
    size_t wide = wide_bytes(text), from, to;
    if (wide < NAME_BYTES_MIN || is_dots(text))
        return false;
    bool nothing = lexicon_find_word(lexicon, "ask-no-indicator", text, &from, &to);
    return !nothing || wide_bytes(slice_sub(text, from, to)) != wide;
}

/* 填表人：　联系电话： below the indicators. */
static bool is_footer(const struct lexicon *lexicon, struct slice text)
{
    size_t from, to;
    bool labelled = slice_find(text, S("："), 0) >= 0 || slice_find(text, S(":"), 0) >= 0;
    return labelled && lexicon_find_word(lexicon, "find-signature", text, &from, &to);
}

static void set_named(const struct lexicon *lexicon, struct indicator *item)
{
    const struct cell *name = item->cells[INDICATOR_NAME];
    uint32_t target = item->columns[INDICATOR_TARGET];
    uint32_t values = target ? target : item->columns[INDICATOR_ACHIEVED];
    item->has_name = name && indicator_is_name(lexicon, name->text.s);
    item->named = item->has_name && name->row == item->row && name->column + name->columns < values &&
                  !is_footer(lexicon, name->text.s);
}

static bool has_word(const struct form *form, uint32_t class)
{
    for (uint32_t i = 0; i < form->hits.n; i++)
        if (form->hits.items[i].kind == HIT_WORD && form->hits.items[i].id == class)
            return true;
    return false;
}

static enum version last_version(const struct form *form)
{
    for (uint32_t i = form->hits.n; i-- > 0;)
        if (form->hits.items[i].kind == HIT_VERSION)
            return (enum version)form->hits.items[i].id;
    return VERSION_UNKNOWN;
}

static enum indicator_column column_named(struct form *form, struct slice head)
{
    if (head.len == 0 || head.len > HEAD_BYTES_MAX)
        return INDICATOR_COLUMN_COUNT;
    form->hits = scans_of(&form->report->scans, head);
    const struct lexicon *lexicon = form->report->lexicon;
    size_t from, to;
    if (has_word(form, form->class[0]))
        return CLASSES[0].column;
    if (lexicon_find_word(lexicon, "criteria-head", head, &from, &to))
        return INDICATOR_COLUMN_COUNT;
    if (lexicon_is(lexicon, "indicator-bare-head", head))
        return INDICATOR_NAME;
    enum version version = last_version(form);
    for (size_t i = 0; i < N_VERSIONS; i++)
        if (version == VERSIONS[i].version)
            return VERSIONS[i].column;
    for (size_t i = 1; i < N_CLASSES; i++)
        if (has_word(form, form->class[i]))
            return CLASSES[i].column;
    return INDICATOR_COLUMN_COUNT;
}

/* What a head says of its column; INDICATOR_COLUMN_COUNT: nothing. A bracket at its end tells how it is worked out,
 * 得分（执行率×分值）, where the words before it say enough. */
static enum indicator_column column_of(struct form *form, struct slice head)
{
    ptrdiff_t wide = slice_find(head, S("（"), 0), narrow = slice_find(head, S("("), 0);
    ptrdiff_t open = wide < 0 || (narrow >= 0 && narrow < wide) ? narrow : wide;
    enum indicator_column found = INDICATOR_COLUMN_COUNT;
    if (open > 0)
        found = column_named(form, slice_trim(slice_sub(head, 0, (size_t)open)));
    return found < INDICATOR_COLUMN_COUNT ? found : column_named(form, head);
}

/* The lowest head over a column that says something. */
static enum indicator_column head_of(struct form *form, uint32_t column)
{
    enum indicator_column found = INDICATOR_COLUMN_COUNT;
    for (uint32_t r = form->head_to; r-- > form->head_from && found == INDICATOR_COLUMN_COUNT;) {
        const struct cell *head = table_cell(form->table, r, column);
        if (head)
            found = column_of(form, slice_trim(head->text.s));
    }
    return found;
}

/* Of several columns with one meaning the first, but of names the last: it stands next to the figures; the one before
 * it (评价内容 beside 绩效内容) says of what class it is. */
static void read_heads(struct form *form, uint32_t from, uint32_t to)
{
    form->head_from = from;
    form->head_to = to;
    memset(form->at, 0xFF, sizeof form->at);
    for (uint32_t c = 0; c < form->table->columns; c++) {
        enum indicator_column found = head_of(form, c);
        for (int i = INDICATOR_TARGET; found == INDICATOR_NAME && i < INDICATOR_COLUMN_COUNT; i++)
            form->at[i] = UINT32_MAX;
        if (found == INDICATOR_NAME && form->at[INDICATOR_CLASS] == UINT32_MAX)
            form->at[INDICATOR_CLASS] = form->at[INDICATOR_NAME];
        if (found < INDICATOR_COLUMN_COUNT && (form->at[found] == UINT32_MAX || found == INDICATOR_NAME))
            form->at[found] = c;
    }
}

static bool has_column(const struct form *form, enum indicator_column column)
{
    return form->at[column] != UINT32_MAX;
}

static bool is_blank(const struct cell *cell)
{
    return !cell || slice_blank(cell->text.s);
}

static const struct cell *first_words(const struct form *form, uint32_t row)
{
    for (uint32_t c = 0; c < form->table->columns; c++) {
        const struct cell *cell = table_cell(form->table, row, c);
        if (!is_blank(cell))
            return cell;
    }
    return NULL;
}

static bool is_total(struct form *form, uint32_t row)
{
    const struct cell *cell = first_words(form, row);
    if (!cell || cell->text.s.len > HEAD_BYTES_MAX)
        return false;
    form->hits = scans_of(&form->report->scans, cell->text.s);
    for (uint32_t i = 0; i < form->hits.n; i++)
        if (form->hits.items[i].kind == HIT_WORD &&
            (form->hits.items[i].id == form->total || form->hits.items[i].id == form->subtotal))
            return form->hits.items[i].from == 0;
    return false;
}

static uint32_t fact_of(const struct form *form, const struct cell *cell)
{
    return cell ? form->facts[cell - form->table->cells] : UINT32_MAX;
}

/* The words before the row's first figure: a row of funds has no column for its name. */
static const struct cell *label_of(const struct form *form, uint32_t row)
{
    const struct cell *label = NULL;
    for (uint32_t c = 0; c < form->table->columns; c++) {
        const struct cell *cell = table_cell(form->table, row, c);
        if (fact_of(form, cell) != UINT32_MAX)
            break;
        label = is_blank(cell) ? label : cell;
    }
    return label;
}

/* 合计 of the sources of the funds: what was spent stands in its row. */
static bool has_spending(const struct form *form, uint32_t row)
{
    for (uint32_t c = 0; c < form->table->columns; c++) {
        uint32_t fact = fact_of(form, table_cell(form->table, row, c));
        if (fact != UINT32_MAX && form->report->facts.items[fact].version == VERSION_ACTUAL)
            return true;
    }
    return false;
}

static struct indicator row_of(struct form *form, uint32_t row, enum indicator_kind kind)
{
    struct indicator item = {.table = form->table, .row = row, .kind = kind};
    for (int i = 0; i < INDICATOR_COLUMN_COUNT; i++) {
        const struct cell *cell =
            has_column(form, (enum indicator_column)i) ? table_cell(form->table, row, form->at[i]) : NULL;
        item.cells[i] = cell && OF_ONE_ROW[i] && cell->row != row ? NULL : cell;
        item.columns[i] = has_column(form, (enum indicator_column)i) ? form->at[i] + 1 : 0;
    }
    if (kind != INDICATOR_ROW) {
        const struct cell *label = label_of(form, row);
        for (int i = 0; i < INDICATOR_COLUMN_COUNT; i++)
            item.cells[i] = item.cells[i] == label ? NULL : item.cells[i]; /* it reaches over the columns */
        item.cells[INDICATOR_NAME] = label;
    }
    for (int i = 0; i < INDICATOR_COLUMN_COUNT; i++)
        item.facts[i] = fact_of(form, item.cells[i]);
    return item;
}

static bool says_something(const struct indicator *item)
{
    bool scored = !is_blank(item->cells[INDICATOR_WEIGHT]) || !is_blank(item->cells[INDICATOR_SCORE]);
    if (item->kind != INDICATOR_ROW)
        return item->kind == INDICATOR_TOTAL || scored;
    for (int i = 0; i < INDICATOR_COLUMN_COUNT; i++)
        if (!is_blank(item->cells[i]) && item->cells[i]->row == item->row)
            return true;
    return false;
}

static void read_row(struct form *form, uint32_t row)
{
    const struct table_row *info = &form->table->row[row];
    if (info->head || info->head_to == info->head_from)
        return;
    if (info->head_from != form->head_from || info->head_to != form->head_to)
        read_heads(form, info->head_from, info->head_to);
    bool scored = has_column(form, INDICATOR_WEIGHT) || has_column(form, INDICATOR_SCORE);
    bool named = has_column(form, INDICATOR_NAME) || has_column(form, INDICATOR_CLASS);
    if (!scored && !(named && has_column(form, INDICATOR_TARGET)))
        return;
    enum indicator_kind kind = named ? INDICATOR_ROW : INDICATOR_FUNDS;
    bool total = is_total(form, row) && (named || !has_spending(form, row));
    struct indicator item = row_of(form, row, total ? INDICATOR_TOTAL : kind);
    set_named(form->report->lexicon, &item);
    if (says_something(&item))
        *ARENA_PUSH(form->report->arena, &form->report->indicators) = item;
}

/* Facts stand in reading order; `at` goes on from table to table. */
static void set_facts(struct form *form, uint32_t block, uint32_t *at)
{
    const struct facts *facts = &form->report->facts;
    form->facts = arena_array(form->report->arena, form->table->n_cells + 1u, sizeof *form->facts);
    memset(form->facts, 0xFF, form->table->n_cells * sizeof *form->facts);
    while (*at < facts->n && facts->items[*at].block < block)
        ++*at;
    for (uint32_t f = *at; f < facts->n && facts->items[f].block == block; f++)
        if (facts->items[f].cell && facts->items[f].sentence == UINT32_MAX)
            form->facts[facts->items[f].cell - form->table->cells] = f;
}

void indicators_read(struct report *report)
{
    const struct document *doc = report->document;
    struct form form = {.report = report,
                        .total = lexicon_class(report->lexicon, "table-total"),
                        .subtotal = lexicon_class(report->lexicon, "table-subtotal")};
    for (size_t i = 0; i < N_CLASSES; i++)
        form.class[i] = lexicon_class(report->lexicon, CLASSES[i].words);
    for (uint32_t b = 0, at = 0; b < doc->n_blocks; b++) {
        form.table = doc->blocks[b].table;
        if (!form.table || !(form.table->kinds & (1u << TABLE_INDICATORS | 1u << TABLE_FUNDS)))
            continue;
        form.head_from = form.head_to = UINT32_MAX;
        set_facts(&form, b, &at);
        for (uint32_t r = 0; r < form.table->rows; r++)
            read_row(&form, r);
    }
}
