/* Rich text as a row of tokens (RTF 1.9.1, "RTF Syntax"). Line ends and NUL say nothing and are passed over, \bin with its
 * bytes as well. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum token_kind {
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_WORD,   /* \name, perhaps with a number */
    TOKEN_SYMBOL, /* \ and one character that is no letter: `at` is that character */
    TOKEN_BYTES,  /* text as it stands, or the byte of \'hh, in the character set of its font */
};

struct token {
    enum token_kind kind;
    const char *at; /* of a word its name, of bytes the bytes */
    size_t len;
    bool has_number;
    int number;
    bool coded; /* bytes that were written as \'hh */
    char byte;  /* its value, for `at` to point to */
};

struct tokens {
    const char *at, *end;
    /* Characters may have two bytes, the second of which may be `\`, `{` or `}`. */
    bool pairs;
};

/* False at the end. */
bool tokens_next(struct tokens *tokens, struct token *ret);
