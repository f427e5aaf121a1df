/* Which figures are the items of a list in prose: not what a reason or the year before tells, and of how many the list is
 * known to be complete (claims_list.h). */
#include "claims_index.h"
#include "claims_list.h"

bool claims_item_fits(const struct report *report, const struct list *l, const struct column *col,
                      uint32_t fact)
{
    bool prior = claims_fact(report, fact)->prior && !claims_fact(report, col->total)->prior;
    size_t from, to;
    struct slice words = claims_clause_before(report, fact);
    if (prior && lexicon_find_word(report->lexicon, "than", words, &from, &to) && from == 0)
        return false;
    prior = prior && lexicon_find_word(report->lexicon, "prior-year", words, &from, &to);
    return !l->numbered || (col->item != l->item && !prior && !claims_in_reason(report, fact));
}

static bool is_moved(const struct report *report, const struct column *col)
{
    enum version v = claims_fact(report, col->total)->version;
    return v == VERSION_SUPPLEMENT || v == VERSION_CUT;
}

bool claims_item_told(const struct report *report, const struct list *l, const struct column *col)
{
    return col->parts.n >= l->item || is_moved(report, col);
}

bool claims_item_all(const struct report *report, const struct column *col, uint32_t adds_up)
{
    return adds_up && col->parts.n > 1 && (is_moved(report, col) || col->parts.n >= adds_up);
}

bool claims_item_is_grand_total(const struct report *report, const struct fact *fact)
{
    static const char *const ENDS[] = {"ends-grand-income", "ends-grand-spending"};
    for (size_t i = 0; i < sizeof ENDS / sizeof *ENDS; i++) {
        size_t from, to;
        if (lexicon_find_word(report->lexicon, ENDS[i], fact->label, &from, &to) && to == fact->label.len)
            return true;
    }
    return false;
}
