#include "ofd.h"

#include <math.h>
#include <string.h>

/* A character without a distance to the next one has this share of the size as its width. */
#define NARROW     0.5f
#define WIDE       1.0f
#define FIRST_WIDE 0x2E80u
/* Distances up to this many widths are the width; larger ones leave a gap. */
#define PITCH_MAX 1.3f
#define ASKEW     0.1f

enum {
    OTHER,
    AREA,
    PHYSICAL_BOX,
    TEMPLATE,
    TEXT_OBJECT,
    TEXT_CODE,
    PATH_OBJECT,
    PATH_DATA,
    IMAGE_OBJECT,
    CLIPS,
    TAGS
};

static const char *const tags[TAGS] = {[AREA] = "ofd:Area",
                                       [PHYSICAL_BOX] = "ofd:PhysicalBox",
                                       [TEMPLATE] = "ofd:Template",
                                       [TEXT_OBJECT] = "ofd:TextObject",
                                       [TEXT_CODE] = "ofd:TextCode",
                                       [PATH_OBJECT] = "ofd:PathObject",
                                       [PATH_DATA] = "ofd:AbbreviatedData",
                                       [IMAGE_OBJECT] = "ofd:ImageObject",
                                       [CLIPS] = "ofd:Clips"};

/* The object being read, and the line of text or path data in it. */
struct drawing {
    struct ofd *ofd;
    struct page_head *head; /* where only that is read */
    unsigned open;
    unsigned clips; /* depth of <Clips>: paths in them are not drawn */
    bool hidden, stroked, filled;
    float x, y; /* of the boundary */
    struct matrix matrix;
    float size, h_scale;
    int turn, turned; /* degrees: of the reading direction, of the characters */
    float at_x, at_y; /* of the next character */
    float code_x,
        code_y; /* where the text code began: the next one begins there too unless it says otherwise */
    struct numbers delta_x, delta_y;
};

static char *copy(struct tallyd_builder *b, const char *text)
{
    char *to = b->ops->alloc(b, strlen(text) + 1);
    stpcpy(to, text);
    return to;
}

static float number_of(const struct xml_attributes *attributes, const char *name, float otherwise)
{
    float value = otherwise;
    const char *text = xml_get(attributes, name);
    if (text)
        numbers_read(text, &value, 1);
    return value;
}

static void start_object(struct drawing *d, unsigned tag, const struct xml_attributes *attributes)
{
    float box[4] = {0};
    const char *boundary = xml_get(attributes, "Boundary");
    numbers_read(boundary, box, 4);
    d->x = box[0];
    d->y = box[1];
    d->matrix = numbers_matrix(xml_get(attributes, "CTM"));
    d->hidden = !xml_truth(attributes, "Visible", true) || number_of(attributes, "Alpha", 255) <= 0;
    d->stroked = xml_truth(attributes, "Stroke", true);
    d->filled = xml_truth(attributes, "Fill", false);
    d->size = number_of(attributes, "Size", 0);
    d->h_scale = number_of(attributes, "HScale", 1);
    d->code_x = d->code_y = 0;
    if (tag == TEXT_OBJECT && !xml_truth(attributes, "Fill", true) && !xml_truth(attributes, "Stroke", false))
        d->hidden = true;
    d->turn = (int)xml_number(attributes, "ReadDirection", 0, 270, 0);
    d->turned = (int)xml_number(attributes, "CharDirection", 0, 270, 0);
    if (tag == IMAGE_OBJECT && !d->hidden)
        layout_image(d->ofd->layout,
                     (struct layout_box){box[0] * OFD_POINTS, box[1] * OFD_POINTS,
                                         (box[0] + box[2]) * OFD_POINTS, (box[1] + box[3]) * OFD_POINTS});
}

static void start_code(struct drawing *d, const struct xml_attributes *attributes)
{
    const char *x = xml_get(attributes, "DeltaX"), *y = xml_get(attributes, "DeltaY");
    d->at_x = d->code_x = number_of(attributes, "X", d->code_x);
    d->at_y = d->code_y = number_of(attributes, "Y", d->code_y);
    d->delta_x = (struct numbers){.at = x ? copy(d->ofd->b, x) : NULL};
    d->delta_y = (struct numbers){.at = y ? copy(d->ofd->b, y) : NULL};
}

static void on_start(void *context, unsigned tag, const struct xml_attributes *attributes)
{
    struct drawing *d = context;
    d->open = tag;
    d->clips += tag == CLIPS;
    if (d->clips)
        return;
    if (tag == TEXT_OBJECT || tag == PATH_OBJECT || tag == IMAGE_OBJECT)
        start_object(d, tag, attributes);
    else if (tag == TEXT_CODE)
        start_code(d, attributes);
}

static void on_end(void *context, unsigned tag)
{
    struct drawing *d = context;
    d->open = OTHER;
    d->clips -= tag == CLIPS && d->clips > 0;
}

/* From an object's own coordinates to points on the page. */
static void place(const struct drawing *d, float *x, float *y)
{
    numbers_transform(&d->matrix, x, y);
    *x = (*x + d->x) * OFD_POINTS;
    *y = (*y + d->y) * OFD_POINTS;
}

/* Which way the text runs on the page: its object may be turned, and the characters in it. */
static enum layout_turn turn_of(const struct drawing *d)
{
    float dx = d->matrix.a, dy = d->matrix.b;
    bool level = fabsf(dy) <= ASKEW * fabsf(dx), upright = fabsf(dx) <= ASKEW * fabsf(dy);
    if (!level && !upright)
        return LAYOUT_OBLIQUE;
    int quarter = level ? (dx > 0 ? 0 : 2) : dy > 0 ? 1 : 3;
    return (enum layout_turn)((quarter + d->turned / 90) % 4);
}

/* UTF-8 that expat has checked. */
static uint32_t next_code(const char *text, size_t *at)
{
    unsigned char c = (unsigned char)text[*at];
    size_t bytes = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    uint32_t code = bytes == 1 ? c : c & (0xFFu >> (bytes + 1));
    for (size_t i = 1; i < bytes; i++)
        code = code << 6 | ((unsigned char)text[*at + i] & 0x3F);
    *at += bytes;
    return code;
}

/* What is left of a text without the blanks that lay out the XML. */
static void trim(const char **text, size_t *length)
{
    while (*length && strchr("\n\r\t", (*text)[0]) && (*text)[0]) {
        ++*text;
        --*length;
    }
    while (*length && strchr("\n\r\t", (*text)[*length - 1]) && (*text)[*length - 1])
        --*length;
}

static void draw_text(struct drawing *d, const char *text, size_t length)
{
    const float along = sqrtf(d->matrix.a * d->matrix.a + d->matrix.b * d->matrix.b);
    const float across = sqrtf(d->matrix.c * d->matrix.c + d->matrix.d * d->matrix.d);
    trim(&text, &length);
    for (size_t at = 0; at < length;) {
        uint32_t code = next_code(text, &at);
        float x = d->at_x, y = d->at_y;
        float width = d->size * d->h_scale * (code < FIRST_WIDE ? NARROW : WIDE);
        float dx = d->delta_x.at || d->delta_x.repeat ? numbers_next(&d->delta_x) : d->delta_x.value;
        float dy = d->delta_y.at || d->delta_y.repeat ? numbers_next(&d->delta_y) : d->delta_y.value;
        bool given = dx != 0 || dy != 0;
        d->at_x += given ? dx : d->turn == 90 || d->turn == 270 ? 0 : width;
        d->at_y += given ? dy : d->turn == 90 ? d->size : d->turn == 270 ? -d->size : 0;
        width = dx > 0 && dx <= PITCH_MAX * width ? dx : width;
        place(d, &x, &y);
        layout_glyph(d->ofd->layout, &(struct layout_glyph){.x = x,
                                                            .y = y,
                                                            .width = width * along * OFD_POINTS,
                                                            .size = d->size * across * OFD_POINTS,
                                                            .code = code,
                                                            .turn = turn_of(d),
                                                            .hidden = d->hidden});
    }
}

/* The points of a path: where it is, where its part began, what it covers. */
struct pen {
    float x, y, start_x, start_y;
    struct layout_box extent;
    bool any, square;
};

static void end_part(const struct drawing *d, struct pen *pen)
{
    if (pen->any && pen->square && !d->stroked)
        layout_rule(d->ofd->layout, pen->extent);
    pen->any = false;
    pen->square = true;
}

static void line_to(const struct drawing *d, struct pen *pen, float x, float y)
{
    struct layout_box line = {pen->x, pen->y, x, y};
    pen->x = x;
    pen->y = y;
    place(d, &line.x0, &line.y0);
    place(d, &line.x1, &line.y1);
    if (d->stroked)
        layout_rule(d->ofd->layout, line);
    pen->square = pen->square && (fabsf(line.x0 - line.x1) < 0.5f || fabsf(line.y0 - line.y1) < 0.5f);
    struct layout_box *e = &pen->extent;
    if (!pen->any)
        *e = (struct layout_box){line.x0, line.y0, line.x0, line.y0};
    *e = (struct layout_box){fminf(fminf(e->x0, line.x0), line.x1), fminf(fminf(e->y0, line.y0), line.y1),
                             fmaxf(fmaxf(e->x1, line.x0), line.x1), fmaxf(fmaxf(e->y1, line.y0), line.y1)};
    pen->any = true;
}

/* A command with its numbers; `n` is how many it needs (GB/T 33190, table of path commands). */
static void run_command(const struct drawing *d, struct pen *pen, char command, const float *v, unsigned n)
{
    if (command == 'M' || command == 'S') {
        end_part(d, pen);
        pen->x = pen->start_x = v[0];
        pen->y = pen->start_y = v[1];
    } else if (command == 'L') {
        line_to(d, pen, v[0], v[1]);
    } else if (command == 'C') {
        line_to(d, pen, pen->start_x, pen->start_y);
        end_part(d, pen);
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

static void draw_path(const struct drawing *d, const char *data)
{
    struct pen pen = {.square = true};
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
            run_command(d, &pen, command, v, n);
            n = 0;
        }
    }
    end_part(d, &pen);
}

static void on_text(void *context, const char *text, size_t length)
{
    struct drawing *d = context;
    if (d->clips)
        return;
    if (d->open == TEXT_CODE && d->size > 0)
        draw_text(d, text, length);
    if (d->open != PATH_DATA || d->hidden || !(d->stroked || d->filled))
        return;
    char *data = d->ofd->b->ops->alloc(d->ofd->b, length + 1);
    memcpy(data, text, length);
    draw_path(d, data);
}

static const struct xml_reader reader = {ofd_spaces, tags, TAGS, on_start, on_end, on_text};

static void on_head_start(void *context, unsigned tag, const struct xml_attributes *attributes)
{
    struct drawing *d = context;
    const char *id = tag == TEMPLATE ? xml_get(attributes, "TemplateID") : NULL;
    d->open = tag;
    if (id && d->head->n_templates < sizeof d->head->templates / sizeof *d->head->templates)
        d->head->templates[d->head->n_templates++] = copy(d->ofd->b, id);
}

static void on_head_text(void *context, const char *text, size_t length)
{
    struct drawing *d = context;
    float box[4];
    char *copied;
    if (d->open != PHYSICAL_BOX)
        return;
    copied = d->ofd->b->ops->alloc(d->ofd->b, length + 1);
    memcpy(copied, text, length);
    if (numbers_read(copied, box, 4) == 4) {
        d->head->width = box[2];
        d->head->height = box[3];
    }
}

static const struct xml_reader head_reader = {ofd_spaces, tags, TAGS, on_head_start, on_end, on_head_text};

static bool is_read(struct ofd *ofd, enum tallyd_result result)
{
    ofd->encrypted = ofd->encrypted || result == TALLYD_ENCRYPTED;
    return result == TALLYD_OK;
}

bool page_draw(struct ofd *ofd, const struct zip_entry *entry)
{
    struct drawing d = {.ofd = ofd};
    return is_read(ofd, xml_read(ofd->zip, entry, &reader, &d));
}

bool page_head_read(struct ofd *ofd, const struct zip_entry *entry, struct page_head *ret)
{
    struct drawing d = {.ofd = ofd, .head = ret};
    return is_read(ofd, xml_read(ofd->zip, entry, &head_reader, &d));
}
