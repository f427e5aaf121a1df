/* tallyd format plugins: the whole contract, installed as <tallyd/plugin.h>.
 *
 * A plugin is a shared object that exports one object named `tallyd_format`. The worker loads every plugin of
 * its folder, asks each `probe` how well the head of a file fits, and lets the best one `extract` it. That
 * happens in a process of its own for each document, inside a sandbox: a plugin can open no file, start no
 * thread or process and map no code; what it needs at run time it must have built in or loaded from `init`,
 * which runs before the sandbox is closed.
 *
 * A plugin pushes what it reads, in reading order, through the operations below. They check their arguments
 * and hold every limit; a push that crosses one does not return (the process ends with the outcome `limit`),
 * so a plugin needs no clean-up path. All text is UTF-8; invalid text does not return either.
 *
 * The smallest plugin is in docs/formats.md; plugins/text is a full one. Licence: MIT. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Raised when anything in this file changes its meaning or layout. */
#define TALLYD_PLUGIN_ABI 4

/* The file, whole and in memory, and its name without folders. */
struct tallyd_input {
    const char *bytes;
    size_t size;
    const char *name; /* UTF-8, NUL-terminated */
};

/* Where something stands in the format's own terms, 1-based; 0 or NULL where the format has no such thing.
 * `hidden`: the file hides it (a hidden row or column of a sheet): it counts, but a reader does not see it. */
struct tallyd_place {
    uint32_t page, paragraph, table, row, column;
    const char *sheet;
    bool hidden;
};

/* What reading came to. Names as in the ledger. */
enum tallyd_result {
    TALLYD_OK,
    TALLYD_PARTIAL,         /* something could not be read; what was pushed is right */
    TALLYD_EMPTY,           /* no text at all */
    TALLYD_BINARY,          /* not this format after all, and no text */
    TALLYD_UNREADABLE_TEXT, /* text in no known encoding */
    TALLYD_SCANNED,
    TALLYD_ENCRYPTED,
    TALLYD_CORRUPT,
    TALLYD_UNSUPPORTED, /* a format that no plugin reads, in a container that this one knows */
    TALLYD_LIMIT, /* a limit of the plugin's own was crossed, and the note is its name; see also `limit` */
};

struct tallyd_builder;

struct tallyd_builder_ops {
    /* Zeroed memory that lives as long as the document; never NULL. */
    void *(*alloc)(struct tallyd_builder *b, size_t size);
    /* The whole reading text at once, for formats that are text; before any other push, at most once. The
     * memory must come from `alloc` or be the input. Text pushed later that lies inside it keeps its place.
     */
    void (*source)(struct tallyd_builder *b, const char *text, size_t length);
    /* Level 1 is the document's title, 2 to 6 below it; 0 lets the builder judge by the numbering. */
    void (*heading)(struct tallyd_builder *b, unsigned level, const char *text, size_t length,
                    const struct tallyd_place *place);
    /* A paragraph; one that is a numbered heading by its looks is recognised as such. */
    void (*paragraph)(struct tallyd_builder *b, const char *text, size_t length,
                      const struct tallyd_place *place);
    /* Running heads, page numbers, comments: kept for the reader, not examined. */
    void (*aside)(struct tallyd_builder *b, const char *text, size_t length,
                  const struct tallyd_place *place);
    /* `ragged`: merged cells were lost and rows may be short; `columns` is the width, 0 when unknown. */
    void (*table_begin)(struct tallyd_builder *b, bool ragged, unsigned columns,
                        const struct tallyd_place *place);
    void (*row)(struct tallyd_builder *b);
    /* Extents of at least 1. Empty cells are pushed too, with length 0; cells covered by another one are not.
     */
    void (*cell)(struct tallyd_builder *b, const char *text, size_t length, unsigned rows, unsigned columns,
                 const struct tallyd_place *place);
    /* A further run of the last cell's text, where a cell's lines do not stand next to each other in the source. */
    void (*more)(struct tallyd_builder *b, const char *text, size_t length);
    void (*table_end)(struct tallyd_builder *b);
    /* Static string: "gb18030". */
    void (*encoding)(struct tallyd_builder *b, const char *name);
    /* One line for the ledger and the reviewer on what is wrong with the file. */
    void (*note)(struct tallyd_builder *b, const char *text);
    /* A limit of the plugin's own is crossed. Does not return: the outcome is `limit` with this name. */
    void (*limit)(struct tallyd_builder *b, const char *name);
    /* What the content is, as the suffix that fits it (".xlsx"), for a plugin that reads several kinds. Where the
     * file is named otherwise, the reviewer is told. Without it any of the plugin's suffixes fits. */
    void (*kind)(struct tallyd_builder *b, const char *suffix);
    /* How sure the open table's grid is, 0 to 100, where it was inferred from what is drawn; 100 where this is not
     * called. A finding that rests on a doubtful grid is lowered. Not for ragged tables, which are judged later. */
    void (*confidence)(struct tallyd_builder *b, unsigned percent);
    /* The file is only a wrapping, and this, in memory from `alloc`, is what it holds: that is read in its place, by the
     * plugin that fits it. Before anything is pushed; does not return. */
    void (*inside)(struct tallyd_builder *b, const char *bytes, size_t size);
    /* As alloc, for what is needed only while the file is read: all of it goes with `scratch_end`, or when `extract` returns. */
    void *(*scratch)(struct tallyd_builder *b, size_t size);
    void (*scratch_end)(struct tallyd_builder *b);
};

struct tallyd_builder {
    const struct tallyd_builder_ops *ops;
};

/* How sure a probe is, 0 to 100. Equal answers: the suffix decides, then the order of names. */
enum { TALLYD_NO = 0, TALLYD_MAYBE = 30, TALLYD_LIKELY = 60, TALLYD_CERTAIN = 100 };

#define TALLYD_HEAD_SIZE 4096 /* what probe gets: this much, or all of a shorter file */

/* A limit of a plugin, for `tallyctl formats`: its name as in the ledger, its value, what it bounds and why. */
struct tallyd_limit {
    const char *name;
    unsigned long value;
    const char *why;
};

struct tallyd_format {
    uint32_t abi;     /* TALLYD_PLUGIN_ABI */
    const char *name; /* "text": lower case, also its folder and its .so */
    const char *title_zh, *title_en;
    const char *version;         /* of the plugin and the libraries in it: "1 (expat 2.5.0)" */
    const char *const *suffixes; /* ".txt", …, NULL; they only break ties */
    /* May be NULL. 0, or a negative errno: the plugin is left out and the log says so. For want of memory or descriptors
     * (-ENOMEM, -EMFILE, -ENFILE) no document is read until another try goes well. */
    int (*init)(void);
    int (*probe)(const char *head, size_t size, const char *name);
    enum tallyd_result (*extract)(const struct tallyd_input *input, struct tallyd_builder *builder);
    const struct tallyd_limit *limits; /* may be NULL; ends with {0} */
};

extern const struct tallyd_format tallyd_format;

#ifdef __cplusplus
}
#endif
