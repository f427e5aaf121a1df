/* A watched folder as it was opened: every file is opened beneath it, with no symbolic link anywhere on the way
 * (openat2(2)), so that nobody who may write into the folder can lead the daemon out of it. No descriptor of it is
 * kept, so that its file system can be unmounted; that it is still the same folder is looked at each time. It is
 * shared by the watch and by the jobs of its files until the last of them lets go. Used by tallyd. */
#pragma once

#include "config.h"
#include "cookie.h"
#include "store.h"

#include <sys/stat.h>

struct root {
    unsigned references;
    dev_t device;
    ino_t inode;
    bool automatic;               /* mode = auto */
    bool polled;                  /* the kernel is not asked for events; scans see everything */
    enum cookie_answer tested;    /* by root_test */
    struct config_watch settings; /* its own copy */
};

/* 0, or a negative errno: -ENOENT, -ENOTDIR, -EACCES …; -ENOMEM. */
int root_open(const struct config_watch *settings, struct root **ret);
/* With `mode = auto`, and not on a network file system: tests whether inotify tells of what happens there, and has
 * the folder polled where it does not. */
void root_test(struct root *root);
struct root *root_ref(struct root *root);
void root_unref(struct root *root);

/* A file or folder beneath the root; `relative` "" is the root itself. `flags` as for open(2): no links are
 * followed, nothing blocks. A descriptor or a negative errno; -ENOTCONN: the root is not there any more. */
int root_open_file(const struct root *root, const char *relative, int flags);
/* fstat of what is at the path, without opening it. 0 or a negative errno. */
int root_stat(const struct root *root, const char *relative, struct stat *ret);
/* The ignore pattern that the last part of the path fits, or NULL. */
const char *root_ignores(const struct root *root, const char *relative);
/* "/root/relative"; mem_free. NULL without memory. */
char *root_path(const struct root *root, const char *relative);

struct file_stamp root_stamp(const struct stat *status);
bool root_same_stamp(const struct file_stamp *a, const struct file_stamp *b);
