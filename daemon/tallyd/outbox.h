/* The outbox: carries event lines from the store to every sink, each at its own pace, with growing delay for one that
 * fails. Used by tallyd on its loop. */
#pragma once

#include "store.h"

#include <uv.h>

struct config;
struct outbox;

/* Opens the sinks that the configuration enables. 0 or a negative errno with the cause in `error`. */
int outbox_new(uv_loop_t *loop, const struct config *config, struct store *store, struct outbox **ret, char *error,
               size_t size);
/* There may be new lines (after a commit). */
void outbox_wake(struct outbox *outbox);
/* SIGHUP: sinks open their files and sockets anew; failed ones are tried at once. */
void outbox_reopen(struct outbox *outbox);
/* Whether every sink has delivered everything. */
bool outbox_idle(const struct outbox *outbox);
/* Per sink: name, delivered sequence, backlog lines, oldest waiting in seconds, last error. */
json_t *outbox_status(const struct outbox *outbox);
typedef void outbox_closed_fn(void *context);
void outbox_close(struct outbox *outbox, outbox_closed_fn *closed, void *context);
