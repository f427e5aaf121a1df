#include "priv.h"

/* Points: how far apart the ends of lines that meet may be; how near two edges of a grid are one; how far a line
 * must stand out over the outermost one that crosses it, to be an open side. */
#define MEET      3.0f
#define SAME_EDGE 3.0f
#define STAND_OUT 8.0f
/* A line divides two positions where it covers this share of their border. */
#define COVER 0.6f
/* More positions are no table but a drawing. */
#define SLOTS_MAX     100000u
#define PAGE_GRIDS    200u
#define LEAST_FILLED  2u
#define DOUBT_PERCENT 40u

struct edges {
    float *items;
    uint32_t n, cap;
};

/* A grid in the making: edges, and which borders are drawn. */
struct grid {
    struct edges x, y;
    bool *level;     /* (rows + 1) · columns: a line along the upper side of a position */
    bool *upright;   /* rows · (columns + 1): along its left side */
    uint32_t *owner; /* rows · columns: index of the cell */
    struct layout_table *table;
    struct layout_slots slots;
    uint32_t glyphs; /* cells with any */
    float area;
};

struct grids {
    struct grid *items;
    uint32_t n, cap;
};

struct rules_of_page {
    struct layout_rules level, upright;
    uint32_t *set; /* of every rule, level ones first: another of its set, itself at the end */
};

static uint32_t set_of(uint32_t *set, uint32_t i)
{
    while (set[i] != i)
        i = set[i] = set[set[i]];
    return i;
}

static uint32_t first_right_of(const struct layout_rules *upright, float x)
{
    uint32_t from = 0, to = upright->n;
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        if (upright->items[middle].x0 < x)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

/* Rules that meet belong together. */
static void join_sets(struct layout *l, struct rules_of_page *r)
{
    uint32_t n = r->level.n + r->upright.n;
    r->set = scratch_alloc(l, (n + 1) * sizeof *r->set);
    for (uint32_t i = 0; i < n; i++)
        r->set[i] = i;
    for (uint32_t i = 0; i < r->level.n; i++) {
        const struct layout_box *h = &r->level.items[i];
        for (uint32_t k = first_right_of(&r->upright, h->x0 - MEET); k < r->upright.n; k++) {
            const struct layout_box *v = &r->upright.items[k];
            if (v->x0 > h->x1 + MEET)
                break;
            if (v->y0 - MEET <= h->y0 && h->y0 <= v->y1 + MEET)
                r->set[set_of(r->set, i)] = set_of(r->set, r->level.n + k);
        }
    }
}

static int compare_float(const void *a, const void *b)
{
    const float x = *(const float *)a, y = *(const float *)b;
    return x < y ? -1 : x > y;
}

/* Sorts edges and joins those that are one. `low` and `high` are how far the lines across them reach. */
static void settle_edges(struct layout *l, struct edges *e, float low, float high)
{
    if (!e->n)
        return;
    qsort(e->items, e->n, sizeof *e->items, compare_float);
    float first = e->items[0], last = e->items[e->n - 1];
    if (high > last + STAND_OUT)
        *SCRATCH_PUSH(l, e) = high;
    if (low < first - STAND_OUT) {
        *SCRATCH_PUSH(l, e) = low;
        qsort(e->items, e->n, sizeof *e->items, compare_float);
    }
    uint32_t kept = 1;
    for (uint32_t i = 1; i < e->n; i++)
        if (e->items[i] - e->items[kept - 1] > SAME_EDGE)
            e->items[kept++] = e->items[i];
    e->n = kept;
}

static uint32_t nearest_edge(const struct edges *e, float at)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < e->n; i++)
        if (fabsf(e->items[i] - at) < fabsf(e->items[best] - at))
            best = i;
    return best;
}

/* Whether [from, to) covers the position between two edges. */
static bool covers(const struct edges *e, uint32_t i, float from, float to)
{
    float start = fmaxf(e->items[i], from), stop = fminf(e->items[i + 1], to);
    return stop - start >= COVER * (e->items[i + 1] - e->items[i]);
}

static uint32_t rows_of(const struct grid *g)
{
    return g->y.n - 1;
}

static uint32_t columns_of(const struct grid *g)
{
    return g->x.n - 1;
}

static void draw(struct grid *g, const struct layout_box *rule, bool is_level)
{
    uint32_t at = nearest_edge(is_level ? &g->y : &g->x, is_level ? rule->y0 : rule->x0);
    uint32_t n = is_level ? columns_of(g) : rows_of(g);
    for (uint32_t i = 0; i < n; i++) {
        if (is_level && covers(&g->x, i, rule->x0, rule->x1))
            g->level[at * columns_of(g) + i] = true;
        else if (!is_level && covers(&g->y, i, rule->y0, rule->y1))
            g->upright[i * g->x.n + at] = true;
    }
}

/* How far a cell that begins at (r, c) reaches: right up to a line or another cell, down while no line or cell
 * is met and no line divides the next row of it. */
static void reach(const struct grid *g, uint32_t r, uint32_t c, struct layout_cell *cell)
{
    uint32_t columns = columns_of(g);
    while (c + cell->columns < columns && !g->upright[r * g->x.n + c + cell->columns] &&
           !g->owner[r * columns + c + cell->columns])
        cell->columns++;
    for (; r + cell->rows < rows_of(g); cell->rows++) {
        uint32_t row = r + cell->rows;
        for (uint32_t i = c; i < c + cell->columns; i++)
            if (g->level[row * columns + i] || g->owner[row * columns + i] ||
                (i > c && g->upright[row * g->x.n + i]))
                return;
    }
}

/* Shares of the inner borders of cells that are not drawn: there the grid is a guess. */
static unsigned doubt(const struct grid *g, const struct layout_cell *cell)
{
    uint32_t drawn = 0, all = 0;
    for (uint32_t r = cell->row; r < cell->row + cell->rows; r++) {
        all += cell->column > 0;
        drawn += cell->column > 0 && g->upright[r * g->x.n + cell->column];
    }
    for (uint32_t c = cell->column; c < cell->column + cell->columns; c++) {
        all += cell->row > 0;
        drawn += cell->row > 0 && g->level[cell->row * columns_of(g) + c];
    }
    return all ? (all - drawn) * 100 / all : 0;
}

/* Cuts the grid into cells; `owner` keeps a cell's index plus one. */
static void cut_cells(struct layout *l, struct grid *g)
{
    struct layout_table *t = g->table;
    uint64_t doubts = 0;
    for (uint32_t r = 0; r < t->rows; r++) {
        for (uint32_t c = 0; c < t->columns; c++) {
            if (g->owner[r * t->columns + c])
                continue;
            struct layout_slot *slot = SCRATCH_PUSH(l, &g->slots);
            struct layout_cell *cell = &slot->cell;
            *cell = (struct layout_cell){.row = r, .column = c, .rows = 1, .columns = 1, .page = l->pages.n};
            reach(g, r, c, cell);
            for (uint32_t i = r; i < r + cell->rows; i++)
                for (uint32_t k = c; k < c + cell->columns; k++)
                    g->owner[i * t->columns + k] = g->slots.n;
            slot->box = (struct layout_box){g->x.items[c], g->y.items[r], g->x.items[c + cell->columns],
                                            g->y.items[r + cell->rows]};
            doubts += doubt(g, cell);
        }
    }
    t->confidence = 100 - (unsigned)(doubts * DOUBT_PERCENT / 100 / g->slots.n);
}

/* One set of rules: its edges and how far they reach. */
static struct grid gather(struct layout *l, const struct rules_of_page *r, const uint32_t *order, uint32_t n)
{
    struct grid g = {0};
    struct layout_box all = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (uint32_t i = 0; i < n; i++) {
        bool is_level = order[i] < r->level.n;
        const struct layout_box *rule =
            is_level ? &r->level.items[order[i]] : &r->upright.items[order[i] - r->level.n];
        *SCRATCH_PUSH(l, is_level ? &g.y : &g.x) = is_level ? rule->y0 : rule->x0;
        all = (struct layout_box){fminf(all.x0, rule->x0), fminf(all.y0, rule->y0), fmaxf(all.x1, rule->x1),
                                  fmaxf(all.y1, rule->y1)};
    }
    settle_edges(l, &g.x, all.x0, all.x1);
    settle_edges(l, &g.y, all.y0, all.y1);
    return g;
}

/* A single row or a box may be a frame around text; a table has at least two columns. */
static bool is_table(const struct grid *g)
{
    return g->x.n > 2 && g->y.n > 1 && (uint64_t)rows_of(g) * columns_of(g) <= SLOTS_MAX;
}

static void build(struct layout *l, struct grid *g, const struct rules_of_page *r, const uint32_t *order,
                  uint32_t n)
{
    struct layout_table *t = g->table = l->b->ops->alloc(l->b, sizeof *t);
    t->rows = rows_of(g);
    t->columns = columns_of(g);
    t->edges = scratch_keep(l, g->x.items, g->x.n * sizeof *t->edges);
    t->box = (struct layout_box){g->x.items[0], g->y.items[0], g->x.items[t->columns], g->y.items[t->rows]};
    g->area = (t->box.x1 - t->box.x0) * (t->box.y1 - t->box.y0);
    size_t slots = (size_t)g->x.n * g->y.n;
    g->level = scratch_alloc(l, slots * sizeof *g->level);
    g->upright = scratch_alloc(l, slots * sizeof *g->upright);
    g->owner = scratch_alloc(l, slots * sizeof *g->owner);
    for (uint32_t i = 0; i < n; i++) {
        bool is_level = order[i] < r->level.n;
        draw(g, is_level ? &r->level.items[order[i]] : &r->upright.items[order[i] - r->level.n], is_level);
    }
    cut_cells(l, g);
}

struct member {
    uint32_t set, rule;
};

static int compare_member(const void *a, const void *b)
{
    const struct member *x = a, *y = b;
    if (x->set != y->set)
        return x->set < y->set ? -1 : 1;
    return x->rule < y->rule ? -1 : x->rule > y->rule;
}

static struct grids build_all(struct layout *l, struct rules_of_page *r)
{
    struct grids grids = {0};
    uint32_t n = r->level.n + r->upright.n;
    struct member *members = scratch_alloc(l, (n + 1) * sizeof *members);
    uint32_t *order = scratch_alloc(l, (n + 1) * sizeof *order);
    for (uint32_t i = 0; i < n; i++)
        members[i] = (struct member){set_of(r->set, i), i};
    qsort(members, n, sizeof *members, compare_member);
    for (uint32_t i = 0; i < n; i++)
        order[i] = members[i].rule;
    for (uint32_t from = 0, to; from < n && grids.n < PAGE_GRIDS; from = to) {
        for (to = from + 1; to < n && members[to].set == members[from].set;)
            to++;
        struct grid g = gather(l, r, order + from, to - from);
        if (!is_table(&g))
            continue;
        build(l, &g, r, order + from, to - from);
        *SCRATCH_PUSH(l, &grids) = g;
    }
    return grids;
}

/* The index of the interval between edges that holds `at`, or -1. */
static int between(const struct edges *e, float at)
{
    uint32_t from = 0, to = e->n - 1;
    if (at < e->items[0] || at >= e->items[to])
        return -1;
    while (to - from > 1) {
        uint32_t middle = from + (to - from) / 2;
        if (e->items[middle] <= at)
            from = middle;
        else
            to = middle;
    }
    return (int)from;
}

/* The cell of a grid that holds a glyph's middle, as index plus one; 0 for none. */
static uint32_t cell_under(const struct grid *g, const struct layout_glyph *glyph)
{
    int c = between(&g->x, glyph->x + glyph->width / 2), r = between(&g->y, glyph->y - glyph->size * 0.35f);
    return c < 0 || r < 0 ? 0 : g->owner[(uint32_t)r * columns_of(g) + (uint32_t)c];
}

/* Where each glyph goes: 0 the page, else the cell's number counted over all grids. */
static void own_glyphs(const struct layout *l, const struct grids *grids, uint32_t *owner)
{
    for (uint32_t i = 0; i < l->glyphs.n; i++) {
        const struct grid *best = NULL;
        uint32_t before = 0, cell = 0;
        for (uint32_t k = 0; k < grids->n; before += grids->items[k++].slots.n) {
            const struct grid *g = &grids->items[k];
            uint32_t in = best && best->area <= g->area ? 0 : cell_under(g, &l->glyphs.items[i]);
            if (in) {
                best = g;
                cell = before + in;
            }
        }
        owner[i] = cell;
    }
}

/* Puts glyphs in the order of their owners; `start` gets where each owner's begin, n + 1 of them. */
static void sort_glyphs(struct layout *l, const uint32_t *owner, uint32_t *start, uint32_t owners)
{
    struct layout_glyph *from = scratch_alloc(l, (l->glyphs.n + 1) * sizeof *from);
    if (l->glyphs.n)
        memcpy(from, l->glyphs.items, l->glyphs.n * sizeof *from);
    for (uint32_t i = 0; i < l->glyphs.n; i++)
        start[owner[i] + 1]++;
    for (uint32_t i = 0; i < owners; i++)
        start[i + 1] += start[i];
    for (uint32_t i = 0; i < l->glyphs.n; i++)
        l->glyphs.items[start[owner[i]]++] = from[i];
    for (uint32_t i = owners; i > 0; i--)
        start[i] = start[i - 1];
    start[0] = 0;
}

/* A grid with hardly any text is a drawing: its glyphs go back to the page. */
static void drop_drawings(struct layout *l, struct grids *grids, uint32_t *owner)
{
    for (uint32_t k = 0, before = 0; k < grids->n; before += grids->items[k++].slots.n) {
        struct grid *g = &grids->items[k];
        bool *filled = scratch_alloc(l, g->slots.n + 1ul);
        for (uint32_t i = 0; i < l->glyphs.n; i++) {
            bool in = owner[i] > before && owner[i] <= before + g->slots.n;
            if (!in || lines_is_blank(l->glyphs.items[i].code) || filled[owner[i] - before - 1])
                continue;
            filled[owner[i] - before - 1] = true;
            g->glyphs++;
        }
        for (uint32_t i = 0; i < l->glyphs.n && g->glyphs < LEAST_FILLED; i++)
            if (owner[i] > before && owner[i] <= before + g->slots.n)
                owner[i] = 0;
    }
}

static void fill_cells(struct layout *l, const struct grids *grids, const uint32_t *start)
{
    struct layout_lines lines = {0};
    uint32_t owner = 1;
    for (uint32_t k = 0; k < grids->n; k++) {
        struct layout_slots *slots = &grids->items[k].slots;
        lines.n = 0;
        for (uint32_t i = 0; i < slots->n; i++, owner++) {
            slots->items[i].first_line = lines.n;
            lines_find(l, start[owner], start[owner + 1], &lines);
            slots->items[i].lines = lines.n - slots->items[i].first_line;
        }
        bands_fill(l, grids->items[k].table, slots, lines.items);
    }
}

void grid_find(struct layout *l)
{
    struct rules_of_page rules = {0};
    if (!rules_join(l, &rules.level, &rules.upright))
        return;
    join_sets(l, &rules);
    struct grids grids = build_all(l, &rules);
    uint32_t owners = 1;
    for (uint32_t k = 0; k < grids.n; k++)
        owners += grids.items[k].slots.n;
    uint32_t *owner = scratch_alloc(l, (l->glyphs.n + 1) * sizeof *owner);
    uint32_t *start = scratch_alloc(l, (owners + 2) * sizeof *start);
    own_glyphs(l, &grids, owner);
    drop_drawings(l, &grids, owner);
    sort_glyphs(l, owner, start, owners);
    fill_cells(l, &grids, start);
    for (uint32_t k = 0; k < grids.n; k++)
        if (grids.items[k].glyphs >= LEAST_FILLED)
            *LAYOUT_PUSH(l, &l->tables) = grids.items[k].table;
    l->glyphs.n = start[1];
}
