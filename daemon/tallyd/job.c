/* The states of a job and what leads from one to the next:
 *
 *   SEEN ───────▶ opened when there are descriptors to spare
 *       complete (renamed in, closed by its last writer, or unchanged for the settle time) ▶ HASHING
 *       may be unfinished, or empty ▶ SETTLING        not to be inspected ▶ DONE
 *       a writer has it open ▶ leaves memory, stays "seen" in the ledger until its close or a scan brings it back
 *       a writer has it open although it was closed ▶ SETTLING for some milliseconds, a few times
 *   SETTLING ───▶ the settle time is over, or a better sight of it came ▶ SEEN
 *   HASHING ────▶ hashed ▶ QUEUED    it changed meanwhile ▶ SETTLING    the same as inspected before ▶ DONE
 *   QUEUED ─────▶ the pool has room ▶ INSPECTING
 *   INSPECTING ─▶ answered ▶ CONFIRMING    it may go better next time ▶ SETTLING
 *       found corrupt or the like, as is a file of which the end is still to come ▶ SETTLING once, then ▶ CONFIRMING
 *   CONFIRMING ─▶ hashed once more, the same ▶ DONE    it changed meanwhile ▶ SETTLING
 *       a writer has it open ▶ leaves memory as above
 *   DONE ───────▶ leaves memory; if something came while it was at work, it is SEEN again
 *
 * That a file did not change while it was read, its content says: what was hashed before and after is the same,
 * and nobody has it open for writing. No time stamp could: a clock has ticks, and may be set.
 *
 * That nobody is writing a file is asked of the kernel by taking a read lease and giving it back at once
 * (fcntl(2), F_SETLEASE): it is refused while a writer has the file open. Where leases cannot be had
 * (another's file without CAP_LEASE, some file systems) the settle time decides.
 *
 * The kernel tells of a close before it counts the writer out, so whoever is quick enough finds the writer that
 * has just left: after a close the question is asked again before the answer is believed, for no second close
 * will come. */
#include "intake_priv.h"

#include "../base/io.h"
#include "../base/log.h"
#include "../base/mem.h"
#include "../base/must.h"
#include "../base/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#define NS_PER_MS 1000000
/* The wait for a writer that closed the file to be counted out; doubled each time. */
#define CLOSING_MS    4u
#define CLOSING_TRIES 6u

static void on_job_closed(uv_handle_t *handle)
{
    struct job *job = handle->data;
    struct intake *intake = job->intake;
    root_unref(job->root);
    answer_done(&job->answer);
    mem_free(job->path);
    mem_free(job);
    intake_job_closed(intake);
}

static void close_file(struct job *job)
{
    if (job->fd < 0)
        return;
    io_close(&job->fd);
    job->intake->open--;
}

void job_drop(struct job *job)
{
    struct intake *intake = job->intake;
    must(job->state != JOB_DONE);
    job->state = JOB_DONE;
    close_file(job);
    queue_remove(intake->queue, job);
    uv_timer_stop(&job->timer);
    intake->closing++;
    if (job->again && !intake->stopped)
        (void)intake_see(intake, job->root, job->relative,
                         job->again_sight); /* there is room: this one left */
    uv_close((uv_handle_t *)&job->timer, on_job_closed);
    if (intake->was_full && !intake->stopped) {
        intake->was_full = false;
        intake->options.room(intake->options.context);
    }
}

/* The ledger has the file as seen, with this stamp. */
static void note_seen(struct job *job)
{
    if (job->was_done || !job->id)
        intake_check_store(job->intake, store_seen(job->intake->options.store, job->root->settings.name,
                                                   job->path, &job->stamp, &job->id));
    job->was_done = false;
}

static struct ending job_ending(const struct job *job)
{
    return (struct ending){job->path, job->root->settings.name, job->sha256, job->id, job->stamp};
}

/* The ledger says the same of this file already: only its stamp is noted, and no event repeats it. */
static void end_known(struct job *job)
{
    log_debug("%s: nothing new", job->path);
    job->intake->unchanged++;
    intake_check_store(job->intake, store_same(job->intake->options.store, job->id, &job->stamp));
    intake_let_leave(job->intake, job->root, job->id, job->old_outcome);
    job_drop(job);
}

static bool said_before(const struct job *job, enum outcome outcome)
{
    return job->was_done && outcome == job->old_outcome &&
           (outcome == OUTCOME_EMPTY || outcome == OUTCOME_UNREADABLE);
}

static void end_job(struct job *job, struct verdict verdict)
{
    if (said_before(job, verdict.outcome))
        return end_known(job);
    note_seen(job);
    struct ending ending = job_ending(job);
    if (!job->intake->store_failed)
        intake_record_verdict(job->intake, &ending, verdict);
    intake_let_leave(job->intake, job->root, job->id, verdict.outcome);
    job_drop(job);
}

static void line_up(struct job *job)
{
    job->state = JOB_SEEN;
    queue_push(job->intake->queue, LINE_LOOK, job);
}

static void on_settled(uv_timer_t *timer)
{
    struct job *job = timer->data;
    struct intake *intake = job->intake;
    job->waited = true;
    line_up(job);
    intake_pump(intake);
}

static void wait_for(struct job *job, unsigned ms, uv_timer_cb then)
{
    close_file(job);
    job->state = JOB_SETTLING;
    uv_timer_start(&job->timer, then, ms, 0);
}

static void settle(struct job *job, unsigned ms)
{
    wait_for(job, ms, on_settled);
}

static void on_closing(uv_timer_t *timer)
{
    struct job *job = timer->data;
    struct intake *intake = job->intake;
    line_up(job);
    intake_pump(intake);
}

/* The close is told already, the writer perhaps not yet counted out. */
static bool may_be_closing(const struct job *job)
{
    return job->sight == SIGHT_CLOSED && job->closings < CLOSING_TRIES;
}

static void await_closing(struct job *job)
{
    unsigned ms = CLOSING_MS << job->closings++;
    wait_for(job, ms, on_closing);
}

/* After something that may pass; `verdict` when it did not pass too often. */
static void try_again(struct job *job, struct verdict verdict)
{
    if (job->tries >= INTAKE_TRIES_MAX)
        return end_job(job, verdict);
    unsigned wait = INTAKE_RETRY_MS << job->tries++;
    settle(job, wait);
}

static void changed(struct job *job)
{
    job->waited = false;
    answer_done(&job->answer);
    try_again(job, (struct verdict){OUTCOME_CHANGED, "it changed each time it was read"});
}

/* Found again with its folder; or moved by us since we were told to look at it again. */
static bool is_elsewhere(const struct job *job, int error)
{
    return error == -ENOTCONN ||
           (error == -ENOENT && job->was_done && intake_has_left(job->intake, job->path));
}

static void cannot_open(struct job *job, int error)
{
    struct verdict verdict;
    if (is_elsewhere(job, error))
        return job_drop(job);
    if (ending_by_errno(error, &verdict))
        try_again(job, verdict);
    else
        end_job(job, verdict);
}

enum writer { WRITER_NONE, WRITER_OPEN, WRITER_UNKNOWN };

static enum writer find_writer(int fd)
{
    if (fcntl(fd, F_SETLEASE, F_RDLCK) == 0) {
        fcntl(fd, F_SETLEASE, F_UNLCK);
        return WRITER_NONE;
    }
    return errno == EAGAIN ? WRITER_OPEN : WRITER_UNKNOWN;
}

static bool old_enough(const struct job *job)
{
    int64_t age = ending_now_ns() - job->stamp.changed_ns;
    return age >= (int64_t)job->root->settings.settle_ms * NS_PER_MS;
}

static bool is_complete(const struct job *job, enum writer writer)
{
    if (job->waited || job->sight == SIGHT_MOVED || !job->root->settings.settle_ms)
        return true;
    if (job->root->settings.settle_after_close)
        return job->sight == SIGHT_FOUND && old_enough(job);
    return job->sight == SIGHT_CLOSED || writer == WRITER_NONE || old_enough(job);
}

static void hash_work(uv_work_t *work)
{
    struct job *job = work->data;
    struct stat status = {0};
    job->hashed.error = fstat(job->fd, &status) ? -errno : 0;
    job->hashed.stamp = root_stamp(&status);
    if (!job->hashed.error)
        job->hashed.error = hash_file(job->fd, job->hashed.sha256, &job->hashed.size);
}

static void start_work(struct job *job, enum job_state state, uv_after_work_cb done)
{
    job->work.data = job;
    job->state = state;
    job->intake->hashing++;
    must(uv_queue_work(job->intake->options.loop, &job->work, hash_work, done) == 0);
}

static void queue_up(struct job *job)
{
    note_seen(job);
    intake_check_store(job->intake, store_settled(job->intake->options.store, job->id));
    job->state = JOB_QUEUED;
    queue_push(job->intake->queue, LINE_INSPECT, job);
}

/* The same content under the same name and the same rules says nothing new: only the stamp is noted. */
static bool known_content(const struct job *job)
{
    return job->was_done && strcmp(job->sha256, job->old_sha256) == 0 &&
           strcmp(job->intake->ruleset, job->old_ruleset) == 0;
}

static void after_hash(struct job *job)
{
    if (job->hashed.error)
        return try_again(job, (struct verdict){OUTCOME_UNREADABLE, strerror(-job->hashed.error)});
    if (job->hashed.size != job->stamp.size)
        return changed(job);
    memcpy(job->sha256, job->hashed.sha256, sizeof job->sha256);
    if (known_content(job))
        end_known(job);
    else
        queue_up(job);
}

/* True when what was worked on is of no use any more. */
static bool work_is_over(struct job *job, int status)
{
    struct intake *intake = job->intake;
    intake->hashing--;
    bool over = status || intake->abandoned || intake->store_failed;
    if (over)
        job_drop(job); /* the next start takes it up */
    return over;
}

static void on_hashed(uv_work_t *work, int status)
{
    struct job *job = work->data;
    struct intake *intake = job->intake;
    if (!work_is_over(job, status))
        after_hash(job);
    intake_pump(intake);
}

/* Its writer's close, or a scan, brings it back. */
static void leave_to_writer(struct job *job)
{
    job->was_done |= job->answer.report != NULL; /* the ledger has it as being inspected */
    note_seen(job);
    log_debug("%s: open for writing", job->path);
    job_drop(job);
}

static void end_confirmed(struct job *job)
{
    struct intake *intake = job->intake;
    struct ending_terms terms = {intake->ruleset, intake->language};
    job->stamp = job->hashed.stamp; /* a new name or mode is no new content */
    if (job->root->polled)
        job->stamp.changed_ns =
            0; /* nobody tells of a change within one tick of its clock: the next scan compares */
    struct ending ending = job_ending(job);
    intake_check_store(intake, ending_record(intake->options.store, &terms, &ending, &job->answer));
    intake->counts[job->answer.outcome]++;
    intake_let_leave(intake, job->root, job->id, job->answer.outcome);
    job_drop(job);
}

static bool same_content(const struct job *job)
{
    return !job->hashed.error && strcmp(job->hashed.sha256, job->sha256) == 0;
}

static void after_confirming(struct job *job)
{
    if (find_writer(job->fd) == WRITER_OPEN)
        leave_to_writer(job);
    else if (same_content(job))
        end_confirmed(job);
    else
        changed(job);
}

static void on_confirmed(uv_work_t *work, int status)
{
    struct job *job = work->data;
    struct intake *intake = job->intake;
    if (!work_is_over(job, status))
        after_confirming(job);
    intake_pump(intake);
}

/* A regular file within the limits, open in job->fd. */
static void look_inside(struct job *job, bool same_stamp)
{
    enum writer writer = find_writer(job->fd);
    job->waited &= same_stamp;
    if (writer == WRITER_OPEN && may_be_closing(job))
        await_closing(job);
    else if (writer == WRITER_OPEN)
        leave_to_writer(job);
    else if (!job->stamp.size && job->waited)
        end_job(job, (struct verdict){OUTCOME_EMPTY, ""});
    else if (!job->stamp.size || !is_complete(job, writer))
        settle(job, job->root->settings.settle_ms);
    else if (job->answer.report)
        start_work(job, JOB_CONFIRMING, on_confirmed);
    else
        start_work(job, JOB_HASHING, on_hashed);
}

static void look_opened(struct job *job, const struct stat *status)
{
    struct verdict verdict;
    struct file_stamp stamp = root_stamp(status);
    bool same = root_same_stamp(&stamp, &job->stamp);
    job->stamp = stamp;
    if (ending_by_stat(job->root, status, &verdict))
        end_job(job, verdict);
    else
        look_inside(job, same);
}

void job_look(struct job *job)
{
    struct stat status;
    job->fd = root_open_file(job->root, job->relative, O_RDONLY);
    if (job->fd < 0)
        return cannot_open(job, job->fd);
    job->intake->open++;
    if (fstat(job->fd, &status))
        return cannot_open(job, -errno);
    look_opened(job, &status);
}

/* What may pass is tried a few times; a crash once more, as the machine may be to blame: when the same content
 * crashes again it is the document, which is set aside until `tallyctl retry`. */
static bool worth_another_try(struct job *job, enum outcome outcome)
{
    if (job->tries >= INTAKE_TRIES_MAX)
        return false;
    if (outcome != OUTCOME_CRASHED)
        return outcome_retry(outcome);
    bool again = strcmp(job->crashed_sha256, job->sha256) == 0;
    memcpy(job->crashed_sha256, job->sha256, sizeof job->crashed_sha256);
    return !again;
}

/* Ours from the pool's, which lends it. */
static struct answer keep_answer(const struct answer *answer)
{
    return (struct answer){.state = answer->state,
                           .outcome = answer->outcome,
                           .report = json_incref(answer->report),
                           .findings = json_incref(answer->findings),
                           .rules = json_incref(answer->rules)};
}

/* What a half-written file may look like: some programs close it in the middle and go on. */
static const bool unfinished[OUTCOME_COUNT] = {
    [OUTCOME_CORRUPT] = true,
    [OUTCOME_UNSUPPORTED] = true,
    [OUTCOME_BINARY] = true,
    [OUTCOME_UNREADABLE_TEXT] = true,
};

static bool may_be_unfinished(struct job *job)
{
    bool doubtful = unfinished[job->answer.outcome] && !job->doubted;
    job->doubted |= doubtful;
    return doubtful;
}

static void end_answered(struct job *job, const struct answer *answer)
{
    if (job->intake->abandoned || job->intake->store_failed)
        return job_drop(job); /* the next start takes it up */
    if (worth_another_try(job, answer->outcome))
        return try_again(job, (struct verdict){answer->outcome, ""});
    answer_done(&job->answer);
    job->answer = keep_answer(answer);
    if (may_be_unfinished(job))
        settle(job, job->root->settings.settle_ms);
    else
        start_work(job, JOB_CONFIRMING, on_confirmed);
}

static void on_answer(void *context, const struct answer *answer, double seconds)
{
    struct job *job = context;
    struct intake *intake = job->intake;
    log_debug("%s: %s in %.1f ms", job->path, outcome_text(answer->outcome), seconds * 1e3);
    intake->inspecting--;
    end_answered(job, answer);
    intake_pump(intake);
}

static json_t *inspect_request(const struct job *job)
{
    const char *slash = strrchr(job->path, '/');
    char name[4 * 255 +
              1]; /* NAME_MAX, each byte escaped as \x{XX} is longer: cut, as only the suffix matters */
    utf8_escape(slice_of(slash + 1), name, sizeof name);
    return json_pack("{s:s, s:s, s:b}", "op", "inspect", "name", name, "explain", 0);
}

static int submit(struct job *job)
{
    json_t *request = inspect_request(job);
    int error = request ? pool_submit(job->intake->pool, request, job->fd, on_answer, job) : -ENOMEM;
    json_decref(request);
    return error;
}

void job_inspect(struct job *job)
{
    struct intake *intake = job->intake;
    job->state = JOB_INSPECTING;
    intake->inspecting++;
    intake_check_store(intake,
                       store_inspecting(intake->options.store, job->id, job->sha256, intake->ruleset));
    int error = submit(job);
    if (!error)
        return;
    intake->inspecting--;
    try_again(job, (struct verdict){OUTCOME_CRASHED, strerror(-error)});
}

void job_see_again(struct job *job, enum sight sight)
{
    if (job->state != JOB_SEEN && job->state != JOB_SETTLING) {
        job->again_sight = !job->again || sight > job->again_sight ? sight : job->again_sight;
        job->again = true;
        return;
    }
    job->waited = false;
    job->closings = 0;
    job->sight = sight > job->sight ? sight : job->sight;
    if (job->state == JOB_SEEN || sight == SIGHT_FOUND)
        return;
    uv_timer_stop(&job->timer);
    line_up(job);
}

static struct job *new_job(struct intake *intake, const struct sighting *seen)
{
    struct job *job = mem_calloc(1, sizeof *job);
    if (!job)
        return NULL;
    *job = (struct job){.intake = intake, .root = root_ref(seen->root), .path = seen->path, .fd = -1};
    job->relative = job->path + strlen(job->root->settings.path) + 1;
    job->sight = seen->sight;
    job->stamp = root_stamp(&seen->status);
    job->was_done = seen->done;
    if (seen->done) {
        job->id = seen->record.id;
        job->old_outcome = seen->record.outcome;
        memcpy(job->old_sha256, seen->record.sha256, sizeof job->old_sha256);
        memcpy(job->old_ruleset, seen->record.ruleset, sizeof job->old_ruleset);
    }
    uv_timer_init(intake->options.loop, &job->timer);
    job->timer.data = job;
    return job;
}

struct job *job_begin(struct intake *intake, struct sighting *seen)
{
    struct job *job = new_job(intake, seen);
    if (!job)
        return NULL;
    seen->path = NULL;
    if (!job->was_done)
        note_seen(job);
    intake->seen++;
    queue_add(intake->queue, job);
    line_up(job);
    return job;
}
