/* The outbox: carries event lines from the store to every sink, each at its own pace, with growing delay for
 * one that fails. Nothing is delivered that is not durable: each turn commits the store, delivers, and notes
 * how far it came for the next group. A killed process repeats nothing to a sink that can tell how far it had
 * come (sink.h, `holds`), and to one that cannot at most the line that was on its way (mark.h). Used by tallyd on its loop. */
#pragma once

#include "store.h"

#include <uv.h>

struct config;
struct outbox;

/* Opens the sinks that the configuration enables. 0 or a negative errno with the cause in `error`. Both must
 * outlive the outbox; the configuration may go. */
int outbox_new(uv_loop_t *loop, const struct config *config, struct store *store, struct outbox **ret,
               char *error, size_t size);
/* Another configuration: the sinks of the old one are closed. Where it fails, the old ones stay at work. */
int outbox_configure(struct outbox *outbox, const struct config *config, char *error, size_t size);
/* There may be new lines; they need not be committed yet. */
void outbox_wake(struct outbox *outbox);
/* SIGHUP: sinks open their files and sockets anew; failed ones are tried at once. */
void outbox_reopen(struct outbox *outbox);
/* Whether every sink has delivered everything. */
bool outbox_idle(const struct outbox *outbox);
/* An array, per sink: { "name", "delivered" (sequence), "backlog" (lines), "oldest_s", "error", "retry_ms" };
 * the last three only where there is one. */
json_t *outbox_status(const struct outbox *outbox);
/* Notes the cursors, commits and frees; what is not delivered waits in the store. */
typedef void outbox_closed_fn(void *context);
void outbox_close(struct outbox *outbox, outbox_closed_fn *closed, void *context);
