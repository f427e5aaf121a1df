/* What the control socket answers. */
#include "daemon.h"

#include <string.h>
#include <unistd.h>

#define LEDGER_DEFAULT 100
#define LEDGER_MAX     100000 /* rows of one answer: 30 MB, under what a client may be owed (control.h) */

static const char *state_of(const struct daemon *daemon)
{
    return daemon->stopping ? "stopping" : !daemon->ready ? "starting" : daemon->stale ? "stale" : "ready";
}

static json_t *pool_status(const struct daemon *daemon)
{
    unsigned long inspector_kib, child_kib;
    pool_memory(daemon->pool, &inspector_kib, &child_kib);
    return json_pack("{s:i, s:i, s:i, s:I, s:I}", "pid", (int)pool_inspector_pid(daemon->pool), "busy",
                     (int)pool_busy(daemon->pool), "room", (int)pool_room(daemon->pool), "kib",
                     (json_int_t)inspector_kib, "child_kib", (json_int_t)child_kib);
}

static json_t *rules_status(const struct daemon *daemon)
{
    json_t *ruleset = json_object_get(daemon->inspector, "ruleset");
    return json_pack("{s:O?, s:I, s:I}", "ruleset", ruleset, "rules",
                     (json_int_t)json_array_size(json_object_get(daemon->inspector, "rules")), "formats",
                     (json_int_t)json_array_size(json_object_get(daemon->inspector, "formats")));
}

static void on_status(void *context, const json_t *body, struct control_request *request)
{
    struct daemon *daemon = context;
    (void)body;
    json_t *answer = json_pack("{s:s, s:s, s:i, s:I, s:o, s:o}", "state", state_of(daemon), "version",
                               TALLYD_VERSION, "pid", (int)getpid(), "uptime_s",
                               (json_int_t)((uv_now(daemon->loop) - daemon->started_ms) / 1000), "rules",
                               rules_status(daemon), "store", store_counts(daemon->store));
    if (daemon->stale)
        json_object_set_new(answer, "stale", json_string(daemon->stale));
    if (daemon->watch)
        json_object_set_new(answer, "watches", watch_status(daemon->watch));
    if (daemon->intake)
        json_object_set_new(answer, "intake", intake_status(daemon->intake));
    if (daemon->pool)
        json_object_set_new(answer, "inspector", pool_status(daemon));
    if (daemon->outbox)
        json_object_set_new(answer, "sinks", outbox_status(daemon->outbox));
    control_answer(request, answer);
}

static void on_ledger(void *context, const json_t *body, struct control_request *request)
{
    struct daemon *daemon = context;
    const json_t *max = json_object_get(body, "max"), *path = json_object_get(body, "path");
    json_int_t rows = max ? json_integer_value(max) : LEDGER_DEFAULT;
    if ((path && !json_is_string(path)) || rows < 1 || rows > LEDGER_MAX)
        return control_refuse(request, "ledger takes \"path\", a string, and \"max\", 1 to 100000");
    json_t *files = store_ledger(daemon->store, json_string_value(path), (unsigned)rows);
    control_answer(request, files ? json_pack("{s:o}", "files", files) : NULL);
}

static const char *not_now(const struct daemon *daemon)
{
    return daemon->stopping ? "tallyd is stopping" : !daemon->ready ? "tallyd is starting" : NULL;
}

static void on_retry(void *context, const json_t *body, struct control_request *request)
{
    struct daemon *daemon = context;
    const json_t *path = json_object_get(body, "path");
    int64_t n = 0;
    if (not_now(daemon) || (path && !json_is_string(path)))
        return control_refuse(request, not_now(daemon) ? not_now(daemon) : "retry takes \"path\", a string");
    int error =
        store_retry(daemon->store, json_string_value(path), json_is_true(json_object_get(body, "all")), &n);
    if (!error)
        error = intake_resume(daemon->intake, daemon->config);
    if (error)
        return control_refuse(request, strerror(-error));
    watch_rescan(daemon->watch);
    control_answer(request, json_pack("{s:I}", "files", (json_int_t)n));
}

static void on_reload(void *context, const json_t *body, struct control_request *request)
{
    struct daemon *daemon = context;
    (void)body;
    if (not_now(daemon))
        return control_refuse(request, not_now(daemon));
    if (daemon->n_waiters == DAEMON_WAITERS_MAX)
        return control_refuse(request, "too many wait for a reload already");
    daemon->waiters[daemon->n_waiters++] = request;
    daemon->reload_wanted = true;
}

const struct control_verb daemon_verbs[] = {
    {"status", false, on_status}, {"ledger", false, on_ledger}, {"retry", true, on_retry},
    {"reload", true, on_reload},  {NULL, false, NULL},
};
