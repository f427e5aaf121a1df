#include "document_lines.h"

#include "../base/utf8.h"

/* Bytes between checkpoints: a query counts at most twice this many, an index costs 4/256 of the text. */
#define LINES_STRIDE 256

struct line_index {
    struct slice text;
    uint32_t *starts; /* offset of each line's first byte; the first is 0 */
    uint32_t n, cap;
    uint32_t *characters; /* characters that begin before byte i · LINES_STRIDE */
};

static bool lines_begins_character(char byte)
{
    return ((unsigned char)byte & 0xC0) != 0x80;
}

static void lines_add(struct arena *arena, struct line_index *index, size_t start)
{
    index->starts = arena_grow(arena, index->starts, index->n, &index->cap, sizeof *index->starts);
    index->starts[index->n++] = (uint32_t)start;
}

/* Where the byte stands next, or the text's end. */
static size_t lines_next(struct slice text, char byte, size_t from)
{
    const char *found = from < text.len ? memchr(text.at + from, byte, text.len - from) : NULL;
    return found ? (size_t)(found - text.at) : text.len;
}

static void lines_find_starts(struct arena *arena, struct line_index *index)
{
    struct slice text = index->text;
    lines_add(arena, index, 0);
    size_t lf = lines_next(text, '\n', 0), cr = lines_next(text, '\r', 0);
    while (lf < text.len || cr < text.len) {
        bool pair = cr + 1 == lf && lf < text.len;
        size_t end = pair || lf < cr ? lf : cr;
        lines_add(arena, index, end + 1);
        lf = lf <= end ? lines_next(text, '\n', end + 1) : lf;
        cr = cr <= end ? lines_next(text, '\r', end + 1) : cr;
    }
}

static void lines_count_characters(struct arena *arena, struct line_index *index)
{
    index->characters = arena_array(arena, index->text.len / LINES_STRIDE + 1, sizeof *index->characters);
    uint32_t n = 0;
    for (size_t stride = 0; stride < index->text.len / LINES_STRIDE; stride++) {
        const char *at = index->text.at + stride * LINES_STRIDE;
        index->characters[stride] = n;
        n += (uint32_t)utf8_count((struct slice){at, LINES_STRIDE});
    }
    index->characters[index->text.len / LINES_STRIDE] = n;
}

/* Characters that begin before `offset`. */
static uint32_t lines_characters_before(const struct line_index *index, uint32_t offset)
{
    uint32_t checkpoint = offset / LINES_STRIDE;
    struct slice rest = slice_sub(index->text, (size_t)checkpoint * LINES_STRIDE, offset);
    return index->characters[checkpoint] + (uint32_t)utf8_count(rest);
}

const struct line_index *line_index_new(struct arena *arena, struct slice text)
{
    struct line_index *index = arena_alloc(arena, sizeof *index);
    index->text = text;
    lines_find_starts(arena, index);
    lines_count_characters(arena, index);
    return index;
}

struct position line_index_position(const struct line_index *index, uint32_t offset)
{
    if (offset > index->text.len)
        offset = (uint32_t)index->text.len;
    while (offset && offset < index->text.len && !lines_begins_character(index->text.at[offset]))
        offset--;

    uint32_t from = 0, to = index->n;
    while (to - from > 1) {
        uint32_t middle = from + (to - from) / 2;
        if (index->starts[middle] > offset)
            to = middle;
        else
            from = middle;
    }
    uint32_t before =
        lines_characters_before(index, offset) - lines_characters_before(index, index->starts[from]);
    return (struct position){.line = from + 1, .column = before + 1};
}
