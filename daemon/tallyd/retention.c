#include "retention.h"

#include "ending.h"

#include <errno.h>

static int64_t before(unsigned keep_s)
{
    return keep_s ? ending_now_ns() / 1000000 - (int64_t)keep_s * 1000 : 0;
}

static void on_due(uv_timer_t *timer)
{
    struct retention *retention = timer->data;
    int more = store_sweep(retention->store, &retention->sweep, before(retention->history_s),
                           before(retention->ledger_s));
    if (more < 0 && more != -EBUSY)
        return retention->failed(retention->context, more);
    uv_timer_start(timer, on_due, more ? RETENTION_PAUSE_MS : RETENTION_EVERY_MS, 0);
}

void retention_init(struct retention *retention, uv_loop_t *loop, struct store *store)
{
    uv_timer_init(loop, &retention->timer);
    retention->timer.data = retention;
    retention->store = store;
}

void retention_begin(struct retention *retention, const struct config *config)
{
    retention->history_s = config->history_s;
    retention->ledger_s = config->ledger_s;
    retention->sweep = (struct store_sweep){0};
    uv_timer_start(&retention->timer, on_due, RETENTION_PAUSE_MS, 0);
}
