/* What a figure's surroundings narrow it to: a level of government (全市, 市本级), a kind of money (政府性基金).
 * Reports on a whole government say so once and go on for a page. */
#include "claims_priv.h"

/* Headings deepen to six levels at most. */
#define HEADINGS_UP 6
/* What a paragraph is about stands no further back in it. */
#define SENTENCES_BACK 6

static struct slice last_word(const struct report *report, const char *class, struct slice text)
{
    struct slice found = {0};
    size_t from, to;
    for (; lexicon_find_word(report->lexicon, class, text, &from, &to); text = slice_sub(text, to, text.len))
        found = slice_sub(text, from, to);
    return found;
}

/* The last word of a class before a figure in its paragraph. */
static struct slice word_before(const struct report *report, const struct fact *f, const char *class)
{
    const struct sentence *sentences = report->sentences.items, *own = &sentences[f->sentence];
    struct slice found = last_word(report, class, slice_sub(own->text.s, 0, f->quantity->from));
    for (uint32_t s = f->sentence, back = 0; !found.len && s-- > 0 && back < SENTENCES_BACK; back++) {
        if (sentences[s].block != own->block || sentences[s].cell != own->cell)
            break;
        found = last_word(report, class, sentences[s].text.s);
    }
    return found;
}

/* What a caption, or else the words before it and the headings above say: 政府性基金, 市本级 …; empty: nothing. */
static struct slice narrowed(const struct report *report, const struct fact *f, const char *class)
{
    const struct section *sections = report->document->sections;
    if (f->table)
        return last_word(report, class, f->table->caption.s);
    struct slice found = f->sentence != UINT32_MAX ? word_before(report, f, class) : (struct slice){0};
    uint32_t s = f->section;
    for (int depth = 0; !found.len && s != 0 && depth < HEADINGS_UP; depth++, s = sections[s].parent)
        found = last_word(report, class, sections[s].title.s);
    return found;
}

/* Of one table its caption tells both. */
static bool under_one_caption(const struct fact *x, const struct fact *y)
{
    return x->table && x->table == y->table;
}

bool claims_other_level(const struct report *report, const struct fact *x, const struct fact *y)
{
    return !under_one_caption(x, y) &&
           !slice_eq(narrowed(report, x, "level-of-government"), narrowed(report, y, "level-of-government"));
}

bool claims_narrower(const struct report *report, const struct fact *part, const struct fact *cell)
{
    struct slice own = part->table                    ? narrowed(report, part, "lineage-narrow")
                       : part->sentence != UINT32_MAX ? word_before(report, part, "lineage-narrow")
                                                      : (struct slice){0};
    return own.len && !narrowed(report, cell, "lineage-narrow").len;
}

bool claims_other_money(const struct report *report, const struct fact *x, const struct fact *y)
{
    bool prose = !x->table && !y->table, tables = x->table && y->table;
    if (under_one_caption(x, y))
        return false;
    if ((prose || tables) && claims_other_level(report, x, y))
        return true;
    bool each = x->measure && lexicon_is(report->lexicon, "lineage-each", x->measure->name);
    struct slice a = narrowed(report, x, "lineage-narrow"), b = narrowed(report, y, "lineage-narrow");
    return (each || (prose && a.len && b.len)) && !slice_eq(a, b);
}
