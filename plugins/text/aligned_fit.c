/* Which column a field stands in. */
#include "aligned.h"

#include <string.h>

#define FIT_NEVER 1000000u
/* Display columns that a figure rather stands off its place than in a column of words. */
#define FIT_WRONG_TYPE 24

static unsigned apart(unsigned a, unsigned b)
{
    return a < b ? b - a : a - b;
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Fields are flush left, flush right or in the middle: the nearest of the three counts. */
static unsigned cost(const struct aligned_columns *columns, const struct aligned_field *field, unsigned c)
{
    unsigned middle = apart(field->from + field->to, columns->from[c] + columns->to[c]) / 2;
    unsigned wrong = field->figure == columns->figures[c] ? 0 : FIT_WRONG_TYPE;
    return wrong +
           least(middle, least(apart(field->from, columns->from[c]), apart(field->to, columns->to[c])));
}

void aligned_fit(const struct aligned_columns *columns, const struct aligned_field *fields, size_t n,
                 unsigned ret_columns[ALIGNED_COLUMNS])
{
    unsigned total[ALIGNED_COLUMNS], before[ALIGNED_COLUMNS] = {0};
    /* column of the field before, of the best way here */
    unsigned char from[ALIGNED_COLUMNS][ALIGNED_COLUMNS] = {{0}};
    for (size_t i = 0; i < n; i++) {
        unsigned best = i ? FIT_NEVER : 0, best_column = 0;
        for (unsigned c = 0; c < columns->n; c++) {
            if (i && c && before[c - 1] < best) {
                best = before[c - 1];
                best_column = c - 1;
            }
            total[c] = best < FIT_NEVER ? best + cost(columns, &fields[i], c) : FIT_NEVER;
            from[i][c] = (unsigned char)best_column;
        }
        memcpy(before, total, sizeof before);
    }
    unsigned last = 0;
    for (unsigned c = 1; c < columns->n; c++)
        last = before[c] < before[last] ? c : last;
    for (size_t i = n; i-- > 0;) {
        ret_columns[i] = last;
        last = from[i][last];
    }
}
