/* Figures of any text, as a sentence and as a cell: what is found lies inside the text, in order, none over
 * another. */
#include "../../daemon/base/must.h"
#include "../../daemon/base/utf8.h"
#include "../../daemon/report/quantity.h"
#include "fuzz.h"

static void check_order(const struct quantities *all, size_t length)
{
    size_t before = 0;
    for (uint32_t i = 0; i < all->n; i++) {
        const struct quantity *q = &all->items[i];
        must(q->from < q->to && q->to <= length);
        must(q->number_from >= q->from && q->number_to <= q->to && q->number_from < q->number_to);
        must(q->number_from >= before);
        must(q->span.to - q->span.from == q->to - q->from);
        before = q->number_to;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice s = {(const char *)data, size};
    struct text text = {slice_sub(s, 0, utf8_valid_prefix(s)), 0, NULL};
    struct arena *arena = arena_new((size_t)256 << 20, NULL, NULL);
    struct quantities all = {0};
    struct quantity q;
    struct interval i;
    quantity_scan(arena, &text, &all);
    check_order(&all, text.s.len);
    for (uint32_t n = 0; n < all.n; n++)
        (void)quantity_interval(&all.items[n], &i);
    if (quantity_of_cell(arena, &text, &q))
        must(q.kind <= QUANTITY_FRACTION && q.to <= text.s.len && q.from < q.to);
    (void)unit_in_head(text.s);
    arena_free(arena);
    return 0;
}
