/* The operations of plugins/plugin.h over a builder, with every argument checked. Used by plugin_host.c. */
#pragma once

#include "plugin_host.h"

#include <setjmp.h>

struct plugin_bridge {
    struct tallyd_builder handle; /* what the plugin holds; first, so that a handle is a bridge */
    const struct plugin_job *job;
    struct builder *builder;
    bool pushed, in_table, in_row, in_cell;
    const char *encoding;
    struct slice source; /* checked: what is cut from it need not be checked again */
    struct slice note;
    struct slice kind;   /* the suffix that fits the content, or empty */
    struct slice inside; /* what the file wraps, to be read in its place */
    jmp_buf refused;     /* where the plugin's part ends before its time, with one of the values below */
    const char *fault;
    struct arena *scratch; /* what is needed only while it reads, or NULL */
};

enum {
    PLUGIN_OPS_NONSENSE = 1, /* `fault` says what it pushed */
    PLUGIN_OPS_LIMIT,        /* a limit of its own; `note` is its name */
    PLUGIN_OPS_INSIDE,       /* `inside` is to be read */
};

void plugin_ops_init(struct plugin_bridge *bridge, const struct plugin_job *job);
/* Gives back what was needed only while the plugin read. */
void plugin_ops_end_scratch(struct plugin_bridge *bridge);
