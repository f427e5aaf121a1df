/* The two locks of sandbox.c, a file each. */
#pragma once

#include <linux/filter.h>
#include <stdbool.h>
#include <stddef.h>

/* Whether this build has AddressSanitizer, whose shadow memory no cap on the address space would leave room
 * for. */
#if defined(__SANITIZE_ADDRESS__)
#define SANDBOX_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANDBOX_SANITIZED 1
#endif
#endif
#ifndef SANDBOX_SANITIZED
#define SANDBOX_SANITIZED 0
#endif

/* The filters nest: what a child may call, the inspector may. */
enum sandbox_rung { SANDBOX_RUNG_INSPECTOR, SANDBOX_RUNG_CHILD };

/* Compiles the allow list of a rung to a program for sandbox_seccomp_install. 0 or a negative errno. */
int sandbox_seccomp_compile(enum sandbox_rung rung, bool trace, struct sock_fprog *ret);
void sandbox_seccomp_free(struct sock_fprog *program);
int sandbox_seccomp_install(const struct sock_fprog *program);
/* Names a forbidden call on standard error before the process dies of it; for filters compiled with `trace`.
 */
int sandbox_seccomp_trace(void);

/* No file, no directory, no TCP port, no signal or abstract socket outside: every right that the running
 * kernel's Landlock knows is taken away, none is given back. 0, -EOPNOTSUPP where the kernel has no Landlock
 * or it is switched off, or another negative errno. */
int sandbox_landlock_enter(void);
