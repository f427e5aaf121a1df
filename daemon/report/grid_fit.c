#include "grid_priv.h"

#include "../base/must.h"

#define GRID_FIT_NEVER 1000000

typedef int grid_fit_table[GRID_FIT_MAX][GRID_FIT_MAX];

/* Sums of costs before each column, so that a gap costs one subtraction. */
struct grid_fit_sums {
    int lead[GRID_FIT_MAX + 1], gap[GRID_FIT_MAX + 1], trail[GRID_FIT_MAX + 1];
};

static void grid_fit_sum(const int *costs, uint32_t n, int ret[GRID_FIT_MAX + 1])
{
    ret[0] = 0;
    for (uint32_t j = 0; j < n; j++)
        ret[j + 1] = ret[j] + costs[j];
}

static int grid_fit_least(int a, int b)
{
    return a < b ? a : b;
}

/* to[i][j]: the least cost of cells 0 to i with cell i in column j. The least over earlier columns is carried
 * along. */
static void grid_fit_forward(const struct grid_fit *fit, const struct grid_fit_sums *sums, grid_fit_table to)
{
    for (uint32_t j = 0; j < fit->width; j++)
        to[0][j] = sums->lead[j] + fit->cost[0][j];
    for (uint32_t i = 1; i < fit->n; i++) {
        int share = fit->percent[i - 1], best = GRID_FIT_NEVER;
        to[i][0] = GRID_FIT_NEVER;
        for (uint32_t j = 1; j < fit->width; j++) {
            best = grid_fit_least(best, to[i - 1][j - 1] - sums->gap[j] * share / 100);
            to[i][j] = grid_fit_least(best + sums->gap[j] * share / 100 + fit->cost[i][j], GRID_FIT_NEVER);
        }
    }
}

/* from[i][j]: the least cost of what follows cell i in column j. */
static void grid_fit_backward(const struct grid_fit *fit, const struct grid_fit_sums *sums,
                              grid_fit_table from)
{
    uint32_t last = fit->n - 1;
    for (uint32_t j = 0; j < fit->width; j++)
        from[last][j] = sums->trail[fit->width] - sums->trail[j + 1];
    for (uint32_t i = last; i-- > 0;) {
        int share = fit->percent[i], best = GRID_FIT_NEVER;
        from[i][fit->width - 1] = GRID_FIT_NEVER;
        for (uint32_t j = fit->width - 1; j-- > 0;) {
            best = grid_fit_least(best, fit->cost[i + 1][j + 1] + from[i + 1][j + 1] +
                                            sums->gap[j + 1] * share / 100);
            from[i][j] = grid_fit_least(best - sums->gap[j + 1] * share / 100, GRID_FIT_NEVER);
        }
    }
}

void grid_fit_best(const struct grid_fit *fit, uint32_t ret_columns[GRID_FIT_MAX], int *ret_margin)
{
    must(fit->n && fit->n <= fit->width && fit->width <= GRID_FIT_MAX);
    struct grid_fit_sums sums;
    grid_fit_table to, from;
    grid_fit_sum(fit->lead, fit->width, sums.lead);
    grid_fit_sum(fit->gap, fit->width, sums.gap);
    grid_fit_sum(fit->trail, fit->width, sums.trail);
    grid_fit_forward(fit, &sums, to);
    grid_fit_backward(fit, &sums, from);

    int margin = GRID_FIT_NEVER;
    for (uint32_t i = 0, after = 0; i < fit->n; i++) {
        int best = GRID_FIT_NEVER * 2, second = GRID_FIT_NEVER * 2;
        for (uint32_t j = after; j < fit->width; j++) {
            int through = to[i][j] + from[i][j];
            second = grid_fit_least(second, through < best ? best : through);
            if (through < best) {
                best = through;
                ret_columns[i] = j;
            }
        }
        after = ret_columns[i] + 1;
        margin = grid_fit_least(margin, second - best);
    }
    *ret_margin = margin;
}

int grid_fit_cost(const struct grid_fit *fit, const uint32_t columns[GRID_FIT_MAX])
{
    int cost = 0;
    uint32_t j = 0;
    for (uint32_t i = 0; i < fit->n; i++, j++) {
        for (; j < columns[i]; j++)
            cost += i ? fit->gap[j] * fit->percent[i - 1] / 100 : fit->lead[j];
        cost += fit->cost[i][j];
    }
    for (; j < fit->width; j++)
        cost += fit->trail[j];
    return cost;
}
