/* The words before the figures of prose. */
#include "claims_priv.h"

#include <string.h>

/* Of two Han characters. */
#define WORD_BYTES 6
/* Facts before a figure that its reason's word stands behind. */
#define REASON_REACH 16

struct slice claims_words_before(const struct report *report, uint32_t fact)
{
    const struct fact *f = claims_fact(report, fact), *before = claims_fact(report, fact - (fact > 0));
    bool one = before->sentence == f->sentence && before->quantity->to <= f->quantity->from;
    struct slice text = report->sentences.items[f->sentence].text.s;
    return slice_sub(text, one ? before->quantity->to : 0, f->quantity->from);
}

struct slice claims_clause_before(const struct report *report, uint32_t fact)
{
    struct slice words = claims_words_before(report, fact);
    ptrdiff_t comma = slice_rfind(words, S("，"));
    return comma >= 0 ? slice_sub(words, (size_t)comma + strlen("，"), words.len) : words;
}

bool claims_may_say(struct report *report, uint32_t sentence, const char *class, struct slice part)
{
    struct slice whole = report->sentences.items[sentence].text.s;
    bool inside = part.at >= whole.at && part.at + part.len <= whole.at + whole.len;
    return part.len && (!inside || scans_have(&report->scans, whole, class));
}

bool claims_says(struct report *report, uint32_t sentence, const char *class, struct slice part)
{
    size_t from, to;
    return claims_may_say(report, sentence, class, part) &&
           lexicon_find_word(report->lexicon, class, part, &from, &to);
}

bool claims_in_reason(const struct report *report, uint32_t fact)
{
    const struct fact *f = claims_fact(report, fact);
    uint32_t first = fact;
    while (first > 0 && fact - first < REASON_REACH &&
           claims_fact(report, first - 1)->sentence == f->sentence)
        first--;
    size_t from, to, begin = claims_fact(report, first)->quantity->to;
    struct slice text = report->sentences.items[f->sentence].text.s;
    return first != fact && begin < f->quantity->from &&
           lexicon_find_word(report->lexicon, "explanation", slice_sub(text, begin, f->quantity->from), &from,
                             &to);
}

bool claims_of_reason(const struct report *report, uint32_t fact)
{
    struct slice clause = claims_clause_before(report, fact);
    size_t from, to;
    bool goes_on =
        claims_fact(report, fact)->against_prior && clause.len < claims_words_before(report, fact).len &&
        lexicon_begins(report->lexicon, "than", clause, &to) &&
        lexicon_find_word(report->lexicon, "explanation", claims_words_before(report, fact), &from, &to);
    return !goes_on && claims_in_reason(report, fact);
}

bool claims_shares_word(struct slice a, struct slice b)
{
    for (size_t at = 0; at + WORD_BYTES <= a.len; at += WORD_BYTES / 2)
        if (slice_find(b, slice_sub(a, at, at + WORD_BYTES), 0) >= 0)
            return true;
    return false;
}
