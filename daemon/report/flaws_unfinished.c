#include "flaws_priv.h"

#include "chars.h"
#include "numbering.h"

/* A paragraph or a cell that ends in the middle of a clause: with a comma, or with a word that needs another after it;
 * and what follows is a heading, a table or nothing; or an item of a list that ends with a comma where the others end as
 * sentences do. Wrapped lines go on in the next paragraph and are none. */

#define LONG_ENOUGH 60 /* bytes: a shorter line with a comma is a list's or a letter's */

static const char *const open_marks[] = {"，", "、", "（", "“", "《"};

/* Words that join or govern what comes after them. None of them ends a clause by itself. */
static const char *const open_words[] = {"以及", "并且", "而且", "或者", "根据", "按照", "关于",
                                         "对于", "由于", "因为", "为了", "通过", "和",   "与",
                                         "及",   "把",   "被",   "将",   "使"};

static bool ends_open(struct slice s)
{
    for (size_t i = 0; i < sizeof open_marks / sizeof *open_marks; i++)
        if (slice_ends(s, slice_of(open_marks[i])))
            return true;
    for (size_t i = 0; i < sizeof open_words / sizeof *open_words; i++)
        if (slice_ends(s, slice_of(open_words[i])))
            return true;
    return false;
}

/* What ends a paragraph for certain: a heading of a rank above lists, a table, the end of the document. */
static bool ends_paragraph(const struct document *doc, uint32_t block)
{
    uint32_t next = block + 1;
    while (next < doc->n_blocks && doc->blocks[next].kind == BLOCK_ASIDE)
        next++;
    if (next == doc->n_blocks || doc->blocks[next].kind == BLOCK_TABLE)
        return true;
    return doc->blocks[next].kind == BLOCK_HEADING && doc->blocks[next].level <= 3;
}

/* ------------------------------------------------------------------ items of a list */

#define SIBLINGS 2 /* so many other items of the list end as sentences do, and none with a comma */

static const char *const spoken[] = {"一是", "二是", "三是", "四是", "五是", "六是", "七是", "八是"};

struct item {
    uint8_t level; /* of numbering; 0: spoken */
    uint32_t number;
};

static bool read_item(struct slice s, struct item *ret)
{
    struct numbering numbering;
    s = slice_trim(s);
    for (uint32_t i = 0; i < sizeof spoken / sizeof *spoken; i++)
        if (slice_starts(s, slice_of(spoken[i]))) {
            *ret = (struct item){0, i + 1};
            return true;
        }
    if (!numbering_read(s, &numbering) || numbering.number == 0)
        return false;
    *ret = (struct item){numbering.level, numbering.number};
    return true;
}

static bool ends_with_comma(struct slice s)
{
    return slice_ends(s, S("，")) || slice_ends(s, S("、"));
}

/* The block `offset` away is the list's item so far on: 1 where it ends as a sentence does, -1 where it ends with a comma, 0
 * where it is none or ends otherwise. */
static int sibling(const struct document *doc, uint32_t block, int offset, struct item own)
{
    int64_t at = (int64_t)block + offset;
    struct item other;
    if (at < 0 || at >= doc->n_blocks || doc->blocks[at].kind == BLOCK_TABLE)
        return 0;
    struct slice s = slice_trim(doc->blocks[at].text.s);
    if (!read_item(s, &other) || other.level != own.level ||
        (int64_t)other.number != (int64_t)own.number + offset)
        return 0;
    return ends_with_comma(s) ? -1 : slice_ends(s, S("。")) || slice_ends(s, S("；"));
}

/* `一是…，` between `二是…。` and `三是…。`: an item that ends with a comma where the others end as sentences do. */
static bool is_open_item(const struct document *doc, const struct flaws_text *t)
{
    struct item own;
    int closed = 0;
    struct slice s = slice_trim(t->text->s);
    if (t->cell || !ends_with_comma(s) || !read_item(s, &own))
        return false;
    for (int offset = -SIBLINGS; offset <= SIBLINGS; offset++) {
        int found = offset ? sibling(doc, t->block, offset, own) : 0;
        if (found < 0)
            return false;
        closed += found;
    }
    bool next = sibling(doc, t->block, 1, own) > 0;
    return closed >= SIBLINGS && (next || ends_paragraph(doc, t->block));
}

static bool is_unfinished(const struct flaws_reader *r, const struct flaws_text *t)
{
    const struct document *doc = r->report->document;
    struct slice s = t->text->s;
    if (is_open_item(doc, t))
        return true;
    if (!t->prose || s.len < LONG_ENOUGH || !ends_open(s))
        return false;
    return t->cell || (doc->blocks[t->block].kind == BLOCK_PARAGRAPH && ends_paragraph(doc, t->block));
}

void flaws_find_unfinished(struct flaws_reader *r)
{
    for (uint32_t i = 0; i < r->n; i++) {
        const struct flaws_text *t = &r->items[i];
        size_t last = t->text->s.len;
        if (!is_unfinished(r, t))
            continue;
        utf8_previous(t->text->s, &last);
        flaws_add(r, FLAW_UNFINISHED, t, last, t->text->s.len);
    }
}
