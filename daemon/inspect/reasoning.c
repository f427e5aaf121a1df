#include "reasoning.h"

/* More members than anybody reads; the rest are counted. */
#define MEMBERS_SHOWN 24

struct lines {
    const struct report *report;
    bool english;
    struct slice text;
};

static const char *pick(const struct lines *l, const char *zh, const char *en)
{
    return l->english ? en : zh;
}

static void add(struct lines *l, struct slice line)
{
    struct slice before = l->text;
    l->text = before.len ? arena_printf(l->report->arena, SLICE_FMT "\n" SLICE_FMT, SLICE_ARG(before),
                                        SLICE_ARG(line))
                         : line;
}

static struct slice number(const struct lines *l, struct decimal d)
{
    return decimal_text(l->report->arena, d.scale < 0 && !decimal_rescale(d, 0, &d) ? decimal_int(0) : d);
}

static struct slice range(const struct lines *l, struct interval i, const struct unit *unit)
{
    struct slice low = number(l, i.low), high = number(l, i.high), name = unit ? unit->name : S("");
    if (decimal_cmp(i.low, i.high) == 0)
        return arena_printf(l->report->arena, SLICE_FMT SLICE_FMT, SLICE_ARG(low), SLICE_ARG(name));
    return arena_printf(l->report->arena, "[" SLICE_FMT ", " SLICE_FMT "]" SLICE_FMT, SLICE_ARG(low),
                        SLICE_ARG(high), SLICE_ARG(name));
}

/* total 支出合计 30.60万元 = [30.595, 30.605]万元 */
static void add_member(struct lines *l, const struct member *member)
{
    const struct fact *fact = &l->report->facts.items[member->fact];
    const struct unit *unit = fact->quantity->unit;
    struct slice label = fact->label.len ? slice_trim(fact->label)
                         : fact->measure ? fact->measure->name
                                         : S("?");
    struct slice value = number(l, fact->quantity->value), name = unit ? unit->name : S(""), near = S("");
    struct interval interval;
    if (quantity_interval(fact->quantity, &interval) && decimal_cmp(interval.low, interval.high) != 0) {
        near = range(l, interval_shift(interval, unit ? -unit->power : 0), unit);
        near = arena_printf(l->report->arena, " = " SLICE_FMT, SLICE_ARG(near));
    }
    add(l, arena_printf(l->report->arena, "%s%s " SLICE_FMT " " SLICE_FMT SLICE_FMT SLICE_FMT,
                        member->sign < 0 ? "- " : "", role_text(member->role), SLICE_ARG(label),
                        SLICE_ARG(value), SLICE_ARG(name), SLICE_ARG(near)));
}

static void add_members(struct lines *l, const struct claim *claim)
{
    for (uint32_t i = 0; i < claim->n && i < MEMBERS_SHOWN; i++)
        add_member(l, &claim->members[i]);
    if (claim->n > MEMBERS_SHOWN)
        add(l, arena_printf(l->report->arena, pick(l, "另有%u项", "and %u more"), claim->n - MEMBERS_SHOWN));
}

/* What the verdict rests on. Rates are never divided: rate · base is held against 100 · part. */
static void add_comparison(struct lines *l, const struct claim *claim)
{
    static const char *const relations[][2] = {[VERDICT_EXACT] = {"相符", "exact"},
                                               [VERDICT_ROUNDED] = {"区间相交", "they meet"},
                                               [VERDICT_TRUNCATED] = {"仅截尾相符", "cut off"},
                                               [VERDICT_VIOLATED] = {"区间不相交", "they are apart"},
                                               [VERDICT_UNKNOWN] = {"无法推算", "unknown"}};
    bool rate = claim->kind == CLAIM_RATIO || claim->kind == CLAIM_GROWTH;
    bool shown = claim->kind != CLAIM_EXECUTION && claim->kind != CLAIM_CAP && claim->kind != CLAIM_COUNT &&
                 claim->lenient != VERDICT_UNKNOWN;
    const struct unit *unit = rate ? NULL : claim->unit;
    int power = unit ? unit->power : 0;
    const char *verdict = relations[claim->lenient][l->english];
    if (!shown)
        return;
    struct slice stated = range(l, interval_shift(claim->compared[0], -power), unit),
                 computed = range(l, interval_shift(claim->compared[1], -power), unit);
    add(l, arena_printf(l->report->arena, "%s " SLICE_FMT " %s " SLICE_FMT ": %s",
                        rate ? pick(l, "比率×基数", "rate × base") : pick(l, "所载", "stated"),
                        SLICE_ARG(stated),
                        rate ? pick(l, "100×分子", "100 × part") : pick(l, "推算", "computed"),
                        SLICE_ARG(computed), verdict));
}

static void add_hypotheses(struct lines *l, const struct claim *claim)
{
    for (uint32_t i = 0; i < claim->n_hypotheses; i++) {
        const struct hypothesis *h = &claim->hypotheses[i];
        struct slice text = hypothesis_text(l->report, claim, h, l->english);
        add(l,
            arena_printf(l->report->arena, "%s%s %d: " SLICE_FMT, h == hypothesis_clear(claim) ? "* " : "? ",
                         slip_text(h->slip), h->score, SLICE_ARG(text)));
    }
}

struct slice reasoning_text(const struct report *report, const struct claim *claim, bool english)
{
    struct lines lines = {.report = report, .english = english, .text = S("")};
    add_members(&lines, claim);
    add_comparison(&lines, claim);
    add_hypotheses(&lines, claim);
    return lines.text;
}
