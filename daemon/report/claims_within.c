/* Lists of what a figure before is made of: `项目支出2408万元。项目支出中，道路清扫986万元、垃圾收运742万元、其他项目680万元`. 中 names the whole, which
 * was told before; that the parts are all there are, the last one's name says, or that they add up. */
#include "claims_index.h"

/* Facts before the list among which its whole is. */
#define REACH     16
#define PARTS_MAX 24
/* Bytes of the whole's name and of a name that says something. */
#define NAME_BYTES     48
#define NAME_BYTES_MIN 9

struct within {
    struct report *report;
    uint32_t total;
    uint32_t parts[PARTS_MAX];
    uint32_t n;
};

/* 项目支出 of `项目支出中，` at the head of a sentence; empty where it has none. */
static struct slice whole_name(const struct report *report, uint32_t fact)
{
    const struct fact *f = claims_fact(report, fact);
    struct slice words = claims_words_before(report, fact);
    bool first = words.at == report->sentences.items[f->sentence].text.s.at;
    ptrdiff_t comma = slice_find(words, S("中，"), 0), colon = slice_find(words, S("中："), 0);
    ptrdiff_t end = comma >= 0 ? comma : colon;
    struct slice name = first && end > 0 ? slice_trim(slice_sub(words, 0, (size_t)end)) : (struct slice){0};
    bool other = slice_ends(name, S("其")) || name.len > NAME_BYTES || name.len < NAME_BYTES_MIN;
    return other ? (struct slice){0} : name;
}

static bool stands_alone(const struct fact *f)
{
    return claims_in_prose(f) && claims_amount(f) && f->topic == FACT_NONE;
}

static bool find_whole(struct within *w, uint32_t first, struct slice name)
{
    const struct fact *part = claims_fact(w->report, first);
    for (uint32_t i = first, back = 0; i-- > 0 && back < REACH; back++) {
        const struct fact *f = claims_fact(w->report, i);
        if (f->section != part->section)
            break;
        bool named =
            f->label.len >= NAME_BYTES_MIN && (slice_ends(f->label, name) || slice_ends(name, f->label));
        if (!named || !claims_amount(f) || f->cell || !claims_addable(f, part) || f->year != part->year)
            continue;
        w->total = i;
        return true;
    }
    return false;
}

/* The figures of the list's sentence, where none is of another list. */
static bool take_parts(struct within *w, uint32_t first, const uint32_t *totals)
{
    const struct fact *head = claims_fact(w->report, first);
    for (uint32_t i = first; i < w->report->facts.n && w->n < PARTS_MAX; i++) {
        const struct fact *f = claims_fact(w->report, i);
        if (f->sentence != head->sentence)
            break;
        if (!stands_alone(f) || !claims_addable(f, head))
            continue;
        if (totals[i] != FACT_NONE)
            return false;
        w->parts[w->n++] = i;
    }
    return w->n > 1;
}

static bool ends_with_others(const struct within *w)
{
    size_t from, to;
    return lexicon_find_word(w->report->lexicon, "list-others",
                             claims_fact(w->report, w->parts[w->n - 1])->label, &from, &to);
}

static void settle(const struct within *w)
{
    struct draft d = claims_draft(w->report, CLAIM_SUM, BASIS_WORDS, claims_fact(w->report, w->total)->quote);
    claims_member(&d, ROLE_TOTAL, 1, w->total);
    for (uint32_t i = 0; i < w->n; i++)
        claims_member(&d, ROLE_PART, 1, w->parts[i]);
    bool off = claims_try(&d) == VERDICT_VIOLATED;
    bool complete = ends_with_others(w) || decimal_cmp(d.claim.computed, d.claim.stated) > 0;
    bool meant = claims_slip(w->report, &d.claim) ||
                 (claims_near_miss(&d.claim) && claims_mendable(w->report, &d.claim));
    if (claims_holds(&d) || (off && complete && meant))
        claims_file(&d);
}

void claims_within_read(struct report *report, const struct fact_index *index)
{
    const uint32_t *totals = claims_totals(report);
    (void)index;
    for (uint32_t f = 1; f < report->facts.n; f++) {
        if (!stands_alone(claims_fact(report, f)))
            continue;
        struct within w = {.report = report};
        struct slice name = whole_name(report, f);
        if (name.len && find_whole(&w, f, name) && take_parts(&w, f, totals))
            settle(&w);
    }
}
