/* The score of the whole report, told more than once: in the conclusion, after the list of its parts, in the form. Its
 * names differ (自评得分, 综合得分, 总分), and a report on several projects has several; where there are two values only,
 * one slip of the pen apart, they are one score. */
#include "claims_index.h"

/* Statements that are looked at; a report with more is of many projects. */
#define STATEMENTS_MAX 12
/* Scores of parts; a text with more of them is of many projects. */
#define PAIRS_MAX 40
/* Scores in a row that may be all of a whole. */
#define RUN_MIN 3

struct statements {
    uint32_t facts[STATEMENTS_MAX];
    uint32_t n;
};

static bool is_score(const struct fact *f)
{
    return claims_dimension(f) == DIMENSION_SCORE && f->quantity->kind == QUANTITY_VALUE && !f->prior &&
           f->version != VERSION_WEIGHT && decimal_cmp(f->quantity->value, decimal_int(100)) < 0;
}

/* In the row of the total, in whatever words (合计), beside weights that make 100. */
static bool is_of_hundred(const struct report *report, uint32_t fact)
{
    const struct fact *f = claims_fact(report, fact);
    for (uint32_t i = fact; f->cell && i-- > 0;) {
        const struct fact *w = claims_fact(report, i);
        if (w->table != f->table || !w->cell || w->cell->row != f->cell->row)
            break;
        size_t from, to;
        if (w->version == VERSION_WEIGHT && decimal_cmp(w->quantity->value, decimal_int(100)) == 0)
            return lexicon_find_word(report->lexicon, "table-total", f->label, &from, &to) && from == 0;
    }
    return false;
}

static bool is_pair(const struct report *report, uint32_t score, uint32_t weight)
{
    if (score >= report->facts.n || weight >= report->facts.n)
        return false;
    const struct fact *w = claims_fact(report, weight), *s = claims_fact(report, score);
    return w->version == VERSION_WEIGHT && s->version == VERSION_SCORE && s->sentence != UINT32_MAX &&
           !s->cell && w->sentence == s->sentence && s->quantity->kind == QUANTITY_VALUE;
}

/* `得38分（满分40分）`: and not the weight of the next. */
static bool is_behind(const struct report *report, uint32_t score)
{
    struct slice words =
        is_pair(report, score, score + 1) ? claims_words_before(report, score + 1) : (struct slice){0};
    return slice_starts(words, S("（")) || slice_starts(words, S("("));
}

/* “满意度”指标分值8分，评价得分8.0分. */
static bool is_of_indicator(const struct report *report, uint32_t fact)
{
    const struct fact *w = fact ? claims_fact(report, fact - 1) : NULL;
    return w && w->sentence == claims_fact(report, fact)->sentence && w->version == VERSION_WEIGHT &&
           decimal_cmp(w->quantity->value, decimal_int(100)) != 0 &&
           !(fact > 1 && is_behind(report, fact - 2));
}

/* In prose the words call it the whole's; in a form the row of the total has it. */
static bool is_whole(const struct report *report, uint32_t fact)
{
    const struct fact *f = claims_fact(report, fact);
    size_t from, to;
    if (!is_score(f))
        return false;
    if (f->sentence == UINT32_MAX)
        return f->version == VERSION_SCORE &&
               ((f->measure &&
                 lexicon_find_word(report->lexicon, "whole-score", f->measure->name, &from, &to)) ||
                is_of_hundred(report, fact));
    return !f->cell && !is_of_indicator(report, fact) &&
           lexicon_find_word(report->lexicon, "whole-score", claims_clause_before(report, fact), &from, &to);
}

/* `…，合计88.6分`: the total of a list of scores. */
static void add_joined(const struct report *report, bool *is_total)
{
    for (uint32_t c = 0; c < report->claims.n; c++) {
        const struct claim *claim = &report->claims.items[c];
        if (claim->kind == CLAIM_SUM && claim->exhaustive && claim->n > 3 && claim->lenient == VERDICT_EXACT)
            is_total[claim->members[0].fact] = true;
    }
}

/* One of two forms, each for a project, which it may name. */
static bool is_of_some_form(const struct report *report, const struct statements *s, uint32_t fact)
{
    const struct fact *f = claims_fact(report, fact);
    for (uint32_t i = 0; f->table && i < s->n; i++) {
        const struct fact *other = claims_fact(report, s->facts[i]);
        if (other->table && other->table != f->table &&
            (f->holder.len || claims_of_two_forms(report, f, other)))
            return true;
    }
    return false;
}

static void leave_out_forms(const struct report *report, struct statements *s)
{
    struct statements all = *s;
    s->n = 0;
    for (uint32_t i = 0; i < all.n; i++)
        if (!is_of_some_form(report, &all, all.facts[i]))
            s->facts[s->n++] = all.facts[i];
}

/* False where there are none, or too many. */
static bool collect(struct report *report, struct statements *s)
{
    bool *joined = arena_array(report->arena, report->facts.n + 1u, sizeof *joined);
    add_joined(report, joined);
    for (uint32_t f = 0; f < report->facts.n; f++) {
        bool total = joined[f] && is_score(claims_fact(report, f));
        if (!total && !is_whole(report, f))
            continue;
        if (s->n == STATEMENTS_MAX)
            return false;
        s->facts[s->n++] = f;
    }
    leave_out_forms(report, s);
    return s->n > 0;
}

static struct decimal value_of(const struct report *report, uint32_t fact)
{
    return claims_fact(report, fact)->quantity->value;
}

static void file_pair(struct report *report, uint32_t first, uint32_t second)
{
    struct draft d = claims_draft(report, CLAIM_SAME, BASIS_LEXICON, claims_fact(report, second)->quote);
    claims_member(&d, ROLE_FIRST, 1, first);
    claims_member(&d, ROLE_SECOND, 1, second);
    bool off = claims_try(&d) == VERDICT_VIOLATED &&
               claims_slip_between(value_of(report, first), value_of(report, second));
    if (claims_holds(&d) || off)
        claims_file(&d);
}

/* ------------------------------------------------------------------ from its parts */

/* Weights and scores in prose, a score right after its weight or right before it in brackets (facts_scores.c). */
struct pairs {
    uint32_t scores[PAIRS_MAX], weights[PAIRS_MAX];
    uint32_t n;
};

static bool find_pairs(const struct report *report, struct pairs *ret)
{
    for (uint32_t f = 0; f < report->facts.n; f++) {
        bool behind = is_behind(report, f), before = f > 0 && is_pair(report, f, f - 1);
        if (!behind && !before)
            continue;
        if (ret->n == PAIRS_MAX)
            return false;
        ret->scores[ret->n] = f;
        ret->weights[ret->n++] = behind ? f + 1 : f - 1;
    }
    return ret->n > 1;
}

/* How many pairs after number `i` split its weight further: 满分80分，其中产出40分、效益30分、满意度10分. */
static uint32_t nested(const struct report *report, const struct pairs *p, uint32_t i)
{
    struct decimal weight = value_of(report, p->weights[i]), sum = decimal_int(0);
    for (uint32_t j = i + 1; j < p->n; j++) {
        if (!decimal_add(sum, value_of(report, p->weights[j]), &sum) || decimal_cmp(sum, weight) > 0)
            return 0;
        if (decimal_cmp(sum, weight) == 0)
            return j > i + 1 ? j - i : 0;
    }
    return 0;
}

/* The pairs that stand in the whole score's own paragraph: the rest of the report tells them again, one by one. */
static struct pairs pairs_beside(const struct report *report, const struct pairs *all, uint32_t whole)
{
    struct pairs own = {.n = 0};
    for (uint32_t i = 0; i < all->n; i++) {
        if (claims_fact(report, all->scores[i])->block != claims_fact(report, whole)->block)
            continue;
        own.scores[own.n] = all->scores[i];
        own.weights[own.n++] = all->weights[i];
    }
    return own;
}

/* Those whose weights make 100, against the score of the whole; false where they make something else. */
static bool read_pairs(struct report *report, uint32_t whole, const struct pairs *p)
{
    struct decimal weights = decimal_int(0);
    struct draft d = claims_draft(report, CLAIM_SUM, BASIS_WORDS, claims_fact(report, whole)->quote);
    claims_member(&d, ROLE_TOTAL, 1, whole);
    for (uint32_t i = 0; i < p->n; i += 1 + nested(report, p, i)) {
        if (!decimal_add(weights, value_of(report, p->weights[i]), &weights) || p->scores[i] == whole)
            return false;
        claims_member(&d, ROLE_PART, 1, p->scores[i]);
    }
    if (decimal_cmp(weights, decimal_int(100)) != 0 || d.claim.n <= 2)
        return false;
    bool off = claims_try(&d) == VERDICT_VIOLATED &&
               (claims_near_miss(&d.claim) || claims_small_slip(report, &d.claim));
    if (claims_holds(&d) || off)
        claims_file(&d);
    return true;
}

/* `自评得93.1分，等次为优。各一级指标得分：投入19分、过程28.2分、产出36.5分…`: scores alone, in the sentence after the whole's, which a slip
 * tells to be all of it. */
static void read_run(struct report *report, uint32_t whole)
{
    const struct fact *w = claims_fact(report, whole);
    struct draft d = claims_draft(report, CLAIM_SUM, BASIS_WORDS, w->quote);
    claims_member(&d, ROLE_TOTAL, 1, whole);
    for (uint32_t i = whole + 1; i < report->facts.n && d.claim.n <= PAIRS_MAX; i++) {
        const struct fact *f = claims_fact(report, i);
        bool next = f->block == w->block && claims_in_prose(f) && f->sentence <= w->sentence + 2 &&
                    (d.claim.n == 1 || f->sentence == claims_fact(report, i - 1)->sentence);
        if (!next || claims_dimension(f) != DIMENSION_SCORE)
            break;
        if (f->version == VERSION_WEIGHT || f->claimed)
            return;
        claims_member(&d, ROLE_PART, 1, i);
    }
    bool meant = d.claim.n > RUN_MIN && claims_try(&d) != VERDICT_UNKNOWN &&
                 (claims_holds(&d) || (claims_near_miss(&d.claim) && claims_small_slip(report, &d.claim)));
    if (meant)
        claims_file(&d);
}

static void read_parts(struct report *report, uint32_t whole)
{
    struct pairs all = {.n = 0};
    if (!find_pairs(report, &all)) {
        read_run(report, whole);
        return;
    }
    if (read_pairs(report, whole, &all))
        return;
    struct pairs own = pairs_beside(report, &all, whole);
    read_pairs(report, whole, &own);
}

/* ------------------------------------------------------------------ told twice */

static void read_twice(struct report *report, const struct statements *s)
{
    uint32_t other = FACT_NONE;
    for (uint32_t i = 1; i < s->n; i++) {
        struct decimal value = value_of(report, s->facts[i]);
        if (decimal_cmp(value, value_of(report, s->facts[0])) == 0)
            continue;
        if (other != FACT_NONE && decimal_cmp(value, value_of(report, other)) != 0)
            return;
        other = other == FACT_NONE ? s->facts[i] : other;
    }
    file_pair(report, s->facts[0], other != FACT_NONE ? other : s->facts[1]);
}

static bool summed(const struct report *report, uint32_t total)
{
    for (uint32_t c = 0; c < report->claims.n; c++) {
        const struct claim *claim = &report->claims.items[c];
        if (claim->kind == CLAIM_SUM && claim->exhaustive && claim->members[0].fact == total)
            return true;
    }
    return false;
}

void claims_whole_read(struct report *report, const struct fact_index *index)
{
    struct statements s = {.n = 0};
    (void)index;
    if (!collect(report, &s))
        return;
    if (s.n > 1)
        read_twice(report, &s);
    if (!summed(report, s.facts[0]))
        read_parts(report, s.facts[0]);
}
