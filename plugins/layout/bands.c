#include "priv.h"

/* In sizes of the type: how near the baselines of one row's cells are. */
#define SAME_BAND 0.5f
/* A row of the grid is several where so many of its lines have a figure beside other words or figures. */
#define BANDS_LEAST 2u
#define BANDS_MAX   512u
/* Rows without rules between them are a reading, if a likely one. */
#define CONFIDENCE 80u

/* A height at which lines of several cells stand. */
struct band {
    float base, size;
    uint32_t cells, figures; /* with a line here */
    float begun;             /* where the word stands with which one of them goes on, or its own base */
};

struct bands {
    struct band *items;
    uint32_t n, cap;
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

/* The heights of all lines of a row's cells, from above; lines of one row have one. */
static void find_bands(struct layout *l, const struct layout_cell *cells, uint32_t n,
                       const struct layout_line *lines, struct bands *to)
{
    to->n = 0;
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = cells[i].first_line; k < cells[i].first_line + cells[i].lines; k++) {
            bool rest = k > cells[i].first_line &&
                        lines_go_on(l, &lines[k - 1], &lines[k], cells[i].box.x0, cells[i].box.x1);
            float begun = rest ? lines[k - 1].base : lines[k].base;
            *LAYOUT_PUSH(l, to) =
                (struct band){lines[k].base, lines[k].size, 1, is_figure(lines[k].text), begun};
        }
    }
    if (!to->n)
        return;
    qsort(to->items, to->n, sizeof *to->items, compare_bands);
    uint32_t kept = 0;
    for (uint32_t i = 1; i < to->n; i++) {
        struct band *last = &to->items[kept], *next = &to->items[i];
        if (next->base - last->base < SAME_BAND * fminf(last->size, next->size)) {
            last->cells += next->cells;
            last->figures += next->figures;
            last->begun = fminf(last->begun, next->begun);
        } else {
            to->items[++kept] = *next;
        }
    }
    to->n = kept + 1;
}

/* A band that goes on with a word of one above is of the same row, and so are those between them: figures often stand
 * beside the middle of a name of two lines. False: two of them have figures, so that the cell is not made of rows. */
static bool join_bands(struct bands *bands)
{
    uint32_t kept = 0;
    for (uint32_t i = 1; i < bands->n; i++) {
        bands->items[++kept] = bands->items[i];
        while (kept &&
               bands->items[i].begun < bands->items[kept].base - SAME_BAND * bands->items[kept].size) {
            struct band *last = &bands->items[kept - 1], *next = &bands->items[kept--];
            if (last->figures && next->figures)
                return false;
            last->cells = last->cells + next->cells;
            last->figures += next->figures;
        }
    }
    bands->n = bands->n ? kept + 1 : 0;
    return true;
}

/* Whether a row of cells is several rows: a cell has nothing but figures, one a line, and the other cells have
 * theirs at the same heights. */
static bool is_split(const struct layout_cell *cells, uint32_t n, const struct layout_line *lines,
                     struct bands *bands)
{
    bool column = false;
    uint32_t beside = 0;
    if (!join_bands(bands))
        return false;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t figures = 0;
        for (uint32_t k = 0; k < cells[i].lines; k++)
            figures += is_figure(lines[cells[i].first_line + k].text);
        column = column || (figures >= BANDS_LEAST && figures == cells[i].lines);
        if (cells[i].rows > 1)
            return false;
    }
    for (uint32_t i = 0; i < bands->n; i++) {
        beside += bands->items[i].figures && bands->items[i].cells > 1;
        if (bands->items[i].figures && bands->items[i].cells == 1)
            return false;
    }
    return column && beside >= BANDS_LEAST && bands->n <= BANDS_MAX;
}

static void fill(struct layout *l, struct layout_cell *cell, const struct layout_line *lines)
{
    const struct layout_line *own = cell->lines ? lines + cell->first_line : NULL;
    cell->text = lines_join(l, own, cell->lines, cell->box.x0, cell->box.x1);
}

/* A cell's lines, each in the row of its band. */
static void split_cell(struct layout *l, const struct layout_cell *cell, const struct layout_line *lines,
                       const struct bands *bands, uint32_t row, struct layout_cells *to)
{
    for (uint32_t b = 0, k = 0; b < bands->n; b++) {
        struct layout_cell part = *cell;
        part.row = row + b;
        part.first_line = cell->first_line + k;
        part.lines = 0;
        while (k < cell->lines && band_of(bands, lines[cell->first_line + k].base) == b) {
            part.lines++;
            k++;
        }
        fill(l, &part, lines);
        *LAYOUT_PUSH(l, to) = part;
    }
}

/* Rows that a cell from above reaches into, or that begin one reaching down, are left as they are. */
static bool reached_from_above(const struct layout_table *t, uint32_t cell)
{
    uint32_t columns = 0;
    for (uint32_t i = cell; i < t->cells.n && t->cells.items[i].row == t->cells.items[cell].row; i++)
        columns += t->cells.items[i].columns;
    return columns < t->columns;
}

void bands_fill(struct layout *l, struct layout_table *t, const struct layout_line *lines)
{
    struct layout_cells cells = {0};
    struct bands bands = {0};
    uint32_t more = 0; /* rows added so far */
    for (uint32_t from = 0, to; from < t->cells.n; from = to) {
        const struct layout_cell *row = &t->cells.items[from];
        for (to = from + 1; to < t->cells.n && t->cells.items[to].row == row->row;)
            to++;
        find_bands(l, row, to - from, lines, &bands);
        bool split = !reached_from_above(t, from) && is_split(row, to - from, lines, &bands);
        for (uint32_t i = from; i < to; i++) {
            if (split) {
                split_cell(l, &t->cells.items[i], lines, &bands, row->row + more, &cells);
                continue;
            }
            struct layout_cell *cell = LAYOUT_PUSH(l, &cells);
            *cell = t->cells.items[i];
            cell->row += more;
            fill(l, cell, lines);
        }
        more += split ? bands.n - 1 : 0;
        t->confidence = split && t->confidence > CONFIDENCE ? CONFIDENCE : t->confidence;
    }
    t->cells = cells;
    t->rows += more;
    if (t->cells.n)
        qsort(t->cells.items, t->cells.n, sizeof *t->cells.items, grid_compare_cells);
}
