/* Has inspected files leave their folders, as the watches say (`after = move`; depart.h has the rename). The ledger
 * has each file's end before it leaves, so a killed daemon's next start finishes what was begun; what fails is
 * said once a watch and tried again from time to time. Used by tallyd on its loop. */
#pragma once

#include "config.h"
#include "store.h"

#include <uv.h>

/* How long until what failed is tried again. */
#define MOVER_RETRY_MS 60000u
/* How long until the store is asked again that another has locked. */
#define MOVER_BUSY_MS 100u
/* Files moved in one go: what else the loop has to do waits. */
#define MOVER_BATCH 64u

/* For the log and as an event: action "move_failed"; level as in event.h. */
typedef void mover_say_fn(void *context, const char *action, const char *level, const char *message);

struct mover {
    struct store *store;
    const struct config *config;
    uv_timer_t fresh, late; /* what is to leave; what could not */
    int64_t after;          /* id of the last one that was tried again in this pass */
    bool said[CONFIG_WATCHES_MAX];
    void *context;
    mover_say_fn *say;
    void (*failed)(void *context, int error); /* the store failed */
};

void mover_init(struct mover *mover, uv_loop_t *loop, struct store *store);
/* At the start and after a reload: everything is tried. The configuration stays valid until the next call. */
void mover_configure(struct mover *mover, const struct config *config);
/* After a commit: something is to leave. */
void mover_wake(struct mover *mover);
