#include "render.h"

#include "style.h"
#include "width.h"

#include "../base/utf8.h"
#include "../wire/unexamined.h"

#include <string.h>

enum { EVIDENCE_SHOWN = 12 /* pieces: the rest is counted */, QUOTE_SHOWN = 240 /* bytes of one quote */ };

struct words {
    const char *key, *zh, *en;
};

struct level {
    const char *name, *zh, *en;
    enum style style;
};

static const struct level levels[] = {
    {"error", "错误", "error", STYLE_ERROR},
    {"warning", "警告", "warning", STYLE_WARNING},
    {"notice", "提示", "notice", STYLE_NOTICE},
};
enum { LEVELS = sizeof levels / sizeof *levels };

/* Roles of evidence, as rules and claims name them; one that is not here is shown without a name. */
static const struct words roles[] = {
    {"total", "合计", "total"},
    {"part", "分项", "part"},
    {"rate", "比率", "rate"},
    {"base", "基数", "base"},
    {"actual", "实际", "actual"},
    {"later", "本期", "later"},
    {"earlier", "上期", "earlier"},
    {"change", "变动", "change"},
    {"first", "一处", "first"},
    {"second", "另一处", "second"},
    {"score", "得分", "score"},
    {"weight", "分值", "weight"},
    {"count", "个数", "count"},
    {"item", "列举", "item"},
    {"explanation", "说明", "explanation"},
    {"duties", "职责", "duties"},
    {"goal", "目标", "goal"},
    {"result", "完成情况", "result"},
    {"indicator", "指标", "indicator"},
    {"target", "指标值", "target"},
    {"achieved", "完成值", "achieved"},
};

static const struct words verdicts[] = {
    {"exact", "完全相符", "exact"},
    {"rounded", "四舍五入后相符", "rounded"},
    {"truncated", "舍去尾数后相符", "truncated"},
    {"violated", "不符", "violated"},
    {"unknown", "无法推算", "unknown"},
};

/* What came of a rule, in the order that is told, each with what parts it from the one before. */
static const struct words rule_states[] = {
    {"checked", "；规则已核对", "; rules checked"},
    {"not_applicable", "，不适用", ", not applicable"},
    {"short_of_data", "，资料不足", ", short of data"},
    {"failed", "，未能运行", ", failed"},
};

static const char *string_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

static const char *find_words(const struct words *words, size_t n, const char *key, bool english)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(words[i].key, key) == 0)
            return english ? words[i].en : words[i].zh;
    return "";
}

static const char *pick(const struct render *r, const char *zh, const char *en)
{
    return r->english ? en : zh;
}

/* Findings stand behind their level: two blanks, the level, two blanks. */
static unsigned indent(const struct render *r)
{
    return r->english ? 11 : 8;
}

/* A labelled line under a finding, broken and indented behind the label. */
static void labelled(const struct render *r, const char *label, struct slice text, struct buffer *ret)
{
    struct buffer safe = {0};
    buffer_safe_line(&safe, text);
    buffer_print(ret, "%*s%s%s%s", (int)indent(r), "", style_begin(r->colour, STYLE_DIM), label,
                 style_end(r->colour));
    width_wrap(ret, buffer_slice(&safe), indent(r) + width_of(slice_of(label)), r->columns);
    buffer_add(ret, S("\n"));
    buffer_done(&safe);
}

static struct slice shortened(struct slice quote, struct buffer *scratch)
{
    buffer_clear(scratch);
    buffer_safe_line(scratch, quote);
    struct slice all = buffer_slice(scratch), head = utf8_head(all, QUOTE_SHOWN);
    if (head.len == all.len)
        return all;
    scratch->len = head.len;
    buffer_add(scratch, S("…"));
    return buffer_slice(scratch);
}

static void evidence_line(const struct render *r, const json_t *piece, struct buffer *ret)
{
    struct buffer line = {0}, quote = {0};
    const char *role = find_words(roles, sizeof roles / sizeof *roles, string_of(piece, "role"), r->english);
    buffer_print(&line, pick(r, "%s，第%lld字%s%s“", "%s, character %lld%s%s “"), string_of(piece, "where"),
                 json_integer_value(json_object_get(piece, "column")), *role ? pick(r, "，", ", ") : "",
                 role);
    buffer_add(&line, shortened(slice_of(string_of(piece, "quote")), &quote));
    buffer_add(&line, S("”"));
    labelled(r, "· ", buffer_slice(&line), ret);
    buffer_done(&line);
    buffer_done(&quote);
}

static void render_evidence(const struct render *r, const json_t *evidence, struct buffer *ret)
{
    size_t i, n = json_array_size(evidence);
    json_t *piece;
    json_array_foreach(evidence, i, piece)
    {
        if (i == EVIDENCE_SHOWN && !r->explain)
            break;
        evidence_line(r, piece, ret);
    }
    if (n > EVIDENCE_SHOWN && !r->explain)
        buffer_print(ret, pick(r, "%*s· 另有%zu处\n", "%*s· and %zu more\n"), (int)indent(r), "",
                     n - EVIDENCE_SHOWN);
}

/* 错误  第12行  合计与分项不符  sum.mismatch */
static void finding_head(const struct render *r, const struct level *level, const json_t *finding,
                         struct buffer *ret)
{
    const char *label = pick(r, level->zh, level->en);
    const char *where = string_of(json_array_get(json_object_get(finding, "evidence"), 0), "where");
    buffer_print(ret, "  %s", style_begin(r->colour, level->style));
    width_pad(ret, slice_of(label), indent(r) - 2);
    buffer_print(ret, "%s", style_end(r->colour));
    buffer_safe_line(ret, slice_of(where));
    buffer_print(ret, "%s%s%s%s  %s%s%s\n", *where ? "  " : "", style_begin(r->colour, STYLE_STRONG),
                 string_of(finding, "name"), style_end(r->colour), style_begin(r->colour, STYLE_DIM),
                 string_of(finding, "rule"), style_end(r->colour));
}

static const char *verdict_of(const struct render *r, const json_t *finding)
{
    const char *verdict = string_of(finding, "verdict");
    const char *known = find_words(verdicts, sizeof verdicts / sizeof *verdicts, verdict, r->english);
    return *known ? known : verdict;
}

/* How the finding came about: figures, verdict, how sure the reading is, and the report's own reason. */
static void render_reasoning(const struct render *r, const json_t *finding, struct buffer *ret)
{
    struct buffer line = {0};
    if (*string_of(finding, "stated"))
        buffer_print(
            &line, pick(r, "载明%s，推算%s，相差%s（%s）；", "stated %s, computed %s, difference %s (%s); "),
            string_of(finding, "stated"), string_of(finding, "computed"), string_of(finding, "difference"),
            string_of(finding, "unit"));
    const json_t *hypothesis = json_object_get(finding, "hypothesis");
    if (*string_of(hypothesis, "text"))
        labelled(r, pick(r, "最可能的笔误：", "likeliest slip: "), slice_of(string_of(hypothesis, "text")),
                 ret);
    if (*string_of(finding, "verdict"))
        buffer_print(&line, pick(r, "判定%s；", "verdict %s; "), verdict_of(r, finding));
    buffer_print(&line, pick(r, "可信度%lld%%", "confidence %lld%%"),
                 json_integer_value(json_object_get(finding, "confidence")));
    labelled(r, pick(r, "推算：", "reasoning: "), buffer_slice(&line), ret);
    struct slice rest = slice_of(string_of(finding, "reasoning"));
    while (rest.len)
        labelled(r, "  ", slice_cut(&rest, S("\n")), ret);
    if (*string_of(finding, "explanation"))
        labelled(r, pick(r, "报告说明：", "explanation: "), slice_of(string_of(finding, "explanation")), ret);
    buffer_done(&line);
}

static void render_finding(const struct render *r, const struct level *level, const json_t *finding,
                           struct buffer *ret)
{
    const char *message = string_of(finding, "message"), *formula = string_of(finding, "formula");
    finding_head(r, level, finding, ret);
    labelled(r, "", slice_of(message), ret);
    /* 94.8≠89.8 says nothing that the message does not: a sum has an operator */
    if (strpbrk(formula, "+=") && !strstr(message, formula))
        labelled(r, pick(r, "算式：", "sum: "), slice_of(formula), ret);
    render_evidence(r, json_object_get(finding, "evidence"), ret);
    if (r->explain)
        render_reasoning(r, finding, ret);
}

static void render_level(const struct render *r, const struct level *level, const json_t *findings,
                         struct buffer *ret)
{
    size_t i;
    json_t *finding;
    json_array_foreach(findings, i, finding) if (strcmp(string_of(finding, "level"), level->name) == 0)
        render_finding(r, level, finding, ret);
}

static void render_title(const struct render *r, const char *path, const json_t *report, struct buffer *ret)
{
    long long year = json_integer_value(json_object_get(report, "year"));
    const char *holder = string_of(report, "organization");
    buffer_print(ret, "%s", style_begin(r->colour, STYLE_STRONG));
    buffer_safe(ret, slice_of(path));
    buffer_print(ret, "%s", style_end(r->colour));
    if (*holder) {
        buffer_add(ret, S("  "));
        buffer_safe_line(ret, slice_of(holder));
    }
    if (year)
        buffer_print(ret, pick(r, "  %lld年度", "  %lld"), year);
    buffer_add(ret, S("\n"));
}

static void render_rules(const struct render *r, const json_t *rules, struct buffer *ret)
{
    size_t i;
    json_t *rule;
    json_array_foreach(rules, i, rule)
    {
        struct buffer line = {0};
        struct slice rest = slice_of(string_of(rule, "message")), first = slice_cut(&rest, S("\n"));
        buffer_print(&line, pick(r, "规则 %s 未能运行（%s）：", "rule %s failed (%s): "),
                     string_of(rule, "rule"), string_of(rule, "failure"));
        buffer_add(&line, first);
        labelled(r, "! ", buffer_slice(&line), ret);
        while (rest.len) /* the traceback */
            labelled(r, "  ", slice_cut(&rest, S("\n")), ret);
        buffer_done(&line);
    }
}

static void render_outcome(const struct render *r, const struct answer *answer, struct buffer *ret)
{
    char text[UNEXAMINED_SIZE];
    struct buffer line = {0};
    const char *label = pick(r, "未检查：", "not examined: ");
    unexamined_text(answer->outcome, string_of(answer->report, "reason"), r->english, text, sizeof text);
    buffer_safe_line(&line, slice_of(text));
    buffer_print(ret, "  %s%s%s", style_begin(r->colour, STYLE_ERROR), label, style_end(r->colour));
    width_wrap(ret, buffer_slice(&line), 2 + width_of(slice_of(label)), r->columns);
    buffer_add(ret, S("\n"));
    buffer_done(&line);
}

static long long count_of(const json_t *report, const char *key)
{
    return (long long)json_integer_value(json_object_get(report, key));
}

/* The rules that came to a state: how many, and under -v which. */
static void render_state(const struct render *r, const json_t *report, const struct words *state,
                         struct buffer *ret)
{
    struct buffer names = {0};
    size_t i, n = 0;
    json_t *rule;
    json_array_foreach(json_object_get(report, "rules"), i, rule)
    {
        if (strcmp(string_of(rule, "state"), state->key) != 0)
            continue;
        buffer_print(&names, "%s%s", n++ ? pick(r, "、", ", ") : "", string_of(rule, "id"));
    }
    if (n)
        buffer_print(ret, pick(r, "%s%zu条", "%s %zu"), pick(r, state->zh, state->en), n);
    if (n && r->verbose)
        buffer_print(ret, pick(r, "（%s）", " (%s)"), names.at);
    buffer_done(&names);
}

/* What was looked at: "no findings" must be told from "not examined". */
static void render_coverage(const struct render *r, const json_t *report, struct buffer *ret)
{
    struct buffer line = {0};
    long long withheld = count_of(report, "findings_withheld");
    buffer_print(&line,
                 pick(r, "数字%lld个，识别%lld个，参与核对%lld个",
                      "%lld figures, %lld understood, %lld of them checked"),
                 count_of(report, "figures"), count_of(report, "facts"), count_of(report, "claimed"));
    for (size_t i = 0; i < sizeof rule_states / sizeof *rule_states; i++)
        render_state(r, report, &rule_states[i], &line);
    if (withheld)
        buffer_print(&line,
                     pick(r, "；另有%lld条按严格程度未列出（--strictness）",
                          "; %lld findings more at a higher --strictness"),
                     withheld);
    buffer_print(ret, "  %s", style_begin(r->colour, STYLE_DIM));
    width_wrap(ret, buffer_slice(&line), 2, r->columns);
    buffer_print(ret, "%s\n", style_end(r->colour));
    buffer_done(&line);
}

static void render_remarks(const struct render *r, const struct answer *answer, struct buffer *ret)
{
    long long dropped = json_integer_value(json_object_get(answer->report, "findings_dropped"));
    if (json_is_true(json_object_get(answer->report, "partial")))
        buffer_print(
            ret, "  %s\n",
            pick(r, "注意：文件有一部分读不出来或超出限额，未检查完。",
                 "Note: part of the file could not be read, or was over a limit; not fully examined."));
    const char *note = string_of(answer->report, "note");
    if (*note) {
        buffer_add(ret, slice_of(pick(r, "  注意：", "  Note: ")));
        buffer_safe_line(ret, slice_of(note));
        buffer_add(ret, slice_of(pick(r, "。\n", ".\n")));
    }
    if (dropped)
        buffer_print(ret,
                     pick(r, "  注意：另有%lld条未列出。\n", "  Note: %lld more findings are not listed.\n"),
                     dropped);
    if (json_array_size(answer->findings) == 0)
        buffer_print(ret, "  %s\n", pick(r, "未发现问题", "no findings"));
    render_coverage(r, answer->report, ret);
}

void render_answer(const struct render *render, const char *path, const struct answer *answer,
                   struct buffer *ret)
{
    render_title(render, path, answer->report, ret);
    if (answer->outcome != OUTCOME_INSPECTED) {
        render_outcome(render, answer, ret);
    } else {
        for (size_t i = 0; i < LEVELS; i++)
            render_level(render, &levels[i], answer->findings, ret);
        render_rules(render, answer->rules, ret);
        render_remarks(render, answer, ret);
    }
    buffer_add(ret, S("\n"));
}

void render_tally(struct render_count *count, const struct answer *answer)
{
    size_t *const counters[LEVELS] = {&count->errors, &count->warnings, &count->notices};
    size_t i;
    json_t *finding;
    count->files++;
    count->failed_rules += json_array_size(answer->rules);
    if (answer->outcome != OUTCOME_INSPECTED)
        return;
    count->inspected++;
    count->clean += json_array_size(answer->findings) == 0;
    json_array_foreach(answer->findings, i, finding) for (size_t l = 0; l < LEVELS; l++) * counters[l] +=
        strcmp(string_of(finding, "level"), levels[l].name) == 0;
}

void render_summary(const struct render *render, const struct render_count *count, struct buffer *ret)
{
    buffer_print(
        ret,
        pick(render, "共%zu份：已检查%zu份，其中%zu份未发现问题；错误%zu条，警告%zu条，提示%zu条",
             "%zu files: %zu examined, %zu of them without findings; %zu errors, %zu warnings, %zu notices"),
        count->files, count->inspected, count->clean, count->errors, count->warnings, count->notices);
    if (count->files > count->inspected)
        buffer_print(ret, pick(render, "；未检查%zu份", "; %zu not examined"),
                     count->files - count->inspected);
    if (count->failed_rules)
        buffer_print(ret, pick(render, "；规则失败%zu次", "; %zu rule failures"), count->failed_rules);
    buffer_add(ret, slice_of(pick(render, "。\n", ".\n")));
}
