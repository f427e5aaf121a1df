/* Hypotheses in words. */
#include "hypothesis_priv.h"

#include "../base/must.h"

static const char *const TEXTS[] = {
#define X(name, text, likely) text,
    SLIPS(X)
#undef X
};

static const struct {
    const char *zh, *en;
} NOTES[SLIP_COUNT] =
    {
        [SLIP_DIGIT] = {"（一位数字之差）", " (one digit)"},
        [SLIP_SWAPPED] = {"（两位数字颠倒）", " (two digits swapped)"},
        [SLIP_POINT] = {"（小数点错位）", " (the decimal point)"},
        [SLIP_UNIT] = {"（单位之差）", " (the unit)"},
        [SLIP_SIGN] = {"（增减方向相反）", " (the sign)"},
        [SLIP_COLUMN] = {"（疑与同行另一栏串列）", " (the figure of another column)"},
        [SLIP_PRIOR] = {"（疑为另一年度的数）", " (another year's figure)"},
        [SLIP_VERSION] = {"（疑混用预算数与执行数）", " (budget and actual)"},
        [SLIP_BASE] = {"（另有基数）", " (another base)"},
        [SLIP_MENTION] = {"（报告另一处即为此数）", " (as the report has it elsewhere)"},
        [SLIP_FIGURE] = {"", ""},
},
  WHAT[CLAIM_KIND_COUNT] = {
      [CLAIM_SUM] = {"合计", "the sum"},
      [CLAIM_RATIO] = {"比率", "the rate"},
      [CLAIM_EACH] = {"平均数", "the average"},
      [CLAIM_SHARES] = {"各项占比", "the shares"},
      [CLAIM_DIFFERENCE] = {"增减额", "the change"},
      [CLAIM_GROWTH] = {"增减率", "the rate of change"},
      [CLAIM_SAME] = {"两处", "both places"},
      [CLAIM_WEIGHTS] = {"分值合计", "the weights"},
      [CLAIM_SCORES] = {"得分合计", "the scores"},
      [CLAIM_IDENTITY] = {"收支关系", "the balance"},
};

const char *slip_text(enum slip slip)
{
    must(slip < SLIP_COUNT);
    return TEXTS[slip];
}

static struct slice figure_text(struct arena *arena, struct decimal value, const struct unit *unit)
{
    struct slice number = decimal_text(arena, value), name = unit ? unit->name : S("");
    return arena_printf(arena, SLICE_FMT SLICE_FMT, SLICE_ARG(number), SLICE_ARG(name));
}

static struct slice label_of(const struct fact *fact)
{
    return fact->label.len ? slice_trim(fact->label) : fact->measure ? fact->measure->name : S("");
}

/* One part more or less than the total counts. */
static struct slice part_text(const struct report *report, const struct hypothesis *h, bool english)
{
    static const struct {
        const char *zh, *en;
    } says[SLIP_COUNT] = {
        [SLIP_OMITTED] = {"合计似未计入%.*s%.*s，除此之外各项之和正好相符",
                          "the total seems to leave out %.*s %.*s: without it the sum holds"},
        [SLIP_DOUBLED] = {"合计似重复计入%.*s%.*s，多计一次则正好相符",
                          "the total seems to count %.*s %.*s twice: then the sum holds"},
        [SLIP_MISSED] = {"分项似漏列%.*s%.*s，计入后合计正好相符",
                         "the parts seem to leave out %.*s %.*s: with it the sum holds"},
    };
    const struct fact *fact = claims_fact(report, h->other);
    struct slice label = label_of(fact), figure = figure_text(report->arena, h->value, h->unit);
    return arena_printf(report->arena, english ? says[h->slip].en : says[h->slip].zh, SLICE_ARG(label),
                        SLICE_ARG(figure));
}

struct slice hypothesis_text(const struct report *report, const struct claim *claim,
                             const struct hypothesis *h, bool english)
{
    if (h->slip == SLIP_OMITTED || h->slip == SLIP_DOUBLED || h->slip == SLIP_MISSED)
        return part_text(report, h, english);
    const struct quantity *q = claims_fact(report, claim->members[h->member].fact)->quantity;
    struct slice printed = figure_text(report->arena, q->value, q->unit),
                 value = figure_text(report->arena, h->value, h->unit);
    if (h->slip == SLIP_SIGN && claim->kind != CLAIM_SUM)
        return arena_printf(report->arena,
                            english ? "with the opposite direction of “" SLICE_FMT "”, %s would hold"
                                    : "若“" SLICE_FMT "”的增减方向相反，则%s相符",
                            SLICE_ARG(printed), english ? WHAT[claim->kind].en : WHAT[claim->kind].zh);
    if (english)
        return arena_printf(report->arena, "were " SLICE_FMT " " SLICE_FMT ", %s would hold%s%s",
                            SLICE_ARG(printed), SLICE_ARG(value), WHAT[claim->kind].en,
                            h->exact ? " exactly" : "", NOTES[h->slip].en);
    return arena_printf(report->arena, "若“" SLICE_FMT "”为" SLICE_FMT "则%s%s相符%s", SLICE_ARG(printed),
                        SLICE_ARG(value), WHAT[claim->kind].zh, h->exact ? "正好" : "", NOTES[h->slip].zh);
}
