/* The daemon works as its own user: started as root outside systemd it changes to that user for good, before it
 * opens anything but its configuration. Used by tallyd. */
#pragma once

#include "config.h"

/* 0, or a negative errno with the cause and the cure in `error`. Nothing to do for who is not root, and where
 * `[daemon] user` is root. Makes state_dir and run_dir, which root may and that user may not, and keeps
 * CAP_LEASE, with which it is asked whether a file still has a writer. */
int privileges_drop(const struct config *config, char *error, size_t size);
