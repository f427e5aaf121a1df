#include "facts_priv.h"

#include "quantity_priv.h"

#include "../base/must.h"

#define NO_FACT UINT32_MAX

static const char *const classes[WORD_COUNT] = {
#define X(name, class) [WORD_##name] = class,
    FACT_WORDS(X)
#undef X
};

/* What a measure is counted in when the text does not say. */
static const char *const plain_units[] = {
    [DIMENSION_PERCENT] = "%", [DIMENSION_SCORE] = "分", [DIMENSION_PERSON] = "人"};

static const char *const version_units[VERSION_COUNT] = {
    [VERSION_RATE] = "%",    [VERSION_SHARE] = "%",  [VERSION_GROWTH] = "%",
    [VERSION_WEIGHT] = "分", [VERSION_SCORE] = "分", [VERSION_APPROVED] = "人",
};

static const struct unit *plain_unit(const struct fact *fact)
{
    const char *name = version_units[fact->version];
    enum dimension d = fact->measure ? fact->measure->dimension : DIMENSION_NONE;
    if (!name && d < sizeof plain_units / sizeof *plain_units)
        name = plain_units[d];
    return name ? unit_by_name(slice_of(name)) : NULL;
}

/* 100万 beside other money is 万元. */
static void scale_bare(struct quantity *q, const struct fact *fact)
{
    static const enum version money[] = {VERSION_INITIAL, VERSION_ADJUSTED,  VERSION_BUDGET,
                                         VERSION_ACTUAL,  VERSION_BALANCE,   VERSION_CARRIED_IN,
                                         VERSION_CUT,     VERSION_SUPPLEMENT};
    bool is_money = fact->measure && fact->measure->dimension == DIMENSION_MONEY;
    for (size_t i = 0; i < sizeof money / sizeof *money; i++)
        is_money |= fact->version == money[i];
    const struct unit *unit = is_money ? unit_by_name(S("元")) : NULL;
    unit = unit ? unit_scaled(q->unit, unit) : NULL;
    if (unit)
        q->unit = unit;
}

void facts_unit(struct fact_reader *reader, struct quantity *q, const struct fact *fact,
                const struct cell_context *cell)
{
    (void)reader;
    if (q->unit && q->unit->dimension == DIMENSION_NONE)
        scale_bare(q, fact);
    if (q->unit)
        return;
    const struct unit *plain = plain_unit(fact);
    /* a score or a head count has its own unit, whatever its row or caption says; its column's head may know
     * better */
    bool head = cell && cell->unit && (!plain || cell->unit_source == UNIT_FROM_CELL_HEAD);
    q->unit = head ? cell->unit : plain;
    q->unit_source = head ? cell->unit_source : plain ? UNIT_FROM_CELL_HEAD : UNIT_UNKNOWN;
}

struct fact *facts_push(struct fact_reader *reader)
{
    struct report *report = reader->report;
    must(report->facts.n < report->quantities.n); /* a figure makes one fact at most */
    struct fact *f = ARENA_PUSH(report->arena, &report->facts);
    f->topic = NO_FACT;
    f->sentence = UINT32_MAX;
    return f;
}

static void set_sections(struct report *report)
{
    const struct document *doc = report->document;
    for (uint32_t i = 0; i < report->facts.n; i++)
        report->facts.items[i].section = doc->blocks[report->facts.items[i].block].section;
}

static void know_words(struct fact_reader *reader)
{
    for (uint32_t class = 0; class < LEXICON_CLASSES; class ++)
        reader->word_of[class] = WORD_COUNT;
    for (enum fact_word word = 0; word < WORD_COUNT; word++) {
        uint32_t class = lexicon_class(reader->report->lexicon, classes[word]);
        if (class != UINT32_MAX)
            reader->word_of[class] = word;
    }
}

void facts_read(struct report *report)
{
    struct fact_reader reader = {.report = report, .section = UINT32_MAX, .held.sentence = UINT32_MAX};
    uint32_t sentence = 0;
    know_words(&reader);
    for (uint32_t b = 0; b < report->document->n_blocks; b++) {
        if (report->document->blocks[b].kind == BLOCK_TABLE)
            facts_of_table(&reader, b);
        for (; sentence < report->sentences.n && report->sentences.items[sentence].block <= b; sentence++)
            if (!report->sentences.items[sentence].cell)
                facts_of_sentence(&reader, sentence, NULL);
    }
    set_sections(report);
    facts_scores(report);
}
