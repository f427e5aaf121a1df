#include "show_out.h"

#include "../report/table_kind.h"

/* Writes as it goes: a document of a million cells has no room for a tree of them. */

static void key(struct show_out *out, const char *name)
{
    show_printf(out, ",\"%s\":", name);
}

static void string(struct show_out *out, const char *name, struct slice text)
{
    key(out, name);
    show_json_string(out, text);
}

/* Left out where there is none. */
static void word(struct show_out *out, const char *name, struct slice text)
{
    if (text.len)
        string(out, name, text);
}

static void number(struct show_out *out, const char *name, long long n)
{
    key(out, name);
    show_printf(out, "%lld", n);
}

/* As a string: JSON's numbers are floating point to many readers. */
static void decimal(struct show_out *out, const char *name, struct decimal d)
{
    string(out, name, decimal_text(out->report->arena, d));
}

static void boolean(struct show_out *out, const char *name, bool b)
{
    key(out, name);
    show_puts(out, b ? S("true") : S("false"));
}

static void place(struct show_out *out, struct span span)
{
    const struct document *document = out->report->document;
    struct position position = document_position(document, span.from);
    number(out, "line", position.line);
    number(out, "column", position.column);
    string(out, "quote", document_quote(document, span));
}

/* The items of an array, each an object that begins with its number. */
static void begin(struct show_out *out, uint32_t i)
{
    show_printf(out, "%s\n {\"number\":%u", i ? "," : "", i + 1);
}

static void put_section(struct show_out *out, uint32_t i)
{
    const struct section *section = &out->report->document->sections[i];
    begin(out, i);
    number(out, "level", section->level);
    number(out, "parent", (long long)section->parent + 1);
    word(out, "label", section->label.s);
    word(out, "title", section->title.s);
    show_puts(out, S("}"));
}

static void put_cell(struct show_out *out, const struct cell *cell)
{
    show_printf(out, "{\"row\":%u,\"column\":%u", cell->row + 1, cell->column + 1);
    if (cell->rows > 1)
        number(out, "rows", cell->rows);
    if (cell->columns > 1)
        number(out, "columns", cell->columns);
    string(out, "text", cell->text.s);
    show_puts(out, S("}"));
}

static void put_table(struct show_out *out, uint32_t i)
{
    const struct table *table = out->report->document->tables[i];
    begin(out, i);
    number(out, "rows", table->rows);
    number(out, "columns", table->columns);
    number(out, "confidence", table->confidence);
    string(out, "kind", slice_of(table_kind_name((enum table_kind)table->kind)));
    word(out, "caption", table->caption.s);
    word(out, "unit", table->unit_line.s);
    key(out, "cells");
    show_puts(out, S("["));
    for (uint32_t c = 0; c < table->n_cells; c++) {
        show_puts(out, c ? S(",\n  ") : S("\n  "));
        put_cell(out, &table->cells[c]);
    }
    show_puts(out, S("]}"));
}

static void put_fact(struct show_out *out, uint32_t i)
{
    const struct fact *fact = &out->report->facts.items[i];
    begin(out, i);
    word(out, "measure", fact->measure ? fact->measure->name : (struct slice){0});
    word(out, "label", fact->label);
    word(out, "holder", fact->holder);
    word(out, "scope", fact->scope);
    string(out, "version", slice_of(version_name(fact->version)));
    number(out, "year", fact->year);
    boolean(out, "prior", fact->prior);
    decimal(out, "value", fact->quantity->value);
    word(out, "unit", fact->quantity->unit ? fact->quantity->unit->name : (struct slice){0});
    number(out, "confidence", fact->confidence);
    boolean(out, "claimed", fact->claimed);
    if (fact->table)
        number(out, "table", fact->table->number);
    place(out, fact->quote);
    show_puts(out, S("}"));
}

static void put_claim(struct show_out *out, uint32_t i)
{
    const struct claim *claim = &out->report->claims.items[i];
    begin(out, i);
    string(out, "kind", slice_of(claim_kind_text(claim->kind)));
    string(out, "basis", slice_of(basis_text(claim->basis)));
    boolean(out, "exhaustive", claim->exhaustive);
    string(out, "verdict", slice_of(verdict_text(claim->lenient)));
    string(out, "strict", slice_of(verdict_text(claim->strict)));
    if (claim->lenient != VERDICT_UNKNOWN) {
        decimal(out, "stated", claim->stated);
        decimal(out, "computed", claim->computed);
        decimal(out, "difference", decimal_abs(claim->difference));
    }
    word(out, "unit", claim->unit ? claim->unit->name : (struct slice){0});
    word(out, "formula", claim_formula(out->report, claim));
    number(out, "confidence", claim->confidence);
    if (claim->blocked_by >= 0)
        number(out, "blocked_by", claim->blocked_by + 1);
    key(out, "members");
    for (uint32_t m = 0; m < claim->n; m++)
        show_printf(out, "%s{\"role\":\"%s\",\"sign\":%d,\"fact\":%u}", m ? "," : "[",
                    role_text(claim->members[m].role), claim->members[m].sign, claim->members[m].fact + 1);
    show_puts(out, claim->n ? S("]") : S("[]"));
    place(out, claim->words);
    show_puts(out, S("}"));
}

static void put_side(struct show_out *out, const char *name, const struct passage *side)
{
    key(out, name);
    show_printf(out, "{\"role\":\"%s\"", passage_role_text(side->role));
    place(out, side->span);
    show_puts(out, S("}"));
}

static void put_copy(struct show_out *out, uint32_t i)
{
    const struct copy *copy = &out->report->copies.items[i];
    begin(out, i);
    number(out, "characters", copy->chars);
    put_side(out, "first", &copy->first);
    put_side(out, "second", &copy->second);
    show_puts(out, S("}"));
}

void show_json(struct show_out *out)
{
    const struct report *report = out->report;
    const struct {
        const char *name;
        uint32_t n;
        void (*put)(struct show_out *, uint32_t);
    } arrays[] = {
        {"sections", report->document->n_sections, put_section},
        {"tables", report->document->n_tables, put_table},
        {"facts", report->facts.n, put_fact},
        {"claims", report->claims.n, put_claim},
        {"copies", report->copies.n, put_copy},
    };
    show_puts(out, S("{\"name\":"));
    show_json_string(out, report->document->name);
    string(out, "format", slice_of(report->document->format));
    word(out, "title", report->title);
    word(out, "organization", report->holder);
    number(out, "year", report->year);
    for (size_t a = 0; a < sizeof arrays / sizeof *arrays; a++) {
        key(out, arrays[a].name);
        show_puts(out, S("["));
        for (uint32_t i = 0; i < arrays[a].n; i++)
            arrays[a].put(out, i);
        show_puts(out, S("]"));
    }
    show_puts(out, S("}\n"));
}
