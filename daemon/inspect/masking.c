#include "masking.h"

#include "../base/utf8.h"

#include <string.h>

#define NUMBER_MIN      8u
#define LONG_NUMBER_MIN 15u
#define HEAD            3u
#define LONG_HEAD       4u
#define TAIL            4u

static size_t count_characters(struct slice text)
{
    size_t n = 0;
    for (size_t at = 0; at < text.len; n++)
        utf8_next(text, &at);
    return n;
}

/* The byte at which the character `n` begins. */
static size_t byte_of(struct slice text, size_t n)
{
    size_t at = 0;
    while (n-- > 0 && at < text.len)
        utf8_next(text, &at);
    return at;
}

static bool has_han(struct slice text)
{
    for (size_t at = 0; at < text.len;)
        if (utf8_is_han(utf8_next(text, &at)))
            return true;
    return false;
}

static struct slice mask_name(struct arena *arena, struct slice text, size_t characters)
{
    struct slice masked = slice_sub(text, 0, byte_of(text, 1));
    for (size_t i = 1; i < characters; i++)
        masked = arena_printf(arena, SLICE_FMT "×", SLICE_ARG(masked));
    return masked;
}

/* A number without the blanks and hyphens between its groups. */
static struct slice without_gaps(struct arena *arena, struct slice text)
{
    char *solid = arena_array(arena, text.len, 1);
    size_t n = 0;
    for (size_t at = 0, from = 0; at < text.len; from = at) {
        uint32_t c = utf8_next(text, &at);
        if (c == '-' || utf8_is_space(c))
            continue;
        memcpy(solid + n, text.at + from, at - from);
        n += at - from;
    }
    return (struct slice){solid, n};
}

struct slice masking_text(struct arena *arena, struct slice text)
{
    if (has_han(text))
        return mask_name(arena, text, count_characters(text));
    text = without_gaps(arena, text);
    size_t n = count_characters(text);
    if (n < NUMBER_MIN)
        return mask_name(arena, text, n);
    struct slice head = slice_sub(text, 0, byte_of(text, n < LONG_NUMBER_MIN ? HEAD : LONG_HEAD));
    struct slice tail = slice_sub(text, byte_of(text, n - TAIL), text.len);
    return arena_printf(arena, SLICE_FMT "****" SLICE_FMT, SLICE_ARG(head), SLICE_ARG(tail));
}

/* The text to mask that begins here; empty where none does. */
static struct slice masked_here(const struct masking *masking, struct slice rest)
{
    for (unsigned i = 0; i < masking->n; i++)
        if (slice_starts(rest, masking->texts[i]))
            return masking->texts[i];
    return (struct slice){0};
}

struct slice masking_quote(struct arena *arena, const struct masking *masking, struct slice quote)
{
    struct slice done = {"", 0};
    size_t from = 0;
    for (size_t at = 0; at < quote.len;) {
        struct slice found = masked_here(masking, slice_sub(quote, at, quote.len));
        if (!found.len) {
            at++;
            continue;
        }
        done = arena_printf(arena, SLICE_FMT SLICE_FMT SLICE_FMT, SLICE_ARG(done),
                            SLICE_ARG(slice_sub(quote, from, at)), SLICE_ARG(masking_text(arena, found)));
        from = at += found.len;
    }
    return from ? arena_printf(arena, SLICE_FMT SLICE_FMT, SLICE_ARG(done),
                               SLICE_ARG(slice_sub(quote, from, quote.len)))
                : quote;
}
