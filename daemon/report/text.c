#include "text.h"

#include "../base/must.h"
#include "chars.h"

#define TEXT_ZERO_WIDTH_SPACE 0x200B
#define TEXT_ZERO_WIDTH_LAST  0x200F
#define TEXT_WORD_JOINER      0x2060
#define TEXT_SOFT_HYPHEN      0xAD
#define TEXT_BYTE_ORDER_MARK  0xFEFF

/* Digits looked at on either side of a separator: more than a group of thousands has. */
#define TEXT_GROUP      3
#define TEXT_GROUP_LOOK 5

/* Where mended bytes go; with `at` NULL they are only counted. */
struct text_writer {
    char *at;
    uint32_t *map;
    size_t n;
    uint32_t from;
    bool changed; /* something inside was dropped or replaced */
};

static bool text_is_ignored(uint32_t c)
{
    return (c >= TEXT_ZERO_WIDTH_SPACE && c <= TEXT_ZERO_WIDTH_LAST) || c == TEXT_WORD_JOINER ||
           c == TEXT_SOFT_HYPHEN || c == TEXT_BYTE_ORDER_MARK;
}

static bool text_is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

/* Characters that are set without blanks between them: Han, CJK and full-width punctuation, curly quotes and
 * dashes. */
static bool text_is_wide(uint32_t c)
{
    return utf8_is_han(c) || (c >= 0x3001 && c <= 0x30FF) || (c >= 0xFF01 && c <= 0xFFEF) ||
           (c >= 0x2010 && c <= 0x2026) || (c >= 0x2160 && c <= 0x24FF);
}

static bool text_is_wide_digit(uint32_t c)
{
    return c >= 0xFF10 && c <= 0xFF19;
}

/* Two numbers, of which one has full-width digits: a blank keeps them apart as between narrow ones. */
static bool text_is_between_numbers(uint32_t a, uint32_t b)
{
    return (text_is_wide_digit(a) && (text_is_wide_digit(b) || text_is_digit(b))) ||
           (text_is_digit(a) && text_is_wide_digit(b));
}

static size_t text_digits_before(struct slice s, size_t at)
{
    size_t n = 0;
    while (n < at && n < TEXT_GROUP_LOOK && text_is_digit((unsigned char)s.at[at - n - 1]))
        n++;
    return n;
}

static size_t text_digits_after(struct slice s, size_t at)
{
    size_t n = 0;
    while (at + n < s.len && n < TEXT_GROUP_LOOK && text_is_digit((unsigned char)s.at[at + n]))
        n++;
    return n;
}

/* Whether an amount ends at `at`: `509. 76万元` is one figure, `1. 50台` is a list number and another. */
static bool text_amount_ends(struct slice s, size_t at)
{
    static const struct slice ends[] = {{"万", 3}, {"亿", 3}, {"元", 3}, {"%", 1}, {"％", 3}};

    struct slice rest = slice_sub(s, at, s.len);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (slice_starts(rest, ends[i]))
            return true;
    return rest.len == 0;
}

/* Whether the blank s[gap, next) stands inside one number: 234, 558 · 234 ,558 · 509. 76万元. */
static bool text_splits_number(struct slice s, size_t gap, size_t next)
{
    const char left = s.at[gap - 1], right = s.at[next];
    bool before = left == ',' || left == '.';
    if (before == (right == ',' || right == '.'))
        return false;

    bool comma = left == ',' || right == ',';
    size_t whole = text_digits_before(s, before ? gap - 1 : gap);
    size_t after = before ? next : next + 1;
    size_t fraction = text_digits_after(s, after);
    if (comma)
        return whole >= 1 && whole <= TEXT_GROUP && fraction == TEXT_GROUP;
    return whole >= 1 && fraction == 2 && gap > whole + 1 && text_amount_ends(s, after + fraction);
}

/* Whether the blank s[gap, next) between the characters `a` and `b` is dropped. */
static bool text_joins(struct slice s, size_t gap, size_t next, uint32_t a, uint32_t b)
{
    if (text_is_between_numbers(a, b))
        return false;
    if (text_is_wide(a) || text_is_wide(b))
        return true;
    if (text_is_digit(a) && b == '%')
        return true;
    return text_splits_number(s, gap, next);
}

static void text_put(struct text_writer *w, struct slice s, size_t from, size_t to)
{
    size_t n = to - from;
    if (w->at) {
        uint32_t *map = w->map + w->n, start = w->from + (uint32_t)from;
        memcpy(w->at + w->n, s.at + from, n);
        for (size_t i = 0; i < n; i++)
            map[i] = start + (uint32_t)i;
    }
    w->n += n;
}

static void text_put_blank(struct text_writer *w, struct slice s, size_t from, size_t to)
{
    if (w->at) {
        w->at[w->n] = ' ';
        w->map[w->n] = w->from + (uint32_t)from;
    }
    w->changed = w->changed || to - from != 1 || s.at[from] != ' ';
    w->n++;
}

/* Neither blank nor ignored, as most characters are told to be at a glance: printing ASCII, U+4000 to U+DFFF with nearly
 * all of Han, and its marks, U+3001 to U+303F and U+FF00 to U+FFFF. */
static bool text_is_plain(struct slice s, size_t at)
{
    const unsigned char *p = (const unsigned char *)s.at + at;
    if (p[0] < 0xE3 || s.len - at < 3)
        return p[0] > ' ' && p[0] < 0x7F;
    return (p[0] >= 0xE4 && p[0] <= 0xED) || (p[0] == 0xE3 && p[1] == 0x80 && p[2] != 0x80) ||
           (p[0] == 0xEF && p[1] >= 0xBC);
}

/* The end of the run of blanks and ignored characters that starts at `at`. */
static size_t text_gap_end(struct slice s, size_t at, bool *ret_blank)
{
    *ret_blank = false;
    if (at < s.len && text_is_plain(s, at))
        return at;
    for (size_t next = at; at < s.len; at = next) {
        uint32_t c = utf8_next(s, &next);
        if (!utf8_is_space(c) && !text_is_ignored(c))
            break;
        *ret_blank = *ret_blank || !text_is_ignored(c);
    }
    return at;
}

/* From `at` on, over characters that are neither blank nor ignored. */
static size_t text_plain_end(struct slice s, size_t at)
{
    while ((at = chars_skip_han(s, at)) < s.len && text_is_plain(s, at))
        at += (unsigned char)s.at[at] < 0x80 ? 1 : 3;
    return at;
}

/* `s` is trimmed. */
static void text_walk(struct text_writer *w, struct slice s)
{
    uint32_t last = 0;
    for (size_t at = 0; at < s.len;) {
        bool blank;
        size_t end = text_gap_end(s, at, &blank);
        size_t next = end;
        uint32_t c = utf8_next(s, &next);
        if (end > at && blank && !text_joins(s, at, end, last, c))
            text_put_blank(w, s, at, end);
        else
            w->changed = w->changed || end > at;
        at = text_plain_end(s, next);
        text_put(w, s, end, at);
        last = c;
        if (at > next) {
            size_t before = at;
            last = utf8_previous(s, &before);
        }
    }
}

/* Without blanks and ignored characters at either end. */
static struct slice text_trim(struct slice s)
{
    bool blank;
    size_t from = text_gap_end(s, 0, &blank), to = s.len;
    for (size_t at = to; at > from; to = at) {
        uint32_t c = utf8_previous(s, &at);
        if (!utf8_is_space(c) && !text_is_ignored(c))
            break;
    }
    return slice_sub(s, from, to);
}

struct span text_span(const struct text *t, size_t from, size_t to)
{
    must(from <= to && to <= t->s.len);
    uint32_t start = text_offset(t, from);
    return (struct span){start, to > from ? text_offset(t, to - 1) + 1 : start};
}

struct text text_sub(const struct text *t, size_t from, size_t to)
{
    must(from <= to && to <= t->s.len);
    return (struct text){
        .s = slice_sub(t->s, from, to), .from = text_offset(t, from), .map = t->map ? t->map + from : NULL};
}

static bool text_ends_narrow(const struct text *t, bool last)
{
    unsigned char c = (unsigned char)t->s.at[last ? t->s.len - 1 : 0];
    return c > ' ' && c < 0x7F;
}

static size_t text_append(char *at, uint32_t *map, size_t n, const struct text *t)
{
    for (size_t i = 0; i < t->s.len; i++) {
        at[n + i] = t->s.at[i];
        map[n + i] = text_offset(t, i);
    }
    return n + t->s.len;
}

bool text_is_whole(const struct text *t, struct slice reading)
{
    for (size_t i = 1; t->map && i < t->s.len; i++)
        for (size_t at = t->map[i - 1] + 1; at < t->map[i];) {
            uint32_t c = utf8_next(reading, &at);
            if (!utf8_is_space(c) && !text_is_ignored(c))
                return false;
        }
    return true;
}

struct text text_join(struct arena *arena, const struct text *first, const struct text *second)
{
    if (!first->s.len || !second->s.len)
        return first->s.len ? *first : *second;
    bool blank = text_ends_narrow(first, true) && text_ends_narrow(second, false);
    size_t n = first->s.len + second->s.len + blank;
    char *at = arena_alloc(arena, n);
    uint32_t *map = arena_array(arena, n, sizeof *map);
    size_t end = text_append(at, map, 0, first);
    if (blank) {
        at[end] = ' ';
        map[end] = map[end - 1];
    }
    text_append(at, map, end + blank, second);
    return (struct text){.s = {at, n}, .from = first->from, .map = map};
}

struct text text_mend(struct arena *arena, struct slice s, uint32_t from)
{
    struct slice trimmed = text_trim(s);
    if (trimmed.len)
        from += (uint32_t)(trimmed.at - s.at);
    struct text_writer count = {.from = from};
    text_walk(&count, trimmed);
    if (!count.changed)
        return (struct text){.s = trimmed, .from = from};

    struct text_writer w = {.from = from};
    w.at = arena_alloc(arena, count.n + 1);
    w.map = arena_array(arena, count.n + 1, sizeof *w.map);
    text_walk(&w, trimmed);
    must(w.n == count.n);
    return (struct text){.s = {w.at, w.n}, .from = from, .map = w.map};
}
