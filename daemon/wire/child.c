#include "pool_priv.h"

#include "../base/io.h"
#include "../base/mem.h"
#include "../base/must.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static void remove_from(struct child **list, struct child *child)
{
    while (*list != child)
        list = &(*list)->next;
    *list = child->next;
}

static void on_closed(uv_handle_t *handle)
{
    struct child *child = handle->data;
    if (--child->handles > 0)
        return;
    struct generation *generation = child->generation;
    remove_from(&generation->children, child);
    answer_done(&child->answer);
    mem_free(child);
    generation_unref(generation);
}

/* The last thing done to it, whatever state it was in; killed even where it seems done, so that none lingers.
 */
static void leave(struct child *child)
{
    must(child->state != CHILD_GONE);
    child->generation->busy -= child->give != NULL;
    child->generation->idle -= child->state == CHILD_IDLE;
    child->state = CHILD_GONE;
    spawn_kill(child->pidfd);
    uv_close((uv_handle_t *)&child->poll, on_closed);
    uv_close((uv_handle_t *)&child->timer, on_closed);
    io_close(&child->socket);
    io_close(&child->pidfd);
}

/* The document's one answer; room is told after it. */
static void finish(struct child *child)
{
    struct generation *generation = child->generation;
    double seconds = (double)(uv_hrtime() - child->started_ns) / 1e9;
    leave(child);
    generation->deaths = 0;
    pool_answered(generation->pool, &child->answer);
    child->give(child->context, &child->answer, seconds);
    generation_settle(generation);
}

static void fail(struct child *child, enum outcome outcome, const char *reason)
{
    answer_fail(&child->answer, outcome, reason);
    finish(child);
}

/* An idle child should wait for ever; one that ends is a fault of the sandbox or of the machine. */
static void lose(struct child *child, const char *ending)
{
    char error[POOL_REASON_SIZE];
    struct generation *generation = child->generation;
    struct pool *pool = generation->pool;
    snprintf(error, sizeof error, "a child of tally-inspect ended before it was given a document: %s",
             ending);
    leave(child);
    generation->deaths++;
    if (generation->state == GENERATION_READY)
        pool->events.failed(pool->events.context, error);
    generation_settle(generation);
}

/* Killed from without (by the kernel for want of memory, by an administrator): the document is not to blame.
 */
static bool was_killed(const char *ending)
{
    return strncmp(ending, "signal 9 ", strlen("signal 9 ")) == 0;
}

/* It ended without a report. */
static void crash(struct child *child, const char *ending)
{
    if (child->give)
        fail(child, was_killed(ending) ? OUTCOME_KILLED : OUTCOME_CRASHED, ending);
    else
        lose(child, ending);
}

static bool inspector_is_gone(const struct child *child)
{
    return child->generation->state >= GENERATION_STOPPING;
}

/* It has ended, and the inspector has told how, or will not any more. */
static void conclude(struct child *child)
{
    if (!*child->ending && child->give && inspector_is_gone(child))
        fail(child, OUTCOME_KILLED, "it ended, and tally-inspect too");
    else
        crash(child, *child->ending ? child->ending : "it ended without a report");
}

static void on_timer(uv_timer_t *timer)
{
    struct child *child = timer->data;
    char reason[96];
    if (child->state == CHILD_ENDED)
        return conclude(child);
    snprintf(reason, sizeof reason, "no answer within %u ms", child->generation->pool->deadline_ms);
    fail(child, OUTCOME_TIMEOUT, reason);
}

/* Its stream ended early: how, the inspector will tell, unless it has or is gone itself. */
static void await_ending(struct child *child)
{
    bool told = *child->ending || inspector_is_gone(child);
    child->generation->idle -= child->state == CHILD_IDLE;
    child->state = CHILD_ENDED;
    uv_poll_stop(&child->poll);
    uv_timer_start(&child->timer, on_timer, told ? 0 : POOL_EXIT_WAIT_MS, 0);
}

/* One message, or the end of the stream. Whether there may be more. */
static bool take(struct child *child, const char *bytes, long length)
{
    if (length == -EAGAIN)
        return false;
    if (child->state == CHILD_BUSY && length == 0 && child->answer.state == ANSWER_COMPLETE)
        finish(child);
    else if (length == 0)
        await_ending(child);
    else if (child->state == CHILD_IDLE)
        lose(child, "it spoke unasked");
    else if (length == -EMSGSIZE || length == -EBADMSG)
        fail(child, OUTCOME_BAD_ANSWER, "a message over the size or with descriptors");
    else if (length < 0) /* ours, not the child's: no memory, a socket reset */
        fail(child, OUTCOME_KILLED, strerror((int)-length));
    else if (answer_take(&child->answer, bytes, (size_t)length) == ANSWER_BAD)
        fail(child, OUTCOME_BAD_ANSWER, child->answer.error);
    else
        return true;
    return false;
}

static void on_readable(uv_poll_t *poll, int status, int events)
{
    (void)status;
    (void)events;
    struct child *child = poll->data;
    char *buffer = child->generation->pool->buffer;
    for (unsigned i = 0; i < POOL_READ_BATCH; i++)
        if (!take(child, buffer, message_receive(child->socket, buffer, NULL, 0, NULL)))
            return;
}

static void init_timer(struct child *child, uv_loop_t *loop)
{
    uv_timer_init(loop, &child->timer);
    child->timer.data = child;
    child->poll.data = child;
    child->handles = 2;
    uv_poll_start(&child->poll, UV_READABLE | UV_DISCONNECT, on_readable);
}

static struct child *new_child(struct generation *generation, int socket)
{
    struct child *child = mem_calloc(1, sizeof *child);
    if (!child || uv_poll_init(generation->pool->loop, &child->poll, socket) != 0) {
        mem_free(child);
        return NULL;
    }
    init_timer(child, generation->pool->loop);
    answer_init(&child->answer);
    return child;
}

int child_new(struct generation *generation, pid_t pid, int fds[2])
{
    struct child *child = new_child(generation, fds[0]);
    if (!child) {
        spawn_kill(fds[1]);
        io_close(&fds[0]);
        io_close(&fds[1]);
        return -ENOMEM;
    }
    child->generation = generation;
    child->pid = pid;
    child->socket = fds[0];
    child->pidfd = fds[1];
    child->next = generation->children;
    generation->children = child;
    generation->references++;
    generation->idle++;
    return 0;
}

static bool is_show(const json_t *request)
{
    const char *op = json_string_value(json_object_get(request, "op"));
    return op && strcmp(op, "show") == 0;
}

int child_submit(struct child *child, const json_t *request, int fd, pool_answer_fn *answer, void *context)
{
    int rc = message_send(child->socket, request, &fd, 1);
    if (rc == -EMSGSIZE || rc == -ENOMEM || rc == -EBADF)
        return rc;
    if (rc < 0) {
        await_ending(child);
        return -EPIPE;
    }
    child->state = CHILD_BUSY;
    child->answer.no_output = !is_show(request);
    child->give = answer;
    child->context = context;
    child->started_ns = uv_hrtime();
    child->generation->idle--;
    child->generation->busy++;
    uv_timer_start(&child->timer, on_timer, child->generation->pool->deadline_ms, 0);
    return 0;
}

void child_exited(struct child *child, const char *ending)
{
    snprintf(child->ending, sizeof child->ending, "%s", ending);
    if (child->state == CHILD_ENDED)
        conclude(child);
}

void child_orphaned(struct child *child)
{
    if (child->state == CHILD_ENDED && child->give)
        conclude(child);
    else if (child->state < CHILD_GONE && !child->give)
        leave(child);
}

void child_stop(struct child *child, const char *reason)
{
    if (child->state == CHILD_GONE)
        return;
    if (child->give)
        fail(child, OUTCOME_KILLED, reason);
    else
        leave(child);
}
