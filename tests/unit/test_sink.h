/* A folder, a configuration and lines for the tests of single sinks. */
#pragma once

#include "test_store.h"

#include "../../daemon/base/mem.h"
#include "../../daemon/tallyd/config.h"
#include "../../daemon/tallyd/sink.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

/* A line of an event, without its store; `text` ends in a newline. */
static inline struct sink_line sink_line_of(const char *text)
{
    return (struct sink_line){.sequence = 1, .text = text, .length = strlen(text)};
}

/* The line is the caller's, mem_free. */
static inline struct sink_line sink_line_of_event(json_t *event)
{
    struct sink_line line = {.sequence = 1};
    line.text = event_line(event, &line.length);
    json_decref(event);
    return line;
}

static inline int sink_socket(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    assert_in_range(snprintf(address.sun_path, sizeof address.sun_path, "%s", path), 1,
                    sizeof address.sun_path - 1);
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    return fd;
}

/* The next message, NUL-terminated; "" where there is none. */
static inline const char *sink_received(int fd)
{
    static char bytes[65536];
    ssize_t length = recv(fd, bytes, sizeof bytes - 1, 0);
    bytes[length > 0 ? length : 0] = '\0';
    return bytes;
}
