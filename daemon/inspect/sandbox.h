/* Locking in. Two functions, two rungs of the ladder in main.c, each irrevocable; docs/security.md has the threat model
 * line by line and the test for each.
 *
 *   sandbox_enter   after rules, lexicon and plugins are loaded: no new privileges, no core dumps, Landlock with no rule
 *                   (no file can be opened), seccomp with default kill: the inspector may fork, make socket pairs, speak
 *                   on its descriptors, allocate, wait and exit
 *   sandbox_child   in the child that will read a document: limits on memory, processor time, descriptors and output, and
 *                   a second seccomp filter: no fork, no socket, no kill, no new executable memory
 *
 * Failing to lock in is fatal, never a warning. Used by tally-inspect. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct sandbox_limits {
    size_t memory;       /* bytes of address space of a child */
    unsigned cpu_s;      /* processor seconds of a child */
    bool trace;          /* debugging: a forbidden call is named on standard error, then the process ends as it would */
};

/* 0 or a negative errno; `error` names the rung that failed. */
int sandbox_enter(const struct sandbox_limits *limits, char *error, size_t size);
int sandbox_child(const struct sandbox_limits *limits, char *error, size_t size);
