/* Word documents as the ole plugin reads them. Linked with the plugin. */
#include "plugin_read.h"
#include "word_write.h"

static struct bytes_write finish(struct word_write *w, bool is_short)
{
    struct cfb_write c = {0};
    word_streams(w, &c);
    return cfb_finish(&c, is_short);
}

static void read_file(struct plugin_read *r, const struct bytes_write *file)
{
    struct slice bytes = {(const char *)file->at, file->len};
    assert_int_equal(plugin_read_probe(bytes), TALLYD_CERTAIN);
    plugin_read(r, bytes, "报告.doc");
}

static void assert_word(struct word_write *w, const char *expected)
{
    struct bytes_write file = finish(w, true);
    struct plugin_read *r = malloc(sizeof *r);
    read_file(r, &file);
    assert_reads(r, expected);
    plugin_read_done(r);
    free(r);
    free(file.at);
}

static void assert_result(struct word_write *w, enum tallyd_result expected)
{
    struct bytes_write file = finish(w, false);
    struct plugin_read *r = malloc(sizeof *r);
    read_file(r, &file);
    assert_int_equal(r->result, expected);
    plugin_read_done(r);
    free(r);
    free(file.at);
}

static void test_text(void **state)
{
    (void)state;
    struct word_write w = {0};
    word_plain(&w, "云岭市档案馆2023年度报告");
    word_plain(&w, "");
    word_plain(&w, "支出合计\x1E\x1F"
                   "5万元。\v第二行𠀀");
    word_raw(&w, "见\x13 HYPERLINK \"http://a\" \x14"
                 "附件\x13 PAGE \x14"
                 "7\x15。\x15完");
    word_end(&w, "\f", 0, "", 0);
    word_plain(&w, "开了头\x13 IF 没有结尾");
    word_plain(&w, "下一段");
    assert_word(&w, "# 云岭市档案馆2023年度报告\n支出合计-5万元。第二行𠀀\n见附件7。完\n开了头\n下一段\n");
}

/* Tracked changes, hidden text, what stands for pictures, and symbols. */
static void test_runs(void **state)
{
    (void)state;
    struct word_write w = {0};
    word_raw(&w, "支出");
    word_run(&w, "删3", "\x00\x08\x01", 3);
    word_raw(&w, "4");
    word_run(&w, "藏5", "\x3C\x08\x01", 3);
    word_run(&w, "显6", "\x3C\x08\x01\x3C\x08\x00", 6);
    word_run(&w, "\x01\x08", "\x55\x08\x01", 3);
    word_run(&w, "(", "\x09\x6A\x00\x00\xFE\xF0", 6);
    word_plain(&w, "是");
    word_raw(&w, "上半");
    word_run(&w, "\r", "\x00\x08\x01", 3);
    word_plain(&w, "下半");
    assert_word(&w, "支出4显6☑是\n上半下半\n");
}

/* A raised digit is not one of the figure before it. */
static void test_raised(void **state)
{
    (void)state;
    struct word_write w = {0};
    word_raw(&w, "支出612.45");
    word_run(&w, "1", "\x48\x2A\x01", 3);
    word_raw(&w, "2万元，120m");
    word_run(&w, "2", "\x48\x2A\x01", 3);
    word_raw(&w, "，3");
    word_run(&w, "4", "\x48\x2A\x02", 3);
    word_plain(&w, "5");
    assert_word(&w, "支出612.45¹2万元，120m2，345\n");
}

/* A field of a form in the data stream; `bits`: its kind and its result. */
static void put_form(struct word_write *w, unsigned bits, unsigned standard, const char *const *choices,
                     unsigned n)
{
    struct bytes_write form = {0};
    put_u16(&form, 0x44);
    put_zeros(&form, 62);
    put_u32(&form, UINT32_MAX);
    put_u16(&form, bits);
    put_zeros(&form, 4);
    put_u16(&form, 1);
    put_utf16(&form, "x");
    put_u16(&form, 0);
    put_u16(&form, standard);
    put_zeros(&form, 5ul * 4);
    put_u16(&form, 0xFFFF);
    put_u16(&form, n);
    put_u16(&form, 0);
    for (unsigned i = 0; i < n; i++) {
        put_u16(&form, 1);
        put_utf16(&form, choices[i]);
    }
    put_u32(&w->data, (unsigned)form.len + 4);
    put_bytes(&w->data, form.at, form.len);
    free(form.at);
}

/* The field, of which the last form put is the next. */
static void add_form(struct word_write *w, unsigned at)
{
    char properties[] = "\x06\x08\x01\x55\x08\x01\x02\x08\x01\x03\x6A\0\0\0";
    properties[11] = (char)(at & 0xFF);
    properties[12] = (char)(at >> 8);
    word_raw(w, "\x13 FORM ");
    word_run(w, "\x01", properties, sizeof properties);
    word_raw(w, "\x14\x15");
}

static void test_forms(void **state)
{
    static const char *const choices[] = {"优", "良"};
    static const struct {
        unsigned bits, standard, n;
    } forms[] = {{1 | 1 << 2, 0, 0}, {1 | 0 << 2, 1, 0},  {1 | 25 << 2, 1, 0},
                 {2 | 1 << 2, 0, 2}, {2 | 25 << 2, 0, 2}, {2 | 9 << 2, 0, 2},
                 {0, 0, 0}};
    (void)state;
    struct word_write w = {0};
    for (size_t i = 0; i < COUNT(forms); i++) {
        unsigned at = (unsigned)w.data.len;
        put_form(&w, forms[i].bits, forms[i].standard, choices, forms[i].n);
        add_form(&w, at);
        word_raw(&w, "；");
    }
    add_form(&w, (unsigned)w.data.len + 9); /* one that is not there */
    word_plain(&w, "完");
    assert_word(&w, "☑；□；☑；良；优；；；完\n");
}

/* Styles: heading 1, hidden characters, a paragraph of a table of contents. */
static void put_style(struct bytes_write *to, unsigned builtin, unsigned kind, unsigned base,
                      const void *paragraph, size_t size, const char *characters, size_t n)
{
    struct bytes_write style = {0};
    put_u16(&style, builtin);
    put_u16(&style, kind | base << 4);
    put_zeros(&style, 6);
    put_u16(&style, 1);
    put_utf16(&style, "x");
    put_u16(&style, 0);
    if (kind == 1) {
        put_u16(&style, (unsigned)size + 2);
        put_u16(&style, 0);
        put_bytes(&style, paragraph, size);
        pad_to(&style, 2);
    }
    put_u16(&style, (unsigned)n);
    put_bytes(&style, characters, n);
    pad_to(&style, 2);
    put_u16(to, (unsigned)style.len);
    put_bytes(to, style.at, style.len);
    free(style.at);
}

static void begin_styles(struct bytes_write *to, unsigned n)
{
    put_u16(to, 4);
    put_u16(to, n);
    put_u16(to, 10);
}

static void test_styles(void **state)
{
    (void)state;
    struct word_write w = {0};
    begin_styles(&w.styles, 5);
    put_style(&w.styles, 0, 1, 0xFFF, "", 0, "", 0);
    put_style(&w.styles, 1, 1, 0, "", 0, "", 0);
    put_style(&w.styles, 19, 1, 0, "", 0, "", 0);
    put_style(&w.styles, 100, 2, 0xFFF, NULL, 0, "\x3C\x08\x01", 3);
    put_style(&w.styles, 101, 2, 3, NULL, 0, "", 0);
    word_raw(&w, "总体情况");
    word_end(&w, "\r", 1, "", 0);
    word_raw(&w, "一、概况\t1");
    word_end(&w, "\r", 2, "", 0);
    word_raw(&w, "看");
    word_run(&w, "不见", "\x30\x4A\x04\x00", 4);
    word_plain(&w, "见");
    assert_word(&w, "# 总体情况\n! 一、概况1\n看见\n");
}

static void test_tables(void **state)
{
    (void)state;
    struct word_write w = {0};
    word_plain(&w, "收支表");
    word_cell(&w, "项目"), word_cell(&w, "预算"), word_cell(&w, ""), word_cell(&w, "决算");
    word_row(&w, 0,
             (struct word_tc[]){{2000, DOWN_FIRST}, {3000, ACROSS_FIRST}, {4000, ACROSS_NEXT}, {5000, 0}}, 4);
    word_cell(&w, ""), word_cell(&w, "年初"), word_cell(&w, "全年"), word_cell(&w, "数");
    word_row(&w, 0, (struct word_tc[]){{2000, DOWN_NEXT}, {3010, 0}, {4000, 0}, {5000, 0}}, 4);
    word_raw(&w, "第一段");
    word_end(&w, "\r", 0, IN_TABLE, 3);
    word_cell(&w, "第二段"), word_cell(&w, "12");
    word_row(&w, 10, (struct word_tc[]){{2000, 0}, {5000, 0}}, 2);
    word_cell(&w, "缩进");
    word_row(&w, 3000, (struct word_tc[]){{5005, 0}}, 1);
    word_plain(&w, "表后");
    assert_word(&w, "收支表\n[{2x1}项目|{1x2}预算|决算]\n[年初|全年|数]\n[第一段第二段|{1x3}12]\n"
                    "[{1x2}|{1x2}缩进]\n表后\n");
}

/* A table in a cell of another; the row's description among the data, where it is too long for its page. */
static void test_inner_tables(void **state)
{
    (void)state;
    struct word_write w = {0};
    uint8_t row[480];
    struct word_tc two[] = {{1000, 0}, {2000, 0}};
    static const char inner[] = IN_TABLE "\x49\x66\x02\x00\x00\x00\x4B\x24\x01";
    static const char inner_row[] = IN_TABLE "\x49\x66\x02\x00\x00\x00\x4C\x24\x01";
    word_cell(&w, "外");
    word_raw(&w, "内1");
    word_end(&w, "\r", 0, inner, sizeof inner - 1);
    word_raw(&w, "内2");
    word_end(&w, "\r", 0, inner, sizeof inner - 1);
    word_end(&w, "\r", 0, inner_row, sizeof inner_row - 1);
    word_cell(&w, "右");
    size_t size = word_row_properties(row, 0, two, 2);
    put_zeros(&w.data, 6);
    put_u16(&w.data, (unsigned)size);
    put_bytes(&w.data, row, size);
    word_end(&w, "\a", 0, "\x46\x66\x06\x00\x00\x00", 6);
    word_plain(&w, "完");
    assert_word(&w, "[外|右]\n[内1|内2]\n完\n");
}

static void put_level(struct bytes_write *to, unsigned start, unsigned form, const char *text)
{
    struct bytes_write units = {0};
    put_u32(to, start);
    put_u8(to, form);
    put_zeros(to, 23);
    put_u16(to, (unsigned)put_utf16(&units, text));
    put_bytes(to, units.at, units.len);
    free(units.at);
}

/* The level's own number in its text is written as the character `level`, which is what the format has there. */
static void put_level_of(struct bytes_write *to, unsigned form, const char *before, unsigned level,
                         const char *after)
{
    struct bytes_write text = {0};
    size_t n = put_utf16(&text, before);
    put_u16(&text, level);
    n += 1 + put_utf16(&text, after);
    put_u32(to, 1);
    put_u8(to, form);
    put_zeros(to, 23);
    put_u16(to, (unsigned)n);
    put_bytes(to, text.at, text.len);
    free(text.at);
}

static void test_lists(void **state)
{
    (void)state;
    struct word_write w = {0};
    put_u16(&w.lists, 1);
    put_u32(&w.lists, 77);
    put_u32(&w.lists, 0);
    for (int i = 0; i < 9; i++)
        put_u16(&w.lists, 0xFFF);
    put_u16(&w.lists, 0);
    w.lists_size = w.lists.len;
    put_level_of(&w.lists, 0x25, "", 0, "、");
    put_level_of(&w.lists, 0x25, "（", 1, "）");
    put_level_of(&w.lists, 0, "", 2, ".");
    for (int i = 3; i < 9; i++)
        put_level(&w.lists, 1, 0x17, "·");
    put_u32(&w.overrides, 2);
    for (unsigned i = 0; i < 2; i++) {
        put_u32(&w.overrides, 77);
        put_zeros(&w.overrides, 8);
        put_u8(&w.overrides, i);
        put_zeros(&w.overrides, 3);
    }
    put_u32(&w.overrides, 0xFFFFFFFF);
    put_u32(&w.overrides, 0xFFFFFFFF);
    put_u32(&w.overrides, 5); /* the second begins level 0 at 5 */
    put_u32(&w.overrides, 0x10);
    static const struct {
        const char *text, *properties;
        size_t size;
    } items[] = {{"概况", "\x0B\x46\x01\x00", 4},
                 {"机构", "\x0B\x46\x01\x00\x0A\x26\x01", 7},
                 {"人员", "\x0B\x46\x01\x00\x0A\x26\x01", 7},
                 {"支出", "\x0B\x46\x01\x00", 4},
                 {"基本", "\x0B\x46\x01\x00\x0A\x26\x01", 7},
                 {"abc", "\x0B\x46\x01\x00\x0A\x26\x02", 7},
                 {"圆点", "\x0B\x46\x01\x00\x0A\x26\x03", 7},
                 {"另起", "\x0B\x46\x02\x00", 4}};
    for (size_t i = 0; i < COUNT(items); i++) {
        word_raw(&w, items[i].text);
        word_end(&w, "\r", 0, items[i].properties, items[i].size);
    }
    assert_word(
        &w, "# 一、概况\n# （一）机构\n# （二）人员\n# 二、支出\n# （一）基本\n# 1. abc\n圆点\n# 五、另起\n");
}

/* The stories behind the main text: footnotes are read, running heads and comments set aside. */
static void test_stories(void **state)
{
    (void)state;
    struct word_write w = {0};
    word_plain(&w, "正文");
    word_plain(&w, "脚注");
    word_plain(&w, "页眉");
    word_plain(&w, "批注");
    word_plain(&w, "文本框");
    static const uint32_t stories[8] = {3, 3, 3, 0, 3, 0, 4, 0};
    memcpy(w.stories, stories, sizeof stories);
    assert_word(&w, "正文\n脚注\n! 页眉\n! 批注\n文本框\n");
}

static void test_narrow(void **state)
{
    (void)state;
    struct word_write w = {.narrow = true};
    word_plain(&w, "Total\x96 caf\xE9");
    assert_word(&w, "Total–café\n");
    struct word_write gbk = {.narrow = true};
    word_plain(&gbk, "\xD6\xA7\xB3\xF6 12.5\xCD\xF2\xD4\xAA");
    word_plain(&gbk, "\xBA\xCF\xBC\xC6");
    assert_word(&gbk, "支出12.5万元\n合计\n");
}

/* Of a file saved fast a piece has properties of its own. */
static void test_pieces(void **state)
{
    (void)state;
    struct word_write w = {.prm = 0x41 << 1 | 1 << 8};
    word_plain(&w, "删去的");
    assert_result(&w, TALLYD_EMPTY);
    struct word_write listed = {.prm = 1};
    put_bytes(&listed.prcs, "\x01\x03\x00\x3C\x08\x01", 6);
    word_plain(&listed, "隐藏的");
    assert_result(&listed, TALLYD_EMPTY);
}

static void test_results(void **state)
{
    (void)state;
    struct word_write empty = {0}, locked = {.flags = 0x0100};
    word_plain(&empty, " ");
    assert_result(&empty, TALLYD_EMPTY);
    word_plain(&locked, "密");
    assert_result(&locked, TALLYD_ENCRYPTED);
    struct word_write cut = {0};
    word_plain(&cut, "有的");
    cut.stories[0] = 500;
    assert_result(&cut, TALLYD_PARTIAL);
}

/* Word 95: 8-bit text, whose alphabet the file need not tell. */
static void read_old(struct plugin_read *r, const char *text)
{
    struct word_write w = {.narrow = true, .version = 0x68};
    struct cfb_write c = {0};
    word_raw(&w, text);
    word_streams(&w, &c);
    set_number(&c.streams[0].bytes, 0x18, WORD_TEXT, 4);
    set_number(&c.streams[0].bytes, 0x1C, WORD_TEXT + strlen(text), 4);
    set_number(&c.streams[0].bytes, 0x34, strlen(text), 4);
    struct bytes_write file = cfb_finish(&c, false);
    read_file(r, &file);
    free(file.at);
}

/* Chinese by its bytes; two cells' marks in a row end it. */
static void test_old(void **state)
{
    (void)state;
    struct plugin_read *r = malloc(sizeof *r);
    read_old(r, "\xB1\xA8\xB8\xE6\r\xCF\xEE\xC4\xBF\x07\xBD\xF0\xB6\xEE\x07\x07\xB2\xEE\xC2\xC3\x07"
                "5\x07\x07\xCD\xEA\xB1\xCF\r");
    assert_int_equal(r->result, TALLYD_PARTIAL);
    assert_string_equal(dump_document(&r->dump, r->doc), "报告\n[项目|金额]\n[差旅|5]\n完毕\n");
    plugin_read_done(r);
    read_old(r, "Caf\xE9 total 5\r");
    assert_string_equal(dump_document(&r->dump, r->doc), "Café total 5\n");
    plugin_read_done(r);
    read_old(r, "\xCA\xEE\xEC \xEF\xE0\xED a\r"); /* Cyrillic */
    assert_int_equal(r->result, TALLYD_UNREADABLE_TEXT);
    plugin_read_done(r);
    free(r);
}

/* Every paragraph has the same long list of properties: they are read as often as they are named. */
static void test_properties(void **state)
{
    (void)state;
    struct word_write w = {0};
    put_u16(&w.data, 16000);
    for (int i = 0; i < 16000 / 3; i++)
        put_bytes(&w.data, IN_TABLE, 3);
    for (int i = 0; i < 17000; i++)
        word_raw(&w, "\r");
    word_end(&w, "\r", 0, "\x46\x66\x00\x00\x00\x00", 6);
    struct bytes_write file = finish(&w, false);
    struct plugin_read *r = malloc(sizeof *r);
    read_file(r, &file);
    assert_int_equal(r->result, TALLYD_LIMIT);
    assert_string_equal(r->limit, "word_sprms");
    plugin_read_done(r);
    free(r);
    free(file.at);
}

/* Every prefix of a file, and every byte of its streams' heads changed: an outcome, never a crash. */
static void test_damage(void **state)
{
    (void)state;
    struct word_write w = {0};
    word_cell(&w, "项目"), word_cell(&w, "5");
    word_row(&w, 0, (struct word_tc[]){{2000, 0}, {3000, 0}}, 2);
    word_plain(&w, "完");
    struct bytes_write file = finish(&w, true);
    struct plugin_read *r = malloc(sizeof *r);
    for (size_t n = 8; n < file.len; n += 37) {
        plugin_read(r, (struct slice){(const char *)file.at, n}, "a.doc");
        plugin_read_done(r);
    }
    uint64_t seed = 7;
    for (int i = 0; i < 3000; i++) {
        size_t at = 8 + test_random(&seed) % (file.len - 8);
        uint8_t before = file.at[at];
        file.at[at] = (uint8_t)test_random(&seed);
        plugin_read(r, (struct slice){(const char *)file.at, file.len}, "a.doc");
        plugin_read_done(r);
        file.at[at] = before;
    }
    free(r);
    free(file.at);
}

static int setup(void **state)
{
    (void)state;
    return tallyd_format.init();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),         cmocka_unit_test(test_runs),   cmocka_unit_test(test_raised),
        cmocka_unit_test(test_forms),        cmocka_unit_test(test_styles), cmocka_unit_test(test_tables),
        cmocka_unit_test(test_inner_tables), cmocka_unit_test(test_lists),  cmocka_unit_test(test_stories),
        cmocka_unit_test(test_narrow),       cmocka_unit_test(test_pieces), cmocka_unit_test(test_results),
        cmocka_unit_test(test_old),          cmocka_unit_test(test_damage), cmocka_unit_test(test_properties),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
