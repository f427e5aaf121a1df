/* Prose as a row of tokens: figures that are facts, and between them only what tells how they belong
 * together: brackets, the ends of clauses and sentences, list numbers, and words of the lexicon's classes.
 * Used by the readers of claims. */
#pragma once

#include "claims_priv.h"
#include "numbering.h"

/* X(name, the lexicon's class of words, or NULL) */
#define TOKENS(X)                                                                                            \
    X(FACT, NULL)                                                                                            \
    X(OPEN, NULL)                                                                                            \
    X(CLOSE, NULL)                                                                                           \
    X(COMMA, NULL)                                                                                           \
    X(COLON, NULL)                                                                                           \
    X(SEMICOLON, NULL)                                                                                       \
    X(STOP, NULL)          /* the end of a sentence */                                                       \
    X(END, NULL)           /* the end of a cell, or of the paragraphs before a table */                      \
    X(ITEM, "list-number") /* 1. （2） 一是 */                                                           \
    X(SOME, "list-parts")  /* 其中, 主要是, 包括: what follows are parts */                           \
    X(HELD, "list-held")   /* 含, right after an opening bracket: likewise */                               \
    X(ALL, "list-all")     /* 分别为, 由…组成, 明细如下: what follows are all the parts */       \
    X(SPLIT, "list-split") /* 按支出性质分: the total of before, split once more */                    \
    X(CUT, NULL)           /* 按采购对象划分：, 分县区看，: likewise, as may be */              \
    X(REST, "list-rest")   /* 其他, 其余: after it nothing is left */                                    \
    X(ETC, "list-etc")     /* 等: something is left out */                                                  \
    X(JOINT, "list-total") /* 共, 合计, 总计: what follows is a total */

enum token_kind {
#define X(name, class) TOKEN_##name,
    TOKENS(X)
#undef X
        TOKEN_KIND_COUNT
};

struct token {
    enum token_kind kind;
    uint32_t fact;           /* FACT_NONE but for TOKEN_FACT */
    uint32_t sentence;       /* index into report->sentences */
    struct numbering number; /* of a TOKEN_ITEM in figures; level 0: in words (一是) */
    struct span span;
};

struct tokens {
    struct token *items;
    uint32_t n, cap;
};

/* All of the report's prose, in reading order. Sentences without a fact give their TOKEN_STOP, and their
 * other tokens only where the sentence after them has one. Linear in the length of the text. */
void claims_tokens(struct report *report, struct tokens *ret);
