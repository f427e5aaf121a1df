#include "ofd.h"

#include <math.h>

/* Millimetres by which a level or upright side may be off. */
#define SQUARE 0.18f

/* The points of a path: where it is, where its part began, what it covers. */
struct pen {
    const struct canvas *canvas;
    const struct matrix *at;
    bool stroked;
    float x, y, start_x, start_y;
    struct layout_box extent;
    bool any, square;
};

/* A filled part is a line where it is a thin box; the layout sees to that. */
static void end_part(struct pen *pen)
{
    const struct layout_box *e = &pen->extent;
    if (pen->any && pen->square && !pen->stroked)
        marks_put(pen->canvas, &(struct ofd_mark){.kind = OFD_BOX,
                                                  .at = {e->x1 - e->x0, 0, 0, e->y1 - e->y0, e->x0, e->y0}});
    pen->any = false;
    pen->square = true;
}

static void line_to(struct pen *pen, float x, float y)
{
    struct layout_box line = {pen->x, pen->y, x, y};
    pen->x = x;
    pen->y = y;
    numbers_transform(pen->at, &line.x0, &line.y0);
    numbers_transform(pen->at, &line.x1, &line.y1);
    if (pen->stroked)
        marks_put(pen->canvas,
                  &(struct ofd_mark){.kind = OFD_LINE,
                                     .at = {line.x1 - line.x0, line.y1 - line.y0, 0, 0, line.x0, line.y0}});
    pen->square = pen->square && (fabsf(line.x0 - line.x1) < SQUARE || fabsf(line.y0 - line.y1) < SQUARE);
    struct layout_box *e = &pen->extent;
    if (!pen->any)
        *e = (struct layout_box){line.x0, line.y0, line.x0, line.y0};
    *e = (struct layout_box){fminf(fminf(e->x0, line.x0), line.x1), fminf(fminf(e->y0, line.y0), line.y1),
                             fmaxf(fmaxf(e->x1, line.x0), line.x1), fmaxf(fmaxf(e->y1, line.y0), line.y1)};
    pen->any = true;
}

/* A command with its numbers; `n` is how many it needs (GB/T 33190, table of path commands). */
static void run_command(struct pen *pen, char command, const float *v, unsigned n)
{
    if (command == 'M' || command == 'S') {
        end_part(pen);
        pen->x = pen->start_x = v[0];
        pen->y = pen->start_y = v[1];
    } else if (command == 'L') {
        line_to(pen, v[0], v[1]);
    } else if (command == 'C') {
        line_to(pen, pen->start_x, pen->start_y);
        end_part(pen);
    } else if (n >= 2) { /* curves and arcs end at their last point */
        pen->square = false;
        pen->x = v[n - 2];
        pen->y = v[n - 1];
    }
}

static unsigned needs(char command)
{
    static const struct {
        char command;
        unsigned numbers;
    } commands[] = {{'M', 2}, {'S', 2}, {'L', 2}, {'Q', 4}, {'B', 6}, {'A', 7}};
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (commands[i].command == command)
            return commands[i].numbers;
    return 0;
}

void path_draw(const struct canvas *canvas, const struct matrix *object, bool stroked, const char *data)
{
    struct pen pen = {.canvas = canvas, .at = object, .stroked = stroked, .square = true};
    float v[7] = {0}, number = 0;
    unsigned n = 0;
    char command = 0, token;
    for (const char *at = data; (at = numbers_token(at, &token, &number));) {
        if (token) {
            command = token;
            n = 0;
        } else if (n < sizeof v / sizeof *v) {
            v[n++] = number;
        }
        if ((token && !needs(command)) || (!token && n == needs(command))) {
            run_command(&pen, command, v, n);
            n = 0;
        }
    }
    end_part(&pen);
}
