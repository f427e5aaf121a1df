#include "outline_priv.h"

#include "../base/utf8.h"

/* Bytes; a Han character has three. */
#define LINE_HEADING_MAX 150
#define LINE_BARE_MAX    75
#define LINE_BARE_MIN    12
#define LINE_RUN_IN_MAX  105
#define LINE_RUN_IN_REST 12
/* A heading that ends with a full stop by mistake is shorter: 绩效评价结论。 */
#define LINE_STOPPED_MAX 30

/* What headings of reports end with where their number is missing. */
static const char *const line_bare_ends[] = {
    "情况", "问题",   "分析", "措施", "支出", "收入", "概况", "职责", "结论", "建议", "经费",
    "成效", "及原因", "依据", "内容", "目标", "说明", "公开", "应用", "管理", "计划",
};

/* What titles of reports and forms end with, and a word that they must have besides. */
static const char *const line_title_ends[][2] = {
    {"报告", ""}, {"表", "绩效"}, {"表", "基础数据"}, {"公开", "决算"}, {"公开", "预算"}, {"说明", "决算"},
};

static const char *const line_stops[] = {"。", "；", ";", "！", "？", "…"};

static bool line_has(struct slice s, const char *word)
{
    return slice_find(s, slice_of(word), 0) >= 0;
}

static bool line_ends_in(struct slice s, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (slice_ends(s, slice_of(words[i])))
            return true;
    return false;
}

/* Byte where the first sentence ends, its stop not counted; s.len where there is no stop in the first
 * `within` bytes. */
static size_t line_first_stop(struct slice s, size_t within)
{
    struct slice head = slice_sub(s, 0, within);
    size_t end = s.len;
    for (size_t i = 0; i < sizeof line_stops / sizeof *line_stops; i++) {
        ptrdiff_t at = slice_find(head, slice_of(line_stops[i]), 0);
        if (at >= 0 && (size_t)at < end)
            end = (size_t)at;
    }
    return end;
}

static unsigned line_commas(struct slice s)
{
    unsigned n = 0;
    for (size_t at = 0; at < s.len;) {
        uint32_t c = utf8_next(s, &at);
        n += c == ',' || c == 0xFF0C;
    }
    return n;
}

static bool line_has_digit(struct slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.at[i] >= '0' && s.at[i] <= '9')
            return true;
    return false;
}

/* Without a bracketed remark at its end: 部门整体支出绩效自评表（2021年度）. */
static struct slice line_without_remark(struct slice s)
{
    if (!slice_ends(s, S("）")) && !slice_ends(s, S(")")))
        return s;
    ptrdiff_t wide = slice_rfind(s, S("（")), narrow = slice_rfind(s, S("("));
    ptrdiff_t open = wide > narrow ? wide : narrow;
    return open > 0 ? slice_trim(slice_sub(s, 0, (size_t)open)) : s;
}

static bool line_is_title(struct slice s)
{
    struct slice bare = line_without_remark(s);
    if (s.len > LINE_HEADING_MAX || bare.len < LINE_BARE_MIN || line_first_stop(s, s.len) < s.len ||
        line_commas(s))
        return false;
    for (size_t i = 0; i < sizeof line_title_ends / sizeof *line_title_ends; i++)
        if (slice_ends(bare, slice_of(line_title_ends[i][0])) && line_has(bare, line_title_ends[i][1]))
            return true;
    return false;
}

static bool line_is_bare(struct slice s)
{
    if (s.len <= LINE_STOPPED_MAX && slice_ends(s, S("。")))
        s = slice_sub(s, 0, s.len - S("。").len);
    if (s.len < LINE_BARE_MIN || s.len > LINE_BARE_MAX || line_first_stop(s, s.len) < s.len)
        return false;
    if (line_commas(s) || line_has_digit(s) || line_has(s, "：") || line_has(s, ":"))
        return false;
    return line_ends_in(s, line_bare_ends, sizeof line_bare_ends / sizeof *line_bare_ends);
}

static bool line_is_run_in(struct slice title, struct slice rest)
{
    if (!title.len || title.len > LINE_RUN_IN_MAX || rest.len < LINE_RUN_IN_REST ||
        !slice_starts(rest, S("。")))
        return false;
    return line_commas(title) <= 1 && !line_has(title, "其中");
}

static struct line line_numbered(struct slice s, struct numbering numbering)
{
    struct slice rest = slice_sub(s, numbering.length, s.len);
    size_t stop = line_first_stop(rest, LINE_HEADING_MAX);
    struct line line = {.kind = LINE_ITEM, .numbering = numbering, .title_end = numbering.length + stop};
    bool open = slice_ends(rest, S("，")) || slice_ends(rest, S(",")) || slice_ends(rest, S("、"));
    bool bare_label = !slice_trim(rest).len && numbering.level > 1;
    if (stop == rest.len && rest.len <= LINE_HEADING_MAX && !open && !bare_label)
        line.kind = LINE_HEADING;
    else if (line_is_run_in(slice_sub(rest, 0, stop), slice_sub(rest, stop, rest.len)))
        line.kind = LINE_RUN_IN;
    return line;
}

static bool line_is_leader(struct slice s)
{
    return line_has(s, "……") || line_has(s, "....") || line_has(s, "····");
}

struct line outline_judge(const struct block *block)
{
    struct slice s = block->text.s;
    struct line line = {.kind = LINE_PROSE, .title_end = s.len};
    struct numbering numbering;

    if (block->kind == BLOCK_TABLE || block->kind == BLOCK_ASIDE)
        return line;
    if (s.len <= LINE_HEADING_MAX && line_is_leader(s))
        return line;
    if (numbering_read(s, &numbering))
        line = line_numbered(s, numbering);
    else if (line_is_title(s))
        line.kind = LINE_TITLE;
    else if (line_is_bare(s))
        line.kind = LINE_BARE;
    if (block->kind == BLOCK_HEADING && line.kind != LINE_HEADING && line.kind != LINE_TITLE)
        line = (struct line){.kind = LINE_BARE, .numbering = line.numbering, .title_end = s.len};
    return line;
}
