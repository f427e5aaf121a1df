#include "pdf.h"

#include <math.h>
#include <string.h>

/* Text runs level where its direction rises or falls by less than this share. */
#define ASKEW 0.1f

/* Characters from here on are as wide as they are high. */
#define FIRST_WIDE 0x2E80

/* Clips inside each other that are followed; of deeper ones the last followed holds. */
#define CLIPS 64
/* A page with this many curves and no text has its text drawn as shapes: it is as good as a picture. */
#define CURVES_OF_TEXT 1000u

/* Takes what MuPDF draws. */
struct device {
    fz_device super;
    struct pdf *pdf;
    fz_cookie cookie;
    fz_rect clips[CLIPS]; /* what shows, at each depth */
    unsigned depth;       /* of the clips around the current step */
    unsigned curves, glyphs;
};

static struct device *of(fz_device *dev)
{
    return (struct device *)(void *)dev;
}

/* What shows now: text cut off by its cell's clip is not part of what a reader reads. */
static fz_rect shown(const struct device *device)
{
    return device->clips[device->depth < CLIPS ? device->depth : CLIPS - 1];
}

static void push_clip(fz_device *dev, fz_rect area)
{
    struct device *device = of(dev);
    fz_rect inner = fz_intersect_rect(shown(device), area);
    if (++device->depth < CLIPS)
        device->clips[device->depth] = inner;
}

/* A path being walked: where it is, where its part began, and what it is drawn for. */
struct walk {
    struct layout *layout;
    fz_matrix ctm;
    fz_point at, start;
    bool stroked;
    /* of a filled part: its extent, and whether it has only level and upright sides */
    fz_rect extent;
    bool square, any;
    unsigned curves;
};

/* Every drawing step counts; too many end the page. */
static void step(struct device *device)
{
    if (++device->pdf->steps <= LIMIT_pdf_steps)
        return;
    device->cookie.abort = 1;
    device->pdf->lost++;
}

static void edge(struct walk *w, fz_point to)
{
    fz_point a = fz_transform_point(w->at, w->ctm), b = fz_transform_point(to, w->ctm);
    if (w->stroked)
        layout_rule(w->layout, (struct layout_box){a.x, a.y, b.x, b.y});
    w->square = w->square && (fabsf(a.x - b.x) < 0.5f || fabsf(a.y - b.y) < 0.5f);
    w->extent = fz_include_point_in_rect(w->any ? w->extent : (fz_rect){a.x, a.y, a.x, a.y}, a);
    w->extent = fz_include_point_in_rect(w->extent, b);
    w->any = true;
    w->at = to;
}

/* A filled part is a line where it is a thin box; the layout sees to that. */
static void end_part(struct walk *w)
{
    if (!w->stroked && w->any && w->square)
        layout_rule(w->layout, (struct layout_box){w->extent.x0, w->extent.y0, w->extent.x1, w->extent.y1});
    w->any = false;
    w->square = true;
}

static void on_move(fz_context *ctx, void *arg, float x, float y)
{
    struct walk *w = arg;
    (void)ctx;
    end_part(w);
    w->at = w->start = (fz_point){x, y};
}

static void on_line(fz_context *ctx, void *arg, float x, float y)
{
    (void)ctx;
    edge(arg, (fz_point){x, y});
}

static void on_curve(fz_context *ctx, void *arg, float x1, float y1, float x2, float y2, float x3, float y3)
{
    struct walk *w = arg;
    (void)ctx;
    (void)x1;
    (void)y1;
    (void)x2;
    (void)y2;
    w->square = false;
    w->curves++;
    w->at = (fz_point){x3, y3};
}

static void on_close(fz_context *ctx, void *arg)
{
    struct walk *w = arg;
    (void)ctx;
    edge(w, w->start);
    end_part(w);
}

static const fz_path_walker walker = {on_move, on_line, on_curve, on_close, NULL, NULL, NULL, NULL};

static void walk_path(fz_context *ctx, fz_device *dev, const fz_path *path, fz_matrix ctm, bool stroked)
{
    struct walk w = {.layout = of(dev)->pdf->layout, .ctm = ctm, .stroked = stroked, .square = true};
    step(of(dev));
    fz_walk_path(ctx, path, &walker, &w);
    end_part(&w);
    of(dev)->curves += w.curves;
}

static void on_fill_path(fz_context *ctx, fz_device *dev, const fz_path *path, int even_odd, fz_matrix ctm,
                         fz_colorspace *space, const float *color, float alpha, fz_color_params params)
{
    (void)even_odd;
    (void)space;
    (void)color;
    (void)params;
    if (alpha > 0)
        walk_path(ctx, dev, path, ctm, false);
}

static void on_stroke_path(fz_context *ctx, fz_device *dev, const fz_path *path,
                           const fz_stroke_state *stroke, fz_matrix ctm, fz_colorspace *space,
                           const float *color, float alpha, fz_color_params params)
{
    (void)stroke;
    (void)space;
    (void)color;
    (void)params;
    if (alpha > 0)
        walk_path(ctx, dev, path, ctm, true);
}

/* The quarter turns of a direction on the page, where y goes down. */
static enum layout_turn turn_of(float dx, float dy)
{
    if (fabsf(dy) <= ASKEW * fabsf(dx))
        return dx > 0 ? LAYOUT_UPRIGHT : LAYOUT_OVER;
    if (fabsf(dx) <= ASKEW * fabsf(dy))
        return dy > 0 ? LAYOUT_DOWN : LAYOUT_UP;
    return LAYOUT_OBLIQUE;
}

/* Whether the middle of a glyph shows. */
static bool shows(fz_rect clip, const struct layout_glyph *g)
{
    float half = g->width / 2, rise = g->size * 0.35f;
    float x = g->x, y = g->y;
    x += g->turn == LAYOUT_UPRIGHT ? half : g->turn == LAYOUT_OVER ? -half : 0;
    y -= g->turn == LAYOUT_UPRIGHT ? rise : g->turn == LAYOUT_OVER ? -rise : 0;
    return x >= clip.x0 && x <= clip.x1 && y >= clip.y0 && y <= clip.y1;
}

/* The width of a span's character, in sizes of the type. Where a font is not in the file its characters' widths are
 * unknown here, for a Latin face stands in for it: Chinese ones take their size, and none reaches beyond the next. */
static float width_of(fz_context *ctx, const fz_text_span *span, int i)
{
    const fz_text_item *item = &span->items[i];
    if (item->gid < 0)
        return 0;
    float width = fz_advance_glyph(ctx, span->font, item->gid, 0);
    if (!fz_font_flags(span->font)->ft_substitute)
        return width;
    width = item->ucs >= FIRST_WIDE ? 1 : width;
    float size = sqrtf(span->trm.a * span->trm.a + span->trm.b * span->trm.b);
    float next = i + 1 < span->len ? hypotf(item[1].x - item->x, item[1].y - item->y) : 0;
    return size > 0 && next > 0 ? fminf(width, next / size) : width;
}

static void take_span(fz_context *ctx, struct device *device, const fz_text_span *span, fz_matrix ctm,
                      bool hidden)
{
    const fz_rect clip = shown(device);
    fz_matrix trm = fz_concat(span->trm, ctm);
    float along = sqrtf(trm.a * trm.a + trm.b * trm.b), across = sqrtf(trm.c * trm.c + trm.d * trm.d);
    enum layout_turn turn = turn_of(trm.a, trm.b);
    for (int i = 0; i < span->len; i++) {
        const fz_text_item *item = &span->items[i];
        if (item->ucs < 0 && item->gid < 0)
            continue;
        fz_point at = fz_transform_point((fz_point){item->x, item->y}, ctm);
        float width = width_of(ctx, span, i) * along;
        struct layout_glyph glyph = {.x = at.x, .y = at.y, .width = width, .size = across, .turn = turn};
        glyph.code = item->ucs < 0 ? LAYOUT_UNKNOWN : (uint32_t)item->ucs;
        glyph.hidden = hidden;
        glyph.apart = device->pdf->apart;
        if (span->wmode) { /* the origin is above the glyph's middle */
            glyph.width = across;
            glyph.turn = turn == LAYOUT_OBLIQUE ? turn : LAYOUT_UPRIGHT;
        }
        device->glyphs++;
        if (shows(clip, &glyph))
            layout_glyph(device->pdf->layout, &glyph);
    }
}

static void take_text(fz_context *ctx, fz_device *dev, const fz_text *text, fz_matrix ctm, bool hidden)
{
    step(of(dev));
    for (const fz_text_span *span = text->head; span; span = span->next)
        take_span(ctx, of(dev), span, ctm, hidden);
}

static void on_fill_text(fz_context *ctx, fz_device *dev, const fz_text *text, fz_matrix ctm,
                         fz_colorspace *space, const float *color, float alpha, fz_color_params params)
{
    (void)space;
    (void)color;
    (void)params;
    take_text(ctx, dev, text, ctm, alpha <= 0);
}

static void on_stroke_text(fz_context *ctx, fz_device *dev, const fz_text *text,
                           const fz_stroke_state *stroke, fz_matrix ctm, fz_colorspace *space,
                           const float *color, float alpha, fz_color_params params)
{
    (void)stroke;
    (void)space;
    (void)color;
    (void)params;
    take_text(ctx, dev, text, ctm, alpha <= 0);
}

static void on_clip_path(fz_context *ctx, fz_device *dev, const fz_path *path, int even_odd, fz_matrix ctm,
                         fz_rect scissor)
{
    (void)even_odd;
    (void)scissor;
    push_clip(dev, fz_bound_path(ctx, path, NULL, ctm));
}

static void on_clip_stroke_path(fz_context *ctx, fz_device *dev, const fz_path *path,
                                const fz_stroke_state *stroke, fz_matrix ctm, fz_rect scissor)
{
    (void)scissor;
    push_clip(dev, fz_bound_path(ctx, path, stroke, ctm));
}

static void on_clip_image_mask(fz_context *ctx, fz_device *dev, fz_image *image, fz_matrix ctm,
                               fz_rect scissor)
{
    (void)ctx;
    (void)image;
    (void)scissor;
    push_clip(dev, fz_transform_rect(fz_unit_rect, ctm));
}

static void on_clip_text(fz_context *ctx, fz_device *dev, const fz_text *text, fz_matrix ctm, fz_rect scissor)
{
    (void)scissor;
    take_text(ctx, dev, text, ctm, false);
    push_clip(dev, fz_infinite_rect);
}

static void on_clip_stroke_text(fz_context *ctx, fz_device *dev, const fz_text *text,
                                const fz_stroke_state *stroke, fz_matrix ctm, fz_rect scissor)
{
    (void)stroke;
    on_clip_text(ctx, dev, text, ctm, scissor);
}

/* The end of a mask begins a clip by it. */
static void on_end_mask(fz_context *ctx, fz_device *dev)
{
    (void)ctx;
    push_clip(dev, fz_infinite_rect);
}

static void on_pop_clip(fz_context *ctx, fz_device *dev)
{
    (void)ctx;
    of(dev)->depth -= of(dev)->depth > 0;
}

static void on_ignore_text(fz_context *ctx, fz_device *dev, const fz_text *text, fz_matrix ctm)
{
    take_text(ctx, dev, text, ctm, true);
}

static void take_image(fz_device *dev, fz_matrix ctm)
{
    fz_rect r = fz_transform_rect(fz_unit_rect, ctm);
    step(of(dev));
    layout_image(of(dev)->pdf->layout, (struct layout_box){r.x0, r.y0, r.x1, r.y1});
}

static void on_fill_image(fz_context *ctx, fz_device *dev, fz_image *image, fz_matrix ctm, float alpha,
                          fz_color_params params)
{
    (void)ctx;
    (void)image;
    (void)alpha;
    (void)params;
    take_image(dev, ctm);
}

static void on_fill_image_mask(fz_context *ctx, fz_device *dev, fz_image *image, fz_matrix ctm,
                               fz_colorspace *space, const float *color, float alpha, fz_color_params params)
{
    (void)ctx;
    (void)image;
    (void)space;
    (void)color;
    (void)alpha;
    (void)params;
    take_image(dev, ctm);
}

static struct device *device_new(fz_context *ctx, struct pdf *pdf)
{
    struct device *device = fz_new_derived_device(ctx, struct device);
    device->pdf = pdf;
    device->clips[0] = fz_infinite_rect;
    device->super.clip_path = on_clip_path;
    device->super.clip_stroke_path = on_clip_stroke_path;
    device->super.clip_image_mask = on_clip_image_mask;
    device->super.end_mask = on_end_mask;
    device->super.pop_clip = on_pop_clip;
    device->super.fill_path = on_fill_path;
    device->super.stroke_path = on_stroke_path;
    device->super.fill_text = on_fill_text;
    device->super.stroke_text = on_stroke_text;
    device->super.clip_text = on_clip_text;
    device->super.clip_stroke_text = on_clip_stroke_text;
    device->super.ignore_text = on_ignore_text;
    device->super.fill_image = on_fill_image;
    device->super.fill_image_mask = on_fill_image_mask;
    return device;
}

/* A page without a glyph whose letters are drawn as curves is a picture of text. */
static void tell_drawn_text(const struct device *device, fz_rect bounds)
{
    if (!device->glyphs && device->curves >= CURVES_OF_TEXT)
        layout_image(device->pdf->layout,
                     (struct layout_box){0, 0, bounds.x1 - bounds.x0, bounds.y1 - bounds.y0});
}

/* Runs a page that has been loaded; raises MuPDF's errors. */
static void run_page(struct pdf *pdf, pdf_page *page)
{
    fz_context *ctx = pdf->context;
    fz_rect bounds = pdf_bound_page(ctx, page);
    layout_page(pdf->layout, bounds.x1 - bounds.x0, bounds.y1 - bounds.y0);
    pdf->begun = true;
    struct device *device = device_new(ctx, pdf);
    fz_matrix home = fz_translate(-bounds.x0, -bounds.y0);
    pdf->cookie = &device->cookie;
    fz_try(ctx)
    {
        pdf_run_page_contents(ctx, page, &device->super, home, &device->cookie);
        annotations_read(pdf, page, &device->super, home);
        fz_close_device(ctx, &device->super);
        tell_drawn_text(device, bounds);
    }
    fz_always(ctx)
    {
        pdf->lost += (unsigned)device->cookie.errors;
        fz_drop_device(ctx, &device->super);
    }
    fz_catch(ctx) fz_rethrow(ctx);
}

void page_read(struct pdf *pdf, int number)
{
    fz_context *ctx = pdf->context;
    pdf_page *page = NULL;
    bool failed = false;
    fz_var(page);
    fz_var(failed);
    pdf->lost = 0;
    pdf->steps = 0;
    pdf->begun = false;
    fz_try(ctx)
    {
        page = pdf_load_page(ctx, pdf->document, number);
        run_page(pdf, page);
    }
    fz_always(ctx) fz_drop_page(ctx, (fz_page *)page);
    fz_catch(ctx) failed = true;
    if (failed && !pdf->begun)
        layout_page(pdf->layout, 1, 1);
    if (failed || pdf->lost)
        layout_damaged(pdf->layout);
}
