#include "intake_priv.h"

#include "depart.h"

#include "../base/mem.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define REASON_SPACE 300 /* of an ignore pattern in its reason */

void intake_check_store(struct intake *intake, int error)
{
    if (error >= 0 || intake->store_failed)
        return;
    intake->store_failed = intake->stopped = true;
    intake->options.failed(intake->options.context, error);
}

void intake_record_verdict(struct intake *intake, const struct ending *ending, struct verdict verdict)
{
    struct ending_terms terms = {intake->ruleset, intake->language};
    intake_check_store(intake, ending_record_verdict(intake->options.store, &terms, ending, verdict));
    intake->counts[verdict.outcome]++;
}

void intake_let_leave(struct intake *intake, const struct root *root, int64_t id, enum outcome outcome)
{
    if (!root->settings.after_move || !depart_outcome(outcome) || intake->store_failed)
        return;
    intake_check_store(intake, store_leave(intake->options.store, id, FILE_LEAVES));
    intake->leaving = true;
}

bool intake_take_leaving(struct intake *intake)
{
    bool leaving = intake->leaving;
    intake->leaving = false;
    return leaving;
}

static void finish_closing(struct intake *intake)
{
    if (!intake->closed || intake->closing || queue_count(intake->queue))
        return;
    intake_closed_fn *closed = intake->closed;
    void *context = intake->closed_context;
    queue_free(intake->queue);
    mem_free(intake);
    if (closed)
        closed(context);
}

void intake_job_closed(struct intake *intake)
{
    intake->closing--;
    finish_closing(intake);
}

void intake_pump(struct intake *intake)
{
    struct job *job;
    while (!intake->stopped && pool_room(intake->pool) && (job = queue_pop(intake->queue, LINE_INSPECT)))
        job_inspect(job);
    while (!intake->stopped && intake->open < intake->options.open_max &&
           (job = queue_pop(intake->queue, LINE_LOOK)))
        job_look(job);
}

/* How the ledger knows a path. A file that came back is as if never seen. */
static bool find_done(struct intake *intake, const char *path, struct file_record *ret)
{
    int error = store_find(intake->options.store, path, ret);
    intake_check_store(intake, error == -ENOENT ? 0 : error);
    return !error && ret->state == FILE_DONE && ret->outcome != OUTCOME_VANISHED;
}

static void see_gone(struct intake *intake, const struct sighting *seen)
{
    struct file_record record;
    int error = store_find(intake->options.store, seen->path, &record);
    intake_check_store(intake, error == -ENOENT ? 0 : error);
    if (error || record.state == FILE_DONE)
        return;
    struct ending ending = {seen->path, seen->root->settings.name, record.sha256, record.id, record.stamp};
    intake_record_verdict(intake, &ending, (struct verdict){OUTCOME_VANISHED, "gone before it was read"});
}

/* An end for a file that needs no job; the same end twice is said once. */
static void reject(struct intake *intake, const struct sighting *seen, struct verdict verdict, bool once)
{
    struct ending ending = {.path = seen->path, .watch = seen->root->settings.name, .sha256 = ""};
    if (!seen->error)
        ending.stamp = root_stamp(&seen->status);
    bool same = once || root_same_stamp(&ending.stamp, &seen->record.stamp);
    if (seen->done && seen->record.outcome == verdict.outcome && same)
        return;
    int error = store_seen(intake->options.store, ending.watch, ending.path, &ending.stamp, &ending.id);
    intake_check_store(intake, error);
    if (error)
        return;
    intake_record_verdict(intake, &ending, verdict);
    intake_let_leave(intake, seen->root, ending.id, verdict.outcome);
}

bool intake_has_left(struct intake *intake, const char *path)
{
    struct file_record record;
    return find_done(intake, path, &record) && record.leaves;
}

/* No news: a scan that finds the gone gone, or a word about a file that comes when it has left already. */
static bool gone_as_known(const struct sighting *seen, struct verdict verdict)
{
    return verdict.outcome == OUTCOME_VANISHED && seen->done &&
           (seen->sight == SIGHT_FOUND || seen->record.leaves);
}

/* What can be said without opening it. */
static bool rejected(struct intake *intake, const struct sighting *seen)
{
    struct verdict verdict;
    const char *pattern = root_ignores(seen->root, seen->relative);
    char reason[REASON_SPACE];
    if (pattern) {
        snprintf(reason, sizeof reason, "its name fits %s", pattern);
        reject(intake, seen, (struct verdict){OUTCOME_IGNORED, reason}, true);
    } else if (seen->error) {
        (void)ending_by_errno(seen->error, &verdict);
        if (!gone_as_known(seen, verdict))
            reject(intake, seen, verdict, true);
    } else if (ending_by_stat(seen->root, &seen->status, &verdict))
        reject(intake, seen, verdict, false);
    else
        return false;
    return true;
}

/* A scan passes over what is as it was. After a live event the content is compared: two writes within one
 * tick of the clock leave the same stamp. */
static bool as_it_was(const struct sighting *seen)
{
    struct file_stamp stamp = root_stamp(&seen->status);
    return seen->done && seen->sight == SIGHT_FOUND && seen->record.outcome != OUTCOME_UNREADABLE &&
           root_same_stamp(&stamp, &seen->record.stamp);
}

static bool see_new(struct intake *intake, struct sighting *seen)
{
    bool full = intake_full(intake);
    intake->was_full |= full;
    if (full && seen->sight != SIGHT_FOUND)
        return false;
    seen->error = root_stat(seen->root, seen->relative, &seen->status);
    if (seen->error == -ENOTCONN)
        return true; /* it is found again with its folder */
    seen->done = find_done(intake, seen->path, &seen->record);
    if (intake->store_failed || rejected(intake, seen) || as_it_was(seen))
        return true;
    return !full && job_begin(intake, seen) != NULL;
}

bool intake_see(struct intake *intake, struct root *root, const char *relative, enum sight sight)
{
    struct sighting seen = {
        .root = root, .relative = relative, .sight = sight, .path = root_path(root, relative)};
    bool taken = seen.path != NULL;
    struct job *job = seen.path ? queue_find(intake->queue, seen.path) : NULL;
    if (job)
        job_see_again(job, sight);
    else if (seen.path && !intake->stopped && sight == SIGHT_GONE)
        see_gone(intake, &seen);
    else if (seen.path && !intake->stopped)
        taken = see_new(intake, &seen);
    mem_free(seen.path);
    return taken;
}

struct resume {
    struct intake *intake;
    const struct config *config;
};

static int on_unfinished(void *context, const char *path, const struct file_record *record)
{
    struct resume *resume = context;
    struct stat status;
    if (queue_find(resume->intake->queue, path))
        return 0; /* at work */
    const struct config_watch *watch = config_watch_of(resume->config, path);
    struct ending ending = {path, watch ? watch->name : "", record->sha256, record->id, record->stamp};
    if (!watch)
        intake_record_verdict(resume->intake, &ending,
                              (struct verdict){OUTCOME_IGNORED, "its folder is no longer watched"});
    else if (lstat(path, &status) && errno == ENOENT && lstat(watch->path, &status) == 0)
        intake_record_verdict(resume->intake, &ending,
                              (struct verdict){OUTCOME_VANISHED, "gone before it was read"});
    return resume->intake->store_failed;
}

int intake_resume(struct intake *intake, const struct config *config)
{
    struct resume resume = {intake, config};
    int error = store_unfinished(intake->options.store, on_unfinished, &resume);
    return error < 0 ? error : 0;
}

int intake_new(const struct intake_options *options, struct intake **ret)
{
    struct intake *intake = mem_calloc(1, sizeof *intake);
    struct queue *queue = queue_new(options->queue);
    if (!intake || !queue) {
        mem_free(intake);
        queue_free(queue);
        return -ENOMEM;
    }
    intake->options = *options;
    intake->queue = queue;
    *ret = intake;
    return 0;
}

void intake_use_pool(struct intake *intake, struct pool *pool)
{
    intake->pool = pool;
}

void intake_set_ruleset(struct intake *intake, const char *ruleset)
{
    snprintf(intake->ruleset, sizeof intake->ruleset, "%s", ruleset);
}

void intake_set_language(struct intake *intake, const char *language)
{
    snprintf(intake->language, sizeof intake->language, "%s", language);
}

void intake_hold(struct intake *intake, bool hold)
{
    intake->held = hold;
    if (!intake_full(intake))
        intake->options.room(intake->options.context);
}

bool intake_full(const struct intake *intake)
{
    return intake->held || queue_full(intake->queue);
}

unsigned intake_busy(const struct intake *intake)
{
    return intake->hashing + intake->inspecting;
}

json_t *intake_status(const struct intake *intake)
{
    json_t *outcomes = json_object();
    for (int i = 0; i < OUTCOME_COUNT; i++)
        if (intake->counts[i])
            json_object_set_new(outcomes, outcome_text((enum outcome)i),
                                json_integer((json_int_t)intake->counts[i]));
    return json_pack(
        "{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:o}", "jobs", (json_int_t)queue_count(intake->queue), "waiting",
        (json_int_t)queue_length(intake->queue, LINE_LOOK), "hashing", (json_int_t)intake->hashing, "hashed",
        (json_int_t)queue_length(intake->queue, LINE_INSPECT), "inspecting", (json_int_t)intake->inspecting,
        "taken", (json_int_t)intake->seen, "unchanged", (json_int_t)intake->unchanged, "outcomes", outcomes);
}

void intake_stop(struct intake *intake)
{
    intake->stopped = true;
}

void intake_abandon(struct intake *intake)
{
    intake->stopped = intake->abandoned = true;
}

static void let_go(struct job *job)
{
    if (job->state != JOB_HASHING && job->state != JOB_CONFIRMING) /* its work ends first */
        job_drop(job);
}

void intake_close(struct intake *intake, intake_closed_fn *closed, void *context)
{
    intake_abandon(intake);
    for (int line = 0; line < LINES; line++)
        while (queue_pop(intake->queue, (enum line)line))
            ;
    intake->closing++; /* so that the last job does not free what is still walked */
    queue_each(intake->queue, let_go);
    intake->closing--;
    intake->closed = closed;
    intake->closed_context = context;
    finish_closing(intake);
}
