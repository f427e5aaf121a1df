#include "ring.h"

#include "../base/mem.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

/* The least that read(2) of an inotify descriptor takes. */
#define EVENT_MAX (sizeof(struct inotify_event) + NAME_MAX + 1)

int ring_init(struct ring *ring)
{
    *ring = (struct ring){.bytes = mem_alloc(RING_BYTES)};
    return ring->bytes ? 0 : -ENOMEM;
}

void ring_done(struct ring *ring)
{
    mem_free(ring->bytes);
    ring->bytes = NULL;
}

static void make_room(struct ring *ring)
{
    if (RING_BYTES - ring->end >= EVENT_MAX || !ring->first)
        return;
    memmove(ring->bytes, ring->bytes + ring->first, ring->end - ring->first);
    ring->end -= ring->first;
    ring->first = 0;
}

int ring_drain(struct ring *ring, int fd)
{
    for (;;) {
        make_room(ring);
        if (RING_BYTES - ring->end < EVENT_MAX)
            return 0;
        ssize_t n = read(fd, ring->bytes + ring->end, RING_BYTES - ring->end);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno == EAGAIN ? 0 : -errno;
        ring->end += (size_t)n;
    }
}

const struct inotify_event *ring_next(struct ring *ring)
{
    if (ring_empty(ring))
        return NULL;
    const struct inotify_event *event = (const void *)(ring->bytes + ring->first);
    ring->first += sizeof *event + event->len;
    if (ring_empty(ring))
        ring->first = ring->end = 0; /* the bytes stay until the next drain */
    return event;
}

bool ring_empty(const struct ring *ring)
{
    return ring->first == ring->end;
}
