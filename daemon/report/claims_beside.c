/* Rates whose figures stand right beside them, so that no other can be meant: `分值15分，得13.5分，得分率90%`,
 * `下达1250万元，实际拨付1187.5万元，资金拨付率95%`, `就业412人，完成任务400人的103%`, `新建2.4万亩，完成任务的120%（任务2万亩）`,
 * `年初预算4860万元，年中追加1215万元，…，预算调整率25%`. The words name both figures, so what does not hold is a violation,
 * of however few digits the rate is. */
#include "claims_index.h"

#include <string.h>

/* Bytes between a base and 的P%, and between a rate and the base in brackets behind it. */
#define OF_BYTES      15
#define BRACKET_BYTES 30
/* Facts of its paragraph before a rate of adjustment among which its budget is. */
#define ADJUSTED_REACH 12

/* Facts before a share among which the figure is that it is of. */
#define NEAREST_REACH 6
/* Units of the last place of a rate of four digits. */
#define TELLING_UNITS 1000
#define SEVERAL       (FACT_NONE - 1)

struct beside {
    struct report *report;
    const uint32_t *totals;
    uint32_t rate;
};

typedef bool beside_fn(const struct beside *b, uint32_t *ret_part, uint32_t *ret_base);

static const struct fact *fact_of(const struct beside *b, uint32_t fact)
{
    return claims_fact(b->report, fact);
}

static bool has(const struct beside *b, const char *class, struct slice words)
{
    size_t from, to;
    return lexicon_find_word(b->report->lexicon, class, words, &from, &to);
}

static bool begins(const struct beside *b, const char *class, struct slice words)
{
    size_t from, to;
    return lexicon_find_word(b->report->lexicon, class, words, &from, &to) && from == 0;
}

/* The words from the end of one figure, or of the sentence's beginning, to another; none where a full stop is between. */
static struct slice words_to(const struct beside *b, uint32_t fact)
{
    return slice_trim(claims_words_before(b->report, fact));
}

static struct slice after_comma(struct slice words)
{
    ptrdiff_t comma = slice_rfind(words, S("，")), colon = slice_rfind(words, S("："));
    ptrdiff_t last = comma > colon ? comma : colon;
    return last >= 0 ? slice_trim(slice_sub(words, (size_t)last + S("，").len, words.len)) : words;
}

/* An amount of the rate's sentence. */
static bool is_amount(const struct beside *b, uint32_t fact)
{
    const struct fact *f = fact_of(b, fact);
    return claims_in_prose(f) && f->sentence == fact_of(b, b->rate)->sentence && claims_amount(f);
}

/* The two figures before the rate, of one unit and one year. */
static bool two_before(const struct beside *b)
{
    return b->rate > 1 && is_amount(b, b->rate - 1) && is_amount(b, b->rate - 2) &&
           claims_addable(fact_of(b, b->rate - 1), fact_of(b, b->rate - 2)) &&
           fact_of(b, b->rate - 1)->year == fact_of(b, b->rate - 2)->year;
}

static struct draft draft_of(const struct beside *b, uint32_t part, uint32_t base)
{
    struct draft d = claims_draft(b->report, CLAIM_RATIO, BASIS_WORDS, fact_of(b, b->rate)->quote);
    claims_member(&d, ROLE_RATE, 1, b->rate);
    claims_member(&d, ROLE_PART, 1, part);
    claims_member(&d, ROLE_BASE, 1, base);
    return d;
}

/* 分值15分，得13.5分，得分率90%. */
static bool of_weight(const struct beside *b, uint32_t *ret_part, uint32_t *ret_base)
{
    *ret_part = b->rate - 1;
    *ret_base = b->rate - 2;
    return two_before(b) && fact_of(b, b->rate - 1)->version == VERSION_SCORE &&
           fact_of(b, b->rate - 2)->version == VERSION_WEIGHT &&
           slice_starts(after_comma(words_to(b, b->rate)), S("得分率"));
}

/* 预算1000万元, 下达1000万元, 计划4000户. */
static bool is_due(const struct beside *b, uint32_t fact)
{
    const struct fact *f = fact_of(b, fact);
    bool budget =
        f->version == VERSION_BUDGET || f->version == VERSION_INITIAL || f->version == VERSION_ADJUSTED;
    struct slice words = after_comma(words_to(b, fact));
    return budget || (has(b, "beside-due", words) && !begins(b, "beside-done", words));
}

/* 到位率 is of what 到位 names, 拨付率 of what 拨付; 执行率, 支付率 and 使用率 are all of what was spent. */
static bool of_one_kind(const struct beside *b, struct slice part, struct slice rate)
{
    static const char *const kinds[] = {"beside-arrived", "beside-handed", "beside-spent"};
    bool told = false;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        told |= has(b, kinds[i], part);
        if (has(b, kinds[i], rate))
            return has(b, kinds[i], part) || (!told && i > 0);
    }
    return claims_dimension(fact_of(b, b->rate - 1)) !=
           DIMENSION_MONEY; /* 完成率 of money may be of the work */
}

/* 下达1250万元，实际拨付1187.5万元，资金拨付率95%. */
static bool of_granted(const struct beside *b, uint32_t *ret_part, uint32_t *ret_base)
{
    *ret_part = b->rate - 1;
    *ret_base = b->rate - 2;
    if (!two_before(b) || !is_due(b, b->rate - 2) || is_due(b, b->rate - 1))
        return false;
    struct slice rate = after_comma(words_to(b, b->rate)), part = after_comma(words_to(b, b->rate - 1));
    bool done = fact_of(b, b->rate - 1)->version == VERSION_ACTUAL || begins(b, "beside-done", part);
    if (!done || !begins(b, "beside-rate", rate))
        return false;
    struct draft d = draft_of(b, *ret_part, *ret_base);
    return of_one_kind(b, part, rate) || claims_holds(&d) || claims_mendable(b->report, &d.claim);
}

/* Of a list either its last part or, where it does not hold of that, its total: 首次认定15家、重新认定9家，占申报数32家的75%. */
static uint32_t part_or_whole(const struct beside *b, uint32_t part, uint32_t base)
{
    uint32_t whole = b->totals[part];
    struct draft of_part = draft_of(b, part, base);
    bool listed = whole != FACT_NONE && fact_of(b, whole)->sentence == fact_of(b, b->rate)->sentence;
    return listed && !claims_holds(&of_part) ? whole : part;
}

/* 就业412人，完成任务400人的103%; or a list and what it comes to: 就业412人，其中男300人、女112人，完成任务400人的103%. */
static bool of_task(const struct beside *b, uint32_t *ret_part, uint32_t *ret_base)
{
    *ret_part = b->rate - 2;
    *ret_base = b->rate - 1;
    if (!two_before(b))
        return false;
    struct slice own = words_to(b, b->rate), base = words_to(b, b->rate - 1);
    if (slice_starts(own, S("）")) || slice_starts(own, S(")"))) /* 完成任务（400人）的103% */
        own = slice_sub(own, own.at[0] == ')' ? 1 : strlen("）"), own.len);
    *ret_part = part_or_whole(b, *ret_part, *ret_base);
    return own.len <= OF_BYTES && slice_starts(own, S("的")) && slice_starts(base, S("，")) &&
           begins(b, "rate-of", after_comma(base)) && has(b, "beside-due", after_comma(base));
}

/* 新建2.4万亩，完成任务的120%（任务2万亩）. */
static bool of_bracket(const struct beside *b, uint32_t *ret_part, uint32_t *ret_base)
{
    *ret_part = b->rate - 1;
    *ret_base = b->rate + 1;
    if (b->rate == 0 || b->rate + 1 == b->report->facts.n || !is_amount(b, b->rate - 1) ||
        !is_amount(b, b->rate + 1) || !claims_addable(fact_of(b, b->rate - 1), fact_of(b, b->rate + 1)))
        return false;
    struct slice own = words_to(b, b->rate), base = words_to(b, b->rate + 1);
    return slice_ends(own, S("的")) && slice_starts(own, S("，")) && has(b, "beside-due", own) &&
           base.len <= BRACKET_BYTES && slice_starts(base, S("（")) && has(b, "beside-due", base);
}

/* `预算520万元，实际采购486.20万元，节约33.80万元，节约率6.5%`: of the greater of two figures whose difference is what was saved. */
static bool of_saving(const struct beside *b, uint32_t *ret_part, uint32_t *ret_base)
{
    if (b->rate < 3 || !begins(b, "beside-saved", after_comma(words_to(b, b->rate))) ||
        !is_amount(b, b->rate - 2) || !is_amount(b, b->rate - 3))
        return false;
    const struct fact *saved = fact_of(b, b->rate - 1), *x = fact_of(b, b->rate - 2),
                      *y = fact_of(b, b->rate - 3);
    struct decimal difference = decimal_int(0);
    bool fits = claims_in_prose(saved) && claims_addable(saved, x) && claims_addable(x, y) &&
                decimal_sub(quantity_base(y->quantity), quantity_base(x->quantity), &difference) &&
                decimal_cmp(decimal_abs(difference), quantity_base(saved->quantity)) == 0;
    *ret_part = b->rate - 1;
    *ret_base = decimal_sign(difference) > 0 ? b->rate - 3 : b->rate - 2;
    return fits;
}

/* Of the figures of this version before the rate in its paragraph the only one that no kind of spending is named with, or
 * else the only one. */
static uint32_t only_before(const struct beside *b, enum version version)
{
    uint32_t plain = FACT_NONE, named = FACT_NONE;
    for (uint32_t i = b->rate, back = 0; i-- > 0 && back < ADJUSTED_REACH; back++) {
        const struct fact *f = fact_of(b, i);
        if (!claims_in_prose(f) || f->block != fact_of(b, b->rate)->block)
            break;
        if (f->version != version || claims_dimension(f) != DIMENSION_MONEY)
            continue;
        uint32_t *found = f->measure ? &named : &plain;
        *found = *found == FACT_NONE ? i : SEVERAL;
    }
    uint32_t only = plain != FACT_NONE ? plain : named;
    return only == SEVERAL ? FACT_NONE : only;
}

/* 年初预算4860万元，年中追加1215万元，预算调整率25%. */
static bool of_adjustment(const struct beside *b, uint32_t *ret_part, uint32_t *ret_base)
{
    *ret_part = only_before(b, VERSION_SUPPLEMENT);
    *ret_base = only_before(b, VERSION_INITIAL);
    return begins(b, "beside-adjusted", after_comma(words_to(b, b->rate))) && *ret_part != FACT_NONE &&
           *ret_base != FACT_NONE && only_before(b, VERSION_CUT) == FACT_NONE;
}

/* 采购总额412.60万元，…；授予中小企业合同金额396.10万元，占采购总额的96%: the share names what the paragraph has one figure of. */
static bool of_named(const struct beside *b, uint32_t *ret_part, uint32_t *ret_base)
{
    const struct fact *r = fact_of(b, b->rate);
    if (r->version != VERSION_SHARE || !r->measure || b->rate == 0 || !is_amount(b, b->rate - 1))
        return false;
    const struct fact *part = fact_of(b, b->rate - 1);
    *ret_part = b->rate - 1;
    *ret_base = FACT_NONE;
    if (part->measure == r->measure || !slice_starts(words_to(b, b->rate), S("，占")))
        return false;
    for (uint32_t i = b->rate - 1, back = 0; i-- > 0 && back < ADJUSTED_REACH; back++) {
        const struct fact *f = fact_of(b, i);
        if (!claims_in_prose(f) || f->block != r->block)
            break;
        if (f->measure != r->measure || !claims_amount(f) || !claims_addable(f, part))
            continue;
        if (*ret_base != FACT_NONE || f->year != part->year)
            return false;
        *ret_base = i;
    }
    return *ret_base != FACT_NONE &&
           decimal_cmp(quantity_base(fact_of(b, *ret_base)->quantity), quantity_base(part->quantity)) >= 0;
}

/* 首次认定15家、重新认定9家，占申报数32家的75%. */
static bool of_shared(const struct beside *b, uint32_t *ret_part, uint32_t *ret_base)
{
    *ret_part = b->rate - 2;
    *ret_base = b->rate - 1;
    if (!two_before(b) || words_to(b, b->rate).len > OF_BYTES ||
        !slice_starts(words_to(b, b->rate), S("的")) || !slice_starts(words_to(b, b->rate - 1), S("，占")))
        return false;
    *ret_part = part_or_whole(b, *ret_part, *ret_base);
    return true;
}

/* A part of a list, or of the figure that the share beside it is of: then that of the next is too. */
static bool has_share(const struct beside *b, uint32_t fact)
{
    return b->totals[fact] != FACT_NONE || fact_of(b, fact + 1)->version == VERSION_SHARE;
}

/* `检查312家，…，查处48家，占15.38%`: nothing names the base, but of four digits one slip tells that it is the figure before. */
static bool of_nearest(const struct beside *b, uint32_t *ret_part, uint32_t *ret_base)
{
    const struct fact *r = fact_of(b, b->rate);
    *ret_part = b->rate - 1;
    if (r->version != VERSION_SHARE || r->quantity->value.units < TELLING_UNITS || b->rate == 0 ||
        !is_amount(b, b->rate - 1) || !slice_ends(words_to(b, b->rate), S("占")))
        return false;
    const struct fact *part = fact_of(b, b->rate - 1);
    for (uint32_t i = b->rate - 1, back = 0; i-- > 0 && back < NEAREST_REACH; back++) {
        const struct fact *f = fact_of(b, i);
        if (!claims_in_prose(f) || f->block != r->block)
            break;
        if (!claims_amount(f) || !claims_addable(f, part) || f->year != part->year ||
            decimal_cmp(quantity_base(f->quantity), quantity_base(part->quantity)) <= 0)
            continue;
        struct draft d = draft_of(b, *ret_part, i);
        *ret_base = i;
        return !has_share(b, i) && (claims_holds(&d) || claims_mendable(b->report, &d.claim));
    }
    return false;
}

static beside_fn *const SHAPES[] = {of_weight,     of_granted, of_task,   of_bracket, of_saving,
                                    of_adjustment, of_named,   of_shared, of_nearest};

static bool is_rate(const struct fact *f)
{
    return claims_in_prose(f) && !f->claimed && claims_dimension(f) == DIMENSION_PERCENT &&
           f->version != VERSION_GROWTH && f->version != VERSION_CHANGE;
}

void claims_beside_read(struct report *report, const struct fact_index *index)
{
    const uint32_t *totals = claims_totals(report);
    (void)index;
    for (uint32_t f = 0; f < report->facts.n; f++) {
        struct beside b = {report, totals, f};
        bool read = !is_rate(claims_fact(report, f));
        for (size_t i = 0; i < sizeof SHAPES / sizeof *SHAPES && !read; i++) {
            uint32_t part = FACT_NONE, base = FACT_NONE;
            read = SHAPES[i](&b, &part, &base);
            struct draft d = read ? draft_of(&b, part, base) : (struct draft){0};
            if (read && claims_try(&d) != VERDICT_UNKNOWN)
                claims_file(&d);
        }
    }
}
