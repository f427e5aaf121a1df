/* What the files of the pool share.
 *
 *   pool        pool.c        what the client sees; which generation is at work, restarts and reloads
 *   generation  generation.c  one tally-inspect process: its start, its control socket, its end
 *   child       child.c       one child of it and the document in its hands
 *   spawn.c                   starting the process
 *
 * Ownership: a pool counts its generations and its timer, a generation its children and its handles, a child
 * its handles; who counts down to nothing is freed, so nothing is freed before its last close callback. */
#pragma once

#include "pool.h"

#include "message.h"

#define POOL_SPARE_CHILDREN                                                                                  \
    1u /* idle children beyond one a worker: the next is there while its fork is asked for */
#define POOL_EXIT_WAIT_MS 1000u /* from a child's end of stream to the word how it ended */
#define POOL_STOP_WAIT_MS 2000u /* from closing an inspector's control socket to killing it */
#define POOL_DELAY_MIN_MS 100u  /* before starting again; doubles each time until a document was answered */
#define POOL_DELAY_MAX_MS 30000u
#define POOL_READ_BATCH   64u /* messages from one socket before others have their turn */
#define POOL_REASON_SIZE  512u

enum child_state {
    CHILD_IDLE,  /* forked, no document */
    CHILD_BUSY,  /* has a document */
    CHILD_ENDED, /* its stream ended without a report; waits to be told how it ended */
    CHILD_GONE,  /* answered; its handles are closing */
};

struct child {
    struct generation *generation;
    struct child *next;
    enum child_state state;
    pid_t pid;
    int socket, pidfd;
    uv_poll_t poll;
    uv_timer_t timer; /* BUSY: the deadline; ENDED: until its end is told */
    unsigned handles;
    char ending[64]; /* how it ended, once told */
    struct answer answer;
    pool_answer_fn *give; /* NULL until it has a document */
    void *context;
    uint64_t started_ns;
};

enum generation_state {
    GENERATION_STARTING,
    GENERATION_READY,
    GENERATION_DRAINING, /* takes no document; some are still out */
    GENERATION_STOPPING, /* its control socket is closed */
    GENERATION_GONE,     /* the process ended; children may still have documents */
};

struct generation {
    struct pool *pool;
    struct generation *next;
    enum generation_state state;
    json_t *setup;
    pid_t pid;
    int control, pidfd;
    uv_poll_t control_poll, exit_poll;
    uv_timer_t
        timer; /* STARTING: the deadline; READY: for a child asked for, or a rest; STOPPING: the grace */
    unsigned references;
    struct child *children;
    unsigned idle, busy;          /* `busy` counts ENDED ones with a document too */
    unsigned asked;               /* children asked for and not come yet */
    unsigned deaths;              /* children that ended without a document since the last answer */
    char error[POOL_REASON_SIZE]; /* why it did not start, in its own words */
};

struct pool {
    uv_loop_t *loop;
    struct pool_events events;
    char *inspector;
    unsigned workers, deadline_ms, start_deadline_ms;
    json_t *setup; /* of the next start: the last that worked, else the last given */
    bool proven;   /* `setup` worked once */
    struct generation *generations, *current, *starting;
    uv_timer_t restart;
    unsigned delay_ms, references;
    unsigned long child_kib;
    bool closing;
    pool_closed_fn *closed;
    void *closed_context;
    char buffer[MESSAGE_SIZE_MAX];
};

/* spawn.c: starts the program with `ret_control`'s other end as descriptor 3 and nothing else but standard
 * streams. 0 or a negative errno. */
int spawn_inspector(const char *program, pid_t *ret_pid, int *ret_pidfd, int *ret_control);
/* SIGKILL through a pidfd; nothing where the process is gone. */
void spawn_kill(int pidfd);
/* Kills and reaps it, at once. */
void spawn_stop(int pidfd);
/* Reaps it; how it ended, "signal 11 (SIGSEGV)" or "exit status 1". */
void spawn_reap(int pidfd, char *ret, size_t size);
void spawn_describe(int signal, int code, char *ret, size_t size);

/* child.c: takes both descriptors. 0 or a negative errno, with the descriptors closed. */
int child_new(struct generation *generation, pid_t pid, int fds[2]);
/* 0, or a negative errno: then nothing is submitted; -EPIPE: this child is no good, another may be. */
int child_submit(struct child *child, const json_t *request, int fd, pool_answer_fn *answer, void *context);
/* The inspector told how it ended. */
void child_exited(struct child *child, const char *ending);
/* The inspector is gone: an idle child goes too, one that ended is answered. */
void child_orphaned(struct child *child);
/* Ends it at once; its document is answered OUTCOME_KILLED with this reason. */
void child_stop(struct child *child, const char *reason);

/* generation.c */
int generation_new(struct pool *pool, json_t *setup, struct generation **ret);
/* Asks for the children that are missing; after a death, not before a rest. Calls no event. */
void generation_ask(struct generation *generation);
/* The same, goes on draining, tells of room: after whatever changed. */
void generation_settle(struct generation *generation);
/* No more documents; ends when those out are answered. */
void generation_drain(struct generation *generation);
/* Ends it at once, its documents answered with this reason. */
void generation_stop(struct generation *generation, const char *reason);
/* A child was freed. */
void generation_unref(struct generation *generation);

/* pool.c */
void pool_generation_ready(struct generation *generation, const json_t *info);
void pool_generation_gone(struct generation *generation, const char *ending);
void pool_generation_freed(struct generation *generation);
void pool_answered(struct pool *pool, const struct answer *answer);
unsigned pool_next_delay(struct pool *pool);
