#include "notify.h"

#include "../base/io.h"

#include <stdarg.h>
#include <stdio.h>
#include <systemd/sd-daemon.h>

/* Pings to one watchdog interval: one may come late. */
#define PINGS 3

static void on_watchdog(uv_timer_t *timer)
{
    (void)timer;
    sd_notify(0, "WATCHDOG=1");
}

void notify_init(struct notify *notify, uv_loop_t *loop)
{
    uint64_t us = 0;
    uv_timer_init(loop, &notify->watchdog);
    if (sd_watchdog_enabled(0, &us) > 0)
        uv_timer_start(&notify->watchdog, on_watchdog, 0, us / 1000 / PINGS);
    uv_unref((uv_handle_t *)&notify->watchdog);
}

void notify_close(struct notify *notify)
{
    uv_close((uv_handle_t *)&notify->watchdog, NULL);
}

void notify_ready(void)
{
    sd_notify(0, "READY=1");
}

void notify_reloading(void)
{
    sd_notifyf(0, "RELOADING=1\nMONOTONIC_USEC=%llu", (unsigned long long)io_now_ns() / 1000);
}

void notify_stopping(void)
{
    sd_notify(0, "STOPPING=1");
}

void notify_status(const char *format, ...)
{
    char text[200];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    sd_notifyf(0, "STATUS=%s", text);
}
