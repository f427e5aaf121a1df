/* Weights and scores in prose: 产出指标（50分）得48分, 分值30分、得分28.5分. The words between two figures of
 * points tell that the second was reached of the first; a score on its own is read as any other figure. */
#include "facts_priv.h"

#include "chars.h"

/* Bytes between a weight and its score: ），自评得分为 */
#define BETWEEN_MAX 30
/* Bytes of a name that a score has: 自评, and not a mere 得 */
#define NAME_MIN 6
/* Bytes of what says that points were taken off: 合计扣分 */
#define DEDUCTED_MAX 18

static bool is_points(const struct fact *f)
{
    const struct quantity *q = f->quantity;
    return q->kind == QUANTITY_VALUE && q->unit && q->unit->dimension == DIMENSION_SCORE &&
           f->sentence != UINT32_MAX;
}

static struct slice between(const struct report *report, const struct fact *a, const struct fact *b)
{
    const struct text *text = &report->sentences.items[a->sentence].text;
    return slice_sub(text->s, a->quantity->to, b->quantity->number_from);
}

/* 得 or a word with it, and before it marks only: another thing's name makes it another thing's score. */
static bool says_reached(const struct report *report, struct slice words)
{
    size_t from, to;
    if (words.len > BETWEEN_MAX || !lexicon_find_word(report->lexicon, "score-of", words, &from, &to))
        return false;
    for (size_t at = 0; at < from;)
        if (utf8_is_han(char_next(words, &at)))
            return false;
    for (size_t at = to; at < words.len;)
        if (!utf8_is_han(char_next(words, &at)))
            return false;
    return true;
}

/* 扣2.2分，得22.8分: what was taken off is not what could be had. */
static bool is_deducted(const struct report *report, const struct fact *f)
{
    size_t from, to;
    struct slice before = slice_sub(report->sentences.items[f->sentence].text.s, 0, f->quantity->from);
    size_t start = before.len > DEDUCTED_MAX ? before.len - DEDUCTED_MAX : 0;
    for (size_t at = start; at < before.len; at++)
        if (lexicon_find_word(report->lexicon, "score-deducted", slice_sub(before, at, before.len), &from,
                              &to) &&
            from == 0 && at + to == before.len)
            return true;
    return false;
}

static bool is_bracketed(struct slice words)
{
    return slice_starts(words, S("（")) || slice_starts(words, S("("));
}

/* `管理得28.5分（满分30分）、效果得38分（满分40分）`: the weight in brackets behind a score is no other's. */
static bool is_taken(const struct report *report, uint32_t weight)
{
    const struct fact *w = &report->facts.items[weight], *before = w - 1;
    if (weight == 0 || !is_points(before) || before->version != VERSION_SCORE ||
        before->sentence != w->sentence)
        return false;
    struct slice words = between(report, before, w);
    return words.len <= BETWEEN_MAX && is_bracketed(words);
}

/* `投入14.0分（满分15分）、过程27.6分（满分30分）`: only the weight in the brackets tells that the figure before is a score. */
static bool has_weight_behind(const struct report *report, uint32_t score)
{
    const struct fact *s = &report->facts.items[score], *w = s + 1;
    if (score + 1 == report->facts.n || !is_points(s) || !is_points(w) || s->sentence != w->sentence ||
        s->version != VERSION_UNKNOWN || w->version != VERSION_WEIGHT || is_deducted(report, s))
        return false;
    struct slice text = report->sentences.items[w->sentence].text.s, words = between(report, s, w);
    struct slice after = slice_sub(text, w->quantity->to, text.len);
    return words.len <= BETWEEN_MAX && is_bracketed(words) &&
           (slice_starts(after, S("）")) || slice_starts(after, S(")")));
}

/* 25分，扣2.2分，得22.8分: the weight stands before what was taken off. */
static bool skips_deduction(const struct report *report, uint32_t score)
{
    if (score < 2)
        return false;
    const struct fact *s = &report->facts.items[score], *off = s - 1, *weight = s - 2;
    return is_points(weight) && weight->sentence == s->sentence && weight->version != VERSION_SCORE &&
           off->sentence == s->sentence && is_deducted(report, off) && !is_deducted(report, weight) &&
           says_reached(report, between(report, off, s)) &&
           slice_find(between(report, weight, off), S("；"), 0) < 0 &&
           between(report, weight, off).len <= BETWEEN_MAX;
}

static void set_pair(struct fact *weight, struct fact *score)
{
    weight->version = VERSION_WEIGHT;
    score->version = VERSION_SCORE;
    score->label = weight->label;
    score->measure = weight->measure;
    weight->topic = score->topic = UINT32_MAX;
}

/* `自评96.3分：决策10分得10分…`, `自评得96.3分：…`: the whole score, told before its parts. */
static bool is_named_score(const struct report *report, const struct fact *f)
{
    return is_points(f) && f->version == VERSION_UNKNOWN && f->label.len >= NAME_MIN &&
           (lexicon_is(report->lexicon, "score-of", f->label) || slice_ends(f->label, S("得")));
}

/* 预算执行9.7分: points are never spent. */
static void unspend(struct fact *f)
{
    if (!is_points(f) || (!lexicon_is_budget(f->version) && f->version != VERSION_ACTUAL))
        return;
    f->version = VERSION_UNKNOWN;
    f->topic = UINT32_MAX;
}

void facts_scores(struct report *report)
{
    for (uint32_t i = 0; i < report->facts.n; i++)
        unspend(&report->facts.items[i]);
    for (uint32_t i = 0; i < report->facts.n; i++) {
        struct fact *f = &report->facts.items[i];
        bool weighed = has_weight_behind(report, i);
        if (weighed)
            f[1].label = f->label;
        if (weighed || is_named_score(report, f))
            f->version = VERSION_SCORE;
    }
    for (uint32_t i = 1; i < report->facts.n; i++) {
        struct fact *weight = &report->facts.items[i - 1], *score = weight + 1;
        if (is_points(weight) && is_points(score) && skips_deduction(report, i))
            set_pair(weight - 1, score);
        if (!is_points(weight) || !is_points(score) || weight->sentence != score->sentence ||
            weight->version == VERSION_SCORE || is_deducted(report, weight) || is_taken(report, i - 1) ||
            !says_reached(report, between(report, weight, score)))
            continue;
        set_pair(weight, score);
        score->quote.from = weight->quote.from;
    }
}
