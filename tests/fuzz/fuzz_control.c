/* What anybody who may open the control socket may send: each line is answered once, in order, by a line of JSON that says
 * whether it was done, by the daemon's own verbs over a small store; only a request over the limit ends the connection. */
#include "../../daemon/base/must.h"
#include "../../daemon/tallyd/daemon.h"
#include "fuzz.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define TURNS_MAX 100000 /* of the loop, for one input */

static char folder[32];
static uv_loop_t loop;
static struct daemon daemon_ = {.loop = &loop};

static void remove_folder(void)
{
    static const char *const NAMES[] = {"control", "tallyd.db", "tallyd.db-wal", "tallyd.db-shm",
                                        "tallyd.db.lock"};
    char path[64];
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, NAMES[i]);
        unlink(path);
    }
    rmdir(folder);
}

static void fill_store(void)
{
    static const char *const PATHS[] = {"/drop/甲.txt", "/drop/b\xff.txt", "/drop/c%_.docx"};
    struct file_stamp stamp = {1, 2, 3, 4};
    int64_t id;
    for (size_t i = 0; i < sizeof PATHS / sizeof *PATHS; i++)
        must(store_seen(daemon_.store, "drop", PATHS[i], &stamp, &id) == 0);
    must(store_done(daemon_.store, id, NULL, OUTCOME_EMPTY, "", NULL) == 0);
}

static void start(void)
{
    char path[64], error[300];
    snprintf(folder, sizeof folder, "%s/tallyd-fuzz-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    must(mkdtemp(folder));
    atexit(remove_folder);
    snprintf(path, sizeof path, "%s/tallyd.db", folder);
    must(uv_loop_init(&loop) == 0 && store_open(path, &daemon_.store, error, sizeof error) == 0);
    fill_store();
    must(control_new(&loop, folder, daemon_verbs, &daemon_, &daemon_.control, error, sizeof error) == 0);
}

static int dial(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    snprintf(address.sun_path, sizeof address.sun_path, "%s/control", folder);
    must(fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address) == 0);
    return fd;
}

/* What is expected back and what has come of it. */
struct talk {
    int fd;
    unsigned asked, answered;
    size_t used, cap;
    char *line; /* not whole yet */
    bool over;  /* a request was too long: the rest is not answered */
};

static void expect(struct talk *talk, struct slice sent)
{
    while (sent.len > 0 && !talk->over) {
        ptrdiff_t end = slice_find(sent, S("\n"), 0);
        size_t length = end < 0 ? sent.len : (size_t)end + 1;
        talk->over = length > CONTROL_REQUEST_MAX || (end < 0 && length == CONTROL_REQUEST_MAX);
        talk->asked += end >= 0 && !talk->over;
        sent = slice_sub(sent, length, sent.len);
    }
}

static void check_line(struct slice line)
{
    json_t *answer = json_loadb(line.at, line.len, JSON_REJECT_DUPLICATES, NULL);
    must(json_is_object(answer) && json_is_boolean(json_object_get(answer, "ok")));
    must(json_is_true(json_object_get(answer, "ok")) || json_is_string(json_object_get(answer, "error")));
    json_decref(answer);
}

static void take_lines(struct talk *talk)
{
    struct slice rest = {talk->line, talk->used};
    for (ptrdiff_t end; (end = slice_find(rest, S("\n"), 0)) >= 0; talk->answered++) {
        check_line(slice_sub(rest, 0, (size_t)end));
        rest = slice_sub(rest, (size_t)end + 1, rest.len);
    }
    if (rest.len)
        memmove(talk->line, rest.at, rest.len);
    talk->used = rest.len;
}

/* Whether the connection still stands. */
static bool listen_once(struct talk *talk)
{
    if (talk->cap - talk->used < 4096) {
        talk->cap = talk->cap ? talk->cap * 2 : 65536;
        talk->line = realloc(talk->line, talk->cap);
        must(talk->line);
    }
    ssize_t n = recv(talk->fd, talk->line + talk->used, talk->cap - talk->used, 0);
    if (n > 0) {
        talk->used += (size_t)n;
        take_lines(talk);
    }
    return n > 0 || (n < 0 && errno == EAGAIN);
}

static bool send_some(struct talk *talk, struct slice *rest)
{
    ssize_t n = rest->len ? send(talk->fd, rest->at, rest->len, MSG_NOSIGNAL) : 0;
    if (n > 0)
        *rest = slice_sub(*rest, (size_t)n, rest->len);
    return n >= 0 || errno == EAGAIN;
}

/* In two parts, so that a request comes in pieces too. */
static void converse(struct talk *talk, struct slice text)
{
    struct slice part = slice_sub(text, 0, text.len / 2), rest = slice_sub(text, text.len / 2, text.len);
    bool stands = true;
    for (unsigned turns = 0; stands && (part.len || rest.len || talk->answered < talk->asked); turns++) {
        must(turns < TURNS_MAX);
        if (!part.len) {
            part = rest;
            rest.len = 0;
        }
        stands = send_some(talk, &part);
        uv_run(&loop, UV_RUN_NOWAIT);
        stands = listen_once(talk) && stands;
    }
    must(talk->over || (stands && talk->answered == talk->asked && talk->used == 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice text = {(const char *)data, size};
    struct talk talk = {0};
    if (!folder[0])
        start();
    talk.fd = dial();
    expect(&talk, text);
    converse(&talk, text);
    must(talk.answered <= talk.asked);
    close(talk.fd);
    for (int i = 0; i < 2; i++)
        uv_run(&loop, UV_RUN_NOWAIT);
    free(talk.line);
    return 0;
}
