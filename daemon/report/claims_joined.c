/* Lists before their total: `东山县N，西岭县N，南浦区N，合计N`. The word right before the last figure makes it the sum of the
 * figures of its sentence, back to a semicolon; where it is not, it is a violation only as a slip. A sentence that begins
 * with 加 goes on with the one before: `支出98.76亿元，为预算的96.3%。加上解支出2.14亿元…，支出总计116.50亿元`; and `上述四项支出合计N` is the
 * sum of the four figures before it. What is bracketed (补助收入N（其中：返还N、专项N）) is of the figure before it. */
#include "claims_index.h"

/* Bytes of a verb between the word and the total, or of what is before the word: 合计发放, 在职合计. */
#define VERB_BYTES  9
#define WORDS_BYTES 30
/* Parts of such a list. */
#define PARTS_MAX 24
/* Facts of the sentence before among which the figure is that others are added to. */
#define SUBJECT_REACH 12
/* Facts back to the first of so many things: each has its budget, its rate, its growth. */
#define COUNTED_REACH 40

struct joined {
    struct report *report;
    uint32_t total;
    uint32_t parts[PARTS_MAX];
    uint32_t n;
    bool added;    /* the words say so: 加转移性收入N */
    uint32_t lead; /* figures before the first of these: one, unless more is told of it */
};

static struct slice text_of(const struct report *report, const struct fact *f)
{
    return report->sentences.items[f->sentence].text.s;
}

/* The words between the figure before and this one are 合计 and little more. */
static bool says_total(const struct report *report, uint32_t fact)
{
    const struct fact *f = claims_fact(report, fact), *last = fact ? claims_fact(report, fact - 1) : NULL;
    size_t from, to;
    if (!last || last->sentence != f->sentence || last->quantity->to > f->quantity->from)
        return false;
    struct slice words = slice_sub(text_of(report, f), last->quantity->to, f->quantity->from);
    while (words.len && (slice_starts(words, S("，")) || slice_starts(words, S(",")) ||
                         slice_starts(words, S("。")) || slice_starts(words, S(" "))))
        words = slice_sub(words, words.at[0] == ',' || words.at[0] == ' ' ? 1 : 3, words.len);
    return words.len <= WORDS_BYTES &&
           lexicon_find_word(report->lexicon, "joined-total", words, &from, &to) &&
           (from <= VERB_BYTES || claims_part_of(last->measure, f->measure)) && words.len - to <= VERB_BYTES;
}

static bool is_total(const struct report *report, uint32_t fact)
{
    const struct fact *f = claims_fact(report, fact);
    return f->sentence != UINT32_MAX && !f->claimed && claims_amount(f) && says_total(report, fact);
}

/* 过程类25分得22.8分: a weight among scores is none of them, nor is 100分制. */
static bool is_other_score(const struct joined *j, const struct fact *p)
{
    const struct fact *nearest = j->n ? claims_fact(j->report, j->parts[0]) : p;
    return claims_dimension(p) == DIMENSION_SCORE &&
           (p->version != nearest->version ||
            (p->version == VERSION_WEIGHT && claims_fact(j->report, j->total)->version == VERSION_SCORE));
}

/* What stands for itself: no budget beside what was spent, no growth. */
static bool may_be_part(const struct joined *j, uint32_t fact)
{
    const struct fact *p = claims_fact(j->report, fact);
    return claims_amount(p) && p->topic == FACT_NONE && claims_addable(p, claims_fact(j->report, j->total)) &&
           !is_other_score(j, p);
}

/* The first figure of the sentence before, where the parts' own begins with 加. */
static void add_subject(struct joined *j)
{
    uint32_t first = j->parts[j->n - 1], subject = FACT_NONE;
    const struct fact *f = claims_fact(j->report, first);
    if (!slice_starts(slice_trim(slice_sub(text_of(j->report, f), 0, f->quantity->from)), S("加")))
        return;
    for (uint32_t i = first, back = 0; i-- > 0 && back < SUBJECT_REACH; back++) {
        const struct fact *p = claims_fact(j->report, i);
        if (p->block != f->block || p->sentence + 1 < f->sentence)
            break;
        if (p->sentence + 1 == f->sentence && may_be_part(j, i))
            subject = i;
    }
    if (subject == FACT_NONE || j->n == PARTS_MAX)
        return;
    j->parts[j->n++] = subject;
    bool listed = slice_find(claims_words_before(j->report, subject), S("："), 0) >= 0;
    j->lead = listed ? PARTS_MAX : 1; /* 主要收入项目为：a亿元、b亿元。加上年结转 */
}

/* A bracket closes between the two that did not open there. */
static bool is_bracketed(struct slice between)
{
    ptrdiff_t close = slice_find(between, S("）"), 0), open = slice_find(between, S("（"), 0);
    return close >= 0 && (open < 0 || close < open);
}

/* Every amount of the unit before the total; false where a list is among them already. */
static bool collect(struct joined *j)
{
    const struct fact *t = claims_fact(j->report, j->total);
    for (uint32_t i = j->total; i-- > 0 && j->n < PARTS_MAX;) {
        const struct fact *p = claims_fact(j->report, i);
        struct slice between = slice_sub(text_of(j->report, t), p->quantity->to, t->quantity->from);
        if (p->sentence != t->sentence || slice_find(between, S("；"), 0) >= 0)
            break;
        if (is_bracketed(between))
            continue;
        if (p->claimed && !slice_starts(between, S("（")))
            return false;
        if (!may_be_part(j, i))
            continue;
        j->parts[j->n++] = i;
        bool added = slice_starts(slice_trim(claims_clause_before(j->report, i)), S("加"));
        j->lead = added ? 0 : j->lead + 1;
        j->added |= added;
    }
    if (j->n)
        add_subject(j);
    return j->n > 1;
}

/* 上述四项支出合计: of so many figures before. */
static bool collect_counted(struct joined *j)
{
    const struct fact *t = claims_fact(j->report, j->total), *count = t - 1;
    size_t from, to;
    if (j->total == 0 || count->sentence != t->sentence || claims_dimension(count) != DIMENSION_COUNT ||
        !lexicon_find_word(j->report->lexicon, "joined-above",
                           document_quote(j->report->document, count->quote), &from, &to))
        return false;
    for (uint32_t i = j->total - 1, back = 0; i-- > 0 && back < COUNTED_REACH && j->n < PARTS_MAX; back++) {
        if (claims_fact(j->report, i)->block != t->block ||
            decimal_cmp(decimal_int(j->n), count->quantity->value) == 0)
            break;
        if (may_be_part(j, i))
            j->parts[j->n++] = i;
    }
    return j->n > 1 && decimal_cmp(decimal_int(j->n), count->quantity->value) == 0;
}

static void settle(const struct joined *j)
{
    struct draft d = claims_draft(j->report, CLAIM_SUM, BASIS_WORDS, claims_fact(j->report, j->total)->quote);
    claims_member(&d, ROLE_TOTAL, 1, j->total);
    for (uint32_t i = j->n; i-- > 0;)
        claims_member(&d, ROLE_PART, 1, j->parts[i]);
    bool off =
        claims_try(&d) == VERDICT_VIOLATED && j->lead < PARTS_MAX &&
        (claims_slip(j->report, &d.claim) || (((j->added && j->lead == 1) || claims_near_miss(&d.claim)) &&
                                              claims_mendable(j->report, &d.claim)));
    if (claims_holds(&d) || off)
        claims_file(&d);
}

void claims_joined_read(struct report *report, const struct fact_index *index)
{
    (void)index;
    for (uint32_t f = 0; f < report->facts.n; f++) {
        struct joined j = {.report = report, .total = f};
        if (is_total(report, f) && (collect_counted(&j) || collect(&j)))
            settle(&j);
    }
}
