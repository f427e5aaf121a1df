/* A zip container read from memory, for the formats that are zip and XML: OOXML, ODF, OFD. Linked into each
 * plugin that uses it; runs in the worker.
 *
 *   entry     a file of the container
 *   directory the list of entries at the container's end. Where it is damaged or missing (a file cut short) the
 *             entries are found by their own heads, and the container is `damaged`
 *
 * Nothing is written anywhere and no name is taken for a path. Of the specification (PKWARE APPNOTE 6.3) it
 * reads stored and deflated entries, data descriptors and ZIP64; all that office programs write. A limit that
 * is crossed does not return: the outcome is `limit` with its name. Memory is the document's. */
#pragma once

#include "../plugin.h"

/* X(name, value, what it bounds and why), in the form of tallyd_format.limits */
#define ZIP_LIMITS(X)                                                                                        \
    X(zip_entries, 1u << 16, "entries of a container")                                                       \
    X(zip_expanded, 256u << 20, "bytes unpacked in all: a report of 150 pages has 10 MB")                    \
    X(zip_ratio, 200u, "unpacked to packed bytes of an entry above 8 MiB: XML reaches 60, a bomb 1000")

enum {
#define X(name, value, why) LIMIT_##name = (value),
    ZIP_LIMITS(X)
#undef X
};

struct reuse;
struct zip;

struct zip_entry {
    const char *name;        /* as the container has it, `\` as `/`, no leading `/`; NUL-terminated */
    size_t packed, unpacked; /* bytes as declared; `unpacked` is 0 where it is not known before reading */
    bool encrypted;
    /* private */
    size_t head; /* where its local head is */
    unsigned method;
    uint32_t crc;
    bool sized; /* sizes and crc are known */
};

/* A container whose entries stand in memory as they are: `text` must outlive it. zip_add before anything is asked of it. */
struct zip *zip_new(struct tallyd_builder *b, const char *text, size_t size);
/* An entry: the bytes [from, from + size) of the text. */
void zip_part(struct zip *zip, const char *name, size_t from, size_t size);
/* No more are added. */
void zip_ready(struct zip *zip, bool damaged);

/* TALLYD_OK, or TALLYD_CORRUPT where there is not one entry. */
enum tallyd_result zip_open(struct tallyd_builder *b, const char *bytes, size_t size, struct zip **ret);

struct tallyd_builder *zip_builder(const struct zip *zip);
/* For the libraries that read its entries, one after the other. */
struct reuse *zip_memory(const struct zip *zip);
bool zip_damaged(const struct zip *zip);
/* Whether any entry is encrypted. */
bool zip_encrypted(const struct zip *zip);
unsigned zip_count(const struct zip *zip);
const struct zip_entry *zip_entry(const struct zip *zip, unsigned i);
/* By name, ASCII letters in either case (as OPC has it), `/` before it or not; NULL where there is none. */
const struct zip_entry *zip_find(const struct zip *zip, const char *name);

/* Takes a piece of an entry; false stops the reading. */
typedef bool zip_piece_fn(void *context, const char *bytes, size_t size);

/* Hands over an entry piece by piece. TALLYD_OK at its end or where `piece` stopped it; TALLYD_CORRUPT where it
 * breaks off, does not unpack or has another checksum (pieces were handed over before that is known);
 * TALLYD_ENCRYPTED. */
enum tallyd_result zip_read(struct zip *zip, const struct zip_entry *entry, zip_piece_fn *piece,
                            void *context);
/* All of an entry, followed by a NUL that is not counted. What could be read is given with TALLYD_CORRUPT too;
 * untouched with TALLYD_ENCRYPTED. */
enum tallyd_result zip_read_all(struct zip *zip, const struct zip_entry *entry, const char **ret,
                                size_t *ret_size);

/* The container's count of XML elements so far, set where `nodes` is not 0 (xml.c bounds it). */
unsigned long zip_nodes(struct zip *zip, unsigned long nodes);

/* For probes: whether the head of a file is a zip container's. */
bool zip_is_zip(const char *head, size_t size);
/* For probes: whether an entry whose name begins like this shows in the head of a file. */
bool zip_head_names(const char *head, size_t size, const char *name);
