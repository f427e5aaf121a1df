/* What passes between the processes: one JSON object a message over AF_UNIX SOCK_SEQPACKET, with descriptors
 * beside it (SCM_RIGHTS), so that there is no framing to get wrong. docs/wire.md has every key. Who says what:
 *
 *   client ▶ inspector   {"op":"setup", …}           once, first
 *   inspector ▶ client   {"op":"ready", …}           or {"op":"failed","error":…}
 *   client ▶ inspector   {"op":"fork"}               ask for one more child
 *   inspector ▶ client   {"op":"child","pid":N}      with two descriptors: its socket and its pidfd
 *   inspector ▶ client   {"op":"exit","pid":N, …}    "code" or "signal"
 *   client ▶ child       {"op":"inspect", …}         with one descriptor: the document
 *   child ▶ client       {"type":"finding" …}* {"type":"rule" …}* {"type":"output" …}* {"type":"report" …}
 *
 * "client" is tallyd or tallyctl. Used by every process. */
#pragma once

#include "../base/slice.h"

#include <jansson.h>

/* Under the kernel's default send buffer: a message is sent whole or not at all. */
#define MESSAGE_SIZE_MAX (128u << 10)
#define MESSAGE_FDS_MAX  2

/* 0 or a negative errno (-EMSGSIZE over the size, -EAGAIN on a full non-blocking socket). The descriptors
 * stay the caller's. */
int message_send(int socket, const json_t *object, const int *fds, unsigned n_fds);
/* The same of an object's compact JSON. */
int message_send_text(int socket, struct slice text, const int *fds, unsigned n_fds);

/* Several texts, a message each, in their order: 0 or a negative errno, and then some of them may have gone. */
int message_send_texts(int socket, const struct slice *texts, unsigned n);

/* One message into `buffer` (of MESSAGE_SIZE_MAX bytes): its length, 0 at the end of the stream (or for an
 * empty message, which is none of ours), or a negative errno; -EBADMSG when it is over the size or carries
 * more than `max_fds` descriptors (all received ones are closed). Received descriptors are close-on-exec.
 * `ret_fds` and `ret_n_fds` may be NULL where `max_fds` is 0. */
long message_receive(int socket, char *buffer, int *ret_fds, unsigned max_fds, unsigned *ret_n_fds);

/* Strictly one JSON object, no duplicate keys, UTF-8; NULL otherwise. A new reference. */
json_t *message_parse(const char *bytes, size_t length);
