#include "nearest.h"

#include <stdio.h>

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* The optimal string alignment distance, with the last two rows of its table. */
static unsigned distance(struct slice a, struct slice b)
{
    unsigned rows[3][NEAREST_WORD_MAX + 1];
    unsigned *before = rows[0], *last = rows[1], *row = rows[2];
    for (unsigned j = 0; j <= b.len; j++)
        last[j] = j;
    for (unsigned i = 1; i <= a.len; i++) {
        row[0] = i;
        for (unsigned j = 1; j <= b.len; j++) {
            row[j] = least(least(last[j], row[j - 1]) + 1, last[j - 1] + (a.at[i - 1] != b.at[j - 1]));
            if (i > 1 && j > 1 && a.at[i - 1] == b.at[j - 2] && a.at[i - 2] == b.at[j - 1])
                row[j] = least(row[j], before[j - 2] + 1);
        }
        unsigned *free_row = before;
        before = last;
        last = row;
        row = free_row;
    }
    return last[b.len];
}

void nearest_init(struct nearest *nearest, struct slice word)
{
    unsigned third = (unsigned)(least(NEAREST_WORD_MAX, (unsigned)word.len) / 3);
    *nearest = (struct nearest){.word = word, .distance = (third ? third : 1) + 1};
}

void nearest_offer(struct nearest *nearest, struct slice name)
{
    if (nearest->word.len > NEAREST_WORD_MAX || name.len > NEAREST_WORD_MAX || name.len == 0)
        return;
    unsigned d = distance(nearest->word, name);
    if (d >= nearest->distance || d >= name.len)
        return;
    nearest->distance = d;
    nearest->name = name;
}

const char *nearest_hint(const struct nearest *nearest, const char *otherwise, char ret[NEAREST_HINT_SIZE])
{
    if (!nearest->name.len)
        return otherwise;
    (void)snprintf(ret, NEAREST_HINT_SIZE, "; did you mean " SLICE_FMT "?", SLICE_ARG(nearest->name));
    return ret;
}
