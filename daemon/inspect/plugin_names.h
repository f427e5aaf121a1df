/* The formats that tallyd has plugins for, by what files of them are called and begin with: so that a file can be told
 * which package it waits for, and that its name is another format's, when that plugin is not installed. Used by
 * plugin_host.c. */
#pragma once

#include "../base/slice.h"

/* The suffix of a name, where it is one of these formats'; NULL where not. */
const char *plugin_names_suffix(struct slice name);
/* The plugin that a file is for: by how it begins, else by its name; NULL where none is. */
const char *plugin_names_wanted(struct slice bytes, struct slice name);
