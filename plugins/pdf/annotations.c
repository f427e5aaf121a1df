#include "pdf.h"

#include <math.h>
#include <string.h>

/* Characters from here on are as wide as they are high; others half as wide. */
#define FIRST_WIDE 0x2E80
/* Points: the largest type of a value that the file does not draw itself; and, of its box's height, the largest. */
#define VALUE_SIZE   11.0f
#define VALUE_HEIGHT 0.8f
#define LINE_HEIGHT  1.2f
/* Flags of annotations that a reader does not see. */
#define UNSEEN (PDF_ANNOT_IS_INVISIBLE | PDF_ANNOT_IS_HIDDEN | PDF_ANNOT_IS_NO_VIEW)

/* What becomes of an annotation's words: they are the page's, as what a form is filled in with; they lie over the page and are none of its
 * text; they are a remark, of which only the contents count. */
enum use { UNUSED, PAGE, APART, REMARK, ATTACHED };

static enum use use_of(enum pdf_annot_type type)
{
    static const struct {
        enum pdf_annot_type type;
        enum use use;
    } uses[] = {{PDF_ANNOT_FREE_TEXT, PAGE},           {PDF_ANNOT_STAMP, APART},
                {PDF_ANNOT_WATERMARK, APART},          {PDF_ANNOT_TEXT, REMARK},
                {PDF_ANNOT_HIGHLIGHT, REMARK},         {PDF_ANNOT_UNDERLINE, REMARK},
                {PDF_ANNOT_SQUIGGLY, REMARK},          {PDF_ANNOT_CARET, REMARK},
                {PDF_ANNOT_FILE_ATTACHMENT, ATTACHED}, {PDF_ANNOT_STRIKE_OUT, REMARK}};
    for (size_t i = 0; i < sizeof uses / sizeof *uses; i++)
        if (uses[i].type == type)
            return uses[i].use;
    return UNUSED;
}

/* A text of the file as valid UTF-8: what is no character is left out. */
static char *clean(const struct pdf *pdf, const char *text)
{
    char *to = pdf->b->ops->alloc(pdf->b, strlen(text) + 1);
    size_t n = 0;
    while (*text) {
        int code;
        text += fz_chartorune(&code, text);
        bool break_of_line = code == '\n' || code == '\r';
        if ((code >= ' ' && code < 0xD800) || (code > 0xDFFF && code != 0xFFFD) || break_of_line)
            n += (size_t)fz_runetochar(to + n, break_of_line ? '\n' : code);
    }
    to[n] = '\0';
    return to;
}

static float width_of(const char *text, const char *end)
{
    float width = 0;
    while (text < end) {
        int code;
        text += fz_chartorune(&code, text);
        width += code >= FIRST_WIDE ? 1.0f : 0.5f;
    }
    return width;
}

/* One line of a value in its box, no wider than that. */
static void put_line(const struct pdf *pdf, const char *text, const char *end, fz_rect box, float base,
                     float size)
{
    const float width = width_of(text, end), room = box.x1 - box.x0;
    const float fitting = width * size > room && width > 0 ? room / width : size;
    float x = box.x0;
    while (text < end) {
        int code;
        text += fz_chartorune(&code, text);
        struct layout_glyph glyph = {.x = x, .y = base, .size = fitting, .code = (uint32_t)code};
        glyph.width = fitting * (code >= FIRST_WIDE ? 1.0f : 0.5f);
        layout_glyph(pdf->layout, &glyph);
        x += glyph.width;
    }
}

/* Words that the file keeps without saying how they look, where a reader's program shows them: in their box, a line under the other. */
static void put_value(const struct pdf *pdf, const char *value, fz_rect box)
{
    const char *text = clean(pdf, value);
    float size = fminf(VALUE_SIZE, VALUE_HEIGHT * (box.y1 - box.y0));
    const bool lines = strchr(text, '\n') != NULL;
    float base = lines ? box.y0 + size : (box.y0 + box.y1) / 2 + 0.35f * size;
    while (*text) {
        const char *end = text + strcspn(text, "\n");
        put_line(pdf, text, end, box, base, size);
        base += LINE_HEIGHT * size;
        text = *end ? end + 1 : end;
    }
}

static void draw(struct pdf *pdf, pdf_annot *annotation, fz_device *device, fz_matrix home, bool apart)
{
    fz_context *ctx = pdf->context;
    pdf->apart = apart;
    fz_try(ctx) pdf_run_annot(ctx, annotation, device, home, pdf->cookie);
    fz_always(ctx) pdf->apart = false;
    fz_catch(ctx) fz_rethrow(ctx);
}

/* A field of a form: as it looks, or, where the file does not say how, its value. */
static void read_widget(struct pdf *pdf, pdf_annot *widget, fz_device *device, fz_matrix home)
{
    fz_context *ctx = pdf->context;
    const enum pdf_widget_type type = pdf_widget_type(ctx, widget);
    const bool words =
        type == PDF_WIDGET_TYPE_TEXT || type == PDF_WIDGET_TYPE_COMBOBOX || type == PDF_WIDGET_TYPE_LISTBOX;
    if (pdf_annot_flags(ctx, widget) & UNSEEN)
        return;
    if (pdf_annot_ap(ctx, widget)) {
        draw(pdf, widget, device, home, false);
        return;
    }
    const char *value = words ? pdf_field_value(ctx, pdf_annot_obj(ctx, widget)) : NULL;
    if (value && *value)
        put_value(pdf, value, fz_transform_rect(pdf_bound_annot(ctx, widget), home));
}

static void read_attachment(struct pdf *pdf, pdf_obj *file)
{
    fz_context *ctx = pdf->context;
    pdf_obj *name = pdf_dict_get(ctx, file, PDF_NAME(UF));
    const char *text = pdf_to_text_string(ctx, name ? name : pdf_dict_get(ctx, file, PDF_NAME(F)));
    if (*text)
        layout_attached(pdf->layout, clean(pdf, text), NULL);
}

static void read_annotation(struct pdf *pdf, pdf_annot *annotation, fz_device *device, fz_matrix home)
{
    fz_context *ctx = pdf->context;
    const enum use use = use_of(pdf_annot_type(ctx, annotation));
    if (use == UNUSED || (pdf_annot_flags(ctx, annotation) & UNSEEN))
        return;
    const bool drawn = pdf_annot_ap(ctx, annotation) != NULL;
    if (use == ATTACHED)
        read_attachment(pdf, pdf_dict_get(ctx, pdf_annot_obj(ctx, annotation), PDF_NAME(FS)));
    if (use == ATTACHED || (use == APART && !drawn))
        return;
    if (drawn && use != REMARK) {
        draw(pdf, annotation, device, home, use == APART);
        return;
    }
    const char *contents = clean(pdf, pdf_annot_contents(ctx, annotation));
    if (use == REMARK)
        layout_aside(pdf->layout, contents, strlen(contents));
    else
        put_value(pdf, contents, fz_transform_rect(pdf_bound_annot(ctx, annotation), home));
}

void annotations_read(struct pdf *pdf, pdf_page *page, fz_device *device, fz_matrix home)
{
    fz_context *ctx = pdf->context;
    for (pdf_annot *w = pdf_first_widget(ctx, page); w; w = pdf_next_widget(ctx, w))
        read_widget(pdf, w, device, home);
    for (pdf_annot *a = pdf_first_annot(ctx, page); a; a = pdf_next_annot(ctx, a))
        read_annotation(pdf, a, device, home);
}

/* Names of files in the document's own list, and of more only that there are more. */
void annotations_attached(struct pdf *pdf)
{
    fz_context *ctx = pdf->context;
    pdf_obj *files = NULL;
    fz_var(files);
    fz_try(ctx)
    {
        files = pdf_load_name_tree(ctx, pdf->document, PDF_NAME(EmbeddedFiles));
        for (int i = 0, n = pdf_dict_len(ctx, files); i < n; i++)
            read_attachment(pdf, pdf_dict_get_val(ctx, files, i));
    }
    fz_always(ctx) pdf_drop_obj(ctx, files);
    fz_catch(ctx) pdf->lost++;
}
