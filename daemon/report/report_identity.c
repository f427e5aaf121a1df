#include "report_identity.h"

#include "facts_priv.h"
#include "quantity_priv.h"

#include "chars.h"

#define TITLE_CHARS    70 /* a longer paragraph is text */
#define FIRST_YEAR     1990
#define LAST_YEAR      2100
#define TITLE_WEIGHT   1000 /* a title outweighs any mention in the text */
#define CAPTION_WEIGHT 50
#define YEAR_LINE_MAX  32 /* bytes of `（2023年度）` */
#define YEAR_ROWS      3  /* of a form, in which its year may stand by itself */

struct years {
    uint32_t weight[LAST_YEAR - FIRST_YEAR + 1];
};

static void vote(struct years *years, int year, uint32_t weight)
{
    if (year >= FIRST_YEAR && year <= LAST_YEAR)
        years->weight[year - FIRST_YEAR] += weight;
}

static bool has_word(const struct report *report, const char *class, struct slice text, size_t *ret_from)
{
    size_t to;
    return lexicon_find_word(report->lexicon, class, text, ret_from, &to);
}

static bool is_short(struct slice s)
{
    return s.len > 0 && s.len <= (size_t)TITLE_CHARS * 4 && utf8_count(s) <= TITLE_CHARS &&
           slice_find(s, S("。"), 0) < 0;
}

static struct slice one_line(struct report *report, struct slice a, struct slice b)
{
    return a.len ? arena_printf(report->arena, SLICE_FMT SLICE_FMT, SLICE_ARG(a), SLICE_ARG(b)) : b;
}

static bool may_be_title(const struct block *block)
{
    return block->kind != BLOCK_TABLE && block->kind != BLOCK_ASIDE && is_short(slice_trim(block->text.s)) &&
           block->level < 3;
}

/* The first short block with a word of titles, better one of a report than of a form; a line before it that
 * has the year or ends open belongs to it. */
static struct slice title_in_blocks(struct report *report, const char *class)
{
    const struct document *doc = report->document;
    struct slice before = {NULL, 0};
    size_t from;
    for (uint32_t b = 0; b < doc->n_blocks; b++) {
        struct slice s = slice_trim(doc->blocks[b].text.s);
        bool candidate = may_be_title(&doc->blocks[b]);
        if (candidate && has_word(report, class, s, &from))
            return one_line(report, before, s);
        before = candidate && (words_year(s) || slice_ends(s, S("支出"))) ? s : (struct slice){NULL, 0};
    }
    return (struct slice){NULL, 0};
}

static void find_title(struct report *report)
{
    const struct document *doc = report->document;
    size_t from;
    report->title = title_in_blocks(report, "title-report");
    if (!report->title.len)
        report->title = title_in_blocks(report, "title");
    for (uint32_t t = 0; t < doc->n_tables && !report->title.len; t++)
        if (has_word(report, "title", doc->tables[t]->caption.s, &from))
            report->title = slice_trim(doc->tables[t]->caption.s);
}

/* `（2023年度）` under a title or in a form's first rows, and no other word. */
static int lone_year(struct slice s)
{
    int year = s.len <= YEAR_LINE_MAX ? words_year(s) : 0;
    size_t han = 0;
    for (size_t at = 0; year && at < s.len;)
        han += utf8_is_han(char_next(s, &at));
    bool alone = slice_find(s, S("年度"), 0) >= 0 && han == strlen("年度") / strlen("年");
    return alone ? year : 0;
}

static bool is_dash(uint32_t c)
{
    return c == '-' || c == '~' || c == 0x2013 || c == 0x2014 || c == 0xFF0D || c == 0xFF5E || c == 0x81F3;
}

/* Not the end of a range: `项目（2021—2025年）中期绩效评价报告` is of one of these years. */
static int own_year(struct slice title)
{
    ptrdiff_t found = slice_rfind(title, S("年"));
    uint32_t c = ' ';
    for (size_t at = found < 0 ? 0 : (size_t)found; at > 0 && (c == ' ' || (c >= '0' && c <= '9'));)
        c = utf8_previous(title, &at);
    return is_dash(c) ? 0 : words_year(title);
}

static void vote_table(struct years *years, const struct table *table)
{
    vote(years, own_year(table->caption.s), CAPTION_WEIGHT);
    for (uint32_t i = 0; i < table->n_cells && table->cells[i].row < YEAR_ROWS; i++)
        vote(years, lone_year(table->cells[i].text.s), CAPTION_WEIGHT);
}

static void find_year(struct report *report)
{
    const struct document *doc = report->document;
    struct years years = {{0}};
    uint32_t best = 0;
    vote(&years, own_year(report->title), TITLE_WEIGHT);
    for (uint32_t t = 0; t < doc->n_tables; t++)
        vote_table(&years, doc->tables[t]);
    for (uint32_t b = 0; b < doc->n_blocks; b++) {
        struct slice s = doc->blocks[b].text.s;
        bool heading = doc->blocks[b].kind == BLOCK_HEADING;
        vote(&years, heading ? own_year(s) : lone_year(s), CAPTION_WEIGHT);
    }
    for (uint32_t i = 0; i < report->quantities.n; i++)
        if (report->quantities.items[i].kind == QUANTITY_YEAR)
            vote(&years, report->quantities.items[i].year, 1);
    for (int y = 0; y <= LAST_YEAR - FIRST_YEAR; y++)
        if (years.weight[y] > 0 && years.weight[y] >= best) {
            best = years.weight[y];
            report->year = FIRST_YEAR + y;
        }
}

/* The text after `label` in the same cell or paragraph: 填报单位：…局 */
static struct slice after_label(const struct report *report, struct slice text)
{
    size_t from, to;
    if (!lexicon_find_word(report->lexicon, "holder-label", text, &from, &to) || from > strlen("二、市级"))
        return (struct slice){NULL, 0};
    struct slice rest = slice_trim(slice_sub(text, to, text.len));
    static const struct slice marks[] = {{"：", 3}, {":", 1}};
    size_t mark = scan_word_after(rest, 0, marks, 2);
    if (!mark && (from > 0 || slice_starts(rest, S("为")) || slice_starts(rest, S("的"))))
        return (struct slice){NULL, 0};
    return slice_trim(slice_sub(rest, mark, rest.len));
}

static bool is_name(struct slice s)
{
    return utf8_count(s) >= 3 && is_short(s) && utf8_is_han(scan_after(s, 0)) &&
           slice_find(s, S("："), 0) < 0;
}

static struct slice holder_in_table(const struct report *report, const struct table *table)
{
    for (uint32_t i = 0; i < table->n_cells; i++) {
        struct slice text = slice_trim(table->cells[i].text.s), inside;
        size_t from, to;
        if (text.len > 120 || !lexicon_find_word(report->lexicon, "holder-label", text, &from, &to))
            continue;
        inside = after_label(report, text);
        if (is_name(inside))
            return inside;
        bool label = slice_blank(slice_sub(text, to, text.len)) && from == 0;
        if (label && i + 1 < table->n_cells && table->cells[i + 1].row == table->cells[i].row &&
            is_name(slice_trim(table->cells[i + 1].text.s)))
            return slice_trim(table->cells[i + 1].text.s);
    }
    return (struct slice){NULL, 0};
}

/* The title without its year and from where it says what it is. */
static struct slice holder_in_title(const struct report *report)
{
    struct slice t = report->title;
    ptrdiff_t year = slice_rfind(t, S("年度"));
    size_t skip = strlen("年度");
    if (year < 0) {
        year = slice_rfind(t, S("年"));
        skip = strlen("年");
    }
    size_t from = 0;
    struct slice rest = year >= 0 ? slice_sub(t, (size_t)year + skip, t.len) : t;
    struct slice front = year >= 0 ? slice_sub(t, 0, (size_t)year) : (struct slice){NULL, 0};
    while (front.len && scan_before(front, front.len) < 0x80)
        front.len--;
    ptrdiff_t remark = slice_find(front, S("（"), 0);
    front = remark > 0 ? slice_sub(front, 0, (size_t)remark) : front;
    bool found = has_word(report, "title-tail", rest, &from);
    for (size_t first; found && has_word(report, "title-tail", slice_sub(rest, 0, from), &first);)
        from = first;
    struct slice name = slice_trim(found ? slice_sub(rest, 0, from) : (struct slice){NULL, 0});
    name = is_name(name) ? name : slice_trim(front);
    return is_name(name) ? name : (struct slice){NULL, 0};
}

static void find_holder(struct report *report)
{
    const struct document *doc = report->document;
    for (uint32_t b = 0; b < doc->n_blocks && !report->holder.len; b++) {
        const struct block *block = &doc->blocks[b];
        struct slice name = {NULL, 0};
        if (block->kind == BLOCK_TABLE)
            name = holder_in_table(report, block->table);
        else if (is_short(block->text.s))
            name = after_label(report, slice_trim(block->text.s));
        if (is_name(name))
            report->holder = name;
    }
    if (!report->holder.len)
        report->holder = holder_in_title(report);
}

void report_identity(struct report *report)
{
    find_title(report);
    find_year(report);
    find_holder(report);
}
