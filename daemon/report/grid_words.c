#include "grid_priv.h"

#include "../base/utf8.h"

/* Bytes of the longest cell that is still a figure with its unit: `减1,234,567.89万元`, and some. */
#define GRID_FIGURE_MAX 48
/* Characters that may stand beside the digits of a figure: a unit, 减. */
#define GRID_FIGURE_WORDS 4

struct grid_word {
    struct slice ending;
    enum grid_want want;
};

#define ENDING(word, want)                                                                                   \
    {                                                                                                        \
        {word, sizeof word - 1}, want                                                                        \
    }

/* What heads end with, once a bracketed remark, a colon and % are off; the first that fits counts. */
static const struct grid_word grid_words[] = {
    ENDING("一级指标", GRID_RANK),   ENDING("二级指标", GRID_RANK),      ENDING("三级指标", GRID_LABEL),
    ENDING("四级指标", GRID_LABEL),  ENDING("年度绩效指标", GRID_GROUP), ENDING("绩效指标", GRID_GROUP),
    ENDING("总体目标", GRID_GROUP),  ENDING("年度目标", GRID_GROUP),     ENDING("预算申请", GRID_GROUP),
    ENDING("项目资金", GRID_GROUP),  ENDING("资金情况", GRID_GROUP),     ENDING("其中", GRID_OF_WHICH),
    ENDING("指标值", GRID_ANY),      ENDING("目标值", GRID_ANY),         ENDING("完成值", GRID_ANY),
    ENDING("完成情况", GRID_ANY),    ENDING("实际完成", GRID_ANY),       ENDING("预期目标", GRID_LABEL),
    ENDING("工作目标", GRID_LABEL),  ENDING("分值", GRID_WEIGHT),        ENDING("权重", GRID_WEIGHT),
    ENDING("得分", GRID_SCORE),      ENDING("评分", GRID_SCORE),         ENDING("性质分", GRID_LABEL),
    ENDING("率", GRID_RATE),         ENDING("占比", GRID_RATE),          ENDING("比例", GRID_RATE),
    ENDING("比重", GRID_RATE),       ENDING("进度", GRID_RATE),          ENDING("预算数", GRID_AMOUNT),
    ENDING("决算数", GRID_AMOUNT),   ENDING("执行数", GRID_AMOUNT),      ENDING("完成数", GRID_AMOUNT),
    ENDING("预算", GRID_AMOUNT),     ENDING("决算", GRID_AMOUNT),        ENDING("金额", GRID_AMOUNT),
    ENDING("增减额", GRID_AMOUNT),   ENDING("增减", GRID_AMOUNT),        ENDING("编制数", GRID_AMOUNT),
    ENDING("人数", GRID_AMOUNT),     ENDING("数量", GRID_AMOUNT),        ENDING("合计", GRID_AMOUNT),
    ENDING("小计", GRID_AMOUNT),     ENDING("规模", GRID_AMOUNT),        ENDING("投资", GRID_AMOUNT),
    ENDING("结转", GRID_AMOUNT),     ENDING("结余", GRID_AMOUNT),        ENDING("余额", GRID_AMOUNT),
    ENDING("收入", GRID_AMOUNT),     ENDING("支出", GRID_AMOUNT),        ENDING("费用", GRID_AMOUNT),
    ENDING("经费", GRID_AMOUNT),     ENDING("备注", GRID_REMARK),        ENDING("原因", GRID_REMARK),
    ENDING("改进措施", GRID_REMARK), ENDING("说明", GRID_REMARK),        ENDING("签字", GRID_REMARK),
    ENDING("项目", GRID_LABEL),      ENDING("名称", GRID_LABEL),         ENDING("科目", GRID_LABEL),
    ENDING("编码", GRID_ANY),        ENDING("内容", GRID_LABEL),         ENDING("事项", GRID_LABEL),
    ENDING("任务", GRID_LABEL),      ENDING("指标", GRID_UNKNOWN),       ENDING("类别", GRID_LABEL),
    ENDING("序号", GRID_ANY),        ENDING("行次", GRID_ANY),           ENDING("姓名", GRID_LABEL),
    ENDING("职称", GRID_LABEL),      ENDING("职务", GRID_LABEL),         ENDING("单位", GRID_LABEL),
};

static const char *const grid_totals[] = {"合计", "总计", "小计", "总分", "总得分", "合计得分", "综合得分"};

/* What a head is the sum of, by the forms of every budget: it stands over its parts. */
static const struct {
    const char *whole, *part;
} grid_sums[] = {
    {"基本支出", "人员经费"}, {"基本支出", "公用经费"}, {"基本支出", "人员支出"},
    {"基本支出", "公用支出"}, {"基本支出", "日常公用"},
};

struct grid_rank_word {
    struct slice word;
    unsigned rank;
};

#define RANK(word, rank)                                                                                     \
    {                                                                                                        \
        {word, sizeof word - 1}, rank                                                                        \
    }

static const struct grid_rank_word grid_ranks[] = {
    RANK("一级指标", 1), RANK("产出指标", 1),     RANK("效益指标", 1), RANK("满意度指标", 1),
    RANK("二级指标", 2), RANK("数量指标", 2),     RANK("质量指标", 2), RANK("时效指标", 2),
    RANK("成本指标", 2), RANK("经济效益", 2),     RANK("社会效益", 2), RANK("生态效益", 2),
    RANK("可持续", 2),   RANK("服务对象满意", 2), RANK("经济成本", 2), RANK("社会成本", 2),
    RANK("环境成本", 2),
};

/* Without the bracket, colon and per cent sign at its end: 预算数（万元）, 占比%, 其中： */
static struct slice grid_head_core(struct slice s)
{
    static const struct slice tails[] = {{"：", 3}, {":", 1}, {"%", 1}, {"％", 3}};

    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
        if (slice_ends(s, tails[i]))
            s = slice_sub(s, 0, s.len - tails[i].len);
    if (slice_ends(s, S("）")) || slice_ends(s, S(")"))) {
        ptrdiff_t wide = slice_rfind(s, S("（")), narrow = slice_rfind(s, S("("));
        ptrdiff_t open = wide > narrow ? wide : narrow;
        if (open > 0)
            s = slice_trim(slice_sub(s, 0, (size_t)open));
    }
    return s;
}

static bool grid_is_dash(struct slice s)
{
    static const uint32_t dashes[] = {'-',    '/',    0x2014, 0x2015, 0x2013, 0x4E00,
                                      0x2026, 0xFF0D, 0x2212, '\\',   ' '};

    for (size_t at = 0; at < s.len;) {
        uint32_t c = utf8_next(s, &at);
        bool found = false;
        for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++)
            found = found || dashes[i] == c;
        if (!found)
            return false;
    }
    return true;
}

static bool grid_is_figure_sign(uint32_t c)
{
    return c == '.' || c == ',' || c == '-' || c == '+' || c == '(' || c == ')' || c == ' ' || c == 0xFF0C ||
           c == 0xFF0E || c == 0xFF08 || c == 0xFF09 || c == 0xFFE5;
}

static bool grid_is_digit(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 0xFF10 && c <= 0xFF19);
}

static enum grid_want grid_want_of(struct slice head)
{
    struct slice core = grid_head_core(head);
    if (!core.len || (unsigned char)core.at[core.len - 1] < 0x80) /* a figure: all endings are Han */
        return GRID_UNKNOWN;
    for (size_t i = 0; i < sizeof grid_words / sizeof *grid_words; i++)
        if (slice_ends(core, grid_words[i].ending))
            return grid_words[i].want == GRID_OF_WHICH && core.len > S("其中").len ? GRID_UNKNOWN
                                                                                   : grid_words[i].want;
    return GRID_UNKNOWN;
}

/* 2026年预计, 2025年完成: words about a year, no figure. */
static bool grid_is_of_year(struct slice cell)
{
    size_t digits = 0, at = 0;
    for (size_t next = 0; next < cell.len && grid_is_digit(utf8_next(cell, &next)); at = next)
        digits++;
    return digits == 4 && slice_starts(slice_sub(cell, at, cell.len), S("年"));
}

static enum grid_type grid_type_of(struct slice cell, enum grid_want want)
{
    if (!cell.len)
        return GRID_EMPTY;
    if (cell.len > GRID_FIGURE_MAX || grid_is_of_year(cell))
        return GRID_WORDS;
    if (grid_is_dash(cell))
        return GRID_DASH;
    unsigned digits = 0, words = 0;
    bool percent = false;
    for (size_t at = 0; at < cell.len && words <= GRID_FIGURE_WORDS;) {
        uint32_t c = utf8_next(cell, &at);
        percent = percent || c == '%' || c == 0xFF05;
        digits += grid_is_digit(c);
        words += !grid_is_digit(c) && !grid_is_figure_sign(c) && c != '%' && c != 0xFF05;
    }
    if (!digits || words > GRID_FIGURE_WORDS || words > digits + 1 || want != GRID_UNKNOWN)
        return GRID_WORDS;
    return percent ? GRID_PERCENT : GRID_FIGURE;
}

void grid_look(struct cell *cell)
{
    enum grid_want want = grid_want_of(cell->text.s);
    cell->want = (uint8_t)want;
    cell->type = (uint8_t)grid_type_of(cell->text.s, want);
}

bool grid_is_total(struct slice cell)
{
    struct slice core = grid_head_core(cell);
    for (size_t i = 0; i < sizeof grid_totals / sizeof *grid_totals; i++)
        if (slice_eq(core, slice_of(grid_totals[i])))
            return true;
    return false;
}

bool grid_is_part(struct slice head, struct slice part)
{
    struct slice core = grid_head_core(head);
    for (size_t i = 0; i < sizeof grid_sums / sizeof *grid_sums; i++)
        if (slice_ends(core, slice_of(grid_sums[i].whole)) && slice_starts(part, slice_of(grid_sums[i].part)))
            return true;
    return false;
}

unsigned grid_rank(struct slice cell)
{
    struct slice core = grid_head_core(cell);
    for (size_t i = 0; i < sizeof grid_ranks / sizeof *grid_ranks; i++) {
        const struct slice word = grid_ranks[i].word;
        if (slice_starts(core, word) && core.len <= word.len + S("指标").len + S("影响").len + S("度").len)
            return grid_ranks[i].rank;
    }
    return 0;
}
