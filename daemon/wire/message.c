#include "message.h"

#include "../base/io.h"
#include "../base/mem.h"
#include "../base/must.h"
#include "json_line.h"
#include "json_read.h"

#include <errno.h>
#include <sys/socket.h>

/* Room for one descriptor more than any message may carry, so that a surplus is seen; what does not fit the
 * kernel closes itself and says so (MSG_CTRUNC). */
union control {
    char bytes[CMSG_SPACE(sizeof(int) * (MESSAGE_FDS_MAX + 1))];
    struct cmsghdr align;
};

static void put_fds(struct msghdr *header, union control *control, const int *fds, unsigned n)
{
    if (n == 0)
        return;
    *control = (union control){0};
    header->msg_control = control->bytes;
    header->msg_controllen = CMSG_SPACE(sizeof(int) * n);
    struct cmsghdr *rights = CMSG_FIRSTHDR(header);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(sizeof(int) * n);
    memcpy(CMSG_DATA(rights), fds, sizeof(int) * n);
}

static int send_bytes(int socket, struct slice bytes, const int *fds, unsigned n_fds)
{
    union control control;
    struct iovec part = {(void *)bytes.at, bytes.len};
    struct msghdr header = {.msg_iov = &part, .msg_iovlen = 1};
    ssize_t sent;
    put_fds(&header, &control, fds, n_fds);
    do
        sent = sendmsg(socket, &header, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent < 0 ? -errno : 0;
}

int message_send_text(int socket, struct slice text, const int *fds, unsigned n_fds)
{
    must(n_fds <= MESSAGE_FDS_MAX);
    return text.len > MESSAGE_SIZE_MAX ? -EMSGSIZE : send_bytes(socket, text, fds, n_fds);
}

/* At most so many messages are handed to the kernel at once. */
#define BATCH_MAX 32

int message_send_texts(int socket, const struct slice *texts, unsigned n)
{
    struct mmsghdr headers[BATCH_MAX] = {0};
    struct iovec parts[BATCH_MAX];
    for (unsigned i = 0; i < n; i++)
        if (texts[i].len > MESSAGE_SIZE_MAX)
            return -EMSGSIZE;
    for (int sent = 0; n > 0; texts += sent, n -= (unsigned)sent) {
        unsigned batch = n < BATCH_MAX ? n : BATCH_MAX;
        for (unsigned i = 0; i < batch; i++) {
            parts[i] = (struct iovec){(void *)texts[i].at, texts[i].len};
            headers[i].msg_hdr = (struct msghdr){.msg_iov = &parts[i], .msg_iovlen = 1};
        }
        do
            sent = sendmmsg(socket, headers, batch, MSG_NOSIGNAL);
        while (sent < 0 && errno == EINTR);
        if (sent < 0)
            return -errno;
    }
    return 0;
}

int message_send(int socket, const json_t *object, const int *fds, unsigned n_fds)
{
    struct json_line line = {0};
    if (!object)
        return -ENOMEM;
    json_line_value(&line, object);
    int rc =
        line.failed ? -ENOMEM : message_send_text(socket, (struct slice){line.at, line.length}, fds, n_fds);
    mem_free(line.at);
    return rc;
}

/* As many as the kernel can put there: padding at the end of the control bytes takes descriptors too. */
#define RECEIVED_MAX ((sizeof(union control) - CMSG_LEN(0)) / sizeof(int))

struct received {
    int fds[RECEIVED_MAX];
    unsigned n;
};

static void take_fds(struct msghdr *header, struct received *received)
{
    for (struct cmsghdr *c = CMSG_FIRSTHDR(header); c; c = CMSG_NXTHDR(header, c)) {
        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
            continue;
        size_t n = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        must(received->n + n <= RECEIVED_MAX);
        memcpy(received->fds + received->n, CMSG_DATA(c), n * sizeof(int));
        received->n += (unsigned)n;
    }
}

static void close_all(struct received *received)
{
    while (received->n > 0)
        io_close(&received->fds[--received->n]);
}

long message_receive(int socket, char *buffer, int *ret_fds, unsigned max_fds, unsigned *ret_n_fds)
{
    must(max_fds <= MESSAGE_FDS_MAX);
    union control control;
    struct received received = {.n = 0};
    struct iovec part = {buffer, MESSAGE_SIZE_MAX};
    struct msghdr header = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control};
    ssize_t length;
    do
        length = recvmsg(socket, &header, MSG_CMSG_CLOEXEC);
    while (length < 0 && errno == EINTR);
    if (length < 0)
        return errno == ECONNRESET ? 0 : -errno;
    take_fds(&header, &received);
    bool bad = (header.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) || received.n > max_fds ||
               (length == 0 && received.n > 0);
    if (bad) {
        close_all(&received);
        return -EBADMSG;
    }
    if (ret_n_fds) {
        memcpy(ret_fds, received.fds, received.n * sizeof(int));
        *ret_n_fds = received.n;
    }
    return length;
}

json_t *message_parse(const char *bytes, size_t length)
{
    json_t *value = json_read((struct slice){bytes, length});
    if (json_is_object(value))
        return value;
    json_decref(value);
    return NULL;
}
