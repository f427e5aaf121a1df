/* Where the parts of an installation are: in a build tree beside the running program, else where `make
 * install` put them. Used by tallyd and tallyctl. */
#pragma once

struct paths {
    char *inspector;                 /* the program tally-inspect */
    char *plugins, *rules, *lexicon; /* folders */
    char *config;                    /* tallyd.conf; in a build tree the one under config/ */
};

/* 0 or a negative errno. Every string is the caller's (paths_done). */
int paths_find(struct paths *ret);
void paths_done(struct paths *paths);
