/* Which files a command line means: files as named, folders walked in the order of their names. Symbolic
 * links inside a folder are not followed and temporaries of editors and uploads are left out, as the daemon
 * does. Used by tallyctl. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define WALK_DEPTH_MAX 64u /* folders within folders: deeper is a loop of mounts */

struct walk {
    char **paths;
    size_t n, cap;
    size_t ignored; /* left out by name */
};

/* Names as the daemon ignores them by default: fnmatch(3) patterns, NULL-terminated. */
extern const char *const walk_ignored_names[];

/* Adds a file, or what is below a folder. 0 or a negative errno; a folder that cannot be read stands among
 * the paths, so that opening it tells why. */
int walk_add(struct walk *walk, const char *path);
void walk_done(struct walk *walk);
