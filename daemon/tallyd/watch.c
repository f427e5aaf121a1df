#include "watch_priv.h"

#include "cookie.h"
#include "depart.h"

#include "../base/io.h"
#include "../base/log.h"
#include "../base/mem.h"
#include "../base/must.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* One [watch NAME]. Its folder may be missing: then `root` and `top` are NULL. */
struct site {
    struct site *next;
    struct watch *watch;
    const struct config_watch *settings; /* the configuration's, until the next watch_configure */
    struct root *root;
    struct folder *top;
    bool said; /* that it is missing */
    bool kept; /* by the configuration that is being taken over */
    uv_timer_t timer;
};

static const struct {
    uint32_t mask;
    enum sight sight;
} sights[] = {
    {IN_CLOSE_WRITE, SIGHT_CLOSED}, {IN_MOVED_TO, SIGHT_MOVED}, {IN_MOVED_FROM, SIGHT_GONE},
    {IN_DELETE, SIGHT_GONE},        {IN_CREATE, SIGHT_FOUND},
};

void watch_say(struct watch *watch, const char *action, const char *level, const char *format, ...)
{
    char text[PATH_MAX + 300];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    watch->say(watch->context, action, level, text);
}

void watch_say_limit(struct watch *watch)
{
    if (!watch->limit_said)
        watch_say(watch, "limit", "warning",
                  "the limit of inotify watches is reached; what comes into further folders is noticed by "
                  "scans only: raise fs.inotify.max_user_watches");
    watch->limit_said = true;
}

void watch_add_folder(struct watch *watch, struct folder *parent, const char *name)
{
    struct folder *folder;
    int error = folders_add(&watch->folders, parent->root, parent, name, &folder);
    if (error == -ENOSPC)
        watch_say_limit(watch);
    else if (error && error != -ENOENT && error != -ENOTDIR)
        log_warning("%s: a folder in it, %s, is not watched: %s", parent->root->settings.path, name,
                    strerror(-error));
}

bool watch_see(struct watch *watch, struct folder *folder, const char *name, enum sight sight)
{
    char path[PATH_MAX];
    if (strcmp(name, COOKIE_NAME) == 0)
        return true; /* a test of inotify, ours or another daemon's */
    if (folder_path(folder, name, path, sizeof path))
        return intake_see(watch->intake, folder->root, path, sight);
    log_warning("%s: a path beneath it, ending in %s, is too long to be opened", folder->root->settings.path,
                name);
    return true;
}

bool watch_is_target(struct watch *watch, const struct folder *folder, const char *name)
{
    char path[PATH_MAX];
    return folder_path(folder, name, path, sizeof path) &&
           depart_is_target(watch->config, folder->root, path);
}

/* --- sites --- */

static void site_missing(struct site *site, int error)
{
    if (!site->said)
        watch_say(site->watch, "missing", "warning", "watch %s: %s: %s; it is looked for until it comes",
                  site->settings->name, site->settings->path, strerror(-error));
    site->said = true;
}

/* How what comes is told, where that is not as one would think. */
static void say_test(struct site *site)
{
    const struct config_watch *settings = site->settings;
    if (site->root->tested == COOKIE_SILENT)
        watch_say(
            site->watch, "poll", "warning",
            "watch %s: inotify tells nothing of what happens in %s; it is read through every %u s instead",
            settings->name, settings->path, settings->poll_s);
    else if (site->root->tested == COOKIE_OPENED)
        log_info("watch %s: nothing can be written in %s, so that inotify was tested by opening it only",
                 settings->name, settings->path);
}

static void site_open(struct site *site)
{
    struct watch *watch = site->watch;
    int error = root_open(site->settings, &site->root);
    if (!error) {
        root_test(site->root);
        say_test(site);
    }
    if (!error)
        error = folders_add(&watch->folders, site->root, NULL, "", &site->top);
    if (error == -ENOSPC)
        watch_say_limit(watch);
    else if (error) {
        root_unref(site->root);
        site->root = NULL;
        return site_missing(site, error);
    }
    if (site->said)
        watch_say(watch, "back", "notice", "watch %s: %s is there", site->settings->name,
                  site->settings->path);
    site->said = false;
}

static void site_forget(struct site *site)
{
    if (site->top)
        folders_remove(&site->watch->folders, site->top);
    root_unref(site->root);
    site->top = NULL;
    site->root = NULL;
}

/* The timer runs from site_new on; here only its pace changes. */
static void site_set_timer(struct site *site)
{
    bool polled = site->root && site->root->polled && site->settings->poll_s < site->settings->rescan_s;
    uint64_t wait = (polled ? site->settings->poll_s : site->settings->rescan_s) * (uint64_t)1000;
    if (!site->root && wait > WATCH_RETRY_MS)
        wait = WATCH_RETRY_MS;
    uv_timer_set_repeat(&site->timer, wait);
    uv_timer_again(&site->timer);
}

/* Its folder was deleted, moved away or unmounted; another may stand there already. */
static void site_lost(struct site *site)
{
    site_forget(site);
    site_missing(site, -ENOENT);
    site_open(site);
    site_set_timer(site);
}

static struct site *site_of(struct watch *watch, const struct folder *top)
{
    struct site *site = watch->sites;
    while (site && site->top != top)
        site = site->next;
    return site;
}

static void folder_gone(struct watch *watch, struct folder *folder)
{
    struct site *site = folder->parent ? NULL : site_of(watch, folder);
    if (site)
        site_lost(site);
    else
        folders_remove(&watch->folders, folder);
}

static void rescan_all(struct watch *watch)
{
    for (struct site *site = watch->sites; site; site = site->next)
        if (site->top)
            folders_mark(&watch->folders, site->top, true);
}

/* --- events --- */

static void on_overflow(struct watch *watch)
{
    watch_say(
        watch, "overflow", "warning",
        "inotify's queue overflowed; every watched folder is read through (fs.inotify.max_queued_events)");
    rescan_all(watch);
}

/* A file that was created: only what no writer will ever close is seen now. */
static bool closes_later(const struct folder *folder, const char *name)
{
    char path[PATH_MAX];
    struct stat status;
    return folder_path(folder, name, path, sizeof path) && root_stat(folder->root, path, &status) == 0 &&
           S_ISREG(status.st_mode) && status.st_size == 0;
}

static void on_file_event(struct watch *watch, struct folder *folder, const struct inotify_event *event)
{
    size_t i = 0;
    while (i < sizeof sights / sizeof *sights && !(event->mask & sights[i].mask))
        i++;
    if (i == sizeof sights / sizeof *sights)
        return;
    if (sights[i].mask == IN_CREATE && closes_later(folder, event->name))
        return;
    if (!watch_see(watch, folder, event->name, sights[i].sight))
        folders_mark(&watch->folders, folder, false);
}

static void on_folder_event(struct watch *watch, struct folder *folder, const struct inotify_event *event)
{
    if (!(event->mask & (IN_CREATE | IN_MOVED_TO)))
        return; /* those that left say so themselves */
    if (watch_is_target(watch, folder, event->name))
        return;
    if (folder->root->settings.recursive)
        watch_add_folder(watch, folder, event->name);
    else if (!watch_see(watch, folder, event->name, SIGHT_FOUND))
        folders_mark(&watch->folders, folder, false);
}

static void handle(struct watch *watch, const struct inotify_event *event)
{
    struct folder *folder = folders_find(&watch->folders, event->wd);
    if (event->mask & IN_Q_OVERFLOW)
        return on_overflow(watch);
    if (!folder)
        return; /* no longer ours */
    if (event->mask & IN_IGNORED || (event->mask & IN_MOVE_SELF && !folder_in_place(folder)))
        folder_gone(watch, folder);
    else if (event->len && event->mask & IN_ISDIR)
        on_folder_event(watch, folder, event);
    else if (event->len)
        on_file_event(watch, folder, event);
}

/* Events first, then scans. False when there is nothing left to do. */
static bool step(struct watch *watch)
{
    const struct inotify_event *event = ring_next(&watch->ring);
    if (!event)
        return watch_scan_step(watch);
    handle(watch, event);
    return true;
}

/* A bounded part of what there is to do. False when all is done, or intake has no room. */
static bool work(struct watch *watch)
{
    uint64_t end = io_now_ns() + WATCH_BATCH_NS;
    bool more = true;
    for (unsigned i = 0; more && i < WATCH_BATCH && io_now_ns() < end; i++)
        more = step(watch);
    intake_pump(watch->intake);
    return more;
}

static void on_busy(uv_idle_t *idle)
{
    if (!work(idle->data))
        uv_idle_stop(idle);
}

static void wake(struct watch *watch)
{
    uv_idle_start(&watch->busy, on_busy);
}

static void on_readable(uv_poll_t *poll, int status, int events)
{
    struct watch *watch = poll->data;
    (void)events;
    int error = status ? status : ring_drain(&watch->ring, watch->inotify);
    if (error) {
        log_error("inotify: %s; every watched folder is read through", strerror(-error));
        rescan_all(watch);
    }
    if (work(watch))
        wake(watch);
}

static void on_rescan(uv_timer_t *timer)
{
    struct site *site = timer->data;
    if (!site->root)
        site_open(site);
    else if (!folder_in_place(site->top))
        site_lost(site);
    else
        folders_mark(&site->watch->folders, site->top, true);
    site_set_timer(site);
    wake(site->watch);
}

/* Something was mounted or unmounted somewhere, which no event of a folder tells where it is mounted over. */
static void on_mounts(uv_poll_t *poll, int status, int events)
{
    struct watch *watch = poll->data;
    (void)status, (void)events;
    for (struct site *site = watch->sites; site; site = site->next)
        if (!site->root || !folder_in_place(site->top))
            on_rescan(&site->timer);
}

/* Without it (no /proc) the rescan sees the same, later. */
static void start_mounts(struct watch *watch)
{
    watch->mounts = open("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC);
    if (watch->mounts < 0 || uv_poll_init(watch->loop, &watch->mounted, watch->mounts)) {
        io_close(&watch->mounts);
        return;
    }
    watch->open_handles++;
    watch->mounted.data = watch;
    uv_poll_start(&watch->mounted, UV_PRIORITIZED, on_mounts);
}

/* --- the whole --- */

static void on_handle_closed(uv_handle_t *handle)
{
    struct watch *watch = handle->data;
    if (--watch->open_handles)
        return;
    watch_closed_fn *closed = watch->closed;
    void *context = watch->closed_context;
    folders_done(&watch->folders);
    ring_done(&watch->ring);
    io_close(&watch->inotify);
    io_close(&watch->mounts);
    mem_free(watch);
    closed(context);
}

static void on_site_closed(uv_handle_t *handle)
{
    struct site *site = handle->data;
    handle->data = site->watch;
    on_handle_closed(handle);
    mem_free(site);
}

static void site_close(struct site *site)
{
    site_forget(site);
    uv_close((uv_handle_t *)&site->timer, on_site_closed);
}

static int site_new(struct watch *watch, const struct config_watch *settings)
{
    struct site *site = mem_calloc(1, sizeof *site);
    if (!site)
        return -ENOMEM;
    *site = (struct site){.next = watch->sites, .watch = watch, .settings = settings, .kept = true};
    watch->sites = site;
    uv_timer_init(watch->loop, &site->timer);
    site->timer.data = site;
    watch->open_handles++;
    site_open(site);
    uv_timer_start(&site->timer, on_rescan, 0, 1);
    site_set_timer(site);
    return 0;
}

static struct site *find_same(struct watch *watch, const struct config_watch *settings)
{
    struct site *site = watch->sites;
    while (site && (site->kept || !config_same_watch(site->settings, settings)))
        site = site->next;
    return site;
}

static void close_others(struct watch *watch)
{
    for (struct site **at = &watch->sites, *site; (site = *at);) {
        if (site->kept)
            at = &site->next;
        else {
            *at = site->next;
            site_close(site);
        }
    }
}

int watch_configure(struct watch *watch, const struct config *config)
{
    bool known[CONFIG_WATCHES_MAX] = {false},
         same = watch->config && config_same_targets(watch->config, config);
    int error = 0;
    watch->config = config;
    for (struct site *site = watch->sites; site; site = site->next)
        site->kept = false;
    for (unsigned i = 0; i < config->n_watches; i++) {
        struct site *site = same ? find_same(watch, &config->watches[i]) : NULL;
        if (!site)
            continue;
        known[i] = site->kept = true;
        site->settings = &config->watches[i];
    }
    close_others(watch); /* before new ones: a folder has one watch in the kernel */
    for (unsigned i = 0; i < config->n_watches; i++)
        if (!known[i] && !error)
            error = site_new(watch, &config->watches[i]);
    wake(watch);
    return error;
}

void watch_rescan(struct watch *watch)
{
    rescan_all(watch);
    wake(watch);
}

void watch_resume(struct watch *watch)
{
    if (watch->scan || watch->folders.first_dirty)
        wake(watch);
}

static const char *state_of(const struct site *site)
{
    bool scanning = site->watch->scan || site->watch->folders.first_dirty;
    return !site->root ? "missing" : scanning ? "scanning" : "watching";
}

json_t *watch_status(const struct watch *watch)
{
    json_t *list = json_array();
    for (const struct site *site = watch->sites; site; site = site->next)
        json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s, s:s, s:i}", "mode",
                                              site->root && site->root->polled ? "poll" : "inotify", "tested",
                                              cookie_text(site->root ? site->root->tested : COOKIE_UNKNOWN),
                                              "name", site->settings->name, "path", site->settings->path,
                                              "state", state_of(site), "folders",
                                              site->top ? (int)folder_count(site->top) : 0));
    return list;
}

void watch_close(struct watch *watch, watch_closed_fn *closed, void *context)
{
    watch->closed = closed;
    watch->closed_context = context;
    watch_scan_end(watch);
    for (struct site *site = watch->sites; site; site = site->next)
        site->kept = false;
    close_others(watch);
    uv_close((uv_handle_t *)&watch->busy, on_handle_closed);
    uv_close((uv_handle_t *)&watch->poll, on_handle_closed);
    if (watch->mounts >= 0)
        uv_close((uv_handle_t *)&watch->mounted, on_handle_closed);
}

int watch_new(uv_loop_t *loop, struct intake *intake, watch_say_fn *say_fn, void *context, struct watch **ret)
{
    struct watch *watch = mem_calloc(1, sizeof *watch);
    if (!watch)
        return -ENOMEM;
    *watch =
        (struct watch){.loop = loop, .intake = intake, .say = say_fn, .context = context, .open_handles = 2};
    watch->inotify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    int error = watch->inotify < 0 ? -errno : ring_init(&watch->ring);
    if (!error)
        error = folders_init(&watch->folders, watch->inotify);
    if (!error)
        error = uv_poll_init(loop, &watch->poll, watch->inotify);
    if (error) {
        mem_free(watch->folders.table);
        ring_done(&watch->ring);
        io_close(&watch->inotify);
        mem_free(watch);
        return error;
    }
    uv_idle_init(loop, &watch->busy);
    watch->poll.data = watch->busy.data = watch;
    uv_poll_start(&watch->poll, UV_READABLE, on_readable);
    start_mounts(watch);
    *ret = watch;
    return 0;
}
