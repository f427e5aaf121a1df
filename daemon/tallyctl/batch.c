#include "batch.h"

#include "../base/io.h"
#include "../base/mem.h"
#include "../base/must.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#define PROGRESS_EVERY_MS 200u

struct batch;

struct slot {
    struct batch *batch;
    size_t i;
    bool done;
    struct buffer text;
};

struct batch {
    const struct batch_client *client;
    uv_loop_t loop;
    uv_signal_t interrupt, terminate;
    uv_timer_t timer;
    uv_prepare_t turn;
    struct pool *pool;
    struct slot slots[BATCH_WINDOW];
    size_t next, oldest;
    bool ready, closing;
    int result;
};

static void on_pool_closed(void *context)
{
    struct batch *b = context;
    uv_close((uv_handle_t *)&b->interrupt, NULL);
    uv_close((uv_handle_t *)&b->terminate, NULL);
    uv_close((uv_handle_t *)&b->timer, NULL);
    uv_close((uv_handle_t *)&b->turn, NULL);
}

static void batch_end(struct batch *b, int result)
{
    if (b->closing)
        return;
    b->closing = true;
    b->result = result;
    pool_close(b->pool, on_pool_closed, b);
}

static void print_in_order(struct batch *b)
{
    for (; b->oldest < b->next && b->slots[b->oldest % BATCH_WINDOW].done; b->oldest++) {
        struct slot *slot = &b->slots[b->oldest % BATCH_WINDOW];
        if (slot->text.len && fwrite(slot->text.at, 1, slot->text.len, stdout) != slot->text.len)
            batch_end(b, -EIO);
        buffer_clear(&slot->text);
    }
}

static void take_answer(struct slot *slot, const struct answer *answer)
{
    struct batch *b = slot->batch;
    b->client->answer(b->client->context, slot->i, answer, &slot->text);
    slot->done = true;
    print_in_order(b);
}

static void on_answer(void *context, const struct answer *answer, double seconds)
{
    (void)seconds;
    struct slot *slot = context;
    if (!slot->batch->closing)
        take_answer(slot, answer);
}

static void answer_here(struct slot *slot, enum outcome outcome, const char *reason)
{
    struct answer answer;
    answer_init(&answer);
    answer_fail(&answer, outcome, reason);
    take_answer(slot, &answer);
    answer_done(&answer);
}

static void hand_over(struct batch *b)
{
    struct slot *slot = &b->slots[b->next % BATCH_WINDOW];
    struct batch_document document = {.fd = -1};
    slot->i = b->next++;
    slot->done = false;
    b->client->open(b->client->context, slot->i, &document);
    if (document.fd < 0) {
        answer_here(slot, document.outcome, document.reason);
    } else {
        int error = pool_submit(b->pool, document.request, document.fd, on_answer, slot);
        if (error)
            answer_here(slot, OUTCOME_CRASHED, strerror(-error));
    }
    json_decref(document.request);
    io_close(&document.fd);
}

static bool may_hand_over(const struct batch *b)
{
    return !b->closing && b->next < b->client->documents && b->next - b->oldest < BATCH_WINDOW &&
           pool_room(b->pool) > 0;
}

/* Once a turn of the loop, before it waits: whatever made room, an answer or a printed result, happened in
 * between. */
static void on_turn(uv_prepare_t *turn)
{
    struct batch *b = turn->data;
    if (!b->ready)
        return;
    while (may_hand_over(b))
        hand_over(b);
    if (b->oldest == b->client->documents)
        batch_end(b, 0);
}

static void on_ready(void *context, const json_t *info)
{
    struct batch *b = context;
    if (!b->ready && b->client->ready && !b->client->ready(b->client->context, info)) {
        batch_end(b, -ECANCELED);
        return;
    }
    b->ready = true;
}

static void on_failed(void *context, const char *error)
{
    struct batch *b = context;
    fprintf(stderr, "tallyctl: the inspector does not start: %s\n", error);
    batch_end(b, -ECANCELED);
}

static void on_room(void *context)
{
    (void)context; /* on_turn looks */
}

static void on_signal(uv_signal_t *handle, int number)
{
    (void)number;
    batch_end(handle->data, -EINTR);
}

static void on_timer(uv_timer_t *timer)
{
    struct batch *b = timer->data;
    if (b->client->progress && !b->closing)
        b->client->progress(b->client->context, b->oldest);
}

static void start_handles(struct batch *b)
{
    must(uv_signal_init(&b->loop, &b->interrupt) == 0 && uv_signal_init(&b->loop, &b->terminate) == 0);
    must(uv_timer_init(&b->loop, &b->timer) == 0 && uv_prepare_init(&b->loop, &b->turn) == 0);
    b->interrupt.data = b->terminate.data = b->timer.data = b->turn.data = b;
    uv_signal_start(&b->interrupt, on_signal, SIGINT);
    uv_signal_start(&b->terminate, on_signal, SIGTERM);
    uv_prepare_start(&b->turn, on_turn);
    uv_timer_start(&b->timer, on_timer, PROGRESS_EVERY_MS, PROGRESS_EVERY_MS);
}

static int batch_start(struct batch *b, const struct setup *setup)
{
    struct pool_options options = {
        .inspector = setup->inspector,
        .workers = setup->options->workers,
        .deadline_ms = 1000 * (setup->options->deadline_s ? setup->options->deadline_s : SETUP_DEADLINE_S),
        .start_deadline_ms = 1000 * SETUP_START_DEADLINE_S,
    };
    struct pool_events events = {.context = b, .ready = on_ready, .failed = on_failed, .room = on_room};
    int error = pool_new(&b->loop, &options, setup->message, &events, &b->pool);
    if (error)
        fprintf(stderr, "tallyctl: %s: cannot be started: %s\n", setup->inspector, strerror(-error));
    return error;
}

int batch_run(const struct setup *setup, const struct batch_client *client)
{
    struct batch *b = mem_calloc(1, sizeof *b);
    if (!b)
        return -ENOMEM;
    b->client = client;
    for (size_t i = 0; i < BATCH_WINDOW; i++)
        b->slots[i].batch = b;
    must(uv_loop_init(&b->loop) == 0);
    int error = batch_start(b, setup);
    if (!error) {
        start_handles(b);
        uv_run(&b->loop, UV_RUN_DEFAULT);
        error = b->result;
    }
    must(uv_loop_close(&b->loop) == 0);
    for (size_t i = 0; i < BATCH_WINDOW; i++)
        buffer_done(&b->slots[i].text);
    mem_free(b);
    return error;
}
