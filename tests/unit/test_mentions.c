#include "reading.h"

#include "../../daemon/base/must.h"

static uint32_t of_class(const struct report *report, const char *class, const struct mention **ret_first)
{
    const struct mentions *all = mentions_of(report);
    uint32_t n = 0, id = lexicon_class(report->lexicon, class);
    assert_int_not_equal(id, UINT32_MAX);
    for (uint32_t i = 0; i < all->n; i++)
        if (all->items[i].class == id && n++ == 0)
            *ret_first = &all->items[i];
    return n;
}

static void finds_words_in_prose_and_cells(void **state)
{
    (void)state;
    struct reading r =
        reading_of("第一段无事。\n填 表人：陈远  联系电话：\n| 项目 | #REF! |\n| 合计 | ＃ref！ |\n");
    const struct mention *first = NULL;
    assert_int_equal(of_class(r.report, "find-signature", &first), 2);
    must(first != NULL);
    assert_null(first->cell);
    assert_int_equal(first->block, 1);
    assert_string_equal(arena_copy(r.arena, slice_sub(first->text->s, first->to, first->to + 9)).at,
                        "：陈远");
    assert_int_equal(of_class(r.report, "find-formula-error", &first), 2);
    must(first->cell != NULL);
    assert_int_equal(first->cell->column, 1);
    reading_done(&r);
}

static void keeps_only_classes_to_look_for(void **state)
{
    (void)state;
    struct reading r = reading_of("支出合计包括基本支出和项目支出，主要原因是人员增加。\n");
    const struct mentions *all = mentions_of(r.report);
    assert_true(all->n > 0); /* 包括: find-template-lead; 原因: explanation, which is not looked for */
    for (uint32_t i = 0; i < all->n; i++)
        assert_int_not_equal(all->items[i].class, lexicon_class(r.lexicon, "explanation"));
    assert_ptr_equal(mentions_of(r.report), all); /* read once */
    assert_true(all->read);
    reading_done(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_words_in_prose_and_cells),
        cmocka_unit_test(keeps_only_classes_to_look_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
