/* Which claims a fact takes part in, and which other facts are of the same measure. Built once for a report,
 * in n log n. Used by hypothesis.c. */
#pragma once

#include "claims_priv.h"

/* 元 0, 万元 4, 亿元 8; larger units there are none. */
#define MONEY_POWERS 9
#define MONEY_UNITS  3

struct fact_links {
    uint32_t *first;  /* of each fact where its claims begin in `claims`; n + 1 of them */
    uint32_t *claims; /* indices into report->claims */
    uint32_t *place;  /* of each fact its place in `alike`; UINT32_MAX for one without a measure */
    uint32_t *alike;  /* facts sorted by measure, and among equals in reading order */
    uint32_t n_alike;
    uint32_t written[MONEY_POWERS];        /* figures of money by the power of their unit */
    const struct unit *money[MONEY_UNITS]; /* units of money that are written one for another */
};

struct fact_links hypothesis_links(struct report *report);
