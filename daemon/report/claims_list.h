/* A list of figures and what it comes to. A list has a column for each unit, with its total and its parts;
 * once it is closed, each column is a sum. That parts are all the parts is seldom said: a list that adds up
 * is taken as complete; one that does not is a violation only with evidence that it was meant to; otherwise
 * its parts must not exceed the total. Used by claims_prose.c, which finds the lists. */
#pragma once

#include "claims_priv.h"

/* Units in one list: projects, their money, people. */
#define COLUMNS_MAX 4
/* Figures of one sentence that may be the total of a list that follows. */
#define CANDIDATES_MAX 8

struct candidates {
    uint32_t facts[CANDIDATES_MAX];
    uint32_t n;
};

struct fact_list {
    uint32_t *items;
    uint32_t n, cap;
};

struct column {
    uint32_t total;
    uint32_t item; /* the list number under which its last part stands */
    struct fact_list parts;
};

struct list {
    uint32_t depth;
    struct span words; /* what opened it */
    bool opened;       /* by a word; else only by its bracket */
    bool bare;         /* by nothing but totals in the sentence before */
    bool all;          /* the words say that the parts are all there are */
    bool etc;          /* 等 after a part */
    uint32_t rest_at;  /* where 其余 stands, before the last part; else 0 */
    bool joint;        /* 共, 合计 in the sentence of its totals */
    bool numbered;
    bool split;    /* by 按…分 */
    bool far;      /* by words that may say less, or its totals stand more than a sentence before it */
    bool loose;    /* its items are paragraphs: more may be told in them */
    bool aside;    /* between two of its numbered items: what else the item says */
    uint8_t level; /* of its numbers */
    bool overdue;  /* it goes on past a semicolon, for its parts did not yet add up */
    uint32_t item;
    struct candidates totals;
    struct column columns[COLUMNS_MAX];
    uint32_t n_columns;
    struct fact_list shares;
};

/* Parts of a list that are looked at for their kinds. */
#define KINDS_MAX 12

enum kinds {
    KINDS_NONE,
    KINDS_APART, /* each shuts the others out: together they are no more than the whole */
    KINDS_WHOLE, /* and there are no others */
};

/* By their names (claims_kinds.c). */
enum kinds claims_kinds_of(const struct report *report, const struct fact_list *parts);

/* Whether a list that does not add up was meant to. `d` is its violated sum; `proved`: the same list adds up in another
 * unit (claims_meant.c). */
bool claims_meant(struct report *report, const struct list *l, const struct column *col,
                  const struct draft *d, bool proved);
/* Whether one whose total stands further back was. */
bool claims_meant_far(struct report *report, const struct column *col, const struct claim *sum);
/* The parts are, by the domain's words, parts of the total, each once. */
bool claims_meant_lexical(struct report *report, const struct column *col);
/* What a list that names only some parts leaves out may be any small amount; a slip is told from it by its size. */
bool claims_meant_left_out(const struct claim *sum);

void claims_list_push(struct report *report, struct fact_list *list, uint32_t fact);
/* Whether a figure may be a part: of a numbered item the first of its unit, and none of a reason or of the year before.
 * `与上年决算95.15万元相比` is a part of nothing. */
bool claims_item_fits(const struct report *report, const struct list *l, const struct column *col,
                      uint32_t fact);
/* 收入总计, 支出总计: of no list a part. */
bool claims_item_is_grand_total(const struct report *report, const struct fact *fact);
/* Files the sum of one column; where it adds up to another figure before the list, that becomes its total. `proved`:
 * the list is known to be complete. Gives how many of the parts belong to it; those after them are of something else. */
uint32_t claims_list_settle(struct report *report, const struct list *l, struct column *col, bool proved);
/* The shares of the total that stand beside its parts: `A N万元，占P%`. */
void claims_list_shares(struct report *report, const struct list *l, const struct column *col);
/* The sum of the amounts that stand beside total and parts: `为年初预算N万元的P%` after each. */
void claims_list_beside(struct report *report, const struct list *l, const struct column *col);
/* How many parts add up in one of several units; 0: none. Of as many the list is complete in the others too, and of what
 * was added and cut however many. */
uint32_t claims_list_adds_up(struct report *report, const struct list *l);
/* Whether each numbered item told of has a part in the column, or has what was added beside what was cut. */
bool claims_item_told(const struct report *report, const struct list *l, const struct column *col);
bool claims_item_all(const struct report *report, const struct column *col, uint32_t adds_up);
/* Whether the parts do not yet make the total. */
bool claims_list_is_short(struct report *report, const struct list *l);
