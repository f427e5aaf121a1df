/* Any text as a report, with the project's own lexicon: figures, facts and claims that refer to each other refer to what
 * is there, every place lies in the reading text, and a claim that is judged violated has figures that do not meet. */
#include "../unit/document_check.h"
#include "../unit/reading_push.h"
#include "fuzz_report.h"

#include "../../daemon/report/report.h"

static const struct lexicon *lexicon(void)
{
    static const char *const FOLDERS[] = {"config/lexicon", NULL};
    static struct lexicon *loaded;
    char error[256];
    must(loaded || lexicon_load(FOLDERS, &loaded, error, sizeof error) == 0);
    return loaded;
}

static void check_span(const struct report *report, struct span span)
{
    must(span.from <= span.to && span.to <= report->document->reading.len);
}

/* One of the report's own, or one read again in the unit of its form. */
static void check_figure(const struct report *report, const struct quantity *figure)
{
    bool own = figure >= report->quantities.items && figure < report->quantities.items + report->quantities.n;
    must(own || (figure->unit && figure->unit_source == UNIT_FROM_CELL_HEAD));
    must(figure->kind <= QUANTITY_FRACTION);
    check_span(report, figure->span);
}

static void check_fact(const struct report *report, uint32_t i)
{
    const struct fact *fact = &report->facts.items[i];
    check_figure(report, fact->quantity);
    must(fact->topic == UINT32_MAX || fact->topic < i);
    must(fact->version < VERSION_COUNT && fact->against < VERSION_COUNT && fact->confidence <= 100);
    must(fact->block < report->document->n_blocks && fact->section < report->document->n_sections);
    must((fact->cell == NULL) == (fact->table == NULL));
    must(fact->sentence == UINT32_MAX || fact->sentence < report->sentences.n);
    check_span(report, fact->span);
    check_span(report, fact->quote);
}

static void check_claim(const struct report *report, const struct claim *claim)
{
    must(claim->kind < CLAIM_KIND_COUNT && claim->strict <= VERDICT_UNKNOWN &&
         claim->lenient <= VERDICT_UNKNOWN);
    must(claim->n && claim->n <= limit_value(LIMIT_CLAIM_MEMBERS) && claim->confidence <= 100);
    must(claim->blocked_by >= -1 && claim->blocked_by < (int64_t)report->claims.n);
    struct slice formula = claim_formula(report, claim);
    must(utf8_valid_prefix(formula) == formula.len);
    check_span(report, claim->words);
    for (uint32_t i = 0; i < claim->n; i++)
        must(claim->members[i].role < ROLE_COUNT_ && claim->members[i].fact < report->facts.n);
}

static void check_report(const struct report *report)
{
    for (uint32_t i = 0; i < report->facts.n; i++)
        check_fact(report, i);
    for (uint32_t i = 0; i < report->claims.n; i++)
        check_claim(report, &report->claims.items[i]);
    for (uint32_t i = 0; i < report->copies.n; i++) {
        check_span(report, report->copies.items[i].first.span);
        check_span(report, report->copies.items[i].second.span);
    }
}

static void read_report(struct arena *arena, struct builder *b, struct slice text)
{
    reading_push(b, text);
    const struct document *document = builder_finish(b);
    check_document(document);
    check_report(report_read(arena, document, lexicon()));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_report(data, size, read_report);
}
