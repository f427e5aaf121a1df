/* Kinds of one thing that shut each other out: 执法执勤用车 and 应急保障用车, 行政人员 and 事业人员, 省级 and 市级. However few there are,
 * together they are never more than the whole, where people of two callings may be the same ones; and of some the domain
 * leaves none out. */
#include "claims_list.h"

/* So many kinds of a set that is told whole, and none of it is left out. */
#define WHOLE_PARTS 3

static const struct {
    const char *class;
    uint32_t whole; /* kinds from which on the set is told whole; 0: never */
} KINDS[] = {
    {"kinds-vehicle", WHOLE_PARTS},
    {"kinds-project", 2},
    {"kinds-staff", 0},
    {"kinds-level", 0},
    {"kinds-unit", 0},
    {"kinds-year", WHOLE_PARTS},
    {"kinds-title", 0},
    {"kinds-term", 4},
    {"kinds-state", 0},
    {"kinds-grade", 0},
    {"kinds-indicator", 0},
    {"kinds-star", 0},
};

/* The word of the class in the part's name; empty where it has none, or takes in others: 副高以上, but not 副部级以上领导用车. */
static struct slice kind_of(const struct report *report, const char *class, uint32_t part)
{
    size_t from, to;
    struct slice label = claims_fact(report, part)->label;
    if (!lexicon_find_word(report->lexicon, class, label, &from, &to))
        return (struct slice){0};
    bool more = slice_find(label, S("以上"), from) >= 0 || slice_find(label, S("以下"), from) >= 0;
    return more ? (struct slice){0} : slice_sub(label, from, to);
}

/* Each part is of another kind of the class. */
static bool all_of(const struct report *report, const char *class, const struct fact_list *parts)
{
    for (uint32_t i = 0; i < parts->n && parts->n <= KINDS_MAX; i++) {
        struct slice kind = kind_of(report, class, parts->items[i]);
        if (!kind.len)
            return false;
        for (uint32_t j = 0; j < i; j++)
            if (slice_eq(kind, kind_of(report, class, parts->items[j])))
                return false;
    }
    return parts->n > 1 && parts->n <= KINDS_MAX;
}

/* Whether `b` is `a` with one word put for its complement: 线上活动, 线下活动 (`[pairs complement]`). */
static bool complements(const struct report *report, struct slice a, struct slice b)
{
    struct lexicon_pair_at one;
    for (size_t at = 0; lexicon_find_pair(report->lexicon, "complement", a, at, &one); at = one.to) {
        struct slice other = one.pair->right, front = slice_sub(a, 0, one.from),
                     back = slice_sub(a, one.to, a.len);
        if (b.len == front.len + other.len + back.len && slice_starts(b, front) && slice_ends(b, back) &&
            slice_eq(slice_sub(b, front.len, front.len + other.len), other))
            return true;
    }
    return false;
}

/* Two parts whose names leave no third. */
static bool complementary(const struct report *report, const struct fact_list *parts)
{
    if (parts->n != 2)
        return false;
    struct slice a = claims_fact(report, parts->items[0])->label;
    struct slice b = claims_fact(report, parts->items[1])->label;
    return complements(report, a, b) || complements(report, b, a);
}

enum kinds claims_kinds_of(const struct report *report, const struct fact_list *parts)
{
    if (complementary(report, parts))
        return KINDS_WHOLE;
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        if (all_of(report, KINDS[i].class, parts))
            return KINDS[i].whole && parts->n >= KINDS[i].whole ? KINDS_WHOLE : KINDS_APART;
    return KINDS_NONE;
}
