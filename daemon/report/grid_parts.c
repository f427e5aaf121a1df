#include "grid_part.h"

/* Confidence: of a row too wide to weigh, of a single cell, the most that weighing gives, and what it adds for each
 * unit by which the next best reading is dearer. */
#define PART_UNWEIGHED  20
#define PART_SINGLE     60
#define PART_WEIGHED    90
#define PART_PER_MARGIN 2

#define PART_KNOWN_BONUS     (-40) /* 数量指标 under 二级指标 */
#define PART_KNOWN_PENALTY   20    /* and elsewhere */
#define PART_TOTAL_PERCENT   10    /* of a gap after 总分: its cell spans */
#define PART_TOTAL_ELSEWHERE 30    /* 总分 in another column than the first */
#define PART_TOTAL_SCORE     20 /* the one figure beside 总分 as the score: a form has the weights printed in */
#define PART_GROUP_GAP       5  /* in front, before the column of labels */
#define PART_ANCHORED_GAP    60 /* in front, where covered cells are kept as empty ones */
#define PART_SHORT_MARGIN    15 /* saved by reading a full row as one that lacks a cell */
#define PART_MERGED_PERCENT  50 /* of a gap after words where empty cells are kept: likely a merged cell */

/* What a cell costs in a column, by what the column wants and what the cell is. */
static const int part_cost[GRID_WANT_COUNT][GRID_TYPE_COUNT] = {
    /*                 EMPTY DASH FIGURE PERCENT WORDS */
    [GRID_UNKNOWN] = {0, 5, 5, 5, 5},    [GRID_ANY] = {0, 5, 15, 5, 5},
    [GRID_AMOUNT] = {0, 0, 0, 30, 60},   [GRID_RATE] = {0, 0, 20, 0, 60},
    [GRID_WEIGHT] = {0, 5, 0, 40, 60},   [GRID_SCORE] = {0, 0, 0, 40, 60},
    [GRID_LABEL] = {0, 5, 60, 50, 0},    [GRID_RANK] = {0, 20, 60, 60, 5},
    [GRID_GROUP] = {0, 20, 60, 60, 10},  [GRID_REMARK] = {0, 5, 60, 50, 5},
    [GRID_OF_WHICH] = {0, 0, 0, 30, 60},
};

/* What a column costs that a row leaves out: in front, between, behind. */
static const int part_gap[GRID_WANT_COUNT][3] = {
    [GRID_UNKNOWN] = {10, 20, 15}, [GRID_ANY] = {20, 15, 15},      [GRID_AMOUNT] = {20, 20, 15},
    [GRID_RATE] = {20, 20, 15},    [GRID_WEIGHT] = {40, 40, 15},   [GRID_SCORE] = {40, 10, 10},
    [GRID_LABEL] = {10, 30, 30},   [GRID_RANK] = {5, 20, 20},      [GRID_GROUP] = {3, 20, 20},
    [GRID_REMARK] = {20, 10, 3},   [GRID_OF_WHICH] = {20, 20, 15},
};

void grid_part_put(const struct grid_part *part, uint32_t row, uint32_t i, uint32_t column, uint32_t columns)
{
    struct cell *cell = grid_part_cell(part, row, i);
    cell->column = column;
    cell->columns = columns;
    cell->rows = 1;
}

void grid_part_put_left(const struct grid_part *part, uint32_t row, unsigned confidence)
{
    for (uint32_t i = 0; i < part->rows[row].n; i++)
        grid_part_put(part, row, i, i, 1);
    if (part->table->row[row].confidence > confidence)
        part->table->row[row].confidence = (uint8_t)confidence;
}

static bool part_is_headed(const struct grid_part *part, uint32_t column)
{
    for (uint32_t r = part->from; r < part->body; r++)
        for (uint32_t i = 0; i < part->rows[r].n; i++) {
            const struct cell *cell = grid_part_cell(part, r, i);
            if (cell->column <= column && column < cell->column + cell->columns && cell->text.s.len)
                return true;
        }
    return false;
}

static void part_read_heads(struct grid_part *part)
{
    for (uint32_t r = part->from; r < part->body; r++)
        for (uint32_t i = 0; i < part->rows[r].n; i++) {
            const struct cell *cell = grid_part_cell(part, r, i);
            enum grid_want want = (enum grid_want)cell->want;
            unsigned rank = grid_rank(cell->text.s);
            for (uint32_t j = cell->column; j < cell->column + cell->columns && j < part->width; j++) {
                part->want[j] = want != GRID_UNKNOWN ? want : part->want[j];
                part->rank[j] = rank ? rank : part->rank[j];
            }
        }
    if (part->width > 1 && part->want[0] == GRID_GROUP && !part_is_headed(part, 1))
        part->want[1] = GRID_LABEL; /* the group's own rows: 年度资金总额 under nothing */
}

/* Where heads say nothing of a column, its cells in full rows do. */
static void part_read_body(struct grid_part *part)
{
    uint32_t words[GRID_FIT_MAX] = {0}, figures[GRID_FIT_MAX] = {0}, percents[GRID_FIT_MAX] = {0};
    for (uint32_t r = part->body; r < part->to; r++)
        for (uint32_t i = 0; part->rows[r].n == part->width && i < part->width; i++) {
            unsigned type = grid_part_cell(part, r, i)->type;
            words[i] += type == GRID_WORDS;
            figures[i] += type == GRID_FIGURE || type == GRID_PERCENT;
            percents[i] += type == GRID_PERCENT;
        }
    for (uint32_t j = 0; j < part->width; j++)
        if (part->want[j] == GRID_WEIGHT && percents[j] * 2 > figures[j])
            part->want[j] = GRID_RATE; /* 权重 | 15% */
    for (uint32_t j = 0; j < part->width; j++)
        if (part->want[j] == GRID_UNKNOWN && words[j] != figures[j])
            part->want[j] = words[j] > figures[j] ? GRID_LABEL : GRID_AMOUNT;
    if (part->want[0] == GRID_UNKNOWN || part->want[0] == GRID_AMOUNT)
        part->want[0] = GRID_LABEL;
    while (part->leaf < part->width && part->want[part->leaf] != GRID_LABEL)
        part->leaf++;
    if (part->leaf == part->width)
        part->leaf = 0;
}

/* Rows */

/* What a cell of a rank costs in column j. */
static int part_cell_cost(const struct grid_part *part, const struct cell *cell, unsigned rank, uint32_t j)
{
    int cost = part_cost[part->want[j]][cell->type];
    if (!rank)
        return cost;
    return cost + (part->rank[j] == rank ? PART_KNOWN_BONUS : PART_KNOWN_PENALTY);
}

/* What more cell i of a total's row costs; 总分 | 100 is the form's weights. */
static int part_total_cost(const struct grid_part *part, uint32_t i, uint32_t n, uint32_t j)
{
    if (i == 0)
        return j ? PART_TOTAL_ELSEWHERE : 0;
    return i == 1 && n == 2 && part->want[j] == GRID_SCORE ? PART_TOTAL_SCORE : 0;
}

static int part_gap_percent(const struct grid_part *part, const struct cell *cell)
{
    if (grid_is_total(cell->text.s))
        return PART_TOTAL_PERCENT;
    return part->keeps_empty && cell->type == GRID_WORDS ? PART_MERGED_PERCENT : 100;
}

/* Weighs the first `n` cells of a row. */
static void part_weigh(const struct grid_part *part, uint32_t row, uint32_t n, struct grid_fit *fit)
{
    fit->n = n;
    fit->width = part->width;
    bool total = grid_is_total(grid_part_cell(part, row, 0)->text.s);
    bool ranked = part->want[part->leaf ? part->leaf - 1 : 0] == GRID_RANK;
    for (uint32_t j = 0; j < fit->width; j++) {
        int lead = part_gap[part->want[j]][0];
        fit->lead[j] = part->anchored                            ? PART_ANCHORED_GAP
                       : j < part->leaf && lead > PART_GROUP_GAP ? PART_GROUP_GAP
                                                                 : lead;
        fit->gap[j] = part_gap[part->want[j]][1];
        fit->trail[j] = part_gap[part->want[j]][2];
    }
    for (uint32_t i = 0; i < fit->n; i++) {
        const struct cell *cell = grid_part_cell(part, row, i);
        unsigned rank = ranked ? grid_rank(cell->text.s) : 0;
        fit->percent[i] = part_gap_percent(part, cell);
        for (uint32_t j = 0; j < fit->width; j++)
            fit->cost[i][j] = part_cell_cost(part, cell, rank, j) +
                              part_total_cost(part, total ? i : UINT32_MAX, fit->n, j);
    }
}

/* One cell alone: under the head that knows it, else a row's label. */
static void part_lay_single(struct grid_part *part, uint32_t row)
{
    unsigned rank = grid_rank(grid_part_cell(part, row, 0)->text.s);
    uint32_t column = part->anchored ? 0 : part->leaf;
    for (uint32_t j = 0; rank && !part->anchored && j < part->leaf; j++)
        if (part->rank[j] == rank)
            column = j;
    grid_part_put(part, row, 0, column, 1);
    part->table->row[row].confidence = PART_SINGLE;
}

/* A row of labels and values without a head: the last cell spans; in three columns the first one is a
 * group's. */
static void part_lay_plain(struct grid_part *part, uint32_t row)
{
    uint32_t n = part->rows[row].n;
    bool in_group = part->width == 3 && n == 2 && row > part->from;
    for (uint32_t i = 0; i < n; i++)
        grid_part_put(part, row, i, i + in_group, i + 1 == n ? part->width - i - in_group : 1);
    part->table->row[row].confidence = in_group ? PART_SINGLE : PART_SPREAD;
}

static void part_lay_weighed(struct grid_part *part, uint32_t row)
{
    struct grid_fit fit;
    uint32_t columns[GRID_FIT_MAX + 1];
    int margin;
    part_weigh(part, row, part->rows[row].n, &fit);
    grid_fit_best(&fit, columns, &margin);
    columns[fit.n] = part->width;
    for (uint32_t i = 0; i < fit.n; i++) {
        bool spans = fit.percent[i] < 100 && i + 1 < fit.n;
        grid_part_put(part, row, i, columns[i], spans ? columns[i + 1] - columns[i] : 1);
    }
    int confidence = PART_TIE + margin * PART_PER_MARGIN;
    part->table->row[row].confidence = (uint8_t)(confidence < PART_WEIGHED ? confidence : PART_WEIGHED);
}

/* A full row whose last cell is blank may be one that lacks a cell: where lone bars are blank cells and also pad short rows, the two look
 * alike. It lacks one where its cells then fit their heads so much better, or nearly as well as the row above that does. */
static bool part_lacks_cell(struct grid_part *part, uint32_t row, struct grid_fit *fit)
{
    const uint32_t n = part->rows[row].n - 1;
    uint32_t columns[GRID_FIT_MAX], in_place[GRID_FIT_MAX];
    int margin;
    if (!n || part->body == part->from || part->anchored || grid_part_cell(part, row, n)->text.s.len)
        return false;
    part_weigh(part, row, n, fit);
    grid_fit_best(fit, columns, &margin);
    for (uint32_t i = 0; i < n; i++)
        in_place[i] = i;
    const int best = grid_fit_cost(fit, columns), full = grid_fit_cost(fit, in_place);
    const bool as_above = part->lacks && part->lacks + 1 == row &&
                          grid_fit_cost(fit, part->lacking) <= best + PART_SHORT_MARGIN;
    if (!as_above && best + PART_SHORT_MARGIN >= full)
        return false;
    if (!as_above)
        memcpy(part->lacking, columns, sizeof columns);
    part->lacks = row;
    return true;
}

/* The cell that only pads the row goes. */
static void part_lay_lacking(struct grid_part *part, uint32_t row)
{
    const uint32_t n = part->rows[row].n;
    for (uint32_t i = 0; i + 1 < n; i++)
        grid_part_put(part, row, i, part->lacking[i], 1);
    grid_part_put(part, row, n - 1, part->width - 1, 1);
    grid_part_cell(part, row, n - 1)->rows = part->lacking[n - 2] == part->width - 1 ? 0 : 1;
    part->table->row[row].confidence = PART_WEIGHED;
}

static void part_lay_row(struct grid_part *part, uint32_t row)
{
    struct grid_fit fit;
    uint32_t n = part->rows[row].n;
    if (n == part->width && n && part_lacks_cell(part, row, &fit))
        part_lay_lacking(part, row);
    else if (n == part->width || !n)
        grid_part_put_left(part, row, 100);
    else if (part->body == part->from)
        part_lay_plain(part, row);
    else if (n == 1)
        part_lay_single(part, row);
    else
        part_lay_weighed(part, row);
}

/* Groups */

static uint32_t part_first_filled(const struct grid_part *part, uint32_t row)
{
    for (uint32_t i = 0; i < part->rows[row].n; i++)
        if (grid_part_cell(part, row, i)->text.s.len)
            return grid_part_cell(part, row, i)->column;
    return 0;
}

/* Columns in front that a row has no cell in, or an empty one before its label, belong to the group above. An
 * empty cell so covered is marked by no rows. */
static void part_reach_down(struct grid_part *part, uint32_t row)
{
    uint32_t filled = part_first_filled(part, row);
    uint32_t own[GRID_FIT_MAX];
    for (uint32_t j = 0; j < part->width; j++)
        own[j] = UINT32_MAX;
    for (uint32_t i = 0; i < part->rows[row].n; i++) {
        const struct cell *cell = grid_part_cell(part, row, i);
        for (uint32_t j = cell->column; cell->rows && j < cell->column + cell->columns; j++)
            own[j] = part->rows[row].first + i;
    }
    for (uint32_t j = 0; j < part->width; j++) {
        struct cell *cells = part->table->cells;
        struct cell *group = part->above[j] == UINT32_MAX ? NULL : &cells[part->above[j]];
        bool gone = own[j] == UINT32_MAX, blank = !gone && j < part->leaf && cells[own[j]].columns == 1;
        bool covered = j < filled && group && group->text.s.len && group->columns == 1 && (gone || blank) &&
                       group->row + group->rows == row;
        if (covered) {
            group->rows++;
            if (!gone)
                cells[own[j]].rows = 0;
        }
        part->above[j] = covered ? part->above[j] : own[j];
    }
}

/* A head's cell may reach down as the name of a group; a label's head does not. */
static void part_begin_groups(struct grid_part *part)
{
    for (uint32_t j = 0; j < part->width; j++)
        part->above[j] = UINT32_MAX;
    for (uint32_t r = part->from; r < part->body; r++)
        for (uint32_t i = 0; i < part->rows[r].n; i++) {
            const struct cell *cell = grid_part_cell(part, r, i);
            if (cell->row + cell->rows == part->body && cell->column < part->width &&
                (part->want[cell->column] == GRID_GROUP || cell->column == 0))
                part->above[cell->column] = part->rows[r].first + i;
        }
}

/* An empty cell before others that are filled shows that empty cells are cells. */
static bool part_has_empty(const struct grid_part *part)
{
    for (uint32_t r = part->from; r < part->to; r++)
        for (uint32_t i = 0; i < part->rows[r].n; i++)
            if (!grid_part_cell(part, r, i)->text.s.len)
                return true;
    return false;
}

bool grid_is_anchored(const struct table *table, const struct grid_row *rows)
{
    for (uint32_t r = 1; r < table->rows; r++) {
        const struct cell *first = &table->cells[rows[r].first];
        bool full = rows[r].n > 2 && rows[r].n == table->columns;
        for (uint32_t i = 1; full && !first->text.s.len && i < rows[r].n; i++)
            if (first[i].text.s.len)
                return true;
    }
    return false;
}

void grid_lay_part(struct table *table, const struct grid_row *rows, struct grid_form extent, bool anchored)
{
    uint32_t from = extent.from, to = extent.to;
    struct grid_part part = {
        .table = table, .rows = rows, .from = from, .body = from, .to = to, .anchored = anchored};
    while (part.body < to && table->row[part.body].head)
        part.body++;
    for (uint32_t r = from; r < to; r++)
        part.width = rows[r].n > part.width ? rows[r].n : part.width;
    if (part.width > GRID_FIT_MAX) {
        for (uint32_t r = from; r < to; r++)
            grid_part_put_left(&part, r, rows[r].n == part.width ? 100 : PART_UNWEIGHED);
        return;
    }
    part.keeps_empty = part_has_empty(&part);
    if (part.width) {
        grid_part_lay_heads(&part);
        part_read_heads(&part);
        part_read_body(&part);
    }
    part_begin_groups(&part);
    for (uint32_t r = part.body; r < to; r++) {
        part_lay_row(&part, r);
        part_reach_down(&part, r);
    }
}
