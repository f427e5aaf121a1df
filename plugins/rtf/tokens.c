#include "tokens.h"

#include <limits.h>
#include <string.h>

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int hex(char c)
{
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    const char *at = c ? strchr(digits, c) : NULL;
    return at ? (int)((at - digits) % 16) : -1;
}

static bool is_plain(char c)
{
    return c != '\\' && c != '{' && c != '}' && c != '\r' && c != '\n' && c != '\0';
}

/* The number behind a word's name, held within an int. */
static void read_number(struct tokens *t, struct token *token)
{
    const char *at = t->at;
    bool minus = at < t->end && *at == '-';
    long value = 0;
    at += minus;
    if (at == t->end || !is_digit(*at))
        return;
    for (; at < t->end && is_digit(*at); at++)
        value = value < INT_MAX ? value * 10 + (*at - '0') : value;
    value = value < INT_MAX ? value : INT_MAX;
    token->has_number = true;
    token->number = (int)(minus ? -value : value);
    t->at = at;
}

static void read_word(struct tokens *t, struct token *token)
{
    token->kind = TOKEN_WORD;
    token->at = t->at;
    while (t->at < t->end && is_letter(*t->at))
        t->at++;
    token->len = (size_t)(t->at - token->at);
    read_number(t, token);
    if (t->at < t->end && *t->at == ' ')
        t->at++;
}

/* Behind a backslash. */
static void read_control(struct tokens *t, struct token *token)
{
    if (is_letter(*t->at)) {
        read_word(t, token);
        return;
    }
    if (*t->at == '\'' && t->end - t->at >= 3 && hex(t->at[1]) >= 0 && hex(t->at[2]) >= 0) {
        *token = (struct token){.kind = TOKEN_BYTES, .len = 1, .coded = true};
        token->byte = (char)(hex(t->at[1]) * 16 + hex(t->at[2]));
        token->at = &token->byte;
        t->at += 3;
        return;
    }
    *token = (struct token){.kind = TOKEN_SYMBOL, .at = t->at, .len = 1};
    t->at++;
}

static void read_bytes(struct tokens *t, struct token *token)
{
    *token = (struct token){.kind = TOKEN_BYTES, .at = t->at};
    while (t->at < t->end && is_plain(*t->at)) {
        bool first =
            t->pairs && (unsigned char)*t->at > 0x80 && t->end - t->at > 1 && (unsigned char)t->at[1] >= 0x40;
        t->at += first ? 2 : 1;
    }
    token->len = (size_t)(t->at - token->at);
}

static bool read_one(struct tokens *t, struct token *ret)
{
    while (t->at < t->end && (*t->at == '\r' || *t->at == '\n' || *t->at == '\0'))
        t->at++;
    if (t->at == t->end || (*t->at == '\\' && t->end - t->at == 1))
        return false;
    *ret = (struct token){.at = t->at, .len = 1, .kind = *t->at == '{' ? TOKEN_OPEN : TOKEN_CLOSE};
    if (is_plain(*t->at))
        read_bytes(t, ret);
    else if (*t->at++ == '\\')
        read_control(t, ret);
    return true;
}

static bool is_binary(const struct token *token)
{
    return token->kind == TOKEN_WORD && token->len == 3 && memcmp(token->at, "bin", 3) == 0;
}

bool tokens_next(struct tokens *t, struct token *ret)
{
    while (read_one(t, ret)) {
        if (!is_binary(ret))
            return true;
        size_t left = (size_t)(t->end - t->at), skip = ret->number > 0 ? (size_t)ret->number : 0;
        t->at += skip < left ? skip : left;
    }
    return false;
}
