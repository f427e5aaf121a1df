/* Stopping, step by step; each ends before the next begins:
 *
 *   nothing new is taken, what is being hashed or inspected may end   until done, or [daemon] stop is over
 *   the pool is closed, the jobs let go                               their files are taken up at the next
 * start the sinks deliver what is waiting                                 until done, or [daemon] stop is
 * over outbox, control socket and the loop's own handles are closed      then the loop ends by itself */
#include "daemon.h"

#include "../base/log.h"

#include <stddef.h>

/* Where in struct daemon. */
static const size_t own_handles[] = {
    offsetof(struct daemon, term),         offsetof(struct daemon, interrupt),
    offsetof(struct daemon, hangup),       offsetof(struct daemon, prepare),
    offsetof(struct daemon, stop_timer),   offsetof(struct daemon, status_timer),
    offsetof(struct daemon, commit_timer), offsetof(struct daemon, retention.timer),
    offsetof(struct daemon, mover.fresh),  offsetof(struct daemon, mover.late),
};

static void ignore_closed(void *context)
{
    (void)context;
}

static void on_outbox_closed(void *context)
{
    struct daemon *daemon = context;
    daemon->outbox = NULL;
    control_close(daemon->control, ignore_closed, NULL);
    notify_close(&daemon->notify);
    for (size_t i = 0; i < sizeof own_handles / sizeof own_handles[0]; i++)
        uv_close((uv_handle_t *)((char *)daemon + own_handles[i]), NULL);
}

static void on_intake_closed(void *context)
{
    struct daemon *daemon = context;
    daemon->intake = NULL;
}

static void on_pool_closed(void *context)
{
    struct daemon *daemon = context;
    daemon->pool = NULL;
    intake_close(daemon->intake, on_intake_closed, daemon);
}

static void on_late(uv_timer_t *timer)
{
    struct daemon *daemon = timer->data;
    daemon->late = true;
}

static void begin(struct daemon *daemon)
{
    daemon->stopping = true;
    notify_stopping();
    if (daemon->status == DAEMON_STOPPED)
        daemon_say(daemon, "stop", "info", "stopping");
    uv_timer_start(&daemon->stop_timer, on_late, daemon->config->stop_s * (uint64_t)1000, 0);
    daemon->late = daemon->status == DAEMON_STORE_FAILED; /* nothing more can be kept */
    daemon_reload_cancel(daemon);
    uv_timer_stop(&daemon->mover.fresh); /* the next start moves the rest */
    uv_timer_stop(&daemon->mover.late);
    intake_stop(daemon->intake);
    watch_close(daemon->watch, ignore_closed, NULL);
    daemon->watch = NULL;
}

static void end_inspections(struct daemon *daemon)
{
    unsigned busy = intake_busy(daemon->intake);
    if (busy && !daemon->late)
        return;
    if (busy)
        log_warning("%u files were still at work; they are taken up at the next start", busy);
    daemon->drained = true;
    intake_abandon(daemon->intake);
    pool_close(daemon->pool, on_pool_closed, daemon);
}

static void end_deliveries(struct daemon *daemon)
{
    if (!outbox_idle(daemon->outbox) && !daemon->late)
        return;
    struct outbox *outbox = daemon->outbox;
    daemon->outbox = NULL;
    outbox_close(outbox, on_outbox_closed, daemon);
}

void daemon_stop_turn(struct daemon *daemon)
{
    if (!daemon->stopping)
        begin(daemon);
    if (!daemon->drained)
        end_inspections(daemon);
    else if (!daemon->intake && daemon->outbox)
        end_deliveries(daemon);
}
