/* The words of the domain, as data (config/lexicon/, INI): measures with their synonyms, parts and dimension;
 * versions (年初预算, 决算数 …); heads that tell a table's kind; sections that a report must have; words of
 * change, of bounds and so on. A bureau adds files of its own to lexicon.d/. Loaded by the worker before it
 * locks itself in; read-only after.
 *
 *   measure  something a report gives a figure for: 基本支出, 公务接待费
 *   version  whose figure of it: the initial budget's, the full-year budget's, the actual one …
 *
 * To add a measure, start with config/lexicon/measures.ini: no code changes. Used by the worker. */
#pragma once

#include "quantity.h"

enum version {
    VERSION_UNKNOWN,
    VERSION_INITIAL,    /* 年初预算, 批复 */
    VERSION_ADJUSTED,   /* 全年预算, 调整预算 */
    VERSION_BUDGET,     /* 预算, 预算数: a budget, the words do not say which */
    VERSION_ACTUAL,     /* 执行数, 决算数, 实际支出 */
    VERSION_CARRIED_IN, /* 上年结转 */
    VERSION_SUPPLEMENT, /* 追加 */
    VERSION_CUT,        /* 调减, 收回 */
    VERSION_BALANCE,    /* 结余, 结转下年 */
    VERSION_TARGET,     /* 年度指标值, 目标值 */
    VERSION_ACHIEVED,   /* 实际完成值 */
    VERSION_WEIGHT,     /* 分值 */
    VERSION_SCORE,      /* 得分 */
    VERSION_RATE,       /* 执行率, 完成率 */
    VERSION_SHARE,      /* 占比 */
    VERSION_CHANGE,     /* 增减额 */
    VERSION_GROWTH,     /* 增减率 */
    VERSION_APPROVED,   /* 编制数: approved staff */
    VERSION_COUNT
};

const char *version_name(enum version version); /* stable, for Lua and JSON: "initial" … */

struct measure {
    struct slice name; /* canonical, Chinese */
    struct slice en;
    enum dimension dimension;
    const struct measure **parts; /* what it is the sum of, where the domain fixes it */
    uint32_t n_parts;
    const struct measure *parent; /* the first measure that lists it as a part, or NULL */
    bool total;                   /* 合计, 总计: a total of what stands around it */
    uint32_t number;              /* from 1, in the order of the files */
};

/* By which facts are sorted by their measures, the same in every run, wherever its memory lies; 0 for NULL. */
static inline uint32_t measure_order(const struct measure *measure)
{
    return measure ? measure->number : 0;
}

struct lexicon;

/* Reads every *.ini of the folders, in order; a later file may add to or replace an earlier one. On failure a
 * negative errno, and `error` (of `size` bytes) says file, line and cause. */
int lexicon_load(const char *const *folders, struct lexicon **ret, char *error, size_t size);
void lexicon_free(struct lexicon *lexicon);

const struct measure *lexicon_measure(const struct lexicon *lexicon, struct slice name);
uint32_t lexicon_measure_count(const struct lexicon *lexicon);
const struct measure *lexicon_measure_at(const struct lexicon *lexicon, uint32_t i);
/* The longest measure word that `text` ends with or contains last, and where it stands; NULL where there is
 * none. */
const struct measure *lexicon_find_measure(const struct lexicon *lexicon, struct slice text, size_t *ret_from,
                                           size_t *ret_to);
/* Any of the three that say what may be spent. */
bool lexicon_is_budget(enum version version);
/* The version that the words of a head or a clause name (the last one where there are several), and where. */
enum version lexicon_find_version(const struct lexicon *lexicon, struct slice text, size_t *ret_from,
                                  size_t *ret_to);
/* Whether a class of words ([words NAME] in the data, for example "of-which", "explanation") has one that
 * occurs in `text`; the longest one, the first of these. */
bool lexicon_find_word(const struct lexicon *lexicon, const char *class, struct slice text, size_t *ret_from,
                       size_t *ret_to);

/* Whether `text` begins with a word of the class, and where the longest ends; whether it is one. */
bool lexicon_begins(const struct lexicon *lexicon, const char *class, struct slice text, size_t *ret_to);
/* Whether it is a word of any class that the readers of this folder ask for, a measure's or a version's. */
bool lexicon_knows(const struct lexicon *lexicon, struct slice text);
bool lexicon_is(const struct lexicon *lexicon, const char *class, struct slice text);

/* A word written wrong ([pairs NAME] in the data, lexicon_pairs.h). */
struct lexicon_pair {
    struct slice wrong, right;
    const struct slice *excuses; /* longer words that it is a part of, or words of the same sentence */
    uint32_t n_excuses;
};

struct lexicon_pair_at {
    const struct lexicon_pair *pair;
    size_t from, to; /* bytes of the text */
};

/* The next wrong word of a class from byte `at` on, the longest at its place; whether it is excused there is the
 * caller's to see. */
bool lexicon_find_pair(const struct lexicon *lexicon, const char *class, struct slice text, size_t at,
                       struct lexicon_pair_at *ret);
/* The same of every class and all of a text, in one pass: tells each in order, those of one class apart from each
 * other. */
typedef void lexicon_pair_fn(void *context, struct slice class, const struct lexicon_pair_at *found);
void lexicon_find_pairs(const struct lexicon *lexicon, struct slice text, lexicon_pair_fn *on_pair,
                        void *context);

/* One word found in a text: all of them in one pass, for readers that ask many questions of one sentence. */
enum hit_kind { HIT_MEASURE, HIT_VERSION, HIT_WORD };

struct hit {
    enum hit_kind kind;
    uint32_t id; /* index for lexicon_measure_at, enum version, or lexicon_class */
    size_t from, to;
};

struct hits {
    struct hit *items;
    uint32_t n, cap;
    size_t *ends; /* lexicon.c's own: where the last hit of each kind and class ends */
};

/* All words of a text in order; of measures, of versions and of each class the longest at a place, none
 * overlapping another of its kind. Blanks and quotation marks inside a word do not count, widths and letter
 * case neither. Replaces what `ret` held. Linear in the length of the text, whatever the size of the lexicon.
 */
void lexicon_scan(const struct lexicon *lexicon, struct arena *arena, struct slice text, struct hits *ret);
/* The same for the classes that rules look for everywhere (their names begin with LEXICON_FIND), and only these:
 * neither they nor those that rules ask of a string (LEXICON_ASK) are among what lexicon_scan finds. */
#define LEXICON_CLASSES 256 /* classes of words; a reader keeps one place for each */
#define LEXICON_FIND    "find-"
#define LEXICON_ASK     "ask-"
void lexicon_find(const struct lexicon *lexicon, struct arena *arena, struct slice text, struct hits *ret);
/* The number of a class of words, for hits; UINT32_MAX where the data has none. */
uint32_t lexicon_class(const struct lexicon *lexicon, const char *class);
