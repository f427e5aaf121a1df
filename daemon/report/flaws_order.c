#include "flaws_priv.h"

#include "chars.h"
#include "numbering.h"

#include <stdio.h>

/* Numbers of headings and of lists that skip one or repeat one: 一、二、四、. A restart at 1 is a new list; what the
 * reader of headings may have missed is looked for in the text between before anything is told. */

#define CLAUSES_LEVEL (NUMBERING_LEVELS + 1) /* 一是…；二是… */
#define LEVELS        (CLAUSES_LEVEL + 1)
#define DRAWN_BYTES   6 /* two characters */
#define LIST_LEVEL    4 /* from this level on numbers are a list's: 1. (1) */
#define SKIP_MAX      2 /* numbers left out at once; more is another list */

struct number {
    uint8_t level;
    uint32_t value;
    uint32_t text; /* index of its text */
    size_t from, to;
    bool starts; /* at the start of its text */
};

struct numbers {
    struct number *items;
    uint32_t n, cap;
};

/* What was counted last at a level, since a number of a higher rank. */
struct run {
    uint32_t last;     /* index into numbers */
    uint32_t length;   /* numbers in a row, each the one before and one more */
    uint32_t restarts; /* how often it began at 1 */
};

struct order {
    struct flaws_reader *reader;
    struct numbers numbers;
    struct run runs[LEVELS];
};

static const char *const numerals[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};

enum { NUMERALS = sizeof numerals / sizeof *numerals };

/* Which of the numerals, from 1; 0 for none. */
static uint32_t numeral_of(uint32_t c)
{
    static const uint32_t characters[NUMERALS] = {0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94,
                                                  0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341};
    if (c < 0x4E00 || c > 0x56DB)
        return 0;
    for (uint32_t i = 0; i < NUMERALS; i++)
        if (characters[i] == c)
            return i + 1;
    return 0;
}

static bool read_clause_number(struct slice s, struct numbering *ret)
{
    size_t at = 0;
    uint32_t number = s.len ? numeral_of(char_next(s, &at)) : 0;
    if (!number || !slice_starts(slice_sub(s, at, s.len), S("是")))
        return false;
    *ret = (struct numbering){.level = CLAUSES_LEVEL, .number = number, .length = at + S("是").len};
    return true;
}

static bool read_number(struct slice s, struct numbering *ret)
{
    return read_clause_number(s, ret) || (numbering_read(s, ret) && ret->number > 0);
}

static bool is_bracket(uint32_t c)
{
    return c == '(' || c == 0xFF08;
}

static bool is_boundary(uint32_t c)
{
    static const uint32_t marks[] = {0x3002, 0xFF1B, 0xFF1A, 0xFF01, 0xFF1F, 0xFF0C};

    if (c < 0x80)
        return c == ';' || c == ':' || c == ',';
    if (c >= 0x3400 && c < 0xFF00)
        return false; /* Han, nearly all there is */
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (marks[i] == c)
            return true;
    return false;
}

/* Of labels only headings count. After a comma only 一是 does: 3、4号楼 follows one as well. */
static bool may_stand(const struct flaws_text *t, const struct numbering *numbering, uint32_t before)
{
    if (!t->prose && numbering->level >= LIST_LEVEL)
        return false;
    return numbering->level == CLAUSES_LEVEL || (before != 0xFF0C && before != ',');
}

static void collect_in(struct order *o, uint32_t text)
{
    struct slice s = o->reader->items[text].text->s;
    uint32_t before = 0;
    bool boundary = true;
    for (size_t at = 0; at < s.len;) {
        struct numbering numbering;
        if (boundary && read_number(slice_sub(s, at, s.len), &numbering) &&
            may_stand(&o->reader->items[text], &numbering, before)) {
            *ARENA_PUSH(o->reader->report->arena, &o->numbers) =
                (struct number){numbering.level, numbering.number, text, at, at + numbering.length, at == 0};
            at += numbering.length;
            before = 0;
            boundary = false;
            continue;
        }
        uint32_t c = char_next(s, &at);
        before = utf8_is_space(c) ? before : c;
        boundary = is_boundary(before);
        if (!boundary)
            at = chars_skip_han(s, at);
    }
}

static const struct flaws_text *text_of(const struct order *o, const struct number *number)
{
    return &o->reader->items[number->text];
}

/* The rest of its line or clause. */
static struct slice title_of(const struct order *o, const struct number *number)
{
    struct slice s = text_of(o, number)->text->s;
    return slice_sub(s, number->to, s.len);
}

/* What may stand behind a number of each level, however its heading was spoilt. */
static const char *const behind[LEVELS][7] = {
    [1] = {"部分", "章", "篇", "、", "：", ":"},
    [2] = {"、", "．", ".", "，", ",", "：", " "},
    [3] = {"）", ")", "、"},
    [4] = {"、", "．", ".", "，", ",", "条", " "},
    [5] = {"）", ")", "、"},
    [CLAUSES_LEVEL] = {"是", "要", "则", "来", "，", ","},
};

/* A number in digits, narrow or full-width ones. */
struct digits {
    char at[64];
};

static struct digits digits_of(uint32_t value, bool wide)
{
    char narrow[16];
    struct digits digits;
    size_t n = 0;
    snprintf(narrow, sizeof narrow, "%u", value);
    for (const char *c = narrow; *c; c++)
        n += (size_t)snprintf(digits.at + n, sizeof digits.at - n, wide ? "\xEF\xBC%c" : "%c",
                              wide ? *c - '0' + 0x90 : *c);
    return digits;
}

static bool has_label(struct slice between, struct slice word, uint8_t level)
{
    for (ptrdiff_t at = 0; (at = slice_find(between, word, (size_t)at)) >= 0; at += (ptrdiff_t)word.len) {
        struct slice rest = slice_sub(between, (size_t)at + word.len, between.len);
        for (size_t i = 0; i < sizeof behind[level] / sizeof *behind[level] && behind[level][i]; i++)
            if (slice_starts(rest, slice_of(behind[level][i])))
                return true;
    }
    return false;
}

static bool has_digits(struct slice between, uint32_t value, uint8_t level)
{
    struct digits narrow = digits_of(value, false), wide = digits_of(value, true);
    return has_label(between, slice_of(narrow.at), level) || has_label(between, slice_of(wide.at), level);
}

static bool is_digit(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 0xFF10 && c <= 0xFF19);
}

static uint32_t first_of(struct slice s)
{
    size_t at = 0;
    return char_next(s, &at);
}

/* Whether a number stands in the text between two others where no heading was found: then nothing is told. */
static bool stands_between(const struct order *o, const struct number *a, const struct number *b,
                           uint32_t value)
{
    struct slice between =
        document_quote(o->reader->report->document, (struct span){text_offset(text_of(o, a)->text, a->to),
                                                                  text_offset(text_of(o, b)->text, b->from)});
    struct slice label = slice_sub(text_of(o, b)->text->s, b->from, b->to);
    if (is_digit(first_of(label)))
        return has_digits(between, value, b->level);
    return value > NUMERALS || has_label(between, slice_of(numerals[value - 1]), b->level) ||
           (b->level >= LIST_LEVEL && has_digits(between, value, b->level));
}

/* Rows of a table that a converter took apart have numbers too, but no sentences under them. */
static bool prose_between(const struct order *o, const struct number *a, const struct number *b)
{
    for (uint32_t i = a->text; i <= b->text; i++)
        if (o->reader->items[i].prose)
            return true;
    return false;
}

/* The number as it would be written in the form of `like`: 四、 for 三、. */
static struct slice written(const struct order *o, const struct number *like, uint32_t value)
{
    struct slice label = slice_sub(text_of(o, like)->text->s, like->from, like->to);
    struct digits own, wanted;
    ptrdiff_t at = -1;
    for (int wide = 0; at < 0 && wide < 2; wide++) {
        own = digits_of(like->value, wide);
        wanted = digits_of(value, wide);
        at = slice_find(label, slice_of(own.at), 0);
    }
    struct slice from = slice_of(own.at), to = slice_of(wanted.at);
    if (at < 0 && like->value <= NUMERALS && value <= NUMERALS) {
        from = slice_of(numerals[like->value - 1]);
        to = slice_of(numerals[value - 1]);
        at = slice_find(label, from, 0);
    }
    if (at < 0)
        return slice_of(NULL);
    struct slice before = slice_sub(label, 0, (size_t)at),
                 after = slice_sub(label, (size_t)at + from.len, label.len);
    return arena_printf(o->reader->report->arena, SLICE_FMT SLICE_FMT SLICE_FMT, SLICE_ARG(before),
                        SLICE_ARG(to), SLICE_ARG(after));
}

/* Items of the budget classification keep their numbers where a department leaves some out. */
static bool is_classified(struct slice title)
{
    static const char *const ends[] = {"支出", "收入", "拨款", "补助", "资金",
                                       "结余", "结转", "收支", "费",   "数"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (slice_ends(title, slice_of(ends[i])))
            return true;
    return false;
}

/* The heading without a number between two numbered ones, or NULL. */
static const struct flaws_text *bare_heading(const struct order *o, const struct number *a,
                                             const struct number *b)
{
    const struct flaws_text *found = NULL;
    struct numbering numbering;
    for (uint32_t i = a->text + 1; i < b->text; i++) {
        const struct flaws_text *t = &o->reader->items[i];
        if (t->cell || o->reader->report->document->blocks[t->block].kind != BLOCK_HEADING ||
            read_number(t->text->s, &numbering))
            continue;
        if (found)
            return NULL;
        found = t;
    }
    return found;
}

static void tell_skipped(struct order *o, const struct number *last, const struct number *number)
{
    const struct flaws_text *t = text_of(o, number);
    if ((!t->prose && is_classified(title_of(o, number))) || !prose_between(o, last, number))
        return;
    for (uint32_t value = last->value + 1; value < number->value; value++)
        if (stands_between(o, last, number, value))
            return;
    const struct flaws_text *bare = bare_heading(o, last, number);
    struct flaw *flaw;
    if (bare && number->value == last->value + 2)
        flaw = flaws_add(o->reader, FLAW_UNNUMBERED, bare, 0, bare->text->s.len);
    else
        flaw = flaws_add(o->reader, FLAW_SKIPPED, t, number->from, number->to);
    flaw->right = written(o, number, last->value + 1);
}

/* The next number at the same level, before one of a higher rank. */
static const struct number *next_number(const struct order *o, uint32_t i)
{
    uint8_t level = o->numbers.items[i].level;
    for (uint32_t next = i + 1; next < o->numbers.n; next++) {
        if (o->numbers.items[next].level < level)
            return NULL;
        if (o->numbers.items[next].level == level)
            return &o->numbers.items[next];
    }
    return NULL;
}

/* A converter writes twice what a page draws twice: the same words after the same number. */
static bool is_drawn_twice(const struct order *o, const struct number *last, const struct number *number)
{
    struct slice a = slice_sub(title_of(o, last), 0, DRAWN_BYTES),
                 b = slice_sub(title_of(o, number), 0, DRAWN_BYTES);
    return slice_starts(a, b) || slice_starts(b, a);
}

static void tell_repeated(struct order *o, const struct number *last, const struct number *number,
                          const struct number *next)
{
    const struct flaws_text *t = text_of(o, number);
    if (!next || next->value != number->value + 1 || is_drawn_twice(o, last, number) ||
        (!t->prose && is_classified(title_of(o, number))))
        return;
    struct flaw *flaw = flaws_add(o->reader, FLAW_REPEATED, t, number->from, number->to);
    flaw->right = written(o, number, number->value + 1);
}

/* What stands before the number, and whether it is a numeral: 目标一 is none of 一、. */
static bool same_form(const struct order *o, const struct number *a, const struct number *b)
{
    struct slice x = text_of(o, a)->text->s, y = text_of(o, b)->text->s;
    size_t i = a->from, j = b->from;
    uint32_t c = char_next(x, &i), d = char_next(y, &j);
    bool both_digits = is_digit(c) && is_digit(d);
    bool both_numerals = numeral_of(c) && numeral_of(d);
    return c == d || both_digits || both_numerals || (is_bracket(c) && is_bracket(d));
}

/* Whether two numbers may be of one list: both in prose or both in one cell. */
static bool beside(const struct order *o, const struct number *a, const struct number *b)
{
    const struct flaws_text *x = text_of(o, a), *y = text_of(o, b);
    if (!same_form(o, a, b))
        return false;
    return (x->cell == NULL) == (y->cell == NULL) && (!x->cell || x->cell == y->cell);
}

static void count(struct order *o, uint32_t i)
{
    const struct number *number = &o->numbers.items[i];
    struct run *run = &o->runs[number->level];
    const struct number *last = run->length ? &o->numbers.items[run->last] : NULL;
    for (unsigned level = number->level + 1u; level < LEVELS; level++)
        o->runs[level] = (struct run){0};
    bool known = last && beside(o, last, number), follows = known && number->value == last->value + 1;
    bool sure = known && run->restarts == 1;
    if (sure && number->value > last->value + 1 && number->value <= last->value + 1 + SKIP_MAX)
        tell_skipped(o, last, number);
    if (sure && number->value == last->value && run->length >= 2)
        tell_repeated(o, last, number, next_number(o, i));
    bool goes_on = sure && (number->value == last->value || number->value > last->value);
    run->restarts += number->value == 1;
    run->length = follows || goes_on ? run->length + 1 : 1;
    if (!known)
        run->restarts = number->value == 1;
    run->last = i;
}

void flaws_find_order(struct flaws_reader *r)
{
    struct order o = {.reader = r};
    for (uint32_t i = 0; i < r->n; i++)
        collect_in(&o, i);
    for (uint32_t i = 0; i < o.numbers.n; i++)
        count(&o, i);
}
