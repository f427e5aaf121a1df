/* Figures in copied passages. Where a text stands twice (passages.h) its figures are the same statements; a
 * figure that differs between the copies was edited on one side only. Figures are paired in order, by the
 * words that stand before them. */
#include "claims_index.h"

/* Bytes of text before a figure that must be the same in both copies. */
#define ECHO_CONTEXT 12
/* A figure that only one copy has is skipped over at most this often in a row. */
#define ECHO_SKIP 3

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

static bool paired(const struct report *report, uint32_t a, uint32_t b)
{
    const struct fact *x = claims_fact(report, a), *y = claims_fact(report, b);
    return x->version == y->version && slice_eq(before(report, x), before(report, y));
}

static void file_echo(struct report *report, uint32_t first, uint32_t second)
{
    struct draft d = claims_draft(report, CLAIM_SAME, BASIS_WORDS, claims_fact(report, second)->quote);
    claims_member(&d, ROLE_FIRST, 1, first);
    claims_member(&d, ROLE_SECOND, 1, second);
    if (claims_try(&d) != VERDICT_UNKNOWN)
        claims_file(&d);
}

/* The next pair at or after (a, b): at most ECHO_SKIP figures further on either side. */
static bool next_pair(const struct report *report, const uint32_t ends[2], uint32_t *a, uint32_t *b)
{
    for (uint32_t skip = 0; skip <= 2 * ECHO_SKIP; skip++)
        for (uint32_t i = 0; i <= skip; i++) {
            uint32_t x = *a + i, y = *b + (skip - i);
            if (x < ends[0] && y < ends[1] && paired(report, x, y)) {
                *a = x;
                *b = y;
                return true;
            }
        }
    return false;
}

static void read_copy(struct report *report, const struct copy *copy)
{
    uint32_t a = fact_at(report, copy->first.span.from), b = fact_at(report, copy->second.span.from);
    const uint32_t ends[2] = {fact_at(report, copy->first.span.to), fact_at(report, copy->second.span.to)};
    for (; a < ends[0] && b < ends[1]; a++, b++) {
        if (!next_pair(report, ends, &a, &b))
            return;
        file_echo(report, a, b);
    }
}

void claims_echo_read(struct report *report, const struct fact_index *index)
{
    (void)index;
    for (uint32_t i = 0; i < report->copies.n; i++)
        read_copy(report, &report->copies.items[i]);
}
