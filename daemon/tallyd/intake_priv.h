/* What intake.c and job.c share: intake sees files and keeps the jobs, a job knows its states. */
#pragma once

#include "ending.h"
#include "intake.h"
#include "queue.h"

struct intake {
    struct intake_options options;
    struct queue *queue;
    struct pool *pool;
    char ruleset[HASH_HEX_SIZE], language[8];
    unsigned open, hashing, inspecting;
    unsigned long counts[OUTCOME_COUNT], seen, unchanged;
    bool stopped, abandoned, store_failed, was_full, held;
    bool leaving;     /* a file is to leave since intake_take_leaving */
    unsigned closing; /* jobs whose handles are not closed yet */
    intake_closed_fn *closed;
    void *closed_context;
};

/* What is known of a file at the moment it came to notice. */
struct sighting {
    struct root *root;
    const char *relative;
    char *path; /* NULL once a job has it */
    enum sight sight;
    struct stat status;
    int error; /* of looking at it */
    bool done;
    struct file_record record; /* when done */
};

/* Stops everything when the store failed. */
void intake_check_store(struct intake *intake, int error);
/* Into the ledger, unless the store failed. */
void intake_record_verdict(struct intake *intake, const struct ending *ending, struct verdict verdict);
/* The ledger says that we have moved it out of its folder, or are about to. */
bool intake_has_left(struct intake *intake, const char *path);
/* What came of a file of this root; where the watch says so, it leaves its folder after the commit. */
void intake_let_leave(struct intake *intake, const struct root *root, int64_t id, enum outcome outcome);
/* A job has left memory for good. */
void intake_job_closed(struct intake *intake);

/* In the queue and in line; takes over the path. NULL without memory. */
struct job *job_begin(struct intake *intake, struct sighting *seen);
/* Something came for a file that has a job. */
void job_see_again(struct job *job, enum sight sight);
/* Opens it and decides; of JOB_SEEN, out of its line. */
void job_look(struct job *job);
/* Hands it to the pool; of JOB_QUEUED, out of its line. */
void job_inspect(struct job *job);
/* Out of memory; the ledger stays as it is. Not while its work runs. */
void job_drop(struct job *job);
