#include "flaws_priv.h"

#include "chars.h"

/* 紧紧围绕紧紧围绕: the same words twice, with nothing between. A pair of characters that stood a few characters
 * before is looked up by a hash of the pair, so each character costs one look. */

#define UNIT_MIN 2 /* characters: one alone is 的的, and also 目的的 */
#define CLAUSE_MIN                                                                                           \
    6 /* Han characters of a clause that stands twice with a mark between: 力争年底完工，力争年底完工 */
#define UNIT_MAX 40 /* more is a passage copied, which copy.internal tells */
#define PAIR_SLOTS                                                                                           \
    1024u /* a power of two; a collision hides the earlier pair, and loses at most that doubling */

struct seen {
    uint32_t pair; /* of characters, mixed */
    uint32_t at;   /* index of its first character */
    uint32_t text; /* number of its text, from 1: the table is never cleared */
};

struct doubled {
    struct flaws_reader *reader;
    struct seen seen[PAIR_SLOTS];
    uint32_t *chars; /* of the text */
    uint32_t *bytes; /* where each begins, and the end */
    uint32_t n;
    size_t room; /* in characters, of both */
};

/* A text has at most as many characters as bytes. */
static void make_room(struct doubled *d, size_t room)
{
    if (room <= d->room)
        return;
    d->room = 2 * room;
    d->chars = arena_array(d->reader->report->arena, d->room, sizeof *d->chars);
    d->bytes = arena_array(d->reader->report->arena, d->room, sizeof *d->bytes);
}

static void read_chars(struct doubled *d, struct slice s)
{
    make_room(d, s.len + 1);
    d->n = 0;
    for (size_t at = 0; at < s.len; d->n++) {
        d->bytes[d->n] = (uint32_t)at;
        d->chars[d->n] = char_next(s, &at);
    }
    d->bytes[d->n] = (uint32_t)s.len;
}

static uint32_t mix(uint32_t a, uint32_t b)
{
    return a * 0x9E3779B1u ^ b * 0x85EBCA77u;
}

/* Where the pair at `i` stood last in this text; its place is noted. UINT32_MAX where it did not. */
static uint32_t last_seen(struct doubled *d, uint32_t text, uint32_t i)
{
    uint32_t pair = mix(d->chars[i], d->chars[i + 1]);
    struct seen *seen = &d->seen[(pair >> 16 ^ pair) & (PAIR_SLOTS - 1)];
    uint32_t at = seen->text == text && seen->pair == pair ? seen->at : UINT32_MAX;
    *seen = (struct seen){pair, i, text};
    return at;
}

/* Whether `n` characters from `a` on stand again right behind: all of them Han, and not all the same one. */
static bool stands_twice(const struct doubled *d, uint32_t a, uint32_t n)
{
    const uint32_t *c = d->chars;
    bool varied = false;
    if (a + 2 * n > d->n)
        return false;
    for (uint32_t i = a; i < a + n; i++) {
        if (c[i] != c[i + n] || !utf8_is_han(c[i]))
            return false;
        varied = varied || c[i] != c[a];
    }
    return varied;
}

static bool is_mark(uint32_t c)
{
    return c == 0xFF0C || c == 0xFF1B || c == 0x3002 || c == 0x3001; /* ，；。、 */
}

/* Whether a clause with its mark, `n` characters from `a` on, stands again right behind: from one mark to the next, and
 * long enough to be no figure of speech. */
static bool clause_twice(const struct doubled *d, uint32_t a, uint32_t n)
{
    const uint32_t *c = d->chars;
    uint32_t han = 0;
    if (n <= CLAUSE_MIN || a + 2 * n > d->n || !is_mark(c[a + n - 1]) || !is_mark(c[a + 2 * n - 1]) ||
        (a > 0 && !is_mark(c[a - 1])))
        return false;
    for (uint32_t i = a; i + 1 < a + n; i++) {
        if (c[i] != c[i + n] || is_mark(c[i]))
            return false;
        han += utf8_is_han(c[i]);
    }
    return han >= CLAUSE_MIN;
}

static void find_in(struct doubled *d, const struct flaws_text *t, uint32_t number)
{
    uint32_t done = 0; /* characters before this belong to a doubling that is told */
    read_chars(d, t->text->s);
    for (uint32_t i = 0; i + 1 < d->n; i++) {
        uint32_t before = last_seen(d, number, i), n = i - before;
        if (before == UINT32_MAX || before < done || n < UNIT_MIN || n > UNIT_MAX ||
            !(stands_twice(d, before, n) || clause_twice(d, before, n)))
            continue;
        struct flaw *flaw = flaws_add(d->reader, FLAW_DOUBLED, t, d->bytes[before], d->bytes[before + 2 * n]);
        flaw->right = slice_sub(t->text->s, d->bytes[before], d->bytes[i]);
        done = before + 2 * n;
    }
}

void flaws_find_doubled(struct flaws_reader *r)
{
    struct doubled *d = arena_alloc(r->report->arena, sizeof *d);
    d->reader = r;
    for (uint32_t i = 0; i < r->n; i++)
        find_in(d, &r->items[i], i + 1);
}
