/* Descriptors: short reads and writes, EINTR, and closing when a variable leaves its scope. Used by every
 * process. */
#pragma once

#include "slice.h"

#include <stdint.h>
#include <sys/types.h>

/* Closes and sets to -1; errno is kept. Accepts -1. */
void io_close(int *fd);
#define io_autoclose __attribute__((cleanup(io_close)))

/* All of it, or a negative errno. */
int io_write_all(int fd, struct slice bytes);
/* Bytes read, fewer than `size` only at the end of the file, or a negative errno. */
ssize_t io_pread_all(int fd, void *ret, size_t size, off_t offset);
int io_set_nonblocking(int fd, bool on);
/* The monotonic clock in nanoseconds. */
uint64_t io_now_ns(void);
/* Processor time of this thread so far: what work costs, however busy the machine is. (The clock of a process that has
 * a limit of processor time moves by ticks.) */
uint64_t io_spent_ns(void);
