/* Points taken off: `25分，扣2.2分，得22.8分`, `20分得18.5分（扣1.5分）`, and under a heading that has weight and score (`（二）项目过程（25分，
 * 得20.2分）`) the deductions that its paragraphs tell. What is taken off and what was reached make the weight. A heading's
 * deductions need not all be told: they are a violation only where those under the other headings add up. */
#include "claims_index.h"

/* Paragraphs under a heading that tell of its deductions, and deductions in them. */
#define BLOCKS_MAX     8
#define DEDUCTIONS_MAX 12
/* Headings that add up for each that does not. */
#define PROVING 1

struct deducted {
    struct report *report;
    uint32_t score; /* its weight stands right before it */
    uint32_t items[DEDUCTIONS_MAX];
    uint32_t n;
};

static bool is_points(const struct fact *f)
{
    return f->sentence != UINT32_MAX && !f->cell && claims_dimension(f) == DIMENSION_SCORE &&
           f->quantity->kind == QUANTITY_VALUE;
}

static bool is_deduction(const struct report *report, uint32_t fact)
{
    const struct fact *f = claims_fact(report, fact), *before = fact ? claims_fact(report, fact - 1) : NULL;
    if (!is_points(f))
        return false;
    bool one = before && before->sentence == f->sentence && before->quantity->to <= f->quantity->from;
    struct slice text = report->sentences.items[f->sentence].text.s;
    struct slice words = slice_trim(slice_sub(text, one ? before->quantity->to : 0, f->quantity->from));
    size_t from = 0, to = 0, at = 0;
    for (struct slice rest = words; lexicon_find_word(report->lexicon, "score-deducted", rest, &from, &to);
         rest = slice_sub(words, at, words.len)) {
        at += to;
        if (at == words.len)
            return true;
    }
    return false;
}

static bool is_pair(const struct report *report, uint32_t score)
{
    if (score == 0 || score >= report->facts.n)
        return false;
    const struct fact *w = claims_fact(report, score - 1), *s = w + 1;
    return is_points(w) && is_points(s) && w->version == VERSION_WEIGHT && s->version == VERSION_SCORE &&
           w->sentence == s->sentence;
}

static struct draft draft_of(const struct deducted *d)
{
    struct draft draft =
        claims_draft(d->report, CLAIM_SUM, BASIS_WORDS, claims_fact(d->report, d->score)->quote);
    claims_member(&draft, ROLE_TOTAL, 1, d->score - 1);
    claims_member(&draft, ROLE_PART, 1, d->score);
    for (uint32_t i = 0; i < d->n; i++)
        claims_member(&draft, ROLE_PART, 1, d->items[i]);
    return draft;
}

/* 20分得18.5分（扣1.5分）; 95分，得90分，扣3分、扣2分 are two. */
static bool read_behind(struct report *report, uint32_t score)
{
    const struct fact *s = claims_fact(report, score);
    struct deducted d = {report, score, {score + 1}, 1};
    if (!is_pair(report, score) || score + 1 == report->facts.n || !is_deduction(report, score + 1) ||
        claims_fact(report, score + 1)->sentence != s->sentence ||
        (score + 2 < report->facts.n && is_deduction(report, score + 2) &&
         claims_fact(report, score + 2)->sentence == s->sentence))
        return false;
    struct draft draft = draft_of(&d);
    if (claims_try(&draft) != VERDICT_UNKNOWN)
        claims_file(&draft);
    return true;
}

/* 25分，扣2.2分，得22.8分. */
static void read_between(struct report *report, uint32_t score)
{
    if (score < 2 || !is_deduction(report, score - 1))
        return;
    const struct fact *s = claims_fact(report, score), *w = s - 2;
    if (!is_points(w) || !is_points(s) || w->version != VERSION_WEIGHT || s->version != VERSION_SCORE ||
        w->sentence != s->sentence)
        return;
    struct draft draft = claims_draft(report, CLAIM_SUM, BASIS_WORDS, s->quote);
    claims_member(&draft, ROLE_TOTAL, 1, score - 2);
    claims_member(&draft, ROLE_PART, 1, score - 1);
    claims_member(&draft, ROLE_PART, 1, score);
    if (claims_try(&draft) != VERDICT_UNKNOWN)
        claims_file(&draft);
}

/* ------------------------------------------------------------------ under headings */

/* The weight and the score are all that its paragraph tells. */
static bool is_heading(const struct report *report, uint32_t score)
{
    if (!is_pair(report, score))
        return false;
    uint32_t block = claims_fact(report, score)->block;
    bool before = score > 1 && claims_fact(report, score - 2)->block == block;
    bool behind = score + 1 < report->facts.n && claims_fact(report, score + 1)->block == block;
    return !before && !behind;
}

/* The deductions up to the next score. */
static bool collect(struct deducted *d)
{
    uint32_t from = claims_fact(d->report, d->score)->block;
    for (uint32_t i = d->score + 1; i < d->report->facts.n; i++) {
        const struct fact *f = claims_fact(d->report, i);
        if (f->block > from + BLOCKS_MAX || f->cell || f->version == VERSION_SCORE ||
            f->version == VERSION_WEIGHT)
            break;
        if (!is_deduction(d->report, i))
            continue;
        if (d->n == DEDUCTIONS_MAX)
            return false;
        d->items[d->n++] = i;
    }
    return d->n > 0;
}

static void read_headings(struct report *report)
{
    uint32_t holding = 0, off = 0;
    struct draft first_off = {0};
    for (uint32_t f = 1; f < report->facts.n; f++) {
        struct deducted d = {.report = report, .score = f};
        if (!is_heading(report, f) || !collect(&d))
            continue;
        struct draft draft = draft_of(&d);
        if (claims_holds(&draft)) {
            claims_file(&draft);
            holding++;
        } else if (draft.claim.lenient == VERDICT_VIOLATED && off++ == 0)
            first_off = draft;
    }
    if (off == 1 && holding >= PROVING)
        claims_file(&first_off);
}

void claims_deducted_read(struct report *report, const struct fact_index *index)
{
    (void)index;
    for (uint32_t f = 1; f < report->facts.n; f++)
        if (!read_behind(report, f))
            read_between(report, f);
    read_headings(report);
}
