/* What watch.c and watch_scan.c share: the one has the folders and their events, the other reads folders through. */
#pragma once

#include "folder.h"
#include "ring.h"
#include "watch.h"

#include <dirent.h>

struct site;

struct watch {
    uv_loop_t *loop;
    struct intake *intake;
    watch_say_fn *say;
    void *context;
    const struct config *config; /* of the last watch_configure */
    int inotify;
    struct ring ring;
    struct folders folders;
    struct site *sites;
    DIR *scan; /* of folders.scanning */
    bool scan_deep;
    char *held; /* the entry that intake had no room for */
    bool limit_said;
    uv_poll_t poll;
    int mounts; /* mountinfo, or -1 */
    uv_poll_t mounted;
    uv_idle_t busy;
    unsigned open_handles;
    watch_closed_fn *closed;
    void *closed_context;
};

/* Into the log and as an event. */
void watch_say(struct watch *watch, const char *action, const char *level, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* The limit of inotify watches is reached: once. */
void watch_say_limit(struct watch *watch);
/* Watches a folder found in `parent`, and scans it: its files may have come before the watch. */
void watch_add_folder(struct watch *watch, struct folder *parent, const char *name);
/* Where moved files go is none of the watch's business, wherever it lies. */
bool watch_is_target(struct watch *watch, const struct folder *folder, const char *name);
/* To intake; false when it has no room. */
bool watch_see(struct watch *watch, struct folder *folder, const char *name, enum sight sight);

/* One entry, or the step to the next folder. False when there is nothing to do until something happens. */
bool watch_scan_step(struct watch *watch);
/* Gives up the folder that is being read. */
void watch_scan_end(struct watch *watch);
