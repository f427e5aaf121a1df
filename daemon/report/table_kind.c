#include "table_kind.h"

#include "../base/must.h"

/* Bytes of the longest cell that is still a head or a label, and of the longest caption. */
#define KIND_CELL_MAX    120
#define KIND_CAPTION_MAX 240
/* A caption's word is as good as three heads; two heads are enough. */
#define KIND_CAPTION_WEIGHT 3
#define KIND_ENOUGH         2
/* Rows below the last head that are looked at for labels: forms are shorter, ledgers say the same over and over. */
#define KIND_LABEL_ROWS 64

static const char *const names[TABLE_KIND_COUNT] = {
#define X(name, word) [TABLE_##name] = #word,
    TABLE_KINDS(X)
#undef X
};

/* The words of each kind; OTHER has none. */
static const char *const classes[TABLE_KIND_COUNT] = {
    [TABLE_INDICATORS] = "table-indicators",
    [TABLE_FUNDS] = "table-funds",
    [TABLE_SIGNATURE] = "table-signature",
    [TABLE_STAFF] = "table-staff",
    [TABLE_THREE_PUBLIC] = "table-three-public",
    [TABLE_ASSETS] = "table-assets",
    [TABLE_PROCUREMENT] = "table-procurement",
    [TABLE_BALANCE] = "table-balance",
    [TABLE_INCOME] = "table-income",
    [TABLE_EXPENDITURE] = "table-expenditure",
    [TABLE_EXECUTION] = "table-execution",
    [TABLE_DISCLOSURE] = "table-disclosure",
};

struct judging {
    struct scans *scans;
    uint32_t class[TABLE_KIND_COUNT]; /* the lexicon's numbers */
    unsigned weight[TABLE_KIND_COUNT];
    bool achieved, target; /* an indicator table's columns */
};

/* A word that stands in several cells of a table counts once for each: 一级指标 and 二级指标 are two cells. */
static void weigh(struct judging *j, struct slice text, unsigned weight)
{
    struct hits hits = scans_of(j->scans, text);
    uint32_t seen = 0;
    for (uint32_t i = 0; i < hits.n; i++) {
        const struct hit *hit = &hits.items[i];
        for (unsigned k = 0; k < TABLE_OTHER && hit->kind == HIT_WORD; k++)
            if (j->class[k] == hit->id)
                seen |= 1u << k;
        j->achieved |= hit->kind == HIT_VERSION && (hit->id == VERSION_ACHIEVED || hit->id == VERSION_SCORE);
        j->target |= hit->kind == HIT_VERSION && hit->id == VERSION_TARGET;
    }
    for (unsigned k = 0; k < TABLE_OTHER; k++)
        j->weight[k] += seen >> k & 1 ? weight : 0;
}

static void weigh_cells(struct judging *j, const struct table *table)
{
    uint32_t labels = 0;
    for (uint32_t i = 0; i < table->n_cells; i++) {
        const struct cell *cell = &table->cells[i];
        bool head = table->row && cell->row < table->rows && table->row[cell->row].head;
        bool label = cell->column == 0 && labels < KIND_LABEL_ROWS;
        labels += label;
        if ((head || label) && cell->text.s.len && cell->text.s.len <= KIND_CELL_MAX)
            weigh(j, cell->text.s, 1);
    }
}

static enum table_form form_of(const struct judging *j, uint32_t kinds)
{
    if (!(kinds >> TABLE_INDICATORS & 1))
        return TABLE_FORM_NONE;
    return j->achieved ? TABLE_FORM_EVALUATION : j->target ? TABLE_FORM_GOAL : TABLE_FORM_NONE;
}

static void judge(struct judging *j, struct table *table)
{
    memset(j->weight, 0, sizeof j->weight);
    j->achieved = j->target = false;
    weigh_cells(j, table);
    bool achieved = j->achieved, target = j->target; /* a caption speaks of goals in a form that has scores */
    if (table->caption.s.len <= KIND_CAPTION_MAX)
        weigh(j, table->caption.s, KIND_CAPTION_WEIGHT);
    j->achieved = achieved;
    j->target = target;
    unsigned best = TABLE_OTHER, most = KIND_ENOUGH - 1;
    table->kinds = 0;
    for (unsigned k = 0; k < TABLE_OTHER; k++) {
        table->kinds |= j->weight[k] >= KIND_ENOUGH ? 1u << k : 0;
        best = j->weight[k] > most ? k : best;
        most = j->weight[k] > most ? j->weight[k] : most;
    }
    table->kinds |= table->kinds ? 0 : 1u << TABLE_OTHER;
    table->kind = (uint8_t)best;
    table->form = (uint8_t)form_of(j, table->kinds);
}

const char *table_kind_name(enum table_kind kind)
{
    must(kind < TABLE_KIND_COUNT);
    return names[kind];
}

const char *table_form_name(enum table_form form)
{
    return form == TABLE_FORM_GOAL ? "goal" : form == TABLE_FORM_EVALUATION ? "evaluation" : NULL;
}

void tables_judge(struct scans *scans, const struct document *document)
{
    struct judging j = {.scans = scans};
    for (unsigned k = 0; k < TABLE_OTHER; k++)
        j.class[k] = lexicon_class(scans->lexicon, classes[k]);
    for (uint32_t i = 0; i < document->n_tables; i++)
        judge(&j, document->tables[i]);
}
