#include "priv.h"

/* The room between two columns of prose is looked for in the middle of what is written on the page, in steps of points. */
#define FROM  0.3f
#define TO    0.7f
#define STEP  2.0f
#define STEPS 1000u
/* A column has so many lines, of so many characters on average; so many in a hundred of them begin at its left edge and end at its
 * right one, and so few are figures. Columns of a table, or a list beside another, have not. */
#define LINES_LEAST    6u
#define CHARS_LEAST    12u
#define EVEN_PERCENT   50u
#define FULL_PERCENT   35u
#define FIGURE_PERCENT 10u
/* Two columns as long as this may be a list beside a text, of which so many in a hundred lines are full. */
#define LONG_LEAST   20u
#define TEXT_PERCENT 70u
/* In sizes of the type: what is at an edge; lines farther apart are not of one text, even less so at the page's edges, in these
 * shares of it, where its running heads are. */
#define AT_EDGE      2.0f
#define ROW_GAP      3.2f
#define MARGIN_GAP   2.0f
#define MARGIN_SHARE 0.1f
/* Last lines of the left column that stand below all of the right one are what comes after both, if so few and not full. */
#define AFTER_MAX 2u

/* What one side of the gutter has of a band of lines. */
struct side {
    float left, right;
    uint32_t lines, even, full, figures;
    uint64_t chars;
};

static uint32_t step_of(float x)
{
    return x <= 0 ? 0 : x >= STEP * (float)(STEPS - 1) ? STEPS - 1 : (uint32_t)(x / STEP);
}

/* Where the fewest segments stand, in the middle of the page. */
static float find_gutter(const struct layout_parts *parts)
{
    int over[STEPS + 1] = {0}, now = 0, least = INT32_MAX;
    float left = INFINITY, right = 0;
    uint32_t first = 0, last = 0;
    for (uint32_t k = 0; k < parts->all.n; k++) {
        const struct layout_segment *s = &parts->all.items[k];
        left = fminf(left, s->x0);
        right = fmaxf(right, s->x1);
        over[step_of(s->x0)]++;
        over[step_of(s->x1) + 1]--;
    }
    if (!(left < right))
        return 0;
    const uint32_t from = step_of(left + FROM * (right - left)), to = step_of(left + TO * (right - left));
    for (uint32_t i = 0; i <= to; i++) {
        now += over[i];
        if (i < from || now > least)
            continue;
        first = now < least || i > last + 1 ? i : first;
        last = i;
        least = now;
    }
    return STEP * ((float)(first + last) / 2 + 0.5f);
}

/* The segments of a line that stand left (or right) of the gutter: [*ret_from, *ret_to). */
static void segments_of(const struct layout_parts *parts, uint32_t line, float gutter, bool is_right,
                        uint32_t *ret_from, uint32_t *ret_to)
{
    uint32_t middle = parts->start[line];
    while (middle < parts->start[line + 1] && parts->all.items[middle].x0 < gutter)
        middle++;
    *ret_from = is_right ? middle : parts->start[line];
    *ret_to = is_right ? parts->start[line + 1] : middle;
}

static bool crosses(const struct layout_parts *parts, uint32_t line, float gutter)
{
    for (uint32_t k = parts->start[line]; k < parts->start[line + 1]; k++)
        if (parts->all.items[k].x0 < gutter && parts->all.items[k].x1 > gutter)
            return true;
    return false;
}

/* Whether a ruled table stands across the gutter between two heights. */
static bool table_across(const struct layout *l, float above, float below, float gutter)
{
    for (uint32_t i = 0; i < l->tables.n; i++) {
        const struct layout_box *box = &l->tables.items[i]->box;
        if (box->y0 > above && box->y0 < below && box->x0 < gutter && box->x1 > gutter)
            return true;
    }
    return false;
}

/* Whether line i goes on with the band of the line above it. */
static bool is_near(const struct layout *l, float height, float gutter, uint32_t i)
{
    const struct layout_line *line = &l->lines.items[i];
    const float gap = line->base - line[-1].base, size = fmaxf(line->size, line[-1].size);
    const bool edge = line[-1].base < MARGIN_SHARE * height || line->base > (1 - MARGIN_SHARE) * height;
    return gap <= (edge ? MARGIN_GAP : ROW_GAP) * size && !table_across(l, line[-1].base, line->base, gutter);
}

static void look_at(const struct layout_parts *parts, uint32_t from, uint32_t to, float gutter, bool is_right,
                    struct side *side)
{
    *side = (struct side){.left = INFINITY};
    for (uint32_t i = from; i < to; i++) {
        uint32_t first, end;
        segments_of(parts, i, gutter, is_right, &first, &end);
        if (first == end)
            continue;
        side->left = fminf(side->left, parts->all.items[first].x0);
        side->right = fmaxf(side->right, parts->all.items[end - 1].x1);
    }
}

static void count_lines(struct layout *l, const struct layout_parts *parts, uint32_t from, uint32_t to,
                        float gutter, bool is_right, struct side *side)
{
    look_at(parts, from, to, gutter, is_right, side);
    for (uint32_t i = from; i < to; i++) {
        const float near = AT_EDGE * l->lines.items[i].size;
        uint32_t first, end;
        segments_of(parts, i, gutter, is_right, &first, &end);
        if (first == end)
            continue;
        const struct layout_segment *a = &parts->all.items[first], *z = &parts->all.items[end - 1];
        side->lines++;
        side->chars += z->end - a->first;
        side->even += a->x0 - side->left <= near;
        side->full += side->right - z->x1 <= near;
        side->figures += lines_is_figure(lines_text(l, a->first, z->end));
    }
}

static bool is_column(const struct side *side)
{
    return side->lines >= LINES_LEAST && side->chars >= (uint64_t)CHARS_LEAST * side->lines &&
           side->even * 100 >= side->lines * EVEN_PERCENT &&
           side->figures * 100 <= side->lines * FIGURE_PERCENT;
}

static bool are_full(const struct side *left, const struct side *right)
{
    const bool is_long = left->lines >= LONG_LEAST && right->lines >= LONG_LEAST;
    const bool text =
        left->full * 100 >= left->lines * TEXT_PERCENT || right->full * 100 >= right->lines * TEXT_PERCENT;
    return (is_long && text) || (left->full * 100 >= left->lines * FULL_PERCENT &&
                                 right->full * 100 >= right->lines * FULL_PERCENT);
}

/* Where the band ends without the lines below it that are of the left side only, few, and not full. */
static uint32_t without_rest(const struct layout *l, const struct layout_parts *parts,
                             const struct layout_band *band, uint32_t to)
{
    uint32_t end = to;
    while (end > band->from + 1 && to - end < AFTER_MAX + 1) {
        uint32_t first, last;
        segments_of(parts, end - 1, band->gutter, true, &first, &last);
        if (first < last)
            return end;
        const struct layout_segment *s = &parts->all.items[parts->start[end] - 1];
        if (band->left[1] - s->x1 <= AT_EDGE * l->lines.items[end - 1].size)
            return to;
        end--;
    }
    return to;
}

/* Lines [from, to) as a band, where they are prose in two columns. */
static bool is_band(struct layout *l, const struct layout_parts *parts, uint32_t from, uint32_t to,
                    float gutter, struct layout_band *ret)
{
    struct side left, right;
    if (to - from < LINES_LEAST)
        return false;
    count_lines(l, parts, from, to, gutter, false, &left);
    count_lines(l, parts, from, to, gutter, true, &right);
    if (!is_column(&left) || !is_column(&right) || !are_full(&left, &right))
        return false;
    *ret = (struct layout_band){
        .from = from, .gutter = gutter, .left = {left.left, left.right}, .right = {right.left, right.right}};
    ret->to = without_rest(l, parts, ret, to);
    return true;
}

struct layout_bands prose_find(struct layout *l, const struct layout_parts *parts)
{
    const float gutter = find_gutter(parts), height = l->pages.items[l->pages.n - 1].height;
    struct layout_bands bands = {0};
    for (uint32_t from = 0, to; from < l->lines.n; from = to) {
        to = from + 1;
        if (crosses(parts, from, gutter))
            continue;
        while (to < l->lines.n && !crosses(parts, to, gutter) && is_near(l, height, gutter, to))
            to++;
        struct layout_band band;
        if (is_band(l, parts, from, to, gutter, &band))
            *SCRATCH_PUSH(l, &bands) = band;
    }
    return bands;
}

/* Ruled tables of the one side that begin above a height. */
static void push_tables(struct layout *l, uint32_t *next, float above, const struct layout_band *band,
                        bool is_right, uint32_t page)
{
    for (; *next < l->tables.n; ++*next) {
        struct layout_table *t = l->tables.items[*next];
        if (t && t->box.y0 >= above)
            return;
        if (!t || (t->box.x0 >= band->gutter) != is_right)
            continue;
        columns_item(l, page, LAYOUT_TABLE)->table = t;
        l->tables.items[*next] = NULL;
    }
}

static void push_side(struct layout *l, const struct layout_parts *parts, const struct layout_band *band,
                      bool is_right, uint32_t table)
{
    const float *edges = is_right ? band->right : band->left;
    const uint32_t page = l->pages.n;
    for (uint32_t i = band->from; i < band->to; i++) {
        const struct layout_line *line = &l->lines.items[i];
        uint32_t first, end;
        push_tables(l, &table, line->base - line->size / 2, band, is_right, page);
        segments_of(parts, i, band->gutter, is_right, &first, &end);
        if (first == end)
            continue;
        struct layout_item *item =
            columns_line(l, line, &parts->all.items[first], &parts->all.items[end], page);
        item->left = edges[0];
        item->right = edges[1];
    }
}

void prose_push(struct layout *l, const struct layout_parts *parts, const struct layout_band *band,
                uint32_t table)
{
    push_side(l, parts, band, false, table);
    push_side(l, parts, band, true, table);
}
