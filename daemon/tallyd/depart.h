/* The way of an inspected file out of its watched folder (`after = move`): into move_to/OUTCOME, beneath the
 * folders it stood in, by one rename within the file system. Nothing is ever overwritten: where the name is
 * taken, a number is added to it. Nothing but what was inspected leaves: not what came under its name since,
 * not what somebody is writing to. Links are followed nowhere beneath the two folders. Used by tallyd. */
#pragma once

#include "root.h"

/* Names tried for one file; then it is -EEXIST. */
#define DEPART_NAMES_MAX 10000u

struct departure {
    const struct root *root; /* whose settings say `after = move` */
    const char *relative;
    struct file_stamp stamp; /* of what was inspected */
    enum outcome outcome;
};

/* Whether files of this outcome leave: those about whose content all is said. What may be tried again, what is
 * no file, and what fits an ignore pattern stays. */
bool depart_outcome(enum outcome outcome);
/* Moves it, or finds it where a killed daemon had moved it to: 0 with its new path in `ret_to`. Else a negative
 * errno: -ENOENT: it is in neither place; -ESTALE: something else stands under its name; -EBUSY: somebody is
 * writing to it; -EXDEV: the folders are not on one mount; -EEXIST, and whatever the file system says. */
int depart_move(const struct departure *departure, char *ret_to, size_t size);

/* Whether the folder beneath a root is where some watch moves its files to. */
bool depart_is_target(const struct config *config, const struct root *root, const char *relative);
