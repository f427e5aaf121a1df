/* Which known word somebody meant who wrote an unknown one: the nearest by letters left out, added, changed or
 * swapped with their neighbour. For messages about configurations and command lines. Used by every process. */
#pragma once

#include "slice.h"

#define NEAREST_WORD_MAX  64u /* bytes of a word that is compared; longer ones are like nothing */
#define NEAREST_HINT_SIZE (NEAREST_WORD_MAX + 24)

struct nearest {
    struct slice word;
    struct slice name; /* empty while nothing is near enough */
    unsigned distance;
};

/* Near enough is a word of which at most every third letter would have to change. */
void nearest_init(struct nearest *nearest, struct slice word);
/* Keeps the name, which is borrowed, where it is nearer than those before it. */
void nearest_offer(struct nearest *nearest, struct slice name);
/* What a message ends with: `; did you mean NAME?`, or `otherwise` where no name is near. */
const char *nearest_hint(const struct nearest *nearest, const char *otherwise, char ret[NEAREST_HINT_SIZE]);
