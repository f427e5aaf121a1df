/* Whether a list in prose that does not add up was meant to: what its words, the names and kinds of its parts and the size of
 * what is off tell of it (claims_list.h). Some of the parts are told as often as all, so that without such evidence a list
 * claims nothing but that its parts are within the total. */
#include "claims_list.h"

#include "../base/utf8.h"

/* Between a total and what makes a list of all its parts stands at most punctuation and a word. */
#define ADJACENT_BYTES 12
/* A part's own parts that are looked for after it. */
#define NEST_MAX 8
/* Links from a kind of spending up to all spending. */
#define SPENDING_DEPTH 6
/* Kinds that are named alike are all there are where there are so many. */
#define ALIKE_PARTS 3
/* Facts between a total and the count of the things that it is of, and bytes of a word of two characters. */
#define COUNT_REACH   3
#define COUNTED_BYTES 6
/* 、 or 和 between two names in a third. */
#define JOINING_BYTES 3
/* Units of the last place that a list of some parts may leave out. */
#define REMAINDER_MAX 100

/* A kind of spending, of which there is one tree whatever source the total is of (财政拨款支出, 支出总计). */
static bool is_spending(struct report *report, const struct measure *part)
{
    size_t from, to;
    for (int depth = 0; part && depth < SPENDING_DEPTH; part = part->parent, depth++)
        if (lexicon_find_word(report->lexicon, "whole-spending", part->name, &from, &to))
            return depth > 0;
    return false;
}

static bool is_part(struct report *report, const struct measure *part, const struct measure *whole)
{
    size_t from, to;
    if (claims_part_of(part, whole))
        return true;
    return part && whole && lexicon_find_word(report->lexicon, "spending-total", whole->name, &from, &to) &&
           is_spending(report, part);
}

bool claims_meant_lexical(struct report *report, const struct column *col)
{
    const struct measure *whole = claims_fact(report, col->total)->measure;
    for (uint32_t i = 0; i < col->parts.n; i++) {
        const struct measure *part = claims_fact(report, col->parts.items[i])->measure;
        if (!is_part(report, part, whole))
            return false;
        for (uint32_t j = i; j-- > 0 && i < 64;)
            if (claims_fact(report, col->parts.items[j])->measure == part)
                return false;
    }
    return col->parts.n > 0;
}

/* Right after the total, but for punctuation: `共5个，分别为`. */
static bool adjacent(struct report *report, const struct list *l, const struct column *col)
{
    uint32_t end = claims_fact(report, col->total)->span.to;
    return l->words.from >= end && l->words.from - end <= ADJACENT_BYTES;
}

/* Staff of kinds that the domain has names for. */
static bool is_staff(struct report *report, const struct column *col)
{
    const struct fact *total = claims_fact(report, col->total);
    bool staff = total->measure && claims_dimension(total) == DIMENSION_PERSON;
    for (uint32_t i = 0; i < col->parts.n; i++)
        staff &= claims_fact(report, col->parts.items[i])->measure != NULL;
    return staff;
}

/* `医院58个，在医院中有公立25个，民营33个；基层2046个`: a part that the ones after it make up; then the list nests in a way
 * that is not read. */
static bool nests(struct report *report, const struct column *col)
{
    for (uint32_t i = 0; i + 2 < col->parts.n; i++) {
        struct decimal whole = quantity_base(claims_fact(report, col->parts.items[i])->quantity);
        struct decimal sum = {.scale = -DECIMAL_SCALE_MAX};
        for (uint32_t j = i + 1; j < col->parts.n && j <= i + NEST_MAX; j++)
            if (!decimal_add(sum, quantity_base(claims_fact(report, col->parts.items[j])->quantity), &sum) ||
                (j > i + 1 && decimal_cmp(sum, whole) == 0))
                return true;
    }
    return false;
}

bool claims_meant_left_out(const struct claim *sum)
{
    bool below = decimal_cmp(sum->computed, sum->stated) < 0;
    return below && sum->difference.units < REMAINDER_MAX && sum->difference.units > -REMAINDER_MAX;
}

/* The last part is 其他…: what is left, so that nothing is left out. */
static bool ends_with_others(struct report *report, const struct column *col)
{
    size_t from, to;
    struct slice last = claims_fact(report, col->parts.items[col->parts.n - 1])->label;
    return lexicon_find_word(report->lexicon, "list-others", last, &from, &to) && from == 0;
}

static struct slice last_character(struct slice s)
{
    size_t at = s.len;
    if (at)
        utf8_previous(s, &at);
    return slice_sub(s, at, s.len);
}

/* All end with a character of the class. */
static bool all_end_with(struct report *report, const struct column *col, const char *class)
{
    for (uint32_t i = 0; i < col->parts.n; i++) {
        struct slice label = claims_fact(report, col->parts.items[i])->label;
        if (!label.len || !lexicon_is(report->lexicon, class, last_character(label)))
            return false;
    }
    return col->parts.n >= ALIKE_PARTS;
}

/* 石屏县, 安州市, 龙泉镇. */
static bool places(struct report *report, const struct column *col)
{
    return all_end_with(report, col, "place-end");
}

/* 局机关, 服务中心, 管理站: nobody and nothing is in two of them. */
static bool organs(struct report *report, const struct column *col)
{
    return all_end_with(report, col, "organ-end");
}

/* Kinds of one thing, named alike: 企业班, 机构班, 院校班; 中央资金, 省级资金, 县级资金. */
static bool alike(struct report *report, const struct column *col)
{
    struct slice end = last_character(claims_fact(report, col->parts.items[0])->label);
    for (uint32_t i = 1; i < col->parts.n && end.len; i++)
        if (!slice_eq(end, last_character(claims_fact(report, col->parts.items[i])->label)))
            return false;
    return end.len && col->parts.n >= ALIKE_PARTS;
}

/* The total is called by the names of all its parts: 受理投诉举报, of 投诉 and 举报. */
static bool composed(const struct report *report, const struct column *col)
{
    struct slice whole = claims_fact(report, col->total)->label;
    ptrdiff_t at = 0;
    for (uint32_t i = 0; i < col->parts.n; i++) {
        struct slice part = claims_fact(report, col->parts.items[i])->label;
        ptrdiff_t found = part.len >= COUNTED_BYTES ? slice_find(whole, part, (size_t)at) : -1;
        if (found < 0 || (i > 0 && found > at + JOINING_BYTES))
            return false;
        at = found + (ptrdiff_t)part.len;
    }
    return col->parts.n > 1;
}

/* Money of several sources: 中央资金, 省级资金, 县级配套, 上年结余. */
static bool by_source(struct report *report, const struct column *col)
{
    size_t from, to;
    for (uint32_t i = 0; i < col->parts.n; i++) {
        const struct fact *f = claims_fact(report, col->parts.items[i]);
        struct slice quote = document_quote(report->document, f->quote);
        bool source = f->version == VERSION_CARRIED_IN ||
                      lexicon_find_word(report->lexicon, "list-source", quote, &from, &to);
        if (!source || claims_dimension(f) != DIMENSION_MONEY)
            return false;
    }
    return true;
}

/* Off by half of either side or less: else the list was read wrongly. */
static bool within_half(const struct claim *sum)
{
    struct decimal twice;
    return decimal_mul(decimal_abs(sum->difference), decimal_int(2), &twice) &&
           (decimal_cmp(twice, sum->stated) <= 0 || decimal_cmp(twice, sum->computed) <= 0);
}

/* The names of the parts say that they are all: things that are counted up to 其他, or a slip away from adding up. */
static bool complete_by_names(struct report *report, const struct list *l, const struct column *col,
                              const struct claim *sum)
{
    enum dimension d = claims_dimension(claims_fact(report, col->total));
    bool exceeds = decimal_cmp(sum->computed, sum->stated) > 0, others = ends_with_others(report, col);
    bool small = claims_small_slip(report, sum), slip = claims_near_miss(sum) && small;
    bool beside = small && adjacent(report, l, col); /* 预算4280万元，其中省级资金6260万元: however far off */
    enum kinds kinds = claims_kinds_of(report, &col->parts);
    if (composed(report, col) || kinds == KINDS_WHOLE || (kinds == KINDS_APART && exceeds))
        return beside || within_half(sum);
    if (exceeds && places(report, col) && claims_near_miss(sum))
        return true;
    if (exceeds && organs(report, col) && small && within_half(sum))
        return true;
    if (d == DIMENSION_COUNT && others && col->parts.n >= ALIKE_PARTS)
        return exceeds || within_half(sum);
    if ((slip && (d == DIMENSION_SCORE || (exceeds && others))) ||
        ((slip || (beside && exceeds)) && by_source(report, col)))
        return true;
    if (exceeds)
        return (beside || within_half(sum)) && small && claims_mendable(report, sum);
    bool named = others || ((d == DIMENSION_COUNT || !claims_meant_left_out(sum)) &&
                            (alike(report, col) || places(report, col)));
    return named && slip;
}

/* `在职8人；另有退休3人`: the last figures are told besides. */
static bool has_aside(struct report *report, const struct column *col)
{
    uint32_t from = claims_fact(report, col->total)->span.to;
    for (uint32_t i = 0; i < col->parts.n; i++) {
        const struct fact *part = claims_fact(report, col->parts.items[i]);
        struct slice between = document_quote(report->document, (struct span){from, part->span.from});
        size_t at, to;
        if (part->span.from > from && lexicon_find_word(report->lexicon, "list-aside", between, &at, &to))
            return true;
        from = part->span.to;
    }
    return false;
}

/* `项目9个，预算N。其中，维修项目N，补贴项目N`: of the things that were counted the list names some. */
static bool names_some(struct report *report, const struct column *col)
{
    const struct fact *total = claims_fact(report, col->total);
    for (uint32_t i = col->total, steps = 0; i-- > 0 && steps < COUNT_REACH; steps++) {
        const struct fact *count = claims_fact(report, i);
        if (count->sentence != total->sentence)
            break;
        if (claims_dimension(count) != DIMENSION_COUNT || count->label.len < COUNTED_BYTES ||
            decimal_cmp(quantity_base(count->quantity), decimal_int(col->parts.n)) <= 0)
            continue;
        struct slice counted = slice_sub(count->label, count->label.len - COUNTED_BYTES, count->label.len);
        bool all = true;
        for (uint32_t p = 0; p < col->parts.n && all; p++)
            all = slice_find(claims_fact(report, col->parts.items[p])->label, counted, 0) >= 0;
        if (all)
            return true;
    }
    return false;
}

/* 受益人口22.6万人，其中脱贫人口38万人: right behind its whole a part above it, which with the point a place on were within. */
static bool tenfold(struct report *report, const struct list *l, const struct column *col)
{
    const struct fact *total = claims_fact(report, col->total),
                      *part = claims_fact(report, col->parts.items[0]);
    size_t from, to;
    struct slice quote = document_quote(report->document, total->quote);
    if (claims_dimension(total) == DIMENSION_COUNT)
        return false; /* 12个行政村、2个社区，其中贫困村5个 */
    return adjacent(report, l, col) && l->opened &&
           !lexicon_find_word(report->lexicon, "net", quote, &from, &to) &&
           decimal_cmp(decimal_shift(quantity_base(part->quantity), -1), quantity_base(total->quantity)) < 0;
}

/* `预算682万元，实际支出654万元，各项目如下：1.…预算186万元，支出182万元；…`: budgets after what was spent, or the other way round. */
static bool of_other_version(const struct report *report, const struct column *col)
{
    const struct fact *total = claims_fact(report, col->total);
    bool budget = lexicon_is_budget(total->version);
    if (!budget && total->version != VERSION_ACTUAL)
        return false;
    for (uint32_t i = 0; i < col->parts.n; i++) {
        enum version part = claims_fact(report, col->parts.items[i])->version;
        if (budget ? part != VERSION_ACTUAL : !lexicon_is_budget(part))
            return false;
    }
    return col->parts.n > 0;
}

/* 实有39人（党员25人、女职工17人）: some of them may be both. */
static bool overlaps(const struct report *report, const struct column *col)
{
    return claims_dimension(claims_fact(report, col->total)) == DIMENSION_PERSON &&
           claims_kinds_of(report, &col->parts) == KINDS_NONE;
}

/* 奖牌51枚（金牌17枚、银牌15枚、铜牌19枚）: a bracket right behind its total names all parts. */
static bool held_in_bracket(const struct report *report, const struct column *col, const struct claim *sum)
{
    bool exceeds = decimal_cmp(sum->computed, sum->stated) > 0;
    bool apart = exceeds && claims_kinds_of(report, &col->parts) != KINDS_NONE;
    bool near = (apart || within_half(sum)) && (exceeds || claims_near_miss(sum));
    return (near && claims_small_slip(report, sum)) ||
           (claims_slip(report, sum) && !claims_meant_left_out(sum));
}

bool claims_meant(struct report *report, const struct list *l, const struct column *col,
                  const struct draft *d, bool proved)
{
    const struct claim *sum = &d->claim;
    const struct fact *total = claims_fact(report, col->total);
    bool bare = !total->quantity->unit && !total->cell; /* 268蒸吨，其中10蒸吨以下: may be part of a name */
    bool exceeds = decimal_cmp(sum->computed, sum->stated) > 0;
    if (l->depth > 0 && !l->opened && !l->etc)
        return col->parts.n > 1 && !overlaps(report, col) && held_in_bracket(report, col, sum);
    if (!(l->opened || l->bare) || (l->etc && !exceeds) || has_aside(report, col) || bare ||
        of_other_version(report, col))
        return false;
    if (col->parts.n < 2)
        return exceeds && (claims_meant_lexical(report, col) ||
                           claims_telling_slip(sum->stated, sum->computed) || tenfold(report, l, col));
    if (proved ||
        (l->rest_at && claims_fact(report, col->parts.items[col->parts.n - 1])->span.to > l->rest_at))
        return true; /* 其余9个 is of no other column */
    if (l->numbered && !exceeds && !claims_item_told(report, l, col))
        return false;
    if (nests(report, col) || (!exceeds && names_some(report, col)))
        return false;
    bool near = claims_near_miss(sum);
    if (l->opened && complete_by_names(report, l, col, sum))
        return true;
    if (claims_slip(report, sum) && !claims_meant_left_out(sum))
        return true;
    if (claims_meant_lexical(report, col))
        return near || exceeds;
    bool complete = l->all && ((l->numbered && !l->loose) || l->split || adjacent(report, l, col));
    bool bound = l->depth > 0; /* in brackets right after its total */
    return (near && (complete || bound || (l->joint && exceeds))) ||
           (exceeds && (bound || is_staff(report, col)));
}

bool claims_meant_far(struct report *report, const struct column *col, const struct claim *sum)
{
    bool slip = claims_slip(report, sum) && (!claims_meant_left_out(sum) || ends_with_others(report, col));
    return slip || (places(report, col) && claims_near_miss(sum) && claims_small_slip(report, sum));
}
