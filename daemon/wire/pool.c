#include "pool_priv.h"

#include "../base/io.h"
#include "../base/mem.h"
#include "../base/must.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The client let go, a generation was freed, the timer was closed. */
static void unref(struct pool *pool)
{
    if (--pool->references > 0)
        return;
    pool_closed_fn *closed = pool->closed;
    void *context = pool->closed_context;
    json_decref(pool->setup);
    mem_free(pool->inspector);
    mem_free(pool);
    if (closed)
        closed(context);
}

static void on_closed(uv_handle_t *handle)
{
    unref(handle->data);
}

static void fail(struct pool *pool, const char *error)
{
    pool->events.failed(pool->events.context, error);
}

static void use_setup(struct pool *pool, json_t *setup)
{
    json_incref(setup);
    json_decref(pool->setup);
    pool->setup = setup;
}

unsigned pool_next_delay(struct pool *pool)
{
    unsigned delay = pool->delay_ms ? pool->delay_ms : POOL_DELAY_MIN_MS;
    pool->delay_ms = delay * 2 < POOL_DELAY_MAX_MS ? delay * 2 : POOL_DELAY_MAX_MS;
    return delay;
}

static void on_restart(uv_timer_t *timer)
{
    struct pool *pool = timer->data;
    int rc = generation_new(pool, pool->setup, &pool->starting);
    if (rc == 0)
        return;
    uv_timer_start(timer, on_restart, pool_next_delay(pool), 0);
    fail(pool, strerror(-rc));
}

/* Nothing is at work and nothing is starting: starts again, a while later. */
static unsigned start_again(struct pool *pool)
{
    unsigned delay = pool_next_delay(pool);
    uv_timer_start(&pool->restart, on_restart, delay, 0);
    return delay;
}

void pool_generation_ready(struct generation *generation, const json_t *info)
{
    struct pool *pool = generation->pool;
    struct generation *old = pool->current;
    must(pool->starting == generation);
    pool->current = generation;
    pool->starting = NULL;
    pool->proven = true;
    use_setup(pool, generation->setup);
    if (old)
        generation_drain(old);
    pool->events.ready(pool->events.context, info);
}

static void start_failed(struct pool *pool, const struct generation *generation, const char *ending)
{
    char error[POOL_REASON_SIZE];
    snprintf(error, sizeof error, "%s%s",
             *generation->error ? generation->error : "tally-inspect ended before it was ready: ",
             *generation->error ? "" : ending);
    pool->starting = NULL;
    if (!pool->current)
        start_again(pool);
    fail(pool, error);
}

static void work_failed(struct pool *pool, const struct generation *generation, const char *ending)
{
    char error[POOL_REASON_SIZE + 128];
    pool->current = NULL;
    int used = snprintf(error, sizeof error, "%s%stally-inspect ended: %s", generation->error,
                        *generation->error ? "; " : "", ending);
    if (!pool->starting)
        snprintf(error + used, sizeof error - (size_t)used, "; it is started again in %u ms",
                 start_again(pool));
    fail(pool, error);
}

void pool_generation_gone(struct generation *generation, const char *ending)
{
    struct pool *pool = generation->pool;
    if (pool->closing)
        return;
    if (generation == pool->starting)
        start_failed(pool, generation, ending);
    else if (generation == pool->current)
        work_failed(pool, generation, ending);
}

void pool_generation_freed(struct generation *generation)
{
    struct pool *pool = generation->pool;
    struct generation **at = &pool->generations;
    while (*at != generation)
        at = &(*at)->next;
    *at = generation->next;
    unref(pool);
}

void pool_answered(struct pool *pool, const struct answer *answer)
{
    json_int_t peak = json_integer_value(json_object_get(answer->report, "peak_kib"));
    if (peak > (json_int_t)pool->child_kib)
        pool->child_kib = (unsigned long)peak;
    if (answer->outcome != OUTCOME_CRASHED && answer->outcome != OUTCOME_KILLED)
        pool->delay_ms = 0;
}

static struct pool *allocate(uv_loop_t *loop, const struct pool_options *options)
{
    struct pool *pool = mem_calloc(1, sizeof *pool);
    char *inspector = mem_strdup(options->inspector);
    if (!pool || !inspector) {
        mem_free(pool);
        mem_free(inspector);
        return NULL;
    }
    pool->loop = loop;
    pool->inspector = inspector;
    pool->workers = options->workers ? options->workers : uv_available_parallelism();
    pool->deadline_ms = options->deadline_ms;
    pool->start_deadline_ms = options->start_deadline_ms;
    pool->references = 1;
    return pool;
}

int pool_new(uv_loop_t *loop, const struct pool_options *options, json_t *setup,
             const struct pool_events *events, struct pool **ret)
{
    struct pool *pool = allocate(loop, options);
    if (!pool)
        return -ENOMEM;
    pool->events = *events;
    use_setup(pool, setup);
    int rc = generation_new(pool, setup, &pool->starting);
    if (rc != 0) {
        unref(pool);
        return rc;
    }
    uv_timer_init(loop, &pool->restart);
    pool->restart.data = pool;
    pool->references++;
    *ret = pool;
    return 0;
}

int pool_reload(struct pool *pool, json_t *setup)
{
    struct generation *before = pool->starting, *starting;
    int rc = generation_new(pool, setup, &starting);
    if (rc != 0)
        return rc;
    uv_timer_stop(&pool->restart);
    pool->starting = starting;
    if (before)
        generation_stop(before, "replaced");
    if (!pool->proven)
        use_setup(pool, setup);
    return 0;
}

unsigned pool_busy(const struct pool *pool)
{
    unsigned busy = 0;
    for (const struct generation *g = pool->generations; g; g = g->next)
        busy += g->busy;
    return busy;
}

unsigned pool_room(const struct pool *pool)
{
    const struct generation *g = pool->current;
    unsigned busy = pool_busy(pool);
    if (pool->closing || !g || g->state != GENERATION_READY || busy >= pool->workers)
        return 0;
    return g->idle < pool->workers - busy ? g->idle : pool->workers - busy;
}

int pool_submit(struct pool *pool, const json_t *request, int fd, pool_answer_fn *answer, void *context)
{
    int rc = -EAGAIN;
    if (pool_room(pool) == 0)
        return rc;
    for (struct child *child = pool->current->children; child; child = child->next) {
        if (child->state != CHILD_IDLE)
            continue;
        rc = child_submit(child, request, fd, answer, context);
        if (rc != -EPIPE)
            break;
    }
    generation_ask(pool->current);
    return rc == -EPIPE ? -EAGAIN : rc;
}

/* Resident pages of a process (proc(5), statm) in KiB; 0 where it is gone. */
static unsigned long resident_kib(pid_t pid)
{
    char path[64], text[128] = "";
    unsigned long pages = 0;
    snprintf(path, sizeof path, "/proc/%d/statm", (int)pid);
    io_autoclose int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || io_pread_all(fd, text, sizeof text - 1, 0) < 0 || sscanf(text, "%*u %lu", &pages) != 1)
        return 0;
    return pages * (unsigned long)sysconf(_SC_PAGESIZE) / 1024;
}

void pool_memory(const struct pool *pool, unsigned long *ret_inspector_kib, unsigned long *ret_child_kib)
{
    *ret_inspector_kib = pool->current ? resident_kib(pool->current->pid) : 0;
    *ret_child_kib = pool->child_kib;
}

pid_t pool_inspector_pid(const struct pool *pool)
{
    return pool->current ? pool->current->pid : 0;
}

void pool_close(struct pool *pool, pool_closed_fn *closed, void *context)
{
    must(!pool->closing);
    pool->closing = true;
    pool->closed = closed;
    pool->closed_context = context;
    uv_close((uv_handle_t *)&pool->restart, on_closed);
    for (struct generation *g = pool->generations; g; g = g->next)
        generation_stop(g, "stopped");
    unref(pool);
}
