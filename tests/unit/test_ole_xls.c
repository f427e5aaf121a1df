/* Workbooks as the ole plugin reads them. Linked with the plugin. */
#include "biff_write.h"
#include "plugin_read.h"

#include <nettle/arcfour.h>
#include <nettle/md5.h>

static void read_book(struct plugin_read *r, struct biff_book *book, struct bytes_write *ret_file)
{
    *ret_file = biff_file(book);
    plugin_read(r, (struct slice){(const char *)ret_file->at, ret_file->len}, "报表.xls");
}

static void assert_book(struct biff_book *book, enum tallyd_result result, const char *expected)
{
    struct plugin_read *r = malloc(sizeof *r);
    struct bytes_write file;
    read_book(r, book, &file);
    assert_int_equal(r->result, result);
    if (expected)
        assert_string_equal(dump_document(&r->dump, r->doc), expected);
    plugin_read_done(r);
    free(r);
    free(file.at);
}

static void test_cells(void **state)
{
    (void)state;
    struct biff_book book = {0};
    static const unsigned formats[] = {0, 4, 10, 164, 14};
    biff_format(&book.globals, 164, "0.00\"万元\"");
    biff_xfs(&book.globals, formats, COUNT(formats));
    struct bytes_write *s = biff_sheet(&book, "Sheet1"), data = {0};
    biff_label(s, 0, 0, "项目"), biff_label(s, 0, 1, "预算"), biff_label(s, 0, 2, "比率"),
        biff_label(s, 0, 3, "日期");
    biff_label(s, 1, 0, "差旅"), biff_number(s, 1, 1, 1, 1234.5), biff_rk(s, 1, 2, 2, 9850u << 2 | 3);
    biff_number(s, 1, 3, 4, 45291);
    biff_label(s, 2, 0, "培训"), biff_rk(s, 2, 1, 3, (7u << 2) | 2),
        biff_rk(s, 2, 2, 0, (uint32_t)-25 << 2 | 2);
    put_u16(&data, 3), put_u16(&data, 1);
    put_u16(&data, 0), put_u32(&data, 0x3FF00000);
    put_u16(&data, 0), put_u32(&data, 12345u << 2 | 3);
    put_u16(&data, 2);
    biff_label(s, 3, 0, "多个"), biff_take(s, 0x00BD, &data);
    assert_book(&book, TALLYD_OK,
                "[项目|预算|比率|日期]\n[差旅|1,234.50|9850.00%|2023/12/31]\n[培训|7.00万元|-25|]\n"
                "[多个|1|123.45|]\n");
}

/* Values that were computed: a number, a text in the next record, a truth, an error, nothing. */
static void test_formulas(void **state)
{
    (void)state;
    struct biff_book book = {0};
    struct bytes_write *s = biff_sheet(&book, "Sheet1"), data = {0};
    static const uint8_t values[][8] = {{0, 0, 0, 0, 0, 0, 0, 0xFF},
                                        {0, 0, 0, 0, 0, 0, 0xFF, 0xFF},
                                        {1, 0, 1, 0, 0, 0, 0xFF, 0xFF},
                                        {2, 0, 7, 0, 0, 0, 0xFF, 0xFF},
                                        {3, 0, 0, 0, 0, 0, 0xFF, 0xFF}};
    biff_label(s, 0, 0, "行");
    biff_label(s, 0, 1, "值");
    for (unsigned i = 0; i < COUNT(values); i++) {
        double number = 358.65;
        biff_number(s, i + 1, 0, 0, i);
        biff_at(&data, i + 1, 1, 0);
        put_bytes(&data, i ? (const void *)values[i] : (const void *)&number, 8);
        put_zeros(&data, 8);
        biff_take(s, 0x0006, &data);
        if (i == 1) {
            biff_text(&data, "合格", 2);
            biff_take(s, 0x0207, &data);
        }
    }
    assert_book(&book, TALLYD_OK, "[行|值]\n[0|358.65]\n[1|合格]\n[2|TRUE]\n[3|#DIV/0!]\n[4|]\n");
}

/* A string that goes on in the next record has a flag byte there, and may change its width; fonts and phonetics
 * follow the characters. */
static void test_shared_strings(void **state)
{
    (void)state;
    struct biff_book book = {0};
    struct bytes_write data = {0};
    put_u32(&data, 4), put_u32(&data, 4);
    biff_text(&data, "项目", 2);
    put_u16(&data, 6), put_u8(&data, 0), put_bytes(&data, "abc", 3);
    biff_take(&book.globals, 0x00FC, &data);
    put_u8(&data, 1), put_utf16(&data, "支出数");
    put_u16(&data, 2), put_u8(&data, 1 | 4 | 8), put_u16(&data, 1), put_u32(&data, 5), put_utf16(&data, "合");
    biff_take(&book.globals, 0x003C, &data);
    put_u8(&data, 1), put_utf16(&data, "计"), put_zeros(&data, 3);
    biff_take(&book.globals, 0x003C, &data);
    put_zeros(&data, 6), biff_text(&data, "比率", 2);
    biff_take(&book.globals, 0x003C, &data);
    struct bytes_write *s = biff_sheet(&book, "Sheet1");
    biff_shared(s, 0, 0, 0), biff_shared(s, 0, 1, 1), biff_shared(s, 1, 0, 2), biff_shared(s, 1, 1, 3);
    assert_book(&book, TALLYD_OK, "[项目|abc支出数]\n[合计|比率]\n");

    struct biff_book cut = {0};
    s = biff_sheet(&cut, "Sheet1");
    biff_label(s, 0, 0, "有"), biff_shared(s, 0, 1, 99);
    assert_book(&cut, TALLYD_PARTIAL, "有\n");
}

static void test_merges_and_sheets(void **state)
{
    (void)state;
    struct biff_book book = {.hidden = {0, 1}, .kinds = {0, 0, 2}};
    struct bytes_write *s = biff_sheet(&book, "收支表");
    biff_label(s, 0, 0, "项目"), biff_label(s, 0, 1, "预算"), biff_label(s, 1, 1, "年初"),
        biff_label(s, 1, 2, "全年");
    biff_label(s, 2, 0, "合计"), biff_number(s, 2, 1, 0, 1), biff_number(s, 2, 2, 0, 2);
    biff_merge(s, 0, 1, 0, 0), biff_merge(s, 0, 0, 1, 2);
    struct bytes_write row = {0};
    put_u16(&row, 2), put_zeros(&row, 10), put_u32(&row, 0x20);
    biff_take(s, 0x0208, &row);
    biff_label(biff_sheet(&book, "底稿"), 0, 0, "藏着");
    biff_label(biff_sheet(&book, "图"), 0, 0, "图");
    struct plugin_read *r = malloc(sizeof *r);
    struct bytes_write file;
    read_book(r, &book, &file);
    assert_reads(r, "# 收支表\n[{2x1}项目|{1x2}预算]\n[年初|全年]\n[合计|1|2]\n! （隐藏的工作表：底稿）\n");
    const struct table *table = r->doc->tables[0];
    assert_true(table_cell(table, 2, 1)->place.hidden && !table_cell(table, 1, 1)->place.hidden);
    assert_int_equal(table_cell(table, 2, 1)->place.row, 3);
    assert_slice(table_cell(table, 2, 1)->place.sheet, S("收支表"));
    plugin_read_done(r);
    free(r);
    free(file.at);
}

/* A title over two rows stands above; a group over two rows, alone in the first, does not. */
static void test_titles(void **state)
{
    (void)state;
    struct biff_book book = {0};
    struct bytes_write *s = biff_sheet(&book, "Sheet1");
    biff_label(s, 0, 0, "收支表"), biff_merge(s, 0, 1, 0, 2);
    biff_label(s, 2, 0, "编制单位：云岭市档案馆"), biff_label(s, 2, 2, "单位：万元");
    biff_label(s, 3, 0, "基本支出"), biff_merge(s, 3, 4, 0, 0);
    biff_label(s, 4, 1, "人员"), biff_number(s, 4, 2, 0, 5);
    assert_book(&book, TALLYD_OK,
                "收支表\n编制单位：云岭市档案馆\n单位：万元\n[{2x1}基本支出||]\n[人员|5]\n");
}

/* Blank rows under a merged cell are kept up to a number; how far apart rows say they stand costs nothing more. */
static void test_blank_rows(void **state)
{
    (void)state;
    static const struct {
        unsigned below, lines;
    } cases[] = {{21, 22}, {22, 22}, {60000, 22}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct biff_book book = {0};
        struct bytes_write *s = biff_sheet(&book, "Sheet1"), file;
        unsigned below = cases[i].below;
        biff_label(s, 0, 0, "项目"), biff_label(s, 0, 1, "内容"), biff_label(s, 0, 2, "金额");
        biff_merge(s, 0, below - 1, 0, 0), biff_merge(s, 0, below, 1, 1);
        biff_label(s, below, 0, "合计"), biff_number(s, below, 2, 0, 7);
        struct plugin_read *r = malloc(sizeof *r);
        read_book(r, &book, &file);
        const struct table *table = r->doc->tables[0];
        unsigned last = cases[i].lines - 1;
        assert_int_equal(table->rows, cases[i].lines);
        assert_int_equal(table_cell(table, 0, 0)->rows, last);
        assert_int_equal(table_cell(table, 0, 1)->rows, last + 1);
        assert_slice(table_cell(table, last, 0)->text.s, S("合计"));
        assert_int_equal(table_cell(table, last, 2)->place.row, below + 1);
        plugin_read_done(r);
        free(r);
        free(file.at);
    }
}

/* BIFF5: 8-bit text in the workbook's code page. */
static void test_biff5(void **state)
{
    (void)state;
    struct biff_book book = {.version = 0x0500};
    struct bytes_write data = {0};
    put_u16(&data, 936);
    biff_take(&book.globals, 0x0042, &data);
    struct bytes_write *s = biff_sheet(&book, "\xCA\xD5\xD6\xA7");
    biff_at(&data, 0, 0, 0), put_u16(&data, 4), put_bytes(&data, "\xCF\xEE\xC4\xBF", 4);
    biff_take(s, 0x0204, &data);
    biff_number(s, 0, 1, 0, 2.5);
    biff_number(s, 1, 1, 0, 3);
    biff_at(&data, 1, 0, 0), put_u16(&data, 4), put_bytes(&data, "\xBA\xCF\xBC\xC6", 4);
    biff_take(s, 0x0204, &data);
    assert_book(&book, TALLYD_OK, "# 收支\n[项目|2.5]\n[合计|3]\n");
}

/* RC4 with the password that Excel itself uses, and with another. */
static void encrypt(struct biff_book *book, struct bytes_write *stream, const char *password, size_t n)
{
    uint8_t digest[16], key[9], verifier[32] = "0123456789abcdef";
    struct bytes_write filepass = {0};
    struct arcfour_ctx rc4;
    struct md5_ctx md5;
    md5_init(&md5);
    md5_update(&md5, n, (const uint8_t *)password);
    md5_digest(&md5, 16, digest);
    for (int i = 0; i < 16; i++)
        md5_update(&md5, 5, digest), md5_update(&md5, 16, (const uint8_t *)"saltsaltsaltsalt");
    md5_digest(&md5, 16, digest);
    memcpy(key, digest, 5);
    memset(key + 5, 0, 4);
    md5_update(&md5, 16, verifier);
    md5_digest(&md5, 16, verifier + 16);
    md5_update(&md5, 9, key);
    md5_digest(&md5, 16, digest);
    arcfour_set_key(&rc4, 16, digest);
    arcfour_crypt(&rc4, 32, verifier, verifier);
    put_u16(&filepass, 1), put_u16(&filepass, 1), put_u16(&filepass, 1);
    put_bytes(&filepass, "saltsaltsaltsalt", 16);
    put_bytes(&filepass, verifier, 32);
    biff_take(&book->globals, 0x002F, &filepass);
    biff_stream(book, stream);
    assert_true(stream->len < 1024); /* one block, so one key */
    uint8_t *stretch = calloc(1, stream->len);
    arcfour_set_key(&rc4, 16, digest);
    arcfour_crypt(&rc4, stream->len, stretch, stretch);
    for (size_t at = 0; at + 4 <= stream->len;) {
        size_t type = stream->at[at] | (size_t)stream->at[at + 1] << 8;
        size_t size = stream->at[at + 2] | (size_t)stream->at[at + 3] << 8;
        size_t plain = type == 0x0809 || type == 0x002F ? size : type == 0x0085 ? 4 : 0;
        for (size_t i = plain; i < size; i++)
            stream->at[at + 4 + i] ^= stretch[at + 4 + i];
        at += 4 + size;
    }
    free(stretch);
}

/* A row of bytes over all others: each is turned by three bits and crossed with one of the row. */
static void cross(struct biff_book *book, struct bytes_write *stream, unsigned digest)
{
    static const char password[] = "VelvetSweatshop\xBB";
    uint8_t row[16];
    struct bytes_write filepass = {0};
    for (size_t i = 0; i < sizeof row; i++) {
        unsigned byte = (uint8_t)password[i] ^ (i % 2 ? 0x12u : 0x34u);
        row[i] = (uint8_t)(byte << 2 | byte >> 6);
    }
    if (book->version != 0x0500)
        put_u16(&filepass, 0);
    put_u16(&filepass, 0x1234), put_u16(&filepass, digest);
    biff_take(&book->globals, 0x002F, &filepass);
    biff_stream(book, stream);
    for (size_t at = 0; at + 4 <= stream->len;) {
        size_t type = stream->at[at] | (size_t)stream->at[at + 1] << 8;
        size_t size = stream->at[at + 2] | (size_t)stream->at[at + 3] << 8;
        size_t plain = type == 0x0809 || type == 0x002F ? size : type == 0x0085 ? 4 : 0;
        for (size_t i = plain; i < size; i++) {
            uint8_t byte = stream->at[at + 4 + i] ^ row[(at + 4 + size + i) % 16];
            stream->at[at + 4 + i] = (uint8_t)(byte >> 3 | byte << 5);
        }
        at += 4 + size;
    }
}

static void test_crossed(void **state)
{
    (void)state;
    static const struct {
        unsigned version, digest; /* of the password: 0x9A0A */
        enum tallyd_result result;
    } cases[] = {{0x0600, 0x9A0A, TALLYD_OK},
                 {0x0500, 0x9A0A, TALLYD_OK},
                 {0x0600, 0x9A0B, TALLYD_ENCRYPTED},
                 {0x0500, 0, TALLYD_ENCRYPTED}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct biff_book book = {.version = cases[i].version};
        struct cfb_write c = {0};
        struct bytes_write *s = biff_sheet(&book, "S");
        biff_number(s, 0, 0, 0, 12.5), biff_number(s, 0, 1, 0, 5), biff_number(s, 1, 0, 0, 7);
        cross(&book, cfb_stream(&c, "Workbook"), cases[i].digest);
        struct bytes_write file = cfb_finish(&c, false);
        struct plugin_read *r = malloc(sizeof *r);
        plugin_read(r, (struct slice){(const char *)file.at, file.len}, "a.xls");
        if (cases[i].result == TALLYD_OK)
            assert_reads(r, "# S\n[12.5|5]\n[7|]\n");
        assert_int_equal(r->result, cases[i].result);
        plugin_read_done(r);
        free(r);
        free(file.at);
    }
}

static void test_encryption(void **state)
{
    (void)state;
    static const char own[] = "V\0e\0l\0v\0e\0t\0S\0w\0e\0a\0t\0s\0h\0o\0p", other[] = "a\0b";
    for (int i = 0; i < 2; i++) {
        struct biff_book book = {0};
        struct cfb_write c = {0};
        struct bytes_write *s = biff_sheet(&book, "收支表");
        biff_label(s, 0, 0, "合计"), biff_number(s, 0, 1, 0, 5);
        encrypt(&book, cfb_stream(&c, "Workbook"), i ? other : own, i ? sizeof other : sizeof own);
        struct bytes_write file = cfb_finish(&c, false);
        struct plugin_read *r = malloc(sizeof *r);
        plugin_read(r, (struct slice){(const char *)file.at, file.len}, "a.xls");
        if (i)
            assert_int_equal(r->result, TALLYD_ENCRYPTED);
        else
            assert_reads(r, "# 收支表\n[合计|5]\n");
        plugin_read_done(r);
        free(r);
        free(file.at);
    }
}

static void test_results(void **state)
{
    (void)state;
    struct biff_book empty = {0}, old = {.version = 0x0400};
    biff_sheet(&empty, "Sheet1");
    assert_book(&empty, TALLYD_EMPTY, NULL);
    biff_sheet(&old, "Sheet1");
    assert_book(&old, TALLYD_UNSUPPORTED, NULL);
    assert_int_equal(plugin_read_probe(S("\x09\x04\x06\x00\x00\x00\x10\x00\x00\x00.........")),
                     TALLYD_LIKELY);
}

/* Many sheets that are one: each is read as often as it is named. */
static void test_records(void **state)
{
    (void)state;
    struct biff_book book = {0};
    struct bytes_write stream = {0}, data = {0};
    struct cfb_write c = {0};
    for (int i = 0; i < 600; i++) {
        put_zeros(&data, 6), biff_text(&data, "a", 1);
        biff_take(&book.globals, 0x0085, &data);
    }
    for (int i = 0; i < 9000; i++)
        biff_record(&book.sheets[0], 0x0201, "", 0);
    biff_sheet(&book, "Sheet1");
    biff_stream(&book, &stream);
    size_t start = 0;
    for (size_t at = 0; at < stream.len; at += 4ul + stream.at[at + 2]) /* the sheet's BOF is the second */
        start = stream.at[at] == 0x09 && stream.at[at + 1] == 0x08 ? at : start;
    for (size_t at = 20, i = 0; i < 600; i++, at += 4ul + stream.at[at + 2])
        set_number(&stream, at + 4, start, 4);
    put_bytes(cfb_stream(&c, "Workbook"), stream.at, stream.len);
    struct bytes_write file = cfb_finish(&c, false);
    struct plugin_read *r = malloc(sizeof *r);
    plugin_read(r, (struct slice){(const char *)file.at, file.len}, "a.xls");
    assert_int_equal(r->result, TALLYD_LIMIT);
    assert_string_equal(r->limit, "xls_records");
    plugin_read_done(r);
    free(r);
    free(stream.at);
    free(file.at);
}

static void test_damage(void **state)
{
    (void)state;
    struct biff_book book = {0};
    struct bytes_write data = {0};
    put_u32(&data, 1), put_u32(&data, 1);
    biff_text(&data, "项目", 2);
    biff_take(&book.globals, 0x00FC, &data);
    struct bytes_write *s = biff_sheet(&book, "Sheet1");
    biff_shared(s, 0, 0, 0), biff_number(s, 0, 1, 0, 5), biff_merge(s, 0, 1, 0, 1),
        biff_label(s, 2, 0, "合计");
    struct bytes_write file = biff_file(&book);
    struct plugin_read *r = malloc(sizeof *r);
    uint64_t seed = 11;
    for (int i = 0; i < 4000; i++) {
        size_t at = 8 + test_random(&seed) % (file.len - 8);
        uint8_t before = file.at[at];
        file.at[at] = (uint8_t)test_random(&seed);
        plugin_read(r,
                    (struct slice){(const char *)file.at, file.len - (i % 2 ? test_random(&seed) % 600 : 0)},
                    "a.xls");
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
        cmocka_unit_test(test_cells),
        cmocka_unit_test(test_formulas),
        cmocka_unit_test(test_shared_strings),
        cmocka_unit_test(test_biff5),
        cmocka_unit_test(test_merges_and_sheets),
        cmocka_unit_test(test_encryption),
        cmocka_unit_test(test_crossed),
        cmocka_unit_test(test_results),
        cmocka_unit_test(test_records),
        cmocka_unit_test(test_titles),
        cmocka_unit_test(test_blank_rows),
        cmocka_unit_test(test_damage),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
