#include "mover.h"

#include "depart.h"

#include "../base/utf8.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static void say(struct mover *mover, const struct config_watch *watch, const char *path, int error)
{
    char message[3 * PATH_MAX], name[PATH_MAX];
    bool *said = &mover->said[watch - mover->config->watches];
    if (*said)
        return;
    *said = true;
    utf8_escape(slice_of(path), name, sizeof name);
    (void)snprintf(
        message, sizeof message,
        "watch %s: %s stays where it is, as it cannot be moved into %s: %s%s; it is tried again every "
        "minute",
        watch->name, name, watch->move_to, strerror(-error),
        error == -EROFS    ? " (under systemd, name a folder above both in ReadWritePaths=)"
        : error == -EACCES ? " (the daemon's user must be able to write to both folders)"
                           : "");
    mover->say(mover->context, "move_failed", "warning", message);
}

static int depart(const struct config_watch *watch, const char *path, const struct file_record *record,
                  char ret_to[PATH_MAX])
{
    struct root *root;
    int error = root_open(watch, &root);
    if (error)
        return error;
    struct departure departure = {.root = root,
                                  .relative = path + strlen(watch->path) + 1,
                                  .stamp = record->stamp,
                                  .outcome = record->outcome};
    error = depart_move(&departure, ret_to, PATH_MAX);
    root_unref(root);
    return error;
}

/* What is gone, or has another's content by now, has nothing left to move: that other comes by itself. */
static bool is_over(int error)
{
    return error == -ENOENT || error == -ESTALE;
}

static int move_one(struct mover *mover, const char *path, const struct file_record *record)
{
    char to[PATH_MAX];
    const struct config_watch *watch = config_watch_of(mover->config, path);
    if (!watch || !watch->after_move)
        return store_leave(mover->store, record->id, FILE_STAYS);
    int error = depart(watch, path, record, to);
    if (!error) {
        mover->said[watch - mover->config->watches] = false;
        return store_moved(mover->store, record->id, to);
    }
    if (!is_over(error) && error != -EBUSY)
        say(mover, watch, path, error);
    return store_leave(mover->store, record->id, is_over(error) ? FILE_STAYS : FILE_LEAVES_LATE);
}

/* Those after `*after`, which goes along. 1: there may be more; 0; or a negative errno of the store. What turns
 * have written since the last commit is among them: it is committed first, or a daemon that is killed now would
 * have moved what it knows nothing of. */
static int move_some(struct mover *mover, int64_t *after, bool late)
{
    char path[PATH_MAX];
    struct file_record record;
    int error = store_commit(mover->store);
    for (unsigned i = 0; i < MOVER_BATCH && !error; i++) {
        error = store_leaving(mover->store, *after, late, path, &record);
        if (!error) {
            *after = record.id;
            error = move_one(mover, path, &record);
        }
    }
    return error == -ENOENT ? 0 : error ? error : 1;
}

static void on_fresh(uv_timer_t *timer)
{
    struct mover *mover = timer->data;
    int64_t after = 0; /* none of those that were tried is FILE_LEAVES any more */
    int more = move_some(mover, &after, false);
    if (more == -EBUSY)
        uv_timer_start(timer, on_fresh, MOVER_BUSY_MS, 0);
    else if (more < 0)
        mover->failed(mover->context, more);
    else if (more)
        uv_timer_start(timer, on_fresh, 0, 0);
}

static void on_late(uv_timer_t *timer)
{
    struct mover *mover = timer->data;
    int more = move_some(mover, &mover->after, true);
    if (more == -EBUSY)
        return (void)uv_timer_start(timer, on_late, MOVER_BUSY_MS, 0);
    if (more < 0)
        return mover->failed(mover->context, more);
    if (!more)
        mover->after = 0;
    uv_timer_start(timer, on_late, more ? 0 : MOVER_RETRY_MS, 0);
}

void mover_init(struct mover *mover, uv_loop_t *loop, struct store *store)
{
    *mover = (struct mover){.store = store};
    uv_timer_init(loop, &mover->fresh);
    uv_timer_init(loop, &mover->late);
    mover->fresh.data = mover->late.data = mover;
}

void mover_configure(struct mover *mover, const struct config *config)
{
    bool moves = false;
    for (unsigned i = 0; i < config->n_watches; i++)
        moves |= config->watches[i].after_move;
    store_set_durable(mover->store, moves);
    memset(mover->said, 0, sizeof mover->said);
    mover->config = config;
    mover->after = 0;
    uv_timer_start(&mover->late, on_late, 0, 0);
}

void mover_wake(struct mover *mover)
{
    uv_timer_start(&mover->fresh, on_fresh, 0, 0);
}
