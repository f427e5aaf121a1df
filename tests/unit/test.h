/* What every unit test starts from: cmocka with its headers, and a few helpers. */
#pragma once

#include "../../daemon/base/slice.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

#define assert_slice(actual, expected)                                                                       \
    do {                                                                                                     \
        struct slice a_ = (actual), e_ = (expected);                                                         \
        if (!slice_eq(a_, e_))                                                                               \
            fail_msg("got \"" SLICE_FMT "\", not \"" SLICE_FMT "\"", SLICE_ARG(a_), SLICE_ARG(e_));          \
    } while (0)

/* A sequence that is the same on every run (xorshift64*). */
static inline uint64_t test_random(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * 0x2545F4914F6CDD1Du;
}
