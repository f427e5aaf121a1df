#include "facts_priv.h"

#include "../base/utf8.h"
#include "quantity_priv.h"

#define NEAR_HITS 24 /* words that can begin within one word's length before a place; bounds a look back */

bool words_has(const struct words *w, enum fact_word word)
{
    return w->classes >> word & 1;
}

static enum fact_word word_of(const struct fact_reader *reader, uint32_t class)
{
    for (unsigned i = 0; i < WORD_COUNT; i++)
        if (reader->class[i] == class)
            return (enum fact_word)i;
    return WORD_COUNT;
}

static void take(const struct fact_reader *reader, struct words *w, const struct hit *h)
{
    if (h->kind == HIT_MEASURE) {
        w->measure = lexicon_measure_at(reader->report->lexicon, h->id);
        w->measure_from = h->from;
        w->measure_to = h->to;
    } else if (h->kind == HIT_VERSION) {
        w->version = (enum version)h->id;
        w->version_from = h->from;
        w->version_to = h->to;
    } else {
        enum fact_word word = word_of(reader, h->id);
        /* 上年 in 上年结转 is part of the version's name */
        if (word == WORD_COUNT ||
            (word == WORD_PRIOR && h->from < w->version_to && h->from >= w->version_from))
            return;
        w->classes |= 1u << word;
        w->word_to[word] = h->to;
    }
}

/* Index of the first hit that starts at or after `from`; hits are in order. */
static uint32_t first_hit(const struct hits *hits, size_t from)
{
    uint32_t low = 0, high = hits->n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (hits->items[middle].from < from)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct words words_in(const struct fact_reader *reader, size_t from, size_t to)
{
    struct words w = {0};
    for (uint32_t i = first_hit(&reader->hits, from); i < reader->hits.n && reader->hits.items[i].from < to;
         i++)
        if (reader->hits.items[i].to <= to)
            take(reader, &w, &reader->hits.items[i]);
    return w;
}

struct words words_of(struct fact_reader *reader, struct slice text)
{
    lexicon_scan(reader->report->lexicon, reader->report->arena, text, &reader->hits);
    return words_in(reader, 0, text.len);
}

/* Past a year with its 年 at `at`, or `at`. */
static size_t past_year(struct slice text, size_t at)
{
    size_t length, digits = 0, start = at;
    for (; digits < 4 && number_digit(text, at, &length) >= 0; digits++)
        at += length;
    if (digits != 4)
        return start;
    at = scan_blanks(text, at, 1);
    if (!scan_looking_at(text, at, S("年")))
        return start;
    at += strlen("年");
    return scan_looking_at(text, at, S("度")) ? at + strlen("度") : at;
}

static bool strippable(const struct fact_reader *reader, const struct hit *h, uint32_t mask)
{
    if (h->kind == HIT_MEASURE)
        return false;
    if (h->kind == HIT_VERSION)
        return true;
    enum fact_word word = word_of(reader, h->id);
    return word != WORD_COUNT && (mask >> word & 1);
}

/* Whether a hit is the beginning or the end of a measure's name, which must stay whole. */
static bool inside_measure(const struct fact_reader *reader, const struct hit *h)
{
    uint32_t i = first_hit(&reader->hits, h->from + 1);
    for (unsigned looked = 0; i-- > 0 && looked < NEAR_HITS; looked++) {
        const struct hit *m = &reader->hits.items[i];
        if (m->kind == HIT_MEASURE && m->to > h->from)
            return true;
    }
    return false;
}

/* The end of the longest strippable hit that begins at `from`, or `from`. */
static size_t past_hit(const struct fact_reader *reader, size_t from, size_t to, uint32_t mask)
{
    size_t end = from;
    for (uint32_t i = first_hit(&reader->hits, from);
         i < reader->hits.n && reader->hits.items[i].from == from; i++) {
        const struct hit *h = &reader->hits.items[i];
        if (h->to > end && h->to <= to && strippable(reader, h, mask) && !inside_measure(reader, h))
            end = h->to;
    }
    return end;
}

static size_t strip_front(const struct fact_reader *reader, struct slice text, size_t from, size_t to,
                          uint32_t mask)
{
    for (size_t before = to; from < to && before != from;) {
        before = from;
        size_t next = from;
        uint32_t c = utf8_next(text, &next);
        if (scan_is_edge(c) || c == '%')
            from = next;
        from = past_hit(reader, past_year(text, from), to, mask);
    }
    return from < to ? from : to;
}

/* The longest strippable hit that ends at `to`. */
static const struct hit *hit_ending(const struct fact_reader *reader, size_t from, size_t to, uint32_t mask)
{
    uint32_t i = first_hit(&reader->hits, to);
    for (unsigned looked = 0; i-- > 0 && looked < NEAR_HITS; looked++) {
        const struct hit *h = &reader->hits.items[i];
        if (h->to == to && h->from >= from && strippable(reader, h, mask) && !inside_measure(reader, h))
            return h;
    }
    return NULL;
}

static size_t strip_back(const struct fact_reader *reader, struct slice text, size_t from, size_t to,
                         uint32_t mask)
{
    for (size_t before = from; to > from && before != to;) {
        before = to;
        size_t at = to;
        uint32_t c = utf8_previous(text, &at);
        if (scan_is_edge(c) || c == '%')
            to = at;
        const struct hit *h = hit_ending(reader, from, to, mask);
        if (h)
            to = h->from;
    }
    return to;
}

struct slice words_core(const struct fact_reader *reader, struct slice text, size_t from, size_t to,
                        uint32_t mask)
{
    size_t start = strip_front(reader, text, from, to, mask);
    size_t end = strip_back(reader, text, start, to, mask);
    return slice_sub(text, start, end);
}

int words_year(struct slice text)
{
    int year = 0;
    for (size_t at = 0, length; at < text.len; at++) {
        if (number_digit(text, at, &length) < 0)
            continue;
        struct number n;
        number_cut(text, at, &n);
        bool shaped =
            n.digits == 4 && !n.point && !n.grouped && n.value.units >= 1990 && n.value.units <= 2100;
        if (shaped && scan_looking_at(text, scan_blanks(text, n.to, 1), S("年")))
            year = (int)n.value.units;
        at = n.to - 1;
    }
    return year;
}
