/* The jobs in memory: at most `capacity` of them, one a path, some of them standing in one of two lines.
 * Knows nothing of what a job does. Used by tallyd on its loop. */
#pragma once

#include "job.h"

enum line {
    LINE_LOOK,    /* to be opened and looked at */
    LINE_INSPECT, /* hashed, waiting for room in the pool */
    LINES
};

struct queue;

struct queue *queue_new(unsigned capacity); /* NULL without memory */
/* It must be empty. Accepts NULL. */
void queue_free(struct queue *queue);

struct job *queue_find(const struct queue *queue, const char *path);
bool queue_full(const struct queue *queue);
unsigned queue_count(const struct queue *queue);
/* Must have room and no job of this path. */
void queue_add(struct queue *queue, struct job *job);
/* Must be in it, and in no line. */
void queue_remove(struct queue *queue, struct job *job);

void queue_push(struct queue *queue, enum line line, struct job *job);
/* The job that has stood longest, or NULL. */
struct job *queue_pop(struct queue *queue, enum line line);
unsigned queue_length(const struct queue *queue, enum line line);
/* Calls `each` for every job; it may remove that one. */
void queue_each(struct queue *queue, void (*each)(struct job *job));
