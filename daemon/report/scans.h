/* The lexicon's words in texts of the document, each text gone through once: several readers ask for the same
 * sentences, captions and cells. A text is known by where it stands, so it must stay there as long as the report.
 * Used by the worker. */
#pragma once

#include "lexicon.h"

struct scans {
    struct arena *arena;
    const struct lexicon *lexicon;
    struct scan_kept *slots; /* scans.c's own */
    uint32_t n, size;
    struct hits found; /* by the scan at hand */
};

void scans_init(struct scans *scans, struct arena *arena, const struct lexicon *lexicon);
/* What lexicon_scan finds; read-only, there as long as the report. */
struct hits scans_of(struct scans *scans, struct slice text);
/* Whether a word of a class stands in the text, as lexicon_find_word tells: for texts that several questions are asked of,
 * and classes that lexicon_scan finds. */
bool scans_have(struct scans *scans, struct slice text, const char *class);
