/* Rates of what was done: `发放问卷200份，满意186份，满意度93%`, `抽检1200批次，合格1164批次，合格率97%`. The rate's own name
 * tells its part: the figure whose words have 满意, 合格, 办结 in them; its base is a figure of the same unit beside it.
 * Which of several that is (发放 or 收回), no word says: the one under which the rate holds. */
#include "claims_index.h"

#include "../base/utf8.h"
#include "chars.h"

/* Facts before and after a rate, of its sentence, among which its figures are looked for. */
#define REACH 6
/* Bytes of the stem of a rate's name: 满意, 合格, 兑现. */
#define STEM_BYTES 6
/* Bytes of what narrows a name by a word: 集中. */
#define NARROW_BYTES 6
/* Bytes of a rate's name with all that narrows it. */
#define NAME_BYTES 60
#define BASES_MAX  (2 * REACH)

struct done_rate {
    struct report *report;
    uint32_t rate, part;
    struct slice stem, narrow; /* 按时 办结 率: what narrows the stem */
    uint32_t bases[BASES_MAX];
    uint32_t n;
    bool parts; /* more than one figure has the stem */
    bool exact; /* the part's words have all of the rate's name: 集中供养 of 集中供养率 */
    bool plan;  /* 完成计划的P%: what was done of what was due */
};

/* The class has a word that is the whole of `text`. */
static bool has(const struct report *report, const char *class, struct slice text)
{
    size_t from, to;
    return lexicon_find_word(report->lexicon, class, text, &from, &to);
}

static struct slice text_of(const struct report *report, const struct fact *f)
{
    return report->sentences.items[f->sentence].text.s;
}

/* The words before a figure, back to the figure before or the last mark. */
static struct slice words_before(const struct report *report, uint32_t fact)
{
    struct slice words = claims_words_before(report, fact);
    for (size_t at = words.len; at > 0;) {
        size_t end = at;
        uint32_t c = utf8_previous(words, &at);
        if (!utf8_is_han(c) && !utf8_is_space(c) && c != ':' && c != 0xFF1A)
            return slice_sub(words, end, words.len);
    }
    return words;
}

/* Nothing but 为, 达到 and the like. */
static bool names_nothing(const struct report *report, struct slice text)
{
    size_t from, to;
    text = slice_trim(text);
    while (text.len && (slice_starts(text, S(":")) || slice_starts(text, S("：")) ||
                        (lexicon_find_word(report->lexicon, "tail", text, &from, &to) && from == 0))) {
        size_t cut = slice_starts(text, S(":")) ? 1 : slice_starts(text, S("：")) ? 3 : to;
        text = slice_trim(slice_sub(text, cut, text.len));
    }
    return text.len == 0;
}

/* `群众满意度为` to 群众 and 满意. */
static bool read_name(struct done_rate *o)
{
    struct slice words = slice_trim(words_before(o->report, o->rate));
    o->plan = slice_ends(words, S("的")) && words.len <= NAME_BYTES && has(o->report, "outcome-due", words);
    if (o->plan)
        return true;
    ptrdiff_t rate = slice_rfind(words, S("率")), degree = slice_rfind(words, S("满意度"));
    size_t end = rate >= 0 ? (size_t)rate : degree >= 0 ? (size_t)degree + S("满意").len : 0;
    size_t after = rate >= 0 ? end + S("率").len : end + S("度").len;
    if (end < STEM_BYTES || end > NAME_BYTES || !names_nothing(o->report, slice_sub(words, after, words.len)))
        return false;
    o->stem = slice_sub(words, end - STEM_BYTES, end);
    o->narrow = slice_trim(slice_sub(words, 0, end - STEM_BYTES));
    ptrdiff_t colon = slice_rfind(o->narrow, S("：")); /* 满意度：周边居民满意度 */
    if (colon >= 0)
        o->narrow = slice_sub(o->narrow, (size_t)colon + S("：").len, o->narrow.len);
    return true;
}

static bool is_count(const struct fact *f)
{
    enum dimension d = claims_dimension(f);
    return claims_amount(f) && d != DIMENSION_NONE && d != DIMENSION_TIME &&
           decimal_sign(f->quantity->value) > 0;
}

/* Not the 满意 of 满意度调查, and not 未完成. */
static bool has_stem(struct slice words, struct slice stem)
{
    ptrdiff_t at = slice_find(words, stem, 0);
    struct slice front = at > 0 ? slice_sub(words, 0, (size_t)at) : S("");
    return at >= 0 && !slice_ends(front, S("未")) && !slice_ends(front, S("不")) &&
           !slice_starts(slice_sub(words, (size_t)at + stem.len, words.len), S("度"));
}

/* 收回 of 回收率, 参加 of 参训率 (`[pairs outcome]`), or what was done of what was due. */
static bool names_part(const struct done_rate *o, struct slice words)
{
    struct lexicon_pair_at other;
    if (o->plan)
        return has(o->report, "outcome-done", words);
    if (has_stem(words, o->stem))
        return true;
    return lexicon_find_pair(o->report->lexicon, "outcome", o->stem, 0, &other) &&
           slice_find(words, other.pair->right, 0) >= 0;
}

static bool closes(uint32_t c)
{
    return c == ')' || c == 0xFF09;
}

/* In brackets right after another rate, and so that one's: `教师满意度96.8%（收回492份，满意476份），家长满意度94.2%`. */
static bool of_rate_before(const struct done_rate *o, const struct fact *f)
{
    struct slice text = text_of(o->report, f);
    bool closed = false;
    for (size_t at = f->quantity->to; at < claims_fact(o->report, o->rate)->quantity->from;)
        closed |= closes(char_next(text, &at));
    for (size_t at = f->quantity->from; closed && at > 0;) {
        uint32_t c = utf8_previous(text, &at);
        if (closes(c))
            return false;
        struct slice before = slice_trim(slice_sub(text, 0, at));
        if (c == '(' || c == 0xFF08)
            return slice_ends(before, S("%")) || slice_ends(before, S("％"));
    }
    return false;
}

/* `开工3200户；竣工3104户，竣工率97%`: of the part of the sentence before the semicolon. */
static bool before_semicolon(const struct done_rate *o, const struct fact *f)
{
    const struct fact *rate = claims_fact(o->report, o->rate);
    struct slice reading = o->report->document->reading;
    return f->sentence + 1 == rate->sentence && f->block == rate->block && !f->cell == !rate->cell &&
           slice_find(slice_sub(reading, f->span.to, rate->span.from), S("；"), 0) >= 0;
}

/* Only counts, and none where the part before tells of the same: 东山县竣工120户；西岭县竣工100户，竣工率90%. */
static void look_before(struct done_rate *o, uint32_t fact)
{
    const struct fact *f = claims_fact(o->report, fact);
    bool count = claims_dimension(f) == DIMENSION_COUNT || claims_dimension(f) == DIMENSION_PERSON;
    if (f->sentence == UINT32_MAX || !before_semicolon(o, f) || !count || !is_count(f) || o->plan ||
        f->year != claims_fact(o->report, o->rate)->year)
        return;
    struct slice words = words_before(o->report, fact);
    o->parts |= has_stem(words, o->stem) && slice_find(words, o->narrow, 0) >= 0;
    o->bases[o->n++] = fact;
}

/* 集中供养 of 集中供养率. */
static bool has_whole_name(const struct done_rate *o, struct slice words)
{
    struct slice name = {o->narrow.at, (size_t)(o->stem.at - o->narrow.at) + o->stem.len};
    return o->stem.len && o->narrow.len >= NARROW_BYTES && has_stem(words, name);
}

/* 其中138人表示满意: what people did; 82个项目完工，84个未完工 are two parts. */
static bool is_told_behind(const struct done_rate *o, const struct fact *f)
{
    const char *end = text_of(o->report, f).at + f->quantity->to;
    return !o->plan && claims_dimension(f) == DIMENSION_PERSON && f->label.len && f->label.at >= end &&
           has_stem(f->label, o->stem);
}

static void look_at(struct done_rate *o, uint32_t fact)
{
    const struct fact *f = claims_fact(o->report, fact), *rate = claims_fact(o->report, o->rate);
    if (f->sentence != rate->sentence || !is_count(f) || f->year != rate->year ||
        (fact < o->rate && of_rate_before(o, f)))
        return;
    struct slice words = words_before(o->report, fact);
    bool exact = has_whole_name(o, words);
    if ((exact || !o->exact) && (names_part(o, words) || is_told_behind(o, f)) &&
        !has(o->report, "outcome-due", words)) {
        if (exact && !o->exact && o->part != FACT_NONE)
            o->bases[o->n++] = o->part; /* 供养310人，其中集中供养112人 */
        o->parts = exact == o->exact && (o->parts || o->part != FACT_NONE);
        o->exact |= exact;
        o->part = fact;
    } else
        o->bases[o->n++] = fact;
}

static bool within(struct slice words, const struct done_rate *o)
{
    return slice_find(words, o->narrow, 0) >= 0;
}

/* What narrows the rate narrows its figures too, or says only whose it is: 按时办结率 is not 办结率. */
static bool same_scope(const struct done_rate *o, uint32_t base)
{
    struct slice rest = o->narrow;
    size_t from, to;
    while (rest.len && lexicon_find_word(o->report->lexicon, "outcome-whose", rest, &from, &to) && from == 0)
        rest = slice_sub(rest, to, rest.len);
    return rest.len == 0 || within(words_before(o->report, o->part), o) ||
           within(words_before(o->report, base), o);
}

static struct draft draft_of(const struct done_rate *o, uint32_t base)
{
    struct draft d =
        claims_draft(o->report, CLAIM_RATIO, BASIS_WORDS, claims_fact(o->report, o->rate)->quote);
    claims_member(&d, ROLE_RATE, 1, o->rate);
    claims_member(&d, ROLE_PART, 1, o->part);
    claims_member(&d, ROLE_BASE, 1, base);
    return d;
}

/* 收回问卷784份，满意745人: who filled one in. */
static bool of_answers(const struct done_rate *o, const struct fact *base, const struct fact *part)
{
    return slice_eq(o->stem, S("满意")) && claims_dimension(part) == DIMENSION_PERSON &&
           claims_dimension(base) == DIMENSION_COUNT && slice_eq(base->quantity->unit->base, S("份"));
}

/* More cannot be done than there was, but for what was planned. */
static bool may_be_base(const struct done_rate *o, uint32_t base)
{
    const struct fact *b = claims_fact(o->report, base), *p = claims_fact(o->report, o->part);
    bool enough = decimal_cmp(quantity_base(b->quantity), quantity_base(p->quantity)) >= 0 ||
                  has(o->report, "outcome-due", words_before(o->report, base));
    bool due = !o->plan || has(o->report, "outcome-due", words_before(o->report, base));
    return (claims_addable(b, p) || of_answers(o, b, p)) && enough && due && same_scope(o, base);
}

/* 完成3650米，超出计划150米，完成率104.29%: by how much, or what was exceeded. */
static bool may_be_gap(const struct done_rate *o, uint32_t base)
{
    return has(o->report, "outcome-gap", words_before(o->report, base));
}

/* `预算2000万元，实际完成投资1860万元，工程完成率100%`: the work is done, for less money. */
static bool of_the_work(const struct done_rate *o)
{
    return claims_dimension(claims_fact(o->report, o->part)) == DIMENSION_MONEY &&
           slice_eq(o->stem, S("完成")) &&
           decimal_cmp(claims_fact(o->report, o->rate)->quantity->value, decimal_int(100)) == 0;
}

/* 排查隐患138处，整改171处，整改率94.93%: more than there was, and one slip from holding. */
static void settle_above(const struct done_rate *o)
{
    const struct fact *p = claims_fact(o->report, o->part);
    for (uint32_t i = o->plan || o->parts ? 0 : o->n; i-- > 0;) {
        const struct fact *b = claims_fact(o->report, o->bases[i]);
        if (o->bases[i] > o->part || !claims_addable(b, p) || !same_scope(o, o->bases[i]) ||
            may_be_gap(o, o->bases[i]))
            continue;
        struct draft d = draft_of(o, o->bases[i]);
        if (claims_try(&d) == VERDICT_VIOLATED && claims_mendable(o->report, &d.claim)) {
            claims_file(&d);
            return;
        }
    }
}

/* Of several bases one that holds; else the nearest before the part, where the rate is near to what it comes to or a slip
 * away from it. */
static void settle(const struct done_rate *o)
{
    struct draft off = {0};
    uint32_t bases = 0;
    for (uint32_t i = o->n; i-- > 0;) {
        if (!may_be_base(o, o->bases[i]))
            continue;
        struct draft d = draft_of(o, o->bases[i]);
        if (claims_holds(&d)) {
            claims_file(&d);
            return;
        }
        if (may_be_gap(o, o->bases[i]))
            continue;
        bases++;
        if (d.claim.lenient == VERDICT_VIOLATED && (!off.claim.n || o->bases[i] + 1 == o->part))
            off = d;
    }
    if (off.claim.n && !o->parts && !of_the_work(o) &&
        (bases == 1 || claims_near_miss(&off.claim) || claims_mendable(o->report, &off.claim)))
        claims_file(&off);
    else if (!off.claim.n && bases == 0)
        settle_above(o);
}

static bool is_rate(const struct fact *f)
{
    static const bool others[VERSION_COUNT] = {
        [VERSION_TARGET] = true, [VERSION_SHARE] = true, [VERSION_CHANGE] = true, [VERSION_GROWTH] = true};
    return f->sentence != UINT32_MAX && f->quantity->kind == QUANTITY_VALUE && !f->claimed &&
           claims_dimension(f) == DIMENSION_PERCENT && f->quantity->unit->power == 0 &&
           !others[f->version]; /* ‰ is of an average of the year */
}

void claims_outcome_read(struct report *report, const struct fact_index *index)
{
    (void)index;
    for (uint32_t f = 0; f < report->facts.n; f++) {
        struct done_rate o = {.report = report, .rate = f, .part = FACT_NONE};
        if (!is_rate(claims_fact(report, f)) || !read_name(&o))
            continue;
        for (uint32_t i = f > REACH ? f - REACH : 0; i < report->facts.n && i < f + REACH; i++)
            if (i != f)
                look_at(&o, i);
        bool alone = o.n == 0;
        for (uint32_t i = f > REACH ? f - REACH : 0; i < f && alone; i++)
            look_before(&o, i);
        if (o.part != FACT_NONE)
            settle(&o);
    }
}
