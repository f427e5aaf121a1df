/* What the readers of claims share: drafting a claim, trying it, filing it. A reader is a file,
 * claims_WHAT.c, that goes through the report's facts (claims_index.h) or one table's (claims_sheet.h) once
 * and files what the words or the form assert. To add one, write its file, declare it there and put it in the
 * table at the end of claims.c. Used by the worker. */
#pragma once

#include "report.h"

#include "../base/must.h"

#define FACT_NONE UINT32_MAX

/* A claim in the making. */
struct draft {
    struct report *report;
    struct claim claim;
    uint32_t cap;
    bool judged;
};

struct draft claims_draft(struct report *report, enum claim_kind kind, enum basis basis, struct span words);
/* `sign` is of a sum's member, or of a change or rate the direction of its words (0: they give none). */
void claims_member(struct draft *draft, enum role role, int sign, uint32_t fact);
/* The lenient verdict. */
enum verdict claims_try(struct draft *draft);
/* Whether it holds: neither violated nor unknown. */
bool claims_holds(struct draft *draft);
/* Puts it among the report's claims and marks its facts. */
void claims_file(struct draft *draft);

static inline const struct fact *claims_fact(const struct report *report, uint32_t index)
{
    must(index < report->facts.n);
    return &report->facts.items[index];
}
enum dimension claims_dimension(const struct fact *fact);
/* Whether two facts are of one dimension and, for counts, of one unit, so that they can be added. */
bool claims_addable(const struct fact *a, const struct fact *b);
/* A figure that stands for itself: no rate, share, change or growth, no percentage. */
bool claims_amount(const struct fact *fact);
/* A value in a sentence, not in a cell. */
static inline bool claims_in_prose(const struct fact *fact)
{
    return fact->sentence != UINT32_MAX && !fact->cell && fact->quantity->kind == QUANTITY_VALUE;
}
/* Whether `part` is a part of `whole` at any depth. */
bool claims_part_of(const struct measure *part, const struct measure *whole);

/* The words between the figure before, in its sentence, and this one of prose; those behind their last comma
 * (claims_words.c). */
struct slice claims_words_before(const struct report *report, uint32_t fact);
struct slice claims_clause_before(const struct report *report, uint32_t fact);
/* Whether a word of a class stands in a part of a sentence, and whether it may: in a part of another text, or where the
 * sentence has one (claims_words.c). */
bool claims_may_say(struct report *report, uint32_t sentence, const char *class, struct slice part);
bool claims_says(struct report *report, uint32_t sentence, const char *class, struct slice part);
/* Whether a reason's word stands between a figure of this one's sentence and this one: `增加2.10万元，主要是人均标准由1.20万元提高到
 * 1.35万元，较上年…`. What is said there may be of the reason. */
bool claims_in_reason(const struct report *report, uint32_t fact);
/* The same, unless the text goes on behind the reason about what it gave the reason of: `主要原因是接待减少，与上年相比减少0.58万元`.
 */
bool claims_of_reason(const struct report *report, uint32_t fact);
/* Whether two characters of the one stand in the other: 投诉量, 受理投诉. */
bool claims_shares_word(struct slice a, struct slice b);

/* Whether one slip of the pen in one member (one digit, two digits swapped, the decimal point, 万 for 亿)
 * would make a violated sum hold to the last digit (claims_slip.c). False for small totals, where chance
 * would do as well. */
bool claims_slip(const struct report *report, const struct claim *sum);
/* Likewise for small totals too, where the form itself says that they are sums. */
bool claims_small_slip(const struct report *report, const struct claim *sum);

/* Likewise for claims of any kind that can be solved for their members: rates, differences (claims_mend.c). */
bool claims_mendable(const struct report *report, const struct claim *claim);

/* Whether a violated claim of prose holds of other figures right before its rate or change (claims_otherwise.c). */
bool claims_otherwise(struct report *report, const struct claim *claim);

/* Gives figures of rebuilt grids the confidence that their own arithmetic earns (claims_proof.c). */
void claims_prove(struct report *report);
/* Takes the confidence of violated claims that a wrong reading of their table explains (claims_doubt.c). */
void claims_doubt(struct report *report);

/* Whether two statements are of another level of government or another kind of money, as their surroundings have
 * it (claims_setting.c). */
bool claims_other_money(const struct report *report, const struct fact *a, const struct fact *b);
/* The paragraph of the one speaks of one kind of money (财政拨款), the caption of the other's table of none. */
bool claims_narrower(const struct report *report, const struct fact *prose, const struct fact *cell);
/* Of another level of government alone. */
bool claims_other_level(const struct report *report, const struct fact *a, const struct fact *b);

/* Whether one such slip makes one figure of the other. */
bool claims_slip_between(struct decimal a, struct decimal b);
/* And both have so many digits that chance would hardly do it: 1265.5 and 1235.5, not 180 and 150. */
bool claims_telling_slip(struct decimal a, struct decimal b);
/* Whether a violated claim is off by a tenth of what it states or less. */
bool claims_near_miss(const struct claim *claim);
