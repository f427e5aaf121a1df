/* The heads of a part whose spans were lost: which of their cells stand over a second row, by the words of both rows, by
 * their counts, or by the empty cells that a spreadsheet keeps. */
#include "grid_part.h"

#define PART_AFFINITY 6 /* bytes that a head has in common with those under it: two characters */

/* Columns that the head's next row still has to name. */
struct part_open {
    bool column[GRID_FIT_MAX];
    uint32_t n;
};

static uint32_t part_count_want(const struct grid_part *part, uint32_t row, enum grid_want want)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < part->rows[row].n; i++)
        n += grid_part_cell(part, row, i)->want == want;
    return n;
}

/* How many of a head row's cells stand over a second row, as the counts have it; 0 where they do not tell. */
static uint32_t part_parents(const struct grid_part *part, uint32_t row, uint32_t room)
{
    uint32_t n = part->rows[row].n, below = row + 1 < part->body ? part->rows[row + 1].n : 0;
    return below && n + below > room && n + below - room <= n ? n + below - room : 0;
}

/* A column of labels: 科目编码, 科目名称, 一级指标. */
static bool part_is_label(const struct cell *head)
{
    return head->want == GRID_LABEL || head->want == GRID_RANK || slice_ends(head->text.s, S("编码")) ||
           slice_ends(head->text.s, S("代码"));
}

/* How many bytes two heads have in common at their front or at their end; what is a part of the other has all. */
static size_t part_affinity(struct slice a, struct slice b)
{
    if (grid_is_part(a, b))
        return SIZE_MAX;
    size_t front = 0, back = 0, least = a.len < b.len ? a.len : b.len;
    while (front < least && a.at[front] == b.at[front])
        front++;
    while (back < least && a.at[a.len - 1 - back] == b.at[b.len - 1 - back])
        back++;
    return front > back ? front : back;
}

/* The end of a group of heads that begins at cell i: labels, or what follows 小计 up to the next one. */
static uint32_t part_group_end(const struct grid_part *part, uint32_t row, uint32_t i)
{
    uint32_t end = i + 1, n = part->rows[row].n;
    bool label = part_is_label(grid_part_cell(part, row, i));
    while (end < n && !grid_is_total(grid_part_cell(part, row, end)->text.s) &&
           part_is_label(grid_part_cell(part, row, end)) == label)
        end++;
    return end;
}

/* Of the cells [from, to) of a head row the one that has most in common with the group [first, end) below; labels
 * stand under the first. */
static uint32_t part_parent_of(const struct grid_part *part, uint32_t row, uint32_t from, uint32_t to,
                               uint32_t first, uint32_t end)
{
    uint32_t best = to;
    size_t most = PART_AFFINITY - 1;
    if (!from && part_is_label(grid_part_cell(part, row + 1, first)))
        return part_is_label(grid_part_cell(part, row, 0)) ? 0 : to;
    for (uint32_t i = from; i < to; i++)
        for (uint32_t j = first; j < end; j++) {
            size_t common =
                part_affinity(grid_part_cell(part, row, i)->text.s, grid_part_cell(part, row + 1, j)->text.s);
            best = common > most ? i : best;
            most = common > most ? common : most;
        }
    return best;
}

/* The one of the cells [from, to) of a head row whose words want nothing of their column: 资金来源 over 小计 | 中央 | 省级. */
static uint32_t part_only_open(const struct grid_part *part, uint32_t row, uint32_t from, uint32_t to)
{
    uint32_t found = to;
    for (uint32_t i = from; i < to; i++) {
        const struct cell *head = grid_part_cell(part, row, i);
        if (head->want != GRID_UNKNOWN || part_is_label(head))
            continue;
        if (found != to)
            return to;
        found = i;
    }
    return found;
}

/* The extents as the words of the second row have them: `项目 | 年初结转 | 本年支出 | 年末结转` over `科目编码 | 科目名称 |
 * 小计 | 基本支出 | 项目支出`. False where they do not tell for each group, or do not fill the room. */
static bool part_share_by_words(const struct grid_part *part, uint32_t row, uint32_t room, uint32_t parents,
                                uint32_t ret_extent[GRID_FIT_MAX])
{
    uint32_t n = part->rows[row].n, filled = n, parent = 0, groups = 0;
    for (uint32_t i = 0; i < n; i++)
        ret_extent[i] = 1;
    for (uint32_t i = 0, end; i < part->rows[row + 1].n; i = end, groups++) {
        end = part_group_end(part, row + 1, i);
        uint32_t next = groups ? parent + 1 : 0;
        parent = part_parent_of(part, row, next, n, i, end);
        if (parent == n && parents == 1)
            parent = part_only_open(part, row, next, n);
        if (parent == n || end - i < 2)
            return false;
        ret_extent[parent] = end - i;
        filled += end - i - 1;
    }
    return groups == parents && filled == room;
}

/* The extents as a second row tells that keeps its covered cells as empty ones: each of these is under a cell of its own, and
 * what stands between them under one. False where the two rows do not fit. */
static bool part_share_by_blanks(const struct grid_part *part, uint32_t row, uint32_t room,
                                 uint32_t ret_extent[GRID_FIT_MAX])
{
    uint32_t n = part->rows[row].n, i = 0;
    bool wide = false;
    if (row + 1 >= part->body || room != part->width || part->rows[row + 1].n != room)
        return false;
    for (uint32_t j = 0; j < room; i++) {
        uint32_t from = j;
        while (j < room && grid_part_cell(part, row + 1, j)->text.s.len)
            j++;
        j += j == from;
        if (i == n)
            return false;
        ret_extent[i] = j - from;
        wide |= j - from > 1;
    }
    return i == n && wide;
}

/* Extents of a head row's cells, which are to fill `room` columns: what 其中： stands over, what a second row
 * tells, or even shares behind the first cell. */
static void part_share(const struct grid_part *part, uint32_t row, uint32_t room,
                       uint32_t ret_extent[GRID_FIT_MAX])
{
    uint32_t n = part->rows[row].n, extra = room - n;
    uint32_t wide = part_count_want(part, row, GRID_OF_WHICH),
             parents = wide ? 0 : part_parents(part, row, room);
    if (part_share_by_blanks(part, row, room, ret_extent))
        return;
    if (parents && part_share_by_words(part, row, room, parents, ret_extent))
        return;
    bool even = n && !wide && !parents && room % n == 0 && !part_is_label(grid_part_cell(part, row, 0)) &&
                grid_part_cell(part, row, 0)->want == GRID_AMOUNT;
    uint32_t sharers = wide ? wide : parents ? parents : even ? n : n > 1 ? n - 1 : 1, left = extra;
    for (uint32_t i = 0, seen = 0; i < n; i++) {
        bool shares = wide ? grid_part_cell(part, row, i)->want == GRID_OF_WHICH : i >= n - sharers;
        uint32_t share = shares ? (seen + 1 == sharers ? left : extra / sharers) : 0;
        ret_extent[i] = 1 + share;
        left -= share;
        seen += shares;
    }
}

/* A head row with more cells than the rows above left open stands on its own: theirs end above it. */
static void part_cut_heads(const struct grid_part *part, uint32_t row)
{
    for (uint32_t r = part->from; r < row; r++)
        for (uint32_t i = 0; i < part->rows[r].n; i++) {
            struct cell *cell = grid_part_cell(part, r, i);
            cell->rows = cell->row + cell->rows > row ? row - cell->row : cell->rows;
        }
}

static void part_lay_head(struct grid_part *part, uint32_t row, struct part_open *open)
{
    struct part_open next = {0};
    uint32_t n = part->rows[row].n, extent[GRID_FIT_MAX], column = 0;
    if (n > open->n) {
        part_cut_heads(part, row);
        grid_part_put_left(part, row, n == part->width ? 100 : PART_TIE);
        return;
    }
    part_share(part, row, open->n, extent);
    for (uint32_t i = 0; i < n; i++) {
        while (column < part->width && !open->column[column])
            column++;
        uint32_t from = column;
        while (column < part->width && open->column[column] && column - from < extent[i])
            column++;
        grid_part_put(part, row, i, from, column > from ? column - from : 1);
        for (uint32_t j = from; j < column && extent[i] > 1; j++, next.n++)
            next.column[j] = true;
        grid_part_cell(part, row, i)->rows = extent[i] > 1 ? 1 : part->body - row;
    }
    if (n < open->n && !part_count_want(part, row, GRID_OF_WHICH))
        part->table->row[row].confidence = PART_SPREAD;
    *open = next;
}

static bool part_heads_are_full(const struct grid_part *part)
{
    for (uint32_t r = part->from; r < part->body; r++)
        if (part->rows[r].n != part->width)
            return false;
    return true;
}

/* Some row of the head below this one names the column. */
static bool part_named_below(const struct grid_part *part, uint32_t row, uint32_t column)
{
    for (uint32_t r = row + 1; r < part->body; r++)
        if (grid_part_cell(part, r, column)->text.s.len)
            return true;
    return false;
}

/* A head over several columns, then one that reaches down; what it covers is marked by no rows. */
static void part_spread_head(struct grid_part *part, uint32_t row, uint32_t i)
{
    struct cell *cell = grid_part_cell(part, row, i);
    bool over = part_named_below(part, row, i);
    for (uint32_t j = i + 1; over && j < part->width && !grid_part_cell(part, row, j)->text.s.len &&
                             grid_part_cell(part, row, j)->rows && part_named_below(part, row, j);
         j++) {
        cell->columns++;
        grid_part_cell(part, row, j)->rows = 0;
    }
    for (uint32_t r = row + 1; !over && r < part->body; r++) {
        cell->rows++;
        grid_part_cell(part, r, i)->rows = 0;
    }
}

/* Heads that keep their covered cells as empty ones (copied out of a spreadsheet): their extents are what is empty
 * beside and below them. */
static void part_spread_heads(struct grid_part *part)
{
    for (uint32_t r = part->from; r < part->body; r++)
        for (uint32_t i = 0; i < part->width; i++)
            if (grid_part_cell(part, r, i)->text.s.len)
                part_spread_head(part, r, i);
}

void grid_part_lay_heads(struct grid_part *part)
{
    struct part_open open = {.n = part->width};
    for (uint32_t j = 0; j < part->width; j++)
        open.column[j] = true;
    bool full = part_heads_are_full(part);
    for (uint32_t r = part->from; r < part->body; r++)
        if (full)
            grid_part_put_left(part, r, 100);
        else
            part_lay_head(part, r, &open);
    if (full)
        part_spread_heads(part);
}
