#include "claims_list.h"

/* Facts that speak of a total, right behind it. */
#define BESIDE_REACH 3
/* How many figures at the end of a list may belong to something else. */
#define PREFIX_BACK 3

void claims_list_push(struct report *report, struct fact_list *list, uint32_t fact)
{
    *ARENA_PUSH(report->arena, list) = fact;
}

static struct draft draft_sum(struct report *report, const struct list *l, uint32_t total,
                              const uint32_t *parts, uint32_t n)
{
    struct draft d = claims_draft(report, CLAIM_SUM, BASIS_WORDS, l->words);
    claims_member(&d, ROLE_TOTAL, 1, total);
    for (uint32_t i = 0; i < n; i++)
        claims_member(&d, ROLE_PART, 1, parts[i]);
    return d;
}

/* How many of the first parts add up to the total to the last digit; 0 where none do. One part alone must be,
 * by the domain's words, a part. */
static uint32_t exact_prefix(struct report *report, const struct column *col)
{
    struct decimal sum = {.scale = -DECIMAL_SCALE_MAX};
    struct decimal total = quantity_base(claims_fact(report, col->total)->quantity);
    const struct measure *whole = claims_fact(report, col->total)->measure;
    for (uint32_t i = 0; i < col->parts.n; i++) {
        const struct fact *part = claims_fact(report, col->parts.items[i]);
        if (!decimal_add(sum, quantity_base(part->quantity), &sum))
            return 0;
        if ((i > 0 || claims_part_of(part->measure, whole)) && decimal_cmp(sum, total) == 0)
            return i + 1;
    }
    return 0;
}

/* The amount that the words set beside `fact`: the 334.52 of
 * `基本支出590.09万元，为年初预算334.52万元的176.39%`. */
static uint32_t beside(struct report *report, uint32_t fact, enum version version)
{
    const struct fact *f = claims_fact(report, fact);
    for (uint32_t i = fact + 1; i < report->facts.n && i <= fact + 2; i++) {
        const struct fact *b = claims_fact(report, i);
        if (b->topic == fact && b->sentence == f->sentence && claims_amount(b) && claims_addable(b, f) &&
            (version == VERSION_UNKNOWN || b->version == version))
            return i;
    }
    return FACT_NONE;
}

/* How many of the first parts make a sum that one slip explains, up to PREFIX_BACK fewer than all; 0: none. */
static uint32_t slipped_prefix(struct report *report, const struct list *l, const struct column *col)
{
    for (uint32_t n = col->parts.n; n-- > 2 && col->parts.n - n <= PREFIX_BACK;) {
        struct draft d = draft_sum(report, l, col->total, col->parts.items, n);
        if (claims_try(&d) == VERDICT_VIOLATED && claims_slip(report, &d.claim) &&
            !claims_meant_left_out(&d.claim))
            return n;
    }
    return 0;
}

/* Between two figures: how strongly they are set apart. */
static int gap_between(struct report *report, uint32_t a, uint32_t b)
{
    static const char *const MARKS[] = {"、", "，", "；"};
    struct slice words = document_quote(
        report->document, (struct span){claims_fact(report, a)->span.to, claims_fact(report, b)->span.from});
    int gap = 0;
    for (int i = 0; i < (int)(sizeof MARKS / sizeof *MARKS); i++)
        if (slice_find(words, slice_of(MARKS[i]), 0) >= 0)
            gap = i + 1;
    return gap;
}

/* `问卷300份，其中企业60份、劳动者240份，收回288份`: what stands behind a stronger mark than those between the parts need be none
 * of them. How many stand before it and were meant to make the total; 0: none. */
static uint32_t set_apart(struct report *report, const struct list *l, const struct column *col)
{
    int widest = col->parts.n > 2 ? gap_between(report, col->parts.items[0], col->parts.items[1]) : 0;
    for (uint32_t n = 2; n < col->parts.n; n++) {
        int gap = gap_between(report, col->parts.items[n - 1], col->parts.items[n]);
        if (gap <= widest)
            continue;
        widest = gap;
        struct column before = *col;
        before.parts.n = n;
        struct draft d = draft_sum(report, l, col->total, col->parts.items, n);
        if (claims_holds(&d) || claims_meant(report, l, &before, &d, false))
            return n;
    }
    return 0;
}

/* A part that is more than its whole, where the domain's words say that it is one. */
static void file_above(struct report *report, const struct list *l, const struct column *col)
{
    for (uint32_t i = 0; l->opened && i < col->parts.n; i++) {
        struct column one = {.total = col->total, .parts = {&col->parts.items[i], 1, 1}};
        struct draft d = draft_sum(report, l, col->total, &col->parts.items[i], 1);
        d.claim.exhaustive = false;
        if (claims_try(&d) == VERDICT_VIOLATED && claims_meant_lexical(report, &one)) {
            claims_file(&d);
            return;
        }
    }
}

/* The parts as at most the total. */
static void file_at_most(struct report *report, const struct list *l, const struct column *col)
{
    struct draft d = draft_sum(report, l, col->total, col->parts.items, col->parts.n);
    d.claim.exhaustive = false;
    if (l->opened && claims_holds(&d))
        claims_file(&d);
    else
        file_above(report, l, col);
}

static bool adds_up_to(struct report *report, const struct list *l, const struct column *col, uint32_t total)
{
    if (total == col->total || !claims_amount(claims_fact(report, total)) ||
        !claims_addable(claims_fact(report, total), claims_fact(report, col->total)))
        return false;
    struct draft d = draft_sum(report, l, total, col->parts.items, col->parts.n);
    return claims_holds(&d);
}

/* Of the figures before a list that may be its total another one under which it adds up: `限额438亿元，其中a8亿元、b430亿元。
 * 分配如下：1.…8亿元。2.…430亿元。`; or one that speaks of the total: `计划改建150公里，实际完成162.4公里，其中：…`. */
static uint32_t other_total(struct report *report, const struct list *l, const struct column *col)
{
    if (col->parts.n < 2)
        return FACT_NONE;
    for (uint32_t i = 0; i < l->totals.n; i++)
        if (adds_up_to(report, l, col, l->totals.facts[i]))
            return l->totals.facts[i];
    for (uint32_t i = col->total + 1; i < col->parts.items[0] && i <= col->total + BESIDE_REACH; i++)
        if (claims_fact(report, i)->topic == col->total && adds_up_to(report, l, col, i))
            return i;
    return FACT_NONE;
}

/* The total of a split that stands further back: the figure under which it holds, else one that a slip explains. */
static void settle_far(struct report *report, const struct list *l, const struct column *col)
{
    struct draft off = {0};
    for (uint32_t i = l->totals.n; i-- > 0 && col->parts.n > 1;) {
        if (!claims_addable(claims_fact(report, l->totals.facts[i]), claims_fact(report, col->total)))
            continue;
        struct draft d = draft_sum(report, l, l->totals.facts[i], col->parts.items, col->parts.n);
        if (claims_holds(&d)) {
            claims_file(&d);
            return;
        }
        if (!off.claim.n && d.claim.lenient == VERDICT_VIOLATED && claims_meant_far(report, col, &d.claim))
            off = d;
    }
    if (off.claim.n)
        claims_file(&off);
}

uint32_t claims_list_settle(struct report *report, const struct list *l, struct column *col, bool proved)
{
    uint32_t n = col->parts.n;
    if (l->far) {
        settle_far(report, l, col);
        return n;
    }
    struct draft d = draft_sum(report, l, col->total, col->parts.items, n);
    if (claims_try(&d) == VERDICT_UNKNOWN)
        return n;
    if (claims_holds(&d)) {
        claims_file(&d);
        return n;
    }
    uint32_t other = other_total(report, l, col);
    if (other != FACT_NONE) {
        col->total = other;
        d = draft_sum(report, l, other, col->parts.items, n);
        claims_file(&d);
        return n;
    }
    uint32_t prefix = exact_prefix(report, col);
    bool off = prefix == 0 && claims_meant(report, l, col, &d, proved), near = claims_near_miss(&d.claim);
    if (prefix == 0 && !(off && near))
        prefix = set_apart(report, l, col);
    bool all = prefix == 0 && off;
    if (prefix == 0 && !all && l->opened)
        prefix = slipped_prefix(report, l, col);
    if (prefix > 0)
        d = draft_sum(report, l, col->total, col->parts.items, prefix);
    if (prefix > 0 || all)
        claims_file(&d);
    else
        file_at_most(report, l, col);
    return prefix > 0 ? prefix : n;
}

void claims_list_beside(struct report *report, const struct list *l, const struct column *col)
{
    uint32_t total = beside(report, col->total, VERSION_UNKNOWN);
    if (total == FACT_NONE || claims_fact(report, total)->version == VERSION_UNKNOWN)
        return;
    struct column other = {.total = total};
    for (uint32_t i = 0; i < col->parts.n; i++) {
        uint32_t part = beside(report, col->parts.items[i], claims_fact(report, total)->version);
        if (part == FACT_NONE)
            return;
        claims_list_push(report, &other.parts, part);
    }
    struct draft d = draft_sum(report, l, total, other.parts.items, other.parts.n);
    if (claims_holds(&d) || (d.claim.lenient == VERDICT_VIOLATED && claims_slip(report, &d.claim)))
        claims_file(&d);
}

uint32_t claims_list_adds_up(struct report *report, const struct list *l)
{
    for (uint32_t i = 0; i < l->n_columns && l->n_columns > 1; i++) {
        const struct column *col = &l->columns[i];
        struct draft d = draft_sum(report, l, col->total, col->parts.items, col->parts.n);
        if (col->parts.n > 1 && claims_holds(&d))
            return col->parts.n;
    }
    return 0;
}

bool claims_list_is_short(struct report *report, const struct list *l)
{
    for (uint32_t i = 0; i < l->n_columns; i++) {
        struct draft d =
            draft_sum(report, l, l->columns[i].total, l->columns[i].parts.items, l->columns[i].parts.n);
        if (claims_try(&d) == VERDICT_VIOLATED && decimal_cmp(d.claim.computed, d.claim.stated) < 0)
            return true;
    }
    return false;
}
