/* The watch: notices what comes into the watched folders and hands it to intake. It owns its inotify
 * descriptor (libuv's own file events lack IN_CLOSE_WRITE and hide overflows), and reads the folders through
 * at the start, when inotify lost something, when intake had no room for an event, and now and then anyway.
 * Folders in folders are watched by descriptor (root.h): links are not followed.
 *
 * A scan takes a bounded number of entries a turn of the loop and stands still while intake is full, so a
 * folder with 100,000 files costs neither memory nor the loop. What is waiting stays where it is safest: in
 * its folder. Used by tallyd on its loop. */
#pragma once

#include "config.h"
#include "intake.h"

#include <uv.h>

struct watch;

/* For the log and as an event: action "missing", "back", "overflow", "limit", "poll"; level as in event.h. */
typedef void watch_say_fn(void *context, const char *action, const char *level, const char *message);

/* How often a missing folder is looked for, unless its rescan is shorter. */
#define WATCH_RETRY_MS 5000u
/* Entries and events handled in one go, and the time after which one ends early: what else the loop has to do
 * waits. */
#define WATCH_BATCH    256u
#define WATCH_BATCH_NS 2000000u

/* 0 or a negative errno (-EMFILE: fs.inotify.max_user_instances is reached). */
int watch_new(uv_loop_t *loop, struct intake *intake, watch_say_fn *say, void *context, struct watch **ret);
/* Starts, keeps or ends watches so that they are those of the configuration. 0 or -ENOMEM. */
int watch_configure(struct watch *watch, const struct config *config);
/* Intake has room again. */
void watch_resume(struct watch *watch);
/* Reads every watched folder through. */
void watch_rescan(struct watch *watch);
/* An array of { "mode", "tested" (cookie.h), "name", "path", "folders", "state": "watching" | "scanning" | "missing" }. */
json_t *watch_status(const struct watch *watch);
typedef void watch_closed_fn(void *context);
void watch_close(struct watch *watch, watch_closed_fn *closed, void *context);
