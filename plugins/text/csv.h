/* Separated values. */
#pragma once

#include "lines.h"

/* Reads a text of separated values into tables. False, and nothing pushed, where no separator parts its lines. */
bool csv_read(const char *bytes, size_t size, struct tallyd_builder *b);
