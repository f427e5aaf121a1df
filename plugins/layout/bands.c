#include "priv.h"

/* In sizes of the type: how near the baselines of one row's cells are; how near a figure in the middle of a name of two
 * lines is to these; how far apart the lines of one cell may be where its rows are no farther apart. */
#define SAME_BAND  0.5f
#define BESIDE     0.8f
#define LINE_PITCH 1.45f
/* Of the distance between two rows: what is as far from the line above is a row of its own. */
#define ROW_PITCH 0.9f
/* A row of the grid is several where so many of its lines have a figure beside other words or figures. */
#define BANDS_LEAST 2u
#define BANDS_MAX   512u
/* One figure in so many may stand alone at its height. */
#define LONE_SHARE 4u
/* Rows without rules between them are a reading, if a likely one. */
#define CONFIDENCE 80u

/* A height at which lines of several cells stand. */
struct band {
    float base, size;
    uint32_t cells, figures; /* with a line here */
    float begun;             /* where the word stands with which one of them goes on, or its own base */
    bool lone;               /* figures by themselves stand here, at `alone` */
    float alone;
};

struct bands {
    struct band *items;
    uint32_t n, cap;
};

/* The cells that begin in one row of the grid, with the lines of all cells. Those that reach down, or whose words stand
 * in the middle beside several figures, are `whole`: no part of what is split. */
struct row {
    const struct layout_slot *slots;
    uint32_t n;
    const struct layout_line *lines;
    bool *whole;
};

/* What covers a column of the grid: the last cell pushed there, and the row of the grid before which it ends. */
struct cover {
    uint32_t cell, end;
};

static int compare_bands(const void *a, const void *b)
{
    const struct band *x = a, *y = b;
    return x->base < y->base ? -1 : x->base > y->base;
}

static bool is_figure(struct layout_text text)
{
    return lines_is_figure(text) || lines_is_dash(text);
}

static uint32_t band_of(const struct bands *bands, float base)
{
    uint32_t from = 0, to = bands->n;
    while (to - from > 1) {
        uint32_t middle = from + (to - from) / 2;
        if (bands->items[middle].base <= base)
            from = middle;
        else
            to = middle;
    }
    return from;
}

/* Takes the next band into one above it. */
static void take(struct band *to, const struct band *next)
{
    to->cells += next->cells;
    to->figures += next->figures;
    to->begun = fminf(to->begun, next->begun);
    to->alone = to->lone ? to->alone : next->alone;
    to->lone = to->lone || next->lone;
}

/* Two neighbouring bands at the same height. */
static bool is_level(const struct band *a, const struct band *b)
{
    return b->base - a->base < SAME_BAND * fminf(a->size, b->size);
}

static void find_lone(struct bands *bands)
{
    for (uint32_t i = 0; i < bands->n; i++) {
        bands->items[i].lone = bands->items[i].figures == bands->items[i].cells;
        bands->items[i].alone = bands->items[i].base;
    }
}

/* Words half a line above or below figures that stand by themselves. */
static bool is_beside(const struct band *a, const struct band *b)
{
    const float near = BESIDE * fminf(a->size, b->size);
    return (a->lone && !b->figures && b->base - a->alone < near) ||
           (b->lone && !a->figures && b->alone - a->base < near);
}

static void join_where(struct bands *bands, bool (*is_one)(const struct band *, const struct band *))
{
    uint32_t kept = 0;
    for (uint32_t i = 1; i < bands->n; i++)
        if (is_one(&bands->items[kept], &bands->items[i]))
            take(&bands->items[kept], &bands->items[i]);
        else
            bands->items[++kept] = bands->items[i];
    bands->n = bands->n ? kept + 1 : 0;
}

/* The least distance between two bands with figures; 0 where there are no two. */
static float pitch_of(const struct bands *bands)
{
    const struct band *last = NULL;
    float pitch = INFINITY;
    for (uint32_t i = 0; i < bands->n; i++) {
        if (!bands->items[i].figures)
            continue;
        pitch = last ? fminf(pitch, bands->items[i].base - last->base) : pitch;
        last = &bands->items[i];
    }
    return isfinite(pitch) ? pitch : 0;
}

/* Whether a line goes on with the word of the line above it in its cell. One that is a row's distance below figures is a
 * row without figures. */
static bool is_rest(const struct layout *l, const struct layout_slot *cell, const struct layout_line *line,
                    const struct bands *bands, float pitch)
{
    const struct band *above = &bands->items[band_of(bands, line[-1].base)];
    float step = line->base - line[-1].base;
    bool far = step > LINE_PITCH * line->size && step > ROW_PITCH * pitch;
    if (above->figures && pitch > 0 && far)
        return false;
    return lines_go_on(l, line - 1, line, cell->box.x0, cell->box.x1);
}

static void add_lines(struct layout *l, const struct row *row, uint32_t cell, struct bands *to)
{
    const struct layout_line *line = row->lines + row->slots[cell].first_line;
    for (uint32_t k = 0; k < row->slots[cell].lines; k++)
        *SCRATCH_PUSH(l, to) = (struct band){.base = line[k].base,
                                             .size = line[k].size,
                                             .cells = 1,
                                             .figures = is_figure(line[k].text),
                                             .begun = line[k].base};
}

/* Marks the bands whose words go on with those of a band above. */
static void find_rests(const struct layout *l, const struct row *row, uint32_t cell, struct bands *bands)
{
    const struct layout_line *line = row->lines + row->slots[cell].first_line;
    const float pitch = pitch_of(bands);
    for (uint32_t k = 1; k < row->slots[cell].lines; k++) {
        struct band *band = &bands->items[band_of(bands, line[k].base)];
        if (is_rest(l, &row->slots[cell], &line[k], bands, pitch))
            band->begun = fminf(band->begun, line[k - 1].base);
    }
}

/* The heights of all lines of a row's cells, from above; lines of one row have one. */
static void find_bands(struct layout *l, const struct row *row, struct bands *to)
{
    to->n = 0;
    for (uint32_t i = 0; i < row->n; i++)
        if (!row->whole[i])
            add_lines(l, row, i, to);
    if (!to->n)
        return;
    qsort(to->items, to->n, sizeof *to->items, compare_bands);
    join_where(to, is_level);
    find_lone(to);
    join_where(to, is_beside);
    for (uint32_t i = 0; i < row->n; i++)
        if (!row->whole[i])
            find_rests(l, row, i, to);
}

/* A band that goes on with a word of one above is of the same row, and so are those between them: figures often stand
 * beside the middle of a name of two lines. Two bands with figures are two rows, however full their lines are. */
static void join_rests(struct bands *bands)
{
    uint32_t kept = 0;
    for (uint32_t i = 1; i < bands->n; i++) {
        bands->items[++kept] = bands->items[i];
        const float begun = bands->items[i].begun;
        while (kept && begun < bands->items[kept].base - SAME_BAND * bands->items[kept].size &&
               !(bands->items[kept - 1].figures && bands->items[kept].figures)) {
            take(&bands->items[kept - 1], &bands->items[kept]);
            kept--;
        }
    }
    bands->n = bands->n ? kept + 1 : 0;
}

/* A cell of nothing but figures, one a line. */
static bool is_column(const struct row *row, const struct layout_slot *cell)
{
    uint32_t figures = 0;
    for (uint32_t k = 0; k < cell->lines; k++)
        figures += is_figure(row->lines[cell->first_line + k].text);
    return figures >= BANDS_LEAST && figures == cell->lines;
}

/* A figure that its cell breaks in two is one, and its row is one row, unless others have theirs beside its end. */
static bool breaks_figure(const struct layout *l, const struct row *row, const struct layout_slot *cell,
                          const struct bands *bands)
{
    for (uint32_t k = cell->first_line + 1; k < cell->first_line + cell->lines; k++)
        if (is_figure(row->lines[k].text) && is_figure(row->lines[k - 1].text) &&
            bands->items[band_of(bands, row->lines[k].base)].figures == 1 &&
            lines_go_on(l, &row->lines[k - 1], &row->lines[k], cell->box.x0, cell->box.x1))
            return true;
    return false;
}

/* A cell of words that stand in the middle beside the figures of several bands is of all of them. */
static bool is_middle(const struct row *row, const struct layout_slot *cell, const struct bands *bands)
{
    const struct layout_line *line = row->lines + cell->first_line;
    const struct band *first = NULL, *last = NULL;
    uint32_t figures = 0;
    for (uint32_t i = 0; i < bands->n; i++) {
        if (!bands->items[i].figures)
            continue;
        first = first ? first : &bands->items[i];
        last = &bands->items[i];
        figures++;
    }
    for (uint32_t k = 0; k < cell->lines; k++)
        if (is_figure(line[k].text))
            return false;
    if (!cell->lines || cell->lines >= figures)
        return false;
    float middle = (line[0].base + line[cell->lines - 1].base) / 2;
    return fabsf(middle - (first->base + last->base) / 2) < SAME_BAND * line->size;
}

/* Sets apart the cells that are of all bands, and finds the bands of the others. */
static void find_whole(struct layout *l, struct row *row, struct bands *bands)
{
    bool any = false;
    for (uint32_t i = 0; i < row->n; i++)
        row->whole[i] = row->slots[i].cell.rows > 1;
    find_bands(l, row, bands);
    for (uint32_t i = 0; i < row->n; i++) {
        bool middle = !row->whole[i] && is_middle(row, &row->slots[i], bands);
        row->whole[i] = row->whole[i] || middle;
        any = any || middle;
    }
    if (any)
        find_bands(l, row, bands);
}

/* Whether a row of cells is several rows: a cell has nothing but figures, one a line, and the other cells have
 * theirs at the same heights. */
static bool is_split(const struct layout *l, const struct row *row, struct bands *bands)
{
    bool column = false;
    uint32_t beside = 0, lone = 0;
    if (!bands->n)
        return false;
    for (uint32_t i = 0; i < row->n; i++) {
        column = column || (!row->whole[i] && is_column(row, &row->slots[i]));
        if (!row->whole[i] && breaks_figure(l, row, &row->slots[i], bands))
            return false;
    }
    if (!column)
        return false;
    join_rests(bands);
    for (uint32_t i = 0; i < bands->n; i++) {
        beside += bands->items[i].figures && bands->items[i].cells > 1;
        lone += bands->items[i].figures && bands->items[i].cells == 1;
    }
    return beside >= BANDS_LEAST && lone * LONE_SHARE <= beside && bands->n <= BANDS_MAX;
}

static int compare_cells(const void *a, const void *b)
{
    const struct layout_cell *x = a, *y = b;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return x->column < y->column ? -1 : x->column > y->column;
}

/* Pushes a cell at a row, with the text of some of its lines. */
static struct layout_cell *push_lines(struct layout *l, const struct layout_slot *slot, uint32_t row,
                                      const struct layout_line *lines, uint32_t n, struct layout_cells *to)
{
    struct layout_cell *cell = SCRATCH_PUSH(l, to);
    *cell = slot->cell;
    cell->row = row;
    cell->text = scratch_keep_text(l, lines_join(l, lines, n, slot->box.x0, slot->box.x1));
    cell->full = n && lines_is_full(&lines[n - 1], slot->box.x0, slot->box.x1);
    return cell;
}

/* A cell's lines, each in the row of its band. */
static void push_split(struct layout *l, const struct layout_slot *slot, const struct row *row,
                       const struct bands *bands, uint32_t at, struct layout_cells *to)
{
    const struct layout_line *lines = row->lines + slot->first_line;
    for (uint32_t b = 0, k = 0; b < bands->n; b++) {
        uint32_t first = k;
        while (k < slot->lines && band_of(bands, lines[k].base) == b)
            k++;
        push_lines(l, slot, at + b, lines + first, k - first, to);
    }
}

static void cover(struct cover *covers, const struct layout_cell *cell, uint32_t pushed)
{
    for (uint32_t c = cell->column; c < cell->column + cell->columns; c++)
        covers[c] = (struct cover){pushed, cell->row + cell->rows};
}

/* Cells that cover a row of the grid and were not split with it are as much longer. */
static void stretch(const struct layout_table *t, uint32_t row, uint32_t more, const struct cover *covers,
                    struct layout_cells *cells)
{
    for (uint32_t c = 0; c < t->columns; c++)
        if (covers[c].end > row && cells->items[covers[c].cell].column == c)
            cells->items[covers[c].cell].rows += more;
}

/* What goes through the rows of a grid: the cells pushed, what they cover, how many rows were added so far. */
struct filling {
    struct layout_cells cells;
    struct cover *covers;
    uint32_t more;
};

/* Pushes a row of the grid as the rows of its bands, or, without any, as the one that it is. */
static void push_row(struct layout *l, const struct layout_table *t, const struct row *row,
                     const struct bands *bands, struct filling *f)
{
    const uint32_t from = row->slots->cell.row, at = from + f->more, more = bands ? bands->n - 1 : 0;
    for (uint32_t i = 0; i < row->n; i++) {
        const struct layout_slot *slot = &row->slots[i];
        if (bands && !row->whole[i]) {
            push_split(l, slot, row, bands, at, &f->cells);
            continue;
        }
        push_lines(l, slot, at, row->lines + slot->first_line, slot->lines, &f->cells);
        cover(f->covers, &slot->cell, f->cells.n - 1);
    }
    if (more)
        stretch(t, from, more, f->covers, &f->cells);
    f->more += more;
}

void bands_fill(struct layout *l, struct layout_table *t, const struct layout_slots *slots,
                const struct layout_line *lines)
{
    static const struct layout_line none; /* to point at in a table without a line */
    struct bands bands = {0};
    struct filling f = {.covers = scratch_alloc(l, (t->columns + 1ul) * sizeof *f.covers)};
    struct row row = {.lines = lines ? lines : &none, .whole = scratch_alloc(l, t->columns + 1ul)};
    for (uint32_t from = 0, to; from < slots->n; from = to) {
        for (to = from + 1; to < slots->n && slots->items[to].cell.row == slots->items[from].cell.row;)
            to++;
        row.slots = &slots->items[from];
        row.n = to - from;
        find_whole(l, &row, &bands);
        bool split = is_split(l, &row, &bands);
        push_row(l, t, &row, split ? &bands : NULL, &f);
        t->confidence = split && t->confidence > CONFIDENCE ? CONFIDENCE : t->confidence;
    }
    t->rows += f.more;
    if (f.cells.n)
        qsort(f.cells.items, f.cells.n, sizeof *f.cells.items, compare_cells);
    t->cells.items = scratch_keep(l, f.cells.items, f.cells.n * sizeof *f.cells.items);
    t->cells.n = t->cells.cap = f.cells.n;
}
