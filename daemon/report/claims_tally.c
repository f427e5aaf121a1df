#include "claims_tally.h"

/* For each further sum that is off so many that hold. */
#define HOLDING_PER_OFF 4
#define FAR_OFF         3

void claims_tally_count(struct tally *tally, struct draft *d)
{
    if (d->claim.n < 2 || claims_try(d) == VERDICT_UNKNOWN)
        return;
    tally->holding += d->claim.n > 2 && claims_holds(d) && decimal_sign(d->claim.stated) != 0;
    tally->single += d->claim.n == 2 && claims_holds(d) && decimal_sign(d->claim.stated) != 0;
    if (claims_holds(d))
        return;
    tally->unlike |= tally->off && decimal_cmp(tally->off_by, d->claim.difference) != 0;
    tally->off_by = d->claim.difference;
    tally->off++;
}

static struct decimal value_of(const struct sheet *s, uint32_t fact)
{
    return quantity_base(claims_fact(s->report, fact)->quantity);
}

/* The total is another column's of its row, or off by just one of its parts: copied, left out, counted twice. */
static bool explained(const struct sheet *s, const struct claim *claim)
{
    struct decimal off = decimal_abs(decimal_shift(claim->difference, claim->unit ? claim->unit->power : 0));
    uint32_t total = claim->members[0].fact;
    for (uint32_t i = 1; i < claim->n; i++)
        if (decimal_cmp(decimal_abs(value_of(s, claim->members[i].fact)), off) == 0)
            return true;
    for (uint32_t c = 0; c < s->table->columns; c++) {
        uint32_t f = claims_sheet_at(s, claims_fact(s->report, total)->cell->row, c);
        if (f != FACT_NONE && f != total && decimal_cmp(value_of(s, f), value_of(s, total)) == 0)
            return true;
    }
    return false;
}

uint32_t claims_tally_slips(struct tally tally)
{
    return tally.off == 2 && !tally.unlike && tally.holding > 0 ? 1 : tally.off;
}

/* A reading is right where nearly all of its sums hold; one other alone proves no wide gap that no slip explains: a
 * column of budgets may have rows that nothing was spent of. */
static bool proved(const struct sheet *s, struct tally tally, const struct claim *claim)
{
    return tally.holding > 0 && claims_tally_slips(tally) <= 1 + tally.holding / HOLDING_PER_OFF &&
           (tally.holding > 1 || claims_near_miss(claim) || claims_small_slip(s->report, claim) ||
            explained(s, claim));
}

bool claims_tally_far(const struct claim *claim)
{
    struct decimal threefold, total = decimal_abs(claim->stated), sum = decimal_abs(claim->computed);
    return (decimal_mul(sum, decimal_int(FAR_OFF), &threefold) && decimal_cmp(threefold, total) < 0) ||
           (decimal_mul(total, decimal_int(FAR_OFF), &threefold) && decimal_cmp(threefold, sum) < 0);
}

/* One part alone is the whole where it is so in the other columns or rows, or where nothing else under 其中 is filled
 * in; then a slip tells that it was meant to be here too. */
static bool lone_part(struct tally tally, struct draft *d, bool slip)
{
    bool others = tally.single > 1 && tally.off == 1;
    return d->claim.n == 2 && claims_try(d) == VERDICT_VIOLATED &&
           ((others && (slip || claims_near_miss(&d->claim))) || (tally.headed && slip));
}

void claims_tally_file(const struct sheet *s, struct draft *d, struct tally tally, bool meant)
{
    if (d->claim.n < 2 || claims_try(d) == VERDICT_UNKNOWN)
        return;
    bool exceeds = decimal_cmp(d->claim.computed, d->claim.stated) > 0;
    bool slip = claims_tally_slips(tally) <= 1 && claims_slip(s->report, &d->claim);
    bool evidence = slip || ((meant || proved(s, tally, &d->claim)) && !claims_tally_far(&d->claim));
    bool lone = lone_part(tally, d, slip);
    if (claims_holds(d) || (evidence && (d->claim.n > 2 || exceeds)) || lone)
        claims_file(d);
}
