#include "ending.h"

#include "baseline.h"

#include "../wire/event.h"

#include <errno.h>
#include <string.h>
#include <time.h>

static const struct {
    mode_t type;
    const char *name;
} file_types[] = {
    {S_IFLNK, "symbolic link"}, {S_IFIFO, "named pipe"},
    {S_IFSOCK, "socket"},       {S_IFCHR, "device"},
    {S_IFBLK, "block device"},  {S_IFDIR, "folder, and the watch is not recursive"},
};

static const struct {
    int error;
    struct verdict verdict;
    bool may_pass;
} open_errors[] = {
    {ENOENT, {OUTCOME_VANISHED, "gone before it was read"}, false},
    {ENOTDIR, {OUTCOME_VANISHED, "its folder is gone"}, false},
    {ELOOP, {OUTCOME_NOT_REGULAR, "symbolic link"}, false},
    {ENXIO, {OUTCOME_NOT_REGULAR, "socket"}, false},
    {ENAMETOOLONG, {OUTCOME_BAD_NAME, "its path is too long"}, false},
};

static const int passing_errors[] = {EAGAIN, EINTR,     EMFILE, ENFILE, ENOMEM,
                                     EIO,    ETIMEDOUT, ESTALE, EBUSY,  ENOBUFS};

static const char *kind_of(mode_t mode)
{
    for (size_t i = 0; i < sizeof file_types / sizeof *file_types; i++)
        if ((mode & S_IFMT) == file_types[i].type)
            return file_types[i].name;
    return "special file";
}

bool ending_by_stat(const struct root *root, const struct stat *status, struct verdict *ret)
{
    if (!S_ISREG(status->st_mode))
        *ret = (struct verdict){OUTCOME_NOT_REGULAR, kind_of(status->st_mode)};
    else if ((uint64_t)status->st_size > root->settings.max_size)
        *ret = (struct verdict){OUTCOME_TOO_LARGE, "larger than max_size of its watch"};
    else
        return false;
    return true;
}

bool ending_by_errno(int error, struct verdict *ret)
{
    *ret = (struct verdict){OUTCOME_UNREADABLE, strerror(-error)};
    for (size_t i = 0; i < sizeof open_errors / sizeof *open_errors; i++)
        if (error == -open_errors[i].error)
            *ret = open_errors[i].verdict;
    for (size_t i = 0; i < sizeof passing_errors / sizeof *passing_errors; i++)
        if (error == -passing_errors[i])
            return true;
    return false;
}

int64_t ending_now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int ending_record(struct store *store, const struct ending_terms *terms, const struct ending *ending,
                  const struct answer *answer)
{
    struct event_context context = {
        .time_ms = ending_now_ns() / 1000000,
        .ruleset = terms->ruleset,
        .language = terms->language,
        .file = {.path = ending->path,
                 .sha256 = ending->sha256,
                 .size = ending->stamp.size,
                 .watch = ending->watch},
    };
    json_t *events = event_all(&context, answer);
    if (!events)
        return -ENOMEM;
    const char *reason = json_string_value(json_object_get(answer->report, "reason"));
    int error = baseline_mark(store, ending->id, &context, answer, events);
    if (!error)
        error = store_done(store, ending->id, &ending->stamp, answer->outcome, reason ? reason : "", events);
    json_decref(events);
    return error;
}

int ending_record_verdict(struct store *store, const struct ending_terms *terms, const struct ending *ending,
                          struct verdict verdict)
{
    struct answer answer;
    answer_init(&answer);
    answer_fail(&answer, verdict.outcome, verdict.reason);
    int error = ending_record(store, terms, ending, &answer);
    answer_done(&answer);
    return error;
}
