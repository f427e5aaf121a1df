#include "grid_priv.h"

#include "../base/utf8.h"

/* Bytes of the longest cell that is still a figure with its unit: `减1,234,567.89万元`, and some. */
#define GRID_FIGURE_MAX 48
/* Characters that may stand beside the digits of a figure: a unit, 减. */
#define GRID_FIGURE_WORDS 4

/* X(word, want): what heads end with, once a bracketed remark, a colon and % are off; the first that fits counts. All end
 * in a Han character. */
/* clang-format off */
#define ENDINGS(X) \
    X("一级指标", RANK) X("二级指标", RANK) X("三级指标", LABEL) X("四级指标", LABEL) X("年度绩效指标", GROUP) \
    X("绩效指标", GROUP) X("总体目标", GROUP) X("年度目标", GROUP) X("预算申请", GROUP) X("项目资金", GROUP) \
    X("资金情况", GROUP) X("预算执行情况", GROUP) X("投入情况", GROUP) X("其中", OF_WHICH) X("指标值", ANY) X("目标值", ANY) X("完成值", ANY) \
    X("完成情况", ANY) X("实际完成", ANY) X("预期目标", LABEL) X("工作目标", LABEL) X("分值", WEIGHT) \
    X("权重", WEIGHT) X("得分", SCORE) X("评分", SCORE) X("分数", SCORE) X("等次", REMARK) X("等级", REMARK) X("性质分", LABEL) X("率", RATE) X("占比", RATE) \
    X("比例", RATE) X("比重", RATE) X("进度", RATE) X("预算数", AMOUNT) X("决算数", AMOUNT) X("执行数", AMOUNT) \
    X("完成数", AMOUNT) X("预算", AMOUNT) X("决算", AMOUNT) X("金额", AMOUNT) X("增减额", AMOUNT) \
    X("增减", AMOUNT) X("编制数", AMOUNT) X("人数", AMOUNT) X("数量", AMOUNT) X("合计", AMOUNT) \
    X("小计", AMOUNT) X("规模", AMOUNT) X("投资", AMOUNT) X("结转", AMOUNT) X("结余", AMOUNT) X("余额", AMOUNT) \
    X("收入", AMOUNT) X("支出", AMOUNT) X("费用", AMOUNT) X("经费", AMOUNT) X("备注", REMARK) X("原因", REMARK) \
    X("改进措施", REMARK) X("说明", REMARK) X("签字", REMARK) X("项目", LABEL) X("名称", LABEL) X("科目", LABEL) \
    X("编码", ANY) X("内容", LABEL) X("事项", LABEL) X("任务", LABEL) X("指标", UNKNOWN) X("类别", LABEL) \
    X("序号", ANY) X("行次", AMOUNT) X("姓名", LABEL) X("职称", LABEL) X("职务", LABEL) X("单位", LABEL) \
    X("一级", RANK) X("二级", RANK) X("三级", LABEL) X("评分标准", LABEL) X("评价标准", LABEL) X("计分标准", LABEL) \
    X("细则", LABEL) X("月执行情况", ANY) X("可能性", LABEL) X("保障", REMARK)
/* clang-format on */

/* Eight bits of the last two bytes of a word, by which memchr finds it: most cells end with none of them. */
#define KEY(before, last) ((unsigned char)(((unsigned)(before)&3) << 6 | ((unsigned)(last)&0x3F)))

struct grid_word {
    struct slice ending;
    enum grid_want want;
};

/* clang-format off */
#define ENDING(word, want) {{word, sizeof word - 1}, GRID_##want},
#define KEY_OF(word, want) KEY((word)[sizeof(word) - 3], (word)[sizeof(word) - 2]),
/* clang-format on */
static const struct grid_word grid_words[] = {ENDINGS(ENDING)};
static const unsigned char grid_keys[] = {ENDINGS(KEY_OF)};

static const char *const grid_totals[] = {"合计", "总计", "小计", "总分", "总得分", "合计得分", "综合得分"};

/* What a head is made up of, by the forms of every budget: it stands over its parts. */
static const struct {
    const char *whole, *part;
} grid_sums[] = {
    {"基本支出", "人员经费"}, {"基本支出", "公用经费"}, {"基本支出", "人员支出"}, {"基本支出", "公用支出"},
    {"基本支出", "日常公用"}, {"原因分析", "经费保障"}, {"原因分析", "制度保障"},
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
    if (core.len < 3 || (unsigned char)core.at[core.len - 1] < 0x80) /* a figure: all endings are Han */
        return GRID_UNKNOWN;
    const unsigned char *end = grid_keys + sizeof grid_keys, *at = grid_keys;
    unsigned char key = KEY(core.at[core.len - 2], core.at[core.len - 1]);
    for (; (at = memchr(at, key, (size_t)(end - at))); at++) {
        const struct grid_word *word = &grid_words[at - grid_keys];
        if (slice_ends(core, word->ending))
            return word->want == GRID_OF_WHICH && core.len > S("其中").len ? GRID_UNKNOWN : word->want;
    }
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
