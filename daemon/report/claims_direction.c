/* What the words say of two figures without giving the change: 决算数大于预算数的主要原因, 与上年持平. The two
 * figures must be the only ones of their versions in the sentence and the one before it. */
#include "claims_index.h"

/* Bytes between the word and what it compares: 决算数大于年初预算数. */
#define BETWEEN_BYTES 30

static const struct {
    const char *class;
    int direction;
} WORDS[] = {{"direction-above", 1}, {"direction-below", -1}, {"direction-equal", 0}};

#define N_WORDS (sizeof WORDS / sizeof *WORDS)

struct reader {
    struct report *report;
    const struct fact_index *index;
    uint32_t *first;         /* of each sentence its first fact, or FACT_NONE */
    uint32_t class[N_WORDS]; /* the lexicon's numbers */
};

static void index_sentences(struct reader *r)
{
    struct report *report = r->report;
    r->first = arena_array(report->arena, report->sentences.n + 1u, sizeof *r->first);
    for (uint32_t s = 0; s < report->sentences.n; s++)
        r->first[s] = FACT_NONE;
    for (uint32_t f = report->facts.n; f-- > 0;)
        if (report->facts.items[f].sentence != UINT32_MAX)
            r->first[report->facts.items[f].sentence] = f;
}

/* The only amount of a version in these sentences; FACT_NONE where there is none or another one too. */
static uint32_t only(const struct reader *r, uint32_t from, uint32_t sentence, const enum version *versions,
                     size_t n)
{
    uint32_t found = FACT_NONE;
    for (uint32_t s = from; s <= sentence; s++)
        for (uint32_t f = r->first[s]; f != FACT_NONE && f < r->report->facts.n; f++) {
            const struct fact *fact = claims_fact(r->report, f);
            if (fact->sentence != s)
                break;
            for (size_t v = 0; v < n; v++) {
                if (fact->version != versions[v] || !claims_amount(fact))
                    continue;
                if (found != FACT_NONE)
                    return FACT_NONE;
                found = f;
            }
        }
    return found;
}

static bool are_together(const struct report *report, uint32_t a, uint32_t b)
{
    const struct sentence *x = &report->sentences.items[a], *y = &report->sentences.items[b];
    return x->block == y->block && x->cell == y->cell;
}

static const enum version actual[] = {VERSION_ACTUAL};

/* Whether there are figures that a sentence may compare: its own, or what was spent as the one before has it. */
static bool has_figures(const struct reader *r, uint32_t sentence)
{
    return r->first[sentence] != FACT_NONE ||
           (sentence > 0 && are_together(r->report, sentence - 1, sentence) &&
            only(r, sentence - 1, sentence - 1, actual, 1) != FACT_NONE);
}

static void file(struct report *report, int direction, uint32_t later, uint32_t earlier, struct span words)
{
    const struct fact *l = claims_fact(report, later), *e = claims_fact(report, earlier);
    if (!claims_addable(l, e) || l->prior || (l->measure && e->measure && l->measure != e->measure))
        return;
    struct draft d = claims_draft(report, CLAIM_DIRECTION, BASIS_WORDS, words);
    claims_member(&d, ROLE_LATER, direction, later);
    claims_member(&d, ROLE_EARLIER, 1, earlier);
    if (claims_try(&d) != VERDICT_UNKNOWN)
        claims_file(&d);
}

/* The version named right before the word (actual) and right after it (a budget). */
static bool names(const struct report *report, struct slice text, bool before, enum version *ret)
{
    struct hits hits = {0};
    bool found = false;
    lexicon_scan(report->lexicon, report->arena, text, &hits);
    for (uint32_t i = 0; i < hits.n; i++) {
        if (hits.items[i].kind != HIT_VERSION || (found && !before))
            continue;
        *ret = (enum version)hits.items[i].id;
        found = true;
    }
    return found;
}

/* `at`, or where the character begins that it lies in; the text's end is a place, too. */
static size_t start_of(struct slice text, size_t at)
{
    while (at > 0 && at < text.len && ((unsigned char)text.at[at] & 0xC0) == 0x80)
        at--;
    return at;
}

static void read_budget(const struct reader *r, uint32_t sentence, size_t from, size_t to, int direction)
{
    const struct text *text = &r->report->sentences.items[sentence].text;
    enum version before = VERSION_UNKNOWN, after = VERSION_UNKNOWN;
    struct slice left = slice_sub(text->s, start_of(text->s, from > BETWEEN_BYTES ? from - BETWEEN_BYTES : 0),
                                  from),
                 right = slice_sub(text->s, to, text->s.len);
    right = slice_sub(right, 0, start_of(right, right.len > BETWEEN_BYTES ? BETWEEN_BYTES : right.len));
    if (!names(r->report, left, true, &before) || !names(r->report, right, false, &after) ||
        before != VERSION_ACTUAL ||
        (after != VERSION_INITIAL && after != VERSION_BUDGET && after != VERSION_ADJUSTED))
        return;
    static const enum version any[] = {VERSION_INITIAL, VERSION_BUDGET, VERSION_ADJUSTED};
    uint32_t first =
        sentence > 0 && are_together(r->report, sentence - 1, sentence) ? sentence - 1 : sentence;
    uint32_t later = only(r, first, sentence, actual, 1);
    uint32_t earlier =
        after == VERSION_BUDGET ? only(r, first, sentence, any, 3) : only(r, first, sentence, &after, 1);
    if (earlier == FACT_NONE && only(r, first, sentence, any, 3) != FACT_NONE && after == VERSION_INITIAL)
        return;
    if (later != FACT_NONE && earlier != FACT_NONE)
        file(r->report, direction, later, earlier, text_span(text, from, to));
}

/* The same thing's figure of the year before, told in the sentence itself. */
static uint32_t prior_beside(const struct reader *r, uint32_t later, size_t before)
{
    const struct fact *l = claims_fact(r->report, later);
    for (uint32_t f = r->first[l->sentence]; f < r->report->facts.n; f++) {
        const struct fact *e = claims_fact(r->report, f);
        if (e->sentence != l->sentence || e->quantity->from >= before)
            break;
        if (f != later && claims_amount(e) && e->year_stated && e->year + 1 == l->year &&
            e->measure == l->measure && l->measure)
            return f;
    }
    return FACT_NONE;
}

/* `N，与上年持平`: the amount before the word in its sentence, and what the report gives for the year before. */
static void read_equal(const struct reader *r, uint32_t sentence, size_t from, size_t to)
{
    const struct text *text = &r->report->sentences.items[sentence].text;
    size_t at, end;
    struct slice left =
        slice_sub(text->s, start_of(text->s, from > BETWEEN_BYTES ? from - BETWEEN_BYTES : 0), from);
    if (!lexicon_find_word(r->report->lexicon, "prior-year", left, &at, &end) ||
        (lexicon_find_word(r->report->lexicon, "direction-about", left, &at, &end) && end == left.len))
        return;
    uint32_t later = FACT_NONE;
    for (uint32_t f = r->first[sentence]; f != FACT_NONE && f < r->report->facts.n; f++) {
        const struct fact *fact = claims_fact(r->report, f);
        if (fact->sentence != sentence || fact->quantity->from >= from)
            break;
        if (claims_amount(fact) && !fact->prior)
            later = f;
    }
    if (later == FACT_NONE)
        return;
    struct fact_key key = claims_key(claims_fact(r->report, later));
    key.year--;
    uint32_t earlier = key.measure ? claims_index_only(r->index, &key) : FACT_NONE;
    if (earlier == FACT_NONE)
        earlier = prior_beside(r, later, from);
    if (earlier != FACT_NONE && claims_fact(r->report, earlier)->year_stated)
        file(r->report, 0, later, earlier, text_span(text, from, to));
}

/* Which of the classes have a word there, a bit for each; most sentences have none. */
static unsigned classes_in(const struct reader *r, struct slice text)
{
    struct hits hits = scans_of(&r->report->scans, text);
    unsigned found = 0;
    for (uint32_t i = 0; i < hits.n; i++)
        for (size_t k = 0; k < N_WORDS; k++)
            found |= (unsigned)(hits.items[i].id == r->class[k] && hits.items[i].kind == HIT_WORD) << k;
    return found;
}

static void read_sentence(const struct reader *r, uint32_t sentence)
{
    const struct text *text = &r->report->sentences.items[sentence].text;
    unsigned found = classes_in(r, text->s);
    for (size_t i = 0; found >> i; i++) {
        size_t from, to;
        if (!(found >> i & 1) || !lexicon_find_word(r->report->lexicon, WORDS[i].class, text->s, &from, &to))
            continue;
        read_budget(r, sentence, from, to, WORDS[i].direction);
        if (WORDS[i].direction == 0)
            read_equal(r, sentence, from, to);
    }
}

void claims_direction_read(struct report *report, const struct fact_index *index)
{
    struct reader r = {.report = report, .index = index};
    for (size_t i = 0; i < N_WORDS; i++)
        r.class[i] = lexicon_class(report->lexicon, WORDS[i].class);
    index_sentences(&r);
    for (uint32_t s = 0; s < report->sentences.n; s++)
        if (has_figures(&r, s))
            read_sentence(&r, s);
}
