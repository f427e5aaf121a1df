/* Verdicts over hand-made facts: what each kind of claim comes to, in words a reviewer reads, and that
 * intervals say what trying all roundings says. */
#include "test.h"

#include "../../daemon/report/report.h"

#include <stdio.h>
#include <stdlib.h>

#define MEMBERS_MAX 8

struct figure {
    enum role role;
    int sign;
    const char *value, *unit;
};

struct bench {
    struct report report;
    struct quantity quantities[MEMBERS_MAX];
    struct fact facts[MEMBERS_MAX];
    struct member members[MEMBERS_MAX];
    struct claim claim;
};

static struct bench *lay(struct arena *arena, enum claim_kind kind, const struct figure *figures, uint32_t n)
{
    struct bench *b = arena_alloc(arena, sizeof *b);
    b->report.arena = arena;
    b->report.facts = (struct facts){b->facts, n, MEMBERS_MAX};
    for (uint32_t i = 0; i < n; i++) {
        b->quantities[i].unit = figures[i].unit ? unit_by_name(slice_of(figures[i].unit)) : NULL;
        assert_true(decimal_parse(slice_of(figures[i].value), &b->quantities[i].value));
        b->facts[i] = (struct fact){.quantity = &b->quantities[i], .confidence = (uint8_t)(100 - i)};
        b->members[i] = (struct member){figures[i].role, figures[i].sign, i};
    }
    b->claim =
        (struct claim){.kind = kind, .exhaustive = true, .members = b->members, .n = n, .blocked_by = -1};
    return b;
}

struct expectation {
    const char *name;
    enum claim_kind kind;
    bool at_most;
    enum verdict lenient, strict;
    const char *formula;
    struct figure figures[MEMBERS_MAX];
};

#define W      "万元"
#define TOTAL  ROLE_TOTAL, 1
#define PART   ROLE_PART, 1
#define RATE   ROLE_RATE, 1
#define BASE   ROLE_BASE, 1
#define LATER  ROLE_LATER, 1
#define BEFORE ROLE_EARLIER, 1

static const struct expectation EXPECTATIONS[] = {
    {"a total that is not its parts",
     CLAIM_SUM,
     false,
     VERDICT_VIOLATED,
     VERDICT_VIOLATED,
     "73.02+38.38+47.20=158.60≠158.65",
     {{TOTAL, "158.65", W}, {PART, "73.02", W}, {PART, "38.38", W}, {PART, "47.20", W}}},
    {"a total that is",
     CLAIM_SUM,
     false,
     VERDICT_EXACT,
     VERDICT_EXACT,
     "12.5+7.5=20.0",
     {{TOTAL, "20.0", W}, {PART, "12.5", W}, {PART, "7.5", W}}},
    {"rounded parts",
     CLAIM_SUM,
     false,
     VERDICT_ROUNDED,
     VERDICT_ROUNDED,
     "6.34+7.73=14.07≈14.06",
     {{TOTAL, "14.06", "亿元"}, {PART, "6.34", "亿元"}, {PART, "7.73", "亿元"}}},
    {"a coarse part beside fine ones is exact in the strict reading",
     CLAIM_SUM,
     false,
     VERDICT_ROUNDED,
     VERDICT_VIOLATED,
     "149.45+60=209.45≈209.85",
     {{TOTAL, "209.85", W}, {PART, "149.45", W}, {PART, "60", W}}},
    {"units are converted exactly",
     CLAIM_SUM,
     false,
     VERDICT_ROUNDED,
     VERDICT_ROUNDED,
     "21.9+49.8+67.2+0.6679=139.5679≈139.6",
     {{TOTAL, "139.6", "亿元"},
      {PART, "21.9", "亿元"},
      {PART, "49.8", "亿元"},
      {PART, "67.2", "亿元"},
      {PART, "6679", W}}},
    {"counts are exact",
     CLAIM_SUM,
     false,
     VERDICT_VIOLATED,
     VERDICT_VIOLATED,
     "26+17=43≠44",
     {{TOTAL, "44", "人"}, {PART, "26", "人"}, {PART, "17", "人"}}},
    {"parts below the total, at most",
     CLAIM_SUM,
     true,
     VERDICT_EXACT,
     VERDICT_EXACT,
     "2+1.57=3.57≤12",
     {{TOTAL, "12", W}, {PART, "2", W}, {PART, "1.57", W}}},
    {"parts above it",
     CLAIM_SUM,
     true,
     VERDICT_VIOLATED,
     VERDICT_VIOLATED,
     "8+9=17>12",
     {{TOTAL, "12", W}, {PART, "8", W}, {PART, "9", W}}},
    {"money and people do not add",
     CLAIM_SUM,
     false,
     VERDICT_UNKNOWN,
     VERDICT_UNKNOWN,
     "",
     {{TOTAL, "12", W}, {PART, "8", W}, {PART, "4", "人"}}},
    {"unlike counts do not add",
     CLAIM_SUM,
     false,
     VERDICT_UNKNOWN,
     VERDICT_UNKNOWN,
     "",
     {{TOTAL, "12", "个"}, {PART, "8", "个"}, {PART, "4", "次"}}},
    {"a figure without a unit is no money",
     CLAIM_SUM,
     false,
     VERDICT_UNKNOWN,
     VERDICT_UNKNOWN,
     "",
     {{TOTAL, "12", W}, {PART, "8", W}, {PART, "4", NULL}}},
    {"a rate",
     CLAIM_RATIO,
     false,
     VERDICT_ROUNDED,
     VERDICT_ROUNDED,
     "918.71÷209.76=437.98%≈437.98%",
     {{RATE, "437.98", "%"}, {PART, "918.71", W}, {BASE, "209.76", W}}},
    {"a rate off by its last digit",
     CLAIM_RATIO,
     false,
     VERDICT_VIOLATED,
     VERDICT_VIOLATED,
     "422.49÷285.48=147.99%≠147.98%",
     {{RATE, "147.98", "%"}, {PART, "422.49", W}, {BASE, "285.48", W}}},
    {"a rate cut off",
     CLAIM_RATIO,
     false,
     VERDICT_TRUNCATED,
     VERDICT_TRUNCATED,
     "66667÷100000=66.67%≈66.6%",
     {{RATE, "66.6", "%"}, {PART, "66667", "元"}, {BASE, "100000", "元"}}},
    {"a whole rate",
     CLAIM_RATIO,
     false,
     VERDICT_EXACT,
     VERDICT_EXACT,
     "13.5÷13.5=100.00%",
     {{RATE, "100", "%"}, {PART, "13.5", W}, {BASE, "13.5", W}}},
    {"units of part and base differ",
     CLAIM_RATIO,
     false,
     VERDICT_ROUNDED,
     VERDICT_ROUNDED,
     "0.5100÷1.35=37.78%≈38%",
     {{RATE, "38", "%"}, {PART, "5100", W}, {BASE, "1.35", "亿元"}}},
    {"a zero base",
     CLAIM_RATIO,
     false,
     VERDICT_UNKNOWN,
     VERDICT_UNKNOWN,
     "",
     {{RATE, "0", "%"}, {PART, "12", W}, {BASE, "0", W}}},
    {"a bare rate as a fraction",
     CLAIM_RATIO,
     false,
     VERDICT_EXACT,
     VERDICT_EXACT,
     "95÷100=95.00%",
     {{RATE, "0.95", NULL}, {PART, "95", W}, {BASE, "100", W}}},
    {"spending without a stated rate",
     CLAIM_EXECUTION,
     false,
     VERDICT_EXACT,
     VERDICT_EXACT,
     "251.94÷100.00=251.94%",
     {{ROLE_ACTUAL, 1, "251.94", W}, {BASE, "100.00", W}}},
    {"a decrease that the words tell",
     CLAIM_DIFFERENCE,
     false,
     VERDICT_EXACT,
     VERDICT_EXACT,
     "13.4-20.67=-7.27",
     {{ROLE_CHANGE, -1, "7.27", W}, {LATER, "13.4", W}, {BEFORE, "20.67", W}}},
    {"a decrease told as an increase",
     CLAIM_DIFFERENCE,
     false,
     VERDICT_VIOLATED,
     VERDICT_VIOLATED,
     "13.4-20.67=-7.27≠7.27",
     {{ROLE_CHANGE, 1, "7.27", W}, {LATER, "13.4", W}, {BEFORE, "20.67", W}}},
    {"a change without direction is a size",
     CLAIM_DIFFERENCE,
     false,
     VERDICT_EXACT,
     VERDICT_EXACT,
     "13.4-20.67=-7.27",
     {{ROLE_CHANGE, 0, "7.27", W}, {LATER, "13.4", W}, {BEFORE, "20.67", W}}},
    {"growth of two years",
     CLAIM_GROWTH,
     false,
     VERDICT_ROUNDED,
     VERDICT_ROUNDED,
     "(13.4-20.67)÷20.67=-35.17%≈-35.17%",
     {{ROLE_RATE, -1, "35.17", "%"}, {LATER, "13.4", W}, {BEFORE, "20.67", W}}},
    {"growth of a change",
     CLAIM_GROWTH,
     false,
     VERDICT_ROUNDED,
     VERDICT_ROUNDED,
     "-7.27÷20.67=-35.17%≈-35.17%",
     {{ROLE_RATE, -1, "35.17", "%"}, {ROLE_LATER, 1, "13.40", W}, {ROLE_CHANGE, -1, "7.27", W}}},
    {"growth that is not",
     CLAIM_GROWTH,
     false,
     VERDICT_VIOLATED,
     VERDICT_VIOLATED,
     "(120-100)÷100=20.00%≠12%",
     {{ROLE_RATE, 1, "12", "%"}, {LATER, "120", W}, {BEFORE, "100", W}}},
    {"growth on nothing",
     CLAIM_GROWTH,
     false,
     VERDICT_UNKNOWN,
     VERDICT_UNKNOWN,
     "",
     {{ROLE_RATE, 1, "100", "%"}, {LATER, "120", W}, {BEFORE, "0", W}}},
    {"one fact twice",
     CLAIM_SAME,
     false,
     VERDICT_VIOLATED,
     VERDICT_VIOLATED,
     "94.8≠89.8",
     {{ROLE_FIRST, 1, "94.8", W}, {ROLE_SECOND, 1, "89.8", W}}},
    {"one fact in two units",
     CLAIM_SAME,
     false,
     VERDICT_ROUNDED,
     VERDICT_ROUNDED,
     "67.2413≈67.2",
     {{ROLE_FIRST, 1, "672413", W}, {ROLE_SECOND, 1, "67.2", "亿元"}}},
    {"a bare figure beside a count",
     CLAIM_SAME,
     false,
     VERDICT_EXACT,
     VERDICT_EXACT,
     "36=36",
     {{ROLE_FIRST, 1, "36", "个"}, {ROLE_SECOND, 1, "36", NULL}}},
    {"more in words, less in figures",
     CLAIM_DIRECTION,
     false,
     VERDICT_VIOLATED,
     VERDICT_VIOLATED,
     "90.00<100.00",
     {{ROLE_LATER, 1, "90.00", W}, {ROLE_EARLIER, 1, "100.00", W}}},
    {"more in words, as much in rounded figures",
     CLAIM_DIRECTION,
     false,
     VERDICT_ROUNDED,
     VERDICT_VIOLATED,
     "12<12.3",
     {{ROLE_LATER, 1, "12", W}, {ROLE_EARLIER, 1, "12.3", W}}},
    {"as much in words and figures",
     CLAIM_DIRECTION,
     false,
     VERDICT_EXACT,
     VERDICT_EXACT,
     "12.3=12.3",
     {{ROLE_LATER, 0, "12.3", W}, {ROLE_EARLIER, 1, "12.3", W}}},
    {"a score above its weight",
     CLAIM_CAP,
     false,
     VERDICT_VIOLATED,
     VERDICT_VIOLATED,
     "100>10",
     {{ROLE_SCORE, 1, "100", NULL}, {ROLE_WEIGHT, 1, "10", "分"}}},
    {"a score at its weight",
     CLAIM_CAP,
     false,
     VERDICT_EXACT,
     VERDICT_EXACT,
     "10≤10",
     {{ROLE_SCORE, 1, "10", NULL}, {ROLE_WEIGHT, 1, "10", NULL}}},
    {"weights are exact",
     CLAIM_WEIGHTS,
     false,
     VERDICT_VIOLATED,
     VERDICT_VIOLATED,
     "20+20=40≠50",
     {{TOTAL, "50", "分"}, {PART, "20", NULL}, {PART, "20", NULL}}},
    {"weight times rate",
     CLAIM_IDENTITY,
     false,
     VERDICT_ROUNDED,
     VERDICT_ROUNDED,
     "10×94.73%=9.473≈9.5",
     {{ROLE_SCORE, 1, "9.5", "分"}, {ROLE_WEIGHT, 1, "10", "分"}, {ROLE_RATE, 1, "94.73", "%"}}},
    {"an identity with signs",
     CLAIM_IDENTITY,
     false,
     VERDICT_EXACT,
     VERDICT_EXACT,
     "209.45+27.35-8.21=228.59",
     {{TOTAL, "228.59", W}, {PART, "209.45", W}, {PART, "27.35", W}, {ROLE_PART, -1, "8.21", W}}},
    {"too large to add",
     CLAIM_SUM,
     false,
     VERDICT_UNKNOWN,
     VERDICT_UNKNOWN,
     "",
     {{TOTAL, "999999999999999999999999999999", "元"},
      {PART, "999999999999999999999999999999", "元"},
      {PART, "0.000000000000000000000001", "元"}}},
};

static uint32_t count(const struct figure *figures)
{
    uint32_t n = 0;
    while (n < MEMBERS_MAX && figures[n].value)
        n++;
    return n;
}

static void check(const struct expectation *e)
{
    struct arena *arena = arena_new(1 << 20, NULL, NULL);
    struct bench *b = lay(arena, e->kind, e->figures, count(e->figures));
    b->claim.exhaustive = !e->at_most;
    claim_judge(&b->report, &b->claim);
    struct slice formula = claim_formula(&b->report, &b->claim);
    if (b->claim.lenient != e->lenient || b->claim.strict != e->strict ||
        !slice_eq(formula, slice_of(e->formula)))
        fail_msg("%s: %s, strict %s, %.*s", e->name, verdict_text(b->claim.lenient),
                 verdict_text(b->claim.strict), SLICE_ARG(formula));
    assert_int_equal(b->claim.confidence, 101 - (int)b->claim.n);
    arena_free(arena);
}

static void test_each_kind(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof EXPECTATIONS / sizeof *EXPECTATIONS; i++)
        check(&EXPECTATIONS[i]);
}

static void test_stated_computed_difference(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 20, NULL, NULL);
    const struct figure figures[] = {{TOTAL, "1.5", "亿元"}, {PART, "7000", W}, {PART, "9000", W}};
    struct bench *b = lay(arena, CLAIM_SUM, figures, 3);
    claim_judge(&b->report, &b->claim);
    assert_true(slice_eq(decimal_text(arena, b->claim.stated), S("1.5")));
    assert_true(slice_eq(decimal_text(arena, b->claim.computed), S("1.6000")));
    assert_true(slice_eq(decimal_text(arena, b->claim.difference), S("-0.1000")));
    assert_true(slice_eq(b->claim.unit->name, S("亿元")));
    arena_free(arena);
}

static void test_listed_things(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 20, NULL, NULL);
    const struct figure figures[] = {{ROLE_COUNT, 1, "5", "个"}};
    struct bench *b = lay(arena, CLAIM_COUNT, figures, 1);
    b->claim.computed = decimal_int(4);
    claim_judge(&b->report, &b->claim);
    assert_int_equal(b->claim.lenient, VERDICT_VIOLATED);
    assert_true(slice_eq(claim_formula(&b->report, &b->claim), S("4≠5")));
    arena_free(arena);
}

/* ------------------------------------------------------------------ against brute force */

/* A figure with one decimal, in tenths, stands for the hundredths [10v − 5, 10v + 5]. */
static bool some_rounding_adds_up(const int *tenths, int n, int total)
{
    int low = 0, high = 0;
    for (int i = 0; i < n; i++) {
        low += 10 * tenths[i] - 5;
        high += 10 * tenths[i] + 5;
    }
    for (int sum = low; sum <= high; sum++)
        if (abs(sum - 10 * total) <= 5)
            return true;
    return false;
}

static void print_tenths(char *text, int tenths)
{
    snprintf(text, 16, "%d.%d", tenths / 10, tenths % 10);
}

static void test_sums_against_all_roundings(void **state)
{
    (void)state;
    srand(1);
    for (int round = 0; round < 2000; round++) {
        struct arena *arena = arena_new(1 << 20, NULL, NULL);
        char text[4][16];
        int n = 1 + rand() % 3, tenths[3], total = 0;
        struct figure figures[4];
        for (int i = 0; i < n; i++) {
            tenths[i] = rand() % 500;
            total += tenths[i];
            print_tenths(text[i + 1], tenths[i]);
            figures[i + 1] = (struct figure){PART, text[i + 1], W};
        }
        total = abs(total + rand() % 9 - 4);
        print_tenths(text[0], total);
        figures[0] = (struct figure){TOTAL, text[0], W};
        struct bench *b = lay(arena, CLAIM_SUM, figures, (uint32_t)n + 1);
        claim_judge(&b->report, &b->claim);
        bool holds = b->claim.lenient == VERDICT_EXACT || b->claim.lenient == VERDICT_ROUNDED;
        assert_int_equal(holds, some_rounding_adds_up(tenths, n, total));
        arena_free(arena);
    }
}

/* Whether true values, in hundredths, that print as `part` and `base` (tenths) have a quotient that prints as
 * the whole percentage `rate`: 2 · 100 · p within (2 · rate ± 1) · b. */
static bool some_rounding_divides(int part, int base, int rate)
{
    for (int p = 10 * part - 5; p <= 10 * part + 5; p++)
        for (int b = 10 * base - 5; b <= 10 * base + 5; b++)
            if (200 * p >= (2 * rate - 1) * b && 200 * p <= (2 * rate + 1) * b)
                return true;
    return false;
}

/* The same of all real values: the ends of 2 · rate · base against those of 200 · part. */
static bool intervals_divide(int part, int base, int rate)
{
    return (2 * rate - 1) * (10 * base - 5) <= 200 * (10 * part + 5) &&
           200 * (10 * part - 5) <= (2 * rate + 1) * (10 * base + 5);
}

static void test_rates_against_all_roundings(void **state)
{
    (void)state;
    srand(2);
    for (int round = 0; round < 2000; round++) {
        struct arena *arena = arena_new(1 << 20, NULL, NULL);
        char texts[3][16];
        int base = 20 + rand() % 300, part = rand() % 400, rate = abs(100 * part / base + rand() % 5 - 2);
        snprintf(texts[0], sizeof texts[0], "%d", rate);
        print_tenths(texts[1], part);
        print_tenths(texts[2], base);
        const struct figure figures[] = {{RATE, texts[0], "%"}, {PART, texts[1], W}, {BASE, texts[2], W}};
        struct bench *b = lay(arena, CLAIM_RATIO, figures, 3);
        claim_judge(&b->report, &b->claim);
        bool holds = b->claim.lenient == VERDICT_EXACT || b->claim.lenient == VERDICT_ROUNDED;
        assert_int_equal(holds, intervals_divide(part, base, rate));
        assert_true(holds || !some_rounding_divides(part, base, rate));
        if (b->claim.lenient == VERDICT_TRUNCATED)
            assert_int_equal(100 * part / base, rate);
        arena_free(arena);
    }
}

/* later − earlier, each printed with one decimal, against a change printed with one: some real values fit when the
 * figures are within a tenth and a half of each other. */
static bool some_rounding_changes(int later, int earlier, int change)
{
    for (int l = 10 * later - 5; l <= 10 * later + 5; l++)
        for (int e = 10 * earlier - 5; e <= 10 * earlier + 5; e++)
            if (abs(l - e - 10 * change) <= 5)
                return true;
    return false;
}

static void test_changes_against_all_roundings(void **state)
{
    (void)state;
    srand(3);
    for (int round = 0; round < 2000; round++) {
        struct arena *arena = arena_new(1 << 20, NULL, NULL);
        char texts[3][16];
        int later = 200 + rand() % 300, earlier = rand() % 200, change = later - earlier + rand() % 7 - 3;
        print_tenths(texts[0], change);
        print_tenths(texts[1], later);
        print_tenths(texts[2], earlier);
        const struct figure figures[] = {
            {ROLE_CHANGE, 1, texts[0], W}, {LATER, texts[1], W}, {BEFORE, texts[2], W}};
        struct bench *b = lay(arena, CLAIM_DIFFERENCE, figures, 3);
        claim_judge(&b->report, &b->claim);
        bool holds = b->claim.lenient == VERDICT_EXACT || b->claim.lenient == VERDICT_ROUNDED;
        assert_int_equal(holds, some_rounding_changes(later, earlier, change));
        arena_free(arena);
    }
}

/* The growth of real values that print as `later` and `earlier` (tenths), in whole percent: (100 + rate) · e
 * against 100 · l. */
static bool intervals_grow(int later, int earlier, int rate)
{
    return (2 * (100 + rate) - 1) * (10 * earlier - 5) <= 200 * (10 * later + 5) &&
           200 * (10 * later - 5) <= (2 * (100 + rate) + 1) * (10 * earlier + 5);
}

static bool some_rounding_grows(int later, int earlier, int rate)
{
    for (int l = 10 * later - 5; l <= 10 * later + 5; l++)
        for (int e = 10 * earlier - 5; e <= 10 * earlier + 5; e++)
            if (200 * (l - e) >= (2 * rate - 1) * e && 200 * (l - e) <= (2 * rate + 1) * e)
                return true;
    return false;
}

static void test_growth_against_all_roundings(void **state)
{
    (void)state;
    srand(4);
    for (int round = 0; round < 2000; round++) {
        struct arena *arena = arena_new(1 << 20, NULL, NULL);
        char texts[3][16];
        int earlier = 20 + rand() % 200, later = earlier + rand() % 200;
        int rate = abs(100 * (later - earlier) / earlier + rand() % 5 - 2);
        snprintf(texts[0], sizeof texts[0], "%d", rate);
        print_tenths(texts[1], later);
        print_tenths(texts[2], earlier);
        const struct figure figures[] = {{RATE, texts[0], "%"}, {LATER, texts[1], W}, {BEFORE, texts[2], W}};
        struct bench *b = lay(arena, CLAIM_GROWTH, figures, 3);
        claim_judge(&b->report, &b->claim);
        bool holds = b->claim.lenient == VERDICT_EXACT || b->claim.lenient == VERDICT_ROUNDED;
        assert_int_equal(holds, intervals_grow(later, earlier, rate));
        assert_true(holds || !some_rounding_grows(later, earlier, rate));
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_kind),
        cmocka_unit_test(test_stated_computed_difference),
        cmocka_unit_test(test_listed_things),
        cmocka_unit_test(test_sums_against_all_roundings),
        cmocka_unit_test(test_rates_against_all_roundings),
        cmocka_unit_test(test_changes_against_all_roundings),
        cmocka_unit_test(test_growth_against_all_roundings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
