#include "identifiers.h"

#include "report.h"

#include "../base/must.h"
#include "chars.h"

#define MOBILE_DIGITS   11 /* the fewest of all */
#define IDENTITY_DIGITS 18
#define CARD_MIN        16
#define CARD_MAX        19
#define RUN_MAX         20 /* digits kept of a run: one more than the longest number */
#define GROUPS_MAX      6  /* and groups: one more than a card's five */

/* A run of digits with single blanks or hyphens between its groups; an X may close it. */
struct run {
    char digits[RUN_MAX];
    unsigned n; /* may be more than were kept */
    unsigned groups[GROUPS_MAX], n_groups;
    bool x;
    size_t from, to;
};

struct search {
    const struct report *report;
    struct mentions *found; /* by enum identifier */
};

/* 0 to 9 of either width, or -1. */
static int digit_of(uint32_t c)
{
    if (c >= '0' && c <= '9')
        return (int)(c - '0');
    return c >= 0xFF10 && c <= 0xFF19 ? (int)(c - 0xFF10) : -1;
}

static bool is_latin(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* What makes a run a part of a longer number, a code or an amount: `c` beside it, `beyond` on c's other side. */
static bool joins(uint32_t c, uint32_t beyond)
{
    bool separator = c == '.' || c == ',' || c == '/' || c == 0xFF0C || c == 0xFF0E;
    return is_latin(c) || c == '_' || c == '*' || (separator && digit_of(beyond) >= 0);
}

/* The character at `at`, 0 at the end, and the one after it. */
static uint32_t char_at(struct slice s, size_t at, uint32_t *ret_beyond)
{
    uint32_t c = at < s.len ? char_next(s, &at) : 0;
    *ret_beyond = at < s.len ? char_next(s, &at) : 0;
    return c;
}

/* The digit at `at`, after a blank or hyphen where one stands between digits; -1 where the run ends. */
static int next_digit(struct slice s, size_t *at, bool *ret_apart)
{
    size_t to = *at;
    uint32_t c = to < s.len ? char_next(s, &to) : 0;
    *ret_apart = c == ' ' || c == '-';
    if (*ret_apart && to < s.len)
        c = char_next(s, &to);
    int digit = digit_of(c);
    if (digit >= 0)
        *at = to;
    return digit;
}

static void add_digit(struct run *run, int digit, bool apart)
{
    if (run->n < RUN_MAX)
        run->digits[run->n] = (char)digit;
    if (run->n == 0 || apart)
        run->n_groups++;
    if (run->n_groups <= GROUPS_MAX)
        run->groups[run->n_groups - 1]++;
    run->n++;
}

static struct run read_run(struct slice s, size_t from)
{
    struct run run = {.from = from, .to = from};
    bool apart;
    for (int digit; (digit = next_digit(s, &run.to, &apart)) >= 0;)
        add_digit(&run, digit, apart);
    uint32_t beyond, c = char_at(s, run.to, &beyond);
    run.x = c == 'X' || c == 'x';
    if (run.x)
        run.to++;
    return run;
}

/* Digits [from, from + n) as a number. */
static unsigned number_of(const struct run *run, unsigned from, unsigned n)
{
    unsigned value = 0;
    for (unsigned i = from; i < from + n; i++)
        value = value * 10 + (unsigned)run->digits[i];
    return value;
}

/* Groups as people write them, `sizes` up to a 0; figures beside each other in a row of a table are none. */
static bool is_grouped(const struct run *run, const unsigned *sizes)
{
    unsigned i = 0;
    if (run->n_groups == 1)
        return true;
    while (i < run->n_groups && i < GROUPS_MAX && run->groups[i] == sizes[i])
        i++;
    return i == run->n_groups && sizes[i] == 0;
}

static bool is_mobile(const struct run *run)
{
    static const unsigned sizes[] = {3, 4, 4, 0};
    return run->n == MOBILE_DIGITS && !run->x && run->digits[0] == 1 && run->digits[1] >= 3 &&
           is_grouped(run, sizes);
}

static bool is_birthday(const struct run *run)
{
    unsigned year = number_of(run, 6, 4), month = number_of(run, 10, 2), day = number_of(run, 12, 2);
    return year >= 1900 && year <= 2100 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/* GB 11643: the digits weighted by powers of two modulo 11; the remainder tells the last place. */
static bool is_identity(const struct run *run)
{
    static const unsigned weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    static const unsigned places[] = {1, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2}; /* 10 is written X */
    if (run->n + run->x != IDENTITY_DIGITS || number_of(run, 0, 2) < 11 || number_of(run, 0, 2) > 82)
        return false;
    unsigned sum = 0;
    for (unsigned i = 0; i < IDENTITY_DIGITS - 1; i++)
        sum += weights[i] * (unsigned)run->digits[i];
    unsigned last = run->x ? 10 : (unsigned)run->digits[IDENTITY_DIGITS - 1];
    return is_birthday(run) && places[sum % 11] == last && (run->n_groups == 1 || run->groups[0] == 6);
}

/* Luhn: every second digit from the right doubled. */
static bool is_card(const struct run *run)
{
    if (run->x || run->n < CARD_MIN || run->n > CARD_MAX || number_of(run, 0, 2) != 62)
        return false;
    unsigned sum = 0;
    for (unsigned i = 0; i < run->n; i++) {
        unsigned digit = (unsigned)run->digits[run->n - 1 - i] << (i % 2);
        sum += digit > 9 ? digit - 9 : digit;
    }
    for (unsigned i = 0; run->n_groups > 1 && i + 1 < run->n_groups && i < GROUPS_MAX; i++)
        if (run->groups[i] != 4)
            return false;
    return sum % 10 == 0;
}

static const struct {
    const char *text;
    bool (*is)(const struct run *run);
} identifiers[IDENTIFIER_COUNT] = {
    [IDENTIFIER_MOBILE] = {"mobile", is_mobile},
    [IDENTIFIER_IDENTITY] = {"identity", is_identity},
    [IDENTIFIER_CARD] = {"card", is_card},
};

const char *identifier_text(enum identifier identifier)
{
    must(identifier < IDENTIFIER_COUNT);
    return identifiers[identifier].text;
}

/* The next byte from `at` on that begins a digit of either width; s.len where there is none. */
static size_t next_digit_start(struct slice s, size_t at)
{
    while ((at = chars_skip_han(s, at)) < s.len) {
        unsigned char c = (unsigned char)s.at[at];
        size_t next = at;
        if ((c >= '0' && c <= '9') || (c == 0xEF && digit_of(char_next(s, &next)) >= 0))
            return at;
        at += c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    }
    return s.len;
}

/* What the bytes of a run can be: digits of either width, and what may stand between two. */
static const bool IN_RUN[256] = {
    ['0' ... '9'] = true, [' '] = true, ['-'] = true, [0xEF] = true, [0xBC] = true, [0x90 ... 0x99] = true,
};

/* The first digit from `from` on of a run that may be long enough, or of one before it; s.len where there is none. A
 * long one has three bytes in a row at one of the places looked at. */
static size_t next_start(struct slice s, size_t from)
{
    enum { WINDOW = 3, STEP = MOBILE_DIGITS - WINDOW + 1 };
    const unsigned char *p = (const unsigned char *)s.at;
    size_t at = from + STEP - 1;
    while (at + WINDOW <= s.len && !(IN_RUN[p[at]] && IN_RUN[p[at + 1]] && IN_RUN[p[at + 2]]))
        at += STEP;
    if (at + WINDOW > s.len)
        return s.len;
    while (at > from && (IN_RUN[p[at - 1]] || (p[at] & 0xC0) == 0x80)) /* where a character begins */
        at--;
    return next_digit_start(s, at);
}

/* Whether what stands on either side makes the run a part of something longer. */
static bool is_joined(struct slice s, const struct run *run)
{
    uint32_t beyond, after = char_at(s, run->to, &beyond);
    size_t at = run->from;
    uint32_t before = at ? utf8_previous(s, &at) : 0, earlier = at ? utf8_previous(s, &at) : 0;
    return joins(before, earlier) || joins(after, beyond);
}

static void search_text(const struct search *search, const struct text *text, uint32_t block,
                        const struct cell *cell)
{
    struct slice s = text->s;
    for (size_t at = 0; (at = next_start(s, at)) < s.len;) {
        struct run run = read_run(s, at);
        bool whole = run.n >= MOBILE_DIGITS && !is_joined(s, &run);
        for (int i = 0; whole && i < IDENTIFIER_COUNT; i++)
            if (identifiers[i].is(&run))
                *ARENA_PUSH(search->report->arena, &search->found[i]) = (struct mention){.class = UINT32_MAX,
                                                                                         .block = block,
                                                                                         .cell = cell,
                                                                                         .text = text,
                                                                                         .from = at,
                                                                                         .to = run.to};
        at = run.to;
    }
}

void identifiers_read(const struct report *report, struct mentions ret[IDENTIFIER_COUNT])
{
    const struct document *doc = report->document;
    struct search search = {report, ret};
    for (uint32_t b = 0; b < doc->n_blocks; b++) {
        const struct block *block = &doc->blocks[b];
        if (block->kind == BLOCK_TABLE)
            for (uint32_t i = 0; i < block->table->n_cells; i++)
                search_text(&search, &block->table->cells[i].text, b, &block->table->cells[i]);
        else
            search_text(&search, &block->text, b, NULL);
    }
}
