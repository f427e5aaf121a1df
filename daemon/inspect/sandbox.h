/* Locking in. Two functions, two rungs of the ladder in main.c, each irrevocable; docs/security.md has the
 * threat model line by line and the test for each.
 *
 *   sandbox_enter   after rules, lexicon and plugins are loaded: no new privileges, no core dumps, Landlock
 * with no rule (no file can be opened), seccomp with default kill: the inspector may fork, make socket pairs,
 * speak on its descriptors, allocate, wait and exit sandbox_child   in the child that will read a document:
 * limits on memory, processor time, descriptors and output, no descriptor but its socket, and a second
 * seccomp filter: no fork, no socket, no kill, no new executable memory
 *
 * Failing to lock in is fatal, never a warning. Used by tally-inspect. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct sandbox_limits {
    size_t memory;  /* bytes of address space of a child */
    unsigned cpu_s; /* processor seconds of a child */
    bool
        trace; /* debugging: a forbidden call is named on standard error, then the process ends as it would */
};

struct sandbox;

/* The one descriptor that a child has besides the standard ones; the document it receives becomes the next.
 */
#define SANDBOX_SOCKET 3
/* Descriptors a child may have: the standard ones, its socket, the document. */
#define SANDBOX_FDS_MAX 5

/* Compiles both filters, so that a fork need not. 0 or a negative errno; `error` names the cause. */
int sandbox_new(const struct sandbox_limits *limits, struct sandbox **ret, char *error, size_t size);
void sandbox_free(struct sandbox *sandbox);

/* 0 or a negative errno; `error` names the rung that failed. */
int sandbox_enter(struct sandbox *sandbox, char *error, size_t size);
/* `socket` becomes SANDBOX_SOCKET, every other descriptor from there on is closed; standard error is given up
 * unless `trace`. Descriptors 0 and 1 must be /dev/null already. */
int sandbox_child(const struct sandbox *sandbox, int socket, char *error, size_t size);
