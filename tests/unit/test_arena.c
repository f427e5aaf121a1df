#include "test.h"

#include "../../daemon/base/arena.h"
#include "../../daemon/base/mem.h"
#include "../../daemon/base/mem_own.h"

#include <stdalign.h>

struct numbers {
    int *items;
    uint32_t n, cap;
};

static void on_full(void *context)
{
    longjmp(*(jmp_buf *)context, 1);
}

static bool all_zero(const char *at, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (at[i])
            return false;
    return true;
}

static void gives_zeroed_aligned_memory(void **state)
{
    (void)state;
    struct arena *arena = arena_new(64u << 20, NULL, NULL);
    uint64_t random = 1;
    for (int i = 0; i < 3000; i++) {
        size_t size = test_random(&random) % 5000;
        char *memory = arena_alloc(arena, size);
        assert_int_equal((uintptr_t)memory % alignof(max_align_t), 0);
        assert_true(all_zero(memory, size));
        memset(memory, 0xAA, size);
    }
    assert_true(all_zero(arena_alloc(arena, 9u << 20), 9u << 20));
    assert_true(arena_used(arena) > 9u << 20);
    arena_free(arena);
}

static void is_prepared(void **state)
{
    (void)state;
    struct arena *arena = arena_new(4u << 20, NULL, NULL);
    mem_own_start(2u << 20);
    arena_prepare(arena, 100000, 50000);
    assert_int_equal(arena_used(arena), 0);
    const char *first = arena_alloc(arena, 50000), *second = arena_alloc(arena, 49000),
               *third = arena_alloc(arena, 50000);
    assert_true(first + 50000 == second);
    assert_true(all_zero(first, 99000) && all_zero(third, 50000));
    arena_free(arena);
}

static void scratch_is_given_back(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1u << 20, NULL, NULL);
    for (int i = 0; i < 100; i++) {
        struct arena *scratch = arena_scratch(arena);
        const char *memory = arena_alloc(scratch, 500000);
        assert_true(all_zero(memory, 500000));
        assert_in_range(arena_used(arena), 500000 + (unsigned)i * 1000, 1u << 20);
        arena_alloc(arena, 1000);
        arena_free(scratch);
    }
    assert_in_range(arena_used(arena), 100000, 110000);
    arena_alloc(arena_scratch(arena), 10); /* freed with the other */
    arena_free(arena);
}

/* The two together hold the cap. */
static void scratch_counts(void **state)
{
    (void)state;
    jmp_buf out;
    struct arena *volatile arena = arena_new(1u << 20, on_full, &out);
    if (setjmp(out) == 0) {
        arena_alloc(arena, 600000);
        arena_alloc(arena_scratch(arena), 600000);
        fail();
    }
    arena_free(arena);
}

static void copies_and_prints(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1u << 20, NULL, NULL);
    struct slice copy = arena_copy(arena, slice_sub(S("支出合计"), 0, 6));
    assert_slice(copy, S("支出"));
    assert_int_equal(copy.at[copy.len], 0);
    assert_slice(arena_copy(arena, (struct slice){NULL, 0}), S(""));
    assert_slice(arena_printf(arena, "%d-%s", 7, "x"), S("7-x"));
    for (int n = 250; n < 260; n++) { /* over what is printed in one go */
        struct slice long_one = arena_printf(arena, "%*d", n, 7);
        assert_int_equal(long_one.len, n);
        assert_string_equal(long_one.at + n - 2, " 7");
    }
    arena_free(arena);
}

static void arrays_grow(void **state)
{
    (void)state;
    struct arena *arena = arena_new(64u << 20, NULL, NULL);
    struct numbers in_place = {0}, moving = {0};
    for (int i = 0; i < 100000; i++)
        *ARENA_PUSH(arena, &in_place) = i;
    /* Half a megabyte, not the whole row of its doublings: it grew where it stood as far as the chunks
     * allowed. */
    assert_true(arena_used(arena) < (size_t)3 * 131072 * sizeof(int));
    for (int i = 0; i < 1000; i++) {
        *ARENA_PUSH(arena, &moving) = i;
        memset(arena_alloc(arena, 8), 0xFF, 8);
    }
    for (int i = 0; i < 100000; i++)
        assert_int_equal(in_place.items[i], i);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(moving.items[i], i);
    arena_free(arena);
}

/* However much else is given out in between, what a large array leaves behind is little. */
static void large_arrays_leave_little(void **state)
{
    (void)state;
    struct arena *arena = arena_new(64u << 20, NULL, NULL);
    struct numbers a = {0}, b = {0};
    size_t others = 0;
    for (int i = 0; i < 100000; i++) {
        *ARENA_PUSH(arena, &a) = i;
        *ARENA_PUSH(arena, &b) = -i;
        memset(arena_alloc(arena, 16), 0xFF, 16);
        others += 16;
    }
    for (int i = 0; i < 100000; i++)
        assert_true(a.items[i] == i && b.items[i] == -i);
    assert_true(all_zero((const char *)(a.items + a.n), (a.cap - a.n) * sizeof *a.items));
    /* two of the doublings from 64 KB to 512 KB would be more */
    assert_true(arena_used(arena) - others < 2 * ((131072 * sizeof(int)) + (128u << 10)));
    arena_free(arena);
}

/* More large arrays than get room of their own: the others grow as small ones do. */
static void many_large_arrays(void **state)
{
    (void)state;
    enum { ARRAYS = 40, ITEMS = 30000 };
    struct arena *arena = arena_new(64u << 20, NULL, NULL);
    struct numbers arrays[ARRAYS] = {{0}};
    for (int i = 0; i < ITEMS * ARRAYS; i++)
        *ARENA_PUSH(arena, &arrays[i % ARRAYS]) = i;
    for (int i = 0; i < ITEMS * ARRAYS; i++)
        assert_int_equal(arrays[i % ARRAYS].items[i / ARRAYS], i);
    arena_free(arena);
}

/* Whether the request ends at `full`. */
static bool is_full(size_t cap, size_t count, size_t size)
{
    jmp_buf out;
    struct arena *volatile arena = arena_new(cap, on_full, &out);
    volatile bool full = true;
    if (setjmp(out) == 0) {
        arena_array(arena, count, size);
        full = false;
    }
    arena_free(arena);
    return full;
}

static void holds_its_cap(void **state)
{
    (void)state;
    assert_false(is_full(4096, 4096, 1));
    assert_true(is_full(4096, 4097, 1));
    assert_true(is_full(4096, SIZE_MAX, 1));
    assert_true(is_full(4096, SIZE_MAX / 2, 4));
    assert_true(is_full(SIZE_MAX / 4, SIZE_MAX / 4, 1));
}

static void growing_holds_the_cap(void **state)
{
    (void)state;
    jmp_buf out;
    struct arena *volatile arena = arena_new(1000, on_full, &out);
    struct numbers *volatile numbers = calloc(1, sizeof *numbers);
    if (setjmp(out) == 0)
        for (;;)
            *ARENA_PUSH(arena, numbers) = 1;
    assert_true(numbers->n >= 64 && arena_used(arena) <= 1000);
    free(numbers);
    arena_free(arena);
}

static void out_of_memory_is_full(void **state)
{
    (void)state;
    jmp_buf out;
    mem_fail_at(1, 0);
    assert_null(arena_new(1, NULL, NULL));
    struct arena *volatile arena = arena_new(4096, on_full, &out);
    mem_fail_at(1, 1);
    volatile bool full = true;
    if (setjmp(out) == 0) {
        arena_alloc(arena, 1);
        full = false;
    }
    mem_fail_at(0, 0);
    assert_true(full);
    arena_free(arena);
    arena_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_zeroed_aligned_memory),
        cmocka_unit_test(is_prepared),
        cmocka_unit_test(scratch_is_given_back),
        cmocka_unit_test(scratch_counts),
        cmocka_unit_test(copies_and_prints),
        cmocka_unit_test(arrays_grow),
        cmocka_unit_test(large_arrays_leave_little),
        cmocka_unit_test(many_large_arrays),
        cmocka_unit_test(holds_its_cap),
        cmocka_unit_test(growing_holds_the_cap),
        cmocka_unit_test(out_of_memory_is_full),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
