/* The compound file (OLE2, [MS-CFB]) read from memory: a small file system of sectors in chains.
 *
 *   FAT        for each sector the next of its chain
 *   mini FAT   the same for the 64-byte sectors of streams below 4096 bytes
 *   directory  a tree of entries; only the streams directly below the root are looked for, since an embedded
 *              document has streams of the same names deeper down
 *
 * A chain is followed no further than the file has sectors, so a cycle ends. A last sector may be short, as
 * WPS writes it: what is there is taken. */
#pragma once

#include "bytes.h"

/* X(name, value, what it bounds and why), in the form of tallyd_format.limits */
#define CFB_LIMITS(X)                                                                                        \
    X(cfb_entries, 1u << 16, "entries of a compound file's directory: a document with pictures has hundreds")

struct cfb;

/* What the file is: TALLYD_OK, or TALLYD_CORRUPT where it has no directory. */
enum tallyd_result cfb_open(struct tallyd_builder *b, struct bytes file, struct cfb **ret);
/* Whether the root has a stream of this name (ASCII, in either case). */
bool cfb_has(const struct cfb *cfb, const char *name);
/* Whether the directory's end is not in the file, so that there may be streams that nothing is known of. */
bool cfb_broken(const struct cfb *cfb);
/* The stream's bytes, in one piece; of length 0 where there is none. `ret_cut` is set, never cleared, where
 * its chain ends too soon. */
struct bytes cfb_read(struct cfb *cfb, const char *name, bool *ret_cut);
