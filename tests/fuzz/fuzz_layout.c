/* Any glyphs, lines and pictures on any pages, as a format of its own: what the fixed-layout plugins share makes a document
 * of them. A line of the input is one call: its name and whole numbers, in tenths of a point.
 *
 *   P width height    g x y width size code turn flags    r x0 y0 x1 y1    f x0 y0 x1 y1    i x0 y0 x1 y1    d
 *   t x y size TEXT   a run of glyphs, each as wide as `size` */
#include "../../plugins/layout/layout.h"
#include "fuzz_pages.h"

#include "../../daemon/base/utf8.h"

#define NUMBERS 7

/* As many numbers as there are in front; the others are 0. */
static void take_numbers(struct slice *line, unsigned n, float *ret)
{
    for (unsigned i = 0; i < n; i++) {
        struct slice word = slice_cut(line, S(" "));
        bool below = slice_starts(word, S("-"));
        float value = 0;
        for (size_t k = below; k < word.len && k < 9 && word.at[k] >= '0' && word.at[k] <= '9'; k++)
            value = value * 10 + (float)(word.at[k] - '0');
        ret[i] = (below ? -value : value) / 10;
    }
}

static struct layout_box box_of(const float *n)
{
    return (struct layout_box){n[0], n[1], n[2], n[3]};
}

static void on_page(struct layout *l, struct slice line)
{
    float n[2];
    take_numbers(&line, 2, n);
    layout_page(l, n[0], n[1]);
}

/* What the digits said, before they were tenths. */
static uint32_t whole(float number)
{
    return number > 0 ? (uint32_t)(number * 10 + 0.5f) : 0;
}

static void on_glyph(struct layout *l, struct slice line)
{
    float n[NUMBERS];
    take_numbers(&line, NUMBERS, n);
    uint32_t code = whole(n[4]) % 0x110000, flags = whole(n[6]);
    struct layout_glyph glyph = {.x = n[0],
                                 .y = n[1],
                                 .width = n[2],
                                 .size = n[3],
                                 .code = code ? code : LAYOUT_UNKNOWN,
                                 .turn = whole(n[5]) % (LAYOUT_OBLIQUE + 1),
                                 .hidden = flags & 1,
                                 .apart = flags & 2};
    layout_glyph(l, &glyph);
}

static void on_text(struct layout *l, struct slice line)
{
    float n[3];
    take_numbers(&line, 3, n);
    for (size_t at = 0; at < line.len;) {
        uint32_t code = utf8_next(line, &at);
        struct layout_glyph glyph = {.x = n[0], .y = n[1], .width = n[2], .size = n[2]};
        glyph.code = code == UTF8_BAD ? LAYOUT_UNKNOWN : code;
        layout_glyph(l, &glyph);
        n[0] += n[2];
    }
}

static void on_rule(struct layout *l, struct slice line)
{
    float n[4];
    take_numbers(&line, 4, n);
    layout_rule(l, box_of(n));
}

static void on_frame(struct layout *l, struct slice line)
{
    float n[4];
    take_numbers(&line, 4, n);
    layout_frame(l, box_of(n));
}

static void on_image(struct layout *l, struct slice line)
{
    float n[4];
    take_numbers(&line, 4, n);
    layout_image(l, box_of(n));
}

static void on_damage(struct layout *l, struct slice line)
{
    (void)line;
    layout_damaged(l);
}

static const struct {
    char name;
    void (*run)(struct layout *l, struct slice line);
} calls[] = {{'P', on_page},  {'g', on_glyph}, {'t', on_text},  {'r', on_rule},
             {'f', on_frame}, {'i', on_image}, {'d', on_damage}};

static enum tallyd_result draw(const struct tallyd_input *input, struct tallyd_builder *builder)
{
    struct slice text = {input->bytes, input->size};
    struct layout *l = layout_new(builder);
    layout_page(l, 595, 842);
    while (text.len > 0) {
        struct slice line = slice_cut(&text, S("\n")), name = slice_cut(&line, S(" "));
        for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
            if (name.len == 1 && name.at[0] == calls[i].name)
                calls[i].run(l, line);
    }
    return layout_finish(l);
}

static int probe(const char *head, size_t size, const char *name)
{
    (void)head, (void)size, (void)name;
    return TALLYD_NO;
}

const struct tallyd_format tallyd_format = {
    .abi = TALLYD_PLUGIN_ABI, .name = "drawing", .probe = probe, .extract = draw};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_pages(data, size, "fuzz.drawing");
}
