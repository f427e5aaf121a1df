#include "lines.h"

#include <string.h>

/* Bytes of the longest line that is only a page number. */
#define LINES_PAGE_MAX 40
/* Bytes looked at in one go for the end of a line. */
#define LINES_STEP 256

static const struct piece wide_blanks[] = {
    {"\xE3\x80\x80", 3}, {"\xC2\xA0", 2}, {"\xEF\xBB\xBF", 3}, {"\xE2\x80\x8B", 3}};

static bool is_narrow_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

size_t lines_blank_any(const char *at, const char *end)
{
    if (is_narrow_blank(*at))
        return 1;
    for (size_t i = 0; i < sizeof wide_blanks / sizeof *wide_blanks; i++) {
        size_t len = wide_blanks[i].len;
        if ((size_t)(end - at) >= len && !memcmp(at, wide_blanks[i].at, len))
            return len;
    }
    return 0;
}

/* Length of the blank that ends at `end`, or 0. */
static size_t lines_blank_before(const char *at, const char *end)
{
    if (at < end && is_narrow_blank(end[-1]))
        return 1;
    for (size_t i = 0; i < sizeof wide_blanks / sizeof *wide_blanks; i++) {
        size_t len = wide_blanks[i].len;
        if ((size_t)(end - at) >= len && !memcmp(end - len, wide_blanks[i].at, len))
            return len;
    }
    return 0;
}

size_t lines_digit(const char *at, const char *end)
{
    if (at < end && *at >= '0' && *at <= '9')
        return 1;
    bool wide = end - at > 2 && at[0] == '\xEF' && at[1] == '\xBC';
    return wide && (unsigned char)at[2] >= 0x90 && (unsigned char)at[2] <= 0x99 ? 3 : 0;
}

bool lines_is_blank(struct piece text)
{
    const char *end = text.at + text.len;
    for (const char *at = text.at; at < end;) {
        size_t blank = lines_blank(at, end);
        if (!blank)
            return false;
        at += blank;
    }
    return true;
}

bool lines_ends(struct piece text, const char *ending)
{
    size_t len = strlen(ending);
    return text.len >= len && !memcmp(text.at + text.len - len, ending, len);
}

struct piece lines_trim(struct piece text)
{
    const char *first = text.at, *last = text.at + text.len;
    for (size_t blank = 1; first < last && blank; last -= blank)
        blank = lines_blank_before(first, last);
    for (size_t blank = 1; first < last && blank; first += blank)
        blank = lines_blank(first, last);
    return (struct piece){first, (size_t)(last - first)};
}

static bool lines_is_bar_or_blank(char c)
{
    return c == '|' || c == ' ' || c == '\t' || c == '\r';
}

/* Counts the bars of a line up to what is neither a bar nor a blank; false where there is such. */
static bool lines_only_bars(struct piece text, unsigned *ret_bars)
{
    size_t i = 0;
    for (*ret_bars = 0; i < text.len && lines_is_bar_or_blank(text.at[i]); i++)
        *ret_bars += text.at[i] == '|';
    return i == text.len;
}

/* | a | b |: begins and ends with a bar and has another. */
static bool lines_has_pipes(struct piece text)
{
    return text.len > 2 && text.at[0] == '|' && memchr(text.at + 1, '|', text.len - 2);
}

/* A tab behind the first character, and a word behind that: 项目 TAB 金额, TAB TAB 小计; not TAB 小计. */
static bool lines_has_fields(struct piece text)
{
    const char *end = text.at + text.len;
    const char *tab = text.len ? memchr(text.at + 1, '\t', text.len - 1) : NULL;
    return tab && !lines_is_blank((struct piece){tab, (size_t)(end - tab)});
}

static void lines_judge(struct text_line *line)
{
    unsigned bars;
    bool any = line->text.len && memchr(line->text.at, '|', line->text.len);
    if (any && lines_only_bars(line->text, &bars)) {
        line->look = LOOK_BARS;
        line->bars = bars;
        return;
    }
    struct piece text = any ? lines_trim(line->text) : (struct piece){0};
    if (text.len && text.at[text.len - 1] == '|') {
        line->look = lines_has_pipes(text) ? LOOK_PIPES : LOOK_CELL;
        if (line->look == LOOK_CELL)
            line->text.len = (size_t)(text.at + text.len - 1 - line->text.at);
        return;
    }
    if (lines_has_fields(line->text)) {
        line->look = LOOK_FIELDS;
        return;
    }
    if (line->text.len && line->text.at[0] == '\t') {
        line->look = LOOK_TAB;
        line->text = (struct piece){line->text.at + 1, line->text.len - 1};
        return;
    }
    line->look = lines_is_blank(line->text) ? LOOK_BLANK : LOOK_PROSE;
}

/* The end of the line that begins at `at`: at LF, CR or form feed. */
static const char *lines_end(const char *at, const char *end)
{
    static const char ends[] = "\n\r\f";
    for (const char *stop; at < end; at = stop) {
        stop = end - at > LINES_STEP ? at + LINES_STEP : end;
        const char *found = stop;
        for (const char *c = ends; *c; c++) {
            const char *one = memchr(at, *c, (size_t)(found - at));
            found = one ? one : found;
        }
        if (found < stop)
            return found;
    }
    return end;
}

/* Reads the line at `lines->at`, which is not the end; gives where the next one begins. */
static const char *lines_read(const struct lines *lines, struct text_line *ret)
{
    const char *end = lines_end(lines->at, lines->end);
    *ret = (struct text_line){.text = {lines->at, (size_t)(end - lines->at)}};
    bool cr_lf = lines->end - end > 1 && end[0] == '\r' && end[1] == '\n';
    lines_judge(ret);
    return end + (end < lines->end) + cr_lf;
}

bool lines_next(struct lines *lines, struct text_line *ret)
{
    if (lines->at >= lines->end)
        return false;
    bool seen = lines->at == lines->seen_from;
    if (seen)
        *ret = lines->seen;
    lines->at = seen ? lines->seen_next : lines_read(lines, ret);
    return true;
}

bool lines_peek(struct lines *lines, struct text_line *ret)
{
    if (lines->at >= lines->end)
        return false;
    if (lines->at != lines->seen_from) {
        lines->seen_next = lines_read(lines, &lines->seen);
        lines->seen_from = lines->at;
    }
    *ret = lines->seen;
    return true;
}

void *lines_grow(struct tallyd_builder *b, void *items, size_t n, size_t *cap, size_t size)
{
    if (n < *cap)
        return items;
    *cap = *cap ? *cap * 2 : 64;
    void *wider = b->ops->alloc(b, *cap * size);
    if (n)
        memcpy(wider, items, n * size);
    return wider;
}

bool lines_is_page_number(struct piece text)
{
    static const char *const marks[] = {"—", "－", "-", "–", "─", "第", "页", "共", "/", "，"};
    bool digit = false, mark = false;
    if (text.len > LINES_PAGE_MAX)
        return false;
    for (size_t i = 0; i < text.len;) {
        size_t skip = lines_blank(text.at + i, text.at + text.len);
        for (size_t k = 0; k < sizeof marks / sizeof *marks && !skip; k++) {
            size_t len = strlen(marks[k]);
            skip = text.len - i >= len && !memcmp(text.at + i, marks[k], len) ? len : 0;
            mark = mark || skip;
        }
        size_t length = skip ? 0 : lines_digit(text.at + i, text.at + text.len);
        if (!skip && !length)
            return false;
        digit = digit || length;
        i += skip + length;
    }
    return digit && mark;
}
