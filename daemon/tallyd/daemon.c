#include "daemon.h"

#include "../base/log.h"
#include "../base/mem.h"
#include "../wire/event.h"
#include "ending.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

/* Files open at once beyond those in the pool: being hashed, or hashed and next in line. */
#define OPEN_SPARE 8u

#define STATUS_MS 5000u
/* The longest that what a turn wrote waits for the next turns' while files are at work: it costs one file
 * alone nothing, and makes a burst half as fast again. */
#define COMMIT_MS 2u

static const struct {
    const char *name;
    enum log_level level;
} levels[] = {
    {"error", LOG_LEVEL_ERROR}, {"warning", LOG_LEVEL_WARNING}, {"notice", LOG_LEVEL_INFO},
    {"info", LOG_LEVEL_INFO},   {"debug", LOG_LEVEL_DEBUG},
};

static enum log_level log_level_of(const char *name)
{
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
        if (strcmp(levels[i].name, name) == 0)
            return levels[i].level;
    return LOG_LEVEL_INFO;
}

void daemon_want_stop(struct daemon *daemon, enum daemon_exit status)
{
    if (!daemon->stop_wanted)
        daemon->status = status;
    daemon->stop_wanted = true;
}

static void store_failed(struct daemon *daemon, int error)
{
    log_error("the store failed: %s (%s); stopping, nothing that was announced is lost",
              store_error(daemon->store), strerror(-error));
    daemon_want_stop(daemon, DAEMON_STORE_FAILED);
}

void daemon_say(struct daemon *daemon, const char *action, const char *level, const char *message)
{
    log_print(log_level_of(level), "%s", message);
    json_t *event = event_service(ending_now_ns() / 1000000, action, level, message);
    int error = event ? store_event(daemon->store, event) : -ENOMEM;
    json_decref(event);
    if (error)
        store_failed(daemon, error);
}

/* --- what the parts say --- */

static void on_say(void *context, const char *action, const char *level, const char *message)
{
    daemon_say(context, action, level, message);
}

static void on_intake_room(void *context)
{
    struct daemon *daemon = context;
    if (daemon->watch)
        watch_resume(daemon->watch);
}

static void on_store_failed(void *context, int error)
{
    store_failed(context, error);
}

/* Intake stops before the disk of the store is full, and goes on well above the mark. */
static void watch_room(struct daemon *daemon)
{
    char message[200];
    struct statvfs disk;
    uint64_t reserve = daemon->config->reserve;
    if (statvfs(daemon->config->state_dir, &disk))
        return;
    uint64_t room = (uint64_t)disk.f_bavail * disk.f_frsize;
    bool low = room < (daemon->disk_low ? reserve + reserve / 8 : reserve);
    if (low == daemon->disk_low)
        return;
    daemon->disk_low = low;
    (void)snprintf(
        message, sizeof message,
        low ? "the disk of state_dir has %llu MiB left: no further file is taken until there is room"
            : "the disk of state_dir has room again (%llu MiB): files are taken again",
        (unsigned long long)room >> 20);
    daemon_say(daemon, low ? "disk_low" : "disk_room", low ? "error" : "notice", message);
    intake_hold(daemon->intake, low);
}

/* Every file is inspected again, as the new store knows none. */
static void say_damaged(struct daemon *daemon)
{
    char message[4096 + 200];
    const char *damaged = store_damaged(daemon->store);
    if (!damaged)
        return;
    (void)snprintf(
        message, sizeof message,
        "the store was damaged and is now %s; a new one is begun, and every file in the watched folders is "
        "inspected again",
        damaged);
    daemon_say(daemon, "store_rebuilt", "error", message);
}

/* The first inspector is ready: the folders are opened, and what a former run left is ended. */
static void begin_work(struct daemon *daemon)
{
    daemon->ready = true;
    watch_room(daemon);
    int error = intake_resume(daemon->intake, daemon->config);
    if (error)
        return store_failed(daemon, error);
    error = watch_configure(daemon->watch, daemon->config);
    if (error) {
        log_error("watches: %s", strerror(-error));
        return daemon_want_stop(daemon, DAEMON_BAD_START);
    }
    daemon_say(daemon, "start", "info", "tallyd " TALLYD_VERSION " is at work");
    say_damaged(daemon);
    mover_configure(&daemon->mover, daemon->config);
    retention_begin(&daemon->retention, daemon->config);
    notify_ready();
}

static void on_pool_ready(void *context, const json_t *info)
{
    struct daemon *daemon = context;
    const char *ruleset = json_string_value(json_object_get(info, "ruleset"));
    json_decref(daemon->inspector);
    daemon->inspector = json_incref((json_t *)info);
    const struct config *config = daemon->pending ? daemon->pending : daemon->config;
    intake_set_ruleset(daemon->intake, ruleset ? ruleset : "");
    intake_set_language(daemon->intake, config->language);
    log_init("tallyd", log_level_of(config->log_level));
    if (!daemon->ready)
        begin_work(daemon);
    else if (daemon->pending)
        daemon_reload_ready(daemon);
    else
        log_info("the inspector is at work again");
    intake_pump(daemon->intake);
}

static void on_pool_failed(void *context, const char *error)
{
    struct daemon *daemon = context;
    if (daemon->pending)
        return daemon_reload_failed(daemon, error);
    if (daemon->ready)
        return daemon_say(daemon, "inspector", "error", error);
    log_error("the inspector does not start: %s", error);
    daemon_want_stop(daemon, DAEMON_BAD_START);
}

static void on_pool_room(void *context)
{
    struct daemon *daemon = context;
    if (daemon->intake)
        intake_pump(daemon->intake);
}

static void on_stop_signal(uv_signal_t *handle, int number)
{
    log_info("%s: stopping", strsignal(number));
    daemon_want_stop(handle->data, DAEMON_STOPPED);
}

static void on_reload_signal(uv_signal_t *handle, int number)
{
    struct daemon *daemon = handle->data;
    (void)number;
    daemon->reload_wanted = true;
}

static void on_status_timer(uv_timer_t *timer)
{
    struct daemon *daemon = timer->data;
    if (daemon->intake && !daemon->stopping)
        watch_room(daemon);
    if (daemon->ready && !daemon->stopping)
        notify_status(
            "%s; %u files at work, %s", daemon->stale ? "old rules (the reload was refused)" : "at work",
            intake_busy(daemon->intake), outbox_idle(daemon->outbox) ? "all delivered" : "delivering");
}

static void on_commit_timer(uv_timer_t *timer)
{
    (void)timer; /* the turn that this makes will commit */
}

/* While files are at work, turns are committed together: a commit costs as much as a file. */
static bool commit_later(struct daemon *daemon)
{
    bool busy = daemon->intake && !daemon->stopping && intake_busy(daemon->intake);
    if (!busy || uv_now(daemon->loop) - daemon->committed_ms >= COMMIT_MS)
        return false;
    if (!uv_is_active((uv_handle_t *)&daemon->commit_timer))
        uv_timer_start(&daemon->commit_timer, on_commit_timer, COMMIT_MS, 0);
    return true;
}

/* Once a turn, before the loop sleeps: what the turn wrote takes effect together. */
static void commit(struct daemon *daemon)
{
    if (commit_later(daemon))
        return;
    daemon->committed_ms = uv_now(daemon->loop);
    int error = store_commit(daemon->store);
    if (error && error != -EBUSY && !daemon->stop_wanted)
        store_failed(daemon, error);
    if (!error && daemon->intake && !daemon->stopping && intake_take_leaving(daemon->intake))
        mover_wake(&daemon->mover);
    int64_t last = store_outbox_last(daemon->store);
    if (!error && daemon->outbox && last != daemon->announced) {
        daemon->announced = last;
        outbox_wake(daemon->outbox);
    }
}

static void on_prepare(uv_prepare_t *prepare)
{
    struct daemon *daemon = prepare->data;
    if (daemon->stop_wanted)
        daemon_stop_turn(daemon);
    else if (daemon->reload_wanted && daemon->ready && !daemon->pending) {
        daemon->reload_wanted = false;
        daemon_reload(daemon);
    }
    commit(daemon);
}

/* --- starting --- */

static int make_folder(const char *path)
{
    if (mkdir(path, 0750) == 0 || errno == EEXIST)
        return 0;
    int error = -errno;
    log_error("%s: cannot be made: %s", path, strerror(-error));
    return error;
}

static int start_store(struct daemon *daemon)
{
    char path[4096], error[400];
    if (make_folder(daemon->config->state_dir) || make_folder(daemon->config->run_dir))
        return -EACCES;
    snprintf(path, sizeof path, "%s/tallyd.db", daemon->config->state_dir);
    int failed = store_open(path, &daemon->store, error, sizeof error);
    if (failed)
        log_error("%s", error);
    return failed;
}

static int start_outbox(struct daemon *daemon)
{
    char error[400];
    int failed =
        outbox_new(daemon->loop, daemon->config, daemon->store, &daemon->outbox, error, sizeof error);
    if (failed)
        log_error("%s", error);
    return failed;
}

static unsigned workers(const struct config *config)
{
    return config->workers ? config->workers : uv_available_parallelism();
}

static int start_intake(struct daemon *daemon)
{
    struct intake_options options = {
        .loop = daemon->loop,
        .store = daemon->store,
        .queue = daemon->config->queue,
        .open_max = 2 * workers(daemon->config) + OPEN_SPARE,
        .context = daemon,
        .room = on_intake_room,
        .failed = on_store_failed,
    };
    return intake_new(&options, &daemon->intake);
}

static int start_pool(struct daemon *daemon)
{
    struct pool_options options = {
        .inspector = daemon->config->inspector,
        .workers = daemon->config->workers,
        .deadline_ms = daemon->config->deadline_ms,
        .start_deadline_ms = daemon->config->start_deadline_ms,
    };
    struct pool_events events = {daemon, on_pool_ready, on_pool_failed, on_pool_room};
    json_t *setup = config_setup(daemon->config);
    int error = setup ? pool_new(daemon->loop, &options, setup, &events, &daemon->pool) : -ENOMEM;
    json_decref(setup);
    if (!error)
        intake_use_pool(daemon->intake, daemon->pool);
    else
        log_error("%s: %s", options.inspector, strerror(-error));
    return error;
}

static int start_watch(struct daemon *daemon)
{
    int error = watch_new(daemon->loop, daemon->intake, on_say, daemon, &daemon->watch);
    if (error)
        log_error("inotify: %s%s", strerror(-error),
                  error == -EMFILE ? "; raise fs.inotify.max_user_instances" : "");
    return error;
}

static void do_nothing(uv_work_t *work)
{
    (void)work;
}

/* libuv starts its threads with the first work that there is, and aborts where it gets none: rather now than with
 * a file in hand. */
static int start_threads(struct daemon *daemon)
{
    return uv_queue_work(daemon->loop, &daemon->first_work, do_nothing, NULL);
}

static int start_control(struct daemon *daemon)
{
    char error[400];
    int failed = control_new(daemon->loop, daemon->config->run_dir, daemon_verbs, daemon, &daemon->control,
                             error, sizeof error);
    if (failed)
        log_error("%s", error);
    return failed;
}

static void start_signal(struct daemon *daemon, uv_signal_t *handle, uv_signal_cb callback, int number)
{
    uv_signal_init(daemon->loop, handle);
    handle->data = daemon;
    uv_signal_start(handle, callback, number);
}

static void start_handles(struct daemon *daemon)
{
    start_signal(daemon, &daemon->term, on_stop_signal, SIGTERM);
    start_signal(daemon, &daemon->interrupt, on_stop_signal, SIGINT);
    start_signal(daemon, &daemon->hangup, on_reload_signal, SIGHUP);
    uv_prepare_init(daemon->loop, &daemon->prepare);
    uv_timer_init(daemon->loop, &daemon->stop_timer);
    uv_timer_init(daemon->loop, &daemon->status_timer);
    uv_timer_init(daemon->loop, &daemon->commit_timer);
    daemon->prepare.data = daemon->stop_timer.data = daemon->status_timer.data = daemon;
    uv_prepare_start(&daemon->prepare, on_prepare);
    uv_timer_start(&daemon->status_timer, on_status_timer, STATUS_MS, STATUS_MS);
    notify_init(&daemon->notify, daemon->loop);
    retention_init(&daemon->retention, daemon->loop, daemon->store);
    mover_init(&daemon->mover, daemon->loop, daemon->store);
    daemon->retention.context = daemon->mover.context = daemon;
    daemon->mover.say = on_say;
    daemon->mover.failed = on_store_failed;
    daemon->retention.failed = on_store_failed;
}

/* In the order in which they need each other. What was started when one fails ends with the process. */
static int start(struct daemon *daemon)
{
    static int (*const steps[])(struct daemon *) = {start_store, start_outbox, start_control, start_intake,
                                                    start_pool,  start_watch,  start_threads};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        int error = steps[i](daemon);
        if (error)
            return error;
    }
    start_handles(daemon);
    return 0;
}

enum daemon_exit daemon_run(const char *config_path, struct config *config)
{
    uv_loop_t loop;
    int error = uv_loop_init(&loop);
    if (error) {
        log_error("cannot begin: %s", uv_strerror(error));
        return DAEMON_BAD_START;
    }
    struct daemon daemon = {
        .loop = &loop, .config_path = config_path, .config = config, .started_ms = uv_now(&loop)};
    if (start(&daemon))
        return DAEMON_BAD_START;
    uv_run(&loop, UV_RUN_DEFAULT);
    store_close(daemon.store);
    json_decref(daemon.inspector);
    mem_free(daemon.stale);
    config_free(daemon.pending);
    config_free(daemon.config);
    if (uv_loop_close(&loop))
        log_error("handles were left open");
    log_info("stopped");
    return daemon.status;
}
