/* The tree of watched folders: which inotify watch is which folder, where it stands, and which wait to be
 * scanned. A folder's path is that of its parents, so moving one moves all beneath it. Used by tallyd on its
 * loop. */
#pragma once

#include "root.h"

struct folder {
    struct folder *next_same_slot;                   /* table of inotify watches */
    struct folder *parent, *first, *next, *previous; /* the tree: first child, siblings */
    struct folder *next_dirty, **at_dirty;           /* the line of those to be scanned */
    struct root *root;
    int wd; /* -1: the kernel gave no watch; only scans see it */
    dev_t device;
    ino_t inode;
    bool dirty;  /* stands in that line */
    bool deep;   /* its folders are to be scanned too */
    bool said;   /* that it cannot be read */
    char name[]; /* "" is the root */
};

struct folders {
    int inotify;
    struct folder **table;
    unsigned slots, count;
    struct folder *first_dirty, **end_dirty;
    struct folder *scanning; /* set by who scans; NULL again when that folder is forgotten */
};

int folders_init(struct folders *folders, int inotify); /* 0 or -ENOMEM */
void folders_done(struct folders *folders);

struct folder *folders_find(const struct folders *folders, int wd);
/* Watches a folder that is new, or that moved here; marks it for a deep scan. `parent` NULL: the root itself.
 * 0, or a negative errno: -ENOENT, -ENOTDIR: it is none; -ELOOP: it holds itself (a bind mount); -ENOSPC:
 * watched by scans only (the limit of inotify watches), the folder is given all the same. */
int folders_add(struct folders *folders, struct root *root, struct folder *parent, const char *name,
                struct folder **ret);
/* Forgets it and everything beneath it. */
void folders_remove(struct folders *folders, struct folder *folder);
/* Forgets those directly beneath it that only scans see; the scan that follows finds them again. */
void folders_remove_unwatched(struct folders *folders, struct folder *folder);

void folders_mark(struct folders *folders, struct folder *folder, bool deep);
/* The one that waits longest, no longer marked; NULL when there is none. */
struct folder *folders_take_dirty(struct folders *folders);

/* Its path relative to the root, with "/name" where `name` is given. False when it does not fit. */
bool folder_path(const struct folder *folder, const char *name, char *ret, size_t size);
/* It and all beneath it. */
unsigned folder_count(const struct folder *folder);
/* Whether it is still where the tree has it. */
bool folder_in_place(const struct folder *folder);
