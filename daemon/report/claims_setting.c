/* In which setting a figure stands: of which level of government (全市, 市本级), of which of the budgets (政府性基金).
 * Reports on a whole government say so once and then go on for pages; figures of two settings are not the same
 * thing, whatever their words. */
#include "claims_priv.h"

#include "report.h"

/* How far before a figure, in bytes of its section, the word for its level may stand. */
#define LEVEL_REACH 3000
/* A paragraph about one of the budgets names it at its beginning. */
#define OPENING_BYTES 90

enum level { LEVEL_UNKNOWN, LEVEL_WHOLE, LEVEL_OWN };

struct setting {
    enum level level;
    char fund[3]; /* the first character of its budget's name */
};

/* The place of the last word of a class, plus one; 0: none. */
static size_t last_word(const struct report *report, const struct hits *hits, const char *class)
{
    uint32_t wanted = lexicon_class(report->lexicon, class);
    for (uint32_t i = hits->n; i-- > 0;)
        if (hits->items[i].kind == HIT_WORD && hits->items[i].id == wanted)
            return hits->items[i].from + 1;
    return 0;
}

static enum level level_in(const struct report *report, struct slice text)
{
    struct hits hits = {0};
    lexicon_scan(report->lexicon, report->arena, text, &hits);
    size_t whole = last_word(report, &hits, "level-whole"), own = last_word(report, &hits, "level-own");
    return whole > own ? LEVEL_WHOLE : own ? LEVEL_OWN : LEVEL_UNKNOWN;
}

static bool fund_in(const struct report *report, struct slice text, char ret[3])
{
    size_t from, to;
    if (!lexicon_find_word(report->lexicon, "budget-kind", text, &from, &to) || to - from < 3)
        return false;
    memcpy(ret, text.at + from, 3);
    return true;
}

static uint32_t begin_of(const struct document *doc, uint32_t block)
{
    return text_offset(&doc->blocks[block].text, 0);
}

static void read_titles(const struct report *report, uint32_t section, struct setting *ret)
{
    const struct document *doc = report->document;
    for (; section != 0; section = doc->sections[section].parent) {
        struct slice title = doc->sections[section].title.s;
        if (ret->level == LEVEL_UNKNOWN)
            ret->level = level_in(report, title);
        if (!ret->fund[0])
            fund_in(report, title, ret->fund);
    }
}

static struct setting setting_of(const struct report *report, const struct fact *f)
{
    const struct document *doc = report->document;
    struct setting s = {LEVEL_UNKNOWN, {0}};
    if (f->table) {
        s.level = level_in(report, f->table->caption.s);
        fund_in(report, f->table->caption.s, s.fund);
        return s;
    }
    uint32_t start = begin_of(doc, doc->sections[f->section].first_block), at = f->span.from;
    uint32_t from = at - start > LEVEL_REACH ? at - LEVEL_REACH : start;
    s.level = level_in(report, slice_sub(doc->reading, from, at));
    struct slice opening = doc->blocks[f->block].text.s;
    fund_in(report, slice_sub(opening, 0, opening.len < OPENING_BYTES ? opening.len : OPENING_BYTES), s.fund);
    read_titles(report, f->section, &s);
    return s;
}

bool claims_one_setting(const struct report *report, const struct fact *a, const struct fact *b)
{
    struct setting x = setting_of(report, a), y = setting_of(report, b);
    if (x.level != y.level && x.level != LEVEL_UNKNOWN && y.level != LEVEL_UNKNOWN)
        return false;
    return !x.fund[0] || !y.fund[0] || memcmp(x.fund, y.fund, sizeof x.fund) == 0;
}
