/* Words written wrong and what they should be: `[pairs NAME]` of the lexicon, one line a right word:
 *
 *   部署 = 布署, 部暑            安装 = 按装 ! 按装机 按装置
 *
 * What follows ! excuses the wrong words: where it contains one, as a part of the text there; else anywhere in the same
 * sentence. Used by lexicon.c only; readers use lexicon_find_pair and lexicon_find_pairs (lexicon.h). */
#pragma once

#include "lexicon_trie.h"

#include "lexicon.h"

#define LEXICON_PAIR_CLASSES 8 /* a search keeps one place for each */

struct lexicon_pairs;

/* As trie_new; settled when all words are in it. */
struct lexicon_pairs *lexicon_pairs_new(struct arena *arena, struct arena *growing);
void lexicon_pairs_settle(struct lexicon_pairs *pairs);
/* Adds the words of `list`, of file number `origin`; NULL, or what is wrong with it. */
const char *lexicon_pairs_add(struct lexicon_pairs *pairs, struct slice class, struct slice right,
                              struct slice list, uint32_t origin);
bool lexicon_pairs_find(const struct lexicon_pairs *pairs, struct slice class, struct slice text, size_t at,
                        struct lexicon_pair_at *ret);
void lexicon_pairs_all(const struct lexicon_pairs *pairs, struct slice text, lexicon_pair_fn *on_pair,
                       void *context);
