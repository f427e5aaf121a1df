#include "captions.h"

/* Bytes; what is longer is a paragraph. */
#define CAPTION_MAX 240
/* Blocks looked at above a table: name, year line, unit line. */
#define CAPTION_REACH 4
/* Rows at a table's top that may hold its name and its unit. */
#define CAPTION_ROWS 3
/* Bytes after `单位：` in which the unit stands. */
#define CAPTION_UNIT_MAX 36

/* What a unit ends with: a unit of money, or a whole other unit. `单位：县教育局` names somebody. */
static const char *const caption_units[] = {"元", "%", "％", "人", "个", "公里", "亩", "平方米"};

static bool caption_is_unit(struct slice s)
{
    for (size_t i = 0; i < sizeof caption_units / sizeof *caption_units; i++) {
        ptrdiff_t at = slice_find(s, slice_of(caption_units[i]), 0);
        if (at == 0 || (at > 0 && i == 0))
            return true;
    }
    return false;
}

/* `单位：万元` in a line: false where there is none. */
static bool caption_find_unit(struct slice s, size_t *ret_from, size_t *ret_to)
{
    for (ptrdiff_t at = slice_find(s, S("单位"), 0); at >= 0; at = slice_find(s, S("单位"), (size_t)at + 1)) {
        struct slice rest = slice_sub(s, (size_t)at + S("单位").len, s.len);
        bool colon = slice_starts(rest, S("：")) || slice_starts(rest, S(":"));
        size_t skip = slice_starts(rest, S("：")) ? S("：").len : 1;
        struct slice unit = slice_sub(rest, skip, skip + CAPTION_UNIT_MAX);
        ptrdiff_t close = slice_find(unit, S("）"), 0);
        if (close < 0)
            close = slice_find(unit, S(")"), 0);
        if (close >= 0)
            unit = slice_sub(unit, 0, (size_t)close);
        if (!colon || !caption_is_unit(slice_trim(unit)))
            continue;
        *ret_from = (size_t)at;
        *ret_to = (size_t)(unit.at - s.at) + unit.len;
        return true;
    }
    return false;
}

/* The line without its unit and the bracket and blanks before it. */
static struct text caption_without_unit(const struct text *line, size_t unit)
{
    static const struct slice brackets[] = {{"（", 3}, {"(", 1}, {"【", 3}, {"金额", 6}};

    struct slice name = slice_trim(slice_sub(line->s, 0, unit));
    for (size_t i = 0; i < sizeof brackets / sizeof *brackets; i++)
        if (slice_ends(name, brackets[i]))
            name = slice_trim(slice_sub(name, 0, name.len - brackets[i].len));
    return text_sub(line, name.len ? (size_t)(name.at - line->s.at) : 0,
                    name.len ? (size_t)(name.at - line->s.at) + name.len : 0);
}

/* （2021年度）, 填报单位：…: between a name and its table. */
static bool caption_is_between(struct slice s)
{
    bool bracketed = (slice_starts(s, S("（")) && slice_ends(s, S("）"))) ||
                     (slice_starts(s, S("(")) && slice_ends(s, S(")")));
    return bracketed || slice_find(s, S("填报单位"), 0) >= 0 || slice_find(s, S("填报日期"), 0) >= 0 ||
           slice_find(s, S("编制单位"), 0) >= 0 || slice_find(s, S("部门："), 0) >= 0;
}

/* Length of what a form's number is made of at the start of `s`: a word, a numeral, a digit or a sign; 0 for anything
 * else. */
static size_t caption_number_part(struct slice s)
{
    static const char *const parts[] = {"表", "附", "件", "公开", "决算", "预算", "财决", "财预", "批复",
                                        "号", "之", "一", "二",   "三",   "四",   "五",   "六",   "七",
                                        "八", "九", "十", "—",    "-",    ".",    " ",    ":",    "："};
    if (s.len && s.at[0] >= '0' && s.at[0] <= '9')
        return 1;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (slice_starts(s, slice_of(parts[i])))
            return slice_of(parts[i]).len;
    return 0;
}

/* 表二, 附表1-2, 公开01表: a number on a form's corner, which names nothing. */
static bool caption_is_number(struct slice s)
{
    size_t at = 0, length;
    while (at < s.len && (length = caption_number_part(slice_sub(s, at, s.len))))
        at += length;
    return s.len && at == s.len;
}

static bool caption_is_name(const struct block *block, struct slice s)
{
    if (block->kind == BLOCK_HEADING)
        return true;
    return slice_ends(s, S("表")) || slice_ends(s, S("情况")) || slice_ends(s, S("）")) ||
           slice_ends(s, S(")")) || slice_ends(s, S("：")) || slice_ends(s, S(":"));
}

static void caption_take_unit(struct table *table, const struct text *line, size_t from, size_t to)
{
    if (!table->unit_line.s.len)
        table->unit_line = text_sub(line, from, to);
}

/* Takes what a line above gives; false where the search ends. */
static bool caption_line(struct table *table, const struct block *block)
{
    const struct text *line = &block->text;
    size_t from = line->s.len, to = 0;
    if (block->kind == BLOCK_TABLE || line->s.len > CAPTION_MAX)
        return false;
    if (block->kind == BLOCK_ASIDE)
        return true;
    if (caption_find_unit(line->s, &from, &to))
        caption_take_unit(table, line, from, to);
    struct text name = caption_without_unit(line, from);
    if (!name.s.len || caption_is_between(name.s))
        return true;
    bool number = caption_is_number(name.s), named = to || caption_is_name(block, name.s);
    if (named && (!number || !table->caption.s.len))
        table->caption = name;
    return number;
}

/* The table before this one where only running heads and the lines of its own caption stand between them. */
static struct table *caption_before(const struct document *doc, uint32_t i)
{
    for (uint32_t up = 1; up <= CAPTION_REACH && up <= i; up++) {
        const struct block *block = &doc->blocks[i - up];
        if (block->table || block->text.s.len > CAPTION_MAX)
            return block->table;
    }
    return NULL;
}

/* A table right below another one of as many columns, with the same name or none, goes on from the page before. */
static void caption_goes_on(struct table *table, const struct document *doc, uint32_t i)
{
    struct table *before = caption_before(doc, i);
    bool same = before && slice_eq(before->caption.s, table->caption.s);
    if (!before || before->columns != table->columns || (table->caption.s.len && !same))
        return;
    before->goes_on = table->continues = true;
    if (!table->caption.s.len)
        table->caption = before->caption;
    if (!table->unit_line.s.len)
        table->unit_line = before->unit_line;
}

/* The unit in one of the first rows, and a name in a first row of one cell. */
static void caption_inside(struct table *table)
{
    for (uint32_t i = 0; i < table->n_cells && table->cells[i].row < CAPTION_ROWS; i++) {
        const struct cell *cell = &table->cells[i];
        size_t from, to;
        if (cell->text.s.len <= CAPTION_MAX && caption_find_unit(cell->text.s, &from, &to))
            caption_take_unit(table, &cell->text, from, to);
    }
    const struct cell *first = table->n_cells ? &table->cells[0] : NULL;
    bool alone = first && first->columns == table->columns && table->rows > first->rows && table->columns > 1;
    if (!table->caption.s.len && alone && first->text.s.len <= CAPTION_MAX)
        table->caption = first->text;
}

void captions_read(struct document *doc)
{
    for (uint32_t i = 0; i < doc->n_blocks; i++) {
        struct table *table = doc->blocks[i].table;
        if (!table)
            continue;
        for (uint32_t up = 1; up <= CAPTION_REACH && up <= i; up++)
            if (!caption_line(table, &doc->blocks[i - up]))
                break;
        caption_inside(table);
        caption_goes_on(table, doc, i);
    }
}
