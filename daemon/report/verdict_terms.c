#include "verdict_priv.h"

/* What counts as printed to the last digit, whatever its digits: weights and scores are given, not measured;
 * only a total score may have been rounded. */
static bool exact_kind(const struct claim *claim, enum role role, const struct quantity *q)
{
    bool points = q->unit && q->unit->dimension == DIMENSION_SCORE;
    bool given = role == ROLE_WEIGHT || claim->kind == CLAIM_WEIGHTS || claim->kind == CLAIM_CAP ||
                 (role == ROLE_PART && claim->kind == CLAIM_SCORES) ||
                 (points && (role == ROLE_PART || role == ROLE_BASE));
    return given || (q->unit && q->unit->exact);
}

/* The member that the others are held against. */
bool verdict_is_stated(enum role role)
{
    return role == ROLE_TOTAL || role == ROLE_RATE || role == ROLE_CHANGE || role == ROLE_SECOND ||
           role == ROLE_COUNT || role == ROLE_SCORE;
}

enum dimension verdict_dimension(const struct term *term)
{
    return term->quantity->unit ? term->quantity->unit->dimension : DIMENSION_NONE;
}

void verdict_find_finest(struct trial *t)
{
    for (int d = 0; d < DIMENSIONS; d++)
        t->finest[d] = -DECIMAL_SCALE_MAX;
    for (uint32_t i = 0; i < t->n; i++) {
        int *finest = &t->finest[verdict_dimension(&t->terms[i])];
        if (t->terms[i].value.scale > *finest)
            *finest = t->terms[i].value.scale;
    }
}

bool verdict_lay_out(struct trial *t, struct term *term)
{
    const struct quantity *q = term->quantity;
    struct interval own = interval_exact(term->value);
    if (!term->given && !exact_kind(t->claim, term->role, q) && !quantity_interval(q, &own))
        return false;
    term->near[READING_LENIENT] = term->near[READING_STRICT] = own;
    if (verdict_is_stated(term->role) || term->value.scale >= t->finest[verdict_dimension(term)])
        return true;
    t->alike = false;
    term->near[READING_STRICT] = interval_exact(term->value);
    if (decimal_sign(term->value) == 0)
        term->near[READING_LENIENT] =
            interval_exact(term->value); /* a 0 beside 8.10 is nothing, not up to a half */
    return true;
}

struct term *verdict_find(const struct trial *t, enum role role)
{
    for (uint32_t i = 0; i < t->n; i++)
        if (t->terms[i].role == role)
            return &t->terms[i];
    return NULL;
}

struct term *verdict_find_either(const struct trial *t, enum role role, enum role other)
{
    struct term *found = verdict_find(t, role);
    return found ? found : verdict_find(t, other);
}

/* Whether a bare number may be read in the other's unit: 10 beside 10分, 36 beside 36个; never a sum of
 * money. */
static bool takes_bare(const struct term *term)
{
    enum dimension d = verdict_dimension(term);
    return d == DIMENSION_SCORE || d == DIMENSION_PERSON || d == DIMENSION_COUNT;
}

bool verdict_comparable(const struct term *a, const struct term *b)
{
    enum dimension da = verdict_dimension(a), db = verdict_dimension(b);
    if (da != db)
        return (da == DIMENSION_NONE && takes_bare(b)) || (db == DIMENSION_NONE && takes_bare(a));
    return (da != DIMENSION_COUNT && da != DIMENSION_OTHER) ||
           slice_eq(a->quantity->unit->base, b->quantity->unit->base);
}

static int unit_power(const struct trial *t)
{
    return t->unit ? t->unit->power : 0;
}

/* A base-unit value in the stated figure's unit, whole units at least. */
static struct decimal shown(const struct trial *t, struct decimal value)
{
    return decimal_shift(value, -unit_power(t));
}

struct slice verdict_shown(const struct trial *t, struct decimal value)
{
    struct decimal d = shown(t, value);
    if (!t->told)
        return S("");
    if (d.scale < 0 && !decimal_rescale(d, 0, &d))
        return S("…");
    return decimal_text(t->arena, d);
}

const char *verdict_relation(enum verdict verdict)
{
    return verdict == VERDICT_EXACT ? "=" : verdict == VERDICT_VIOLATED ? "≠" : "≈";
}

struct slice verdict_join(struct trial *t, struct slice a, const char *between, struct slice b)
{
    if (!t->told)
        return S("");
    struct slice c = slice_of(between);
    char *text = arena_alloc(t->arena, a.len + c.len + b.len + 1);
    memcpy(text, a.at, a.len);
    memcpy(text + a.len, c.at, c.len);
    memcpy(text + a.len + c.len, b.at, b.len);
    text[a.len + c.len + b.len] = '\0';
    return (struct slice){text, a.len + c.len + b.len};
}

/* Sets the claim's stated and computed figure, given in base units, and their difference. */
void verdict_settle(struct trial *t, struct decimal stated, struct decimal computed)
{
    struct claim *claim = t->claim;
    struct decimal difference;
    if (!decimal_sub(stated, computed, &difference)) {
        t->sound = false;
        return;
    }
    claim->stated = shown(t, stated);
    claim->computed = shown(t, computed);
    claim->difference = shown(t, difference);
}

void verdict_compare(struct trial *t, struct interval stated, struct interval computed, enum reading reading)
{
    if (reading != READING_LENIENT)
        return;
    t->claim->compared[0] = stated;
    t->claim->compared[1] = computed;
}

/* How a stated figure stands to a computed one; truncation is tried on the point, for intervals would hide a
 * wrong last digit. */
enum verdict verdict_weigh(struct trial *t, const struct term *stated, struct decimal computed,
                           struct interval interval, enum reading reading)
{
    struct decimal value = stated->value, cut;
    verdict_compare(t, stated->near[reading], interval, reading);
    if (decimal_cmp(value, computed) == 0)
        return VERDICT_EXACT;
    if (interval_meet(stated->near[reading], interval))
        return VERDICT_ROUNDED;
    bool exact = stated->quantity->unit && stated->quantity->unit->exact;
    if (!exact && decimal_truncate(computed, value.scale, &cut) && decimal_cmp(cut, value) == 0)
        return VERDICT_TRUNCATED;
    return VERDICT_VIOLATED;
}

struct slice verdict_percent(struct trial *t, struct decimal value)
{
    return t->told ? verdict_join(t, decimal_text(t->arena, value), "%", S("")) : S("");
}

/* A head that names the wrong unit (增减额%, 执行率（万元）): the column is read as what it is. */
void verdict_read_in(struct trial *t, struct term *term, const struct unit *unit)
{
    struct quantity *read = arena_alloc(t->arena, sizeof *read);
    *read = *term->quantity;
    read->unit = unit;
    term->quantity = read;
    term->value = quantity_base(read);
    t->unit = read->unit;
    verdict_find_finest(t);
    t->sound = verdict_lay_out(t, term);
}

static void negate(struct term *term)
{
    term->value = decimal_negate(term->value);
    for (int r = 0; r < READING_COUNT; r++)
        term->near[r] =
            (struct interval){decimal_negate(term->near[r].high), decimal_negate(term->near[r].low)};
}

/* The sign of a change comes from its words (`sign`); where they give none (0) its size is compared. */
void verdict_direct(struct term *term, int direction)
{
    bool flip = term->sign < 0 ? decimal_sign(term->value) > 0
                               : term->sign == 0 && decimal_sign(term->value) * direction < 0;
    if (flip)
        negate(term);
}
