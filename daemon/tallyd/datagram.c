#include "datagram.h"

#include "../base/io.h"
#include "../base/mem.h"

#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>

int datagram_init(struct datagram *datagram, const char *path)
{
    if (strlen(path) >= sizeof((struct sockaddr_un *)NULL)->sun_path)
        return -ENAMETOOLONG;
    datagram->fd = -1;
    datagram->path = mem_strdup(path);
    return datagram->path ? 0 : -ENOMEM;
}

void datagram_disconnect(struct datagram *datagram)
{
    io_close(&datagram->fd);
}

void datagram_done(struct datagram *datagram)
{
    datagram_disconnect(datagram);
    mem_free(datagram->path);
    datagram->path = NULL;
}

static int open_socket(struct datagram *datagram)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    memcpy(address.sun_path, datagram->path, strlen(datagram->path));
    datagram->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (datagram->fd < 0)
        return -errno;
    if (connect(datagram->fd, (struct sockaddr *)&address, sizeof address) == 0)
        return 0;
    int error = -errno;
    datagram_disconnect(datagram);
    return error;
}

static int send_once(struct datagram *datagram, struct slice message)
{
    int error = datagram->fd < 0 ? open_socket(datagram) : 0;
    if (error)
        return error;
    return send(datagram->fd, message.at, message.len, MSG_NOSIGNAL) < 0 ? -errno : 0;
}

static const char *cure_of(int code)
{
    static const struct {
        int code;
        const char *cure;
    } cures[] = {
        {ENOENT, ": nobody listens there; start the log service, or disable this sink"},
        {ECONNREFUSED, ": nobody listens there any more; start the log service, or disable this sink"},
        {EAGAIN, ": the log service does not read its messages; is it stopped?"},
        {EPROTOTYPE, ": not a datagram socket; let the log service offer one"},
        {EACCES, ": let the user that tallyd runs as write to it"},
        {EMSGSIZE, ": message larger than the socket takes"},
    };
    for (size_t i = 0; i < sizeof cures / sizeof cures[0]; i++)
        if (cures[i].code == code)
            return cures[i].cure;
    return "";
}

/* A reader that was started again has a new socket under the old name. */
int datagram_send(struct datagram *datagram, struct sink *sink, struct slice message)
{
    int error = send_once(datagram, message);
    if (error && error != -EAGAIN && error != -EMSGSIZE) {
        datagram_disconnect(datagram);
        error = send_once(datagram, message);
    }
    if (error)
        (void)snprintf(sink->error, sizeof sink->error, "%s: %s%s", datagram->path, strerror(-error),
                       cure_of(-error));
    return error;
}
