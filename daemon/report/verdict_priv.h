/* What the files of verdicts share: the figures of one claim laid out for judging. verdict.c has each kind's
 * equation but those of rates, which verdict_rate.c has; verdict_terms.c what they have in common. Used by the
 * worker. */
#pragma once

#include "report.h"

#define DIMENSIONS (DIMENSION_OTHER + 1)

enum reading { READING_LENIENT, READING_STRICT, READING_COUNT };

struct term {
    enum role role;
    int sign;
    const struct quantity *quantity;
    struct decimal value; /* in base units */
    bool given;           /* set, not measured: the 8 of 计划8万份 is no 7.6 */
    struct interval near[READING_COUNT];
};

struct trial {
    struct arena *arena;
    struct claim *claim;
    struct term *terms;
    uint32_t n;
    const struct unit *unit; /* of the stated figure */
    bool sound;              /* nothing overflowed, dimensions agree, no zero base */
    bool told;               /* its formula is asked for: else no text is made */
    bool alike;              /* both readings lay all figures out the same */
    int finest[DIMENSIONS];  /* scale of the terms of each dimension */
    struct slice formula;
};
/* The equation of one kind; `ret` has a verdict for each reading. Clears `sound` where it cannot be tried. */
typedef void judge_fn(struct trial *t, enum verdict ret[READING_COUNT]);
/* The member that the others are held against. */
bool verdict_is_stated(enum role role);
/* Sets `finest` of terms whose figures are set. */
void verdict_find_finest(struct trial *t);
/* Sets what the figure stands for in each reading; false on overflow. */
bool verdict_lay_out(struct trial *t, struct term *term);
/* The first of a role, or NULL. */
struct term *verdict_find(const struct trial *t, enum role role);
struct term *verdict_find_either(const struct trial *t, enum role role, enum role other);
enum dimension verdict_dimension(const struct term *term);
bool verdict_comparable(const struct term *a, const struct term *b);
/* A base-unit value as text in the stated figure's unit. Like the others that make texts it gives none where the formula
 * is not asked for. */
struct slice verdict_shown(const struct trial *t, struct decimal value);
struct slice verdict_percent(struct trial *t, struct decimal value);
const char *verdict_relation(enum verdict verdict);
struct slice verdict_join(struct trial *t, struct slice a, const char *between, struct slice b);
/* Sets the claim's stated and computed figure, given in base units, and their difference. */
void verdict_settle(struct trial *t, struct decimal stated, struct decimal computed);
/* Keeps what was held against what, of the lenient reading. */
void verdict_compare(struct trial *t, struct interval stated, struct interval computed, enum reading reading);
/* How a stated figure stands to a computed one; truncation is tried on the point, for intervals would hide a
 * wrong last digit. */
enum verdict verdict_weigh(struct trial *t, const struct term *stated, struct decimal computed,
                           struct interval interval, enum reading reading);
/* A head that names the wrong unit (增减额%, 执行率（万元）): the column is read as what it is. */
void verdict_read_in(struct trial *t, struct term *term, const struct unit *unit);
/* The sign of a change comes from its words (`sign`); where they give none (0) its size is compared, and it takes
 * the sign of `direction`. */
void verdict_direct(struct term *term, int direction);

judge_fn verdict_ratio, verdict_growth, verdict_each; /* verdict_rate.c */
