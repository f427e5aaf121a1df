#include "../../daemon/inspect/masking.h"

#include "test.h"

static struct arena *arena;

static void masks(const char *text, const char *expected)
{
    struct slice masked = masking_text(arena, slice_of(text));
    if (!slice_eq(masked, slice_of(expected)))
        fail_msg("%s: %.*s, not %s", text, SLICE_ARG(masked), expected);
}

static void a_name_keeps_its_first_character(void **state)
{
    (void)state;
    masks("陈远", "陈×");
    masks("陈知远", "陈××");
    masks("欧阳知远", "欧×××");
    masks("陈", "陈");
    masks("", "");
}

static void a_number_keeps_its_ends(void **state)
{
    (void)state;
    masks("13900001234", "139****1234");
    masks("139 0000-1234", "139****1234");
    masks("１３９００００１２３４", "１３９****１２３４");
    masks("11010119900307109X", "1101****109X");
    masks("6222 0200 0000 0000 000", "6222****0000");
    masks("12345678", "123****5678");
    masks("1234567", "1××××××");
}

static void quote(const struct masking *masking, const char *text, const char *expected)
{
    struct slice masked = masking_quote(arena, masking, slice_of(text));
    if (!slice_eq(masked, slice_of(expected)))
        fail_msg("%s: %.*s, not %s", text, SLICE_ARG(masked), expected);
}

static void a_quote_repeats_nothing_of_it(void **state)
{
    (void)state;
    struct masking masking = {.texts = {S("陈知远"), S("13900001234"), S("陈"), S("")}, .n = 4};
    quote(&masking, "发放陈知远（13900001234）500元，陈知远再领", "发放陈××（139****1234）500元，陈××再领");
    quote(&masking, "陈知远", "陈××");
    quote(&masking, "陈知陈", "陈知陈");
    quote(&masking, "无人领取", "无人领取");
    quote(&masking, "", "");
    masking.n = 0;
    quote(&masking, "陈知远", "陈知远");
}

int main(void)
{
    arena = arena_new(1u << 20, NULL, NULL);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_keeps_its_first_character),
        cmocka_unit_test(a_number_keeps_its_ends),
        cmocka_unit_test(a_quote_repeats_nothing_of_it),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(arena);
    return failed;
}
