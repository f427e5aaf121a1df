#include "flaws_priv.h"

#include "chars.h"
#include "numbering.h"

/* Words that are always other ones written wrong, set phrases without their end, alternatives of a template: lists of
 * the lexicon, of which a word may be excused by what stands around it. */

#define AFTER_BYTES 400 /* where the end of a set phrase may stand that a converter cut apart */
#define SENTENCE_BYTES                                                                                       \
    600 /* either way: where a sentence has no end, its words are not looked for any further */
#define FIGURE_BYTES 12 /* between a template's alternatives and their figure: 了、为、至 and a blank */

static bool ends_sentence(uint32_t c)
{
    return c == 0x3002 || c == 0xFF1B || c == 0xFF01 || c == 0xFF1F;
}

/* The sentence around the bytes [from, to). */
static struct slice sentence_around(struct slice s, size_t from, size_t to)
{
    size_t start = from, end = to;
    for (size_t at = from; at > 0 && from - start < SENTENCE_BYTES && !ends_sentence(utf8_previous(s, &at));)
        start = at;
    for (size_t at = to; at < s.len && end - to < SENTENCE_BYTES && !ends_sentence(char_next(s, &at));)
        end = at;
    return slice_sub(s, start, end);
}

/* A longer word that the wrong one is a part of here, or another word of the same sentence. */
static bool is_excused(struct slice s, size_t from, const struct lexicon_pair *pair)
{
    for (uint32_t i = 0; i < pair->n_excuses; i++) {
        struct slice excuse = pair->excuses[i];
        ptrdiff_t at = slice_find(excuse, pair->wrong, 0);
        if (at < 0 && slice_find(sentence_around(s, from, from + pair->wrong.len), excuse, 0) >= 0)
            return true;
        if (at >= 0 && from >= (size_t)at && slice_starts(slice_sub(s, from - (size_t)at, s.len), excuse))
            return true;
    }
    return false;
}

/* 发布 署名: the mended text has lost a blank that parts two words. A line's end parts none. */
static bool is_parted(const struct flaws_reader *r, const struct flaws_text *t, size_t from, size_t to)
{
    struct slice stands = document_quote(r->report->document, text_span(t->text, from, to));
    return stands.len > to - from && slice_find(stands, S("\n"), 0) < 0;
}

static bool always(const struct flaws_reader *r, const struct flaws_text *t, size_t to,
                   const struct lexicon_pair *pair)
{
    (void)r, (void)t, (void)to, (void)pair;
    return true;
}

/* A set phrase breaks off where a mark or the end follows, and what it lacks does not stand a little further on. */
static bool breaks_off(const struct flaws_reader *r, const struct flaws_text *t, size_t to,
                       const struct lexicon_pair *pair)
{
    struct slice s = t->text->s, rest = slice_sub(s, to, s.len);
    size_t at = 0, missing = pair->wrong.len;
    uint32_t c = rest.len ? char_next(rest, &at) : 0x3002;
    if (utf8_is_han(c) || c < 0x80 || utf8_is_space(c))
        return false;
    if (rest.len)
        return true;
    /* a label of its own may be a piece of a name that wide columns cut apart */
    struct numbering numbering;
    if (!t->prose && !t->cell && !numbering_read(s, &numbering))
        return false;
    char_next(pair->right, &missing);
    uint32_t end = text_offset(t->text, s.len);
    struct slice after = document_quote(r->report->document, (struct span){end, end + AFTER_BYTES});
    return slice_find(after, slice_sub(pair->right, pair->wrong.len, missing), 0) < 0;
}

/* Alternatives of a template are a residue where a figure follows: 增加（减少）12万元. */
static bool has_figure(const struct flaws_reader *r, const struct flaws_text *t, size_t to,
                       const struct lexicon_pair *pair)
{
    (void)r, (void)pair;
    struct slice near = slice_sub(t->text->s, to, to + FIGURE_BYTES);
    for (size_t at = 0, from = 0; at < near.len; from = at) {
        uint32_t c = char_next(near, &at);
        if ((c >= '0' && c <= '9') || (c >= 0xFF10 && c <= 0xFF19))
            return true;
        struct slice one = slice_sub(near, from, at);
        if (!utf8_is_space(c) && slice_find(S("了为至到约"), one, 0) < 0)
            return false;
    }
    return false;
}

static const struct list {
    struct slice class;
    enum flaw_kind kind;
    bool (*accept)(const struct flaws_reader *r, const struct flaws_text *t, size_t to,
                   const struct lexicon_pair *pair);
} lists[] = {
    {S("typo"), FLAW_TYPO, always},
    {S("cut"), FLAW_CUT, breaks_off},
    {S("residue"), FLAW_RESIDUE, has_figure},
};

/* One text that is read. */
struct reading {
    struct flaws_reader *flaws;
    const struct flaws_text *text;
};

static const struct list *list_of(struct slice class)
{
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (slice_eq(lists[i].class, class))
            return &lists[i];
    return NULL;
}

static void on_pair(void *context, struct slice class, const struct lexicon_pair_at *found)
{
    const struct reading *reading = context;
    const struct list *list = list_of(class);
    struct flaws_reader *r = reading->flaws;
    const struct flaws_text *t = reading->text;
    if (!list || is_excused(t->text->s, found->from, found->pair) ||
        is_parted(r, t, found->from, found->to) || !list->accept(r, t, found->to, found->pair))
        return;
    flaws_add(r, list->kind, t, found->from, found->to)->right = found->pair->right;
}

void flaws_find_words(struct flaws_reader *r)
{
    for (uint32_t i = 0; i < r->n; i++) {
        struct reading reading = {r, &r->items[i]};
        lexicon_find_pairs(r->report->lexicon, r->items[i].text->s, on_pair, &reading);
    }
}
