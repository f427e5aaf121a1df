/* Pages made of glyphs and lines, and a builder that writes down what is pushed of them: for the tests of plugins/layout. */
#pragma once

#include "../../plugins/layout/layout.h"
#include "test.h"

#include "../../daemon/base/arena.h"
#include "../../daemon/base/utf8.h"

#include <math.h>

#define SIZE  10.0f
#define WIDTH 595.0f

/* A builder that writes down what is pushed: `P text`, `T 2`, `R`, `C1x2 text` … */
struct record {
    struct tallyd_builder b;
    struct arena *arena;
    struct layout *layout;
    char text[1 << 16];
    size_t n;
    unsigned confidence;
    const char *limit, *note;
    jmp_buf refused;
};

static inline struct record *of(struct tallyd_builder *b)
{
    return (struct record *)(void *)b;
}

static void __attribute__((format(printf, 2, 3))) write_down(struct record *r, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    r->n += (size_t)vsnprintf(r->text + r->n, sizeof r->text - r->n, format, arguments);
    va_end(arguments);
    assert_true(r->n < sizeof r->text);
}

static inline void *on_alloc(struct tallyd_builder *b, size_t size)
{
    return arena_alloc(of(b)->arena, size);
}

static inline void on_heading(struct tallyd_builder *b, unsigned level, const char *text, size_t length,
                              const struct tallyd_place *place)
{
    write_down(of(b), "H%u@%u %.*s\n", level, place->page, (int)length, text);
}

static inline void on_paragraph(struct tallyd_builder *b, const char *text, size_t length,
                                const struct tallyd_place *place)
{
    write_down(of(b), "P@%u %.*s\n", place->page, (int)length, text);
}

static inline void on_aside(struct tallyd_builder *b, const char *text, size_t length,
                            const struct tallyd_place *place)
{
    write_down(of(b), "A@%u %.*s\n", place->page, (int)length, text);
}

static inline void on_table_begin(struct tallyd_builder *b, bool ragged, unsigned columns,
                                  const struct tallyd_place *place)
{
    assert_false(ragged);
    write_down(of(b), "T@%u %u\n", place->page, columns);
}

static inline void on_row(struct tallyd_builder *b)
{
    write_down(of(b), "R\n");
}

static inline void on_cell(struct tallyd_builder *b, const char *text, size_t length, unsigned rows,
                           unsigned columns, const struct tallyd_place *place)
{
    (void)place;
    if (rows * columns > 1)
        write_down(of(b), "C%ux%u %.*s\n", rows, columns, (int)length, text);
    else
        write_down(of(b), "C %.*s\n", (int)length, text);
}

static inline void on_table_end(struct tallyd_builder *b)
{
    write_down(of(b), "E\n");
}

static inline void on_note(struct tallyd_builder *b, const char *text)
{
    of(b)->note = text;
}

static inline void on_limit(struct tallyd_builder *b, const char *name)
{
    of(b)->limit = name;
    longjmp(of(b)->refused, 1);
}

static inline void on_confidence(struct tallyd_builder *b, unsigned percent)
{
    of(b)->confidence = percent;
}

static const struct tallyd_builder_ops operations = {
    .alloc = on_alloc,
    .heading = on_heading,
    .paragraph = on_paragraph,
    .aside = on_aside,
    .table_begin = on_table_begin,
    .row = on_row,
    .cell = on_cell,
    .table_end = on_table_end,
    .note = on_note,
    .limit = on_limit,
    .confidence = on_confidence,
};

static inline void begin(struct record *r)
{
    memset(r, 0, sizeof *r);
    r->b.ops = &operations;
    r->arena = arena_new(1ul << 30, NULL, NULL);
    r->layout = layout_new(&r->b);
}

static inline void page(struct record *r)
{
    layout_page(r->layout, WIDTH, 842);
}

/* Text from x on, on the baseline y: wide characters take the size, others half of it. */
static inline float put_sized(struct record *r, float x, float y, float size, const char *text)
{
    struct slice s = slice_of(text);
    for (size_t at = 0; at < s.len;) {
        uint32_t code = utf8_next(s, &at);
        float width = code < 0x2E80 ? size / 2 : size;
        layout_glyph(r->layout,
                     &(struct layout_glyph){.x = x, .y = y, .width = width, .size = size, .code = code});
        x += width;
    }
    return x;
}

static inline void put(struct record *r, float x, float y, const char *text)
{
    put_sized(r, x, y, SIZE, text);
}

static inline void level(struct record *r, float y, float from, float to)
{
    layout_rule(r->layout, (struct layout_box){from, y, to, y});
}

static inline void upright(struct record *r, float x, float from, float to)
{
    layout_rule(r->layout, (struct layout_box){x, from, x, to});
}

/* A ruled grid of 100 by 20 points a position, its upper left corner at (100, top). */
static inline void rule_grid(struct record *r, float top, unsigned rows, unsigned columns)
{
    for (unsigned i = 0; i <= rows; i++)
        level(r, top + 20 * (float)i, 100, 100 + 100 * (float)columns);
    for (unsigned i = 0; i <= columns; i++)
        upright(r, 100 + 100 * (float)i, top, top + 20 * (float)rows);
}

/* Text in position (row, column) of such a grid. */
static inline void put_cell(struct record *r, float top, unsigned row, unsigned column, const char *text)
{
    put(r, 105 + 100 * (float)column, top + 14 + 20 * (float)row, text);
}

static inline void finish(struct record *r, enum tallyd_result result, const char *expected)
{
    assert_int_equal(layout_finish(r->layout), result);
    r->text[r->n] = '\0';
    assert_string_equal(r->text, expected);
    arena_free(r->arena);
}

static inline void put_row(struct record *r, float y, const char *a, const char *b, const char *c)
{
    put(r, 100, y, a);
    put(r, 250, y, b);
    put(r, 400, y, c);
}
