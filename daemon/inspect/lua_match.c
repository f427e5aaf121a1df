#include "lua_match.h"

#include <ctype.h>
#include <string.h>

enum kind { CHARACTER, ANY, SET, OPEN, CLOSE, POSITION, BALANCE, FRONTIER, AGAIN, END };

enum quantifier { ONCE, STAR, PLUS, LAZY, OPTIONAL };

/* Compiling: what is left of the pattern and what came of it so far. */
struct compiler {
    struct slice pattern;
    size_t at;
    struct lua_pattern *out;
    uint8_t open[LUA_MATCH_CAPTURES]; /* captures that are not closed yet, the innermost last */
    unsigned n_open;
    bool closed[LUA_MATCH_CAPTURES];
    int32_t choice;
};

/* Matching: the text and the budget. */
struct run {
    struct slice text;
    unsigned long *steps;
    struct lua_match *match;
};

/* The classes by their lower-case letters, as sets of ASCII, 32 characters a word; an upper-case letter is the complement.
 * Tables, because a pattern is compiled each time it is used. */
static const struct class
{
    bool known;
    uint32_t set[4];
} classes[26] = {
    ['a' - 'a'] = {true, {0, 0, 0x07FFFFFE, 0x07FFFFFE}},
    ['c' - 'a'] = {true, {0xFFFFFFFF, 0, 0, 0x80000000}},
    ['d' - 'a'] = {true, {0, 0x03FF0000, 0, 0}},
    ['g' - 'a'] = {true, {0, 0xFFFFFFFE, 0xFFFFFFFF, 0x7FFFFFFF}},
    ['l' - 'a'] = {true, {0, 0, 0, 0x07FFFFFE}},
    ['p' - 'a'] = {true, {0, 0xFC00FFFE, 0xF8000001, 0x78000001}},
    ['s' - 'a'] = {true, {0x00003E00, 0x00000001, 0, 0}},
    ['u' - 'a'] = {true, {0, 0, 0x07FFFFFE, 0}},
    ['w' - 'a'] = {true, {0, 0x03FF0000, 0x07FFFFFE, 0x07FFFFFE}},
    ['x' - 'a'] = {true, {0, 0x03FF0000, 0x0000007E, 0x0000007E}},
};

static void set_add(struct lua_match_item *item, unsigned c)
{
    item->set[c / 32] |= UINT32_C(1) << c % 32;
}

static bool set_has(const struct lua_match_item *item, unsigned char c)
{
    return item->set[c / 32] >> c % 32 & 1;
}

static void set_add_range(struct lua_match_item *item, unsigned from, unsigned to)
{
    for (unsigned c = from; c <= to; c++)
        set_add(item, c);
}

/* What % and this letter stand for: a class, or the letter itself. */
static void set_add_escape(struct lua_match_item *item, unsigned char letter)
{
    bool upper = letter >= 'A' && letter <= 'Z';
    unsigned i = (unsigned)letter - (upper ? 'A' : 'a');
    if (i >= 26 || !classes[i].known) {
        set_add(item, letter);
        return;
    }
    uint32_t flip = upper ? UINT32_MAX : 0;
    for (unsigned w = 0; w < 4; w++) {
        item->set[w] |= classes[i].set[w] ^ flip;
        item->set[w + 4] |= flip;
    }
}

static unsigned char peek(const struct compiler *c, size_t ahead)
{
    return c->at + ahead < c->pattern.len ? (unsigned char)c->pattern.at[c->at + ahead] : 0;
}

static bool left(const struct compiler *c, size_t n)
{
    return c->pattern.len - c->at >= n;
}

/* Where the set that begins at `from`, after its [ and ^, has its closing ]; its first character is never
 * that. */
static bool set_end(const struct compiler *c, size_t from, size_t *ret)
{
    const char *p = c->pattern.at;
    for (size_t i = from; i < c->pattern.len; i++) {
        if (i > from && p[i] == ']') {
            *ret = i;
            return true;
        }
        if (p[i] == '%')
            i++;
    }
    return false;
}

static void set_fill(struct lua_match_item *item, const unsigned char *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (p[i] == '%' && i + 1 < n) {
            set_add_escape(item, p[++i]);
        } else if (i + 2 < n && p[i + 1] == '-') {
            set_add_range(item, p[i], p[i + 2]);
            i += 2;
        } else {
            set_add(item, p[i]);
        }
    }
}

/* At a [. */
static const char *compile_set(struct compiler *c, struct lua_match_item *item)
{
    size_t from = c->at + 1, end;
    bool complement = peek(c, 1) == '^' && left(c, 2);
    from += complement;
    if (!set_end(c, from, &end))
        return "malformed pattern (missing ']')";
    set_fill(item, (const unsigned char *)c->pattern.at + from, end - from);
    for (unsigned i = 0; complement && i < 256 / 32; i++)
        item->set[i] = ~item->set[i];
    c->at = end + 1;
    return NULL;
}

static const char *compile_open(struct compiler *c, struct lua_match_item *item)
{
    if (c->out->captures == LUA_MATCH_CAPTURES)
        return "too many captures";
    item->a = (uint8_t)c->out->captures++;
    c->at++;
    item->kind = OPEN;
    if (peek(c, 0) == ')' && left(c, 1)) {
        c->at++;
        item->kind = POSITION;
        c->closed[item->a] = true;
        return NULL;
    }
    c->open[c->n_open++] = item->a;
    return NULL;
}

static const char *compile_close(struct compiler *c, struct lua_match_item *item)
{
    if (c->n_open == 0)
        return "invalid pattern capture";
    c->at++;
    item->kind = CLOSE;
    item->a = c->open[--c->n_open];
    c->closed[item->a] = true;
    return NULL;
}

static const char *compile_balance(struct compiler *c, struct lua_match_item *item)
{
    if (!left(c, 4))
        return "malformed pattern (missing arguments to '%b')";
    item->kind = BALANCE;
    item->a = peek(c, 2);
    item->b = peek(c, 3);
    c->at += 4;
    return NULL;
}

static const char *compile_frontier(struct compiler *c, struct lua_match_item *item)
{
    c->at += 2;
    if (peek(c, 0) != '[')
        return "missing '[' after '%f' in pattern";
    item->kind = FRONTIER;
    return compile_set(c, item);
}

static const char *compile_again(struct compiler *c, struct lua_match_item *item)
{
    unsigned index = peek(c, 1) - (unsigned)'1';
    if (index >= c->out->captures || !c->closed[index])
        return "invalid capture index in pattern";
    item->kind = AGAIN;
    item->a = (uint8_t)index;
    c->at += 2;
    return NULL;
}

static enum quantifier quantifier_of(unsigned char c)
{
    static const char signs[] = {[STAR] = '*', [PLUS] = '+', [LAZY] = '-', [OPTIONAL] = '?'};
    for (unsigned i = STAR; i <= OPTIONAL; i++)
        if (signs[i] == (char)c)
            return (enum quantifier)i;
    return ONCE;
}

/* One character or class, and the quantifier behind it. */
static const char *compile_single(struct compiler *c, struct lua_match_item *item)
{
    const char *error = NULL;
    unsigned char first = peek(c, 0);
    item->kind = first == '.' ? ANY : CHARACTER;
    item->a = first;
    if (first == '%' || first == '[')
        item->kind = SET;
    if (first == '[') {
        error = compile_set(c, item);
    } else if (first == '%') {
        set_add_escape(item, peek(c, 1));
        c->at += 2;
    } else {
        c->at++;
    }
    item->quantifier = left(c, 1) ? (uint8_t)quantifier_of(peek(c, 0)) : ONCE;
    c->at += item->quantifier != ONCE;
    return error;
}

static const char *compile_escape(struct compiler *c, struct lua_match_item *item)
{
    unsigned char letter = peek(c, 1);
    if (!left(c, 2))
        return "malformed pattern (ends with '%')";
    if (letter == 'b')
        return compile_balance(c, item);
    if (letter == 'f')
        return compile_frontier(c, item);
    return isdigit(letter) ? compile_again(c, item) : compile_single(c, item);
}

static const char *compile_item(struct compiler *c, struct lua_match_item *item)
{
    switch (peek(c, 0)) {
    case '(':
        return compile_open(c, item);
    case ')':
        return compile_close(c, item);
    case '%':
        return compile_escape(c, item);
    case '$':
        if (left(c, 2))
            return compile_single(c, item);
        item->kind = END;
        c->at++;
        return NULL;
    default:
        return compile_single(c, item);
    }
}

const char *lua_pattern_compile(struct slice pattern, bool anchor, struct lua_match_item *items,
                                struct lua_pattern *ret)
{
    struct compiler c = {.pattern = pattern, .out = ret, .choice = -1};
    *ret = (struct lua_pattern){.items = items, .anchored = anchor && peek(&c, 0) == '^' && left(&c, 1)};
    c.at = ret->anchored;
    while (c.at < pattern.len) {
        struct lua_match_item *item = &items[ret->n];
        *item = (struct lua_match_item){.choice = c.choice};
        const char *error = compile_item(&c, item);
        if (error)
            return error;
        if (item->quantifier != ONCE)
            c.choice = (int32_t)ret->n;
        ret->n++;
    }
    return c.n_open ? "unfinished capture" : NULL;
}

static bool spend(unsigned long *steps, unsigned long n)
{
    if (*steps < n) {
        *steps = 0;
        return false;
    }
    *steps -= n;
    return true;
}

/* Whether the single item stands at `at`. */
static bool stands(const struct run *run, const struct lua_match_item *item, size_t at)
{
    if (at >= run->text.len)
        return false;
    unsigned char c = (unsigned char)run->text.at[at];
    return item->kind == ANY || (item->kind == CHARACTER ? c == item->a : set_has(item, c));
}

/* A quantified item takes as much as it may. */
static enum lua_match_result take_many(struct run *run, struct lua_match_item *item, size_t *at)
{
    size_t from = *at, end = from, most = item->quantifier == OPTIONAL ? from + 1 : SIZE_MAX;
    while (end < most && stands(run, item, end))
        end++;
    if (!spend(run->steps, end - from))
        return LUA_MATCH_SPENT;
    item->low = from + (item->quantifier == PLUS);
    item->at = *at = end;
    return end >= item->low ? LUA_MATCH_YES : LUA_MATCH_NO;
}

static enum lua_match_result take_single(struct run *run, struct lua_match_item *item, size_t *at)
{
    if (item->quantifier == LAZY) {
        item->at = *at;
        return LUA_MATCH_YES;
    }
    if (item->quantifier != ONCE)
        return take_many(run, item, at);
    if (!stands(run, item, *at))
        return LUA_MATCH_NO;
    ++*at;
    return LUA_MATCH_YES;
}

static enum lua_match_result take_balance(struct run *run, const struct lua_match_item *item, size_t *at)
{
    const struct slice text = run->text;
    size_t depth = 0, i = *at;
    if (i >= text.len || (unsigned char)text.at[i] != item->a)
        return LUA_MATCH_NO;
    do {
        unsigned char c = (unsigned char)text.at[i++];
        if (c == item->b && depth > 0)
            depth--;
        else
            depth += c == item->a;
    } while (depth > 0 && i < text.len);
    if (!spend(run->steps, i - *at))
        return LUA_MATCH_SPENT;
    *at = i;
    return depth == 0 ? LUA_MATCH_YES : LUA_MATCH_NO;
}

static enum lua_match_result take_again(struct run *run, const struct lua_match_item *item, size_t *at)
{
    const struct lua_capture *c = &run->match->captures[item->a];
    if (c->position || run->text.len - *at < c->len)
        return LUA_MATCH_NO;
    if (!spend(run->steps, c->len))
        return LUA_MATCH_SPENT;
    if (memcmp(run->text.at + c->at, run->text.at + *at, c->len) != 0)
        return LUA_MATCH_NO;
    *at += c->len;
    return LUA_MATCH_YES;
}

static bool at_frontier(const struct run *run, const struct lua_match_item *item, size_t at)
{
    unsigned char before = at > 0 ? (unsigned char)run->text.at[at - 1] : 0;
    unsigned char here = at < run->text.len ? (unsigned char)run->text.at[at] : 0;
    return !set_has(item, before) && set_has(item, here);
}

static enum lua_match_result take(struct run *run, struct lua_match_item *item, size_t *at)
{
    struct lua_capture *capture = &run->match->captures[item->a % LUA_MATCH_CAPTURES];
    switch ((enum kind)item->kind) {
    case OPEN:
    case POSITION:
        *capture = (struct lua_capture){.at = *at, .position = item->kind == POSITION};
        return LUA_MATCH_YES;
    case CLOSE:
        capture->len = *at - capture->at;
        return LUA_MATCH_YES;
    case BALANCE:
        return take_balance(run, item, at);
    case AGAIN:
        return take_again(run, item, at);
    case FRONTIER:
        return at_frontier(run, item, *at) ? LUA_MATCH_YES : LUA_MATCH_NO;
    case END:
        return *at == run->text.len ? LUA_MATCH_YES : LUA_MATCH_NO;
    case CHARACTER:
    case ANY:
    case SET:
        break;
    }
    return take_single(run, item, at);
}

/* The nearest choice at or before `i` that can still change is changed; the item after it, or -1. Those that
 * cannot were each taken once since they last could, so walking over them is paid for. */
static int32_t step_back(const struct run *run, const struct lua_pattern *pattern, int32_t i, size_t *ret_at)
{
    for (; i >= 0; i = pattern->items[i].choice) {
        struct lua_match_item *item = &pattern->items[i];
        if (item->quantifier == LAZY ? stands(run, item, item->at) : item->at > item->low) {
            item->at += item->quantifier == LAZY ? 1 : SIZE_MAX;
            *ret_at = item->at;
            return i + 1;
        }
    }
    return -1;
}

enum lua_match_result lua_match_at(const struct lua_pattern *pattern, struct slice text, size_t at,
                                   unsigned long *steps, struct lua_match *ret)
{
    struct run run = {.text = text, .steps = steps, .match = ret};
    int32_t i = 0, n = (int32_t)pattern->n;
    ret->from = at;
    ret->n = pattern->captures;
    while (i < n) {
        enum lua_match_result result =
            spend(steps, 1) ? take(&run, &pattern->items[i], &at) : LUA_MATCH_SPENT;
        if (result == LUA_MATCH_SPENT)
            return result;
        i = result == LUA_MATCH_YES ? i + 1 : step_back(&run, pattern, pattern->items[i].choice, &at);
        if (i < 0)
            return LUA_MATCH_NO;
    }
    ret->to = at;
    return LUA_MATCH_YES;
}

/* The item that says which character a match begins with; NULL where it may be any, or none. A frontier that the end of
 * the text can satisfy says nothing. */
static const struct lua_match_item *lead_of(const struct lua_pattern *pattern)
{
    uint32_t i = 0;
    while (i < pattern->n && (pattern->items[i].kind == OPEN || pattern->items[i].kind == POSITION))
        i++;
    const struct lua_match_item *item = &pattern->items[i];
    if (i == pattern->n || (item->quantifier != ONCE && item->quantifier != PLUS))
        return NULL;
    bool inside = item->kind == FRONTIER && !set_has(item, '\0');
    return inside || item->kind == CHARACTER || item->kind == SET ? item : NULL;
}

static size_t next_of_set(const struct lua_match_item *item, struct slice text, size_t at)
{
    while (at < text.len && !set_has(item, (unsigned char)text.at[at]))
        at++;
    return at;
}

static size_t next_of_character(const struct lua_match_item *item, struct slice text, size_t at)
{
    const char *found = at < text.len ? memchr(text.at + at, item->a, text.len - at) : NULL;
    return found ? (size_t)(found - text.at) : text.len;
}

/* The next place where a match could begin, told from its first character where that is fixed. */
static bool next_start(const struct lua_match_item *lead, struct slice text, size_t *at, unsigned long *steps)
{
    if (!lead)
        return *at <= text.len;
    bool is_set = lead->kind != CHARACTER;
    size_t to = is_set ? next_of_set(lead, text, *at) : next_of_character(lead, text, *at);
    unsigned long used = to > *at ? (to - *at) / (is_set ? 4 : 16) : 0;
    *steps -= used < *steps ? used : *steps;
    *at = to;
    return to < text.len;
}

enum lua_match_result lua_match_find(const struct lua_pattern *pattern, struct slice text, size_t from,
                                     unsigned long *steps, struct lua_match *ret)
{
    if (pattern->anchored)
        return lua_match_at(pattern, text, from, steps, ret);
    const struct lua_match_item *lead = lead_of(pattern);
    for (; next_start(lead, text, &from, steps); from++) {
        enum lua_match_result result =
            spend(steps, 1) ? lua_match_at(pattern, text, from, steps, ret) : LUA_MATCH_SPENT;
        if (result != LUA_MATCH_NO)
            return result;
    }
    return LUA_MATCH_NO;
}

bool lua_pattern_plain(struct slice pattern)
{
    for (size_t i = 0; i < pattern.len; i++)
        if (pattern.at[i] && strchr("^$*+?.([%-", pattern.at[i]))
            return false;
    return true;
}

enum lua_match_result lua_match_plain(struct slice needle, struct slice text, size_t from,
                                      unsigned long *steps, struct lua_match *ret)
{
    ptrdiff_t found = slice_find(text, needle, from);
    size_t at = found >= 0 ? (size_t)found : text.len;
    if (!spend(steps, 1 + (at - from + needle.len) / 16))
        return LUA_MATCH_SPENT;
    ret->from = at;
    ret->to = at + needle.len;
    ret->n = 0;
    return found >= 0 ? LUA_MATCH_YES : LUA_MATCH_NO;
}
