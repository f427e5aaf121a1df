/* A reload: the configuration is read, a second inspector is started with it beside the first, and only when
 * that one is ready does anything change. Whatever fails on the way leaves the old configuration and the old
 * rules at work. */
#include "daemon.h"

#include "../base/log.h"
#include "../base/mem.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static void answer_waiters(struct daemon *daemon, const char *cause)
{
    for (unsigned i = 0; i < daemon->n_waiters; i++) {
        if (cause)
            control_refuse(daemon->waiters[i], cause);
        else
            control_answer(daemon->waiters[i], json_pack("{s:s, s:O}", "state", "reloaded", "ruleset",
                                                         json_object_get(daemon->inspector, "ruleset")));
    }
    daemon->n_waiters = 0;
}

void daemon_reload_cancel(struct daemon *daemon)
{
    answer_waiters(daemon, "tallyd is stopping");
}

static void warn_restart(const struct daemon *daemon)
{
    const char *key = config_restart_needed(daemon->config, daemon->pending);
    if (key)
        log_warning("%s changed in the configuration: it takes effect when tallyd is restarted", key);
}

void daemon_reload_failed(struct daemon *daemon, const char *cause)
{
    char message[1000];
    snprintf(message, sizeof message, "reload refused, what was configured before stays at work: %.900s",
             cause);
    daemon_say(daemon, "stale", "error", message);
    answer_waiters(daemon, cause);
    mem_free(daemon->stale);
    daemon->stale = mem_strdup(cause);
    config_free(daemon->pending);
    daemon->pending = NULL;
    notify_ready();
}

static int apply(struct daemon *daemon, char *error, size_t size)
{
    struct config *old = daemon->config;
    int failed = outbox_configure(daemon->outbox, daemon->pending, error, size);
    if (failed)
        return failed;
    failed = watch_configure(daemon->watch, daemon->pending);
    daemon->config = daemon->pending; /* the watches that are there are its own */
    daemon->pending = NULL;
    config_free(old);
    if (failed) {
        log_error("watches: %s; ending, to go on when started again", strerror(-failed));
        daemon_want_stop(daemon, DAEMON_STORE_FAILED);
    }
    return 0;
}

void daemon_reload_ready(struct daemon *daemon)
{
    char error[400];
    warn_restart(daemon);
    if (apply(daemon, error, sizeof error))
        return daemon_reload_failed(daemon, error);
    mem_free(daemon->stale);
    daemon->stale = NULL;
    mover_configure(&daemon->mover, daemon->config);
    retention_begin(&daemon->retention, daemon->config);
    daemon_say(daemon, "reload", "info", "configuration and rules are reloaded");
    answer_waiters(daemon, NULL);
    notify_ready();
}

void daemon_reload(struct daemon *daemon)
{
    char *errors = NULL;
    json_t *setup = NULL;
    notify_reloading();
    outbox_reopen(daemon->outbox);
    int failed = config_load(daemon->config_path, &daemon->pending, &errors);
    if (!failed && (setup = config_setup(daemon->pending)))
        failed = pool_reload(daemon->pool, setup);
    if (failed || !setup)
        daemon_reload_failed(daemon, errors ? errors : strerror(failed ? -failed : ENOMEM));
    json_decref(setup);
    mem_free(errors);
}
