/* What rules see of a report and what report:flag makes of it. The rule of each test is a few lines of Lua
 * over the report of fixture_report.h. */
#include "../../daemon/inspect/bind.h"
#include "../../daemon/inspect/lua_host.h"

#include "../../daemon/wire/answer.h"
#include "../../daemon/wire/message.h"

#include "fixture_report.h"
#include "rule_file.h"

struct bench {
    struct fixture f;
    json_t *messages, *states;
    struct lua_host_run run;
};

static void on_message(void *context, struct slice message)
{
    json_array_append_new(context, message_parse(message.at, message.len));
}

#define RULE                                                                                                 \
    "return { id = 'x.y', title = { zh = '规则', en = 'Rule' }, severity = 'error', maturity = 'stable', " \
    "version = '7', params = { limit = '100' }, check = function(report, params)\n%s\nend }"

/* So many sentences in the place of the report's own: of one byte, of two and so on. */
static void set_sentences(struct report *report, uint32_t n)
{
    struct sentence *all = arena_array(report->arena, n, sizeof *all);
    for (uint32_t i = 0; i < n; i++) {
        all[i] = report->sentences.items[0];
        all[i].text.s = slice_sub(report->document->reading, 0, i + 1);
    }
    report->sentences.items = all;
    report->sentences.n = n;
}

static uint32_t sentences_set; /* in the next report; 0: that has its own */

/* Runs the one rule; its messages are in `b` until done(). */
static void run(struct bench *b, const char *check, const char *language, const char *settings)
{
    char folder[RULE_FOLDER_SIZE], error[600] = "";
    const char *const folders[] = {folder, NULL};
    json_t *set = settings ? json_loads(settings, 0, NULL) : NULL;
    struct lua_host_options options = {
        folders, set, language, {32u << 20, 20000000, 20000000, 5000}, STRICTNESS_MAX};
    struct lua_host *host = NULL;
    rule_file_make(folder, RULE, check);
    if (lua_host_new(&options, &host, error, sizeof error) != 0)
        fail_msg("%s", error);
    fixture_init(&b->f);
    if (sentences_set)
        set_sentences(&b->f.report, sentences_set);
    b->messages = json_array();
    b->states = json_array();
    b->run = (struct lua_host_run){
        .report = &b->f.report, .emit = on_message, .context = b->messages, .states = b->states};
    lua_host_run(host, &b->run);
    lua_host_free(host);
    json_decref(set);
    rule_file_remove(folder);
}

static void done(struct bench *b)
{
    json_decref(b->messages);
    json_decref(b->states);
    fixture_done(&b->f);
}

static const char *text_at(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

/* The rule's assertions hold: it says nothing and does not fail. */
static void holds(const char *check)
{
    struct bench b;
    run(&b, check, "zh", NULL);
    if (json_array_size(b.messages))
        fail_msg("%s\n%s", check, text_at(json_array_get(b.messages, 0), "message"));
    done(&b);
}

/* The rule fails, and says this. */
static void fails(const char *check, const char *expected)
{
    struct bench b;
    run(&b, check, "zh", NULL);
    const char *message = text_at(json_array_get(b.messages, 0), "message");
    if (!strstr(message, expected))
        fail_msg("%s\ngave \"%s\", expected \"%s\"", check, message, expected);
    done(&b);
}

static void test_decimals(void **state)
{
    (void)state;
    holds("local d = decimal('1.50')\n"
          "assert(tostring(d) == '1.50' and tostring(d + 1) == '2.50' and tostring(d - '0.5') == '1.00')\n"
          "assert(tostring(d * d) == '2.2500' and tostring(-d) == '-1.50' and tostring(d:abs()) == '1.50')\n"
          "assert(d == decimal('1.5') and d < decimal('2') and d <= 2 and d > 1 and not (d == decimal(1)))\n"
          "assert(tostring(decimal('2'):div('3', 4)) == '0.6667' and tostring(decimal('0.125'):round(2)) == "
          "'0.13')\n"
          "assert(d:number() == 1.5)");
    fails("return decimal(1.5)", "not a decimal");
    fails("return decimal('x')", "not a decimal");
    fails("return decimal('1') / 3", "use a:div(b, scale)");
    fails("return decimal('1'):div(0, 2)", "division is by zero");
    fails("return decimal('1'):round(99)", "0 to 12 decimals");
    fails("local d = decimal('999999999999999999999999999999') return d * d", "overflows");
    fails("decimal('1').x = 1", "attempt to index");
}

static void test_report_fields(void **state)
{
    (void)state;
    holds("assert(report.title:find('绩效自评报告', 1, true) and report.holder == '云溪县测绘档案馆')\n"
          "assert(report.year == 2021 and report.name == '自评报告.txt' and report.format == 'text')\n"
          "assert(report.partial == false and params.limit == '100')");
    fails("return report.none", "report has no none; it has title");
    fails("return report:claim()", " claims ");
    fails("report.year = 1", "read-only");
}

static void test_facts(void **state)
{
    (void)state;
    holds(
        "local all = report:facts()\n"
        "assert(#all == 5)\n"
        "local total = report:facts{ measure = '支出合计' }[1]\n"
        "assert(total.measure == '支出合计' and total.label == '支出合计' and total.holder == nil)\n"
        "assert(total.year == 2021 and total.version == 'actual' and total.prior == false)\n"
        "assert(tostring(total.value) == '30.60' and total.unit == '万元' and tostring(total.base) == "
        "'306000')\n"
        "assert(total.dimension == 'money' and total.quote == '支出合计30.60万元' and total.text == "
        "total.quote)\n"
        "assert(total.line == 3 and total.column == 6 and total.confidence == 90 and total.table == nil)\n"
        "assert(#report:facts{ version = 'initial' } == 1 and #report:facts{ year = 2020 } == 0)\n"
        "assert(#report:facts{ prior = true } == 0 and #report:facts{ table = 1 } == 1)\n"
        "assert(#report:facts{ in_table = true } == 1 and #report:facts{ in_table = false } == 4)\n"
        "assert(#report:facts{ row = 2 } == 1 and #report:facts{ row = 1 } == 0)\n"
        "assert(#report:facts{ dimension = 'money' } == 4 and #report:facts{ dimension = 'percent' } == 1)\n"
        "assert(total.section == all[2].section and total.section.level ~= nil)\n"
        "assert(tostring(total) == 'fact 支出合计30.60万元' and total ~= all[2] and total == all[1])");
    holds("assert(#report:facts{ unit = '万元' } == 4 and #report:facts{ unit = '亿元' } == 0)\n"
          "local above = report:facts{ dimension = 'money', above = '20.10' }\n"
          "assert(#above > 0 and #above < 4 and #report:facts{ above = 1000000 } == 0)\n"
          "for _, fact in ipairs(above) do assert(fact.value > decimal('20.10')) end");
    fails("report:facts{ above = 'x' }", "above is no decimal");
    fails("report:facts{ dimension = 'weight' }", "unknown word \"weight\"; known are");
    fails("report:facts{ version = 'none' }", "unknown word \"none\"; known are");
    fails("report:facts{ years = 1 }", "unknown filter years; known are measure");
    fails("report:facts{ year = 'x' }", "number expected");
    fails("return report:facts()[1].valeu", "fact has no valeu");
}

static void test_claims(void **state)
{
    (void)state;
    holds("local sum = report:claims{ kind = 'sum' }[1]\n"
          "assert(#report:claims() == 2 and sum.kind == 'sum' and sum.exhaustive and sum.verdict == "
          "'violated')\n"
          "assert(tostring(sum.stated) == '30.60' and tostring(sum.difference) == '0.50' and sum.unit == "
          "'万元')\n"
          "assert(#sum.members == 3 and sum.members[2].role == 'part' and sum.members[2].sign == 1)\n"
          "assert(sum.total == sum.members[1].fact and sum.rate == nil and sum.blocked == nil)\n"
          "assert(#report:claims{ verdict = 'violated' } == 1 and #report:claims{ verdict = "
          "'strict:violated' } == 2)\n"
          "assert(#report:claims{ measure = '支出合计' } == 2 and #report:claims{ basis = 'form' } == 0)\n"
          "local execution = report:claims{ blocked = true }[1]\n"
          "assert(execution.kind == 'execution' and execution.blocked == sum and execution.actual == "
          "sum.total)\n"
          "assert(execution.words.text == '执行率' and execution.words.line == 5)");
    holds("assert(report:has_claims('sum') and report:has_claims('count', 'execution'))\n"
          "assert(not report:has_claims('count', 'identity'))");
    fails("report:has_claims()", "a kind of claim");
    fails("report:has_claims('none')", "unknown word");
    fails("report:claims{ kind = 'none' }", "unknown word");
    fails("return report:claims()[1].none", "claim has no none");
}

static void test_text(void **state)
{
    (void)state;
    holds("local found, nxt = report:find('(%d+%.%d+)万元')\n"
          "assert(found.text == '30.60万元' and found.captures[1] == '30.60' and found.line == 3)\n"
          "local second = report:find('(%d+%.%d+)万元', nxt)\n"
          "assert(second.text == '20.10万元' and second.evidence.text == second.text)\n"
          "assert(report:find('没有') == nil)\n"
          "assert(#report:sentences() == 2 and #report:sentences{ contains = '执行率' } == 1)\n"
          "local s = report:sentences{ contains = '执行率' }[1]\n"
          "assert(s.line == 5 and s.section and s.evidence.text == s.text)\n"
          "local sections = report:sections()\n"
          "assert(#sections >= 1 and sections[1].parent == nil and sections[1].empty)\n"
          "for _, s in ipairs(sections) do assert(s.empty == (s.title ~= '支出情况' and s.title ~= "
          "'执行情况')) end\n"
          "assert(#report:sentences{ contains = '\\x8E' } > 0) -- no UTF-8, but bytes of it\n"
          "assert(#report:sentences{ contains = { '执行率', s.text } } == 1)\n"
          "assert(#report:sentences{ contains = { s.text, wordlist{ '没有' } } } == 0)\n"
          "local last = report:sentences{ last = 1 }\n"
          "assert(#last == 1 and last[1] == report:sentences()[2] and #report:sentences{ last = 9 } == 2)\n"
          "local words = wordlist{ '执行情况', '概况' }\n"
          "for _, s in ipairs(report:sections{ title = words }) do assert(words:has(s.title)) end\n"
          "assert(#report:sections{ title = wordlist{ '支出情况' } } == 1)\n"
          "assert(#report:copies() == 1 and #report:copies{ first = 'duties', min = 15 } == 1)\n"
          "assert(#report:copies{ second = 'result' } == 0 and #report:copies{ min = 99 } == 0)\n"
          "local copy = report:copies()[1]\n"
          "assert(copy.same == (copy.first.text:gsub('%s', '') == copy.second.text:gsub('%s', '')))\n"
          "assert(copy.chars == 20 and copy.first.role == 'duties' and copy.second.line == 4)\n"
          "assert(report:measure('支出合计').name == '支出合计' and report:measure('无此') == nil)");
    fails("report:sentences{ contains = { 'a', 'b', 'c', 'd', 'e' } }", "too many words");
    fails("report:sentences{ last = 0 }", "from 1 on");
    fails("report:find('[')", "malformed pattern");
    fails("report:find('x', 0)", "an offset from 1 on");
    fails("report:words('no-such-class', 'x')", "no class of words");
}

/* One pass over all words gives what a search for each one gives. */
static void test_long_lists(void **state)
{
    static const uint32_t lengths[] = {1, BIND_LIST_WAITING, BIND_LIST_WAITING + 1,
                                       3 * BIND_LIST_WAITING - 1};
    (void)state;
    for (size_t i = 0; i < COUNT(lengths); i++) {
        char check[300];
        snprintf(check, sizeof check,
                 "local all = report:sentences{}\n"
                 "assert(#all == %u and #report:sentences{ contains = all[1].text } == #all)\n"
                 "for i, sentence in ipairs(all) do assert(#sentence.text == i) end",
                 (unsigned)lengths[i]);
        sentences_set = lengths[i];
        holds(check);
    }
    sentences_set = 0;
}

static void test_wordlists(void **state)
{
    (void)state;
    holds("local list = wordlist{ '预算', '预算执行', '≥', '%', '算执' }\n"
          "local from, to, word = list:find('年初预算执行率')\n"
          "assert(from == 7 and to == 18 and word == '预算执行') -- the longest of its place\n"
          "assert(select(3, list:find('年初预算执行率', 8)) == '算执')\n"
          "assert(list:has('达到100%') and list:has('≥') and not list:has('决算') and not list:has(''))\n"
          "assert(list:find('预算', 7) == nil and list:find('预算', 99) == nil)\n"
          "assert(list:remove('预算执行≥95%，') == '95，' and list:remove('决算') == '决算')\n"
          "assert(#report:sentences{ contains = wordlist{ '没有', '执行率' } } == 1)\n"
          "assert(#report:sentences{ contains = wordlist{ '没有' } } == 0)");
    holds("local seed = 7\n"
          "local function random(n) seed = (seed * 1103515245 + 12345) % 2147483648 return seed // 65536 % n "
          "+ 1 end\n"
          "local letters = { 'a', 'b', '预', '算', '预' }\n"
          "local function text(most) local t = '' for _ = 1, random(most) do t = t .. letters[random(5)] end "
          "return t end\n"
          "for _ = 1, 400 do\n"
          "  local words, subject = {}, text(30)\n"
          "  for i = 1, random(8) do words[i] = text(4) end\n"
          "  local best, longest\n"
          "  for _, w in ipairs(words) do\n"
          "    local at = string.find(subject, w, 1, true)\n"
          "    if at and (not best or at < best or (at == best and #w > #longest)) then best, longest = at, "
          "w end\n"
          "  end\n"
          "  local from, _, word = wordlist(words):find(subject)\n"
          "  assert(from == best and word == longest, subject)\n"
          "end");
    fails("wordlist{}", "1 to 1000 words");
    fails("wordlist{ '' }", "a word has 1 to 255 bytes; item 1 has 0");
    fails("wordlist{ string.rep('x', 256) }", "item 1 has 256");
    fails("wordlist{ 1 }", "item 1 is a number");
    fails("wordlist{ 'x' }.x = 1", "attempt to index");
    fails("report:sentences{ contains = {} }", "string expected");
}

/* 绩效自评报告 stands in the title of the text; the lexicon is the project's. */
static void test_mentions(void **state)
{
    (void)state;
    holds(
        "local all = report:mentions{ class = 'find-report-year' }\n"
        "assert(#all == 1 and all[1].text == '绩效自评报告' and all[1].line == 1 and all[1].heading)\n"
        "local m = all[1]\n"
        "assert(m.before == '云溪县测绘档案馆2021年度部门整体支出' and m.after == '' and m.value == '')\n"
        "assert(not m.alone and m.cell == nil and m.table == nil and m.section and m.column == 21)\n"
        "assert(m:around(12, 0).text == '整体支出绩效自评报告' and m:around(999, 999).line == 1)\n"
        "assert(m:around(4, 0).text == '出绩效自评报告')\n"
        "assert(#report:mentions{ class = 'find-formula-error' } == 0 and #report:mentions{} >= 1)\n"
        "assert(#report:mentions{ alone = true } + #report:mentions{ alone = false } == #report:mentions{})\n"
        "for _, m in ipairs(report:mentions{ alone = true }) do assert(m.alone) end\n"
        "local class = 'find-report-year'\n"
        "local behind = report:mentions{ class = class, behind = wordlist{ '，', '支出' } }\n"
        "assert(#behind == 1 and behind[1] == all[1])\n"
        "assert(#report:mentions{ class = class, behind = wordlist{ '部门' } } == 0)");
    fails("report:mentions{ behind = '，' }", "wordlist expected");
    holds("assert(#report:identifiers{ kind = 'mobile' } == 0)");
    fails("report:identifiers{ kind = 'name' }", "unknown word");
    fails("report:identifiers{}", "kind is missing");
    fails("report:mentions{ class = 'goal' }", "no class");
    fails("report:mentions{ class = 'find-none' }", "no class");
    fails("report:mentions{ class = 'find-report-year' }[1]:around(-1, 0)", "a number of bytes");
}

static void test_tables(void **state)
{
    (void)state;
    holds("local t = report:tables()[1]\n"
          "assert(#report:tables() == 1 and t.number == 1 and t.columns == 2)\n"
          "local cell = t:cell(2, 1)\n"
          "assert(cell.text == '30.60' and tostring(cell.value) == '30.60' and cell.row == 2 and cell.column "
          "== 1)\n"
          "assert(t:cell(9, 9) == nil and t:cell(0, 1) == nil)\n"
          "assert(t:cell(2, 2).blank and not t:cell(1, 2).blank)");
    fails("report:tables{ kind = 'none' }", "unknown word");
}

static json_t *only_finding(struct bench *b)
{
    json_t *finding = json_array_get(b->messages, 0);
    if (strcmp(text_at(finding, "type"), "finding") != 0)
        fail_msg("%s", text_at(finding, "message"));
    return finding;
}

#define FLAG_SUM                                                                                             \
    "report:flag{ claim = report:claims{ kind = 'sum' }[1], note = '注', zh = "                             \
    "'{total.quote}与{computed}{unit}差{difference}（{note}）{', "                                       \
    "en = '{total.quote} is off by {difference}{unit}' }"

static void test_indicators(void **state)
{
    (void)state;
    holds("local rows = report:indicators{}\n"
          "assert(#rows == 4 and rows[1].marks == 'full' and rows[2].marks == 'some')\n"
          "assert(rows[3].marks == 'over' and rows[4].marks == nil and rows[4].weight_figure == nil)\n"
          "local forms = report:indicators{ by_form = true }\n"
          "assert(#forms == 2 and #forms[1] == 2 and #forms[2] == 2 and forms[2][1] == rows[3])\n"
          "forms = report:indicators{ by_form = true, kind = 'indicator' }\n"
          "assert(#forms == 2 and #forms[1] == 1 and forms[1][1] == rows[2] and #forms[2] == 2)\n"
          "assert(#report:indicators{ by_form = true, kind = 'total' } == 0)\n"
          "assert(#report:indicators{ by_form = false, kind = 'funds' } == 1)");
    fails("report:indicators{ by_form = 1 }", "boolean expected");
}

static void test_narrow(void **state)
{
    (void)state;
    holds("assert(string.narrow('２０２１．５') == '2021.5' and ('执行率９８%').narrow('，年') == '，年')\n"
          "assert(string.narrow('') == '' and string.narrow('，９') == '，9' and string.narrow('９，') == "
          "'9，')\n"
          "assert(string.narrow('\\xEF') == '\\xEF' and string.narrow('\\xEF\\xBC') == '\\xEF\\xBC')\n"
          "assert(string.narrow('\\xEF\\xEF\\xBC\\x90') == '\\xEF0' and string.narrow('／：') == '／：')");
    fails("string.narrow()", "string expected");
}

static void test_flag(void **state)
{
    struct bench b;
    (void)state;
    run(&b, FLAG_SUM, "zh", NULL);
    json_t *finding = only_finding(&b), *evidence = json_object_get(finding, "evidence");
    assert_string_equal(text_at(finding, "message"), "支出合计30.60万元与30.10万元差0.50（注）{");
    assert_string_equal(text_at(finding, "rule"), "x.y");
    assert_string_equal(text_at(finding, "name"), "规则");
    assert_string_equal(text_at(finding, "version"), "7");
    assert_string_equal(text_at(finding, "level"), "error");
    assert_string_equal(text_at(finding, "verdict"), "violated");
    assert_string_equal(text_at(finding, "stated"), "30.60");
    assert_string_equal(text_at(finding, "formula"), "20.10+10.00=30.10≠30.60");
    assert_int_equal(strlen(text_at(finding, "fingerprint")), 32);
    assert_int_equal(json_array_size(evidence), 3);
    json_t *total = json_array_get(evidence, 0);
    assert_string_equal(text_at(total, "role"), "total");
    assert_string_equal(text_at(total, "quote"), "支出合计30.60万元");
    assert_string_equal(text_at(total, "value"), "30.60");
    assert_int_equal(json_integer_value(json_object_get(total, "line")), 3);
    assert_int_equal(json_integer_value(json_object_get(total, "column")), 6);
    done(&b);
    run(&b, FLAG_SUM, "en", NULL);
    assert_string_equal(text_at(only_finding(&b), "message"), "支出合计30.60万元 is off by 0.50万元");
    assert_string_equal(text_at(only_finding(&b), "name"), "Rule");
    done(&b);
}

static void test_evidence_is_told_once(void **state)
{
    struct bench b;
    (void)state;
    run(&b,
        "local c = report:claims{ kind = 'sum' }[1] "
        "report:flag{ zh = 'x', en = 'x', evidence = { c, c } } "
        "report:flag{ zh = 'y', en = 'y', evidence = { c.total, c.total, c.total }, roles = { 'a', 'b', 'a' "
        "} }",
        "zh", NULL);
    for (size_t i = 0; i < 2; i++) {
        json_t *evidence = json_object_get(json_array_get(b.messages, i), "evidence");
        assert_int_equal(json_array_size(evidence), i == 0 ? 3 : 2);
    }
    done(&b);
}

/* What a worker says must pass the daemon's own check. */
static void test_flag_passes_the_answer_check(void **state)
{
    struct bench b;
    struct answer answer;
    (void)state;
    run(&b,
        FLAG_SUM "report:flag{ zh = string.rep('长', 9000), en = 'x', evidence = { report:find('支'), "
                 "(report:find('[\\128-\\191]')) },"
                 " key = string.rep('k', 9999), roles = { string.rep('r', 999) }, stated = '1', explanation "
                 "= '\\255' }",
        "zh", NULL);
    answer_init(&answer);
    for (size_t i = 0; i < json_array_size(b.messages); i++) {
        char *text = json_dumps(json_array_get(b.messages, i), JSON_COMPACT);
        assert_true(strlen(text) <= (size_t)MESSAGE_SIZE_MAX);
        if (answer_take(&answer, text, strlen(text)) == ANSWER_BAD)
            fail_msg("%s: %s", answer.error, text);
        free(text);
    }
    if (json_array_size(answer.findings) != 2)
        fail_msg("%s", text_at(json_array_get(b.messages, 1), "message"));
    json_t *second = json_array_get(json_object_get(json_array_get(answer.findings, 1), "evidence"), 1);
    assert_string_equal(text_at(second, "quote"), "云"); /* found by a byte in its middle */
    answer_done(&answer);
    done(&b);
}

/* Texts that JSON takes differently, or that grow when they are escaped, spoil no answer. */
static void test_odd_texts_pass_the_answer_check(void **state)
{
    static const char *const CHECKS[] = {
        "report:flag{ zh = '甲\\0乙', en = 'a', explanation = '\\0', key = '\\0', evidence = report:facts()}",
        "report:flag{ zh = string.rep('\\255', 4000), en = 'a', evidence = report:facts() }",
        "error('\\0' .. string.rep('\\255', 4000))",
    };
    (void)state;
    for (size_t i = 0; i < sizeof CHECKS / sizeof *CHECKS; i++) {
        struct bench b;
        struct answer answer;
        run(&b, CHECKS[i], "zh", NULL);
        assert_int_equal(json_array_size(b.messages), 1);
        char *text = json_dumps(json_array_get(b.messages, 0), JSON_COMPACT);
        answer_init(&answer);
        if (!text || answer_take(&answer, text, strlen(text)) == ANSWER_BAD)
            fail_msg("%s: %s", CHECKS[i], text ? answer.error : "no message");
        answer_done(&answer);
        free(text);
        done(&b);
    }
}

static void level_is(const char *fields, const char *settings, const char *expected)
{
    struct bench b;
    char check[300];
    snprintf(check, sizeof check, "report:flag{ zh = '甲', en = 'a', %s }", fields);
    run(&b, check, "zh", settings);
    if (strcmp(text_at(only_finding(&b), "level"), expected) != 0)
        fail_msg("%s: %s, expected %s", fields, text_at(only_finding(&b), "level"), expected);
    done(&b);
}

static void test_levels(void **state)
{
    static const char *const sure = "claim = report:claims()[1]",
                             *const asked = "claim = report:claims()[1], level = 'warning'",
                             *const unsure = "claim = report:claims()[2]";
    (void)state;
    level_is(sure, NULL, "error");
    level_is(asked, NULL, "warning");
    level_is(unsure, NULL, "notice"); /* of confidence 50 */
    level_is(sure, "{\"x.y\":{\"severity\":\"notice\"}}", "notice");
    level_is(asked, "{\"x.y\":{\"severity\":\"notice\"}}", "notice");
    level_is(asked, "{\"x.y\":{\"severity\":\"error\"}}", "warning");
    fails("report:flag{ zh = 'a', en = 'a', claim = report:claims()[1], level = 'loud' }", "level must be");
}

static void test_flag_faults(void **state)
{
    (void)state;
    fails("report:flag{ zh = 'a', claim = report:claims()[1] }", "both languages");
    fails("report:flag{ zh = '', en = 'a', claim = report:claims()[1] }", "message is empty");
    fails("report:flag{ zh = '{none}', en = 'a', claim = report:claims()[1] }", "claim has no none");
    fails("report:flag{ zh = '{none}', en = 'a', evidence = report:facts() }", "the call has no field none");
    fails("report:flag{ zh = '{t}', t = {}, en = 'a', evidence = report:facts() }", "{t} is a table");
    fails("report:flag{ zh = 'a', en = 'a', evidence = {} }", "flag needs evidence");
    fails("report:flag{ zh = 'a', en = 'a', evidence = { 1 } }", "evidence must be an array");
    fails("report:flag{ zh = 'a', en = 'a', evidence = { report } }", "evidence must be an array");
    fails("report:flag{ zh = 'a', en = 'a', claim = 1 }", "claim expected");
    fails("report:flag{ zh = 'a', en = 'a', claim = report:claims()[1], stated = 'many' }",
          "stated must be a decimal");
}

static const char *fingerprint(const struct bench *b, size_t i)
{
    return text_at(json_array_get(b->messages, i), "fingerprint");
}

static void test_fingerprints(void **state)
{
    struct bench a, b;
    (void)state;
    run(&a, FLAG_SUM FLAG_SUM "report:flag{ claim = report:claims()[1], key = 'k', zh = 'b', en = 'b' }",
        "zh", NULL);
    run(&b, FLAG_SUM, "en", NULL);
    assert_int_equal(json_array_size(a.messages), 3);
    assert_string_equal(fingerprint(&a, 0), fingerprint(&b, 0));     /* not the message, not the language */
    assert_string_not_equal(fingerprint(&a, 0), fingerprint(&a, 1)); /* the second of two alike */
    assert_string_not_equal(fingerprint(&a, 0), fingerprint(&a, 2)); /* another key */
    done(&a);
    done(&b);
}

static void test_limits_of_an_answer(void **state)
{
    struct bench b;
    (void)state;
    run(&b, "for i = 1, 2500 do report:flag{ zh = 'a', en = 'a', evidence = { report:facts()[1] } } end",
        "zh", NULL);
    assert_int_equal(b.run.findings, limit_value(LIMIT_FINDINGS));
    assert_int_equal(b.run.dropped, 2500 - limit_value(LIMIT_FINDINGS));
    assert_int_equal(json_array_size(b.messages), limit_value(LIMIT_FINDINGS));
    done(&b);
    run(&b,
        "local all, roles = {}, {} for i = 1, 200 do all[i], roles[i] = report:facts()[1], 'r' .. i end\n"
        "for i = 1, 400 do report:flag{ zh = 'a', en = 'a', evidence = all, roles = roles } end",
        "zh", NULL);
    assert_int_equal(json_array_size(json_object_get(json_array_get(b.messages, 0), "evidence")),
                     limit_value(LIMIT_EVIDENCE));
    assert_true(b.run.evidence <= ANSWER_EVIDENCE_TOTAL && b.run.bytes <= LUA_HOST_BYTES_MAX &&
                b.run.dropped > 0);
    done(&b);
}

static void test_bytes_of_an_answer(void **state)
{
    struct bench b;
    (void)state;
    run(&b,
        "local long = string.rep('长', 4000)\n"
        "for i = 1, 1000 do report:flag{ zh = long, en = 'a', evidence = { report:facts()[1] } } end",
        "zh", NULL);
    assert_true(b.run.bytes <= LUA_HOST_BYTES_MAX && b.run.dropped > 0);
    assert_int_equal(b.run.findings + b.run.dropped, 1000);
    done(&b);
}

static void state_is(const char *check, const char *expected)
{
    struct bench b;
    run(&b, check, "zh", NULL);
    assert_string_equal(text_at(json_array_get(b.states, 0), "state"), expected);
    done(&b);
}

static void test_states(void **state)
{
    (void)state;
    state_is("", "checked");
    state_is("report:applicable(false)", "not_applicable");
    state_is("report:applicable(true)", "checked");
    state_is("report:short('编制数')", "short_of_data");
    state_is("error('x')", "failed");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_decimals),
        cmocka_unit_test(test_report_fields),
        cmocka_unit_test(test_facts),
        cmocka_unit_test(test_claims),
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_long_lists),
        cmocka_unit_test(test_wordlists),
        cmocka_unit_test(test_mentions),
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_indicators),
        cmocka_unit_test(test_narrow),
        cmocka_unit_test(test_flag),
        cmocka_unit_test(test_evidence_is_told_once),
        cmocka_unit_test(test_flag_passes_the_answer_check),
        cmocka_unit_test(test_odd_texts_pass_the_answer_check),
        cmocka_unit_test(test_levels),
        cmocka_unit_test(test_flag_faults),
        cmocka_unit_test(test_fingerprints),
        cmocka_unit_test(test_limits_of_an_answer),
        cmocka_unit_test(test_bytes_of_an_answer),
        cmocka_unit_test(test_states),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
