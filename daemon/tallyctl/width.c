#include "width.h"

#include "../base/utf8.h"

struct range {
    uint32_t first, last;
};

static const struct range wide[] = {
    {0x1100, 0x115F}, {0x2E80, 0x303E},   {0x3041, 0x4DBF},   {0x4E00, 0xA4CF},
    {0xAC00, 0xD7A3}, {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},
    {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD},
};
static const struct range zero[] = {{0x0300, 0x036F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}};

/* What may not begin a line (GB/T 15834): it stays with the character before it. */
static const char closing[] = "，。、；：？！）》」』”’…—%％,.;:?!)]}";

static bool within(const struct range *ranges, size_t n, uint32_t c)
{
    for (size_t i = 0; i < n; i++)
        if (c >= ranges[i].first && c <= ranges[i].last)
            return true;
    return false;
}

unsigned width_of_character(uint32_t c)
{
    if (c < 0x300)
        return 1;
    if (within(zero, sizeof zero / sizeof *zero, c))
        return 0;
    return within(wide, sizeof wide / sizeof *wide, c) ? 2 : 1;
}

unsigned width_of(struct slice text)
{
    unsigned width = 0;
    for (size_t at = 0; at < text.len;)
        width += width_of_character(utf8_next(text, &at));
    return width;
}

void width_pad(struct buffer *b, struct slice text, unsigned columns)
{
    buffer_add(b, text);
    unsigned width = width_of(text);
    if (width < columns)
        buffer_print(b, "%*s", (int)(columns - width), "");
}

static bool is_ascii_word(uint32_t c)
{
    return c > ' ' && c < 0x7F;
}

static bool may_break(struct slice text, size_t at, uint32_t previous, uint32_t next)
{
    size_t end = at;
    utf8_next(text, &end);
    if (slice_find(slice_of(closing), slice_sub(text, at, end), 0) >= 0)
        return false;
    return !is_ascii_word(previous) || !is_ascii_word(next);
}

/* The end of the first line of `text`: at most `columns` wide, and at least one character. */
static size_t line_end(struct slice text, unsigned columns)
{
    size_t best = 0, at = 0;
    uint32_t previous = ' ';
    for (unsigned width = 0; at < text.len;) {
        size_t start = at;
        uint32_t c = utf8_next(text, &at);
        if (start && may_break(text, start, previous, c))
            best = start;
        width += width_of_character(c);
        if (width > columns && start)
            return best ? best : start;
        previous = c;
    }
    return text.len;
}

void width_wrap(struct buffer *b, struct slice text, unsigned indent, unsigned columns)
{
    enum { NARROWEST = 20 }; /* on a narrower terminal breaking helps nobody */
    if (columns < indent + NARROWEST) {
        buffer_add(b, text);
        return;
    }
    while (text.len) {
        size_t end = line_end(text, columns - indent);
        buffer_add(b, slice_sub(text, 0, end));
        text = slice_trim(slice_sub(text, end, text.len));
        if (text.len)
            buffer_print(b, "\n%*s", (int)indent, "");
    }
}
