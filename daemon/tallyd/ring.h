/* inotify events between the kernel and their handling: the descriptor is drained into the ring completely
 * before any event is worked on, because the kernel's own queue is short and drops what does not fit. A full
 * ring leaves the rest to the kernel, whose overflow the watch repairs by a scan. Used by tallyd on its loop.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/inotify.h>

/* About 20,000 events with names of 32 bytes: more than the kernel's default queue of 16,384. Pages never
 * written to take no memory. */
#define RING_BYTES (1u << 20)

struct ring {
    char *bytes;
    size_t first, end;
};

int ring_init(struct ring *ring); /* 0 or -ENOMEM */
void ring_done(struct ring *ring);
/* Reads the descriptor until it is empty or the ring full. 0 or a negative errno. */
int ring_drain(struct ring *ring, int fd);
/* The oldest event, valid until the next call of any of these; NULL when there is none. */
const struct inotify_event *ring_next(struct ring *ring);
bool ring_empty(const struct ring *ring);
