/* Words of a text found once: the same as a scan of its own, however many texts there are. */
#include "test.h"

#include "../../daemon/report/scans.h"

#define TEXTS 600 /* more than the table has room for at first, and for once it has grown */

static struct lexicon *shipped(void)
{
    static const char *const FOLDERS[] = {"config/lexicon", NULL};
    struct lexicon *lexicon = NULL;
    char error[256];
    if (lexicon_load(FOLDERS, &lexicon, error, sizeof error) != 0)
        fail_msg("%s", error);
    return lexicon;
}

static void assert_hits(struct hits found, struct hits expected)
{
    assert_int_equal(found.n, expected.n);
    for (uint32_t i = 0; i < found.n; i++) {
        assert_int_equal(found.items[i].kind, expected.items[i].kind);
        assert_int_equal(found.items[i].id, expected.items[i].id);
        assert_int_equal(found.items[i].from, expected.items[i].from);
        assert_int_equal(found.items[i].to, expected.items[i].to);
    }
}

static void finds_what_a_scan_finds(void **state)
{
    (void)state;
    struct lexicon *lexicon = shipped();
    struct arena *arena = arena_new(16u << 20, NULL, NULL);
    struct scans scans;
    struct hits own = {0}, first[TEXTS];
    struct slice texts[TEXTS];
    scans_init(&scans, arena, lexicon);
    for (unsigned i = 0; i < TEXTS; i++) {
        texts[i] = arena_printf(arena, "%u年年初预算%u万元，其中基本支出%u万元", i, i + 2, i + 1);
        first[i] = scans_of(&scans, texts[i]);
        lexicon_scan(lexicon, arena, texts[i], &own);
        assert_true(own.n > 2);
        assert_hits(first[i], own);
    }
    for (unsigned i = 0; i < TEXTS; i++)
        assert_ptr_equal(scans_of(&scans, texts[i]).items, first[i].items);
    arena_free(arena);
    lexicon_free(lexicon);
}

/* A sentence begins where its paragraph does. */
static void tells_texts_at_one_place_by_their_length(void **state)
{
    (void)state;
    struct lexicon *lexicon = shipped();
    struct arena *arena = arena_new(1u << 20, NULL, NULL);
    struct scans scans;
    struct slice text = S("年初预算3万元。基本支出2万元。");
    scans_init(&scans, arena, lexicon);
    struct hits whole = scans_of(&scans, text), part = scans_of(&scans, slice_sub(text, 0, 22));
    assert_true(part.n > 0 && part.n < whole.n);
    assert_int_equal(scans_of(&scans, slice_sub(text, 0, 0)).n, 0);
    assert_int_equal(scans_of(&scans, slice_sub(text, 12, 16)).n, 0);
    arena_free(arena);
    lexicon_free(lexicon);
}

static void tells_the_classes_that_a_text_has_words_of(void **state)
{
    (void)state;
    struct lexicon *lexicon = shipped();
    struct arena *arena = arena_new(1u << 20, NULL, NULL);
    struct scans scans;
    scans_init(&scans, arena, lexicon);
    assert_true(scans_have(&scans, S("其中：小计"), "table-subtotal"));
    assert_true(scans_have(&scans, S("其中：小计"), "table-inside"));
    assert_false(scans_have(&scans, S("其中：小计"), "table-total"));
    assert_false(scans_have(&scans, S("小计"), "no-such-class"));
    assert_false(scans_have(&scans, S("517.64"), "no-such-class"));
    arena_free(arena);
    lexicon_free(lexicon);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(finds_what_a_scan_finds),
                                       cmocka_unit_test(tells_texts_at_one_place_by_their_length),
                                       cmocka_unit_test(tells_the_classes_that_a_text_has_words_of)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
