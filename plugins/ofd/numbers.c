#include "ofd.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* A list may say that a value is repeated so often, at most. */
#define REPEAT_MAX 100000.0f

static const char *skip(const char *at)
{
    while (*at && (isspace((unsigned char)*at) || *at == ','))
        at++;
    return at;
}

/* One number, without the help of the locale. Returns what follows, or NULL where none stands here. */
static const char *number(const char *at, float *ret)
{
    char *end = NULL;
    bool digit = isdigit((unsigned char)*at) || *at == '.';
    bool sign = (*at == '-' || *at == '+') && (isdigit((unsigned char)at[1]) || at[1] == '.');
    if (!digit && !sign)
        return NULL;
    float value = strtof(at, &end);
    if (end == at)
        return NULL;
    *ret = value;
    return end;
}

unsigned numbers_read(const char *text, float *ret, unsigned most)
{
    unsigned n = 0;
    const char *at = text ? skip(text) : NULL;
    while (at && n < most && (at = number(at, &ret[n]))) {
        at = skip(at);
        n++;
    }
    return n;
}

float numbers_next(struct numbers *list)
{
    if (list->repeat) {
        list->repeat--;
        return list->value;
    }
    const char *at = list->at ? skip(list->at) : NULL;
    float times = 1, value = list->value;
    if (at && *at == 'g') {
        at = number(skip(at + 1), &times);
        at = at ? skip(at) : NULL;
    }
    at = at ? number(at, &value) : NULL;
    list->at = at;
    list->value = value;
    list->repeat = times > 1 && times <= REPEAT_MAX ? (unsigned)times - 1 : 0;
    return value;
}

struct matrix numbers_matrix(const char *text)
{
    float v[6];
    if (numbers_read(text, v, 6) < 6)
        return (struct matrix){1, 0, 0, 1, 0, 0};
    return (struct matrix){v[0], v[1], v[2], v[3], v[4], v[5]};
}

void numbers_transform(const struct matrix *m, float *x, float *y)
{
    float from_x = *x, from_y = *y;
    *x = m->a * from_x + m->c * from_y + m->e;
    *y = m->b * from_x + m->d * from_y + m->f;
}

struct matrix numbers_compose(const struct matrix *inner, const struct matrix *outer)
{
    struct matrix m = {outer->a * inner->a + outer->c * inner->b,
                       outer->b * inner->a + outer->d * inner->b,
                       outer->a * inner->c + outer->c * inner->d,
                       outer->b * inner->c + outer->d * inner->d,
                       inner->e,
                       inner->f};
    numbers_transform(outer, &m.e, &m.f);
    return m;
}

const char *numbers_token(const char *at, char *ret_command, float *ret_number)
{
    at = skip(at);
    *ret_command = 0;
    if (!*at)
        return NULL;
    const char *end = number(at, ret_number);
    if (end)
        return end;
    *ret_command = *at;
    return at + 1;
}
