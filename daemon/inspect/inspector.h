/* What an inspector has once it is set up; its children inherit it. Used by tally-inspect. */
#pragma once

#include "lua_host.h"
#include "plugin_host.h"
#include "setup.h"

struct inspector {
    int socket; /* to the client */
    struct setup setup;
    struct lexicon *lexicon;
    struct plugin_host *plugins;
    struct lua_host *rules;
    struct sandbox *sandbox;
    int signals;  /* readable when a child has ended */
    char *buffer; /* for requests */
};

/* What serving needs and lock-down would refuse. 0 or a negative errno. */
int serve_open(struct inspector *inspector);
/* Says ready, forks children on request and tells of their ends, until the client goes away. The process'
 * exit code. */
int serve(const struct inspector *inspector);

/* A child's whole life: locks itself in, takes one document from `socket`, answers and exits (child.c). */
_Noreturn void child_run(const struct inspector *inspector, int socket);
