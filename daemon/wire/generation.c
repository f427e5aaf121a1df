#include "pool_priv.h"

#include "../base/io.h"
#include "../base/mem.h"
#include "../base/must.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void generation_unref(struct generation *generation)
{
    if (--generation->references > 0)
        return;
    json_decref(generation->setup);
    pool_generation_freed(generation);
    mem_free(generation);
}

static void on_closed(uv_handle_t *handle)
{
    generation_unref(handle->data);
}

static void close_control(struct generation *g)
{
    if (g->control < 0)
        return;
    uv_close((uv_handle_t *)&g->control_poll, on_closed);
    io_close(&g->control);
}

/* Calls `each` for every child; a call may make others GONE, but frees none. */
static void for_children(struct generation *g, void (*each)(struct child *child, const char *text),
                         const char *text)
{
    for (struct child *child = g->children, *next; child; child = next) {
        next = child->next;
        each(child, text);
    }
}

static void orphan(struct child *child, const char *text)
{
    (void)text;
    child_orphaned(child);
}

static void drop_idle(struct child *child, const char *text)
{
    if (!child->give)
        child_stop(child, text);
}

/* Its process ended. */
static void bury(struct generation *g, const char *ending)
{
    close_control(g);
    uv_close((uv_handle_t *)&g->exit_poll, on_closed);
    uv_close((uv_handle_t *)&g->timer, on_closed);
    io_close(&g->pidfd);
    g->state = GENERATION_GONE;
    for_children(g, orphan, NULL);
    pool_generation_gone(g, ending);
}

/* Lets the process end by itself, for a while. */
static void on_overdue(uv_timer_t *timer)
{
    struct generation *g = timer->data;
    spawn_kill(g->pidfd);
}

static void let_go(struct generation *g)
{
    if (g->state >= GENERATION_STOPPING)
        return;
    g->state = GENERATION_STOPPING;
    close_control(g);
    uv_timer_start(&g->timer, on_overdue, POOL_STOP_WAIT_MS, 0);
}

/* It breaks the protocol or hangs: it is ended, and `error` says why. */
__attribute__((format(printf, 2, 3))) static bool give_up(struct generation *g, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(g->error, sizeof g->error, format, args);
    va_end(args);
    spawn_kill(g->pidfd);
    return false;
}

static void on_late_start(uv_timer_t *timer)
{
    struct generation *g = timer->data;
    give_up(
        g, "tally-inspect was not ready within %u ms; look for a rule or plugin that does not finish loading",
        g->pool->start_deadline_ms);
}

static void on_late_child(uv_timer_t *timer)
{
    struct generation *g = timer->data;
    give_up(g, "tally-inspect gave no child within %u ms", g->pool->start_deadline_ms);
}

/* Asks for as many children as are missing. */
static void ask(struct generation *g)
{
    json_t *request = json_pack("{s:s}", "op", "fork");
    unsigned wanted = g->pool->workers + POOL_SPARE_CHILDREN;
    while (g->idle + g->asked < wanted) {
        int rc = message_send(g->control, request, NULL, 0);
        if (rc != 0) {
            give_up(g, "tally-inspect takes no more requests: %s", strerror(-rc));
            break;
        }
        g->asked++;
    }
    json_decref(request);
    if (g->asked > 0 && !uv_is_active((uv_handle_t *)&g->timer))
        uv_timer_start(&g->timer, on_late_child, g->pool->start_deadline_ms, 0);
}

static void on_rested(uv_timer_t *timer)
{
    ask(timer->data);
}

void generation_ask(struct generation *g)
{
    if (g->state != GENERATION_READY || g != g->pool->current)
        return;
    if (g->deaths == 0)
        ask(g);
    else if (!uv_is_active((uv_handle_t *)&g->timer))
        uv_timer_start(&g->timer, on_rested, POOL_DELAY_MIN_MS << (g->deaths < 8 ? g->deaths : 8), 0);
}

void generation_settle(struct generation *g)
{
    struct pool *pool = g->pool;
    if (pool->closing)
        return;
    if (g->state == GENERATION_DRAINING && g->busy == 0)
        let_go(g);
    generation_ask(g);
    if (pool_room(pool) > 0)
        pool->events.room(pool->events.context);
}

/* What the inspector says. Handlers take the descriptors they use out of `fds`. */
struct news {
    json_t *message;
    int fds[MESSAGE_FDS_MAX];
    unsigned n_fds;
};

static const char *text_of(const struct news *news, const char *name)
{
    const char *text = json_string_value(json_object_get(news->message, name));
    return text ? text : "";
}

static pid_t pid_of(const struct news *news)
{
    return (pid_t)json_integer_value(json_object_get(news->message, "pid"));
}

static bool take_ready(struct generation *g, struct news *news)
{
    if (g->state != GENERATION_STARTING)
        return give_up(g, "tally-inspect got ready twice");
    uv_timer_stop(&g->timer);
    g->state = GENERATION_READY;
    pool_generation_ready(g, news->message);
    generation_settle(g);
    return true;
}

static bool take_failed(struct generation *g, struct news *news)
{
    return give_up(g, "%s", text_of(news, "error"));
}

static bool take_child(struct generation *g, struct news *news)
{
    if (news->n_fds != 2 || g->asked == 0)
        return give_up(g, "tally-inspect gave a child without its descriptors, or unasked");
    if (--g->asked == 0)
        uv_timer_stop(&g->timer);
    if (g->state != GENERATION_READY) {
        spawn_kill(news->fds[1]);
        return true;
    }
    news->n_fds = 0;
    if (child_new(g, pid_of(news), news->fds) != 0)
        return give_up(g, "a child of tally-inspect could not be taken on");
    generation_settle(g);
    return true;
}

static bool take_exit(struct generation *g, struct news *news)
{
    char ending[64];
    spawn_describe((int)json_integer_value(json_object_get(news->message, "signal")),
                   (int)json_integer_value(json_object_get(news->message, "code")), ending, sizeof ending);
    for (struct child *child = g->children; child; child = child->next)
        if (child->pid == pid_of(news) && child->state != CHILD_GONE) {
            child_exited(child, ending);
            break;
        }
    return true;
}

static const struct {
    const char *op;
    bool (*take)(struct generation *g, struct news *news);
} OPS[] = {{"ready", take_ready}, {"failed", take_failed}, {"child", take_child}, {"exit", take_exit}};

static bool take(struct generation *g, struct news *news)
{
    for (size_t i = 0; i < sizeof OPS / sizeof *OPS; i++)
        if (strcmp(text_of(news, "op"), OPS[i].op) == 0)
            return OPS[i].take(g, news);
    return give_up(g, "tally-inspect speaks another protocol; is it of another version?");
}

/* Takes one message; whether there may be more. */
static bool read_one(struct generation *g)
{
    struct news news = {0};
    char *buffer = g->pool->buffer;
    long length = message_receive(g->control, buffer, news.fds, MESSAGE_FDS_MAX, &news.n_fds);
    if (length == -EAGAIN)
        return false;
    if (length <= 0) {
        let_go(g);
        return false;
    }
    news.message = message_parse(buffer, (size_t)length);
    bool more = take(g, &news);
    json_decref(news.message);
    while (news.n_fds > 0)
        io_close(&news.fds[--news.n_fds]);
    return more && g->control >= 0;
}

static void on_control(uv_poll_t *poll, int status, int events)
{
    (void)status;
    (void)events;
    for (unsigned i = 0; i < POOL_READ_BATCH && read_one(poll->data); i++)
        ;
}

/* What it said before its end comes first. */
static void on_ended(uv_poll_t *poll, int status, int events)
{
    (void)status;
    (void)events;
    struct generation *g = poll->data;
    char ending[64];
    while (g->control >= 0 && read_one(g))
        ;
    spawn_reap(g->pidfd, ending, sizeof ending);
    bury(g, ending);
}

static void start_handles(struct generation *g)
{
    uv_loop_t *loop = g->pool->loop;
    must(uv_poll_init(loop, &g->control_poll, g->control) == 0 &&
         uv_poll_init(loop, &g->exit_poll, g->pidfd) == 0);
    uv_timer_init(loop, &g->timer);
    g->control_poll.data = g->exit_poll.data = g->timer.data = g;
    g->references = 3;
    uv_poll_start(&g->control_poll, UV_READABLE | UV_DISCONNECT, on_control);
    uv_poll_start(&g->exit_poll, UV_READABLE, on_ended);
    uv_timer_start(&g->timer, on_late_start, g->pool->start_deadline_ms, 0);
}

/* The process with its setup on the way. */
static int start_process(struct generation *g)
{
    int rc = spawn_inspector(g->pool->inspector, &g->pid, &g->pidfd, &g->control);
    if (rc != 0)
        return rc;
    rc = io_set_nonblocking(g->control, true);
    rc = rc ? rc : message_send(g->control, g->setup, NULL, 0);
    if (rc == 0 || rc == -EPIPE) /* an inspector that ended at once is told of by its exit */
        return 0;
    spawn_stop(g->pidfd);
    io_close(&g->pidfd);
    io_close(&g->control);
    return rc;
}

int generation_new(struct pool *pool, json_t *setup, struct generation **ret)
{
    struct generation *g = mem_calloc(1, sizeof *g);
    if (!g)
        return -ENOMEM;
    g->pool = pool;
    g->setup = setup;
    int rc = start_process(g);
    if (rc != 0) {
        mem_free(g);
        return rc;
    }
    json_incref(setup);
    start_handles(g);
    g->next = pool->generations;
    pool->generations = g;
    pool->references++;
    *ret = g;
    return 0;
}

void generation_drain(struct generation *g)
{
    if (g->state == GENERATION_READY)
        g->state = GENERATION_DRAINING;
    uv_timer_stop(&g->timer);
    for_children(g, drop_idle, "drained");
    generation_settle(g);
}

void generation_stop(struct generation *g, const char *reason)
{
    bool starting = g->state == GENERATION_STARTING;
    for_children(g, child_stop, reason);
    let_go(g);
    if (starting)
        spawn_kill(g->pidfd);
}
