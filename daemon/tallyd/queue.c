#include "queue.h"

#include "../base/mem.h"
#include "../base/must.h"

#include <string.h>

struct job_line {
    struct job *first, **end;
    unsigned length;
};

struct queue {
    unsigned capacity, count, slots;
    struct job **table;
    struct job_line lines[LINES];
};

static struct job **slot_of(const struct queue *queue, const char *path)
{
    return &queue->table[hash_fnv(slice_of(path)) % queue->slots];
}

static struct job **place_of(const struct queue *queue, const char *path)
{
    struct job **at = slot_of(queue, path);
    while (*at && strcmp((*at)->path, path) != 0)
        at = &(*at)->next_same_slot;
    return at;
}

struct queue *queue_new(unsigned capacity)
{
    struct queue *queue = mem_calloc(1, sizeof *queue);
    if (!queue)
        return NULL;
    *queue = (struct queue){.capacity = capacity, .slots = capacity * 2 + 1};
    queue->table = mem_calloc(queue->slots, sizeof(struct job *));
    for (int i = 0; i < LINES; i++)
        queue->lines[i].end = &queue->lines[i].first;
    if (queue->table)
        return queue;
    mem_free(queue);
    return NULL;
}

void queue_free(struct queue *queue)
{
    if (!queue)
        return;
    must(queue->count == 0);
    mem_free(queue->table);
    mem_free(queue);
}

struct job *queue_find(const struct queue *queue, const char *path)
{
    return *place_of(queue, path);
}

bool queue_full(const struct queue *queue)
{
    return queue->count >= queue->capacity;
}

unsigned queue_count(const struct queue *queue)
{
    return queue->count;
}

void queue_add(struct queue *queue, struct job *job)
{
    struct job **at = place_of(queue, job->path);
    must(!*at && !queue_full(queue));
    job->next_same_slot = NULL;
    *at = job;
    queue->count++;
}

void queue_remove(struct queue *queue, struct job *job)
{
    struct job **at = place_of(queue, job->path);
    must(*at == job);
    *at = job->next_same_slot;
    queue->count--;
}

void queue_push(struct queue *queue, enum line line, struct job *job)
{
    struct job_line *at = &queue->lines[line];
    job->next_in_line = NULL;
    *at->end = job;
    at->end = &job->next_in_line;
    at->length++;
}

struct job *queue_pop(struct queue *queue, enum line line)
{
    struct job_line *at = &queue->lines[line];
    struct job *job = at->first;
    if (!job)
        return NULL;
    at->first = job->next_in_line;
    if (!at->first)
        at->end = &at->first;
    at->length--;
    return job;
}

unsigned queue_length(const struct queue *queue, enum line line)
{
    return queue->lines[line].length;
}

void queue_each(struct queue *queue, void (*each)(struct job *job))
{
    struct job *next;
    for (unsigned i = 0; i < queue->slots; i++)
        for (struct job *job = queue->table[i]; job; job = next) {
            next = job->next_same_slot;
            each(job);
        }
}
