#include "priv.h"

/* Lines as near as this are one; those farther apart along their direction are two. */
#define SAME_PLACE 1.8f
#define SAME_RUN   4.0f

/* A rule along its own direction: level ones lie at y, upright ones at x. */
struct stretch {
    float at, from, to;
};

struct stretches {
    struct stretch *items;
    uint32_t n, cap;
};

static int compare_at(const void *a, const void *b)
{
    const struct stretch *x = a, *y = b;
    return x->at < y->at ? -1 : x->at > y->at;
}

static int compare_from(const void *a, const void *b)
{
    const struct stretch *x = a, *y = b;
    return x->from < y->from ? -1 : x->from > y->from;
}

/* Joins what overlaps or touches among stretches [0, n) at one position. Returns how many are left. */
static uint32_t join_run(struct stretch *s, uint32_t n)
{
    float sum = 0;
    for (uint32_t i = 0; i < n; i++)
        sum += s[i].at;
    qsort(s, n, sizeof *s, compare_from);
    uint32_t last = 0;
    for (uint32_t i = 0; i < n; i++) {
        s[i].at = sum / (float)n;
        if (i && s[i].from <= s[last].to + SAME_RUN)
            s[last].to = fmaxf(s[last].to, s[i].to);
        else if (i)
            s[++last] = s[i];
    }
    return last + 1;
}

static void join_all(struct stretches *all)
{
    uint32_t kept = 0;
    if (all->n)
        qsort(all->items, all->n, sizeof *all->items, compare_at);
    for (uint32_t from = 0, to; from < all->n; from = to) {
        to = from + 1;
        while (to < all->n && all->items[to].at - all->items[from].at <= SAME_PLACE)
            to++;
        uint32_t n = join_run(all->items + from, to - from);
        memmove(all->items + kept, all->items + from, n * sizeof *all->items);
        kept += n;
    }
    all->n = kept;
}

/* What is left must be longer than a dash. */
static void put(struct layout *l, const struct stretches *from, bool level, struct layout_rules *to)
{
    const float shortest = 2 * LAYOUT_THIN;
    for (uint32_t i = 0; i < from->n; i++) {
        struct stretch s = from->items[i];
        if (s.to - s.from < shortest)
            continue;
        *SCRATCH_PUSH(l, to) = level ? (struct layout_box){s.from, s.at, s.to, s.at}
                                     : (struct layout_box){s.at, s.from, s.at, s.to};
    }
}

bool rules_join(struct layout *l, struct layout_rules *level, struct layout_rules *upright)
{
    struct stretches flat = {0}, tall = {0};
    for (uint32_t i = 0; i < l->rules.n; i++) {
        struct layout_box r = l->rules.items[i];
        float width = r.x1 - r.x0, height = r.y1 - r.y0;
        if (height <= LAYOUT_THIN && width > height)
            *SCRATCH_PUSH(l, &flat) = (struct stretch){(r.y0 + r.y1) / 2, r.x0, r.x1};
        else if (width <= LAYOUT_THIN && height > width)
            *SCRATCH_PUSH(l, &tall) = (struct stretch){(r.x0 + r.x1) / 2, r.y0, r.y1};
    }
    join_all(&flat);
    join_all(&tall);
    put(l, &flat, true, level);
    put(l, &tall, false, upright);
    return level->n <= LAYOUT_CROSS_MAX && upright->n <= LAYOUT_CROSS_MAX;
}
