/* Counted lists: `内设股室5个，分别为：a、b、c、d、e`. The names after the count are counted by the
 * enumeration commas outside brackets and quotation marks; 和, 及, 与 may join two names or stand in one, so
 * both counts are tried. */
#include "claims_index.h"

#include "../base/utf8.h"

/* A list that is this far off is more likely read wrongly than counted wrongly. */
#define COUNT_OFF_MAX 2

struct names {
    uint32_t commas, joints; /* 、 and 和 及 与 between the names */
    bool open;               /* 等: not all of them */
};

static const struct {
    uint32_t c;
    int depth; /* what it does to the nesting */
} BRACKETS[] = {{'(', 1},     {')', -1},   {0xFF08, 1},  {0xFF09, -1}, {0x201C, 1},
                {0x201D, -1}, {0x300A, 1}, {0x300B, -1}, {0x3010, 1},  {0x3011, -1}};

static bool is_countable(const struct fact *f)
{
    enum dimension d = claims_dimension(f);
    return f->sentence != UINT32_MAX && f->quantity->kind == QUANTITY_VALUE && !f->quantity->chinese &&
           (d == DIMENSION_COUNT || d == DIMENSION_PERSON) &&
           decimal_cmp(f->quantity->value, decimal_int(1)) > 0;
}

static int nesting(uint32_t c)
{
    for (size_t i = 0; i < sizeof BRACKETS / sizeof *BRACKETS; i++)
        if (BRACKETS[i].c == c)
            return BRACKETS[i].depth;
    return 0;
}

static bool ends_list(uint32_t c)
{
    return c == ',' || c == 0xFF0C || c == ';' || c == 0xFF1B || c == 0x3002;
}

/* 和 U+548C, 及 U+53CA, 与 U+4E0E; 等 U+7B49. */
static struct names count_names(struct slice text)
{
    struct names names = {0};
    int depth = 0;
    for (size_t at = 0; at < text.len;) {
        uint32_t c = utf8_next(text, &at);
        depth += nesting(c);
        if (depth > 0)
            continue;
        if (ends_list(c))
            break;
        names.commas += c == 0x3001;
        names.joints += c == 0x548C || c == 0x53CA || c == 0x4E0E;
        names.open |= c == 0x7B49;
    }
    return names;
}

/* The text of the list behind the count: after 分别为 or a colon, with nothing else between. */
static bool list_after(const struct report *report, const struct fact *f, struct slice *ret)
{
    const struct text *text = &report->sentences.items[f->sentence].text;
    struct slice after = slice_sub(text->s, f->quantity->to, text->s.len);
    size_t from, to, at = 0;
    while (at < after.len) {
        size_t next = at;
        uint32_t c = utf8_next(after, &next);
        if (c != ',' && c != 0xFF0C && c != ' ' && c != ':' && c != 0xFF1A)
            break;
        at = next;
    }
    struct slice rest = slice_sub(after, at, after.len);
    bool colon = at > 0 && (after.at[at - 1] == ':' || slice_ends(slice_sub(after, 0, at), S("：")));
    bool word = lexicon_find_word(report->lexicon, "list-all", rest, &from, &to) && from == 0;
    *ret = word ? slice_sub(rest, to, rest.len) : rest;
    return colon || word;
}

static bool has_figures(const struct report *report, uint32_t fact)
{
    const struct fact *f = claims_fact(report, fact);
    return fact + 1 < report->facts.n && claims_fact(report, fact + 1)->sentence == f->sentence;
}

static void read_count(struct report *report, uint32_t fact)
{
    struct slice list;
    const struct fact *f = claims_fact(report, fact);
    if (has_figures(report, fact) || !list_after(report, f, &list))
        return;
    struct names names = count_names(list);
    if (names.commas == 0)
        return;
    struct decimal fewest = decimal_int(names.commas + 1),
                   most = decimal_int(names.commas + names.joints + 1), off;
    bool within = decimal_cmp(f->quantity->value, fewest) >= 0 && decimal_cmp(f->quantity->value, most) <= 0;
    struct draft d = claims_draft(report, CLAIM_COUNT, BASIS_WORDS, f->quote);
    claims_member(&d, ROLE_COUNT, 1, fact);
    d.claim.computed = within ? f->quantity->value : most;
    bool close = decimal_sub(f->quantity->value, most, &off) &&
                 decimal_cmp(decimal_abs(off), decimal_int(COUNT_OFF_MAX)) <= 0;
    if (within || (close && !names.open))
        claims_file(&d);
}

void claims_count_read(struct report *report, const struct fact_index *index)
{
    (void)index;
    for (uint32_t f = 0; f < report->facts.n; f++)
        if (is_countable(&report->facts.items[f]))
            read_count(report, f);
}
