/* Rich text as the rtf plugin reads it. Linked with the plugin. */
#include "plugin_read.h"

#define HEAD                                                                                                 \
    "{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fnil\\fcharset0 Times New "                            \
    "Roman;}{\\f1\\fnil\\fcharset134 "                                                                       \
    "{\\*\\panose 02010600030101010101}\\'cb\\'ce\\'cc\\'e5;}{\\f2\\fnil\\fcharset2 Wingdings;}"             \
    "{\\f3\\fnil\\fcharset136 MingLiU;}}{\\colortbl;\\red0\\green0\\blue0;}{\\stylesheet{\\ql Normal;}"      \
    "{\\s15\\fi400 toc 1;}}{\\info{\\title \\'b2\\'bb}{\\author x}}"

static enum tallyd_result read_text(struct plugin_read *r, const char *rtf)
{
    plugin_read(r, slice_of(rtf), "报告.rtf");
    return r->result;
}

static void assert_rtf(const char *rtf, const char *expected)
{
    struct plugin_read *r = malloc(sizeof *r);
    read_text(r, rtf);
    assert_reads(r, expected);
    plugin_read_done(r);
    free(r);
}

static void assert_result(const char *rtf, enum tallyd_result expected)
{
    struct plugin_read *r = malloc(sizeof *r);
    assert_int_equal(read_text(r, rtf), expected);
    plugin_read_done(r);
    free(r);
}

static void test_text(void **state)
{
    (void)state;
    assert_rtf(HEAD "\\pard\\plain\\f0 5.00\\f1\\'cd\\'f2\\'d4\\'aa\\par two\\line lines\\par\r\nthree {\\b "
                    "bold}\\'\\par}",
               "5.00万元\ntwo lines\nthree bold\n");
    assert_rtf(HEAD "a\\~b\\_c\\-d\\{e\\}\\\\ \\ldblquote f\\rdblquote\\emdash\\tab g\\\nh\\par}",
               "a b-cd{e}\\“f”—g\nh\n");
    /* what is no text of the document */
    assert_rtf(HEAD
               "x{\\*\\unknown 12}{\\pict\\pngblip 0102}{\\xe{index}}{\\*\\bkmkstart a}{\\bin3 }}}}y\\par}",
               "xy\n");
    /* a destination that holds its text twice */
    assert_rtf(HEAD "{\\upr{\\'3f\\'3f}{\\*\\ud{\\u26223\\'3f\\u22269?}}}\\par}", "景国\n");
    /* behind the end */
    assert_rtf("{\\rtf1 a\\par}} b{", "a\n");
}

/* \u with as many characters behind it for readers without Unicode as \uc says. */
static void test_unicode(void **state)
{
    (void)state;
    assert_rtf(HEAD "\\uc1\\u20013?\\u25991\\'3f{\\uc2\\u20986 ab}\\uc0\\u-28646 c\\par}", "中文出通c\n");
    assert_rtf(HEAD "\\uc2\\u19975\\'cd\\'f2\\u20803\\'d4\\'aa!\\par}", "万元!\n");
    assert_rtf(HEAD "\\u8212\\emdash\\u55349?\\u56320?\\par}", "—𝐀\n");
    assert_rtf(HEAD "\\u20013{?}\\u20013\\par x\\par}", "中?中\nx\n");
}

/* By the font, the document's code page, and what the bytes are. */
static void test_charsets(void **state)
{
    (void)state;
    assert_rtf(HEAD "\\f0\\'d6\\'d0 \\f3\\'a4\\'a4\\f0\\'b0C\\par}", "中中°C\n");
    assert_rtf("{\\rtf1\\ansi\\ansicpg1252 \\'d6\\'d0\\'b9\\'fa{; }\\'e9t\\'e9\\par}", "中国; été\n");
    /* raw bytes, of which the second may look like a brace: 噝 8776 */
    assert_rtf(HEAD "\\f1\xD6\xD0\x87\x7B\x87\x5C\\par}", "中噞嘰\n");
    assert_rtf(HEAD "{\\f2\\'fe}\\u-3928?{\\f2 x}\\par}", "☑□\n");
    /* half a character */
    assert_result(HEAD "\\f1\\'d6\\par}", TALLYD_UNREADABLE_TEXT);
}

static void test_hidden(void **state)
{
    (void)state;
    assert_rtf(HEAD "a{\\v b}c\\v d\\v0 e{\\deleted f}{\\revised g}{\\mvf h}\\plain i\\par}", "acegi\n");
    /* the end of a paragraph goes with it */
    assert_rtf(HEAD "a{\\deleted b\\par}c\\par{\\v d\\par}e\\par}", "ac\ne\n");
    assert_rtf(HEAD "{\\v a}\\v b\\plain c\\par}", "c\n");
}

static void test_fields(void **state)
{
    (void)state;
    assert_rtf(HEAD "{\\field{\\*\\fldinst{HYPERLINK \"http://x\"}}{\\fldrslt{\\ul\\f1\\'bc\\'fb}{1}}}\\par}",
               "见1\n");
    assert_rtf(
        HEAD
        "{\\field{\\*\\fldinst FORMCHECKBOX {\\*\\formfield{\\fftype1\\ffres25\\ffdefres1}}}{\\fldrslt }}yes"
        "{\\field{\\*\\fldinst FORMCHECKBOX {\\*\\formfield{\\fftype1\\ffres0\\ffdefres1}}}{\\fldrslt "
        "}}no\\par}",
        "☑yes□no\n");
    /* of a list what was chosen, or else what it begins with */
    assert_rtf(HEAD
               "{\\field{\\*\\fldinst FORMDROPDOWN {\\*\\formfield{\\fftype2\\ffres1\\ffdefres0{\\*\\ffl a}"
               "{\\*\\ffl b}}}}{\\fldrslt }}.{\\field{\\*\\fldinst FORMDROPDOWN {\\*\\formfield{\\fftype2"
               "\\ffres25\\ffdefres0{\\*\\ffl c}{\\*\\ffl d}}}}{\\fldrslt }}\\par}",
               "b.c\n");
}

/* A raised digit is not one of the figure before it. */
static void test_raised(void **state)
{
    (void)state;
    assert_rtf(HEAD
               "612.45{\\super 1}2 3\\super 4\\nosupersub 5 m{\\super 2} 6{\\sub 7}\\super 8\\plain 9\\par}",
               "612.45¹2 3⁴5 m2 67⁸9\n");
}

#define ROW3 "\\trowd\\trleft0\\cellx1000\\cellx2000\\cellx3000"

static void test_tables(void **state)
{
    (void)state;
    assert_rtf(
        HEAD ROW3
        "\\pard\\intbl a\\cell 1\\par 2\\cell\\cell\\row\\trowd\\trleft0\\clmgf\\cellx1000\\clmrg\\cellx2000"
        "\\cellx3000\\pard\\intbl b\\cell\\cell "
        "c\\cell{\\trowd\\clmgf\\cellx1000\\clmrg\\cellx2000\\cellx3000\\row}"
        "\\pard x\\par}",
        "[a|1 2|]\n[{1x2}b|c]\nx\n");
    /* by their edges, and downwards */
    assert_rtf(HEAD "\\trowd\\clvmgf\\cellx1000\\cellx3000\\pard\\intbl a\\cell "
                    "b\\cell\\row\\trowd\\clvmrg\\cellx1000\\cellx2010"
                    "\\cellx3000\\pard\\intbl\\cell c\\cell d\\cell\\row\\pard\\par}",
               "[{2x1}a|{1x2}b]\n[c|d]\n");
    /* a row that begins further right; without \intbl; edges that hold for the next row too */
    assert_rtf(
        HEAD ROW3
        "a\\cell b\\cell c\\cell\\row d\\cell e\\cell f\\cell\\row\\trowd\\trleft1000\\cellx2000\\cellx3000 "
        "g\\cell h\\cell\\row\\pard i\\par}",
        "[a|b|c]\n[d|e|f]\n[|g|h]\ni\n");
    /* a table in a cell follows the one around it */
    assert_rtf(
        HEAD "\\trowd\\cellx1000\\cellx3000\\pard\\intbl a\\cell\\pard\\intbl\\itap2 p\\nestcell q\\nestcell"
             "{\\*\\nesttableprops\\trowd\\cellx500\\cellx900\\nestrow}{\\nonesttables\\par}\\pard\\intbl "
             "b\\cell\\row"
             "\\pard c\\par}",
        "[a|b]\n[p|q]\nc\n");
    /* edges beyond any page */
    assert_rtf(HEAD "\\trowd\\cellx-99999999999\\cellx99999999999\\intbl a\\cell b\\cell\\row"
                    "\\trowd\\cellx1000\\cellx99999999999 c\\cell d\\cell\\row\\pard\\par}",
               "[|a|b]\n[|c|d]\n");
    /* no end of the row, none of the last cell */
    struct plugin_read *r = malloc(sizeof *r);
    read_text(r, HEAD ROW3 "\\intbl a\\cell b\\cell\\row\\intbl c\\cell d");
    assert_int_equal(r->result, TALLYD_PARTIAL);
    assert_string_equal(dump_document(&r->dump, r->doc), "[a|b]\n[c|d]\n");
    plugin_read_done(r);
    free(r);
}

static void test_lists(void **state)
{
    (void)state;
    assert_rtf(HEAD "\\pard{\\listtext\\pard\\plain\\f1\\'d2\\'bb\\'a1\\'a2\\tab}\\f1\\outlinelevel0\\'b8\\'"
                    "c5\\'bf\\'f6\\par"
                    "\\pard{\\pntext\\f0 3.\\tab}\\f1\\'b9\\'b2 "
                    "5.00\\par{\\listtext\\f2\\'6c\\tab}a\\par{\\listtext\\u8226?\\tab}b\\par"
                    "{\\listtext o\\tab}c\\par{\\listtext 4.\\tab}\\par}",
               "# 一、概况\n# 3.共5.00\na\nb\nc\n");
    /* rows that are numbered */
    assert_rtf(HEAD "\\trowd\\cellx900\\cellx1900\\intbl{\\listtext 1\\tab}\\cell "
                    "a\\cell\\row\\intbl{\\listtext 2\\tab}\\cell b"
                    "\\cell\\row}",
               "[1|a]\n[2|b]\n");
}

static void test_stories(void **state)
{
    (void)state;
    assert_rtf(HEAD "{\\header h\\par}{\\headerf h\\par}{\\footer{\\*\\annotation "
                    "no}\\par}a{\\super\\chftn{\\footnote note\\par}}b\\par "
                    "c{\\*\\annotation\\chatn says\\par}d\\par}",
               "ab\nnote\ncd\n! h\n! no\n! says\n");
    /* a box, and the same again as a drawing of Word 6 */
    assert_rtf(
        HEAD "a{\\shp{\\*\\shpinst\\shpleft0{\\sp{\\sn x}{\\sv y}}{\\shptxt in a box\\par}}{\\shprslt{\\*\\do"
             "{\\dptxbxtext in a box\\par}}}}b\\par c{\\*\\do\\dobxpage{\\dptxbxtext old\\par}}\\par}",
        "ab\nin a box\nc\nold\n");
    /* what hangs on a cell is no part of it */
    assert_rtf(HEAD
               "\\trowd\\cellx900\\cellx1900\\intbl 5{\\footnote of 5\\par}\\cell 6\\cell\\row\\pard z\\par}",
               "[5|6]\nz\nof 5\n");
    assert_rtf(HEAD "{\\field{\\*\\fldinst{TOC \\\\o}}{\\fldrslt a\\tab 1\\par\\pard\\s15 b\\par}}\\pard "
                    "c\\par\\pard\\s15 d\\par}",
               "! a 1\n! b\nc\n! d\n");
}

static void test_results(void **state)
{
    (void)state;
    assert_int_equal(plugin_read_probe(S("{\\rtf1\\ansi x}")), TALLYD_CERTAIN);
    assert_int_equal(plugin_read_probe(S("{\\rt")), TALLYD_NO);
    assert_result("{\\rtf1 a\\par", TALLYD_PARTIAL);
    assert_result("{\\rtf1 a", TALLYD_PARTIAL);
    assert_result("{\\rtf1{\\fonttbl{\\f0 x;", TALLYD_CORRUPT);
    assert_result("{\\rtf1 \\par}", TALLYD_EMPTY);
    assert_result("{\\rtf1{\\header a\\par}\\par}", TALLYD_EMPTY);
    assert_result("{\\rtf1{\\*\\shppict{\\pict\\pngblip 89}}\\par}", TALLYD_SCANNED);
    assert_result("{\\rtf1 \\bin99999999999 a}", TALLYD_CORRUPT);
}

static void assert_limit(const char *one, size_t times, const char *name)
{
    struct plugin_read *r = malloc(sizeof *r);
    size_t length = strlen(one);
    char *text = malloc(length * times + 64);
    int used = sprintf(text, "{\\rtf1%s",
                       strchr(one, 'f')   ? "{\\fonttbl"
                       : strchr(one, 's') ? "{\\stylesheet"
                                          : "");
    for (size_t i = 0; i < length * times; i++)
        text[(size_t)used + i] = one[i % length];
    plugin_read(r, (struct slice){text, (size_t)used + length * times}, "a.rtf");
    assert_int_equal(r->result, TALLYD_LIMIT);
    assert_string_equal(r->limit, name);
    plugin_read_done(r);
    free(text);
    free(r);
}

static void test_limits(void **state)
{
    (void)state;
    assert_limit("{", 300, "rtf_depth");
    assert_limit("{}", (4u << 20) + 1, "rtf_groups");
    assert_limit("\\f1", (1u << 14) + 1, "rtf_fonts");
    assert_limit("\\s1", (1u << 14) + 1, "rtf_styles");
}

/* Every prefix of a document, and bytes of it changed: an outcome, never a crash. */
static void test_damage(void **state)
{
    (void)state;
    char rtf[] = HEAD ROW3
        "\\intbl a\\cell{\\listtext 1.\\tab}\\u20013?\\cell{\\footnote n\\par}\\cell\\row\\pard{\\field{\\*"
        "\\fldinst TOC}{\\fldrslt x}}\\f1\\'d6\\'d0{\\upr{a}{\\*\\ud{b}}}{\\shp{\\*\\shpinst{\\shptxt "
        "c\\par}}}\\par}";
    struct plugin_read *r = malloc(sizeof *r);
    uint64_t seed = 11;
    for (size_t n = 6; n < sizeof rtf - 1; n++) {
        plugin_read(r, (struct slice){rtf, n}, "a.rtf");
        plugin_read_done(r);
    }
    for (int i = 0; i < 3000; i++) {
        size_t at = 6 + test_random(&seed) % (sizeof rtf - 7);
        char before = rtf[at];
        rtf[at] = "{}\\0*cu;"[test_random(&seed) % 8];
        plugin_read(r, (struct slice){rtf, sizeof rtf - 1}, "a.rtf");
        plugin_read_done(r);
        rtf[at] = before;
    }
    free(r);
}

static int setup(void **state)
{
    (void)state;
    return tallyd_format.init();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),    cmocka_unit_test(test_unicode), cmocka_unit_test(test_charsets),
        cmocka_unit_test(test_hidden),  cmocka_unit_test(test_fields),  cmocka_unit_test(test_raised),
        cmocka_unit_test(test_tables),  cmocka_unit_test(test_lists),   cmocka_unit_test(test_stories),
        cmocka_unit_test(test_results), cmocka_unit_test(test_limits),  cmocka_unit_test(test_damage),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
