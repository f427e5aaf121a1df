/* The control socket: run_dir/control, one JSON object a line each way (docs/wire.md, "Control socket"). Who
 * may open it says the file's mode (0660, group tallyd where there is one); who may do what say the table of
 * verbs and the peer's credentials. A client that does not read loses its own answers and nobody else's. Used
 * by tallyd on its loop. */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <uv.h>

#define CONTROL_REQUEST_MAX (64u << 10) /* bytes of one request: docs/wire.md */
#define CONTROL_CLIENTS_MAX 64u         /* connections at once; further ones are closed */
#define CONTROL_BACKLOG_MAX (32u << 20) /* bytes that wait for one client to read them */
#define CONTROL_GROUP       "tallyd"

struct control;
struct control_request;

/* Answers now or later, once, with control_answer. `request` is borrowed until then. */
typedef void control_verb_fn(void *context, const json_t *body, struct control_request *request);

struct control_verb {
    const char *name;
    bool changes; /* for root and the daemon's own user; other verbs for the group's members too */
    control_verb_fn *run;
};

/* `verbs` ends with a NULL name and stays the caller's. 0, or a negative errno with the cause in `error`. */
int control_new(uv_loop_t *loop, const char *run_dir, const struct control_verb *verbs, void *context,
                struct control **ret, char *error, size_t size);
/* Takes over `fields`, to which "ok" is added; NULL where there was no memory. */
void control_answer(struct control_request *request, json_t *fields);
void control_refuse(struct control_request *request, const char *cause);
typedef void control_closed_fn(void *context);
/* Open requests may still be answered; that does nothing. */
void control_close(struct control *control, control_closed_fn *closed, void *context);
