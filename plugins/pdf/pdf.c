#include "pdf.h"

#include <string.h>

/* What MuPDF may keep of decoded things while it reads a page: fonts and their tables, for most. A page with more would
 * decode them over and over. */
#define STORE_BYTES (32u << 20)
/* What it may hold from one page to the next; and how much more than the pages need together, once that is known. */
#define KEPT_BYTES (2u << 20)
#define MORE_BYTES (512u << 10)
#define HALF       30u
/* A header may stand behind other bytes, as far as this. */
#define HEADER_WITHIN 1024u
/* `%%EOF` is looked for in so many bytes at the end. */
#define TAIL 2048u

static const char *const suffixes[] = {".pdf", NULL};

static const struct tallyd_limit limits[] = {
#define X(name, value, why) {#name, (value), why},
    PDF_LIMITS(X) LAYOUT_LIMITS(X)
#undef X
        {0},
};

/* MuPDF says what it repaired, replaced or left out; what was lost makes a page damaged. */
static void on_warning(void *user, const char *message)
{
    static const char *const losses[] = {"premature end", "ignoring zlib error", "cannot load content",
                                         "cannot open stream"};
    struct pdf *pdf = user;
    for (size_t i = 0; i < sizeof losses / sizeof *losses; i++)
        pdf->lost += strstr(message, losses[i]) != NULL;
}

static void on_error(void *user, const char *message)
{
    (void)user;
    (void)message;
}

static bool is_cut_short(const struct tallyd_input *input)
{
    size_t tail = input->size < TAIL ? input->size : TAIL;
    return !memmem(input->bytes + input->size - tail, tail, "%%EOF", 5);
}

/* Opens the document; raises MuPDF's errors. */
static void open_document(struct pdf *pdf, const struct tallyd_input *input)
{
    fz_context *ctx = pdf->context;
    fz_stream *stream = fz_open_memory(ctx, (const unsigned char *)input->bytes, input->size);
    fz_try(ctx) pdf->document = pdf_open_document_with_stream(ctx, stream);
    fz_always(ctx) fz_drop_stream(ctx, stream);
    fz_catch(ctx) fz_rethrow(ctx);
}

/* Of what is kept, the half longest unused goes where it is too much. What the next page decodes again it needs: the bound
 * is above that, lest every page decode the same fonts. */
static void let_go(struct pdf *pdf)
{
    const size_t held = heap_held(pdf->heap);
    if (pdf->let_go)
        pdf->keep = held + MORE_BYTES > KEPT_BYTES ? held + MORE_BYTES : KEPT_BYTES;
    pdf->let_go = held > pdf->keep;
    if (pdf->let_go)
        fz_shrink_store(pdf->context, HALF);
}

/* A file without a password has the empty one; many have an owner's password only, which does not forbid reading. */
static enum tallyd_result read_pages(struct pdf *pdf)
{
    fz_context *ctx = pdf->context;
    if (pdf_needs_password(ctx, pdf->document) && !pdf_authenticate_password(ctx, pdf->document, ""))
        return TALLYD_ENCRYPTED;
    int pages = pdf_count_pages(ctx, pdf->document);
    for (int i = 0; i < pages; i++) {
        page_read(pdf, i);
        let_go(pdf);
    }
    annotations_attached(pdf);
    return pages > 0 ? TALLYD_OK : TALLYD_CORRUPT;
}

static enum tallyd_result read_document(struct pdf *pdf, const struct tallyd_input *input)
{
    fz_context *ctx = pdf->context;
    enum tallyd_result result = TALLYD_CORRUPT;
    fz_var(result);
    fz_try(ctx)
    {
        open_document(pdf, input);
        result = read_pages(pdf);
    }
    fz_always(ctx) pdf_drop_document(ctx, pdf->document);
    fz_catch(ctx) result = TALLYD_CORRUPT;
    return result;
}

/* The document's text is in the layout: what of it may be said. */
static enum tallyd_result finish(struct pdf *pdf, const struct tallyd_input *input)
{
    enum tallyd_result result = layout_finish(pdf->layout);
    if (result == TALLYD_OK && is_cut_short(input)) {
        layout_note(pdf->layout, "文件末尾缺失，可能没有读全");
        return TALLYD_PARTIAL;
    }
    return result == TALLYD_EMPTY && is_cut_short(input) ? TALLYD_CORRUPT : result;
}

static int pdf_probe(const char *head, size_t size, const char *name)
{
    (void)name;
    size_t within = size < HEADER_WITHIN ? size : HEADER_WITHIN;
    const char *header = memmem(head, within, "%PDF-", 5);
    return !header ? TALLYD_NO : header == head ? TALLYD_CERTAIN : TALLYD_LIKELY + 1;
}

static enum tallyd_result pdf_extract(const struct tallyd_input *input, struct tallyd_builder *b)
{
    struct pdf pdf = {
        .b = b, .layout = layout_new(b), .heap = heap_new(LIMIT_pdf_memory), .keep = KEPT_BYTES};
    fz_alloc_context allocator = heap_allocator(pdf.heap);
    pdf.context = pdf.heap ? fz_new_context(&allocator, NULL, STORE_BYTES) : NULL;
    if (!pdf.context)
        b->ops->limit(b, "pdf_memory");
    fz_set_warning_callback(pdf.context, on_warning, &pdf);
    fz_set_error_callback(pdf.context, on_error, &pdf);
    enum tallyd_result result = read_document(&pdf, input);
    bool refused = heap_refused(pdf.heap);
    fz_drop_context(pdf.context);
    heap_free(pdf.heap);
    if (refused)
        b->ops->limit(b, "pdf_memory");
    return result == TALLYD_OK ? finish(&pdf, input) : result;
}

__attribute__((visibility("default"))) const struct tallyd_format tallyd_format = {
    .abi = TALLYD_PLUGIN_ABI,
    .name = "pdf",
    .title_zh = "PDF 文档",
    .title_en = "PDF",
    .version = "1 (MuPDF " FZ_VERSION ")",
    .suffixes = suffixes,
    .probe = pdf_probe,
    .extract = pdf_extract,
    .limits = limits,
};
