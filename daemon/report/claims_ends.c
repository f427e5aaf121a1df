/* The two ends of a budget in prose: 收入总计 and 支出总计, 总收入 and 总支出, the income and the spending that were
 * approved. The grand totals of both sides are equal by definition unless a balance is told beside them, the others as a
 * rule: a difference counts only where it looks like a slip of the pen and no other figure of the report explains it. */
#include "claims_index.h"

/* Incomes before a spending that may be its other end: the whole area's, the city's own, another fund's. */
#define ENDS_BACK 4
/* Facts between the two at most. */
#define ENDS_REACH 40
/* A report with so many pairs that do not meet is none of a department. */
#define TRIES_MAX 64
/* Units of the last printed place: below, any figure is a slip away from any other. */
#define PRINTED_MIN 100
/* What is equal only as a rule. */
#define UNSURE 60

static const struct {
    const char *income, *spending; /* classes of what a label ends with */
    bool grand;
} ENDS[] = {
    {"ends-grand-income", "ends-grand-spending", true},
    {"ends-income", "ends-spending", false},
    {"ends-granted-income", "ends-granted-spending", false},
};
#define N_ENDS (sizeof ENDS / sizeof *ENDS)

struct ends {
    struct report *report;
    bool is_end[LEXICON_CLASSES]; /* the classes by their numbers */
    uint32_t sentence;            /* asked for last, and whether words of them stand in it */
    bool named;
    uint32_t incomes[N_ENDS][ENDS_BACK]; /* facts, the last first */
    unsigned tries;
};

static bool ends_with(const struct report *report, const char *class, struct slice label)
{
    size_t from, to, at = 0;
    label = slice_trim(label);
    for (; at < label.len; at += to) {
        struct slice rest = slice_sub(label, at, label.len);
        if (!lexicon_find_word(report->lexicon, class, rest, &from, &to))
            return false;
        if (to == rest.len)
            return true;
    }
    return false;
}

/* Whose figure a total is of; that of what was carried in, named right before it, is not the total's own. */
static enum version own_version(const struct fact *f)
{
    static const bool whole[VERSION_COUNT] = {[VERSION_INITIAL] = true,
                                              [VERSION_ADJUSTED] = true,
                                              [VERSION_BUDGET] = true,
                                              [VERSION_ACTUAL] = true};
    return whole[f->version] ? f->version : VERSION_UNKNOWN;
}

static bool of_one_kind(const struct report *report, const struct fact *a, const struct fact *b)
{
    enum version x = own_version(a), y = own_version(b);
    return (x == y || x == VERSION_UNKNOWN || y == VERSION_UNKNOWN) && a->year == b->year &&
           a->prior == b->prior && a->cell == b->cell && a->section == b->section && claims_addable(a, b) &&
           !claims_other_level(report, a, b);
}

static bool meet(const struct report *report, uint32_t a, uint32_t b)
{
    return decimal_cmp(quantity_base(claims_fact(report, a)->quantity),
                       quantity_base(claims_fact(report, b)->quantity)) == 0;
}

/* Whether the report gives what lies between the two: a balance, a supplement. */
static bool explained(const struct report *report, const struct draft *d)
{
    struct decimal off =
        decimal_abs(decimal_shift(d->claim.difference, d->claim.unit ? d->claim.unit->power : 0));
    for (uint32_t f = 0; f < report->facts.n; f++)
        if (decimal_cmp(quantity_base(claims_fact(report, f)->quantity), off) == 0)
            return true;
    return false;
}

/* Printed with three digits at least. */
static bool large(const struct report *report, uint32_t fact)
{
    decimal_units units = claims_fact(report, fact)->quantity->value.units;
    return units >= PRINTED_MIN;
}

static bool file_ends(struct ends *ends, uint32_t income, uint32_t spending, bool grand)
{
    struct report *report = ends->report;
    struct draft d = claims_draft(report, CLAIM_IDENTITY, BASIS_WORDS, claims_fact(report, spending)->quote);
    claims_member(&d, ROLE_TOTAL, 1, spending);
    claims_member(&d, ROLE_PART, 1, income);
    if (claims_try(&d) == VERDICT_UNKNOWN)
        return false;
    if (d.claim.lenient == VERDICT_VIOLATED) {
        struct decimal a = quantity_base(claims_fact(report, income)->quantity),
                       b = quantity_base(claims_fact(report, spending)->quantity);
        bool slip = grand ? claims_slip_between(a, b) && large(report, income) && large(report, spending)
                          : claims_telling_slip(a, b);
        if (ends->tries++ >= TRIES_MAX || !slip || explained(report, &d))
            return false;
        d.claim.confidence = grand || d.claim.confidence < UNSURE ? d.claim.confidence : UNSURE;
    }
    claims_file(&d);
    return true;
}

/* With one of the incomes before it this spending is equal, or a slip away. */
static void match(struct ends *ends, size_t kind, uint32_t spending)
{
    const struct fact *s = claims_fact(ends->report, spending);
    uint32_t near[ENDS_BACK], n = 0;
    for (int i = 0; i < ENDS_BACK; i++) {
        uint32_t income = ends->incomes[kind][i];
        if (income == FACT_NONE || spending - income > ENDS_REACH ||
            !of_one_kind(ends->report, claims_fact(ends->report, income), s))
            continue;
        if (meet(ends->report, income, spending)) {
            file_ends(ends, income, spending, ENDS[kind].grand);
            return;
        }
        near[n++] = income;
    }
    for (uint32_t i = 0; i < n; i++)
        if (file_ends(ends, near[i], spending, ENDS[kind].grand))
            return;
}

static void take(struct ends *ends, uint32_t fact)
{
    const struct fact *f = claims_fact(ends->report, fact);
    for (size_t kind = 0; kind < N_ENDS; kind++) {
        uint32_t last = ends->incomes[kind][0];
        bool near = last != FACT_NONE && fact - last <= ENDS_REACH;
        if (ends_with(ends->report, ENDS[kind].income, f->label)) {
            memmove(ends->incomes[kind] + 1, ends->incomes[kind],
                    (ENDS_BACK - 1) * sizeof ends->incomes[kind][0]);
            ends->incomes[kind][0] = fact;
        } else if (near && ends_with(ends->report, ENDS[kind].spending, f->label)) {
            match(ends, kind, fact);
        }
    }
}

static bool names_end(struct ends *ends, struct slice sentence)
{
    struct hits hits = scans_of(&ends->report->scans, sentence);
    for (uint32_t i = 0; i < hits.n; i++)
        if (hits.items[i].kind == HIT_WORD && ends->is_end[hits.items[i].id])
            return true;
    return false;
}

/* Whether a label may name an end: most stand in a sentence that has none. */
static bool may_be_end(struct ends *ends, const struct fact *f)
{
    struct slice sentence = ends->report->sentences.items[f->sentence].text.s;
    if (f->label.at < sentence.at || f->label.at + f->label.len > sentence.at + sentence.len)
        return f->label.len > 0;
    if (f->sentence != ends->sentence)
        ends->named = names_end(ends, sentence);
    ends->sentence = f->sentence;
    return ends->named;
}

static void know_ends(struct ends *ends)
{
    for (size_t kind = 0; kind < 2 * N_ENDS; kind++) {
        const char *class = kind % 2 ? ENDS[kind / 2].income : ENDS[kind / 2].spending;
        uint32_t id = lexicon_class(ends->report->lexicon, class);
        if (id != UINT32_MAX)
            ends->is_end[id] = true;
    }
}

void claims_ends_read(struct report *report, const struct fact_index *index)
{
    struct ends ends = {.report = report, .sentence = UINT32_MAX};
    (void)index;
    know_ends(&ends);
    memset(ends.incomes, 0xFF, sizeof ends.incomes);
    for (uint32_t f = 0; f < report->facts.n; f++) {
        const struct fact *fact = claims_fact(report, f);
        if (fact->sentence != UINT32_MAX && fact->topic == FACT_NONE && claims_amount(fact) &&
            claims_dimension(fact) == DIMENSION_MONEY && may_be_end(&ends, fact))
            take(&ends, f);
    }
}
