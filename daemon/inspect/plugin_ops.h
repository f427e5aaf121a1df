/* The operations of plugins/plugin.h over a builder, with every argument checked. Used by plugin_host.c. */
#pragma once

#include "plugin_host.h"

#include <setjmp.h>

struct plugin_bridge {
    struct tallyd_builder handle; /* what the plugin holds; first, so that a handle is a bridge */
    const struct plugin_job *job;
    struct builder *builder;
    bool pushed, in_table, in_row;
    const char *encoding;
    struct slice note;
    jmp_buf refused; /* where nonsense of the plugin leads; `fault` says what it was */
    const char *fault;
};

void plugin_ops_init(struct plugin_bridge *bridge, const struct plugin_job *job);
