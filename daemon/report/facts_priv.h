/* What the readers of facts share: facts_prose.c reads sentences, facts_table.c cells, facts_words.c tells
 * what the words of a head, a label or a clause name. */
#pragma once

#include "report.h"

/* Classes of words that the readers ask for; X(name, class in config/lexicon/words.ini). */
#define FACT_WORDS(X)                                                                                        \
    X(LEAD, "lead")                                                                                          \
    X(TAIL, "tail")                                                                                          \
    X(OF_WHICH, "of-which")                                                                                  \
    X(RATE_OF, "rate-of")                                                                                    \
    X(SHARE, "share")                                                                                        \
    X(INCREASE, "increase")                                                                                  \
    X(DECREASE, "decrease")                                                                                  \
    X(GROWTH, "growth")                                                                                      \
    X(PRIOR, "prior-year")                                                                                   \
    X(THIS, "this-year")                                                                                     \
    X(COMPARED, "compared")                                                                                  \
    X(FOREIGN, "foreign")                                                                                    \
    X(INDICATOR, "indicator-head")                                                                           \
    X(CODE, "code-head")                                                                                     \
    X(SPENT, "heading-spent")                                                                                \
    X(EXPLANATION, "explanation")                                                                            \
    X(PROJECT, "project-label")                                                                              \
    X(PROJECT_FORM, "project-form")

enum fact_word {
#define X(name, class) WORD_##name,
    FACT_WORDS(X)
#undef X
        WORD_COUNT
};

struct fact_reader {
    struct report *report;
    enum fact_word word_of[LEXICON_CLASSES]; /* what a class of the lexicon, by its number, is here */
    struct hits hits;                        /* of the text at hand */
    const struct mark *mark; /* under which heading the last sentence stood, and what that says */
    uint32_t section;
    enum version heading;
    const struct unit *table_unit; /* that of the whole table before */
    struct {                       /* what the sentence before leaves to one that goes on with it */
        uint32_t sentence;         /* its index; UINT32_MAX: none */
        uint32_t topic;            /* the fact that it began with */
        enum version version;
        int year;
        bool prior;
        /* The last short sentence without figures, `1、行政运行（项）。`, whose words are read when a figure asks: it
         * reaches to the end of the paragraph after its own. Behind a long one only its label is left. */
        const struct sentence *subject;
        bool subject_past;
    } held;
};

/* What the words of a text [from, to) name; the last of each kind wins. */
struct words {
    const struct measure *measure;
    size_t measure_from, measure_to;
    enum version version;
    size_t version_from, version_to;
    uint32_t classes;                                    /* bit per enum fact_word */
    uint32_t word_from[WORD_COUNT], word_to[WORD_COUNT]; /* the last word of each class */
};

/* What a cell's place in its table says before its own words are read. */
struct cell_context {
    struct slice label, holder, scope;
    const struct measure *measure;
    enum version version;
    int year; /* 0: not said */
    bool prior;
    const struct unit *unit;
    enum unit_source unit_source;
    uint8_t confidence;
};

bool words_has(const struct words *w, enum fact_word word);
/* The first of the hits that begins at `from` or after. */
uint32_t words_first(const struct hits *hits, size_t from);
/* Of reader->hits, those inside [from, to). */
struct words words_in(const struct fact_reader *reader, size_t from, size_t to);
/* Scans a text of its own and gives all that it names. */
struct words words_of(struct fact_reader *reader, struct slice text);
/* A name's start, or that of the quotation mark before it which is closed inside: “三公”经费. */
size_t words_name_start(struct slice s, size_t from, size_t to);
/* What is left of [from, to) when words of the classes in `mask`, versions, years and marks are taken off its
 * ends: leading words at the front, trailing ones at the back, or either at both. */
#define WORDS_BOTH_ENDS (1u << 31)
struct slice words_core(const struct fact_reader *reader, struct slice text, size_t from, size_t to,
                        uint32_t mask);
/* The words that follow a figure and may name it; 与2021年N相比 says only that it is compared. */
struct slice words_after(const struct fact_reader *reader, struct slice text, size_t at);
/* Whether 占 and the like stand first in [from, to) of a text: what is named behind it is what a share is of, and the
 * figure before has it: `A N万元，占财政拨款支出P%`. */
bool words_open_share(const struct fact_reader *reader, struct slice text, size_t from, size_t to);
/* The last year that a head or label names (2021年决算数), 0 for none. */
int words_year(struct slice text);
/* Whether a bracket opens between the two and goes on to the second: `（2020年度预算458.31万元）` speaks of 2020 inside only. */
bool words_in_bracket(struct slice s, size_t from, size_t to);
/* Whether a bracket that was open before `from` ends before `to`. */
bool words_leave_bracket(struct slice s, size_t from, size_t to);
/* `公共卫生（款）基本公共卫生服务（项）`: the name of the last level of the classification, 基本公共卫生服务. */
struct slice words_item(struct slice s, struct slice otherwise);

/* Gives a figure without unit the unit that fits what it measures. */
void facts_unit(struct fact_reader *reader, struct quantity *q, const struct fact *fact,
                const struct cell_context *cell);
struct fact *facts_push(struct fact_reader *reader);

void facts_of_sentence(struct fact_reader *reader, uint32_t sentence, const struct cell_context *cell);
void facts_of_table(struct fact_reader *reader, uint32_t block);
/* After all others: which figures of points in prose are weights and which the scores reached of them. */
void facts_scores(struct report *report);

/* What the headings above a sentence say of its figures (facts_headings.c): the version, UNKNOWN where they do not; the year,
 * 0 where they name none. */
enum version facts_heading_version(struct fact_reader *reader, const struct sentence *s);
int facts_heading_year(const struct document *doc, const struct sentence *s);
