#include "flaws_priv.h"

#include "chars.h"

/* A paragraph or a cell that ends in the middle of a clause: with a comma, or with a word that needs another after it;
 * and what follows is a heading, a table or nothing. Wrapped lines go on in the next paragraph and are none. */

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

static bool is_unfinished(const struct flaws_reader *r, const struct flaws_text *t)
{
    const struct document *doc = r->report->document;
    struct slice s = t->text->s;
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
