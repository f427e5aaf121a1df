/* A word list: made by lua_words.c, searched by lua_words_find.c. Used by these only. */
#pragma once

#include "lua_words.h"

#include <stdint.h>

/* Words are told apart by a hash of their first bytes: those of a Han character. */
#define KEY_BYTES 3
#define SLOTS     128

/* What may start at a byte. */
enum { STARTS_WORD = 1, STARTS_SHORT = 2 };

struct word {
    uint32_t at; /* of its text, in bytes from the list's */
    uint16_t length;
    uint16_t next; /* of the same slot: an index from 1, 0 at the end */
};

struct lua_words {
    uint8_t starts[256];
    uint16_t slots[SLOTS]; /* the first word of each */
    uint16_t shorts;       /* the first of those that are shorter than a key */
    uint16_t n;
    const char *text; /* behind the words */
    struct word words[];
};

static inline unsigned lua_words_slot(const char *at)
{
    const unsigned char *p = (const unsigned char *)at;
    uint32_t key = p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16;
    return (key * UINT32_C(0x9E3779B1)) >> 25;
}
