/* Columns of rates and of changes: 执行率, 占比, 增减额, 增减率. Which two columns a rate relates is told by
 * its head only in part; the readings are tried in the order of READINGS, and the one under which most rows
 * hold is taken. A row that does not hold is a violation when another row proves the reading or when the
 * heads leave no other. */
#include "claims_sheet.h"

/* Rows that must hold under a reading for it to be taken against what the heads name. */
#define PROOF_ROWS 2

/* Where a reading finds the part and the base (of a rate), or the later and the earlier figure (of a change).
 */
typedef bool find_fn(const struct sheet *s, uint32_t row, uint32_t column, uint32_t *ret_part,
                     uint32_t *ret_base);

static bool by_versions(const struct sheet *s, uint32_t row, uint32_t column, const enum version versions[2],
                        uint32_t ret[2])
{
    for (int i = 0; i < 2; i++)
        ret[i] = claims_sheet_left(s, row, column, versions[i]);
    return ret[0] != FACT_NONE && ret[1] != FACT_NONE;
}

static bool find_versions(const struct sheet *s, uint32_t row, uint32_t column, enum version part,
                          enum version base, uint32_t *ret_part, uint32_t *ret_base)
{
    uint32_t found[2];
    const enum version versions[2] = {part, base};
    if (!by_versions(s, row, column, versions, found))
        return false;
    *ret_part = found[0];
    *ret_base = found[1];
    return true;
}

static bool find_adjusted(const struct sheet *s, uint32_t row, uint32_t column, uint32_t *ret_part,
                          uint32_t *ret_base)
{
    return find_versions(s, row, column, VERSION_ACTUAL, VERSION_ADJUSTED, ret_part, ret_base);
}

static bool find_budget(const struct sheet *s, uint32_t row, uint32_t column, uint32_t *ret_part,
                        uint32_t *ret_base)
{
    return find_versions(s, row, column, VERSION_ACTUAL, VERSION_BUDGET, ret_part, ret_base);
}

static bool find_initial(const struct sheet *s, uint32_t row, uint32_t column, uint32_t *ret_part,
                         uint32_t *ret_base)
{
    return find_versions(s, row, column, VERSION_ACTUAL, VERSION_INITIAL, ret_part, ret_base);
}

/* The nearest amount left of `column` that can be compared with `like` (any where that is FACT_NONE). */
static uint32_t amount_left(const struct sheet *s, uint32_t row, uint32_t column, uint32_t like)
{
    for (uint32_t c = column, steps = 0; c-- > 0 && steps < SHEET_REACH; steps++) {
        uint32_t f = claims_sheet_at(s, row, c);
        if (f == FACT_NONE || !claims_amount(claims_fact(s->report, f)))
            continue;
        if (like == FACT_NONE || claims_addable(claims_fact(s->report, f), claims_fact(s->report, like)))
            return f;
    }
    return FACT_NONE;
}

/* Staff in post, whose head names no version, against the approved number. */
static bool find_staff(const struct sheet *s, uint32_t row, uint32_t column, uint32_t *ret_part,
                       uint32_t *ret_base)
{
    *ret_base = claims_sheet_left(s, row, column, VERSION_APPROVED);
    *ret_part = *ret_base != FACT_NONE ? amount_left(s, row, column, *ret_base) : FACT_NONE;
    return *ret_part != FACT_NONE && *ret_part != *ret_base;
}

/* The amount nearest to the left, and of those before it the `steps`-th. */
static bool find_before(const struct sheet *s, uint32_t row, uint32_t column, int steps, uint32_t *ret_part,
                        uint32_t *ret_base)
{
    uint32_t part = amount_left(s, row, column, FACT_NONE), base = part;
    for (int i = 0; i < steps && base != FACT_NONE; i++)
        base = amount_left(s, row, claims_fact(s->report, base)->cell->column, part);
    if (base == FACT_NONE)
        return false;
    *ret_part = part;
    *ret_base = base;
    return true;
}

/* The two amounts nearest to the left: `编制数 | 在职人数 | 控制率`, `预算数 | 决算数 | …`. */
static bool find_left(const struct sheet *s, uint32_t row, uint32_t column, uint32_t *ret_part,
                      uint32_t *ret_base)
{
    return find_before(s, row, column, 1, ret_part, ret_base);
}

/* 发行额度 | 已拨付 | 已支出 | 支出进度, 采购预算 | 采购金额 | 节约资金 | 节约率: the base stands further off. */
static bool find_second(const struct sheet *s, uint32_t row, uint32_t column, uint32_t *ret_part,
                        uint32_t *ret_base)
{
    return find_before(s, row, column, 2, ret_part, ret_base);
}

/* 小计 | 中央 | 省级 | 已支出 | 支出进度: of the nearest total. */
static bool find_total(const struct sheet *s, uint32_t row, uint32_t column, uint32_t *ret_part,
                       uint32_t *ret_base)
{
    uint32_t part = amount_left(s, row, column, FACT_NONE);
    for (uint32_t c = part != FACT_NONE ? claims_fact(s->report, part)->cell->column : 0; c-- > 0;) {
        uint32_t base = claims_sheet_at(s, row, c);
        if (s->total_heads[c] == ROW_EMPTY || base == FACT_NONE ||
            !claims_addable(claims_fact(s->report, part), claims_fact(s->report, base)))
            continue;
        *ret_part = part;
        *ret_base = base;
        return true;
    }
    return false;
}

/* 下达资金: 小计 | 中央 | 地方, 执行数: 小计 | 中央 | 地方, 执行率: of the two nearest totals. */
static bool find_totals(const struct sheet *s, uint32_t row, uint32_t column, uint32_t *ret_part,
                        uint32_t *ret_base)
{
    uint32_t part = FACT_NONE;
    for (uint32_t c = column; c-- > 0;) {
        uint32_t f = s->total_heads[c] != ROW_EMPTY ? claims_sheet_at(s, row, c) : FACT_NONE;
        if (f == FACT_NONE || !claims_amount(claims_fact(s->report, f)))
            continue;
        if (part != FACT_NONE) {
            *ret_part = part;
            *ret_base = f;
            return claims_addable(claims_fact(s->report, part), claims_fact(s->report, f));
        }
        part = f;
    }
    return false;
}

/* Two years of one figure. */
static bool find_years(const struct sheet *s, uint32_t row, uint32_t column, uint32_t *ret_part,
                       uint32_t *ret_base)
{
    uint32_t a, b;
    if (!find_left(s, row, column, &a, &b))
        return false;
    int year_a = claims_fact(s->report, a)->year, year_b = claims_fact(s->report, b)->year;
    if (year_a == 0 || year_b == 0 || year_a == year_b)
        return false;
    *ret_part = year_a > year_b ? a : b;
    *ret_base = year_a > year_b ? b : a;
    return true;
}

static bool is_year_before(const struct fact *earlier, const struct fact *later)
{
    if (earlier->year && later->year)
        return earlier->year == later->year - 1;
    return earlier->prior && !later->prior;
}

/* 上年决算数 | 本年预算数 | 本年决算数 | 比上年增减: what was spent against the same of the year before, wherever it stands. */
static bool find_last_year(const struct sheet *s, uint32_t row, uint32_t column, uint32_t *ret_part,
                           uint32_t *ret_base)
{
    uint32_t part = amount_left(s, row, column, FACT_NONE), base = part;
    if (part == FACT_NONE)
        return false;
    const struct fact *later = claims_fact(s->report, part), *earlier = later;
    while (base != FACT_NONE && !(is_year_before(earlier, later) && earlier->version == later->version)) {
        base = amount_left(s, row, earlier->cell->column, part);
        earlier = base != FACT_NONE ? claims_fact(s->report, base) : earlier;
    }
    *ret_part = part;
    *ret_base = base;
    return base != FACT_NONE;
}

/* 上年执行数 | 预算数 | 预算数为上年执行数的%: the nearest of the year before, whatever it is. */
static bool find_on_last_year(const struct sheet *s, uint32_t row, uint32_t column, uint32_t *ret_part,
                              uint32_t *ret_base)
{
    uint32_t part = amount_left(s, row, column, FACT_NONE), base = part;
    while (base != FACT_NONE && !is_year_before(claims_fact(s->report, base), claims_fact(s->report, part)))
        base = amount_left(s, row, claims_fact(s->report, base)->cell->column, part);
    *ret_part = part;
    *ret_base = base;
    return base != FACT_NONE;
}

/* 得分率: the score against its weight. */
static bool find_score(const struct sheet *s, uint32_t row, uint32_t column, uint32_t *ret_part,
                       uint32_t *ret_base)
{
    size_t from, to;
    return lexicon_find_word(s->report->lexicon, "score-rate-head", claims_sheet_head(s, row, column), &from,
                             &to) &&
           find_versions(s, row, column, VERSION_SCORE, VERSION_WEIGHT, ret_part, ret_base);
}

/* The share of the column's total. */
static bool find_share(const struct sheet *s, uint32_t row, uint32_t column, uint32_t *ret_part,
                       uint32_t *ret_base)
{
    uint32_t part = amount_left(s, row, column, FACT_NONE);
    if (part == FACT_NONE)
        return false;
    for (uint32_t r = row; r < s->table->rows && s->rows[r].part == s->rows[row].part && r - row < 64; r++)
        if (s->rows[r].kind == ROW_TOTAL) {
            *ret_base = claims_sheet_at(s, r, claims_fact(s->report, part)->cell->column);
            *ret_part = part;
            return *ret_base != FACT_NONE;
        }
    return false;
}

static const struct reading {
    enum version version; /* of the column that it is a reading of */
    find_fn *find;
    bool named; /* the heads name both figures: no row is needed to prove it */
    bool alone; /* and nothing else is ever meant by them */
    bool most;  /* only where most rows hold */
} READINGS[] = {
    {VERSION_RATE, find_adjusted, true, false, false},
    {VERSION_RATE, find_budget, true, false, false},
    {VERSION_RATE, find_on_last_year, false, false, true},
    {VERSION_RATE, find_staff, true, true, false},
    {VERSION_RATE, find_score, true, true, false},
    {VERSION_RATE, find_initial, false, false, false},
    {VERSION_RATE, find_left, false, false, false},
    {VERSION_RATE, find_second, false, false, true},
    {VERSION_RATE, find_total, false, false, true},
    {VERSION_RATE, find_totals, false, false, true},
    {VERSION_SHARE, find_adjusted, false, false, false},
    {VERSION_SHARE, find_budget, false, false, false},
    {VERSION_SHARE, find_initial, false, false, false},
    {VERSION_SHARE, find_share, false, false, false},
    {VERSION_CHANGE, find_years, true, false, false},
    {VERSION_CHANGE, find_adjusted, false, false, false},
    {VERSION_CHANGE, find_initial, false, false, false},
    {VERSION_CHANGE, find_budget, false, false, false},
    {VERSION_CHANGE, find_last_year, false, false, false},
    {VERSION_GROWTH, find_last_year, false, false, true},
    {VERSION_CHANGE, find_left, false, false, false},
    {VERSION_GROWTH, find_years, true, false, true},
    {VERSION_GROWTH, find_adjusted, false, false, true},
    {VERSION_GROWTH, find_initial, false, false, true},
    {VERSION_GROWTH, find_budget, false, false, true},
    {VERSION_GROWTH, find_left, false, false, true},
};

#define N_READINGS (sizeof READINGS / sizeof *READINGS)

static const struct {
    enum claim_kind kind;
    enum role result, part, base;
} SHAPES[VERSION_COUNT] = {
    [VERSION_RATE] = {CLAIM_RATIO, ROLE_RATE, ROLE_PART, ROLE_BASE},
    [VERSION_SHARE] = {CLAIM_RATIO, ROLE_RATE, ROLE_PART, ROLE_BASE},
    [VERSION_CHANGE] = {CLAIM_DIFFERENCE, ROLE_CHANGE, ROLE_LATER, ROLE_EARLIER},
    [VERSION_GROWTH] = {CLAIM_GROWTH, ROLE_RATE, ROLE_LATER, ROLE_EARLIER},
};

/* What a column's figures are: percentages under 节约率 and the like are rates, though no word of a version says so, or the
 * caption's alone (采购执行情况表). */
static enum version version_of(const struct sheet *s, uint32_t row, uint32_t column, uint32_t fact)
{
    const struct fact *f = claims_fact(s->report, fact);
    bool figure = f->version == VERSION_UNKNOWN || f->version == VERSION_ACTUAL;
    bool rate = figure && claims_dimension(f) == DIMENSION_PERCENT && claims_sheet_rate(s, row, column);
    return rate ? VERSION_RATE : f->version;
}

/* The claim that a cell makes under a reading; false where its figures are not there. */
static bool draft_cell(const struct sheet *s, uint32_t row, uint32_t column, const struct reading *reading,
                       struct draft *ret)
{
    uint32_t cell = claims_sheet_at(s, row, column), part, base;
    if (cell == FACT_NONE)
        return false;
    const struct fact *fact = claims_fact(s->report, cell);
    bool on_prior = fact->version == VERSION_RATE && fact->against_prior;
    if (version_of(s, row, column, cell) != reading->version ||
        (on_prior && reading->find != find_on_last_year) || !reading->find(s, row, column, &part, &base))
        return false;
    enum version v = reading->version;
    *ret = claims_draft(s->report, SHAPES[v].kind, BASIS_FORM, fact->quote);
    claims_member(ret, SHAPES[v].result, fact->direction, cell);
    claims_member(ret, SHAPES[v].part, 1, part);
    claims_member(ret, SHAPES[v].base, 1, base);
    return claims_try(ret) != VERDICT_UNKNOWN;
}

/* A row of 0 %, of 100 % or of no change fits many readings and proves none. */
static bool telling(const struct report *report, const struct claim *claim)
{
    struct decimal a = quantity_base(claims_fact(report, claim->members[1].fact)->quantity),
                   b = quantity_base(claims_fact(report, claim->members[2].fact)->quantity);
    return decimal_cmp(a, b) != 0 && decimal_sign(a) != 0;
}

struct fit {
    uint32_t holding, telling; /* rows that hold, and of these the ones that prove something */
    uint32_t off;
};

static struct fit fit_of(const struct sheet *s, uint32_t row, uint32_t end, uint32_t column,
                         const struct reading *reading)
{
    struct fit fit = {0};
    for (uint32_t r = row; r < end; r++) {
        struct draft d;
        if (!draft_cell(s, r, column, reading, &d))
            continue;
        bool holds = claims_holds(&d);
        fit.holding += holds;
        fit.off += !holds;
        fit.telling += holds && telling(s->report, &d.claim);
    }
    return fit;
}

/* Where most rows do not hold, those that do may be chance: the base of 比上年增长 need stand in no column. */
static bool is_proved(const struct reading *reading, struct fit fit)
{
    return fit.telling > 0 && (!reading->most || fit.off <= fit.holding);
}

static void file_column(const struct sheet *s, uint32_t row, uint32_t end, uint32_t column,
                        const struct reading *reading, bool proved)
{
    for (uint32_t r = row; r < end; r++) {
        struct draft d;
        if (draft_cell(s, r, column, reading, &d) && (proved || claims_holds(&d)))
            claims_file(&d);
    }
}

/* The funds row of a form: one row with a weight, whose heads leave no doubt. */
static bool is_form(const struct sheet *s, uint32_t row, uint32_t end)
{
    for (uint32_t r = row; r < end; r++)
        if (claims_sheet_find(s, r, VERSION_WEIGHT) != FACT_NONE)
            return true;
    return false;
}

/* One column over the rows of one head. */
static void read_column(const struct sheet *s, uint32_t row, uint32_t end, uint32_t column,
                        enum version version)
{
    const struct reading *best = NULL, *named = NULL;
    struct fit most = {0};
    for (size_t i = 0; i < N_READINGS; i++) {
        if (READINGS[i].version != version)
            continue;
        struct fit fit = fit_of(s, row, end, column, &READINGS[i]);
        if (fit.telling > most.telling || (fit.telling == most.telling && fit.holding > most.holding)) {
            most = fit;
            best = &READINGS[i];
        }
        uint32_t part, base;
        for (uint32_t r = row; r < end && READINGS[i].named && !named; r++)
            if (claims_sheet_at(s, r, column) != FACT_NONE && READINGS[i].find(s, r, column, &part, &base))
                named = &READINGS[i];
    }
    if (named && most.telling < PROOF_ROWS)
        best = named;
    if (best)
        file_column(s, row, end, column, best,
                    is_proved(best, most) || (best == named && (named->alone || is_form(s, row, end))));
}

static enum version version_of_column(const struct sheet *s, uint32_t row, uint32_t end, uint32_t column)
{
    for (uint32_t r = row; r < end; r++) {
        uint32_t f = claims_sheet_at(s, r, column);
        if (f != FACT_NONE)
            return version_of(s, r, column, f);
    }
    return VERSION_UNKNOWN;
}

void claims_columns_read(struct sheet *sheet)
{
    for (uint32_t r = 0, end; r < sheet->table->rows; r = end) {
        end = claims_sheet_part(sheet, r);
        for (uint32_t c = 0; c < sheet->table->columns; c++) {
            enum version version = version_of_column(sheet, r, end, c);
            if (SHAPES[version].part != SHAPES[version].base)
                read_column(sheet, r, end, c, version);
        }
    }
}
