/* The trie of words: as many as it has numbers for, each found again. */
#include "test.h"

#include "../../daemon/base/arena.h"
#include "../../daemon/base/utf8.h"
#include "../../daemon/report/lexicon_trie.h"

#define HAN       0x4E00u
#define TAIL      38 /* characters that all words end with, behind two of their own */
#define WORD_SIZE (3u * TRIE_WORD_CHARS)

static struct slice word_number(uint32_t n, char bytes[WORD_SIZE + 1])
{
    size_t at = utf8_put(HAN + n / 256, bytes);
    at += utf8_put(HAN + n % 256, bytes + at);
    for (int i = 0; i < TAIL; i++)
        at += utf8_put(HAN, bytes + at);
    return (struct slice){bytes, at};
}

static void a_full_trie_takes_no_more(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1u << 30, NULL, NULL);
    struct trie *trie = trie_new(arena, arena);
    char bytes[WORD_SIZE + 1];
    uint32_t n = 0;
    while (trie_add(trie, word_number(n, bytes), (struct sense){.id = n}))
        n++;
    assert_in_range(n, TRIE_NODES_MAX / TRIE_WORD_CHARS, TRIE_NODES_MAX / TAIL);
    for (uint32_t i = 0; i < n; i++) {
        const struct sense *sense = trie_whole(trie, word_number(i, bytes));
        assert_non_null(sense);
        assert_int_equal(sense->id, i);
    }
    assert_null(trie_whole(trie, word_number(n, bytes)));
    arena_free(arena);
}

static void bytes_that_are_no_character_are_in_no_word(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1u << 20, NULL, NULL);
    struct trie *trie = trie_new(arena, arena);
    assert_true(trie_add(trie, S("支出\U0010FFFF"), (struct sense){.id = 7}));
    assert_int_equal(trie_whole(trie, S("支出\U0010FFFF"))->id, 7);
    assert_null(trie_whole(trie, S("支出\xFF")));
    assert_null(trie_whole(trie, S("支出")));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_trie_takes_no_more),
        cmocka_unit_test(bytes_that_are_no_character_are_in_no_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
