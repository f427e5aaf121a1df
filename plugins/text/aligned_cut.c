/* Cuts a line at its gaps. */
#include "aligned.h"

#include <string.h>

/* Blanks that hold two fields apart; between two figures one is enough. */
#define ALIGNED_GAP 2
/* Bytes of the longest figure: -1,234,567,890.12%, and in wide characters. */
#define ALIGNED_FIGURE_MAX 64

/* Length of the sign of a figure at `at`, or 0. */
static size_t sign_at(const char *at, const char *end)
{
    static const struct piece wide[] = {{"，", 3}, {"．", 3}, {"％", 3}, {"（", 3}, {"）", 3}, {"－", 3}};
    if (*at && strchr(".,-+%()", *at))
        return 1;
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if ((size_t)(end - at) >= wide[i].len && !memcmp(at, wide[i].at, wide[i].len))
            return wide[i].len;
    return 0;
}

static bool is_dash(struct piece text)
{
    static const char *const dashes[] = {"-", "—", "——", "--", "–", "－", "/", "*"};
    for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++)
        if (text.len == strlen(dashes[i]) && !memcmp(text.at, dashes[i], text.len))
            return true;
    return false;
}

/* A number as tables print it; 1. and 2024年 are none. */
static bool is_figure(struct piece text)
{
    size_t digits = 0, points = 0;
    if (is_dash(text))
        return true;
    if (!text.len || text.len > ALIGNED_FIGURE_MAX || text.at[text.len - 1] == '.')
        return false;
    const char *end = text.at + text.len;
    for (const char *at = text.at; at < end;) {
        size_t digit = lines_digit(at, end), sign = digit ? 0 : sign_at(at, end);
        if (!digit && !sign)
            return false;
        digits += digit > 0;
        points += *at == '.';
        at += digit + sign;
    }
    return digits && points < 2;
}

static struct aligned_field *field_add(struct aligned_lines *lines, struct piece text, unsigned from,
                                       unsigned to)
{
    lines->fields =
        lines_grow(lines->b, lines->fields, lines->n_fields, &lines->cap_fields, sizeof *lines->fields);
    struct aligned_field *field = &lines->fields[lines->n_fields++];
    *field = (struct aligned_field){text, from, to, is_figure(text)};
    return field;
}

/* Length in bytes of the character at `at`. */
static size_t char_length(const char *at, const char *end)
{
    const char *next = at + 1;
    while (next < end && ((unsigned char)*next & 0xC0) == 0x80)
        next++;
    return (size_t)(next - at);
}

/* Whether a field from `from` on is still narrow enough for a cell of a table. */
static bool may_be_cell(unsigned from, unsigned column)
{
    return column < ALIGNED_WIDTH && column - from <= ALIGNED_LABEL_MAX;
}

/* Past ideographs, which are neither blanks nor figures. */
static const char *past_han(const char *at, const char *end, unsigned from, unsigned *column)
{
    for (; end - at > 2 && (unsigned char)*at >= 0xE4 && (unsigned char)*at <= 0xE9 &&
           may_be_cell(from, *column);
         at += 3)
        *column += 2;
    return at;
}

/* A run of blanks: its bytes and the display columns it takes. */
static size_t gap_at(const char *at, const char *end, unsigned *ret_width)
{
    const char *start = at;
    *ret_width = 0;
    for (size_t blank; at < end && (blank = lines_blank(at, end)); at += blank)
        *ret_width += blank > 2 ? 2 : 1;
    return (size_t)(at - start);
}

/* 12.5 8: two figures, though one blank alone stands between them. */
static bool is_between_figures(struct piece before, const char *after, const char *end)
{
    const char *stop = after;
    while (stop < end && !lines_blank(stop, end))
        stop += char_length(stop, end);
    return is_figure(before) && is_figure((struct piece){after, (size_t)(stop - after)});
}

/* Words of heads and labels that printers space out: 项    目. */
static bool is_spaced_word(struct piece first, struct piece second)
{
    static const char *const words[] = {"项目", "合计", "总计", "小计", "金额", "地区", "科目", "单位",
                                        "备注", "收入", "支出", "类别", "名称", "事项", "内容", "编码"};
    for (size_t i = 0; i < sizeof words / sizeof *words && first.len == 3 && second.len == 3; i++)
        if (!memcmp(first.at, words[i], 3) && !memcmp(second.at, words[i] + 3, 3))
            return true;
    return false;
}

static void join_letters(struct aligned_lines *lines, size_t first)
{
    size_t kept = first;
    for (size_t i = first; i < lines->n_fields; i++) {
        struct aligned_field *field = &lines->fields[i],
                             *last = kept > first ? &lines->fields[kept - 1] : NULL;
        if (last && is_spaced_word(last->text, field->text)) {
            last->to = field->to;
            last->text.len = (size_t)(field->text.at + field->text.len - last->text.at);
        } else {
            lines->fields[kept++] = *field;
        }
    }
    lines->n_fields = kept;
}

void aligned_cut(struct aligned_lines *lines, struct piece line, bool spaced)
{
    const char *at = line.at, *end = line.at + line.len, *start = NULL;
    unsigned column = 0, from = 0, width;
    struct aligned_line added = {.start = line.at, .first = lines->n_fields, .spaced = spaced};
    while (at < end && may_be_cell(from, column)) {
        size_t gap = gap_at(at, end, &width);
        bool ends = gap && start &&
                    (width >= ALIGNED_GAP || at + gap == end ||
                     is_between_figures((struct piece){start, (size_t)(at - start)}, at + gap, end));
        if (ends) {
            added.figures +=
                field_add(lines, (struct piece){start, (size_t)(at - start)}, from, column)->figure;
            start = NULL;
        }
        column += width;
        at += gap;
        from = start ? from : column;
        if (gap)
            continue;
        start = start ? start : at;
        size_t length = char_length(at, end);
        column += length > 2 ? 2 : 1;
        at = past_han(at + length, end, from, &column);
    }
    if (start)
        added.figures += field_add(lines, (struct piece){start, (size_t)(at - start)}, from, column)->figure;
    join_letters(lines, added.first);
    added.n = lines->n_fields - added.first;
    lines->items = lines_grow(lines->b, lines->items, lines->n, &lines->cap, sizeof *lines->items);
    lines->items[lines->n++] = added;
}
