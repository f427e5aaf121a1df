#include "facts_priv.h"

#include "chars.h"
#include "quantity_priv.h"

#define AFTER_BYTES 40 /* a name behind its figure */

#define NEAR_HITS 24 /* words that can begin within one word's length before a place; bounds a look back */

bool words_has(const struct words *w, enum fact_word word)
{
    return w->classes >> word & 1;
}

/* 调减年初预算指标 is a cut, whatever it cuts; 追加预算 is no budget. */
static bool overrides(enum version later, enum version earlier)
{
    bool change = earlier == VERSION_SUPPLEMENT || earlier == VERSION_CUT;
    bool budget = later == VERSION_INITIAL || later == VERSION_CARRIED_IN || later == VERSION_BUDGET;
    return later != VERSION_UNKNOWN && !(change && budget) && !(earlier && later == VERSION_BUDGET);
}

static void take_word(const struct fact_reader *reader, struct words *w, const struct hit *h)
{
    enum fact_word word = reader->word_of[h->id];
    if (word == WORD_COUNT)
        return;
    w->classes |= 1u << word;
    w->word_from[word] = (uint32_t)h->from;
    w->word_to[word] = (uint32_t)h->to;
}

static void take(const struct fact_reader *reader, struct words *w, const struct hit *h)
{
    if (h->kind == HIT_MEASURE) {
        w->measure = lexicon_measure_at(reader->report->lexicon, h->id);
        w->measure_from = h->from;
        w->measure_to = h->to;
    } else if (h->kind == HIT_VERSION && overrides((enum version)h->id, w->version)) {
        w->version = (enum version)h->id;
        w->version_from = h->from;
        w->version_to = h->to;
    } else if (h->kind == HIT_WORD) {
        take_word(reader, w, h);
    }
}

static bool within(const struct words *w, enum fact_word word, size_t from, size_t to)
{
    return words_has(w, word) && w->word_from[word] >= from && w->word_to[word] <= to;
}

/* Index of the first hit that starts at or after `from`; hits are in order. */
uint32_t words_first(const struct hits *hits, size_t from)
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
    for (uint32_t i = words_first(&reader->hits, from); i < reader->hits.n && reader->hits.items[i].from < to;
         i++)
        if (reader->hits.items[i].to <= to)
            take(reader, &w, &reader->hits.items[i]);
    /* 上年 in 上年结转 is part of the name */
    if (within(&w, WORD_PRIOR, w.version_from, w.version_to) ||
        within(&w, WORD_PRIOR, w.measure_from, w.measure_to))
        w.classes &= ~(1u << WORD_PRIOR);
    return w;
}

struct words words_of(struct fact_reader *reader, struct slice text)
{
    reader->hits = scans_of(&reader->report->scans, text);
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
        return h->id != VERSION_UNKNOWN;
    enum fact_word word = reader->word_of[h->id];
    return word != WORD_COUNT && (mask >> word & 1);
}

/* Whether a hit is the beginning or the end of a measure's name, which must stay whole. */
static bool inside_measure(const struct fact_reader *reader, const struct hit *h)
{
    uint32_t i = words_first(&reader->hits, h->from + 1);
    for (unsigned looked = 0; i-- > 0 && looked < NEAR_HITS; looked++) {
        const struct hit *m = &reader->hits.items[i];
        if (m->kind == HIT_MEASURE && m->to > h->from)
            return true;
    }
    return false;
}

/* End of the longest strippable hit that starts at `from`, or `from`. */
static size_t past_hits(const struct fact_reader *reader, size_t from, size_t to, uint32_t mask)
{
    size_t end = from;
    for (uint32_t i = words_first(&reader->hits, from);
         i < reader->hits.n && reader->hits.items[i].from == from; i++) {
        const struct hit *h = &reader->hits.items[i];
        if (h->to <= to && h->to > end && strippable(reader, h, mask) && !inside_measure(reader, h))
            end = h->to;
    }
    return end;
}

static bool is_mark(uint32_t c)
{
    return (scan_is_edge(c) || c == '%') && !scan_is_opening_quote(c) && c != 0x300A;
}

static size_t strip_front(const struct fact_reader *reader, struct slice text, size_t from, size_t to,
                          uint32_t mask)
{
    for (size_t before = to; from < to && before != from;) {
        before = from;
        size_t next = from;
        uint32_t c = char_next(text, &next);
        if (is_mark(c))
            from = next;
        from = past_year(text, from);
        from = past_hits(reader, from, to, mask);
    }
    return from < to ? from : to;
}

/* Where the longest strippable hit that ends at `to` starts, or `to`. */
static size_t before_hits(const struct fact_reader *reader, size_t from, size_t to, uint32_t mask)
{
    size_t start = to;
    uint32_t i = words_first(&reader->hits, to);
    for (unsigned looked = 0; i-- > 0 && reader->hits.items[i].from >= from && looked < NEAR_HITS; looked++) {
        const struct hit *h = &reader->hits.items[i];
        if (h->to == to && h->from < start && strippable(reader, h, mask) && !inside_measure(reader, h))
            start = h->from;
    }
    return start;
}

/* Marks that end nothing: not the quotation mark or the bracket that closes what was opened. */
static bool is_end_mark(struct slice text, size_t from, size_t at, uint32_t c)
{
    static const struct slice open[] = {{"(", 1}, {"（", 3}};
    bool closes = c == ')' || c == 0xFF09;
    for (size_t i = 0; closes && i < sizeof open / sizeof *open; i++)
        if (slice_find(slice_sub(text, from, at), open[i], 0) >= 0)
            return false;
    return (scan_is_edge(c) || c == '%') && !scan_is_closing_quote(c) && c != 0x300B;
}

static size_t strip_back(const struct fact_reader *reader, struct slice text, size_t from, size_t to,
                         uint32_t mask)
{
    for (size_t before = from; to > from && before != to;) {
        before = to;
        size_t at = to;
        uint32_t c = utf8_previous(text, &at);
        if (is_end_mark(text, from, at, c))
            to = at;
        to = before_hits(reader, from, to, mask);
    }
    return to;
}

size_t words_name_start(struct slice s, size_t from, size_t to)
{
    size_t before = from;
    if (!from || !scan_is_opening_quote(utf8_previous(s, &before)))
        return from;
    for (size_t at = from; at < to;)
        if (scan_is_closing_quote(char_next(s, &at)))
            return before;
    return from;
}

struct slice words_core(const struct fact_reader *reader, struct slice text, size_t from, size_t to,
                        uint32_t mask)
{
    static const uint32_t back_only = 1u << WORD_TAIL, front_only = 1u << WORD_LEAD | 1u << WORD_OF_WHICH;
    bool both = mask & WORDS_BOTH_ENDS;
    size_t start = strip_front(reader, text, from, to, both ? mask : mask & ~back_only);
    size_t end = strip_back(reader, text, start, to, both ? mask : mask & ~front_only);
    return slice_sub(text, start, end);
}

int words_year(struct slice text)
{
    int year = 0;
    for (size_t at = chars_skip_han(text, 0), length; at < text.len; at = chars_skip_han(text, at + 1)) {
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

struct slice words_after(const struct fact_reader *reader, struct slice text, size_t at)
{
    size_t from, to, end = at;
    for (size_t next = end; end < text.len && end - at < AFTER_BYTES; end = next)
        if (!utf8_is_han(char_next(text, &next)))
            break;
    struct slice after = slice_sub(text, at, end);
    const struct lexicon *lexicon = reader->report->lexicon;
    bool changed = (lexicon_find_word(lexicon, "compared", after, &from, &to) && from == 0) ||
                   (lexicon_find_word(lexicon, "increase", after, &from, &to) && from == 0) ||
                   (lexicon_find_word(lexicon, "decrease", after, &from, &to) && from == 0);
    return changed ? (struct slice){NULL, 0} : after;
}

bool words_open_share(const struct fact_reader *reader, struct slice text, size_t from, size_t to)
{
    struct slice piece = slice_trim(slice_sub(text, from, to));
    piece = slice_starts(piece, S("，")) ? slice_sub(piece, S("，").len, piece.len) : piece;
    return lexicon_begins(reader->report->lexicon, "share", piece, &to);
}

struct slice words_item(struct slice s, struct slice otherwise)
{
    ptrdiff_t item = slice_rfind(s, S("（项）")), class = slice_rfind(s, S("（款）"));
    if (class < 0 || item <= class)
        return otherwise;
    return slice_sub(s, (size_t) class + S("（款）").len, (size_t)item);
}

bool words_in_bracket(struct slice s, size_t from, size_t to)
{
    int depth = 0;
    for (size_t at = chars_skip_han(s, from); at < to; at = chars_skip_han(s, at)) {
        uint32_t c = char_next(s, &at);
        depth += (c == '(' || c == 0xFF08) - (c == ')' || c == 0xFF09);
    }
    return depth > 0;
}

bool words_leave_bracket(struct slice s, size_t from, size_t to)
{
    int depth = 0;
    for (size_t at = from; at < to && depth >= 0;) {
        uint32_t c = char_next(s, &at);
        depth += (c == '(' || c == 0xFF08) - (c == ')' || c == 0xFF09);
    }
    return depth < 0;
}
