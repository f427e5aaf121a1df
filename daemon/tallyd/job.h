/* One file on its way through the daemon. It owns its descriptor, its timer and its work request, and is
 * freed when the last of them has ended. Its states, and what leads from one to the next, stand at the top of
 * job.c. Used by tallyd. */
#pragma once

#include "root.h"

#include "../base/hash.h"
#include "../wire/answer.h"

#include <uv.h>

struct intake;

/* How a file came to notice. The order is one of rising certainty that it is complete. */
enum sight {
    SIGHT_GONE,   /* deleted or moved away */
    SIGHT_FOUND,  /* by a scan */
    SIGHT_CLOSED, /* a writer closed it */
    SIGHT_MOVED,  /* renamed into the folder */
};

enum job_state {
    JOB_SEEN,
    JOB_SETTLING,
    JOB_HASHING,
    JOB_QUEUED,
    JOB_INSPECTING,
    JOB_CONFIRMING,
    JOB_DONE,
    JOB_STATES
};

struct job {
    struct job *next_same_slot; /* in the table of paths */
    struct job *next_in_line;
    struct intake *intake;
    struct root *root;
    char *path;           /* absolute; the ledger's key */
    const char *relative; /* its end */
    enum job_state state;
    enum sight sight;
    bool waited; /* the settle time has passed since `stamp` was taken */
    bool again;  /* something came while it was at work: look once more afterwards */
    enum sight again_sight;
    unsigned closings;                  /* looks that found a writer after the last close */
    unsigned tries;                     /* failed ones, of any kind */
    char crashed_sha256[HASH_HEX_SIZE]; /* the content that one crash came of; "": none */
    bool doubted;                       /* its answer was waited with once */
    struct answer answer;               /* of JOB_CONFIRMING */
    int fd;                             /* open from JOB_HASHING to the end */
    int64_t id;                         /* in the ledger */
    struct file_stamp stamp;            /* when it was opened */
    bool was_done;                      /* the ledger had an end for this path, namely: */
    enum outcome old_outcome;
    char old_sha256[HASH_HEX_SIZE], old_ruleset[HASH_HEX_SIZE];
    char sha256[HASH_HEX_SIZE]; /* of what is inspected */
    struct {
        int error;
        char sha256[HASH_HEX_SIZE];
        struct file_stamp stamp; /* before the first byte was read */
        uint64_t size;
    } hashed; /* by the last work */
    uv_timer_t timer;
    uv_work_t work;
};
