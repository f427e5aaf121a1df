#include "ofd.h"

#include <math.h>
#include <stdlib.h>

/* Text runs level where its direction rises or falls by less than this share. */
#define ASKEW 0.1f

static const struct matrix page = {OFD_POINTS, 0, 0, OFD_POINTS, 0, 0};

static enum layout_turn turn_of(const struct matrix *at, unsigned quarter)
{
    bool level = fabsf(at->b) <= ASKEW * fabsf(at->a), upright = fabsf(at->a) <= ASKEW * fabsf(at->b);
    if (!level && !upright)
        return LAYOUT_OBLIQUE;
    unsigned turned = level ? (at->a > 0 ? 0u : 2u) : at->b > 0 ? 1u : 3u;
    return (enum layout_turn)((turned + quarter) % 4);
}

static struct layout_box box_of(const struct matrix *at)
{
    float x1 = at->e + at->a + at->c, y1 = at->f + at->b + at->d;
    return (struct layout_box){fminf(at->e, x1), fminf(at->f, y1), fmaxf(at->e, x1), fmaxf(at->f, y1)};
}

static void draw_glyph(const struct canvas *canvas, const struct ofd_mark *mark, const struct matrix *at,
                       bool hidden)
{
    layout_glyph(canvas->ofd->layout, &(struct layout_glyph){.x = at->e,
                                                             .y = at->f,
                                                             .width = hypotf(at->a, at->b),
                                                             .size = hypotf(at->c, at->d),
                                                             .code = mark->code,
                                                             .turn = turn_of(at, mark->quarter),
                                                             .hidden = hidden,
                                                             .apart = canvas->apart});
}

static int compare_units(const void *a, const void *b)
{
    const struct ofd_unit *x = a, *y = b;
    return x->id < y->id ? -1 : x->id > y->id;
}

static const struct ofd_unit *find_unit(const struct ofd_units *units, uint32_t id)
{
    return units->n ? bsearch(&(struct ofd_unit){.id = id}, units->items, units->n, sizeof *units->items,
                              compare_units)
                    : NULL;
}

/* A mark whose coordinates go through `frame`, in a unit so deep in others. */
static void draw(const struct canvas *canvas, const struct ofd_mark *mark, const struct matrix *frame,
                 bool hidden, unsigned depth)
{
    struct ofd *ofd = canvas->ofd;
    struct matrix at = numbers_compose(&mark->at, frame);
    hidden = hidden || mark->hidden;
    ofd->drawn += depth > 0;
    if (ofd->drawn > LIMIT_ofd_marks)
        ofd->b->ops->limit(ofd->b, "ofd_marks");
    if (mark->kind == OFD_UNIT) {
        const struct ofd_unit *unit = find_unit(&ofd->units, mark->code);
        if (depth == LIMIT_ofd_depth)
            ofd->b->ops->limit(ofd->b, "ofd_depth");
        if (!unit)
            layout_damaged(ofd->layout);
        for (uint32_t i = 0; unit && i < unit->n; i++)
            draw(canvas, &ofd->units.marks[unit->first + i], &at, hidden, depth + 1);
    } else if (mark->kind == OFD_GLYPH) {
        draw_glyph(canvas, mark, &at, hidden);
    } else if (mark->kind == OFD_IMAGE && !hidden && !canvas->annotation) {
        layout_image(ofd->layout, box_of(&at));
    } else if (!hidden && !canvas->annotation) {
        layout_rule(ofd->layout, mark->kind == OFD_BOX
                                     ? box_of(&at)
                                     : (struct layout_box){at.e, at.f, at.e + at.a, at.f + at.b});
    }
}

void marks_unit(struct ofd *ofd, uint32_t id)
{
    struct ofd_units *units = &ofd->units;
    units->items = package_room(ofd, units->items, units->n, &units->cap, sizeof *units->items);
    units->items[units->n++] = (struct ofd_unit){.id = id, .first = units->n_marks};
}

void marks_put(const struct canvas *canvas, const struct ofd_mark *mark)
{
    struct ofd *ofd = canvas->ofd;
    struct ofd_units *units = &ofd->units;
    if (!canvas->in_unit) {
        if (!canvas->resource)
            draw(canvas, mark, &page, false, 0);
        return;
    }
    if (units->n_marks == LIMIT_ofd_marks)
        ofd->b->ops->limit(ofd->b, "ofd_marks");
    units->marks = package_room(ofd, units->marks, units->n_marks, &units->cap_marks, sizeof *units->marks);
    units->marks[units->n_marks++] = *mark;
    units->items[units->n - 1].n++;
}

void marks_ready(struct ofd *ofd)
{
    if (ofd->units.n)
        qsort(ofd->units.items, ofd->units.n, sizeof *ofd->units.items, compare_units);
}
