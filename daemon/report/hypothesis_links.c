#include "hypothesis_links.h"

#include <stdlib.h>

static void link_claims(struct report *report, struct fact_links *links)
{
    uint32_t total = 0;
    links->first = arena_array(report->arena, report->facts.n + 2u, sizeof *links->first);
    for (uint32_t c = 0; c < report->claims.n; c++)
        for (uint32_t i = 0; i < report->claims.items[c].n; i++, total++)
            links->first[report->claims.items[c].members[i].fact + 2]++;
    for (uint32_t f = 0; f < report->facts.n; f++)
        links->first[f + 2] += links->first[f + 1];
    links->claims = arena_array(report->arena, total + 1u, sizeof *links->claims);
    for (uint32_t c = 0; c < report->claims.n; c++)
        for (uint32_t i = 0; i < report->claims.items[c].n; i++)
            links->claims[links->first[report->claims.items[c].members[i].fact + 1]++] = c;
}

static int by_measure(const void *a, const void *b, void *context)
{
    const struct report *report = context;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    uint32_t mx = measure_order(claims_fact(report, x)->measure),
             my = measure_order(claims_fact(report, y)->measure);
    if (mx != my)
        return mx < my ? -1 : 1;
    return x < y ? -1 : x > y;
}

static void link_measures(struct report *report, struct fact_links *links)
{
    links->place = arena_array(report->arena, report->facts.n + 1u, sizeof *links->place);
    links->alike = arena_array(report->arena, report->facts.n + 1u, sizeof *links->alike);
    for (uint32_t f = 0; f < report->facts.n; f++) {
        links->place[f] = UINT32_MAX;
        if (report->facts.items[f].measure)
            links->alike[links->n_alike++] = f;
    }
    qsort_r(links->alike, links->n_alike, sizeof *links->alike, by_measure, report);
    for (uint32_t i = 0; i < links->n_alike; i++)
        links->place[links->alike[i]] = i;
}

static void count_units(const struct report *report, struct fact_links *links)
{
    for (uint32_t f = 0; f < report->facts.n; f++) {
        const struct unit *unit = claims_fact(report, f)->quantity->unit;
        if (unit && unit->dimension == DIMENSION_MONEY && unit->power >= 0 && unit->power < MONEY_POWERS)
            links->written[unit->power]++;
    }
}

struct fact_links hypothesis_links(struct report *report)
{
    static const struct slice units[MONEY_UNITS] = {S("元"), S("万元"), S("亿元")};
    struct fact_links links = {0};
    for (int i = 0; i < MONEY_UNITS; i++)
        links.money[i] = unit_by_name(units[i]);
    link_claims(report, &links);
    link_measures(report, &links);
    count_units(report, &links);
    return links;
}
