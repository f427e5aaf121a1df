#include "outline.h"

#include "outline_priv.h"

#include "../base/must.h"

/* What a heading without a number counts as where nothing around it tells. */
#define OUTLINE_BARE_LEVEL 3
/* From this level on, numbered lines that follow each other with nothing between are a list. */
#define OUTLINE_LIST_LEVEL 4
#define OUTLINE_DEEPEST    6
/* Lines between a table and its title. */
#define OUTLINE_UNDER_TITLE 2

struct sections {
    struct section *items;
    uint32_t n, cap;
};

struct outline {
    struct document *doc;
    struct line *lines;
    struct sections sections;
    uint32_t open[OUTLINE_DEEPEST + 1]; /* index of the open section of each level; 0: none */
    uint32_t last[OUTLINE_DEEPEST + 1]; /* the last number of each level */
};

static bool line_is_numbered(const struct line *line)
{
    return line->numbering.length && line->kind != LINE_ITEM;
}

static bool line_follows(const struct line *line, const struct line *earlier)
{
    return line->numbering.length && earlier->numbering.length &&
           line->numbering.level == earlier->numbering.level &&
           line->numbering.number == earlier->numbering.number + 1;
}

/* A heading that continues a list is an item of it; so are short numbered lines that only follow each other.
 */
static void outline_find_lists(struct outline *o)
{
    uint32_t n = o->doc->n_blocks;
    for (uint32_t i = 0; i < n; i++) {
        struct line *line = &o->lines[i];
        if (!line_is_numbered(line) || o->doc->blocks[i].kind == BLOCK_HEADING)
            continue;
        bool after_item = i && o->lines[i - 1].kind == LINE_ITEM && line_follows(line, &o->lines[i - 1]);
        bool before_next = line->kind == LINE_HEADING && line->numbering.level >= OUTLINE_LIST_LEVEL &&
                           i + 1 < n && line_follows(&o->lines[i + 1], line);
        if (after_item || before_next)
            line->kind = LINE_ITEM;
    }
}

/* A heading that lost its number ranks above a numbering that begins after it, and with one that skips a
 * number there; else it stands inside the part that is open. */
static uint8_t outline_bare_level(const struct outline *o, uint32_t i)
{
    for (uint32_t next = i + 1; next < o->doc->n_blocks; next++) {
        const struct line *line = &o->lines[next];
        if (line->kind == LINE_BARE || line->kind == LINE_TITLE)
            break;
        if (!line_is_numbered(line))
            continue;
        uint8_t level = line->numbering.level;
        if (line->numbering.number == 1 && level > 1)
            return (uint8_t)(level - 1);
        bool skipped = line->numbering.number == o->last[level] + 2;
        return skipped || level == OUTLINE_DEEPEST ? level : (uint8_t)(level + 1);
    }
    return OUTLINE_BARE_LEVEL;
}

static uint8_t outline_level(const struct outline *o, uint32_t i)
{
    const struct block *block = &o->doc->blocks[i];
    const struct line *line = &o->lines[i];
    if (block->level)
        return block->level < OUTLINE_DEEPEST ? block->level : OUTLINE_DEEPEST;
    if (line->kind == LINE_TITLE)
        return 1;
    return line->numbering.length ? line->numbering.level : outline_bare_level(o, i);
}

static void outline_close(struct outline *o, uint8_t level, uint32_t end)
{
    for (unsigned deeper = level; deeper <= OUTLINE_DEEPEST; deeper++) {
        if (o->open[deeper])
            o->sections.items[o->open[deeper]].end_block = end;
        o->open[deeper] = 0;
    }
}

static uint32_t outline_innermost(const struct outline *o, uint8_t above)
{
    for (unsigned level = above; level-- > 1;)
        if (o->open[level])
            return o->open[level];
    return 0;
}

/* 附件2 on a line of its own, and the title on the next: one heading. */
static bool outline_completes(const struct outline *o, uint32_t i, uint8_t level)
{
    if (level != 1 || o->sections.n < 2 || o->lines[i].numbering.length)
        return false;
    const struct section *last = &o->sections.items[o->sections.n - 1];
    return last->level == 1 && last->label.s.len && !last->title.s.len && last->first_block + 1 == i;
}

static struct text outline_trimmed(const struct text *text, size_t from, size_t to)
{
    struct slice part = slice_sub(text->s, from, to);
    struct slice bare = slice_trim(part);
    return bare.len
               ? text_sub(text, (size_t)(bare.at - text->s.at), (size_t)(bare.at - text->s.at) + bare.len)
               : text_sub(text, from, from);
}

static void outline_open(struct outline *o, uint32_t i, uint8_t level)
{
    const struct block *block = &o->doc->blocks[i];
    const struct line *line = &o->lines[i];
    struct text title = outline_trimmed(&block->text, line->numbering.length, line->title_end);
    if (outline_completes(o, i, level)) {
        o->sections.items[o->sections.n - 1].title = title;
        return;
    }
    outline_close(o, level, i);
    for (unsigned deeper = level; deeper <= OUTLINE_DEEPEST; deeper++)
        o->last[deeper] = deeper == level ? line->numbering.number : 0;
    struct section *section = ARENA_PUSH(o->doc->arena, &o->sections);
    section->level = level;
    section->parent = outline_innermost(o, level);
    section->first_block = i;
    section->label = outline_trimmed(&block->text, 0, line->numbering.length);
    section->title = title;
    o->open[level] = o->sections.n - 1;
}

/* Whether a table stands below, with at most its unit and year between. */
static bool outline_is_over_table(const struct outline *o, uint32_t i)
{
    for (uint32_t next = i + 1; next < o->doc->n_blocks && next <= i + 1 + OUTLINE_UNDER_TITLE; next++) {
        if (o->doc->blocks[next].kind == BLOCK_TABLE)
            return true;
        if (o->lines[next].kind != LINE_PROSE)
            return false;
    }
    return false;
}

/* The name of a form in the midst of a report, whose headings go on behind it: 三、 the form 四、. */
static bool outline_is_caption(const struct outline *o, uint32_t i)
{
    if (o->lines[i].kind != LINE_TITLE || o->doc->blocks[i].level || !outline_is_over_table(o, i))
        return false;
    for (uint32_t next = i + 1; next < o->doc->n_blocks; next++) {
        const struct line *line = &o->lines[next];
        if (line->kind == LINE_TITLE)
            return false;
        if (line->kind == LINE_HEADING)
            return line->numbering.level > 1 && line->numbering.number > 1 &&
                   line->numbering.number == o->last[line->numbering.level] + 1;
    }
    return false;
}

static void outline_place(struct outline *o, uint32_t i)
{
    struct block *block = &o->doc->blocks[i];
    enum line_kind kind = outline_is_caption(o, i) ? LINE_PROSE : o->lines[i].kind;
    if (kind != LINE_PROSE && kind != LINE_ITEM) {
        uint8_t level = outline_level(o, i);
        outline_open(o, i, level);
        if (kind != LINE_RUN_IN) {
            block->kind = BLOCK_HEADING;
            block->level = level;
        }
    }
    if (block->kind == BLOCK_HEADING && !block->level)
        block->kind =
            BLOCK_PARAGRAPH; /* the format calls it a heading, and it looks like a line of contents */
    block->section = outline_innermost(o, OUTLINE_DEEPEST + 1);
}

void outline_read(struct document *doc)
{
    struct outline o = {.doc = doc};
    o.lines = arena_array(doc->arena, doc->n_blocks + 1, sizeof *o.lines);
    for (uint32_t i = 0; i < doc->n_blocks; i++)
        o.lines[i] = outline_judge(&doc->blocks[i]);
    outline_find_lists(&o);

    struct section *root = ARENA_PUSH(doc->arena, &o.sections);
    root->end_block = doc->n_blocks;
    for (uint32_t i = 0; i < doc->n_blocks; i++)
        outline_place(&o, i);
    outline_close(&o, 1, doc->n_blocks);
    doc->sections = o.sections.items;
    doc->n_sections = o.sections.n;
    outline_marks(doc);
}
