#include "config_rules.h"

#include "../wire/pool.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

struct trial {
    struct pool *pool;
    int result;
    bool ended;
};

static void on_closed(void *context)
{
    (void)context;
}

static void end(struct trial *trial, int result)
{
    if (trial->ended)
        return;
    trial->ended = true;
    trial->result = result;
    pool_close(trial->pool, on_closed, trial);
}

static void on_ready(void *context, const json_t *info)
{
    (void)info;
    end(context, 0);
}

static void on_failed(void *context, const char *error)
{
    fprintf(stderr, "%s\n", error);
    end(context, -EINVAL);
}

static void on_room(void *context)
{
    (void)context;
}

static int run(uv_loop_t *loop, const struct config *config)
{
    struct pool_options options = {
        .inspector = config->inspector,
        .workers = 1,
        .deadline_ms = config->deadline_ms,
        .start_deadline_ms = config->start_deadline_ms,
    };
    struct trial trial = {.pool = NULL};
    struct pool_events events = {&trial, on_ready, on_failed, on_room};
    json_t *setup = config_setup(config);
    int error = setup ? pool_new(loop, &options, setup, &events, &trial.pool) : -ENOMEM;
    json_decref(setup);
    if (error)
        return error;
    uv_run(loop, UV_RUN_DEFAULT);
    return trial.result;
}

int config_check_rules(const struct config *config)
{
    uv_loop_t loop;
    int error = uv_loop_init(&loop);
    if (error)
        return error;
    error = run(&loop, config);
    if (error != 0 && error != -EINVAL)
        fprintf(stderr, "%s: cannot be started: %s\n", config->inspector, strerror(-error));
    return uv_loop_close(&loop) ? -EBUSY : error;
}
