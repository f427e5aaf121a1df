/* The daemon's parts and their life: start, reload, stop. daemon.c wires them; daemon_reload.c, daemon_stop.c
 * and daemon_status.c each have one course of events. Everything runs on one loop and one thread but the
 * hashing of files. Used by tallyd. */
#pragma once

#include "config.h"
#include "control.h"
#include "intake.h"
#include "mover.h"
#include "notify.h"
#include "outbox.h"
#include "retention.h"
#include "store.h"
#include "watch.h"

#define DAEMON_WAITERS_MAX 64u /* control clients that wait for one reload */

/* Exit statuses, after sysexits(3): systemd's Restart=on-failure starts it again after any but 0. */
enum daemon_exit { DAEMON_STOPPED = 0, DAEMON_BAD_START = 1, DAEMON_STORE_FAILED = 75 };

struct daemon {
    uv_loop_t *loop;
    const char *config_path; /* as given; NULL: the installation's */
    struct config *config;
    struct config *pending; /* read anew, waiting for its ruleset to be ready */
    struct store *store;
    struct outbox *outbox;
    struct intake *intake;
    struct pool *pool;
    struct watch *watch;
    struct control *control;
    struct notify notify;
    struct retention retention;
    struct mover mover;
    uv_signal_t term, interrupt, hangup;
    uv_prepare_t prepare;
    uv_timer_t stop_timer, status_timer, commit_timer;
    uv_work_t first_work;
    uint64_t committed_ms; /* by uv_now */
    json_t *inspector;     /* the last `ready` message */
    char *stale;           /* why the last reload was refused; NULL when what is configured is at work */
    struct control_request *waiters[DAEMON_WAITERS_MAX];
    unsigned n_waiters;
    int64_t announced; /* the outbox's last line that the sinks know of */
    uint64_t started_ms;
    bool disk_low; /* intake is held */
    bool ready, reload_wanted, stop_wanted, stopping, drained, late;
    enum daemon_exit status;
};

/* Runs until it is told to stop; takes the configuration. The exit status. */
enum daemon_exit daemon_run(const char *config_path, struct config *config);

/* Into the log, and as a `tallyd.service` event (wire/event.h). */
void daemon_say(struct daemon *daemon, const char *action, const char *level, const char *message);
/* Ends soon, from the next turn of the loop on: may be called from anywhere. */
void daemon_want_stop(struct daemon *daemon, enum daemon_exit status);

/* Reads the configuration anew and starts a second inspector with it. */
void daemon_reload(struct daemon *daemon);
/* It is ready: the new configuration is at work. */
void daemon_reload_ready(struct daemon *daemon);
/* It is not: the old one stays. */
void daemon_reload_failed(struct daemon *daemon, const char *cause);

/* It will not come to an end any more. */
void daemon_reload_cancel(struct daemon *daemon);

/* Called each turn while stopping: goes on to the next step when the last has ended. */
void daemon_stop_turn(struct daemon *daemon);

extern const struct control_verb daemon_verbs[];
