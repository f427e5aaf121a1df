/* What systemd is told (sd_notify(3)); without systemd it does nothing. Used by tallyd on its loop. */
#pragma once

#include <uv.h>

struct notify {
    uv_timer_t watchdog;
};

/* Starts the watchdog's pings where the unit asks for them (WatchdogSec=). */
void notify_init(struct notify *notify, uv_loop_t *loop);
void notify_close(struct notify *notify);

void notify_ready(void);
/* A reload begins; notify_ready ends it. */
void notify_reloading(void);
void notify_stopping(void);
/* One line for `systemctl status`. */
void notify_status(const char *format, ...) __attribute__((format(printf, 1, 2)));
