#include "claims_list.h"

#include "../base/utf8.h"

/* Between a total and what makes a list of all its parts stands at most punctuation and a word. */
#define ADJACENT_BYTES 12
/* Facts that speak of a total, right behind it. */
#define BESIDE_REACH 3
/* How many figures at the end of a list may belong to something else. */
#define PREFIX_BACK 3
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

/* The parts are, by the domain's words, parts of the total, each once. */
static bool lexical(struct report *report, const struct column *col)
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

/* What a list that names only some parts leaves out may be any small amount; a slip is told from it by its size. */
static bool left_out(const struct claim *sum)
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

/* 石屏县, 安州市, 龙泉镇. */
static bool ends_as_place(struct report *report, struct slice label)
{
    return label.len && lexicon_is(report->lexicon, "place-end", last_character(label));
}

static bool places(struct report *report, const struct column *col)
{
    for (uint32_t i = 0; i < col->parts.n; i++)
        if (!ends_as_place(report, claims_fact(report, col->parts.items[i])->label))
            return false;
    return col->parts.n >= ALIKE_PARTS;
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
    if (d == DIMENSION_COUNT && others && col->parts.n >= ALIKE_PARTS)
        return exceeds || within_half(sum);
    if ((slip && (d == DIMENSION_SCORE || (exceeds && others))) ||
        ((slip || (beside && exceeds)) && by_source(report, col)))
        return true;
    if (exceeds)
        return (beside || within_half(sum)) && small && claims_mendable(report, sum);
    bool named =
        (d == DIMENSION_COUNT || !left_out(sum)) && (others || alike(report, col) || places(report, col));
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
static bool held_in_bracket(const struct report *report, const struct claim *sum)
{
    bool exceeds = decimal_cmp(sum->computed, sum->stated) > 0;
    bool near = within_half(sum) && (exceeds || claims_near_miss(sum)) && claims_small_slip(report, sum);
    return near || (claims_slip(report, sum) && !left_out(sum));
}

/* Whether a list that does not add up was meant to. `d` is its violated sum; `proved`: the same list adds up
 * in another unit. */
static bool meant(struct report *report, const struct list *l, const struct column *col,
                  const struct draft *d, bool proved)
{
    const struct claim *sum = &d->claim;
    const struct fact *total = claims_fact(report, col->total);
    bool bare = !total->quantity->unit && !total->cell; /* 268蒸吨，其中10蒸吨以下: may be part of a name */
    bool exceeds = decimal_cmp(sum->computed, sum->stated) > 0;
    if (l->depth > 0 && !l->opened && !l->etc)
        return col->parts.n > 1 && !overlaps(report, col) && held_in_bracket(report, sum);
    if (!(l->opened || l->bare) || (l->etc && !exceeds) || has_aside(report, col) || bare ||
        of_other_version(report, col))
        return false;
    if (col->parts.n < 2)
        return exceeds && (lexical(report, col) || claims_telling_slip(sum->stated, sum->computed) ||
                           tenfold(report, l, col));
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
    if (claims_slip(report, sum) && !left_out(sum))
        return true;
    if (lexical(report, col))
        return near || exceeds;
    bool complete = l->all && ((l->numbered && !l->loose) || l->split || adjacent(report, l, col));
    bool bound = l->depth > 0; /* in brackets right after its total */
    return (near && (complete || bound || (l->joint && exceeds))) ||
           (exceeds && (bound || is_staff(report, col)));
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
        struct column first = {.total = col->total, .parts = {col->parts.items, n, n}};
        bool off = claims_try(&d) == VERDICT_VIOLATED && !left_out(&d.claim);
        bool short_of = decimal_cmp(d.claim.computed, d.claim.stated) < 0 && !claims_near_miss(&d.claim);
        bool sources = off && !short_of && adjacent(report, l, col) && by_source(report, &first) &&
                       claims_small_slip(report, &d.claim); /* 其中中央a、省级b，支出c */
        if (sources || (off && claims_slip(report, &d.claim)))
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
        if (claims_try(&d) == VERDICT_VIOLATED && lexical(report, &one)) {
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

static bool far_slip(struct report *report, const struct column *col, const struct claim *sum)
{
    bool slip = claims_slip(report, sum) && (!left_out(sum) || ends_with_others(report, col));
    return slip || (places(report, col) && claims_near_miss(sum) && claims_small_slip(report, sum));
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
        if (!off.claim.n && d.claim.lenient == VERDICT_VIOLATED && far_slip(report, col, &d.claim))
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
    bool all = prefix == 0 && meant(report, l, col, &d, proved);
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
