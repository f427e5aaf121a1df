/* What an indicator counts, told again in the text: `数量指标：应急演练活动12次` and `组织应急演练12次`. Words that name
 * nothing (组织, 活动, 工作) are taken off both ends of the names; what is left must be the same, and two sentences and no
 * third must tell of it. Even then the text may mean another period, so that a conflict is never sure. */
#include "claims_index.h"

#include "chars.h"

#include <stdlib.h>
#include <string.h>

/* Four Han characters name a thing: 应急演练, not 培训. */
#define NAME_BYTES_MIN 12
/* A cell with less text than this is a form's entry. */
#define PROSE_BYTES_MIN 300
/* Below what rules take for sure. */
#define UNSURE 55

struct told {
    struct slice name;
    const struct slice *unit;
    int year;
    uint32_t fact;
};

/* Without the words of a class at one end. */
static struct slice strip(const struct report *report, const char *class, struct slice name, bool front)
{
    size_t from, to, at = 0;
    while (at < name.len && (!front || lexicon_begins(report->lexicon, class, name, &to)) &&
           lexicon_find_word(report->lexicon, class, slice_sub(name, at, name.len), &from, &to)) {
        if (front && from == 0) {
            name = slice_sub(name, to, name.len);
        } else if (!front && at + to == name.len) {
            name = slice_sub(name, 0, at + from);
            at = 0;
        } else if (front) {
            break;
        } else {
            at += to;
        }
    }
    return name;
}

/* Without the months it begins with: 1-7月已培训村医. */
static struct slice without_months(struct slice name)
{
    size_t at = 0;
    for (size_t next = 0; next < name.len; at = next) {
        uint32_t c = char_next(name, &next);
        bool dash = c >= 0x2010 && c <= 0x2015;
        if (c >= 0x80 && !dash && (c < 0xFF01 || c > 0xFF5E)) /* neither width of digits and signs */
            break;
    }
    struct slice rest = slice_sub(name, at, name.len);
    return at && slice_starts(rest, S("月")) ? slice_sub(rest, strlen("月"), rest.len) : name;
}

struct slice claims_bare_name(const struct report *report, struct slice name, size_t least)
{
    struct slice tailed = strip(report, "told-lead", without_months(name), true);
    struct slice bare = strip(report, "told-tail", tailed, false);
    return bare.len < least ? tailed : bare;
}

static bool is_told(const struct fact *f)
{
    enum dimension d = claims_dimension(f);
    bool prose = !f->cell || f->cell->text.s.len >= PROSE_BYTES_MIN;
    return !f->measure && f->sentence != UINT32_MAX && prose && f->label.len >= NAME_BYTES_MIN &&
           claims_amount(f) && !f->quantity->chinese && (d == DIMENSION_COUNT || d == DIMENSION_PERSON);
}

static int cmp_told(const struct told *a, const struct told *b)
{
    int order = slice_cmp(a->name, b->name);
    if (order == 0)
        order = slice_cmp(*a->unit, *b->unit);
    return order ? order : a->year < b->year ? -1 : a->year > b->year;
}

static int by_name(const void *a, const void *b)
{
    const struct told *x = a, *y = b;
    int order = cmp_told(x, y);
    return order ? order : x->fact < y->fact ? -1 : x->fact > y->fact;
}

static bool is_indicator(const struct report *report, const struct fact *f)
{
    size_t from, to;
    struct slice text = report->sentences.items[f->sentence].text.s;
    return lexicon_find_word(report->lexicon, "told-indicator", slice_sub(text, 0, f->quantity->from), &from,
                             &to);
}

static void file_told(struct report *report, uint32_t first, uint32_t second)
{
    const struct fact *a = claims_fact(report, first), *b = claims_fact(report, second);
    if (a->sentence == b->sentence || is_indicator(report, a) == is_indicator(report, b))
        return;
    struct draft d = claims_draft(report, CLAIM_SAME, BASIS_LEXICON, b->quote);
    claims_member(&d, ROLE_FIRST, 1, first);
    claims_member(&d, ROLE_SECOND, 1, second);
    if (claims_try(&d) == VERDICT_UNKNOWN)
        return;
    d.claim.confidence = d.claim.confidence < UNSURE ? d.claim.confidence : UNSURE;
    claims_file(&d);
}

void claims_told_read(struct report *report, const struct fact_index *index)
{
    struct told *all = arena_array(report->arena, report->facts.n + 1u, sizeof *all);
    uint32_t n = 0;
    (void)index;
    for (uint32_t f = 0; f < report->facts.n; f++) {
        const struct fact *fact = claims_fact(report, f);
        if (!is_told(fact))
            continue;
        struct slice name = claims_bare_name(report, fact->label, 0);
        if (name.len >= NAME_BYTES_MIN)
            all[n++] = (struct told){name, &fact->quantity->unit->base, fact->year, f};
    }
    if (n > 1)
        qsort(all, n, sizeof *all, by_name);
    for (uint32_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && cmp_told(&all[i], &all[end]) == 0;)
            end++;
        if (end - i == 2)
            file_told(report, all[i].fact, all[i + 1].fact);
    }
}
