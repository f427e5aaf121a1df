/* A sink delivers event lines. The outbox (outbox.h) feeds it from the store and remembers how far it is; a
 * sink that cannot take more says so and is tried again later, so a slow or dead one delays its own events
 * and loses none. No call may block.
 *
 * To add a sink: a file sink_NAME.c that exports a `struct sink_class`, a line in the table of outbox.c, its
 * keys in config_table.h. Used by tallyd. */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct config;
struct sink_class;

/* Every sink's struct begins with this. */
struct sink {
    const struct sink_class *class;
    char error[300]; /* of the last failure: what, where, and what to do */
};

struct sink_line {
    int64_t sequence;
    const char *text; /* JSON, ends in a newline */
    size_t length;
};

struct sink_class {
    const char *name; /* "jsonl": its section [sink jsonl] */
    bool (*enabled)(const struct config *config);
    /* 0 and a sink, or a negative errno with the cause in `error`: what the configuration got wrong. A file
     * or socket that cannot be opened now is none: deliver says so, and is tried again. */
    int (*open)(const struct config *config, struct sink **ret, char *error, size_t size);
    /* Lines of events with their newline, in order. Gives how many were delivered (0 to n), or a negative
     * errno with the cause in sink->error: -EAGAIN try again soon, others with growing delay. */
    int (*deliver)(struct sink *sink, const struct sink_line *lines, unsigned n);
    /* Whether this line was the last that an earlier process delivered; asked once, before the first deliver,
     * of the lines after the cursor. NULL: the sink cannot tell, and is given line by line. */
    bool (*holds)(struct sink *sink, const struct sink_line *line);
    /* SIGHUP: open the file or socket anew. */
    void (*reopen)(struct sink *sink);
    void (*close)(struct sink *sink);
};

extern const struct sink_class sink_jsonl, sink_syslog, sink_journal;
