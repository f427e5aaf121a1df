/* Facts by what they are of: which other places state the same fact, and which state another version or year
 * of it. Only facts whose identity is certain are in it: a measure of the lexicon, a known year, a version, a
 * plain value. Used by the readers of claims. */
#pragma once

#include "claims_priv.h"

struct fact_index {
    const struct report *report;
    uint32_t *order; /* facts sorted by identity, and among equals in reading order */
    uint32_t n;
};

/* What identifies a fact; `scope` and `holder` as in struct fact. */
struct fact_key {
    const struct measure *measure;
    struct slice holder, scope;
    int year;
    enum version version;
    enum dimension dimension;
};

struct fact_index claims_index_of(struct report *report);
struct fact_key claims_key(const struct fact *fact);
int claims_key_cmp(const struct fact_key *a, const struct fact_key *b);
/* The first of the facts with this identity, and how many there are; they stand in order[first …]. 0 where
 * none. */
uint32_t claims_index_find(const struct fact_index *index, const struct fact_key *key, uint32_t *ret_first);
/* The one figure that the report gives for this identity: its first statement; FACT_NONE where there is none
 * or where the statements contradict each other. */
uint32_t claims_index_only(const struct fact_index *index, const struct fact_key *key);

/* Of each fact the total of the list in which it is a part, as the sums filed so far have it; FACT_NONE: of none. */
uint32_t *claims_totals(struct report *report);

/* Of the claims from number `first` on, drops conflicts between places that speak of different things
 * (claims_sift.c). */
void claims_sift(struct report *report, uint32_t first);

/* Whether two facts are of two forms of a kind that are called alike and name no project: each is of another one
 * (claims_same.c). */
bool claims_of_two_forms(const struct report *report, const struct fact *x, const struct fact *y);

/* A name without the words at either end that name nothing (claims_told.c): 组织应急演练活动 is 应急演练. Those at the end stay
 * where less than so many bytes would be left: 造林面积. */
struct slice claims_bare_name(const struct report *report, struct slice name, size_t least);

/* The readers of the whole report. */
typedef void claims_read_fn(struct report *report, const struct fact_index *index);
claims_read_fn claims_prose_read, claims_rate_read, claims_change_read, claims_count_read,
    claims_lexicon_read, claims_same_read, claims_echo_read, claims_execution_read, claims_balance_read,
    claims_direction_read, claims_lineage_read, claims_sibling_read, claims_scores_read, claims_budget_read,
    claims_staff_read, claims_part_read, claims_outcome_read, claims_shares_read, claims_common_read,
    claims_earned_read, claims_family_read, claims_ends_read, claims_told_read, claims_base_read,
    claims_left_read, claims_joined_read, claims_each_read, claims_whole_read, claims_points_read,
    claims_fromto_read, claims_entry_read, claims_beside_read, claims_quarters_read, claims_deducted_read,
    claims_spoken_read, claims_survey_read, claims_respective_read, claims_within_read, claims_funds_read;
