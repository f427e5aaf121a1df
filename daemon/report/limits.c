#include "limits.h"

#include "../base/must.h"

static const unsigned long limit_values[] = {
#define X(name, value, why) value,
    LIMITS(X)
#undef X
};

/* The names as reports give them. */
static const char *const limit_names[] = {
    [LIMIT_READING_BYTES] = "reading_bytes",
    [LIMIT_BLOCKS] = "blocks",
    [LIMIT_TABLES] = "tables",
    [LIMIT_TABLE_ROWS] = "table_rows",
    [LIMIT_TABLE_COLUMNS] = "table_columns",
    [LIMIT_CELLS] = "cells",
    [LIMIT_GRID_SLOTS] = "grid_slots",
    [LIMIT_QUANTITIES] = "quantities",
    [LIMIT_CLAIMS] = "claims",
    [LIMIT_CLAIM_MEMBERS] = "claim_members",
    [LIMIT_PASSAGES] = "passages",
    [LIMIT_FINDINGS] = "findings",
    [LIMIT_EVIDENCE] = "evidence",
};

unsigned long limit_value(enum limit limit)
{
    must(limit < LIMIT_COUNT);
    return limit_values[limit];
}

const char *limit_name(enum limit limit)
{
    must(limit < LIMIT_COUNT);
    return limit_names[limit];
}
