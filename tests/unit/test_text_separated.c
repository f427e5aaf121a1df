/* Separated values and Markdown as the text plugin reads them: what is told by the file's name. Linked with the plugin. */
#include "plugin_read.h"

static void assert_text(const char *name, const char *text, const char *expected)
{
    struct plugin_read *r = malloc(sizeof *r);
    plugin_read(r, slice_of(text), name);
    assert_reads(r, expected);
    plugin_read_done(r);
    free(r);
}

static void test_separated(void **state)
{
    (void)state;
    assert_text("a.csv",
                "某局收入表,,\r\n编制单位：某局,,单位：万元\r\n项目,预算数,决算数\r\n合计,\"1,234.50\","
                "2\r\n甲,,3\r\n",
                "某局收入表\n编制单位：某局\n单位：万元\n[项目|预算数|决算数]\n[合计|1,234.50|2]\n[甲||3]\n");
    /* a name that stands alone, quotes in quotes, a line break in a field, leading zeros, the last line without an end */
    assert_text("a.CSV", "支出表\n\"名\"\"称\"\"\",数\n\"一\n二\",=\"0012\"\n三,4",
                "支出表\n[名\"称\"|数]\n[一二|0012]\n[三|4]\n");
    assert_text("a.tsv", "项目\t数\n甲,乙\t1\n", "[项目|数]\n[甲,乙|1]\n");
    assert_text("a.csv", "项目;数\n甲;1,5\n乙;2,5\n", "[项目|数]\n[甲|1,5]\n[乙|2,5]\n");
    /* a quote that is never closed is a character; so is one inside a field */
    assert_text("a.csv", "项目,数\n\"甲,1\n乙\"丙,\"2\n", "[项目|数]\n[\"甲|1]\n[乙\"丙|\"2]\n");
    /* two tables, a blank line between */
    assert_text("a.csv", "a,b\n1,2\n,\n表二,\nc,d\n3,4\n", "[a|b]\n[1|2]\n表二\n[c|d]\n[3|4]\n");
    /* nothing is separated, or the name is no table's */
    assert_text("a.csv", "支出合计358.65万元。\n", "支出合计358.65万元。\n");
    assert_text("a.txt", "项目,数\n甲,1\n", "项目,数\n甲,1\n");
}

static void test_encodings(void **state)
{
    struct plugin_read *r = malloc(sizeof *r);
    (void)state;
    plugin_read(r, S("\xCF\xEE\xC4\xBF,\xCA\xFD\n\xBC\xD7,1\n"), "a.csv");
    assert_reads(r, "[项目|数]\n[甲|1]\n");
    assert_string_equal(r->bridge->encoding, "gb18030");
    plugin_read_done(r);
    free(r);
}

static void test_markdown(void **state)
{
    (void)state;
    assert_text("a.md",
                "# 报告\n\n## 概况 ##\n\n正文。\n\n| 项目 | 金额 | |\n|:---|---:|--|\n| 甲\\|乙 | 1.00 | "
                "|\n| 丙 | |\n",
                "# 报告\n# 概况\n正文。\n[项目|金额|]\n[甲\\|乙|1.00|]\n[丙||]\n");
    assert_text("a.txt", "正文一。\n# 不是标题，是正文的一句话。\n",
                "正文一。\n#不是标题，是正文的一句话。\n");
}

/* A file of quotes only, none of them closed, is read in one go. */
static void test_quotes(void **state)
{
    struct plugin_read *r = malloc(sizeof *r);
    const size_t size = 4u << 20;
    char *text = malloc(size + 1);
    (void)state;
    for (size_t i = 0; i < size; i++)
        text[i] = ",\"x\n"[i % 4];
    text[size] = '\0';
    plugin_read(r, (struct slice){text, size}, "a.csv");
    assert_true(r->result == TALLYD_OK || r->result == TALLYD_LIMIT);
    plugin_read_done(r);
    free(text);
    free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_separated),
        cmocka_unit_test(test_encodings),
        cmocka_unit_test(test_markdown),
        cmocka_unit_test(test_quotes),
    };
    tallyd_format.init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
