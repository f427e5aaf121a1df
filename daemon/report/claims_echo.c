/* Figures in copied passages. Where a text stands twice (passages.h) its figures are the same statements; a
 * figure that differs between the copies was edited on one side only. Figures are paired in order, by the
 * words that stand before them. */
#include "claims_index.h"

/* Bytes of text before a figure that must be the same in both copies. */
#define ECHO_CONTEXT 12
/* A figure that only one copy has is skipped over at most this often in a row. */
#define ECHO_SKIP 3
/* For each figure that was edited at least so many that were not; in a long copy (in characters) one edit
 * needs none. */
#define ECHO_SAME_PER_EDIT 3
#define ECHO_LONG          100
/* Bytes of a name that says something: two Han characters. */
#define NAME_BYTES 6

struct pair {
    uint32_t first, second; /* facts */
};

struct pairs {
    struct pair *items;
    uint32_t n, cap;
};

/* Index of the first fact at or after an offset; facts stand in reading order. */
static uint32_t fact_at(const struct report *report, uint32_t offset)
{
    uint32_t low = 0, high = report->facts.n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (report->facts.items[middle].span.from < offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static struct slice before(const struct report *report, const struct fact *fact)
{
    uint32_t from = fact->span.from;
    return slice_sub(report->document->reading, from > ECHO_CONTEXT ? from - ECHO_CONTEXT : 0, from);
}

static bool paired(const struct report *report, struct pair pair)
{
    const struct fact *first = claims_fact(report, pair.first), *second = claims_fact(report, pair.second);
    if (!first->cell && claims_dimension(first) == DIMENSION_NONE)
        return false; /* prose says what it counts */
    return slice_eq(before(report, first), before(report, second)) && slice_eq(first->label, second->label);
}

/* The next pair at or after (a, b): at most ECHO_SKIP figures further on either side. */
static bool next_pair(const struct report *report, const uint32_t ends[2], struct pair *at)
{
    for (uint32_t skip = 0; skip <= 2 * ECHO_SKIP; skip++)
        for (uint32_t i = 0; i <= skip; i++) {
            struct pair next = {at->first + i, at->second + (skip - i)};
            if (next.first < ends[0] && next.second < ends[1] && paired(report, next)) {
                *at = next;
                return true;
            }
        }
    return false;
}

static void pair_figures(struct report *report, const struct copy *copy, struct pairs *ret)
{
    struct pair at = {fact_at(report, copy->first.span.from), fact_at(report, copy->second.span.from)};
    const uint32_t ends[2] = {fact_at(report, copy->first.span.to), fact_at(report, copy->second.span.to)};
    for (ret->n = 0; at.first < ends[0] && at.second < ends[1] && next_pair(report, ends, &at);
         at.first++, at.second++)
        *ARENA_PUSH(report->arena, ret) = at;
}

static bool agrees(struct report *report, struct pair pair)
{
    return decimal_cmp(quantity_base(claims_fact(report, pair.first)->quantity),
                       quantity_base(claims_fact(report, pair.second)->quantity)) == 0;
}

/* A set phrase with other figures in it (`年初预算为N，决算为N，完成年初预算的P%` for one item after the
 * other) is no edited copy: of that most figures are as they were, or it is long. */
static bool was_edited(struct report *report, const struct copy *copy, const struct pairs *pairs)
{
    uint32_t differ = 0;
    for (uint32_t i = 0; i < pairs->n; i++)
        differ += !agrees(report, pairs->items[i]);
    uint32_t same = pairs->n - differ;
    return same >= differ * ECHO_SAME_PER_EDIT || (differ == 1 && copy->chars >= ECHO_LONG);
}

static void file_echo(struct report *report, struct pair pair)
{
    struct draft d = claims_draft(report, CLAIM_SAME, BASIS_WORDS, claims_fact(report, pair.second)->quote);
    claims_member(&d, ROLE_FIRST, 1, pair.first);
    claims_member(&d, ROLE_SECOND, 1, pair.second);
    if (claims_try(&d) != VERDICT_UNKNOWN)
        claims_file(&d);
}

/* `该部分分值30分，得24.5分`, `与上年决算147.88万元相比`: of whatever its own heading or item is of. */
static bool of_heading(const struct fact *f)
{
    bool nameless = f->label.len < NAME_BYTES || slice_starts(f->label, S("该"));
    return !f->cell && !f->measure && nameless &&
           (claims_dimension(f) == DIMENSION_SCORE || claims_dimension(f) == DIMENSION_MONEY);
}

/* Two levels of government are told of in the same words. */
static bool of_one_thing(const struct report *report, struct pair pair)
{
    return !of_heading(claims_fact(report, pair.second)) &&
           !claims_other_money(report, claims_fact(report, pair.first), claims_fact(report, pair.second));
}

/* What was planned may differ from what came of it, and one indicator from the next. */
static bool comparable(const struct copy *copy)
{
    static const bool plan[] = {
        [PASSAGE_GOAL] = true, [PASSAGE_TARGET] = true, [PASSAGE_INDICATOR] = true, [PASSAGE_REASON] = false};
    bool first = plan[copy->first.role], second = plan[copy->second.role];
    bool of_row = first || copy->first.role == PASSAGE_ACHIEVED;
    bool one_table = copy->first.cell && copy->second.cell && copy->first.block == copy->second.block;
    bool one_row = one_table && copy->first.cell->row == copy->second.cell->row;
    return first == second && !one_row && !(of_row && one_table);
}

/* Not the lines of a table that was not recognised as one: there the same labels stand beside other figures
 * by right. */
static bool is_sentence(const struct report *report, const struct passage *passage)
{
    static const char *const marks[] = {"，", "。", "；", "、", ", "};
    struct slice text = slice_sub(report->document->reading, passage->span.from, passage->span.to);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if ((passage->cell && passage->role != PASSAGE_BODY) || slice_find(text, slice_of(marks[i]), 0) >= 0)
            return true;
    return false;
}

void claims_echo_read(struct report *report, const struct fact_index *index)
{
    struct pairs pairs = {0};
    (void)index;
    for (uint32_t i = 0; i < report->copies.n; i++) {
        const struct copy *copy = &report->copies.items[i];
        if (!comparable(copy) || !is_sentence(report, &copy->first))
            continue;
        pair_figures(report, copy, &pairs);
        bool edited = was_edited(report, copy, &pairs);
        for (uint32_t p = 0; p < pairs.n; p++)
            if (agrees(report, pairs.items[p]) || (edited && of_one_thing(report, pairs.items[p])))
                file_echo(report, pairs.items[p]);
    }
}
