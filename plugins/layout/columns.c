#include "priv.h"

/* A gap of this many sizes of the type parts two columns; lines farther apart than this are not neighbours. */
#define COLUMN_GAP 1.0f
#define ROW_GAP    3.2f
/* A line nearer than this, without figures and without a first cell, goes on with the row above. */
#define WRAP_GAP 1.7f
/* An unruled table has so many rows of two cells or more, so many figures, and at least this share of figures in
 * the columns after the first. Anything less may be prose with blanks in it. */
#define ROWS_LEAST     3u
#define FIGURES_LEAST  4u
#define FIGURE_PERCENT 50u
#define COLUMNS_MAX    60u
/* Lines of one cell only, between rows of several. */
#define LONE_MAX 2u
/* Its confidence: from the share of its positions that are filled. What hangs on it is no more than a notice, however
 * full it is. */
#define CONFIDENCE_LEAST 40u
#define CONFIDENCE_SPAN  19u
/* A line with a gap this wide is two: a name on the left and a unit on the right. A character by itself is spaced
 * out, not apart. */
#define LINE_GAP   3.0f
#define PART_LEAST 2u

/* Lines [from, to) that stand in columns. */
struct run {
    uint32_t from, to;
    uint32_t rows, lone; /* lines of several segments; lines of one since */
    struct layout_segment column[COLUMNS_MAX];
    uint32_t columns;
};

static void cut_line(struct layout *l, const struct layout_line *line, struct layout_segments *to)
{
    const struct layout_glyph *at = l->glyphs.items;
    struct layout_segment *s = NULL;
    for (uint32_t i = line->first; i < line->first + line->n; i++) {
        if (lines_is_blank(at[i].code))
            continue;
        if (!s || at[i].x - s->x1 > COLUMN_GAP * line->size) {
            s = SCRATCH_PUSH(l, to);
            *s = (struct layout_segment){at[i].x, at[i].x, i, i};
        }
        s->x1 = fmaxf(s->x1, at[i].x + at[i].width);
        s->end = i + 1;
    }
}

static struct layout_parts cut_lines(struct layout *l)
{
    struct layout_parts parts = {.start = scratch_alloc(l, (l->lines.n + 1ul) * sizeof(uint32_t))};
    parts.all.items = scratch_room(l, NULL, 0, &parts.all.cap, sizeof *parts.all.items);
    for (uint32_t i = 0; i < l->lines.n; i++) {
        parts.start[i] = parts.all.n;
        cut_line(l, &l->lines.items[i], &parts.all);
    }
    parts.start[l->lines.n] = parts.all.n;
    return parts;
}

/* The first column that a segment stands over, and how many it does. */
static uint32_t columns_under(const struct run *run, const struct layout_segment *s, uint32_t *ret_first)
{
    uint32_t n = 0;
    for (uint32_t c = 0; c < run->columns; c++) {
        if (s->x1 <= run->column[c].x0 || s->x0 >= run->column[c].x1)
            continue;
        if (!n++)
            *ret_first = c;
    }
    return n;
}

static void insert_column(struct run *run, const struct layout_segment *s)
{
    uint32_t c = run->columns++;
    for (; c > 0 && run->column[c - 1].x0 > s->x0; c--)
        run->column[c] = run->column[c - 1];
    run->column[c] = *s;
}

/* Takes a line's segments into the run's columns; false, and the run unchanged, where they do not fit. */
static bool fit_line(struct run *run, const struct layout_segment *s, uint32_t n)
{
    struct run with = *run;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t c = 0, under = columns_under(&with, &s[i], &c);
        if (under > 1 || with.columns == COLUMNS_MAX)
            return false;
        if (!under) {
            insert_column(&with, &s[i]);
            continue;
        }
        with.column[c].x0 = fminf(with.column[c].x0, s[i].x0);
        with.column[c].x1 = fmaxf(with.column[c].x1, s[i].x1);
    }
    bool alone = n == 1;
    if (alone && (with.columns > run->columns || ++with.lone > LONE_MAX))
        return false;
    with.lone = alone ? with.lone : 0;
    with.rows += !alone;
    *run = with;
    return true;
}

/* Whether a ruled table stands between two heights. */
static bool table_between(const struct layout *l, float above, float below)
{
    for (uint32_t i = 0; i < l->tables.n; i++)
        if (l->tables.items[i] && l->tables.items[i]->box.y0 > above && l->tables.items[i]->box.y0 < below)
            return true;
    return false;
}

/* The longest run that begins at a line, and ends before another. */
static void find_run(const struct layout *l, const struct layout_parts *parts, uint32_t from, uint32_t end,
                     struct run *run)
{
    *run = (struct run){.from = from, .to = from};
    uint32_t to = from;
    while (to < end) {
        const struct layout_line *line = &l->lines.items[to];
        uint32_t n = parts->start[to + 1] - parts->start[to];
        bool far = to > from && line->base - line[-1].base > ROW_GAP * line->size;
        if (far || (to == from && n < 2) || (to > from && table_between(l, line[-1].base, line->base)) ||
            !fit_line(run, &parts->all.items[parts->start[to]], n))
            break;
        to++;
        if (n > 1)
            run->to = to;
    }
}

static struct layout_text segment_text(struct layout *l, const struct layout_segment *s)
{
    return lines_text(l, s->first, s->end);
}

static bool is_table(struct layout *l, const struct layout_parts *parts, const struct run *run)
{
    uint32_t figures = 0, all = 0;
    for (uint32_t i = run->from; i < run->to; i++) {
        for (uint32_t k = parts->start[i]; k < parts->start[i + 1]; k++) {
            uint32_t column = 0;
            columns_under(run, &parts->all.items[k], &column);
            all += column > 0;
            figures += column > 0 && lines_is_figure(segment_text(l, &parts->all.items[k]));
        }
    }
    return run->rows >= ROWS_LEAST && run->columns > 1 && figures >= FIGURES_LEAST &&
           figures * 100 >= all * FIGURE_PERCENT;
}

struct layout_item *columns_item(struct layout *l, uint32_t page, enum layout_kind kind)
{
    struct layout_item *item = LAYOUT_PUSH(l, &l->items);
    item->kind = kind;
    item->page = page;
    return item;
}

/* A line that goes on with the row above: words under words. */
static bool goes_on(struct layout *l, const struct layout_parts *parts, const struct run *run, uint32_t i)
{
    const struct layout_line *line = &l->lines.items[i];
    if (i == run->from || line->base - line[-1].base > WRAP_GAP * line->size)
        return false;
    for (uint32_t k = parts->start[i]; k < parts->start[i + 1]; k++) {
        uint32_t column = 0;
        columns_under(run, &parts->all.items[k], &column);
        if (!column || lines_is_figure(segment_text(l, &parts->all.items[k])))
            return false;
    }
    return parts->start[i + 1] - parts->start[i] < run->columns;
}

/* Adds a line's segments to the cells of the table's last row. Returns how many positions they fill. */
static uint32_t fill_row(struct layout *l, const struct layout_parts *parts, const struct run *run,
                         uint32_t i, struct layout_cell *row)
{
    uint32_t filled = 0;
    for (uint32_t k = parts->start[i]; k < parts->start[i + 1]; k++) {
        uint32_t column = 0;
        columns_under(run, &parts->all.items[k], &column);
        struct layout_text text = segment_text(l, &parts->all.items[k]);
        filled += !row[column].text.len;
        row[column].text = row[column].text.len
                               ? lines_concat(l, row[column].text, lines_joint(row[column].text, text), text)
                               : text;
    }
    return filled;
}

static void push_row(struct layout *l, struct layout_table *t, uint32_t page)
{
    for (uint32_t c = 0; c < t->columns; c++)
        *SCRATCH_PUSH(l, &t->cells) =
            (struct layout_cell){.row = t->rows, .column = c, .rows = 1, .columns = 1, .page = page};
    t->rows++;
}

static void push_table(struct layout *l, const struct layout_parts *parts, const struct run *run,
                       uint32_t page)
{
    const struct layout_line *first = &l->lines.items[run->from], *last = &l->lines.items[run->to - 1];
    struct layout_table *t = l->b->ops->alloc(l->b, sizeof *t);
    t->columns = run->columns;
    t->edges = l->b->ops->alloc(l->b, (run->columns + 1ul) * sizeof *t->edges);
    for (uint32_t c = 0; c < run->columns; c++)
        t->edges[c] = run->column[c].x0;
    t->edges[run->columns] = run->column[run->columns - 1].x1;
    t->box = (struct layout_box){t->edges[0], first->base - first->size, t->edges[t->columns], last->base};
    uint32_t filled = 0;
    for (uint32_t i = run->from; i < run->to; i++) {
        if (!goes_on(l, parts, run, i))
            push_row(l, t, page);
        filled += fill_row(l, parts, run, i, &t->cells.items[t->cells.n - t->columns]);
    }
    t->confidence = CONFIDENCE_LEAST + CONFIDENCE_SPAN * filled / t->cells.n;
    for (uint32_t i = 0; i < t->cells.n; i++)
        t->cells.items[i].text = scratch_keep_text(l, t->cells.items[i].text);
    t->cells.items = scratch_keep(l, t->cells.items, t->cells.n * sizeof *t->cells.items);
    t->cells.cap = t->cells.n;
    columns_item(l, page, LAYOUT_TABLE)->table = t;
}

struct layout_item *columns_line(struct layout *l, const struct layout_line *line,
                                 const struct layout_segment *from, const struct layout_segment *to,
                                 uint32_t page)
{
    struct layout_item *item = columns_item(l, page, LAYOUT_LINE);
    item->line = *line;
    item->line.x0 = from->x0;
    item->line.x1 = to[-1].x1;
    item->line.first = from->first;
    item->line.n = to[-1].end - from->first;
    item->line.lead = lines_lead(l, &item->line);
    item->line.text = scratch_keep_text(l, lines_text(l, from->first, to[-1].end));
    return item;
}

/* A line that is in no run: in one piece, or in two or more where its gaps are wide. */
static void push_line(struct layout *l, const struct layout_parts *parts, uint32_t i, uint32_t page)
{
    const struct layout_line *line = &l->lines.items[i];
    const struct layout_segment *s = parts->all.items;
    for (uint32_t from = parts->start[i], to; from < parts->start[i + 1]; from = to) {
        uint32_t end = parts->start[i + 1];
        for (to = from + 1; to < end; to++)
            if (s[to].x0 - s[to - 1].x1 > LINE_GAP * line->size &&
                s[to - 1].end - s[from].first >= PART_LEAST && s[end - 1].end - s[to].first >= PART_LEAST)
                break;
        columns_line(l, line, &s[from], &s[to], page);
    }
}

static int compare_tables(const void *a, const void *b)
{
    const struct layout_table *x = *(struct layout_table *const *)a, *y = *(struct layout_table *const *)b;
    if (x->box.y0 < y->box.y0 || x->box.y0 > y->box.y0)
        return x->box.y0 < y->box.y0 ? -1 : 1;
    return x->box.x0 < y->box.x0 ? -1 : x->box.x0 > y->box.x0;
}

/* Ruled tables that begin above a height. */
static void push_tables(struct layout *l, uint32_t *next, float above, uint32_t page)
{
    for (; *next < l->tables.n; ++*next) {
        struct layout_table *t = l->tables.items[*next];
        if (t && t->box.y0 >= above)
            return;
        if (t)
            columns_item(l, page, LAYOUT_TABLE)->table = t;
    }
}

/* Lines [from, to) that are no prose in columns. */
static void push_lines(struct layout *l, const struct layout_parts *parts, uint32_t from, uint32_t to,
                       uint32_t *table)
{
    struct run *run = scratch_alloc(l, sizeof *run);
    const uint32_t page = l->pages.n;
    for (uint32_t i = from; i < to;) {
        const struct layout_line *line = &l->lines.items[i];
        push_tables(l, table, line->base - line->size / 2, page);
        find_run(l, parts, i, to, run);
        bool is_run = is_table(l, parts, run);
        if (is_run)
            push_table(l, parts, run, page);
        else
            push_line(l, parts, i, page);
        i = is_run ? run->to : i + 1;
    }
}

void columns_find(struct layout *l)
{
    struct layout_parts parts = cut_lines(l);
    uint32_t table = 0, line = 0;
    if (l->tables.n)
        qsort(l->tables.items, l->tables.n, sizeof(struct layout_table *), compare_tables);
    const struct layout_bands bands = prose_find(l, &parts);
    for (uint32_t i = 0; i < bands.n; i++) {
        push_lines(l, &parts, line, bands.items[i].from, &table);
        prose_push(l, &parts, &bands.items[i], table);
        line = bands.items[i].to;
    }
    push_lines(l, &parts, line, l->lines.n, &table);
    push_tables(l, &table, INFINITY, l->pages.n);
}
