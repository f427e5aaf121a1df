/* What the files of this folder share. Reading order: pdf.c (the format, a document), page.c (a page: what is
 * drawn on it, given to plugins/layout), annotations.c (what lies over it), heap.c (memory), fonts.c (the fonts that are built in). */
#pragma once

#include "../layout/layout.h"

#include <mupdf/fitz.h>
#include <mupdf/pdf.h>

/* X(name, value, what it bounds and why), in the form of tallyd_format.limits */
#define PDF_LIMITS(X)                                                                                        \
    X(pdf_memory, 192u << 20, "bytes that MuPDF holds at a time: a report of 150 pages takes 10 MB")         \
    X(pdf_steps, 1u << 20, "drawing steps of one page, which is read up to there: a full page has 5,000")

enum {
#define X(name, value, why) LIMIT_##name = (value),
    PDF_LIMITS(X)
#undef X
};

/* A document being read. */
struct pdf {
    struct tallyd_builder *b;
    struct layout *layout;
    fz_context *context;
    pdf_document *document;
    struct heap *heap;
    unsigned lost;     /* warnings that something could not be decoded, on this page */
    unsigned steps;    /* of the page */
    bool begun;        /* the layout has the page */
    fz_cookie *cookie; /* of the page: ends its drawing */
    bool apart;        /* what is drawn now is a stamp or a watermark */
    size_t keep;       /* bytes that MuPDF may hold between pages */
    bool let_go;       /* it was made to give up some after the last page */
};

/* page.c: reads page `number`, from 0. What cannot be read is reported to the layout. */
void page_read(struct pdf *pdf, int number);

/* annotations.c: what lies over a page: values of a form's fields, words that were put on it, remarks, names of attachments. Raises MuPDF's
 * errors. */
void annotations_read(struct pdf *pdf, pdf_page *page, fz_device *device, fz_matrix home);
/* Names of the files that are attached to the document. */
void annotations_attached(struct pdf *pdf);

/* heap.c: memory for MuPDF, bounded: a request over the bound fails, and MuPDF raises its error. heap_free gives
 * back whatever is still held. */
struct heap *heap_new(size_t most);
fz_alloc_context heap_allocator(struct heap *heap);
bool heap_refused(const struct heap *heap);
size_t heap_held(const struct heap *heap);
void heap_free(struct heap *heap);
