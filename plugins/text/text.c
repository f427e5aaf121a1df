/* Plain text: reports that a converter turned into lines, their tables in the bar shape, the tab shape, as rows
 * with tabs between the cells, or in columns held apart by blanks. Reading order: encoding.c (bytes to UTF-8),
 * lines.c (what a line looks like), bars.c, pipes.c, ruled.c, tabs.c, fields.c and aligned.c (tables), this file (prose). */
#include "../common/encoding.h"
#include "aligned.h"
#include "csv.h"

#include "../common/sheet.h"

#include <string.h>

/* A text is hard-wrapped where this share of its longer lines is about as wide as its widest common width. */
#define TEXT_WRAP_LINES    20
#define TEXT_WRAP_PERCENT  40
#define TEXT_WRAP_SHORTEST 24
#define TEXT_WRAP_WIDEST   160
#define TEXT_WRAP_SLACK    6

static const char *const text_suffixes[] = {".txt", ".text", ".md", ".markdown", ".csv", ".tsv", NULL};

static const char *const text_separated[] = {".csv", ".tsv", NULL};
static const char *const text_markdown[] = {".md", ".markdown", NULL};

static const struct tallyd_limit text_limits[] = {
#define X(name, value, why) {#name, value, why},
    SHEET_LIMITS(X)
#undef X
        {0}};

/* First bytes of what other plugins read. */
static const struct piece text_others[] = {
    {"PK\x03\x04", 4},     {"%PDF", 4},   {"\xD0\xCF\x11\xE0", 4}, {"\x89PNG", 4},
    {"\xFF\xD8\xFF", 3},   {"GIF8", 4},   {"\x1F\x8B", 2},         {"Rar!", 4},
    {"7z\xBC\xAF", 4},     {"{\\rtf", 5}, {"<!doctype html", 14},  {"<html", 5},
    {"MIME-Version:", 13},
};

/* Width in columns: a character of three bytes or more takes two. What is wider than any wrapped line is measured no
 * further. */
static size_t text_width(struct piece text)
{
    size_t width = 0;
    for (size_t i = 0; i < text.len && width <= TEXT_WRAP_WIDEST; i++) {
        unsigned char c = (unsigned char)text.at[i];
        bool han = c >= 0xE4 && c <= 0xE9;
        width += c >= 0xE0 ? 2 : (c & 0xC0) != 0x80;
        i += han ? 2 : 0;
    }
    return width;
}

/* The width at which lines were wrapped, or 0. */
static size_t text_wrap_width(const struct decoded *text, struct tallyd_builder *b)
{
    size_t lines[TEXT_WRAP_WIDEST + 1] = {0}, all = 0, best = 0, most = 0;
    struct lines at = {.at = text->at, .end = text->at + text->len, .b = b};
    for (struct text_line line; lines_next(&at, &line);) {
        size_t width = line.look == LOOK_PROSE ? text_width(line.text) : 0;
        if (width < TEXT_WRAP_SHORTEST)
            continue;
        all++;
        if (width <= TEXT_WRAP_WIDEST)
            lines[width]++;
    }
    for (size_t width = TEXT_WRAP_SHORTEST; width <= TEXT_WRAP_WIDEST; width++) {
        size_t near = 0;
        for (size_t less = 0; less <= TEXT_WRAP_SLACK; less++)
            near += lines[width - less];
        best = near > most ? width : best;
        most = near > most ? near : most;
    }
    return most >= TEXT_WRAP_LINES && most * 100 >= all * TEXT_WRAP_PERCENT ? best : 0;
}

static bool text_ends_sentence(struct piece text)
{
    static const char *const ends[] = {"。", "！", "？", "：", "；", ":", ";", "表"};

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (lines_ends(text, ends[i]))
            return true;
    return false;
}

/* Whether a line begins something new: an indent, or the number of a heading. */
static bool text_begins(struct piece text)
{
    static const char *const begins[] = {"一、", "二、", "三、", "四、", "五、", "六、", "七、",
                                         "八、", "九、", "十、", "（",   "(",    "第",   "附件"};

    if (lines_blank(text.at, text.at + text.len))
        return true;
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++) {
        size_t len = strlen(begins[i]);
        if (text.len >= len && !memcmp(text.at, begins[i], len))
            return true;
    }
    const char *at = text.at, *end = text.at + text.len;
    size_t digits = 0;
    for (size_t length; digits < 3 && (length = lines_digit(at, end)); at += length)
        digits++;
    struct piece rest = {at, (size_t)(end - at)};
    bool dot = rest.len && *rest.at == '.' && !lines_digit(rest.at + 1, end);
    bool comma = rest.len > 2 && !memcmp(rest.at, "、", 3);
    return digits && digits < 3 && (dot || comma);
}

/* A line, and those that a wrapped text goes on with. */
static void text_read_prose(struct lines *lines, size_t wrap)
{
    struct text_line line, next;
    lines_next(lines, &line);
    struct piece text = line.text;
    if (lines_is_page_number(text)) {
        lines->b->ops->aside(lines->b, text.at, text.len, NULL);
        return;
    }
    while (wrap && text_width(line.text) + 2ul * TEXT_WRAP_SLACK >= wrap &&
           text_width(line.text) <= wrap + 2 && !text_ends_sentence(lines_trim(line.text)) &&
           lines_peek(lines, &next) && next.look == LOOK_PROSE && !text_begins(next.text) &&
           !lines_is_page_number(next.text)) {
        lines_next(lines, &line);
        text.len = (size_t)(line.text.at + line.text.len - text.at);
    }
    lines->b->ops->paragraph(lines->b, text.at, text.len, NULL);
}

/* `## 标题`: how deep, or 0. */
static unsigned text_markdown_level(struct piece text)
{
    unsigned level = 0;
    while (level < text.len && level < 7 && text.at[level] == '#')
        level++;
    return level && level < 7 && level < text.len && text.at[level] == ' ' ? level : 0;
}

static void text_read_heading(struct lines *lines, unsigned level)
{
    struct text_line line;
    lines_next(lines, &line);
    struct piece text = lines_trim((struct piece){line.text.at + level, line.text.len - level});
    while (text.len && (text.at[text.len - 1] == '#' || text.at[text.len - 1] == ' '))
        text.len--;
    lines->b->ops->heading(lines->b, level == 1 ? 1 : 0, text.at, text.len, NULL);
}

/* Whether rows with tabs begin here; a first one of a blank and one word looks like a cell. */
static bool text_has_fields(const struct lines *lines, const struct text_line *line)
{
    struct lines ahead = *lines;
    struct text_line next;
    bool below = line->look == LOOK_TAB && lines_next(&ahead, &next) && lines_next(&ahead, &next) &&
                 next.look == LOOK_FIELDS && next.text.at[0] != '\t';
    return line->look == LOOK_FIELDS || below;
}

static void text_read(const struct decoded *text, struct tallyd_builder *b, bool markdown)
{
    static void (*const readers[])(struct lines *) = {
        [LOOK_BARS] = bars_read, [LOOK_CELL] = bars_read, [LOOK_PIPES] = pipes_read, [LOOK_TAB] = tabs_read};

    struct lines lines = {.at = text->at, .end = text->at + text->len, .b = b};
    size_t wrap = text_wrap_width(text, b);
    struct aligned_lines scratch = {0};
    const char *prose_until = lines.at; /* no aligned table begins before */
    const char *fields_until = lines.at;
    for (struct text_line line; lines_peek(&lines, &line);) {
        bool prose = line.look == LOOK_PROSE || line.look == LOOK_FIELDS;
        unsigned level = markdown && line.look == LOOK_PROSE ? text_markdown_level(line.text) : 0;
        if (line.look == LOOK_BLANK)
            lines_next(&lines, &line);
        else if (level)
            text_read_heading(&lines, level);
        else if ((line.look == LOOK_PROSE && (ruled_read(&lines) || pipes_open_read(&lines))) ||
                 (lines.at >= fields_until && text_has_fields(&lines, &line) &&
                  fields_read(&lines, &fields_until)))
            continue;
        else if (prose && (lines.at < prose_until || !aligned_read(&lines, &scratch, &prose_until)))
            text_read_prose(&lines, wrap);
        else if (!prose)
            readers[line.look](&lines);
    }
}

/* Whether it begins, behind the byte-order mark and blanks, as another plugin's files do. */
static bool text_is_other(struct piece head)
{
    if (head.len >= 3 && !memcmp(head.at, "\xEF\xBB\xBF", 3))
        head = (struct piece){head.at + 3, head.len - 3};
    head = lines_trim(head);
    for (size_t i = 0; i < sizeof text_others / sizeof *text_others; i++)
        if (head.len >= text_others[i].len && !strncasecmp(head.at, text_others[i].at, text_others[i].len))
            return true;
    return false;
}

static int text_probe(const char *head, size_t size, const char *name)
{
    (void)name;
    if (text_is_other((struct piece){head, size}))
        return TALLYD_NO;
    bool whole = size < TALLYD_HEAD_SIZE;
    bool utf8 = encoding_utf8_prefix(head, size) + (whole ? 0 : 3) >= size && !memchr(head, 0, size);
    return size && utf8 ? TALLYD_LIKELY : TALLYD_MAYBE;
}

static bool text_is_named(const char *name, const char *const *suffixes)
{
    size_t length = strlen(name);
    for (; *suffixes; suffixes++) {
        size_t tail = strlen(*suffixes);
        if (length >= tail && !strcasecmp(name + length - tail, *suffixes))
            return true;
    }
    return false;
}

static enum tallyd_result text_extract(const struct tallyd_input *input, struct tallyd_builder *b)
{
    struct decoded text = {0};
    if (!input->size)
        return TALLYD_EMPTY;
    enum tallyd_result result = encoding_decode(input, b, &text);
    if (result != TALLYD_OK)
        return result;
    if (lines_is_blank((struct piece){text.at, text.len}))
        return TALLYD_EMPTY;
    b->ops->encoding(b, text.encoding);
    if (!text_is_named(input->name, text_separated) || !csv_read(text.at, text.len, b)) {
        b->ops->source(b, text.at, text.len);
        text_read(&text, b, text_is_named(input->name, text_markdown));
    }
    if (!text.cut)
        return TALLYD_OK;
    b->ops->note(b, "文件在一个字符中间结束");
    return TALLYD_PARTIAL;
}

__attribute__((visibility("default"))) const struct tallyd_format tallyd_format = {
    .abi = TALLYD_PLUGIN_ABI,
    .name = "text",
    .title_zh = "纯文本",
    .title_en = "plain text",
    .version = "1",
    .suffixes = text_suffixes,
    .init = encoding_init,
    .probe = text_probe,
    .extract = text_extract,
    .limits = text_limits,
};
