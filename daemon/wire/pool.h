/* The inspector pool: one tally-inspect process and its children, seen from the client. It starts the
 * process, sets it up, keeps children forked ahead of need, hands each one document, watches its deadline,
 * kills it by its pidfd, checks its answer, and starts the process again with growing delay when it dies. A
 * reload starts a second process beside the first and swaps when that one is ready.
 *
 * States of a generation (one tally-inspect):  STARTING ▶ READY ▶ DRAINING ▶ STOPPING ▶ GONE
 * States of a child:                            IDLE ▶ BUSY ▶ GONE, or ▶ ENDED (no report) ▶ GONE
 *
 * Every submitted document gets exactly one answer, whatever happens. Used by tallyd and tallyctl. */
#pragma once

#include "answer.h"

#include <uv.h>

struct pool;

struct pool_options {
    const char *inspector; /* path of tally-inspect */
    unsigned workers;      /* documents at once; 0: one a processor */
    unsigned deadline_ms;  /* for one document */
    unsigned start_deadline_ms;
};

/* `ready`: an inspector is at work (also after each reload and restart); `info` is its message, borrowed. */
typedef void pool_ready_fn(void *context, const json_t *info);
/* A start or reload failed; `error` is for the administrator. The old generation, if any, stays at work. */
typedef void pool_failed_fn(void *context, const char *error);
/* A place for a document became free. */
typedef void pool_room_fn(void *context);
/* The answer to a document, borrowed. `seconds` is the time in the child. */
typedef void pool_answer_fn(void *context, const struct answer *answer, double seconds);
typedef void pool_closed_fn(void *context);

struct pool_events {
    void *context;
    pool_ready_fn *ready;
    pool_failed_fn *failed;
    pool_room_fn *room;
};

/* 0 or a negative errno. `setup` is the setup message (a new reference is taken). Events come from the loop
 * only. */
int pool_new(uv_loop_t *loop, const struct pool_options *options, json_t *setup,
             const struct pool_events *events, struct pool **ret);
/* Starts a second inspector with this setup and swaps when it is ready. */
int pool_reload(struct pool *pool, json_t *setup);
/* How many documents could be submitted now. */
unsigned pool_room(const struct pool *pool);
unsigned pool_busy(const struct pool *pool);
/* Hands over a document. `request` is the message to the child (op, name …), `fd` stays the caller's and may
 * be closed at once. 0, -EAGAIN when there is no room, or a negative errno; after 0, `answer` is called
 * exactly once. */
int pool_submit(struct pool *pool, const json_t *request, int fd, pool_answer_fn *answer, void *context);
/* Resident sizes in KiB of the inspector and the largest child so far, for status and the bench. */
void pool_memory(const struct pool *pool, unsigned long *ret_inspector_kib, unsigned long *ret_child_kib);
pid_t pool_inspector_pid(const struct pool *pool);
/* Kills what still runs (its documents are answered OUTCOME_KILLED, reason "stopped"), then calls `closed`.
 */
void pool_close(struct pool *pool, pool_closed_fn *closed, void *context);
