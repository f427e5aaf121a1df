/* Forms: a score is at most its weight, a group's weights make the weight that its label states
 * (产出指标(50分)), and all weights and all scores make those of the total row. What the funds row's score is,
 * claims_earned.c tells. */
#include "claims_index.h"
#include "claims_sheet.h"

#include "chars.h"
#include "table_kind.h"

/* A form whose funds row stands in a table of its own: that row's weight, which the total counts too. */
#define FUNDS_TABLES_BACK 2
/* Figures of the goals that stand as paragraphs between the two. */
#define GOALS_BETWEEN 40
/* Points of the funds row in the form that the ministry prescribes: 分值 × 执行率. */
#define FUNDS_WEIGHT 10

static struct draft draft_of(const struct sheet *s, enum claim_kind kind, uint32_t fact)
{
    return claims_draft(s->report, kind, BASIS_FORM, claims_fact(s->report, fact)->quote);
}

/* ------------------------------------------------------------------ rows */

static void read_cap(const struct sheet *s, uint32_t score, uint32_t weight)
{
    struct draft d = draft_of(s, CLAIM_CAP, score);
    claims_member(&d, ROLE_SCORE, 1, score);
    claims_member(&d, ROLE_WEIGHT, 1, weight);
    if (claims_try(&d) != VERDICT_UNKNOWN)
        claims_file(&d);
}

/* The weight nearest to the score: a form may have a column of weights for each level of its indicators. */
static uint32_t weight_of(const struct sheet *s, uint32_t row, uint32_t score)
{
    uint32_t left =
        score != FACT_NONE
            ? claims_sheet_left(s, row, claims_fact(s->report, score)->cell->column, VERSION_WEIGHT)
            : FACT_NONE;
    return left != FACT_NONE ? left : claims_sheet_find(s, row, VERSION_WEIGHT);
}

static void read_row(const struct sheet *s, uint32_t row)
{
    uint32_t score = claims_sheet_find(s, row, VERSION_SCORE), weight = weight_of(s, row, score);
    if (score != FACT_NONE && weight != FACT_NONE)
        read_cap(s, score, weight);
    claims_earned_row(s, row);
}

/* ------------------------------------------------------------------ groups */

/* Rows under a group's label in which its first weight stands. */
#define GROUP_REACH 8

/* The column in which the weights beside a label stand, UINT32_MAX for none. */
static uint32_t weight_column(const struct sheet *s, uint32_t row)
{
    for (uint32_t r = row; r < s->table->rows && r < row + GROUP_REACH; r++) {
        uint32_t weight = claims_sheet_find(s, r, VERSION_WEIGHT);
        if (weight != FACT_NONE)
            return claims_fact(s->report, weight)->cell->column;
    }
    return UINT32_MAX;
}

/* Nothing but a closing bracket after the figure. */
static bool ends_label(const struct fact *f)
{
    struct slice text = f->cell->text.s;
    size_t at = f->quantity->to;
    for (size_t next = at; at < text.len; at = next) {
        uint32_t c = char_next(text, &next);
        if (c != ')' && c != 0xFF09 && c > ' ' && c != 0x3000)
            return false;
    }
    return true;
}

/* `产出指标(50分)`: points at the end of a label that stands before the weights; `一项不符扣1分` behind them tells
 * how to score. */
static bool is_group(const struct sheet *s, uint32_t fact)
{
    const struct fact *f = claims_fact(s->report, fact);
    if (!f->cell || f->sentence == UINT32_MAX || claims_dimension(f) != DIMENSION_SCORE ||
        f->quantity->kind != QUANTITY_VALUE || f->version == VERSION_SCORE || f->cell->text.s.len >= 60)
        return false;
    uint32_t weights = weight_column(s, f->cell->row);
    return weights != UINT32_MAX && f->cell->column < weights && ends_label(f);
}

/* The group's rows: as far as its cell reaches, or up to the next label in its column. */
static uint32_t group_end(const struct sheet *s, const struct cell *cell)
{
    uint32_t end = cell->row + cell->rows;
    for (; cell->rows == 1 && end < s->table->rows && s->rows[end].kind != ROW_TOTAL; end++) {
        const struct cell *below = table_cell(s->table, end, cell->column);
        if (below && below != cell && !slice_blank(below->text.s))
            break;
    }
    return end;
}

/* The weights of the group's rows, where rows have several those of the outermost level or of the innermost. */
static struct draft draft_group(const struct sheet *s, uint32_t fact, bool inner)
{
    const struct cell *cell = claims_fact(s->report, fact)->cell;
    struct draft d = draft_of(s, CLAIM_WEIGHTS, fact);
    claims_member(&d, ROLE_TOTAL, 1, fact);
    for (uint32_t r = cell->row, end = group_end(s, cell); r < end; r++) {
        uint32_t weight = inner ? weight_of(s, r, claims_sheet_find(s, r, VERSION_SCORE))
                                : claims_sheet_find(s, r, VERSION_WEIGHT);
        if (weight != FACT_NONE)
            claims_member(&d, ROLE_PART, 1, weight);
    }
    return d;
}

static void read_group(const struct sheet *s, uint32_t fact)
{
    struct draft outer = draft_group(s, fact, false), inner = draft_group(s, fact, true);
    struct draft *d = outer.claim.n > 1 && !claims_holds(&outer) && claims_holds(&inner) ? &inner : &outer;
    if (d->claim.n > 1 && claims_try(d) != VERDICT_UNKNOWN)
        claims_file(d);
}

/* 救助对象满意度（8分） in a form without a column of weights: the row's score to the right of it is of so many points. */
static bool read_named(const struct sheet *s, uint32_t fact)
{
    const struct fact *f = claims_fact(s->report, fact);
    if (!f->cell || f->sentence == UINT32_MAX || claims_dimension(f) != DIMENSION_SCORE ||
        f->cell->rows > 1 || f->quantity->kind != QUANTITY_VALUE || !ends_label(f))
        return false;
    uint32_t score = claims_sheet_find(s, f->cell->row, VERSION_SCORE);
    if (score == FACT_NONE || claims_fact(s->report, score)->cell->column <= f->cell->column ||
        s->rows[f->cell->row].kind != ROW_PLAIN ||
        claims_sheet_find(s, f->cell->row, VERSION_WEIGHT) != FACT_NONE)
        return false;
    read_cap(s, score, fact);
    return true;
}

/* Whether the rows carry their weights in their names. */
static bool read_all_named(const struct sheet *s)
{
    uint32_t n = 0;
    for (uint32_t f = s->first_fact; f < s->end_fact; f++)
        n += read_named(s, f);
    return n > 1;
}

/* ------------------------------------------------------------------ the whole form */

static bool is_funds_fact(const struct report *report, uint32_t fact, const struct table *table)
{
    const struct fact *f = claims_fact(report, fact);
    return f->table == table && f->sentence == UINT32_MAX;
}

/* The weight or score of the funds row where it stands in a table before this one. */
static uint32_t funds_before(const struct sheet *s, enum version version)
{
    const struct table *table = NULL;
    uint32_t tables = 0, prose = 0, found = FACT_NONE;
    for (uint32_t f = s->first_fact; f-- > 0;) {
        const struct fact *fact = claims_fact(s->report, f);
        if (!fact->table && prose++ < GOALS_BETWEEN)
            continue;
        if (!fact->table || fact->table->number + FUNDS_TABLES_BACK < s->table->number)
            break;
        if (fact->table != table && ++tables > 1)
            break;
        table = fact->table;
        if (is_funds_fact(s->report, f, table) && fact->version == version)
            found = found == FACT_NONE ? f : FACT_NONE;
    }
    return found;
}

/* A row that has the funds row's figures: weight and execution rate. It may be called a total: 合计 of all sources. */
static bool is_funds_row(const struct sheet *s, uint32_t row)
{
    return claims_sheet_find(s, row, VERSION_WEIGHT) != FACT_NONE &&
           claims_sheet_find(s, row, VERSION_ACTUAL) != FACT_NONE;
}

/* 合计 of the sources of the funds, and not of the points of the tasks above it. */
static bool is_funds_total(const struct sheet *s, uint32_t row)
{
    if (s->rows[row].kind != ROW_TOTAL || !is_funds_row(s, row))
        return false;
    for (uint32_t r = row; r-- > 0 && s->rows[r].part == s->rows[row].part;)
        if (s->rows[r].kind == ROW_PLAIN && claims_sheet_find(s, r, VERSION_WEIGHT) != FACT_NONE)
            return false;
    return true;
}

static bool has_funds_row(const struct sheet *s, uint32_t end)
{
    for (uint32_t r = 0; r < end; r++)
        if (is_funds_row(s, r))
            return true;
    return false;
}

/* The cell to the left of a figure names it: no head does, and no 合计 of a row of the form. */
static bool is_own_label(const struct sheet *s, const struct fact *f)
{
    const struct cell *left =
        f->cell->column > 0 ? table_cell(s->table, f->cell->row, f->cell->column - 1) : NULL;
    return left && left->column > 0 && slice_find(left->text.s, f->label, 0) >= 0;
}

/* 自评得分 | 97.3 in the form's front: the score alone, called so by its own label; FACT_NONE where the row is another. */
static uint32_t front_score(const struct sheet *s, uint32_t row)
{
    uint32_t only = FACT_NONE;
    size_t from, to;
    for (uint32_t c = 0; c < s->table->columns; c++) {
        uint32_t f = claims_sheet_at(s, row, c);
        if (f != FACT_NONE && f != only && only != FACT_NONE)
            return FACT_NONE;
        only = f != FACT_NONE ? f : only;
    }
    const struct fact *fact = only != FACT_NONE ? claims_fact(s->report, only) : NULL;
    bool score = fact && (fact->version == VERSION_SCORE || fact->version == VERSION_UNKNOWN) &&
                 claims_dimension(fact) == DIMENSION_SCORE && is_own_label(s, fact) &&
                 lexicon_find_word(s->report->lexicon, "whole-score", fact->label, &from, &to);
    return score ? only : FACT_NONE;
}

/* What a total counts. */
static bool is_counted(const struct sheet *s, uint32_t row)
{
    return s->rows[row].kind == ROW_PLAIN ? front_score(s, row) == FACT_NONE : is_funds_total(s, row);
}

/* The score in the form's front is that of its last row. */
static void read_front(const struct sheet *s, uint32_t row, uint32_t total)
{
    for (uint32_t r = row; r-- > 0;) {
        uint32_t front = front_score(s, r);
        if (front == FACT_NONE && s->rows[r].kind == ROW_TOTAL && !is_funds_total(s, r))
            return;
        if (front == FACT_NONE)
            continue;
        struct draft d = draft_of(s, CLAIM_SAME, front);
        claims_member(&d, ROLE_FIRST, 1, front);
        claims_member(&d, ROLE_SECOND, 1, total);
        if (claims_try(&d) != VERDICT_UNKNOWN)
            claims_file(&d);
    }
}

static uint32_t total_fact(const struct sheet *s, uint32_t row, enum version version)
{
    uint32_t found = claims_sheet_find(s, row, version);
    if (found != FACT_NONE || version != VERSION_WEIGHT)
        return found;
    /* A lone 100 in the total row is the weight, in whichever column the converter left it. */
    uint32_t only = FACT_NONE;
    for (uint32_t c = 0; c < s->table->columns; c++) {
        uint32_t f = claims_sheet_at(s, row, c);
        if (f != FACT_NONE && only != FACT_NONE)
            return FACT_NONE;
        only = f != FACT_NONE ? f : only;
    }
    bool hundred = only != FACT_NONE &&
                   decimal_cmp(quantity_base(claims_fact(s->report, only)->quantity), decimal_int(100)) == 0;
    return hundred ? only : FACT_NONE;
}

/* Whether every row with a weight has a score too; a blank is no zero. */
static bool all_scored(const struct sheet *s, uint32_t end)
{
    for (uint32_t r = 0; r < end; r++)
        if (claims_sheet_find(s, r, VERSION_WEIGHT) != FACT_NONE &&
            claims_sheet_find(s, r, VERSION_SCORE) == FACT_NONE)
            return false;
    return true;
}

/* The row's figure of a version: in the total's own column, or in whichever it stands in where that one has none. */
static uint32_t part_of(const struct sheet *s, uint32_t row, uint32_t column, enum version version)
{
    uint32_t f = claims_sheet_at(s, row, column);
    bool own = f != FACT_NONE && claims_fact(s->report, f)->version == version;
    return own ? f : FACT_NONE;
}

/* Whether a row has two weights: then each column has a level of its own. */
static bool has_levels(const struct sheet *s)
{
    for (uint32_t r = 0; r < s->table->rows; r++)
        for (uint32_t c = 0, n = 0; c < s->table->columns && s->rows[r].kind == ROW_PLAIN; c++) {
            n += part_of(s, r, c, VERSION_WEIGHT) != FACT_NONE;
            if (n > 1)
                return true;
        }
    return false;
}

static bool has_parts(const struct sheet *s, uint32_t end, uint32_t column, enum version version)
{
    for (uint32_t r = 0; r < end; r++)
        if (s->rows[r].kind == ROW_PLAIN && part_of(s, r, column, version) != FACT_NONE)
            return true;
    return false;
}

static struct draft draft_total(const struct sheet *s, uint32_t row, uint32_t total, enum claim_kind kind,
                                uint32_t funds)
{
    enum version version = kind == CLAIM_SCORES ? VERSION_SCORE : VERSION_WEIGHT;
    uint32_t column = claims_fact(s->report, total)->cell->column;
    bool own = s->levels && has_parts(s, row, column, version);
    struct draft d = draft_of(s, kind, total);
    d.claim.basis = BASIS_TOTAL_ROW;
    claims_member(&d, ROLE_TOTAL, 1, total);
    if (funds != FACT_NONE)
        claims_member(&d, ROLE_PART, 1, funds);
    for (uint32_t r = s->counted; r < row; r++) {
        uint32_t f = !is_counted(s, r) ? FACT_NONE
                     : own             ? part_of(s, r, column, version)
                                       : claims_sheet_find(s, r, version);
        if (f != FACT_NONE)
            claims_member(&d, ROLE_PART, 1, f);
    }
    return d;
}

/* Whether the rows from `first` on make the total. */
static bool makes_total(const struct sheet *s, uint32_t first, uint32_t row, enum claim_kind kind)
{
    struct sheet part = *s;
    part.counted = first;
    uint32_t total = total_fact(s, row, kind == CLAIM_SCORES ? VERSION_SCORE : VERSION_WEIGHT);
    if (total == FACT_NONE)
        return false;
    struct draft d = draft_total(&part, row, total, kind, FACT_NONE);
    return d.claim.n > 2 && claims_holds(&d);
}

/* The first row that a total counts: behind the last total before it where those make it, 合计 of the tasks above 合计 of
 * the indicators; else all count. */
static uint32_t counted_from(const struct sheet *s, uint32_t row)
{
    uint32_t first = row;
    while (first > 0 && (s->rows[first - 1].kind != ROW_TOTAL || is_funds_total(s, first - 1)))
        first--;
    bool own =
        first > 0 && (makes_total(s, first, row, CLAIM_WEIGHTS) || makes_total(s, first, row, CLAIM_SCORES));
    return own ? first : 0;
}

/* Whether the total counts the funds row that stands in a table before: it does not where it holds only without. */
static bool counts_funds(const struct sheet *s, uint32_t row, uint32_t total, enum claim_kind kind,
                         uint32_t funds)
{
    if (total == FACT_NONE || funds == FACT_NONE)
        return true;
    struct draft with = draft_total(s, row, total, kind, funds),
                 without = draft_total(s, row, total, kind, FACT_NONE);
    return claims_holds(&with) || !claims_holds(&without);
}

/* What the whole lacks stands in the funds row, in a column of its own or that was read as another: its score, or its
 * weight, which is as prescribed where none is printed. */
static bool lacks_funds(const struct sheet *s, uint32_t row, const struct claim *claim)
{
    struct decimal off = decimal_shift(claim->difference, claim->unit ? claim->unit->power : 0);
    if ((claim->kind == CLAIM_WEIGHTS && has_funds_row(s, row)) ||
        decimal_cmp(claim->computed, claim->stated) >= 0)
        return false;
    bool funds = s->table->kinds & 1u << TABLE_FUNDS;
    for (uint32_t r = 0; r < row; r++) {
        if (claims_sheet_find(s, r, VERSION_ACTUAL) == FACT_NONE)
            continue;
        funds = true;
        for (uint32_t c = 0; c < s->table->columns; c++) {
            uint32_t f = claims_sheet_at(s, r, c);
            if (f != FACT_NONE && decimal_cmp(claims_fact(s->report, f)->quantity->value, off) == 0)
                return true;
        }
    }
    return funds && claim->kind == CLAIM_WEIGHTS && decimal_cmp(off, decimal_int(FUNDS_WEIGHT)) == 0;
}

static void file_total(const struct sheet *s, uint32_t row, uint32_t total, enum claim_kind kind,
                       uint32_t funds)
{
    struct draft d = draft_total(s, row, total, kind, funds);
    bool complete = kind == CLAIM_WEIGHTS || all_scored(s, row);
    if (d.claim.n <= 2 || claims_try(&d) == VERDICT_UNKNOWN)
        return;
    bool told = complete && !(funds == FACT_NONE && lacks_funds(s, row, &d.claim));
    if (told || claims_holds(&d))
        claims_file(&d);
}

/* What a level of indicators above the last weighs, where each level has a column of its own. */
static void read_outer_totals(const struct sheet *s, uint32_t row, uint32_t first)
{
    for (uint32_t c = claims_fact(s->report, first)->cell->column + 1; c < s->table->columns; c++) {
        uint32_t total = part_of(s, row, c, VERSION_WEIGHT);
        if (total != FACT_NONE && has_parts(s, row, c, VERSION_WEIGHT))
            file_total(s, row, total, CLAIM_WEIGHTS, FACT_NONE);
    }
}

static void read_totals(const struct sheet *s, uint32_t row)
{
    bool own = has_funds_row(s, row);
    uint32_t weight = total_fact(s, row, VERSION_WEIGHT), score = total_fact(s, row, VERSION_SCORE);
    uint32_t weight_before = own ? FACT_NONE : funds_before(s, VERSION_WEIGHT),
             score_before = own ? FACT_NONE : funds_before(s, VERSION_SCORE);
    bool funds = counts_funds(s, row, weight, CLAIM_WEIGHTS, weight_before) &&
                 (weight != FACT_NONE || counts_funds(s, row, score, CLAIM_SCORES, score_before));
    if (weight != FACT_NONE) {
        file_total(s, row, weight, CLAIM_WEIGHTS, funds ? weight_before : FACT_NONE);
        read_outer_totals(s, row, weight);
    }
    if (score != FACT_NONE) {
        file_total(s, row, score, CLAIM_SCORES, funds ? score_before : FACT_NONE);
        read_front(s, row, score);
    }
}

/* The rows from the subtotal before on, under the same head: 小计 | 15 | 14. */
static void read_subtotal(const struct sheet *s, uint32_t row, enum version version)
{
    uint32_t total = claims_sheet_find(s, row, version);
    if (total == FACT_NONE)
        return;
    struct draft d = draft_of(s, version == VERSION_SCORE ? CLAIM_SCORES : CLAIM_WEIGHTS, total);
    claims_member(&d, ROLE_TOTAL, 1, total);
    for (uint32_t r = row; r-- > 0 && s->rows[r].part == s->rows[row].part && s->rows[r].kind <= ROW_PLAIN;) {
        uint32_t f = part_of(s, r, claims_fact(s->report, total)->cell->column, version);
        if (f != FACT_NONE)
            claims_member(&d, ROLE_PART, 1, f);
    }
    if (d.claim.n > 1 && claims_try(&d) != VERDICT_UNKNOWN)
        claims_file(&d);
}

/* Whether the rows' weights make 100: then all there are have been read. */
static bool is_whole_form(const struct sheet *s)
{
    struct decimal sum = {0};
    for (uint32_t r = 0; r < s->table->rows; r++) {
        uint32_t f = s->rows[r].kind == ROW_PLAIN ? claims_sheet_find(s, r, VERSION_WEIGHT) : FACT_NONE;
        if (f != FACT_NONE && !decimal_add(sum, claims_fact(s->report, f)->quantity->value, &sum))
            return false;
    }
    return decimal_cmp(sum, decimal_int(100)) == 0;
}

/* A form without a total row: 自评总分 | 96.1 in its front is what its rows make. */
static void read_front_alone(const struct sheet *s)
{
    uint32_t front = FACT_NONE;
    for (uint32_t r = 0; r < s->table->rows; r++) {
        uint32_t f = front_score(s, r);
        if ((f != FACT_NONE && front != FACT_NONE) || (f == FACT_NONE && s->rows[r].kind == ROW_TOTAL))
            return;
        front = f != FACT_NONE ? f : front;
    }
    if (front == FACT_NONE || !is_whole_form(s) || !all_scored(s, s->table->rows))
        return;
    struct draft d = draft_total(s, s->table->rows, front, CLAIM_SCORES, FACT_NONE);
    if (d.claim.n > 2 && claims_try(&d) != VERDICT_UNKNOWN)
        claims_file(&d);
}

/* ------------------------------------------------------------------ levels of weights */

/* Groups of a level that must add up for the columns to be read as levels. */
#define LEVELS_PROOF 2

/* A weight of the outer column and those of the inner one beside it and below, up to the next outer one. */
static struct draft draft_level(const struct sheet *s, uint32_t row, uint32_t outer, uint32_t inner)
{
    uint32_t total = part_of(s, row, outer, VERSION_WEIGHT);
    struct draft d = draft_of(s, CLAIM_WEIGHTS, total);
    claims_member(&d, ROLE_TOTAL, 1, total);
    for (uint32_t r = row; r < s->table->rows && s->rows[r].kind != ROW_TOTAL; r++) {
        if (r > row && part_of(s, r, outer, VERSION_WEIGHT) != FACT_NONE)
            break;
        uint32_t f = part_of(s, r, inner, VERSION_WEIGHT);
        if (f != FACT_NONE)
            claims_member(&d, ROLE_PART, 1, f);
    }
    return d;
}

static void read_level(const struct sheet *s, uint32_t outer, uint32_t inner)
{
    uint32_t holding = 0, off = 0;
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t r = 0; r < s->table->rows; r++) {
            if (s->rows[r].kind != ROW_PLAIN || part_of(s, r, outer, VERSION_WEIGHT) == FACT_NONE)
                continue;
            struct draft d = draft_level(s, r, outer, inner);
            if (d.claim.n < 2 || claims_try(&d) == VERDICT_UNKNOWN)
                continue;
            holding += !pass && claims_holds(&d);
            off += !pass && !claims_holds(&d);
            if (pass && holding >= LEVELS_PROOF && off <= holding)
                claims_file(&d);
        }
}

/* `一级指标 | 分值 | 二级指标 | 分值 | 三级指标 | 分值`. */
static void read_levels(const struct sheet *s)
{
    uint32_t outer = UINT32_MAX;
    for (uint32_t c = 0; c < s->table->columns; c++) {
        if (!has_parts(s, s->table->rows, c, VERSION_WEIGHT))
            continue;
        if (outer != UINT32_MAX)
            read_level(s, outer, c);
        outer = c;
    }
}

/* ------------------------------------------------------------------ prose */

/* Whether the weight stands in the score's sentence under the score's name. */
static bool is_weight_of(const struct report *report, uint32_t score, uint32_t weight)
{
    if (score >= report->facts.n || weight >= report->facts.n)
        return false;
    const struct fact *s = claims_fact(report, score), *w = claims_fact(report, weight);
    return s->version == VERSION_SCORE && w->version == VERSION_WEIGHT && s->sentence != UINT32_MAX &&
           s->sentence == w->sentence && slice_eq(s->label, w->label);
}

/* `得38分（满分40分`: right behind the score, and not `得97.8分，其中预算执行10分`. */
static bool in_bracket(const struct report *report, uint32_t score, uint32_t weight)
{
    const struct fact *s = claims_fact(report, score), *w = claims_fact(report, weight);
    struct slice text = report->sentences.items[s->sentence].text.s;
    struct slice words = slice_trim(slice_sub(text, s->quantity->to, w->quantity->from));
    return slice_starts(words, S("（")) || slice_starts(words, S("("));
}

/* facts_scores.c puts each score right after its weight; else the weight follows: `得38分（满分40分）`. */
void claims_scores_read(struct report *report, const struct fact_index *index)
{
    (void)index;
    for (uint32_t f = 0; f < report->facts.n; f++) {
        bool before =
            f > 0 && is_weight_of(report, f, f - 1) && !(f > 1 && is_weight_of(report, f - 2, f - 1));
        bool behind = claims_fact(report, f)->label.len && is_weight_of(report, f, f + 1) &&
                      in_bracket(report, f, f + 1);
        if (!before && !behind)
            continue;
        struct draft d = claims_draft(report, CLAIM_CAP, BASIS_WORDS, claims_fact(report, f)->quote);
        claims_member(&d, ROLE_SCORE, 1, f);
        claims_member(&d, ROLE_WEIGHT, 1, before ? f - 1 : f + 1);
        if (claims_try(&d) != VERDICT_UNKNOWN)
            claims_file(&d);
    }
}

void claims_form_read(struct sheet *sheet)
{
    bool weights = read_all_named(sheet);
    sheet->levels = has_levels(sheet);
    for (uint32_t r = 0; r < sheet->table->rows; r++) {
        if (sheet->rows[r].kind == ROW_EMPTY)
            continue;
        read_row(sheet, r);
        weights |= claims_sheet_find(sheet, r, VERSION_WEIGHT) != FACT_NONE;
        if (sheet->rows[r].kind == ROW_TOTAL && weights) {
            sheet->counted = counted_from(sheet, r);
            read_totals(sheet, r);
        }
        if (sheet->rows[r].kind == ROW_SUBTOTAL) {
            read_subtotal(sheet, r, VERSION_WEIGHT);
            read_subtotal(sheet, r, VERSION_SCORE);
        }
    }
    sheet->counted = 0;
    if (weights)
        read_front_alone(sheet);
    if (sheet->levels)
        read_levels(sheet);
    for (uint32_t f = sheet->first_fact; f < sheet->end_fact; f++)
        if (is_group(sheet, f))
            read_group(sheet, f);
}
