/* Percentage points between two percentages of one thing: `满意度95.2%，比上年（92.1%）提高3.1个百分点`, `失业率2.86%，低于控制目标
 * 4.5%1.64个百分点`, `目标值90%，实际96.3%，比目标值高6.3个百分点`. Only where the two are the only percentages of the sentence
 * before the points, and the words or the years say that the one is held against the other. */
#include "claims_index.h"

/* Facts before the points among which the two stand. */
#define REACH 10

struct points {
    struct report *report;
    uint32_t change, first, second; /* the two percentages in reading order */
};

static const struct fact *fact_of(const struct points *p, uint32_t fact)
{
    return claims_fact(p->report, fact);
}

static struct slice between(const struct points *p, uint32_t a, uint32_t b)
{
    const struct fact *x = fact_of(p, a), *y = fact_of(p, b);
    return slice_sub(p->report->sentences.items[y->sentence].text.s, x->quantity->to, y->quantity->from);
}

static bool has(const struct points *p, const char *class, struct slice words)
{
    size_t from, to;
    return lexicon_find_word(p->report->lexicon, class, words, &from, &to);
}

static bool is_level(const struct fact *f)
{
    return claims_dimension(f) == DIMENSION_PERCENT && f->quantity->kind == QUANTITY_VALUE &&
           f->version != VERSION_CHANGE && f->version != VERSION_GROWTH;
}

/* False where there are not exactly two. */
static bool find_levels(struct points *p)
{
    uint32_t n = 0, found[2];
    for (uint32_t i = p->change, steps = 0; i-- > 0 && steps < REACH; steps++) {
        if (fact_of(p, i)->sentence != fact_of(p, p->change)->sentence)
            break;
        if (!is_level(fact_of(p, i)))
            continue;
        if (n == 2)
            return false;
        found[n++] = i;
    }
    p->first = n == 2 ? found[1] : FACT_NONE;
    p->second = n == 2 ? found[0] : FACT_NONE;
    return n == 2;
}

/* 1 for 高, 提高, -1 for 低, 下降, 0 where the words tell neither or both. */
static int direction(const struct points *p)
{
    const struct fact *c = fact_of(p, p->change);
    struct slice own = between(p, p->second, p->change), before = between(p, p->first, p->second);
    if (c->direction)
        return c->direction;
    bool up = has(p, "points-up", own) || has(p, "points-over", before);
    bool down = has(p, "points-down", own) || has(p, "points-under", before);
    return up - down;
}

/* Which of the two is the base: the one that the year, 目标 or 比 before it makes so; FACT_NONE where none is. */
static uint32_t base_of(const struct points *p)
{
    const struct fact *a = fact_of(p, p->first), *b = fact_of(p, p->second);
    struct slice own = between(p, p->second, p->change), before = between(p, p->first, p->second);
    if (b->year == a->year + 1 && a->year)
        return p->first;
    if (a->year == b->year + 1 && b->year)
        return p->second;
    bool target[2] = {a->version == VERSION_TARGET, b->version == VERSION_TARGET};
    if (target[0] != target[1])
        return target[0] ? p->first : p->second;
    bool compared = has(p, "points-over", before) || has(p, "points-under", before) ||
                    (has(p, "points-compared", before) && !has(p, "points-compared", own));
    return compared ? p->second : FACT_NONE;
}

/* 比上年提高: no percentage of the year before is there. */
static bool of_prior(const struct points *p, uint32_t earlier)
{
    const struct fact *c = fact_of(p, p->change),
                      *later = fact_of(p, earlier == p->first ? p->second : p->first);
    return c->against_prior && fact_of(p, earlier)->year >= later->year;
}

/* 同口径: the base is not the one printed. */
static bool other_base(const struct points *p)
{
    size_t from, to;
    const struct sentence *s = &p->report->sentences.items[fact_of(p, p->change)->sentence];
    return lexicon_find_word(p->report->lexicon, "like-for-like", s->text.s, &from, &to);
}

static bool one_thing(const struct fact *a, const struct fact *b)
{
    return !a->measure || !b->measure || a->measure == b->measure;
}

/* `执行率40.72%，前三季度累计支出4986.20万元，比序时进度75%低9.94个百分点`: of the amount between, whose rate is not printed. */
static bool of_between(const struct points *p)
{
    for (uint32_t i = p->first + 1; i < p->second; i++)
        if (claims_amount(fact_of(p, i)))
            return true;
    return false;
}

static void read_points(struct points *p)
{
    if (!find_levels(p))
        return;
    uint32_t earlier = base_of(p), later = earlier == p->first ? p->second : p->first;
    int way = direction(p);
    if (earlier == FACT_NONE || !way || of_prior(p, earlier) || other_base(p) ||
        !one_thing(fact_of(p, earlier), fact_of(p, later)))
        return;
    struct draft d = claims_draft(p->report, CLAIM_DIFFERENCE, BASIS_WORDS, fact_of(p, p->change)->quote);
    claims_member(&d, ROLE_CHANGE, way, p->change);
    claims_member(&d, ROLE_LATER, 1, later);
    claims_member(&d, ROLE_EARLIER, 1, earlier);
    if (claims_holds(&d) || (claims_try(&d) == VERDICT_VIOLATED && !of_between(p)))
        claims_file(&d);
}

void claims_points_read(struct report *report, const struct fact_index *index)
{
    (void)index;
    for (uint32_t f = 0; f < report->facts.n; f++) {
        const struct fact *c = claims_fact(report, f);
        struct points p = {report, f, FACT_NONE, FACT_NONE};
        if (c->sentence != UINT32_MAX && c->quantity->kind == QUANTITY_VALUE &&
            claims_dimension(c) == DIMENSION_POINTS)
            read_points(&p);
    }
}
