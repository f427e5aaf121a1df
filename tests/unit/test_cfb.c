/* The compound file itself: chains that run in circles or break off, names, limits. Linked with the ole plugin. */
#include "plugin_read.h"
#include "word_write.h"

#define AT_FAT       512
#define AT_DIRECTORY 1024

static struct bytes_write make(void)
{
    struct word_write w = {0};
    struct cfb_write c = {0};
    for (int i = 0; i < 300; i++)
        word_raw(&w, "云岭市档案馆");
    word_plain(&w, "");
    word_streams(&w, &c);
    return cfb_finish(&c, true);
}

static enum tallyd_result result_of(const struct bytes_write *file)
{
    struct plugin_read *r = malloc(sizeof *r);
    plugin_read(r, (struct slice){(const char *)file->at, file->len}, "a.doc");
    enum tallyd_result result = r->result;
    if (result == TALLYD_LIMIT)
        assert_string_equal(r->limit, "cfb_entries");
    plugin_read_done(r);
    free(r);
    return result;
}

static void assert_changed(size_t at, uint64_t number, size_t size, enum tallyd_result expected)
{
    struct bytes_write file = make();
    set_number(&file, at, number, size);
    assert_int_equal(result_of(&file), expected);
    free(file.at);
}

static void test_chains(void **state)
{
    (void)state;
    struct bytes_write file = make();
    assert_int_equal(result_of(&file), TALLYD_OK);
    /* the first sector of the main stream: behind the FAT, the directory, the mini FAT and its stream */
    uint32_t start = 0;
    memcpy(&start, file.at + AT_DIRECTORY + 128 + 0x74, 4);
    free(file.at);
    assert_changed(AT_FAT + (start + 2) * 4ul, start, 4, TALLYD_PARTIAL);         /* in a circle */
    assert_changed(AT_FAT + (start + 7) * 4ul, CFB_CHAIN_END, 4, TALLYD_PARTIAL); /* breaks off */
    assert_changed(AT_FAT + (start + 7) * 4ul, 0x00FFFFF0, 4, TALLYD_PARTIAL);    /* leads out of the file */
    assert_changed(AT_FAT + 4, 1, 4, TALLYD_OK);               /* the directory, in a circle */
    assert_changed(0x1E, 7, 2, TALLYD_CORRUPT);                /* sectors of 128 bytes */
    assert_changed(0x30, 0x0000FFFF, 4, TALLYD_CORRUPT);       /* no directory */
    assert_changed(AT_DIRECTORY + 0x42, 1, 1, TALLYD_CORRUPT); /* no root */
    assert_changed(AT_DIRECTORY + 0x4C, 0, 4, TALLYD_OK);      /* no tree: streams are found by their names */
    assert_changed(AT_DIRECTORY + 128 + 0x48, 1, 4,
                   TALLYD_CORRUPT); /* a tree in a circle loses what is behind */
}

/* What a file is, by its streams; a stream of an inner storage does not count. */
static void test_kinds(void **state)
{
    (void)state;
    static const struct {
        const char *stream;
        enum tallyd_result result;
    } kinds[] = {{"EncryptedPackage", TALLYD_ENCRYPTED},
                 {"PowerPoint Document", TALLYD_UNSUPPORTED},
                 {"MatOST", TALLYD_UNSUPPORTED},
                 {"Something", TALLYD_UNSUPPORTED},
                 {"\tDRMContent", TALLYD_ENCRYPTED},
                 {"WordDocument", TALLYD_CORRUPT},
                 {"Workbook", TALLYD_CORRUPT}};
    for (size_t i = 0; i < COUNT(kinds); i++) {
        struct cfb_write c = {0};
        put_zeros(cfb_stream(&c, kinds[i].stream), 100);
        struct bytes_write file = cfb_finish(&c, false);
        assert_int_equal(result_of(&file), kinds[i].result);
        free(file.at);
    }
}

/* The document's stream stands in a part of the directory that the file has no more: nobody knows what it was. */
static void test_broken_directory(void **state)
{
    (void)state;
    static const char *const names[] = {"A", "B", "C", "D", "E", "F", "G", "WordDocument"};
    struct cfb_write c = {0};
    for (size_t i = 0; i < COUNT(names); i++)
        put_zeros(cfb_stream(&c, names[i]), 100);
    struct bytes_write file = cfb_finish(&c, false);
    set_number(&file, CFB_SECTOR + 4, 1000, 4); /* where the directory goes on behind its first sector */
    assert_int_equal(result_of(&file), TALLYD_CORRUPT);
    set_number(&file, CFB_SECTOR + 4, CFB_CHAIN_END, 4);
    assert_int_equal(result_of(&file), TALLYD_UNSUPPORTED);
    free(file.at);
}

/* A directory of more entries than any document has: 16,385 sectors of four. */
static void test_entries(void **state)
{
    (void)state;
    uint32_t sectors = 16385, fats = (sectors + 200) / 128 + 1;
    struct bytes_write file = {0};
    cfb_header(&file, 0, fats, CFB_CHAIN_END, 0);
    set_number(&file, 0x2C, fats, 4);
    for (uint32_t i = 0; i < 109; i++)
        set_number(&file, 0x4C + i * 4ul, i, 4);
    set_number(&file, 0x44, fats + sectors, 4); /* the rest of the FAT is named by a sector at the end */
    set_number(&file, 0x48, 1, 4);
    for (uint32_t i = 0; i < fats * 128; i++)
        put_u32(&file, i < fats ? CFB_FAT : i < fats + sectors - 1 ? i + 1 : CFB_CHAIN_END);
    cfb_entry(&file, "Root Entry", 5, CFB_FREE, 1, CFB_CHAIN_END, 0);
    put_zeros(&file, (size_t)sectors * 512 - 128);
    for (uint32_t i = 0; i < 127; i++)
        put_u32(&file, 109 + i < fats ? 109 + i : CFB_FREE);
    put_u32(&file, CFB_CHAIN_END);
    assert_int_equal(result_of(&file), TALLYD_LIMIT);
    free(file.at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_chains), cmocka_unit_test(test_kinds),
                                       cmocka_unit_test(test_broken_directory),
                                       cmocka_unit_test(test_entries)};
    if (tallyd_format.init() != 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
