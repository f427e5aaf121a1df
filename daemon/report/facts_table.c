/* Facts of a table. A figure is named by the row's label, the nearest text to its left, and by the heads of
 * its column; of the two the one that is a measure is the measure, the other narrows it. Going through the
 * grid row by row keeps all that a figure needs at hand: nothing is looked for twice. */
#include "facts_priv.h"
#include "quantity_priv.h"

#include "chars.h"

#define NONE UINT32_MAX

/* What the heads of a column say. */
struct head {
    const struct measure *measure;
    enum version version;
    int year;
    bool prior, indicator, code, percent, amount;
    bool counts; /* 数量: of what the table's unit of money is not */
    bool moves;  /* 比上年增长: a change, or of percentages a rate of it */
    const struct unit *unit;
    struct slice label; /* the lowest head that is no blank */
};

/* The row's words so far, from left to right. */
struct row_words {
    struct slice label, group;
    struct slice narrow; /* what stands before the measure in its label: 其他, 市本级 */
    const struct measure *measure;
    enum version version;
    int year;
    bool total, code, indicator;
    const struct unit *unit;
    const struct unit *target; /* of the target before: an achieved value without unit has the same */
};

struct sheet {
    struct fact_reader *reader;
    struct table *table;
    uint32_t block;
    struct head *heads; /* one a column, of the rows [head_from, head_to) */
    uint32_t head_from, head_to;
    struct slice holder;                  /* the project that a form is about */
    bool project_form;                    /* as its caption says */
    uint32_t project_row, project_column; /* where the cell stands that names it, its label read */
    const struct unit *corner_unit;       /* of a head or band that speaks for the whole part of the table */
    const struct unit
        *group_unit; /* of the first column's text, which reaches over the rows whose own is empty */
    const struct unit *caption_unit;
    enum unit_source caption_source;
    enum version caption_version;
    int caption_year;
    uint32_t *figure, *sentence; /* of each cell: index of its figure, of its first sentence; NONE */
};

static bool says_something(struct slice text)
{
    static const struct slice nothing[] = {{"无", 3}, {"略", 3}, {"……", 6}, {"…", 3}, {"/", 1}};
    bool han = false;
    for (size_t at = 0; at < text.len && !han;)
        han = utf8_is_han(char_next(text, &at));
    struct slice trimmed = han ? slice_trim(text) : text;
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing && han; i++)
        han = !slice_eq(trimmed, nothing[i]);
    return han && !slice_starts(text, S("一 -"));
}

static const struct figure_cell *figure_of(const struct sheet *s, const struct cell *cell)
{
    uint32_t i = s->figure[cell - s->table->cells];
    return i == NONE ? NULL : &s->reader->report->figure_cells.items[i];
}

/* 经费控制情况(万元): without the bracket. */
static struct slice without_unit(struct slice text)
{
    static const struct slice opening[] = {{"(", 1}, {"（", 3}, {"[", 1}};
    for (size_t i = 0; i < sizeof opening / sizeof *opening; i++) {
        ptrdiff_t at = slice_rfind(text, opening[i]);
        if (at > 0)
            return slice_trim(slice_sub(text, 0, (size_t)at));
    }
    return text;
}

/* 得分（10×执行率）: what stands before the bracket names the column. */
static enum version head_version(struct sheet *s, struct slice text, const struct words *all)
{
    if (!all->version)
        return VERSION_UNKNOWN;
    struct slice plain = without_unit(text);
    size_t from, to;
    if (scans_have(&s->reader->report->scans, text, "criteria-head") &&
        lexicon_find_word(s->reader->report->lexicon, "criteria-head", plain, &from, &to))
        return VERSION_UNKNOWN;
    if (plain.len == text.len)
        return all->version;
    enum version version = lexicon_find_version(s->reader->report->lexicon, plain, &from, &to);
    return version ? version : all->version;
}

#define LOOK_BELOW 3 /* rows under a head */

/* Adds a head above those already read, so that the lowest says the last word. */
static void add_head(struct sheet *s, struct head *head, struct slice text)
{
    struct words w = words_of(s->reader, text);
    const struct unit *unit = unit_in_head(text);
    if (!says_something(text) && !unit)
        return;
    if (!head->measure)
        head->measure = w.measure;
    if (!head->version)
        head->version = head_version(s, text, &w);
    if (!head->year)
        head->year = words_year(text);
    if (!head->unit)
        head->unit = unit;
    head->prior |= words_has(&w, WORD_PRIOR) && w.version != VERSION_CARRIED_IN;
    head->percent |= unit && unit->dimension == DIMENSION_PERCENT;
    head->moves |= !head->label.len && words_has(&w, WORD_GROWTH) && w.version != VERSION_RATE &&
                   w.version != VERSION_SHARE;
    head->amount |= slice_find(text, S("额"), 0) >= 0;
    head->indicator |= (words_has(&w, WORD_INDICATOR) && !w.version) ||
                       lexicon_is(s->reader->report->lexicon, "indicator-bare-head", slice_trim(text));
    head->code |= words_has(&w, WORD_CODE) && !head->label.len && !w.version && !w.measure;
    size_t from, to;
    head->counts |=
        !head->label.len &&
        lexicon_find_word(s->reader->report->lexicon, "head-count", slice_trim(text), &from, &to) &&
        from == 0;
    if (!head->label.len)
        head->label = words_core(s->reader, text, 0, text.len, 0);
    if (!head->label.len)
        head->label = slice_trim(text);
}

/* Whether figures stand in a column, so that the unit of its head (户数（户）) is of no other. */
static bool heads_figures(const struct sheet *s, uint32_t row, uint32_t column)
{
    for (uint32_t r = row; r < s->table->rows && r < row + LOOK_BELOW; r++) {
        const struct cell *cell = table_cell(s->table, r, column);
        if (cell && figure_of(s, cell))
            return true;
    }
    return false;
}

static void read_heads(struct sheet *s, uint32_t from, uint32_t to)
{
    s->head_from = from;
    s->head_to = to;
    s->corner_unit = NULL;
    memset(s->heads, 0, s->table->columns * sizeof *s->heads);
    for (uint32_t c = 0; c < s->table->columns; c++) {
        const struct cell *last = NULL;
        for (uint32_t r = to; r-- > from;) {
            const struct cell *cell = table_cell(s->table, r, c);
            if (cell && cell != last && cell->text.s.len)
                add_head(s, &s->heads[c], cell->text.s);
            last = cell;
        }
        /* a unit over the labels is for all columns that have none of their own; a share's is its own */
        if (s->heads[c].unit && (c == 0 || (!s->heads[c].version && !s->heads[c].percent)) &&
            !s->corner_unit &&
            (c == 0 || !heads_figures(s, to, c) || s->heads[c].unit->dimension == DIMENSION_MONEY))
            s->corner_unit = s->heads[c].unit;
    }
}

/* 1、公务接待费, （一）基本支出: without the number. */
static struct slice without_number(struct slice text)
{
    static const struct slice signs[] = {{"、", 3}, {".", 1}, {"．", 3}, {")", 1}, {"）", 3}};
    size_t at = 0, length;
    text = slice_trim(text);
    uint32_t open = scan_after(text, 0);
    if (open == '(' || open == 0xFF08)
        char_next(text, &at);
    size_t first = at;
    for (size_t next = at; at - first < 9; at = next) {
        uint32_t c = scan_after(text, at);
        if (number_digit(text, at, &length) < 0 && (number_chinese(c) < 0 || number_chinese(c) > 10))
            break;
        char_next(text, &next);
    }
    size_t sign = at > first ? scan_word_after(text, at, signs, sizeof signs / sizeof *signs) : 0;
    struct slice rest = slice_trim(slice_sub(text, at + sign, text.len));
    return sign && rest.len ? rest : text;
}

/* 项目名称 | 道路养护: whose figures follow. True where the cell is the name; in a list of projects a head stands there. */
static bool is_project_name(struct sheet *s, const struct cell *cell, uint32_t r)
{
    if (r != s->project_row || cell->column != s->project_column ||
        (s->table->row[r].head && words_of(s->reader, cell->text.s).version))
        return false;
    s->holder = slice_trim(cell->text.s);
    if (!s->table->project.len)
        s->table->project = s->holder;
    return true;
}

static void note_project(struct sheet *s, const struct words *w, struct slice text, const struct cell *cell,
                         uint32_t r)
{
    if (!words_has(w, WORD_PROJECT) || w->word_from[WORD_PROJECT] > 0 ||
        !slice_blank(slice_sub(text, w->word_to[WORD_PROJECT], text.len)))
        return;
    s->project_row = r;
    s->project_column = cell->column + cell->columns;
}

#define LABEL_BYTES 180 /* sixty characters: a longer one names no measure */

/* What the words of a row's label say; `text` is without its number and unit. */
static void read_label(struct sheet *s, struct row_words *row, const struct words *w, struct slice text)
{
    row->label = words_core(s->reader, text, 0, text.len, 1u << WORD_OF_WHICH);
    if (!row->label.len)
        row->label = slice_trim(text);
    struct slice rest =
        w->measure ? words_core(s->reader, text, w->measure_to, text.len, 1u << WORD_TAIL) : text;
    row->measure = w->measure && rest.len == 0 ? w->measure : NULL;
    row->narrow = row->measure ? words_core(s->reader, text, 0, w->measure_from,
                                            WORDS_BOTH_ENDS | 1u << WORD_OF_WHICH | 1u << WORD_LEAD |
                                                1u << WORD_THIS | 1u << WORD_PRIOR | 1u << WORD_TAIL)
                               : (struct slice){0};
    row->total = (w->measure && w->measure->total) || slice_find(text, S("汇总"), 0) >= 0;
    row->version = w->version;
    row->year = words_year(text);
    row->code = words_has(w, WORD_CODE) && !w->measure && !row->indicator; /* 企业开办时间压缩 is measured */
}

/* 行政运行（项） names a level of the classification, not a unit. */
static const struct unit *unit_in_label(struct slice text)
{
    bool level = slice_ends(text, S("（项）")) || slice_ends(text, S("(项)"));
    return level ? NULL : unit_in_head(text);
}

static void note_label(struct sheet *s, struct row_words *row, const struct cell *cell, uint32_t r)
{
    const struct head *head = &s->heads[cell->column];
    struct slice text = cell->text.s;
    const struct unit *unit = unit_in_label(text);
    row->unit = unit ? unit : row->unit;
    if (cell->column == 0)
        s->group_unit = unit;
    if (is_project_name(s, cell, r) || !says_something(text) || (head->version && row->label.len) ||
        (row->indicator && !head->indicator))
        return;
    row->group = row->label;
    row->indicator = head->indicator;
    text = without_number(unit ? without_unit(text) : text);
    struct words w = {0};
    if (text.len <= LABEL_BYTES)
        w = words_of(s->reader, text);
    else
        s->reader->hits = (struct hits){0};
    if (!s->table->row[r].head || s->project_form)
        note_project(s, &w, text, cell, r);
    read_label(s, row, &w, text);
}

static struct cell_context context_of(const struct sheet *s, const struct row_words *row, uint32_t r,
                                      uint32_t c)
{
    const struct head *head = &s->heads[c];
    struct cell_context x = {.label = row->label, .version = head->version ? head->version : row->version};
    x.measure = row->measure && !(row->measure->total && head->measure) ? row->measure : head->measure;
    if (!x.label.len)
        x.label = head->label;
    if (row->measure && head->measure && !head->measure->total && !row->measure->total &&
        head->measure != row->measure && head->measure->dimension == row->measure->dimension)
        x.scope = head->measure->name;
    else if (x.measure == head->measure && head->measure && !row->measure && !row->total &&
             !slice_ends(row->label, S("情况")))
        x.holder = row->label;
    if (!x.scope.len && x.measure && x.measure == row->measure && !row->indicator)
        x.scope = row->narrow;
    bool score = row->measure && row->measure->dimension == DIMENSION_SCORE;
    if (row->indicator && !score) {
        x.holder = row->label;
        x.measure = NULL;
    } else if (!x.scope.len && row->group.len && !x.measure) {
        x.scope = row->group;
    }
    if (!x.holder.len)
        x.holder = s->holder;
    x.year = head->year ? head->year : row->year ? row->year : s->caption_year;
    x.prior = head->prior;
    if (!x.version && !row->indicator)
        x.version = s->caption_version;
    x.unit = head->unit ? head->unit : row->unit ? row->unit : s->group_unit;
    if (x.version == VERSION_CHANGE && head->percent && head->amount)
        x.unit = NULL; /* 增减额%: the word says amount, the sign was copied from the next column */
    x.unit_source = head->unit ? UNIT_FROM_CELL_HEAD : UNIT_FROM_ROW_HEAD;
    x.confidence = s->table->row ? s->table->row[r].confidence : s->table->confidence;
    return x;
}

/* The unit over the whole table is for money, and for what nothing else is known of; a target or a score has
 * its own. */
static void widen_unit(const struct sheet *s, struct cell_context *x, bool indicator, bool counts)
{
    bool own = indicator || x->version == VERSION_TARGET || x->version == VERSION_ACHIEVED;
    bool money =
        !x->measure || x->measure->dimension == DIMENSION_MONEY || x->measure->dimension == DIMENSION_NONE;
    if (x->unit || own || !money || counts)
        return;
    x->unit = s->corner_unit ? s->corner_unit : s->caption_unit;
    x->unit_source = s->corner_unit ? UNIT_FROM_ROW_HEAD : s->caption_source;
}

static void set_table_year(const struct sheet *s, const struct cell_context *x, struct fact *f)
{
    int year = s->reader->report->year;
    f->year = x->year ? x->year : x->prior && year ? year - 1 : year;
    f->year_stated = x->year || x->prior;
    f->prior = x->prior || (year && f->year == year - 1 && f->year_stated);
}

/* A column of percentages headed by a version (占年初预算%, 决算数为预算数的%) is a rate on it. */
static void set_rate(const struct head *head, struct fact *f)
{
    bool figure = f->version == VERSION_INITIAL || f->version == VERSION_ADJUSTED ||
                  f->version == VERSION_BUDGET || f->version == VERSION_ACTUAL;
    if (f->version == VERSION_CHANGE && head->percent && !head->amount)
        f->version = VERSION_GROWTH; /* 增减% */
    if (head->percent && head->moves && !head->amount) {
        f->version = VERSION_GROWTH; /* 比上年增长%, in the table of what was spent */
        f->prior = false;
        return;
    }
    if (!head->percent || !figure)
        return;
    f->against = f->version;
    f->against_prior = head->prior;
    f->version = VERSION_RATE;
    f->prior = false;
}

static void read_figure(struct sheet *s, const struct figure_cell *fc, struct row_words *row,
                        const struct cell_context *x)
{
    struct quantity *q = &s->reader->report->quantities.items[fc->quantity];
    bool points = x->version == VERSION_WEIGHT || x->version == VERSION_SCORE; /* 采购完成时间 | 10 | 8 */
    if ((row->code && !points) || s->heads[fc->cell->column].code) {
        q->kind = QUANTITY_CODE;
        return;
    }
    if (q->kind != QUANTITY_VALUE)
        return;
    struct fact *f = facts_push(s->reader);
    *f = (struct fact){.quantity = q,
                       .measure = x->measure,
                       .label = x->label,
                       .holder = x->holder,
                       .scope = x->scope,
                       .version = x->version,
                       .topic = NONE,
                       .block = s->block,
                       .table = s->table,
                       .cell = fc->cell,
                       .sentence = UINT32_MAX,
                       .span = q->span,
                       .quote = q->span,
                       .confidence = x->confidence};
    set_table_year(s, x, f);
    set_rate(&s->heads[fc->cell->column], f);
    if (f->version == VERSION_CHANGE || f->version == VERSION_GROWTH)
        f->direction = decimal_sign(q->value);
    facts_unit(s->reader, q, f, x);
    if (f->version == VERSION_TARGET)
        row->target = q->unit;
    else if (f->version == VERSION_ACHIEVED && !q->unit && row->target) {
        q->unit = row->target;
        q->unit_source = UNIT_FROM_ROW_HEAD;
    }
}

#define NUMBERS_MIN 3

#define PROSE_BYTES 90 /* `大厅窗口满意度达到100%` is still a value, thirty characters are a text */

static bool is_prose(const struct cell *cell)
{
    return cell->text.s.len > PROSE_BYTES;
}

/* A report's text in a form's cell: what it says it says itself, the row's words are only its heading. */
static struct cell_context prose_context(const struct sheet *s, const struct cell_context *x)
{
    struct cell_context c = *x;
    c.label = c.scope = (struct slice){NULL, 0};
    c.holder = s->holder;
    c.measure = NULL;
    c.version = VERSION_UNKNOWN;
    return c;
}

static void read_words(struct sheet *s, const struct cell *cell, struct cell_context x)
{
    const struct sentences *all = &s->reader->report->sentences;
    uint32_t i = s->sentence[cell - s->table->cells], first = s->reader->report->facts.n;
    for (; i != NONE && i < all->n && all->items[i].cell == cell; i++)
        facts_of_sentence(s->reader, i, &x);
    for (; first < s->reader->report->facts.n; first++)
        s->reader->report->facts.items[first].table = s->table;
}

static void read_cell(struct sheet *s, struct row_words *row, const struct cell *cell, uint32_t r)
{
    const struct figure_cell *fc = figure_of(s, cell);
    bool origin = cell->row == r;
    if (!fc && s->sentence[cell - s->table->cells] == NONE) {
        note_label(s, row, cell, r);
        return;
    }
    struct cell_context x = context_of(s, row, r, cell->column);
    widen_unit(s, &x, row->indicator, s->heads[cell->column].counts);
    if (fc && origin)
        read_figure(s, fc, row, &x);
    else if (!fc && origin)
        read_words(s, cell, is_prose(cell) && !row->indicator ? prose_context(s, &x) : x);
    if (!fc)
        note_label(s, row, cell, r);
}

/* A row of one text is a band over the rows below: 年度收入情况(万元). */
static void note_band(struct sheet *s, uint32_t r)
{
    const struct cell *only = NULL;
    for (uint32_t c = 0; c < s->table->columns; c++) {
        const struct cell *cell = table_cell(s->table, r, c);
        if (!cell || cell == only || !cell->text.s.len)
            continue;
        if (only || figure_of(s, cell))
            return;
        only = cell;
    }
    const struct unit *unit = only && only->text.s.len < 120 ? unit_in_head(only->text.s) : NULL;
    if (unit) {
        s->caption_unit = unit;
        s->caption_source = UNIT_FROM_CAPTION;
    }
}

/* Cells with numbers of columns that name nothing: 栏次, 3=4+5. */
static bool is_beside_numbers(struct sheet *s, struct slice text)
{
    struct words w = text.len <= LABEL_BYTES ? words_of(s->reader, text) : (struct words){0};
    return words_has(&w, WORD_CODE) || slice_find(text, S("="), 0) > 0 || slice_find(text, S("＝"), 0) > 0;
}

/* 1 2 3 … under the heads number the columns. */
static bool is_row_of_numbers(struct sheet *s, uint32_t r)
{
    int numbers = 0;
    const struct cell *last = NULL;
    for (uint32_t c = 0; c < s->table->columns; c++) {
        const struct cell *cell = table_cell(s->table, r, c);
        if (!cell || cell == last || !cell->text.s.len)
            continue;
        last = cell;
        const struct figure_cell *fc = figure_of(s, cell);
        if (!fc && is_beside_numbers(s, cell->text.s))
            continue;
        const struct quantity *q = fc ? &s->reader->report->quantities.items[fc->quantity] : NULL;
        if (!q || q->unit || q->value.scale || decimal_cmp(q->value, decimal_int(++numbers)) != 0)
            return false;
    }
    return numbers >= NUMBERS_MIN;
}

static void read_row(struct sheet *s, uint32_t r)
{
    const struct table_row *info = &s->table->row[r];
    struct row_words row = {0};
    const struct cell *last = NULL;
    if (info->head_from != s->head_from || info->head_to != s->head_to)
        read_heads(s, info->head_from, info->head_to);
    note_band(s, r);
    if (is_row_of_numbers(s, r))
        return;
    for (uint32_t c = 0; c < s->table->columns; c++) {
        const struct cell *cell = table_cell(s->table, r, c);
        if (cell && cell != last && cell->text.s.len)
            read_cell(s, &row, cell, r);
        last = cell;
    }
}

static uint32_t *none_for_all(struct arena *arena, uint32_t n)
{
    uint32_t *items = arena_array(arena, n ? n : 1, sizeof *items);
    memset(items, 0xFF, n * sizeof *items);
    return items;
}

/* First index in an array sorted by block whose block is `block`. */
#define LOWER(array, wanted, ret)                                                                            \
    for (uint32_t low = 0, high = (array).n; (ret) = low, low < high;) {                                     \
        uint32_t middle = low + (high - low) / 2;                                                            \
        if ((array).items[middle].block < (wanted))                                                          \
            low = middle + 1;                                                                                \
        else                                                                                                 \
            high = middle;                                                                                   \
    }

static void index_cells(struct sheet *s)
{
    const struct report *report = s->reader->report;
    uint32_t i;
    s->figure = none_for_all(report->arena, s->table->n_cells);
    s->sentence = none_for_all(report->arena, s->table->n_cells);
    LOWER(report->figure_cells, s->block, i)
    for (; i < report->figure_cells.n && report->figure_cells.items[i].block == s->block; i++)
        s->figure[report->figure_cells.items[i].cell - s->table->cells] = i;
    LOWER(report->sentences, s->block, i)
    for (; i < report->sentences.n && report->sentences.items[i].block == s->block; i++) {
        uint32_t *first = &s->sentence[report->sentences.items[i].cell - s->table->cells];
        *first = *first == NONE ? i : *first;
    }
}

static void read_caption(struct sheet *s)
{
    struct words w = words_of(s->reader, s->table->caption.s);
    s->project_form = words_has(&w, WORD_PROJECT_FORM);
    if (s->project_form)
        s->holder = slice_trim(s->table->caption.s);
    s->caption_year = words_year(s->table->caption.s);
    s->caption_version =
        w.version == VERSION_ACTUAL || w.version == VERSION_INITIAL ? w.version : VERSION_UNKNOWN;
    s->caption_unit = unit_in_head(s->table->unit_line.s);
    s->caption_source = UNIT_FROM_UNIT_LINE;
    if (s->caption_unit)
        return;
    s->caption_unit = unit_in_head(s->table->caption.s);
    s->caption_source = UNIT_FROM_CAPTION;
    /* a form that a converter cut in two: nothing stands between the tables */
    const struct document *doc = s->reader->report->document;
    if (!s->caption_unit && s->block > 0 && doc->blocks[s->block - 1].kind == BLOCK_TABLE)
        s->caption_unit = s->reader->table_unit;
}

void facts_of_table(struct fact_reader *reader, uint32_t block)
{
    struct arena *arena = reader->report->arena;
    struct sheet s = {
        .reader = reader, .table = reader->report->document->blocks[block].table, .block = block};
    s.project_row = NONE;
    s.heads = arena_array(arena, s.table->columns + 1, sizeof *s.heads);
    index_cells(&s);
    read_caption(&s);
    for (uint32_t r = 0; r < s.table->rows; r++)
        read_row(&s, r);
    reader->table_unit = s.caption_unit;
}
