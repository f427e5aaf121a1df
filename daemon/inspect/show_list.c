#include "reasoning.h"
#include "show_out.h"

static const char *text_or(struct slice s, const char *otherwise)
{
    return s.len ? NULL : otherwise;
}

static void put_or(struct show_out *out, struct slice s, const char *otherwise)
{
    const char *instead = text_or(s, otherwise);
    if (instead)
        show_puts(out, slice_of(instead));
    else
        show_text(out, s);
}

static void put_decimal(struct show_out *out, struct decimal d)
{
    show_puts(out, decimal_text(out->report->arena, d));
}

static void put_where(struct show_out *out, uint32_t offset)
{
    const struct report *report = out->report;
    struct position position = document_position(report->document, offset);
    show_printf(out, "%5u:%-4u ", position.line, position.column);
    if (report->document->places_are_lines)
        return;
    show_text(out, document_where(report->document, report->arena, offset, out->target->english));
    show_puts(out, S(" "));
}

static struct slice name_of(const struct fact *fact)
{
    return fact->measure ? fact->measure->name : fact->label;
}

static void put_figure(struct show_out *out, const struct quantity *quantity)
{
    struct interval interval;
    put_decimal(out, quantity->value);
    show_text(out, quantity->unit ? quantity->unit->name : (struct slice){0});
    if (!quantity_interval(quantity, &interval) || decimal_cmp(interval.low, interval.high) == 0)
        return;
    if (quantity->unit) /* in the unit that is printed, not in its base */
        interval = interval_shift(interval, -quantity->unit->power);
    show_puts(out, S(" ["));
    put_decimal(out, interval.low);
    show_puts(out, S(", "));
    put_decimal(out, interval.high);
    show_puts(out, S("]"));
}

/* place  measure (label) · holder · scope | version year = value [interval]  confidence  “quote” */
static void put_fact(struct show_out *out, const struct fact *fact)
{
    put_where(out, fact->quote.from);
    put_or(out, name_of(fact), "?");
    if (fact->measure && fact->label.len && !slice_eq(fact->measure->name, fact->label)) {
        show_puts(out, S("("));
        show_text(out, fact->label);
        show_puts(out, S(")"));
    }
    const struct slice narrower[] = {fact->holder, fact->scope};
    for (int i = 0; i < 2; i++) {
        show_puts(out, narrower[i].len ? S(" · ") : S(""));
        show_text(out, narrower[i]);
    }
    show_printf(out, " | %s %d%s = ", version_name(fact->version), fact->year, fact->prior ? " prior" : "");
    put_figure(out, fact->quantity);
    show_printf(out, "  %u%s  “", fact->confidence, fact->claimed ? "" : " unclaimed");
    show_text(out, document_quote(out->report->document, fact->quote));
    show_puts(out, S("”\n"));
}

void show_facts(struct show_out *out)
{
    for (uint32_t i = 0; i < out->report->facts.n; i++)
        put_fact(out, &out->report->facts.items[i]);
}

static void put_verdict(struct show_out *out, const struct claim *claim)
{
    show_printf(out, " %s", verdict_text(claim->lenient));
    if (claim->strict != claim->lenient)
        show_printf(out, " (strict %s)", verdict_text(claim->strict));
    if (claim->blocked_by >= 0)
        show_printf(out, " blocked by %d", claim->blocked_by + 1);
}

/* Members, comparison and slips, a line each, under the claim. */
static void put_reasoning(struct show_out *out, const struct claim *claim)
{
    struct slice rest = reasoning_text(out->report, claim, out->target->english);
    while (rest.len) {
        show_puts(out, S("       "));
        show_text(out, slice_cut(&rest, S("\n")));
        show_puts(out, S("\n"));
    }
}

/* number place  kind basis verdict  formula  difference  confidence  “words”, and the reasoning */
static void put_claim(struct show_out *out, uint32_t index)
{
    const struct claim *claim = &out->report->claims.items[index];
    const struct fact *first = claim->n ? &out->report->facts.items[claim->members[0].fact] : NULL;
    show_printf(out, "%4u ", index + 1);
    put_where(out, first ? first->quote.from : claim->words.from);
    show_printf(out, "%s %s%s", claim_kind_text(claim->kind), basis_text(claim->basis),
                claim->exhaustive ? "" : " at-most");
    put_verdict(out, claim);
    show_puts(out, S("  "));
    put_or(out, claim_formula(out->report, claim), "-");
    if (claim->lenient == VERDICT_VIOLATED) {
        show_puts(out, S("  off by "));
        put_decimal(out, decimal_abs(claim->difference));
        show_text(out, claim->unit ? claim->unit->name : (struct slice){0});
    }
    show_printf(out, "  %u", claim->confidence);
    show_puts(out, S("  “"));
    show_text(out, document_quote(out->report->document, claim->words));
    show_puts(out, S("”\n"));
    put_reasoning(out, claim);
}

void show_claims(struct show_out *out)
{
    for (uint32_t i = 0; i < out->report->claims.n; i++)
        put_claim(out, i);
}
