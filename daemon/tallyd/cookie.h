/* Whether inotify tells of what happens in a folder: some file systems and sandboxes take the watch and stay
 * silent. A small hidden file is made and taken away again while an inotify descriptor of the test's own looks
 * on; where nothing may be written, opening the folder is what should be told. Used by tallyd. */
#pragma once

enum cookie_answer {
    COOKIE_UNKNOWN, /* not tested, or not to be tested (no inotify descriptor to be had) */
    COOKIE_WRITTEN, /* a file's creation and its writer's close were told */
    COOKIE_OPENED,  /* nothing may be written there; that it was opened was told */
    COOKIE_SILENT,
};

/* The file's name: one that the default `ignore` passes over, and always the same, so that what a killed daemon left
 * is taken away by the next. */
#define COOKIE_NAME ".tallyd-cookie.tmp"
/* How long an answer is waited for: the kernel gives it at once where it gives one. */
#define COOKIE_WAIT_MS 200

/* Asks of an open folder. */
enum cookie_answer cookie_ask(int folder);
/* "cookie", "opening", "silent", "none" */
const char *cookie_text(enum cookie_answer answer);
