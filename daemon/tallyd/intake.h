/* Intake: takes each file from the moment the watch sees it to its end in the ledger. It opens, checks that
 * the file is complete, hashes it off the loop, has the pool inspect it, and writes what came of it, with its
 * events, into the store. Nothing is passed over in silence: each file ends with an outcome (base/fault.h)
 * and a `tallyd.report` event, or stands in the ledger as seen while somebody is still writing it.
 *
 * A store that fails is the one thing that intake cannot go on without: it says so once (`failed`) and takes
 * no more. Used by tallyd on its loop. */
#pragma once

#include "job.h"

#include "../wire/pool.h"

struct intake;

/* Failed attempts at what may pass (no memory, an I/O error, a file that changes while it is read), then it
 * is an outcome. */
#define INTAKE_TRIES_MAX 5u
/* The first wait before a further attempt; doubled each time. */
#define INTAKE_RETRY_MS 200u

struct intake_options {
    uv_loop_t *loop;
    struct store *store;
    unsigned queue;    /* jobs in memory at once */
    unsigned open_max; /* files open at once */
    void *context;
    void (*room)(void *context);              /* the queue is no longer full */
    void (*failed)(void *context, int error); /* the store failed */
};

/* 0 or -ENOMEM. */
int intake_new(const struct intake_options *options, struct intake **ret);
/* The pool must be there before anything is seen. */
void intake_use_pool(struct intake *intake, struct pool *pool);
/* From each `ready` message and the configuration; copied. */
void intake_set_ruleset(struct intake *intake, const char *ruleset);
void intake_set_language(struct intake *intake, const char *language);

/* A file came to notice. False: there is no room, and the file is not remembered; see it again after `room`.
 */
bool intake_see(struct intake *intake, struct root *root, const char *relative, enum sight sight);
/* Goes on with what was seen, as far as descriptors and the pool have room: after a batch of intake_see, and
 * when the pool has room again. */
void intake_pump(struct intake *intake);
/* What the ledger has as unfinished, is not at work, and whose file is gone, or is in no watched folder any more, gets
 * its end. */
int intake_resume(struct intake *intake, const struct config *config);

/* Whether a file is to leave its folder (mover.h) that was not since the last call. */
bool intake_take_leaving(struct intake *intake);
/* While held, nothing new is taken: as if the queue were full. */
void intake_hold(struct intake *intake, bool hold);
bool intake_full(const struct intake *intake);
/* Jobs that would be lost work to stop: being hashed or inspected. */
unsigned intake_busy(const struct intake *intake);
/* { "jobs", "waiting", "hashing", "hashed", "inspecting": n now; "taken", "unchanged": n and "outcomes": {
 * name: n } since the start } */
json_t *intake_status(const struct intake *intake);

/* Nothing new is begun; what is being hashed or inspected may end. */
void intake_stop(struct intake *intake);
/* What comes from the pool from now on is not believed; its files are taken up at the next start. Before
 * pool_close. */
void intake_abandon(struct intake *intake);
/* After the pool is closed. Lets go of every job, whose files the next start takes up, then calls `closed`.
 */
typedef void intake_closed_fn(void *context);
void intake_close(struct intake *intake, intake_closed_fn *closed, void *context);
