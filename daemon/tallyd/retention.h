/* Retention at work: at start and once an hour the store is swept, a small part at a time, with the loop's other work
 * between. Used by tallyd. */
#pragma once

#include "config.h"
#include "store.h"

#include <uv.h>

#define RETENTION_EVERY_MS 3600000u
#define RETENTION_PAUSE_MS 20u /* between two parts */

struct retention {
    uv_timer_t timer;
    struct store *store;
    unsigned history_s, ledger_s; /* [store]; 0: for ever */
    struct store_sweep sweep;
    void (*failed)(void *context, int error); /* the store failed; nothing more is swept */
    void *context;
};

void retention_init(struct retention *retention, uv_loop_t *loop, struct store *store);
/* From the start, by this configuration. */
void retention_begin(struct retention *retention, const struct config *config);
