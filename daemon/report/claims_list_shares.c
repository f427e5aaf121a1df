/* The shares beside a list's parts: `支出N万元，其中：A N万元，占P%；B N万元，占P%`. They are of the list's total where one of them is, or
 * where there is no other. */
#include "claims_list.h"

/* Bytes before the word of a share: a comma, a blank. */
#define SHARE_AFTER 6
/* Between a part and a share that names no base. */
#define ADJACENT_BYTES 12

/* `A N万元，占P%`: nothing but the word between, and perhaps the total's own name after it, or the end of that. */
static bool share_of_total(struct report *report, uint32_t share, uint32_t total)
{
    const struct fact *s = claims_fact(report, share), *part = claims_fact(report, s->topic);
    if (s->sentence != part->sentence || s->quantity->from < part->quantity->to)
        return false;
    struct slice between =
        slice_sub(report->sentences.items[s->sentence].text.s, part->quantity->to, s->quantity->from);
    size_t from, to;
    if (lexicon_find_word(report->lexicon, "share", between, &from, &to) && from > SHARE_AFTER)
        return false;
    const struct measure *base = lexicon_find_measure(report->lexicon, between, &from, &to);
    const struct fact *whole = claims_fact(report, total);
    return base ? base == whole->measure || base->total || slice_ends(whole->label, base->name)
                : between.len <= ADJACENT_BYTES;
}

static struct draft draft_share(struct report *report, uint32_t share, uint32_t total)
{
    const struct fact *s = claims_fact(report, share);
    struct draft d = claims_draft(report, CLAIM_RATIO, BASIS_WORDS, s->span);
    claims_member(&d, ROLE_RATE, 1, share);
    claims_member(&d, ROLE_PART, 1, s->topic);
    claims_member(&d, ROLE_BASE, 1, total);
    return d;
}

/* The shares that are of the parts of this column and of its total. Shares and parts both stand in reading order. */
static struct fact_list shares_of(struct report *report, const struct list *l, const struct column *col)
{
    struct fact_list own = {0};
    uint32_t p = 0;
    for (uint32_t i = 0; i < l->shares.n; i++) {
        uint32_t share = l->shares.items[i], topic = claims_fact(report, share)->topic;
        while (p < col->parts.n && col->parts.items[p] < topic)
            p++;
        if (p < col->parts.n && col->parts.items[p] == topic && share_of_total(report, share, col->total))
            claims_list_push(report, &own, share);
    }
    return own;
}

/* `安排48亿元，占67.7%。其中，人员45.7亿元，占64.5%`: the parts' shares may be of what the total's own share is of. */
static bool has_share(struct report *report, uint32_t total)
{
    for (uint32_t i = total + 1; i < report->facts.n && i <= total + 2; i++)
        if (claims_fact(report, i)->version == VERSION_SHARE && claims_fact(report, i)->topic == total)
            return true;
    return false;
}

void claims_list_shares(struct report *report, const struct list *l, const struct column *col)
{
    struct fact_list shares = shares_of(report, l, col);
    uint32_t holding = 0;
    for (uint32_t i = 0; i < shares.n; i++) {
        struct draft d = draft_share(report, shares.items[i], col->total);
        holding += claims_holds(&d);
    }
    bool meant = holding > 0 || (shares.n == 1 && !has_share(report, col->total));
    for (uint32_t i = 0; i < shares.n; i++) {
        struct draft d = draft_share(report, shares.items[i], col->total);
        if (claims_holds(&d) || (meant && d.claim.lenient == VERDICT_VIOLATED))
            claims_file(&d);
    }
}
