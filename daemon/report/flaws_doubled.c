#include "flaws_priv.h"

#include "chars.h"

/* 紧紧围绕紧紧围绕: the same words twice, with nothing between. A pair of characters that stood a few characters
 * before is looked up by a hash of the pair, so each character costs one look; where it did, bytes are compared. */

#define UNIT_MIN 2 /* characters: one alone is 的的, and also 目的的 */
#define CLAUSE_MIN                                                                                           \
    6 /* Han characters of a clause that stands twice with a mark between: 力争年底完工，力争年底完工 */
#define UNIT_MAX   40 /* more is a passage copied, which copy.internal tells */
#define PAIR_BITS  10 /* a collision hides the earlier pair, and loses at most that doubling */
#define PAIR_SLOTS (1u << PAIR_BITS)
#define PAIR_SHIFT (32 - PAIR_BITS)
#define MARK_BYTES 3
/* The shortest unit is of ideographs, which have three bytes or four. */
#define UNIT_BYTES_MIN 6
#define UNIT_BYTES_MAX 160
_Static_assert(UNIT_BYTES_MIN == UNIT_MIN * 3 && UNIT_BYTES_MAX == UNIT_MAX * 4, "characters in bytes");

/* Places are bytes of all texts laid one behind the other. */
struct doubled {
    struct flaws_reader *reader;
    uint32_t start;            /* the place of the text that is read */
    uint32_t seen[PAIR_SLOTS]; /* where a pair stood last */
};

/* Where the pair of these two characters stood before; its place is noted. */
static inline uint32_t last_seen(struct doubled *d, uint32_t a, uint32_t b, uint32_t place)
{
    uint32_t *seen = &d->seen[(a * 0x9E3779B1u ^ b * 0x85EBCA77u) >> PAIR_SHIFT], before = *seen;
    *seen = place;
    return before;
}

static bool is_mark(uint32_t c)
{
    return c == 0xFF0C || c == 0xFF1B || c == 0x3002 || c == 0x3001; /* ，；。、 */
}

/* Whether the text up to byte `at` ends with a mark. */
static bool ends_with_mark(struct slice s, size_t at)
{
    return at >= MARK_BYTES && is_mark(utf8_previous(s, &at));
}

/* What a unit consists of. */
struct words {
    unsigned chars, han;
    bool varied, marked; /* not all the same character; a mark among them */
};

static struct words words_of(struct slice s)
{
    struct words words = {0};
    for (size_t at = 0; at < s.len; words.chars++) {
        size_t from = at;
        uint32_t c = char_next(s, &at);
        words.han += utf8_is_han(c);
        words.marked |= is_mark(c);
        words.varied |= !slice_starts(s, slice_sub(s, from, at));
    }
    return words;
}

/* Whether the bytes [a, b), characters all of them Han and not all the same one, stand again right behind. */
static bool stands_twice(struct slice s, size_t a, size_t b)
{
    if (!slice_starts(slice_sub(s, b, s.len), slice_sub(s, a, b)))
        return false;
    struct words words = words_of(slice_sub(s, a, b));
    return words.han == words.chars && words.varied && words.chars >= UNIT_MIN && words.chars <= UNIT_MAX;
}

/* Whether a clause with its mark, the bytes [a, b), stands again right behind: from one mark to the next, and long
 * enough to be no figure of speech. */
static bool clause_twice(struct slice s, size_t a, size_t b)
{
    struct slice clause = slice_sub(s, a, b - MARK_BYTES);
    if (!slice_starts(slice_sub(s, b, s.len), clause) || !ends_with_mark(s, b) ||
        !ends_with_mark(s, 2 * b - a) || (a > 0 && !ends_with_mark(s, a)))
        return false;
    struct words words = words_of(clause);
    return words.han >= CLAUSE_MIN && !words.marked && words.chars < UNIT_MAX;
}

/* The last byte of a third ideograph, which units of so many bytes share whatever mark they end with. */
#define THIRD_END      8
#define THIRD_UNIT_MIN 12

/* Nearly all are told off by it. */
static bool is_doubled(struct slice s, size_t a, size_t b)
{
    if (b - a < UNIT_BYTES_MIN || 2 * b - a > s.len ||
        (b - a >= THIRD_UNIT_MIN && s.at[a + THIRD_END] != s.at[b + THIRD_END]))
        return false;
    return stands_twice(s, a, b) || clause_twice(s, a, b);
}

/* Ideographs, nearly all there is, need not be decoded. */
static inline uint32_t next_char(struct slice s, size_t *at)
{
    if (!chars_is_han((unsigned char)s.at[*at]) || s.len - *at < 3)
        return char_next(s, at);
    *at += 3;
    return chars_han(s, *at - 3);
}

/* No unit begins inside a figure or a Latin word. */
static inline bool is_inside_word(struct slice s, size_t at, uint32_t c)
{
    return c < 0x80 && at > 0 && (s.at[at - 1] & 0x80) == 0;
}

static void find_in(struct doubled *d, const struct flaws_text *t)
{
    struct slice s = t->text->s;
    const uint32_t start = d->start;
    size_t done = 0; /* bytes before this belong to a doubling that is told */
    size_t at = 0;
    uint32_t last = next_char(s, &at);
    for (size_t before = 0, from = at; from < s.len; before = from, from = at) {
        uint32_t a = last, place = start + (uint32_t)before;
        last = next_char(s, &at);
        if (is_inside_word(s, before, a))
            continue;
        uint32_t back = place - last_seen(d, a, last, place);
        if (back > UNIT_BYTES_MAX || before < back + done || !is_doubled(s, before - back, before))
            continue;
        struct flaw *flaw = flaws_add(d->reader, FLAW_DOUBLED, t, before - back, before + back);
        flaw->right = slice_sub(s, before - back, before);
        done = before + back;
    }
    d->start += (uint32_t)s.len;
}

void flaws_find_doubled(struct flaws_reader *r)
{
    struct doubled *d = arena_alloc(r->report->arena, sizeof *d);
    d->reader = r;
    d->start = UNIT_BYTES_MAX + 1; /* what never stood is far before all texts */
    for (uint32_t i = 0; i < r->n; i++)
        if (r->items[i].text->s.len / 2 >= UNIT_BYTES_MIN)
            find_in(d, &r->items[i]);
}
