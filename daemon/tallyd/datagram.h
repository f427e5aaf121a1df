/* A local datagram socket that others read from and may close, fill or replace at any time: what syslog and
 * journal are. Never blocks. Used by tallyd. */
#pragma once

#include "sink.h"

#include "../base/slice.h"

struct datagram {
    char *path;
    int fd; /* -1: to be connected */
};

/* 0, -ENAMETOOLONG for a path that no socket can have, or -ENOMEM. Does not connect. */
int datagram_init(struct datagram *datagram, const char *path);
void datagram_done(struct datagram *datagram);
void datagram_disconnect(struct datagram *datagram);
/* Sends one message, whole or not at all; connects where need be, and once more when the reader has closed
 * its end. 0, or a negative errno (-EAGAIN: the reader is behind) with the cause and its cure in sink->error.
 */
int datagram_send(struct datagram *datagram, struct sink *sink, struct slice message);
