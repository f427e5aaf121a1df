#include "grid_priv.h"

#include "numbering.h"

/* Bytes of the longest cell of a head, and of a title across a table. */
#define GRID_HEAD_MAX  120
#define GRID_TITLE_MAX 150
/* Cells that a head needs at least, known by its words and by the figures under it alone. */
#define GRID_HEAD_CELLS 2
#define GRID_HEAD_PLAIN 3
/* Bytes of a head's cell that needs no word to be known by, rows of the head that may follow it, and columns of labels
 * in a full row of figures. */
#define GRID_SHORT_HEAD 45
#define GRID_HEADS_MORE 2
#define GRID_LABELS_MAX 2
/* Rows of the tallest head. */
#define GRID_HEAD_ROWS 6

/* Rows below the name of a form, in a table of several, within which a head follows. */
#define GRID_BANNER_REACH 6

/* What is counted of a row to tell heads. */
struct grid_census {
    uint32_t filled, figures, known, of_which, longest;
    bool group; /* the first words are the name of a part of a form: a head of its own */
};

static struct grid_census grid_count(const struct table *table, struct grid_row row)
{
    struct grid_census census = {0};
    for (uint32_t i = row.first; i < row.first + row.n; i++) {
        const struct cell *cell = &table->cells[i];
        const struct slice s = cell->text.s;
        if (cell->type == GRID_EMPTY)
            continue;
        unsigned want = s.len <= GRID_HEAD_MAX ? cell->want : GRID_UNKNOWN;
        census.group = census.group || (!census.filled && want == GRID_GROUP);
        census.filled++;
        census.figures += cell->type != GRID_WORDS;
        census.known += want != GRID_UNKNOWN;
        census.of_which += want == GRID_OF_WHICH;
        census.longest = s.len > census.longest ? (uint32_t)s.len : census.longest;
    }
    return census;
}

/* Whether a cell is a sentence. */
static bool grid_is_prose(const struct table *table, struct grid_row row)
{
    for (uint32_t i = row.first; i < row.first + row.n; i++) {
        const struct slice s = table->cells[i].text.s;
        if (slice_find(s, S("。"), 0) >= 0 || slice_find(s, S("，"), 0) >= 0)
            return true;
    }
    return false;
}

static bool grid_is_words_only(const struct grid_census *census)
{
    return census->filled && !census->figures && census->longest <= GRID_HEAD_MAX;
}

/* Known by its words: two at least, and half of the cells. */
static bool grid_is_known_head(const struct grid_census *census)
{
    return grid_is_words_only(census) && census->filled >= GRID_HEAD_CELLS &&
           census->known >= GRID_HEAD_CELLS && census->known * 2 >= census->filled;
}

/* Words over figures. */
static bool grid_is_plain_head(const struct grid_census *census, struct grid_row row,
                               const struct grid_census *next, struct grid_row next_row)
{
    return grid_is_words_only(census) && census->filled == row.n && row.n >= GRID_HEAD_PLAIN &&
           next_row.n >= row.n && next->figures && next->figures * 2 + 1 >= next->filled;
}

/* Whether a row under a head goes on with it: below 其中：, in the room that the head leaves, or by its own words. What
 * stands under the goals of a form (年度总体目标 | 预期目标 | 实际完成情况) is what they are. */
static bool grid_is_second_head(const struct grid_census *head, const struct grid_census *census, bool room)
{
    if (!grid_is_words_only(census) || census->group)
        return false;
    return head->of_which || (room && !head->group) || grid_is_known_head(census);
}

/* Whether a laid row has cells that span columns above others. */
static bool grid_row_is_merged(const struct table *table, struct grid_row row)
{
    if (table->source != GRID_TRUE)
        return false;
    bool wide = false, short_one = false;
    for (uint32_t i = row.first; i < row.first + row.n; i++) {
        wide = wide || (table->cells[i].columns > 1 && table->cells[i].columns < table->columns);
        short_one = short_one || table->cells[i].rows == 1;
    }
    return wide && short_one;
}

/* Whether a row of words fills just what the row above it leaves open: `预算数 | | 决算数 |` over `合计 | 公务接待费 | 合计 |
 * 公务接待费`. A cell stands under another only where that one begins a group. */
static bool grid_row_leaves_room(const struct table *table, struct grid_row row, struct grid_row below)
{
    bool fills = false;
    if (row.n != below.n || row.n < GRID_HEAD_PLAIN)
        return false;
    for (uint32_t i = 0; i < row.n; i++) {
        bool own = table->cells[row.first + i].text.s.len, under = table->cells[below.first + i].text.s.len;
        bool group = i + 1 < row.n && !table->cells[row.first + i + 1].text.s.len &&
                     table->cells[below.first + i + 1].text.s.len;
        if (own && under && !group)
            return false;
        fills |= !own && under && i > 0;
    }
    return fills;
}

/* Whether a row of short words goes on with a head that has fewer cells than the table is wide, its spans lost: full rows
 * of figures follow at once. */
static bool grid_row_is_between(const struct table *table, const struct grid_row *rows,
                                const struct grid_census *all, uint32_t r)
{
    if (table->source != GRID_RAGGED || rows[r - 1].n >= table->columns || all[r].longest > GRID_SHORT_HEAD)
        return false;
    for (uint32_t next = r + 1; next < table->rows && next <= r + GRID_HEADS_MORE; next++)
        if (rows[next].n == table->columns && rows[next].n > GRID_HEAD_PLAIN &&
            all[next].figures + GRID_LABELS_MAX >= rows[next].n)
            return true;
    return false;
}

/* Whether a row of short words keeps the cells that the head above covers as empty ones: each is under a cell of its own, and
 * what stands between them under one. Figures follow. */
static bool grid_row_keeps_covered(const struct table *table, const struct grid_row *rows,
                                   const struct grid_census *all, uint32_t r)
{
    uint32_t heads = 0;
    const struct cell *cells = &table->cells[rows[r].first];
    if (table->source != GRID_RAGGED || rows[r].n != table->columns || rows[r - 1].n >= rows[r].n ||
        all[r].longest > GRID_SHORT_HEAD || r + 1 == table->rows || !all[r + 1].figures)
        return false;
    for (uint32_t i = 0; i < rows[r].n; i++)
        heads += !cells[i].text.s.len || i == 0 || !cells[i - 1].text.s.len;
    return heads == rows[r - 1].n && all[r].filled > 1;
}

/* Whether the head above leaves room for a row, which is no sentence. */
static bool grid_row_has_room(const struct table *table, const struct grid_row *rows,
                              const struct grid_census *all, uint32_t r)
{
    bool room = grid_row_is_merged(table, rows[r - 1]) || grid_row_is_between(table, rows, all, r) ||
                grid_row_keeps_covered(table, rows, all, r) ||
                (table->source == GRID_RAGGED && grid_row_leaves_room(table, rows[r - 1], rows[r]));
    return room && !grid_is_prose(table, rows[r]);
}

/* The first row below `end` that no cell from above reaches into. */
static uint32_t grid_reach(const struct table *table, struct grid_row row, uint32_t end)
{
    for (uint32_t i = row.first; i < row.first + row.n; i++)
        if (table->cells[i].row + table->cells[i].rows > end)
            end = table->cells[i].row + table->cells[i].rows;
    return end;
}

/* The first row of a table whose spans are known: words over several rows and columns, and under them figures. */
static bool grid_is_laid_head(const struct table *table, const struct grid_row *rows,
                              const struct grid_census *all, uint32_t r)
{
    if (!grid_row_is_merged(table, rows[r]) || !grid_is_words_only(&all[r]) ||
        all[r].filled < GRID_HEAD_PLAIN)
        return false;
    uint32_t body = grid_reach(table, rows[r], r + 1);
    return body < table->rows && body - r <= GRID_HEAD_ROWS && all[body].figures &&
           all[body].figures * 2 + 1 >= all[body].filled;
}

static struct slice grid_first_words(const struct table *table, struct grid_row row)
{
    for (uint32_t i = row.first; i < row.first + row.n; i++)
        if (table->cells[i].text.s.len)
            return table->cells[i].text.s;
    return (struct slice){0};
}

static struct grid_census *grid_count_all(struct arena *arena, const struct table *table,
                                          const struct grid_row *rows)
{
    struct grid_census *all = arena_array(arena, table->rows + 1ul, sizeof *all);
    for (uint32_t r = 0; r < table->rows; r++)
        all[r] = grid_count(table, rows[r]);
    return all;
}

/* `…表（2022年度）` without what stands in brackets behind it. */
static struct slice grid_title_core(struct slice s)
{
    ptrdiff_t wide = slice_rfind(s, S("（")), narrow = slice_rfind(s, S("("));
    ptrdiff_t open = wide > narrow ? wide : narrow;
    return open > 0 ? slice_trim(slice_sub(s, 0, (size_t)open)) : s;
}

/* Titles of forms: 二、…, 附件2, …表, and …情况 over a head. */
static bool grid_is_title(const struct table *table, const struct grid_row *rows,
                          const struct grid_census *census, uint32_t r, bool first)
{
    struct numbering numbering;
    if (rows[r].n != 1 || r + 1 >= table->rows)
        return false;
    struct slice s = table->cells[rows[r].first].text.s;
    if (!s.len)
        return first;
    if (s.len > GRID_TITLE_MAX || slice_ends(s, S("：")) || slice_ends(s, S(":")))
        return false;
    if (numbering_read(s, &numbering))
        return numbering.level <= 2;
    struct slice core = grid_title_core(s);
    bool name = slice_ends(core, S("表")) || slice_ends(core, S("情况"));
    return name && (first || grid_is_known_head(&census[r + 1]));
}

struct grid_row *grid_rows(struct arena *arena, const struct table *table)
{
    struct grid_row *rows = arena_array(arena, table->rows + 1ul, sizeof *rows);
    for (uint32_t i = 0; i < table->n_cells; i++) {
        struct grid_row *row = &rows[table->cells[i].row];
        if (!row->n++)
            row->first = i;
    }
    return rows;
}

void grid_find_heads(struct arena *arena, struct table *table, const struct grid_row *rows)
{
    struct grid_census *all = grid_count_all(arena, table, rows);
    uint32_t from = 0, to = 0; /* the last head */
    bool begun = false;        /* a row of several cells has been seen */
    table->row = arena_array(arena, table->rows + 1ul, sizeof *table->row);
    for (uint32_t r = 0; r < table->rows; r++) {
        uint32_t next = r + 1 < table->rows ? r + 1 : r;
        bool second = r && to == r && r - from < GRID_HEAD_ROWS &&
                      grid_is_second_head(&all[r - 1], &all[r], grid_row_has_room(table, rows, all, r));
        bool plain = !begun && (grid_is_plain_head(&all[r], rows[r], &all[next], rows[next]) ||
                                grid_is_laid_head(table, rows, all, r));
        bool head = second || plain || grid_is_known_head(&all[r]);
        from = head && !second ? r : from;
        to = head ? r + 1 : to;
        /* A head's own range is empty and says where it begins. */
        table->row[r] = (struct table_row){
            .head = head, .confidence = 100, .head_from = from, .head_to = head ? from : to};
        begun = begun || rows[r].n > 1;
    }
}

struct grid_forms grid_find_forms(struct arena *arena, const struct table *table)
{
    struct grid_row *rows = grid_rows(arena, table);
    struct grid_census *all = grid_count_all(arena, table, rows);
    struct grid_forms forms = {0};
    struct slice head = {0}; /* first words of the form's first head */
    bool fresh = true;       /* the next row begins a form */
    for (uint32_t r = 0; r < table->rows; r++) {
        bool title = grid_is_title(table, rows, all, r, fresh);
        bool is_head = grid_is_known_head(&all[r]);
        struct slice words = is_head ? grid_first_words(table, rows[r]) : (struct slice){0};
        bool again = is_head && head.len && slice_eq(head, words) && !grid_is_known_head(&all[r - 1]);
        if (title || fresh || again) {
            struct grid_form *form = ARENA_PUSH(arena, &forms);
            *form = (struct grid_form){.from = r, .title = title};
            head = (struct slice){0};
        }
        if (is_head && !head.len)
            head = words;
        forms.items[forms.n - 1].to = r + 1;
        fresh = title;
    }
    return forms;
}

static uint32_t grid_row_width(const struct table *table, struct grid_row row)
{
    uint32_t width = 0;
    for (uint32_t i = row.first; i < row.first + row.n; i++)
        width += table->cells[i].columns;
    return width;
}

/* The name of a form, over the whole row below, with a head soon. */
static bool grid_is_banner(const struct table *table, const struct grid_row *rows, uint32_t r)
{
    const struct cell *cell = &table->cells[rows[r].first];
    if (rows[r].n != 1 || r + 1 == table->rows || cell->columns < grid_row_width(table, rows[r + 1]) ||
        cell->text.s.len > GRID_TITLE_MAX || !slice_ends(grid_title_core(cell->text.s), S("表")))
        return false;
    for (uint32_t next = r + 1; next < table->rows && next <= r + GRID_BANNER_REACH; next++) {
        struct grid_census census = grid_count(table, rows[next]);
        if (grid_is_known_head(&census))
            return true;
    }
    return false;
}

struct grid_forms grid_find_stacked(struct arena *arena, const struct table *table)
{
    struct grid_row *rows = grid_rows(arena, table);
    struct grid_forms forms = {0};
    uint32_t free_from = 0;
    struct slice first = {0}; /* words of the form's first row of several cells */
    bool over = false;        /* its 总分 has been seen */
    for (uint32_t r = 0; r < table->rows; r++) {
        struct slice words = rows[r].n > 1 ? grid_first_words(table, rows[r]) : (struct slice){0};
        bool again = over && words.len && slice_eq(words, first);
        bool banner = first.len && grid_is_banner(table, rows, r);
        if (!r || (r >= free_from && (again || banner))) {
            *ARENA_PUSH(arena, &forms) = (struct grid_form){.from = r};
            first = (struct slice){0};
            over = false;
        }
        first = first.len ? first : words;
        over = over || slice_eq(grid_first_words(table, rows[r]), S("总分"));
        free_from = grid_reach(table, rows[r], free_from);
        forms.items[forms.n - 1].to = r + 1;
    }
    return forms;
}
