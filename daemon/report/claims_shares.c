/* Shares that stand for themselves: `基本支出占62.5%，项目支出占37.5%`, `由a、b和c构成，分别占x%、y%、z%`. Where they are of all
 * parts they make 100. That they are is said by 构成, 其余, or by what the domain's words mean; only some of the parts
 * may be named otherwise, and then nothing is claimed. Shares beside amounts are held against these (claims_list.c). */
#include "claims_index.h"

#define SHARES_MAX 16
/* Bytes between two shares of one list that is only marks and a joint: `、`, `和`. */
#define JOINT_BYTES 8
/* Bytes before the first share in which 构成 may stand. */
#define OPENING_BYTES 240

struct shares {
    struct report *report;
    uint32_t facts[SHARES_MAX];
    uint32_t n;
    struct slice base; /* what the words say that they are of */
    bool in_turn;      /* 分别占 */
};

static const struct sentence *sentence_of(const struct report *report, uint32_t fact)
{
    return &report->sentences.items[claims_fact(report, fact)->sentence];
}

static bool is_percent(const struct fact *f)
{
    return f->sentence != UINT32_MAX && f->quantity->kind == QUANTITY_VALUE &&
           claims_dimension(f) == DIMENSION_PERCENT && !f->claimed;
}

static bool stands_alone(const struct report *report, const struct fact *f)
{
    return f->topic == FACT_NONE || !claims_amount(claims_fact(report, f->topic));
}

/* What follows the word of a share: `占支出总额的`; false where there is no such word. */
static bool base_of(const struct report *report, struct slice words, struct slice *ret)
{
    size_t from, to;
    ptrdiff_t comma = slice_rfind(words, S("，"));
    struct slice own = comma >= 0 ? slice_sub(words, (size_t)comma, words.len) : words;
    if (!lexicon_find_word(report->lexicon, "share", own, &from, &to))
        return false;
    *ret = slice_trim(slice_sub(own, to, own.len));
    return true;
}

static bool is_joint(struct slice words)
{
    static const char *const joints[] = {"、", "和", "及", "与", "以及", "，", ","};
    words = slice_trim(words);
    for (size_t i = 0; i < sizeof joints / sizeof *joints && words.len <= JOINT_BYTES; i++)
        if (slice_eq(words, slice_of(joints[i])))
            return true;
    return false;
}

/* Whether the fact goes on with the list. */
static bool joins(struct shares *s, uint32_t fact)
{
    const struct fact *f = claims_fact(s->report, fact), *first = claims_fact(s->report, s->facts[0]);
    struct slice words, base;
    if (s->n == SHARES_MAX || !is_percent(f) || f->sentence != first->sentence)
        return false;
    words = claims_words_before(s->report, fact);
    if (s->in_turn)
        return is_joint(words);
    return f->version == VERSION_SHARE && stands_alone(s->report, f) && base_of(s->report, words, &base) &&
           (base.len == 0 || slice_eq(base, s->base));
}

static bool opens(struct shares *s, uint32_t fact)
{
    const struct fact *f = claims_fact(s->report, fact);
    if (!is_percent(f) || f->version != VERSION_SHARE || !stands_alone(s->report, f))
        return false;
    struct slice words = claims_words_before(s->report, fact);
    if (!base_of(s->report, words, &s->base))
        return false;
    s->in_turn = slice_find(words, S("分别占"), 0) >= 0 || slice_find(words, S("分别为"), 0) >= 0;
    s->facts[0] = fact;
    s->n = 1;
    return true;
}

/* All are parts of one whole, each once. */
static bool lexical(const struct shares *s)
{
    const struct measure *first = claims_fact(s->report, s->facts[0])->measure;
    for (uint32_t i = 0; i < s->n; i++) {
        const struct measure *m = claims_fact(s->report, s->facts[i])->measure;
        if (!m || !m->parent || m->parent != first->parent)
            return false;
        for (uint32_t j = 0; j < i; j++)
            if (claims_fact(s->report, s->facts[j])->measure == m)
                return false;
    }
    return true;
}

/* 由…构成 before the first, 其余 or 其他 before the last. */
static bool says_all(const struct shares *s)
{
    size_t from, to, at = claims_fact(s->report, s->facts[0])->quantity->from;
    struct slice text = sentence_of(s->report, s->facts[0])->text.s;
    size_t start = at > OPENING_BYTES ? at - OPENING_BYTES : 0;
    while (start < at && ((unsigned char)text.at[start] & 0xC0) == 0x80)
        start++;
    struct slice opening = slice_sub(text, start, at),
                 last = claims_words_before(s->report, s->facts[s->n - 1]);
    return lexicon_find_word(s->report->lexicon, "shares-all", opening, &from, &to) ||
           lexicon_find_word(s->report->lexicon, "shares-rest", last, &from, &to);
}

static void settle(const struct shares *s)
{
    struct draft d =
        claims_draft(s->report, CLAIM_SHARES, BASIS_WORDS, claims_fact(s->report, s->facts[0])->quote);
    for (uint32_t i = 0; i < s->n; i++)
        claims_member(&d, ROLE_PART, 1, s->facts[i]);
    bool violated = claims_try(&d) == VERDICT_VIOLATED && claims_near_miss(&d.claim);
    bool above = decimal_cmp(d.claim.computed, d.claim.stated) > 0;
    bool all = lexical(s) || says_all(s) || (above && s->in_turn && s->n > 2);
    if (claims_holds(&d) || (violated && all))
        claims_file(&d);
}

void claims_shares_read(struct report *report, const struct fact_index *index)
{
    (void)index;
    for (uint32_t f = 0; f < report->facts.n;) {
        struct shares s = {.report = report};
        if (!opens(&s, f++))
            continue;
        while (f < report->facts.n && joins(&s, f))
            s.facts[s.n++] = f++;
        if (s.n > 1)
            settle(&s);
    }
}
