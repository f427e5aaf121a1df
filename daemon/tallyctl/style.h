/* Colours, on a terminal only. Used by tallyctl. */
#pragma once

#include <stdbool.h>
#include <stdio.h>

enum style { STYLE_PLAIN, STYLE_ERROR, STYLE_WARNING, STYLE_NOTICE, STYLE_STRONG, STYLE_DIM };

/* `wish` is NULL or "auto" (a terminal, and NO_COLOR not set), "always" or "never". */
bool style_wanted(const char *wish, FILE *stream);
/* The sequence that begins a style, or "" where `on` is false. */
const char *style_begin(bool on, enum style style);
const char *style_end(bool on);
/* Columns of the terminal, 0 where it is none. */
unsigned style_columns(FILE *stream);
