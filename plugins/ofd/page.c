#include "ofd.h"

#include <string.h>

/* A character without a distance to the next one has this share of the size as its width. */
#define NARROW     0.5f
#define WIDE       1.0f
#define FIRST_WIDE 0x2E80u
/* Distances up to this many widths are the width; larger ones leave a gap. */
#define PITCH_MAX 1.3f
/* No character is narrower, lest its direction be lost. */
#define WIDTH_LEAST 1e-3f
/* What stands for a glyph that has no code (GB/T 33190, 11.3), and how many digits a code has that is written out. */
#define PLACEHOLDER 0xA4u
#define CODE_DIGITS 4

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
    COMPOSITE_OBJECT,
    COMPOSITE_UNIT,
    ANNOTATION,
    APPEARANCE,
    REMARK,
    PAGE_RESOURCES,
    CLIPS,
    CELL_CONTENT,
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
                                       [COMPOSITE_OBJECT] = "ofd:CompositeObject",
                                       [COMPOSITE_UNIT] = "ofd:CompositeGraphicUnit",
                                       [ANNOTATION] = "ofd:Annot",
                                       [APPEARANCE] = "ofd:Appearance",
                                       [REMARK] = "ofd:Remark",
                                       [PAGE_RESOURCES] = "ofd:PageRes",
                                       [CLIPS] = "ofd:Clips",
                                       [CELL_CONTENT] = "ofd:CellContent"};

/* The object being read, and the line of text or path data in it. */
struct drawing {
    struct ofd *ofd;
    struct page_head *head; /* where only that is read */
    struct canvas canvas;
    float left, top; /* where the boundaries of objects count from */
    bool hides;      /* the annotation is not shown */
    unsigned open;
    unsigned set_aside; /* depth of what is not drawn by itself: clips, patterns */
    bool hidden, stroked, filled;
    struct matrix matrix;
    float size, h_scale;
    int turn, turned; /* degrees: of the reading direction, of the characters */
    float at_x, at_y; /* of the next character */
    float code_x,
        code_y; /* where the text code began: the next one begins there too unless it says otherwise */
    struct numbers delta_x, delta_y;
};

static char *copy(const struct drawing *d, const char *text)
{
    return package_copy(d->ofd, text, strlen(text));
}

static float number_of(const struct xml_attributes *attributes, const char *name, float otherwise)
{
    float value = otherwise;
    const char *text = xml_get(attributes, name);
    if (text)
        numbers_read(text, &value, 1);
    return value;
}

static void put_object(const struct drawing *d, enum ofd_kind kind, uint32_t code, const struct matrix *at)
{
    marks_put(&d->canvas, &(struct ofd_mark){.at = *at, .kind = kind, .code = code, .hidden = d->hidden});
}

static void start_object(struct drawing *d, unsigned tag, const struct xml_attributes *attributes)
{
    float box[4] = {0};
    numbers_read(xml_get(attributes, "Boundary"), box, 4);
    d->matrix = numbers_matrix(xml_get(attributes, "CTM"));
    d->matrix.e += box[0] + d->left;
    d->matrix.f += box[1] + d->top;
    d->hidden =
        d->hides || !xml_truth(attributes, "Visible", true) || number_of(attributes, "Alpha", 255) <= 0;
    d->stroked = xml_truth(attributes, "Stroke", true);
    d->filled = xml_truth(attributes, "Fill", false);
    d->size = number_of(attributes, "Size", 0);
    d->h_scale = number_of(attributes, "HScale", 1);
    d->code_x = d->code_y = 0;
    if (tag == TEXT_OBJECT && !xml_truth(attributes, "Fill", true) && !xml_truth(attributes, "Stroke", false))
        d->hidden = true;
    d->turn = (int)xml_number(attributes, "ReadDirection", 0, 270, 0);
    d->turned = (int)xml_number(attributes, "CharDirection", 0, 270, 0);
    if (tag == IMAGE_OBJECT)
        put_object(d, OFD_IMAGE, 0,
                   &(struct matrix){box[2], 0, 0, box[3], box[0] + d->left, box[1] + d->top});
    if (tag == COMPOSITE_OBJECT)
        put_object(d, OFD_UNIT, (uint32_t)xml_number(attributes, "ResourceID", 0, UINT32_MAX, 0), &d->matrix);
}

static void start_code(struct drawing *d, const struct xml_attributes *attributes)
{
    const char *x = xml_get(attributes, "DeltaX"), *y = xml_get(attributes, "DeltaY");
    d->at_x = d->code_x = number_of(attributes, "X", d->code_x);
    d->at_y = d->code_y = number_of(attributes, "Y", d->code_y);
    d->delta_x = (struct numbers){.at = x ? copy(d, x) : NULL};
    d->delta_y = (struct numbers){.at = y ? copy(d, y) : NULL};
}

/* A seal or a watermark lies over the page's text and is none of it. */
static void start_annotation(struct drawing *d, const struct xml_attributes *attributes)
{
    const char *type = xml_get(attributes, "Type");
    d->canvas.apart = type && (strcmp(type, "Stamp") == 0 || strcmp(type, "Watermark") == 0);
    d->hides = !xml_truth(attributes, "Visible", true);
}

static void start_appearance(struct drawing *d, const struct xml_attributes *attributes)
{
    float box[4] = {0};
    numbers_read(xml_get(attributes, "Boundary"), box, 4);
    d->left = box[0];
    d->top = box[1];
}

static void start_unit(struct drawing *d, const struct xml_attributes *attributes)
{
    if (!d->canvas.resource)
        return;
    marks_unit(d->ofd, (uint32_t)xml_number(attributes, "ID", 0, UINT32_MAX, 0));
    d->canvas.in_unit = true;
}

static void on_start(void *context, unsigned tag, const struct xml_attributes *attributes)
{
    static void (*const starts[TAGS])(struct drawing *, const struct xml_attributes *) = {
        [TEXT_CODE] = start_code,
        [COMPOSITE_UNIT] = start_unit,
        [ANNOTATION] = start_annotation,
        [APPEARANCE] = start_appearance,
    };
    struct drawing *d = context;
    d->open = tag;
    d->set_aside += tag == CLIPS || tag == CELL_CONTENT;
    if (d->set_aside)
        return;
    if (tag == TEXT_OBJECT || tag == PATH_OBJECT || tag == IMAGE_OBJECT || tag == COMPOSITE_OBJECT)
        start_object(d, tag, attributes);
    else if (starts[tag])
        starts[tag](d, attributes);
}

static void on_end(void *context, unsigned tag)
{
    struct drawing *d = context;
    d->open = OTHER;
    d->set_aside -= (tag == CLIPS || tag == CELL_CONTENT) && d->set_aside > 0;
    if (tag == COMPOSITE_UNIT)
        d->canvas.in_unit = false;
}

/* The code that a backslash and four digits stand for; 0 where they are none. */
static uint32_t written_code(const char *text, size_t length)
{
    uint32_t code = 0;
    if (length <= CODE_DIGITS || text[0] != '\\')
        return 0;
    for (size_t i = 1; i <= CODE_DIGITS; i++) {
        const char *digits = "0123456789abcdef",
                   *digit = strchr(digits, text[i] | (text[i] >= 'A' ? 0x20 : 0));
        if (!digit || !text[i])
            return 0;
        code = code << 4 | (uint32_t)(digit - digits);
    }
    return code;
}

/* UTF-8 that expat has checked. */
static uint32_t next_code(const char *text, size_t length, size_t *at)
{
    unsigned char c = (unsigned char)text[*at];
    uint32_t written = written_code(text + *at, length - *at);
    if (written) {
        *at += 1 + CODE_DIGITS;
        return written;
    }
    size_t bytes = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    uint32_t code = bytes == 1 ? c : c & (0xFFu >> (bytes + 1));
    for (size_t i = 1; i < bytes; i++)
        code = code << 6 | ((unsigned char)text[*at + i] & 0x3F);
    *at += bytes;
    return code == PLACEHOLDER ? LAYOUT_UNKNOWN : code;
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

static void draw_glyph(const struct drawing *d, uint32_t code, float x, float y, float width)
{
    const struct matrix glyph = {width > WIDTH_LEAST ? width : WIDTH_LEAST, 0, 0, d->size, x, y};
    marks_put(&d->canvas, &(struct ofd_mark){.at = numbers_compose(&glyph, &d->matrix),
                                             .code = code,
                                             .kind = OFD_GLYPH,
                                             .quarter = (uint8_t)(d->turned / 90),
                                             .hidden = d->hidden});
}

static void draw_text(struct drawing *d, const char *text, size_t length)
{
    trim(&text, &length);
    for (size_t at = 0; at < length;) {
        uint32_t code = next_code(text, length, &at);
        float x = d->at_x, y = d->at_y;
        float width = d->size * d->h_scale * (code < FIRST_WIDE ? NARROW : WIDE);
        float dx = d->delta_x.at || d->delta_x.repeat ? numbers_next(&d->delta_x) : d->delta_x.value;
        float dy = d->delta_y.at || d->delta_y.repeat ? numbers_next(&d->delta_y) : d->delta_y.value;
        bool given = dx != 0 || dy != 0;
        d->at_x += given ? dx : d->turn == 90 || d->turn == 270 ? 0 : width;
        d->at_y += given ? dy : d->turn == 90 ? d->size : d->turn == 270 ? -d->size : 0;
        draw_glyph(d, code, x, y, dx > 0 && dx <= PITCH_MAX * width ? dx : width);
    }
}

static void on_text(void *context, const char *text, size_t length)
{
    struct drawing *d = context;
    if (d->set_aside)
        return;
    if (d->open == TEXT_CODE && d->size > 0)
        draw_text(d, text, length);
    if (d->open == REMARK && d->canvas.annotation && !d->hides)
        layout_aside(d->ofd->layout, text, length);
    if (d->open == PATH_DATA && !d->hidden && (d->stroked || d->filled))
        path_draw(&d->canvas, &d->matrix, d->stroked, package_copy(d->ofd, text, length));
}

static const struct xml_reader reader = {ofd_spaces, tags, TAGS, on_start, on_end, on_text};

static void on_head_start(void *context, unsigned tag, const struct xml_attributes *attributes)
{
    struct drawing *d = context;
    const char *id = tag == TEMPLATE ? xml_get(attributes, "TemplateID") : NULL;
    d->open = tag;
    if (id && d->head->n_templates < sizeof d->head->templates / sizeof *d->head->templates)
        d->head->templates[d->head->n_templates++] = copy(d, id);
}

static void on_head_text(void *context, const char *text, size_t length)
{
    struct drawing *d = context;
    struct page_head *head = d->head;
    float box[4];
    const char *copied = package_copy(d->ofd, text, length);
    if (d->open == PHYSICAL_BOX && numbers_read(copied, box, 4) == 4) {
        head->width = box[2];
        head->height = box[3];
    }
    if (d->open == PAGE_RESOURCES && head->n_resources < sizeof head->resources / sizeof *head->resources)
        head->resources[head->n_resources++] = copied;
}

static const struct xml_reader head_reader = {ofd_spaces, tags, TAGS, on_head_start, on_end, on_head_text};

static bool is_read(struct ofd *ofd, enum tallyd_result result)
{
    ofd->encrypted = ofd->encrypted || result == TALLYD_ENCRYPTED;
    return result == TALLYD_OK;
}

bool page_draw(struct ofd *ofd, const struct zip_entry *entry)
{
    struct drawing d = {.ofd = ofd, .canvas = {.ofd = ofd}};
    return is_read(ofd, xml_read(ofd->zip, entry, &reader, &d));
}

bool page_annotate(struct ofd *ofd, const struct zip_entry *entry)
{
    struct drawing d = {.ofd = ofd, .canvas = {.ofd = ofd, .annotation = true}};
    return is_read(ofd, xml_read(ofd->zip, entry, &reader, &d));
}

void page_units(struct ofd *ofd, const struct zip_entry *entry)
{
    struct drawing d = {.ofd = ofd, .canvas = {.ofd = ofd, .resource = true}};
    is_read(ofd, xml_read(ofd->zip, entry, &reader, &d));
}

bool page_head_read(struct ofd *ofd, const struct zip_entry *entry, struct page_head *ret)
{
    struct drawing d = {.ofd = ofd, .head = ret};
    return is_read(ofd, xml_read(ofd->zip, entry, &head_reader, &d));
}
