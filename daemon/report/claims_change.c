/* Changes in prose: `N，比上年增加N，增长P%`, `较上年(N)减少N`, `2020年N … 对比增加N`, `与预算相比增加N`. The
 * later figure is the topic of the change; the earlier one stands in the text, or elsewhere in the report
 * where the lexicon makes its identity certain. Where only the change and its rate are given, the rate is
 * held against later − change. */
#include "claims_index.h"

/* How far back from a change, in facts, its figures may stand: its own sentence and the one before. */
#define CHANGE_REACH 10
/* Bytes of （2022年全年完成. */
#define BRACKET_BYTES 36
/* And what was spent, where only the year before stands beside it. */
#define SINCE_REACH 16
/* And the figure of its section that it names. */
#define NAMED_REACH 40
/* Sentences back in which what a change names itself may stand: `收入总计增加N，增长P%；支出总计增加N` has two on one. */
#define NAMED_SENTENCES 2
/* Bytes of 增长, 增长率为: words of a rate that name nothing. */
#define RATE_WORDS 15

struct pair {
    uint32_t later, earlier;
};

struct changes {
    struct report *report;
    const struct fact_index *index;
    uint32_t
        *whole; /* of each fact that is a part of a sum: the total, of which a change after the list speaks;
                        else FACT_NONE */
    uint32_t *
        done; /* of each fact that is what was due (完成任务400人的103%): what was done of it; else FACT_NONE */
};

/* 同口径, 剔除…因素: the base is not the one printed. */
static bool other_base(const struct report *report, const struct fact *change)
{
    size_t from, to;
    const struct sentence *s = &report->sentences.items[change->sentence];
    return lexicon_find_word(report->lexicon, "like-for-like", s->text.s, &from, &to);
}

static bool is_change(const struct fact *f, enum version version)
{
    return f->version == version && f->sentence != UINT32_MAX && f->quantity->kind == QUANTITY_VALUE;
}

static bool same_text(const struct report *report, const struct fact *a, const struct fact *b)
{
    const struct sentence *x = &report->sentences.items[a->sentence];
    return b->sentence != UINT32_MAX && b->block == a->block &&
           report->sentences.items[b->sentence].cell == x->cell;
}

/* `年初预算数N` beside `2020年度预算N`: the words of one say less than those of the other. */
static bool alike(enum version a, enum version b)
{
    bool budgets = (a == VERSION_BUDGET && (b == VERSION_INITIAL || b == VERSION_ADJUSTED)) ||
                   (b == VERSION_BUDGET && (a == VERSION_INITIAL || a == VERSION_ADJUSTED));
    return a == b || a == VERSION_UNKNOWN || b == VERSION_UNKNOWN || budgets;
}

/* A budget `of the year` without more is whatever the sentence is about. */
static bool names_all(const struct report *report, const struct fact *f)
{
    size_t from, to;
    return f->measure && lexicon_find_word(report->lexicon, "any-budget", f->measure->name, &from, &to);
}

/* One thing by its measure or its name; a figure without a name (较上年（N）) is of whatever stands before
 * it. */
static bool one_thing(const struct report *report, const struct fact *l, const struct fact *e)
{
    if (e->label.len == 0)
        return e > l;
    if (names_all(report, e) || l->label.len == 0)
        return true;
    return e->measure && l->measure ? e->measure == l->measure : slice_eq(e->label, l->label);
}

/* Whether `e` is what the change says `l` is compared with. */
static bool is_earlier(const struct report *report, const struct fact *change, const struct fact *l,
                       const struct fact *e)
{
    if (!claims_amount(e) || !claims_addable(e, l) || !one_thing(report, l, e))
        return false;
    bool before = l->year != 0 && e->year == l->year - 1;
    if (change->against != VERSION_UNKNOWN) {
        bool base =
            e->version == change->against ||
            (lexicon_is_budget(e->version) && change->against == VERSION_BUDGET && one_thing(report, l, e));
        return base && (!change->against_prior || before);
    }
    return before && alike(e->version, l->version);
}

/* The nearest one; of a figure without a name (全年预算2710万元，比年初预算增加23.95%) one that is no part of a list. */
static uint32_t earlier_in_text(const struct changes *all, uint32_t change, uint32_t later)
{
    const struct report *report = all->report;
    const struct fact *c = claims_fact(report, change), *l = claims_fact(report, later);
    bool of_all = l->label.len == 0 && all->whole[later] == FACT_NONE;
    for (uint32_t i = change, steps = 0; i-- > 0 && steps < CHANGE_REACH; steps++) {
        const struct fact *e = claims_fact(report, i);
        if (!same_text(report, c, e) || e->sentence + 1 < c->sentence)
            break;
        if (i != later && is_earlier(report, c, l, e))
            return of_all && all->whole[i] != FACT_NONE ? all->whole[i] : i;
    }
    return FACT_NONE;
}

static uint32_t earlier_elsewhere(const struct fact_index *index, uint32_t change, uint32_t later)
{
    const struct fact *c = claims_fact(index->report, change);
    struct fact_key key = claims_key(claims_fact(index->report, later));
    if (!key.measure || (c->against == VERSION_UNKNOWN && !c->against_prior))
        return FACT_NONE;
    key.version = c->against != VERSION_UNKNOWN ? c->against : key.version;
    key.year -= c->against_prior;
    uint32_t earlier = claims_index_only(index, &key);
    bool told = earlier != FACT_NONE && claims_fact(index->report, earlier)->year_stated &&
                claims_fact(index->report, later)->year_stated;
    return told && earlier != later ? earlier : FACT_NONE;
}

/* `“三公”经费预算N，实际支出N；上一年度为N，同比下降P%`: what was spent, though it speaks of the budget. */
static bool spent_beside(const struct fact *later, const struct fact *earlier)
{
    return later->measure && later->measure == earlier->measure && later->version == VERSION_ACTUAL;
}

/* `2021年收入N，支出N。与2020年收入N，支出N对比增加N`: the topic stands among the earlier figures; the later
 * one is the figure of the same measure a year on. */
static uint32_t later_in_text(const struct changes *all, uint32_t change, uint32_t earlier)
{
    const struct report *report = all->report;
    const struct fact *c = claims_fact(report, change), *e = claims_fact(report, earlier);
    for (uint32_t i = earlier, steps = 0; i-- > 0 && steps < CHANGE_REACH; steps++) {
        const struct fact *l = claims_fact(report, i);
        if (!same_text(report, c, l))
            break;
        bool year_on = l->year != 0 && e->year == l->year - 1;
        bool own = l->topic == FACT_NONE || spent_beside(l, e);
        bool other = all->whole[i] != FACT_NONE || all->done[i] != FACT_NONE || claims_in_reason(report, i);
        if (year_on && claims_amount(l) && own && !other && is_earlier(report, c, l, e))
            return i;
    }
    return FACT_NONE;
}

/* Of `预算2.40万元，实际支出1.86万元，比上年下降7%`, or 比预算下降, whose topic is the budget, the actual figure. */
static uint32_t spent_of(const struct report *report, uint32_t change)
{
    const struct fact *c = claims_fact(report, change);
    bool other = c->against == VERSION_UNKNOWN ||
                 (lexicon_is_budget(c->against) && lexicon_is_budget(claims_fact(report, c->topic)->version));
    for (uint32_t i = change; other && --i > c->topic;) {
        const struct fact *f = claims_fact(report, i);
        if (f->topic == c->topic && f->version == VERSION_ACTUAL && !f->prior && claims_amount(f))
            return i;
    }
    return claims_amount(claims_fact(report, c->topic)) ? c->topic : FACT_NONE;
}

/* `收入合计减少N万元` after the list of what it is made of: the figure of its own section that the change names. */
static uint32_t named_before(const struct report *report, uint32_t change)
{
    const struct fact *c = claims_fact(report, change);
    uint32_t narrow = FACT_NONE; /* 局机关收入合计, where 收入合计 itself is not told */
    for (uint32_t i = change, back = 0; c->measure && i-- > 0 && back < NAMED_REACH; back++) {
        const struct fact *f = claims_fact(report, i);
        if (f->section != c->section)
            break;
        bool own = f->version == VERSION_ACTUAL || f->version == VERSION_UNKNOWN;
        if (f->measure == c->measure && own && !f->prior && !f->cell && claims_amount(f) &&
            claims_addable(f, c)) {
            if (slice_eq(f->scope, c->scope))
                return i;
            narrow = narrow == FACT_NONE && c->scope.len == 0 ? i : narrow;
        }
    }
    return narrow;
}

/* What the change speaks of, or names, or else the amount before it in its sentence. */
static uint32_t subject_of(const struct report *report, uint32_t change)
{
    const struct fact *c = claims_fact(report, change);
    const struct fact *topic = c->topic != FACT_NONE ? claims_fact(report, c->topic) : NULL;
    bool wider = topic && topic->scope.len && !c->scope.len && topic->measure == c->measure;
    if (topic && !wider)
        return spent_of(report, change);
    uint32_t named = named_before(report, change);
    if (named != FACT_NONE)
        return named;
    for (uint32_t i = change, steps = 0; i-- > 0 && steps < CHANGE_REACH; steps++) {
        const struct fact *f = claims_fact(report, i);
        if (f->sentence != c->sentence)
            break;
        if (claims_amount(f))
            return i;
    }
    return FACT_NONE;
}

/* `收入总计N，支出总计N。与上年相比，收、支总计各增加N，增长P%`: of the figures of the sentence before, where they are all equal. */
static uint32_t equal_before(const struct report *report, uint32_t change)
{
    const struct fact *c = claims_fact(report, change);
    uint32_t found = FACT_NONE;
    for (uint32_t i = change, steps = 0; i-- > 0 && steps < CHANGE_REACH; steps++) {
        const struct fact *f = claims_fact(report, i);
        if (!same_text(report, c, f) || f->sentence + 1 < c->sentence)
            break;
        if (!claims_amount(f) || !claims_addable(f, c) || f->prior)
            continue;
        if (found != FACT_NONE &&
            decimal_cmp(quantity_base(claims_fact(report, found)->quantity), quantity_base(f->quantity)) != 0)
            return FACT_NONE;
        found = i;
    }
    return found;
}

/* `682.5万人次，同比增长25.00%，2022年为546.0万人次`, `完成86.42亿元，增长7.3%（上年80.54亿元）`: the earlier figure right after the rate, with a
 * year and no name, or in brackets. */
static uint32_t earlier_after(const struct report *report, uint32_t change, uint32_t later)
{
    const struct fact *c = claims_fact(report, change), *l = claims_fact(report, later);
    if (change + 1 == report->facts.n || claims_fact(report, change + 1)->sentence != c->sentence)
        return FACT_NONE;
    const struct fact *e = claims_fact(report, change + 1);
    struct slice words = claims_words_before(report, change + 1);
    bool bracket =
        words.len <= BRACKET_BYTES && (slice_starts(words, S("（")) || slice_starts(words, S("(")));
    bool nameless = e->label.len == 0 || slice_eq(e->label, l->label);
    bool fits = bracket || (nameless && c->against_prior);
    return fits && e->year_stated && l->year && e->year == l->year - 1 && claims_amount(e) &&
                   claims_addable(e, l)
               ? change + 1
               : FACT_NONE;
}

static struct pair pair_with(const struct changes *all, uint32_t change, uint32_t later_known)
{
    const struct report *report = all->report;
    struct pair pair = {later_known, FACT_NONE};
    if (pair.later == FACT_NONE)
        return pair;
    pair.earlier = earlier_in_text(all, change, pair.later);
    if (pair.earlier == FACT_NONE)
        pair.earlier = earlier_after(report, change, pair.later);
    if (pair.earlier != FACT_NONE)
        return pair;
    uint32_t later = later_in_text(all, change, pair.later);
    if (later != FACT_NONE)
        return (struct pair){later, pair.later};
    const struct fact *c = claims_fact(report, change);
    bool named = c->measure && c->measure == claims_fact(report, pair.later)->measure;
    if (c->topic == FACT_NONE && !named)
        return (struct pair){FACT_NONE, FACT_NONE};
    pair.earlier = earlier_elsewhere(all->index, change, pair.later);
    return pair;
}

static struct draft difference_of(struct report *report, uint32_t change, struct pair pair)
{
    const struct fact *c = claims_fact(report, change);
    struct draft d = claims_draft(report, CLAIM_DIFFERENCE, BASIS_WORDS, c->quote);
    claims_member(&d, ROLE_CHANGE, c->direction, change);
    claims_member(&d, ROLE_LATER, 1, pair.later);
    claims_member(&d, ROLE_EARLIER, 1, pair.earlier);
    return d;
}

static struct draft growth_of(struct report *report, uint32_t growth, struct pair pair)
{
    const struct fact *g = claims_fact(report, growth);
    struct draft d = claims_draft(report, CLAIM_GROWTH, BASIS_WORDS, g->quote);
    claims_member(&d, ROLE_RATE, g->direction, growth);
    claims_member(&d, ROLE_EARLIER, 1, pair.earlier);
    claims_member(&d, ROLE_LATER, 1, pair.later);
    return d;
}

static bool is_so(struct report *report, uint32_t change, struct pair pair)
{
    bool growth = claims_fact(report, change)->version == VERSION_GROWTH;
    struct draft d = (growth ? growth_of : difference_of)(report, change, pair);
    return claims_holds(&d);
}

/* `三公经费41.2万元，其中接待费40万元，较上年39.0万元增加2.2万元`: of the figure before, where it is so of that. */
static struct pair of_before(struct report *report, uint32_t change, struct pair pair)
{
    const struct fact *l = claims_fact(report, pair.later);
    if (pair.later == 0)
        return pair;
    struct pair before = {pair.later - 1, pair.earlier};
    const struct fact *f = claims_fact(report, before.later);
    bool fits = f->sentence == l->sentence && claims_amount(f) && claims_addable(f, l) && !f->prior;
    return fits && is_so(report, change, before) ? before : pair;
}

/* `支出9.36万元。其中：A7.86万元、B1.50万元。与上年10.40万元相比减少1.04万元`: a sentence without a subject after a list goes on
 * about the list's total, unless what it says is so of the last part; in the list's own sentence it is the other way
 * round. */
static struct pair pair_of(const struct changes *all, uint32_t change)
{
    struct report *report = all->report;
    const struct fact *c = claims_fact(report, change);
    uint32_t later = subject_of(report, change);
    later = later != FACT_NONE && all->done[later] != FACT_NONE ? all->done[later] : later;
    struct pair pair = pair_with(all, change, later);
    if (pair.earlier == FACT_NONE || pair.later != later ||
        claims_fact(report, pair.earlier)->sentence != c->sentence || is_so(report, change, pair))
        return pair;
    uint32_t whole = all->whole[later];
    if (whole == FACT_NONE)
        return of_before(report, change, pair);
    struct pair of_whole = {whole, pair.earlier};
    bool goes_on = claims_fact(report, later)->sentence < c->sentence;
    return goes_on || is_so(report, change, of_whole) ? of_whole : pair;
}

static void file_known(struct draft *d)
{
    if (claims_try(d) != VERDICT_UNKNOWN)
        claims_file(d);
}

/* `较上年增长8%，主要是医保补助人均提高30元`: a change of something else, of which the text gives no more. */
static bool of_another(const struct report *report, const struct fact *change, const struct fact *later)
{
    size_t from, to;
    struct slice quote = document_quote(report->document, change->quote);
    bool own_name = change->label.len && slice_find(quote, change->label, 0) >= 0;
    bool strange = own_name && !change->measure && !claims_shares_word(change->label, later->label);
    return lexicon_find_word(report->lexicon, "per-head", quote, &from, &to) || strange ||
           (own_name && change->measure && change->measure != later->measure);
}

/* `优良率93.2%（全年366天），比上年的331天多10天`: what stands in the bracket is not what is compared. */
static bool is_bracketed(const struct report *report, struct pair pair)
{
    const struct fact *l = claims_fact(report, pair.later);
    struct slice text = report->sentences.items[l->sentence].text.s;
    struct slice after = slice_sub(text, l->quantity->to, text.len);
    return pair.later < pair.earlier && (slice_starts(after, S("）")) || slice_starts(after, S(")")));
}

static void read_difference(struct report *report, uint32_t change, struct pair pair)
{
    const struct fact *c = claims_fact(report, change);
    if (pair.later == FACT_NONE || pair.earlier == FACT_NONE ||
        !claims_addable(c, claims_fact(report, pair.later)))
        return;
    struct draft d = difference_of(report, change, pair);
    bool other = of_another(report, c, claims_fact(report, pair.later)) || claims_in_reason(report, change) ||
                 is_bracketed(report, pair);
    if (claims_try(&d) != VERDICT_VIOLATED || !other)
        file_known(&d);
}

/* `与2020年收入N，支出N对比增加N`: the change is of each of them. */
static void read_differences(const struct changes *all, uint32_t change)
{
    const struct report *report = all->report;
    struct pair pair = pair_of(all, change);
    read_difference(all->report, change, pair);
    if (pair.earlier == FACT_NONE || pair.earlier == 0 || pair.later + 1 >= pair.earlier)
        return;
    const struct fact *e = claims_fact(report, pair.earlier), *other = claims_fact(report, pair.earlier - 1);
    bool beside = other->sentence == e->sentence && other->year == e->year && other->version == e->version &&
                  claims_amount(other) && other->measure && other->topic == FACT_NONE;
    uint32_t later = beside ? later_in_text(all, change, pair.earlier - 1) : FACT_NONE;
    if (later != FACT_NONE)
        read_difference(all->report, change, (struct pair){later, pair.earlier - 1});
}

/* `本年支出7654万元，占88%，与上年相比，财政拨款支出增加158万元`, `与上年相比，收入总计增加312万元`: what the change names itself. */
static uint32_t called_before(const struct report *report, uint32_t change)
{
    const struct fact *c = claims_fact(report, change);
    for (uint32_t i = change, steps = 0; i-- > 0 && steps < CHANGE_REACH && c->label.len; steps++) {
        const struct fact *f = claims_fact(report, i);
        if (!same_text(report, c, f) || f->sentence + NAMED_SENTENCES < c->sentence)
            break;
        if (claims_amount(f) && claims_addable(f, c) && slice_ends(f->label, c->label))
            return i;
    }
    return FACT_NONE;
}

/* The change just before the rate that speaks of the same figure; a rate without a name of its own speaks of the
 * change's. */
static uint32_t change_beside(const struct report *report, uint32_t growth)
{
    const struct fact *g = claims_fact(report, growth);
    if (growth == 0)
        return FACT_NONE;
    const struct fact *c = claims_fact(report, growth - 1);
    bool nameless = claims_clause_before(report, growth).len <= RATE_WORDS;
    bool beside = c->version == VERSION_CHANGE && c->sentence == g->sentence && c->against == g->against &&
                  (c->topic == g->topic || g->topic == growth - 1 || nameless);
    return beside ? growth - 1 : FACT_NONE;
}

/* `投资28.6亿元，同比增长13.9%，较上年净增3.5亿元`: the change of the same figure right behind the rate. */
static uint32_t change_behind(const struct report *report, uint32_t growth)
{
    const struct fact *g = claims_fact(report, growth), *c = g + 1;
    if (growth + 1 == report->facts.n || g->topic == FACT_NONE || !g->against_prior ||
        c->version != VERSION_CHANGE || c->sentence != g->sentence || c->topic != g->topic ||
        claims_dimension(c) == DIMENSION_POINTS || c->against != g->against)
        return FACT_NONE;
    return claims_addable(c, claims_fact(report, g->topic)) ? growth + 1 : FACT_NONE;
}

/* 较2019年的390人, with nothing between that names another thing, 与年初预算数25600万元相比: what the change starts from. */
static bool is_compared(const struct report *report, uint32_t fact)
{
    static const char *const heads[] = {"较", "比", "与", "同"};
    const struct fact *f = claims_fact(report, fact);
    struct slice words = slice_trim(claims_clause_before(report, fact));
    struct slice text = report->sentences.items[f->sentence].text.s;
    bool head = false, tail = slice_starts(slice_sub(text, f->quantity->to, text.len), S("相比"));
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        head |= slice_starts(words, slice_of(heads[i]));
    return head && (tail || (f->year_stated && !f->measure && f->label.len == 0));
}

/* `上年预算250万元，今年增加18万元，增长7.2%`: what the change starts from, not what it led to. */
static bool from_prior(const struct report *report, uint32_t growth, uint32_t change, struct pair pair)
{
    if (pair.later == FACT_NONE || change != pair.later + 1 || pair.earlier != FACT_NONE)
        return false;
    const struct fact *f = claims_fact(report, pair.later), *g = claims_fact(report, growth);
    struct slice words = claims_clause_before(report, pair.later);
    size_t from, to;
    bool prior =
        f->prior && !g->against_prior && lexicon_find_word(report->lexicon, "prior-year", words, &from, &to);
    return f->sentence == g->sentence && (prior || is_compared(report, pair.later));
}

/* `案件数比上年1482件减少117件`, `与2022年支出3985.60万元相比，增支283.31万元`: right before the change, behind 比, what it starts from. */
static uint32_t compared_beside(const struct report *report, uint32_t change)
{
    const struct fact *c = claims_fact(report, change), *e = change ? c - 1 : NULL;
    size_t from, to;
    if (!e || e->sentence != c->sentence || !claims_amount(e) || !claims_addable(e, c) ||
        (slice_find(claims_words_before(report, change), S("，"), 0) >= 0 &&
         !slice_starts(claims_words_before(report, change), S("相比"))))
        return FACT_NONE;
    struct slice words = claims_clause_before(report, change - 1);
    return lexicon_find_word(report->lexicon, "than", words, &from, &to) ? change - 1 : FACT_NONE;
}

/* `支出6.18亿元。…与2022年决算5.75亿元相比，增长7.48%`: what it came to, told before; one that does not hold is the nearest, a slip away. */
static bool read_since(struct report *report, uint32_t growth)
{
    uint32_t earlier = growth > 0 ? growth - 1 : 0;
    const struct fact *e = claims_fact(report, earlier), *g = claims_fact(report, growth);
    struct draft off = {0};
    if (growth == 0 || e->sentence != g->sentence || !claims_amount(e) || !e->year_stated ||
        !slice_starts(claims_words_before(report, growth), S("相比")))
        return false;
    for (uint32_t i = earlier, back = 0; i-- > 0 && back < SINCE_REACH; back++) {
        const struct fact *l = claims_fact(report, i);
        if (l->section != e->section || !claims_in_prose(l))
            break;
        if (!claims_amount(l) || !claims_addable(l, e) || l->year != e->year + 1 ||
            l->version != VERSION_ACTUAL)
            continue;
        struct draft d = growth_of(report, growth, (struct pair){i, earlier});
        if (claims_holds(&d)) {
            claims_file(&d);
            return true;
        }
        if (!off.claim.n && d.claim.lenient == VERDICT_VIOLATED && claims_mendable(report, &d.claim))
            off = d;
    }
    if (off.claim.n)
        claims_file(&off);
    return off.claim.n > 0;
}

/* `决算161.59万元（其中：一般公共预算161.59万元；政府性基金0万元）。与上年相比增加3.30万元`: nothing was added to what is nothing, so that a
 * sentence after a list speaks of its total. */
static uint32_t not_of_nought(const struct changes *all, uint32_t later, uint32_t growth)
{
    const struct fact *l = claims_fact(all->report, later);
    bool nought = decimal_sign(l->quantity->value) == 0 && all->whole[later] != FACT_NONE;
    return nought && l->sentence < claims_fact(all->report, growth)->sentence ? all->whole[later] : later;
}

static void read_growth(const struct changes *all, uint32_t growth)
{
    struct report *report = all->report;
    const struct fact *g = claims_fact(report, growth);
    if (read_since(report, growth))
        return;
    uint32_t change = change_beside(report, growth);
    change = change == FACT_NONE ? change_behind(report, growth) : change;
    struct pair pair = pair_of(all, change != FACT_NONE ? change : growth);
    if (pair.later == FACT_NONE && change != FACT_NONE)
        pair.later = called_before(report, change);
    if (pair.later == FACT_NONE && change != FACT_NONE)
        pair.later = equal_before(report, change);
    if (pair.later != FACT_NONE && pair.earlier == FACT_NONE)
        pair.later = not_of_nought(all, pair.later, growth);
    uint32_t beside =
        change != FACT_NONE && pair.earlier == FACT_NONE ? compared_beside(report, change) : FACT_NONE;
    if (beside != FACT_NONE)
        pair = (struct pair){beside, beside};
    else if (from_prior(report, growth, change, pair))
        pair = (struct pair){pair.later, pair.later};
    if (pair.later == FACT_NONE || (pair.earlier == FACT_NONE && change == FACT_NONE))
        return;
    struct draft d = claims_draft(report, CLAIM_GROWTH, BASIS_WORDS, g->quote);
    claims_member(&d, ROLE_RATE, g->direction, growth);
    if (pair.earlier != FACT_NONE)
        claims_member(&d, ROLE_EARLIER, 1, pair.earlier);
    if (change == FACT_NONE || pair.earlier == FACT_NONE)
        claims_member(&d, ROLE_LATER, 1, pair.later);
    if (change != FACT_NONE)
        claims_member(&d, ROLE_CHANGE, claims_fact(report, change)->direction, change);
    /* a rate of growth from nothing is worth telling, though it cannot be worked out */
    bool zero =
        pair.earlier != FACT_NONE && decimal_sign(claims_fact(report, pair.earlier)->quantity->value) == 0;
    bool off = claims_try(&d) == VERDICT_VIOLATED;
    bool another = off && ((change == FACT_NONE && of_another(report, g, claims_fact(report, pair.later))) ||
                           claims_of_reason(report, change != FACT_NONE ? change : growth));
    if ((claims_try(&d) != VERDICT_UNKNOWN || zero) && !another)
        claims_file(&d);
}

/* `增加8处，其中新增15处、核销7处`, `增长5.02%，其中县级资金增加150万元，增幅11.11%`: a part of the change before, or of what it
 * speaks of. */
static bool is_part(const struct report *report, uint32_t change)
{
    const struct fact *c = claims_fact(report, change), *before = change ? c - 1 : c;
    size_t from, to;
    if (before == c || before->sentence != c->sentence)
        return false;
    if (c->version == VERSION_GROWTH && c->label.len == 0 && before->version == VERSION_CHANGE)
        return is_part(report, change - 1);
    return (before->version == VERSION_CHANGE || before->version == VERSION_GROWTH) &&
           lexicon_find_word(report->lexicon, "list-parts", claims_clause_before(report, change), &from,
                             &to) &&
           from == 0;
}

/* `就业412人，完成任务400人的103%，比上年增加22人`: what follows is of what was done, and not of the task. */
static void mark_done(struct changes *all, const struct claim *rate)
{
    if (rate->kind != CLAIM_RATIO || rate->n != 3)
        return;
    uint32_t part = rate->members[1].fact, base = rate->members[2].fact;
    size_t from, to;
    if (rate->members[0].fact == base + 1 && part < base &&
        lexicon_find_word(all->report->lexicon, "beside-due", claims_clause_before(all->report, base), &from,
                          &to))
        all->done[base] = part;
}

static void mark_parts(struct changes *all)
{
    struct report *report = all->report;
    all->whole = arena_array(report->arena, report->facts.n + 1u, sizeof *all->whole);
    all->done = arena_array(report->arena, report->facts.n + 1u, sizeof *all->done);
    for (uint32_t f = 0; f < report->facts.n; f++)
        all->whole[f] = all->done[f] = FACT_NONE;
    for (uint32_t c = 0; c < report->claims.n; c++) {
        const struct claim *claim = &report->claims.items[c];
        mark_done(all, claim);
        for (uint32_t i = 0; i < claim->n && claim->kind == CLAIM_SUM; i++)
            if (claim->members[i].role == ROLE_PART)
                all->whole[claim->members[i].fact] = claim->members[0].fact;
    }
}

void claims_change_read(struct report *report, const struct fact_index *index)
{
    struct changes all = {.report = report, .index = index};
    mark_parts(&all);
    for (uint32_t f = 0; f < report->facts.n; f++) {
        const struct fact *fact = &report->facts.items[f];
        bool change = is_change(fact, VERSION_CHANGE), growth = is_change(fact, VERSION_GROWTH);
        if ((!change && !growth) || other_base(report, fact) || is_part(report, f))
            continue;
        if (change && claims_dimension(fact) != DIMENSION_POINTS)
            read_differences(&all, f);
        else if (claims_dimension(fact) == DIMENSION_PERCENT)
            read_growth(&all, f);
    }
}
