/* To add a sink: sink.h says how; here it is a line in `classes`.
 *
 * A lane is a sink at work. Its states, by what its last delivery gave:
 *
 *   flowing ─ -EAGAIN ─▶ crowded: tried again after AGAIN_FIRST_MS, twice as long each time
 *           ─ error ───▶ failing: tried again after FAIL_FIRST_MS, twice as long each time; logged once
 *   crowded, failing ─ something delivered ─▶ flowing */
#include "outbox.h"

#include "../base/log.h"
#include "../base/mem.h"
#include "../base/must.h"
#include "config.h"
#include "mark.h"

#include <errno.h>
#include <stdio.h>

/* What one turn of the loop delivers to one sink, so that a long backlog does not keep the loop from its
 * documents: about a millisecond of a sink that costs 5 µs a line. */
#define BATCH_LINES 256u
#define BATCH_BYTES (512u << 10)

/* A full socket empties within milliseconds; a stopped reader is worth four tries a second. */
#define AGAIN_FIRST_MS 2u
#define AGAIN_MAX_MS   250u
/* A broken sink is tried at the pace of an administrator who repairs it. */
#define FAIL_FIRST_MS 250u
#define FAIL_MAX_MS   30000u
/* The store is written by somebody else. */
#define COMMIT_AGAIN_MS 100u

static const struct sink_class *const classes[] = {&sink_jsonl, &sink_syslog, &sink_journal};

#define CLASSES (sizeof classes / sizeof classes[0])

struct lane {
    const struct sink_class *class;
    struct sink *sink;
    struct mark mark;  /* of one that cannot tell what it holds */
    int64_t cursor;    /* delivered up to here */
    unsigned delay_ms; /* 0 while flowing */
    uint64_t due;      /* by uv_now, when delay_ms is set */
    bool failing;      /* and the log knows */
};

/* Lines after `after`, copied from the store: shared by the lanes that are at the same place. */
struct batch {
    int64_t after; /* -1: empty */
    unsigned n;
    struct sink_line lines[BATCH_LINES];
    char *text;
    size_t used, size;
};

struct outbox {
    uv_loop_t *loop;
    struct store *store;
    struct lane lanes[CLASSES];
    unsigned n_lanes;
    struct batch batch;
    uv_idle_t busy;   /* runs while there is something to deliver */
    uv_timer_t later; /* the next try of a lane that waits */
    unsigned open_handles;
    outbox_closed_fn *closed;
    void *context;
};

static bool batch_reserve(struct batch *batch, size_t length)
{
    if (length <= batch->size - batch->used)
        return true;
    size_t size = 2 * batch->size + length;
    char *text = mem_realloc(batch->text, size);
    if (!text)
        return false;
    batch->text = text;
    batch->size = size;
    return true;
}

/* Until the batch is complete a line's text is not set: growing moves it. */
static int on_line(void *context, int64_t sequence, const char *line, size_t length)
{
    struct batch *batch = context;
    if (!batch_reserve(batch, length))
        return -ENOMEM;
    memcpy(batch->text + batch->used, line, length);
    batch->used += length;
    batch->lines[batch->n++] = (struct sink_line){.sequence = sequence, .length = length};
    return batch->used >= BATCH_BYTES; /* 1 stops: enough */
}

static int batch_fill(struct batch *batch, struct store *store, int64_t after)
{
    if (batch->after == after)
        return 0;
    batch->after = -1;
    batch->n = 0;
    batch->used = 0;
    int error = store_outbox(store, after, BATCH_LINES, on_line, batch);
    if (error < 0)
        return error;
    const char *text = batch->text;
    for (unsigned i = 0; i < batch->n; text += batch->lines[i++].length)
        batch->lines[i].text = text;
    batch->after = after;
    return 0;
}

static unsigned grow(unsigned delay, unsigned first, unsigned max)
{
    return delay < first ? first : 2 * delay < max ? 2 * delay : max;
}

static void lane_wait(struct lane *lane, uint64_t now, int error)
{
    bool again = error == -EAGAIN;
    lane->delay_ms = again ? grow(lane->delay_ms, AGAIN_FIRST_MS, AGAIN_MAX_MS)
                           : grow(lane->delay_ms, FAIL_FIRST_MS, FAIL_MAX_MS);
    lane->due = now + lane->delay_ms;
    if (lane->failing || (again && lane->delay_ms < AGAIN_MAX_MS))
        return;
    lane->failing = true;
    log_warning("sink %s: %s; its events wait in the store and are tried again", lane->class->name,
                lane->sink->error[0] ? lane->sink->error : strerror(-error));
}

static void lane_flow(struct lane *lane)
{
    if (lane->failing)
        log_info("sink %s: delivering again", lane->class->name);
    lane->failing = false;
    lane->delay_ms = 0;
    lane->sink->error[0] = '\0';
}

static void lane_advance(struct lane *lane, struct store *store, int64_t sequence)
{
    lane->cursor = sequence;
    int error = store_set_cursor(store, lane->class->name, sequence);
    if (error && error != -EBUSY) /* when busy, the next batch sets it */
        log_error("store: cursor of sink %s: %s", lane->class->name, store_error(store));
}

/* A sink that cannot tell what it holds is given line by line, and each is noted. */
static int lane_deliver(struct lane *lane, const struct batch *batch)
{
    if (lane->class->holds)
        return lane->class->deliver(lane->sink, batch->lines, batch->n);
    for (unsigned i = 0; i < batch->n; i++) {
        int given = lane->class->deliver(lane->sink, &batch->lines[i], 1);
        if (given != 1)
            return i ? (int)i : given;
        mark_set(&lane->mark, &batch->lines[i]);
    }
    return (int)batch->n;
}

/* One batch. A cursor behind the lines that are left (they were dropped while the sink was off) moves up to
 * the end. */
static void lane_pump(struct lane *lane, struct outbox *outbox)
{
    struct batch *batch = &outbox->batch;
    uint64_t now = uv_now(outbox->loop);
    int given = batch_fill(batch, outbox->store, lane->cursor);
    if (!given && batch->n == 0) {
        lane_advance(lane, outbox->store, store_outbox_last(outbox->store));
        return;
    }
    if (!given)
        given = lane_deliver(lane, batch);
    must(given <= (int)batch->n);
    if (given <= 0) {
        lane_wait(lane, now, given ? given : -EAGAIN);
        return;
    }
    lane_flow(lane);
    lane_advance(lane, outbox->store, batch->lines[given - 1].sequence);
}

static bool lane_behind(const struct lane *lane, const struct store *store)
{
    return lane->cursor < store_outbox_last(store);
}

static bool lane_due(const struct lane *lane, const struct outbox *outbox)
{
    return lane_behind(lane, outbox->store) && (!lane->delay_ms || lane->due <= uv_now(outbox->loop));
}

bool outbox_idle(const struct outbox *outbox)
{
    for (unsigned i = 0; i < outbox->n_lanes; i++)
        if (lane_behind(&outbox->lanes[i], outbox->store))
            return false;
    return true;
}

static void on_later(uv_timer_t *timer)
{
    outbox_wake(timer->data);
}

/* When the next waiting lane is due; UINT64_MAX: none waits. */
static uint64_t next_due(const struct outbox *outbox)
{
    uint64_t next = UINT64_MAX;
    for (unsigned i = 0; i < outbox->n_lanes; i++) {
        const struct lane *lane = &outbox->lanes[i];
        if (lane_behind(lane, outbox->store) && lane->due < next)
            next = lane->due;
    }
    return next;
}

static void sleep_until(struct outbox *outbox, uint64_t due)
{
    uint64_t now = uv_now(outbox->loop);
    (void)uv_idle_stop(&outbox->busy);
    if (due != UINT64_MAX)
        (void)uv_timer_start(&outbox->later, on_later, due > now ? due - now : 0, 0);
}

/* False where nothing may be delivered now: what is not committed might never have been. */
static bool commit(struct outbox *outbox)
{
    int error = store_commit(outbox->store);
    if (error)
        sleep_until(outbox, uv_now(outbox->loop) + COMMIT_AGAIN_MS);
    return error == 0;
}

static void turn(struct outbox *outbox)
{
    bool moved = false;
    if (!commit(outbox))
        return;
    outbox->batch.after = -1;
    for (unsigned i = 0; i < outbox->n_lanes; i++) {
        struct lane *lane = &outbox->lanes[i];
        if (!lane_due(lane, outbox))
            continue;
        lane_pump(lane, outbox);
        moved |= lane_due(lane, outbox);
    }
    if (!moved)
        sleep_until(outbox, next_due(outbox));
}

static void on_busy(uv_idle_t *idle)
{
    turn(idle->data);
}

void outbox_wake(struct outbox *outbox)
{
    (void)uv_idle_start(&outbox->busy, on_busy);
}

struct resume {
    struct lane *lane;
    int64_t found;
};

static bool lane_holds(const struct lane *lane, const struct sink_line *line)
{
    return lane->class->holds ? lane->class->holds(lane->sink, line) : mark_holds(&lane->mark, line);
}

static int on_resume_line(void *context, int64_t sequence, const char *line, size_t length)
{
    struct resume *resume = context;
    struct sink_line held = {.sequence = sequence, .text = line, .length = length};
    if (lane_holds(resume->lane, &held))
        resume->found = sequence;
    return 0;
}

/* A sink without a cursor starts at the present end. One with a cursor may have come further before its
 * process was killed: by one batch at most, as the cursor of each batch is committed before the next is
 * delivered. */
static int lane_resume(struct lane *lane, struct store *store)
{
    struct resume resume = {lane, store_outbox_last(store)};
    int error = store_cursor(store, lane->class->name, &resume.found);
    if (error && error != -ENOENT)
        return error;
    error = error ? 0 : store_outbox(store, resume.found, BATCH_LINES, on_resume_line, &resume);
    lane->cursor = resume.found;
    return error ? error : store_set_cursor(store, lane->class->name, resume.found);
}

static void lane_close(struct lane *lane)
{
    mark_close(&lane->mark);
    lane->class->close(lane->sink);
}

static void lanes_close(struct lane *lanes, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        lane_close(&lanes[i]);
}

static int lane_open(struct lane *lane, const struct config *config, struct store *store, char *error,
                     size_t size)
{
    int code = lane->class->open(config, &lane->sink, error, size);
    if (code)
        return code;
    lane->sink->class = lane->class;
    mark_open(&lane->mark, lane->class->holds ? NULL : config->state_dir, lane->class->name);
    code = lane_resume(lane, store);
    if (!code)
        return 0;
    (void)snprintf(error, size, "store: cursor of sink %s: %s", lane->class->name, store_error(store));
    lane_close(lane);
    return code;
}

int outbox_configure(struct outbox *outbox, const struct config *config, char *error, size_t size)
{
    struct lane lanes[CLASSES];
    unsigned n = 0;
    for (size_t i = 0; i < CLASSES; i++) {
        if (!classes[i]->enabled(config))
            continue;
        lanes[n] = (struct lane){.class = classes[i]};
        int code = lane_open(&lanes[n], config, outbox->store, error, size);
        if (code) {
            lanes_close(lanes, n);
            return code;
        }
        n++;
    }
    lanes_close(outbox->lanes, outbox->n_lanes);
    memcpy(outbox->lanes, lanes, n * sizeof lanes[0]);
    outbox->n_lanes = n;
    for (size_t i = 0; i < CLASSES; i++)
        if (!classes[i]->enabled(config))
            (void)store_drop_cursor(outbox->store, classes[i]->name);
    outbox_wake(outbox);
    return 0;
}

void outbox_reopen(struct outbox *outbox)
{
    for (unsigned i = 0; i < outbox->n_lanes; i++) {
        outbox->lanes[i].class->reopen(outbox->lanes[i].sink);
        outbox->lanes[i].delay_ms = 0;
    }
    outbox_wake(outbox);
}

static json_t *lane_status(const struct lane *lane, const struct outbox *outbox)
{
    int64_t age = 0;
    json_t *status =
        json_pack("{s:s, s:I, s:I}", "name", lane->class->name, "delivered", (json_int_t)lane->cursor,
                  "backlog", (json_int_t)(store_outbox_last(outbox->store) - lane->cursor));
    if (store_outbox_age(outbox->store, lane->cursor, &age) == 0)
        (void)json_object_set_new(status, "oldest_s", json_integer((json_int_t)age / 1000));
    if (lane->delay_ms) {
        (void)json_object_set_new(status, "error", json_string(lane->sink->error));
        (void)json_object_set_new(status, "retry_ms", json_integer((json_int_t)lane->delay_ms));
    }
    return status;
}

json_t *outbox_status(const struct outbox *outbox)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < outbox->n_lanes; i++)
        (void)json_array_append_new(list, lane_status(&outbox->lanes[i], outbox));
    return list;
}

static void on_closed(uv_handle_t *handle)
{
    struct outbox *outbox = handle->data;
    if (--outbox->open_handles)
        return;
    outbox_closed_fn *closed = outbox->closed;
    void *context = outbox->context;
    mem_free(outbox->batch.text);
    mem_free(outbox);
    if (closed)
        closed(context);
}

void outbox_close(struct outbox *outbox, outbox_closed_fn *closed, void *context)
{
    outbox->closed = closed;
    outbox->context = context;
    (void)store_commit(outbox->store);
    lanes_close(outbox->lanes, outbox->n_lanes);
    outbox->n_lanes = 0;
    uv_close((uv_handle_t *)&outbox->busy, on_closed);
    uv_close((uv_handle_t *)&outbox->later, on_closed);
}

int outbox_new(uv_loop_t *loop, const struct config *config, struct store *store, struct outbox **ret,
               char *error, size_t size)
{
    struct outbox *outbox = mem_calloc(1, sizeof *outbox);
    if (!outbox)
        return -ENOMEM;
    outbox->loop = loop;
    outbox->store = store;
    outbox->open_handles = 2;
    (void)uv_idle_init(loop, &outbox->busy);
    (void)uv_timer_init(loop, &outbox->later);
    outbox->busy.data = outbox->later.data = outbox;
    int code = outbox_configure(outbox, config, error, size);
    if (code)
        outbox_close(outbox, NULL, NULL);
    else
        *ret = outbox;
    return code;
}
