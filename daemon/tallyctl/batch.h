/* Documents in, results out in the same order, as many at once as the inspector takes. A batch runs a loop of
 * its own until the last result is printed, or until it is interrupted (SIGINT, SIGTERM) or the inspector
 * cannot be started.
 *
 *   next    the first document not yet handed over
 *   oldest  the first document whose result is not yet printed; next − oldest never passes the window
 *
 * Used by tallyctl. */
#pragma once

#include "buffer.h"
#include "setup.h"

#include "../wire/pool.h"

/* Results that wait for a slow one before them are kept; a window of this many bounds how much. */
#define BATCH_WINDOW 256u

struct batch_document {
    int fd;               /* taken over by the batch; -1: there is nothing to inspect */
    json_t *request;      /* taken over too; may be NULL when fd is -1 */
    enum outcome outcome; /* when fd is -1: why not */
    const char *reason;
};

struct batch_client {
    void *context;
    size_t documents;
    /* The inspector's `ready` message, before any document; false ends the batch. May be NULL. */
    bool (*ready)(void *context, const json_t *info);
    /* Opens document i. Called in order, once each. */
    void (*open)(void *context, size_t i, struct batch_document *ret);
    /* What document i came to, in any order; its printed form goes to standard output in order. */
    void (*answer)(void *context, size_t i, const struct answer *answer, struct buffer *ret);
    /* How far it is, a few times a second. May be NULL. */
    void (*progress)(void *context, size_t done);
};

/* 0, -EINTR when interrupted, or another negative errno after saying what is wrong. */
int batch_run(const struct setup *setup, const struct batch_client *client);
