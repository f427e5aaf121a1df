#include "number_format_priv.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Decimal digits that Excel gives a number, and those that `General` shows of one that is no whole number. */
#define DIGITS         15
#define GENERAL_DIGITS 11
/* Whole numbers below this have no more digits than DIGITS. */
#define WHOLE_MAX 1e15
/* Placeholders after the point: Excel takes 30. */
#define PLACES_MAX 30
/* Whole digits of the largest double, places and a sign. */
#define TEXT_MAX 400

/* What a section asks for. */
struct shape {
    unsigned whole, places; /* placeholders before and behind the point */
    unsigned least_places;  /* of these, up to the last `0` */
    unsigned thousands;     /* commas behind the last placeholder: divided by 1000 each */
    unsigned percents;
    bool grouped, exponent, fraction;
};

void number_format_put_literal(struct str *to, const char *at, size_t length)
{
    if (*at == '"' && length >= 2)
        str_add(to, at + 1, length - 2);
    else if ((*at == '\\' || *at == '!') && length > 1)
        str_add(to, at + 1, length - 1);
    else if (*at == '[' && length > 3 && at[1] == '$')
        str_add(to, at + 2, strcspn(at + 2, "-]"));
    else if (*at != '[' && *at != '_' && *at != '*')
        str_add(to, at, length);
}

static bool is_digit_place(char c)
{
    return c == '0' || c == '#' || c == '?';
}

static struct shape shape_of(const struct number_format_job *job)
{
    struct shape s = {0};
    bool point = false;
    unsigned commas = 0;
    for (const char *at = job->from; at < job->end; at += number_format_token(at)) {
        if (is_digit_place(*at) && !s.exponent) {
            s.grouped = s.grouped || (commas && s.whole && !point);
            commas = 0;
            s.whole += !point;
            s.places += point;
            s.least_places = point && *at == '0' ? s.places : s.least_places;
        } else if (*at == ',') {
            commas++;
        }
        point = point || *at == '.';
        s.percents += *at == '%';
        s.exponent = s.exponent || ((*at == 'E' || *at == 'e') && (at[1] == '+' || at[1] == '-'));
        s.fraction = s.fraction || *at == '/';
    }
    s.thousands = commas;
    s.places = s.places < PLACES_MAX ? s.places : PLACES_MAX;
    return s;
}

/* |value| · 10^shift with this many places, rounded half away from zero on its 15 digits: `358.65`. */
static void round_decimal(double value, int shift, unsigned places, char ret[TEXT_MAX])
{
    char digits[DIGITS + 10];
    snprintf(digits, sizeof digits, "%.*e", DIGITS - 1, fabs(value));
    int exponent = (int)strtol(strchr(digits, 'e') + 1, NULL, 10) + shift;
    memmove(digits + 1, digits + 2, DIGITS - 1); /* the point goes */
    int keep = exponent + 1 + (int)places;       /* digits that stay */
    bool up = keep >= 0 && keep < DIGITS && digits[keep] >= '5';
    size_t n = 0, whole = exponent < 0 ? 1 : (size_t)exponent + 1;
    ret[n++] = '0'; /* for what is carried */
    for (int i = exponent < 0 ? exponent : 0; n <= whole + places && n < TEXT_MAX - 2; i++, n++) {
        ret[n] = '0';
        if (i >= 0 && i < DIGITS)
            ret[n] = digits[i];
    }
    for (size_t i = n; up && i-- > 0;) {
        up = ret[i] == '9';
        ret[i]++;
        if (up)
            ret[i] = '0';
    }
    memmove(ret + whole + 2, ret + whole + 1, n - whole - 1);
    ret[whole + 1] = '.';
    ret[n + 1] = '\0';
    size_t zeros = strspn(ret, "0");
    zeros -= ret[zeros] == '.';
    memmove(ret, ret + zeros, n + 2 - zeros);
}

void number_format_put_general(struct str *to, double value)
{
    char text[64];
    if (fabs(value) < WHOLE_MAX && value == trunc(value)) {
        str_printf(to, "%.0f", value == 0 ? 0 : value);
        return;
    }
    snprintf(text, sizeof text, "%.*g", GENERAL_DIGITS, value);
    str_puts(to, text);
}

/* The digits before the point over their placeholders: those too many before the first, none for a `#` too many. */
struct whole {
    const char *digits;
    unsigned n_digits, n_places; /* that are still to come */
    bool grouped;
};

static void put_digit(struct str *to, struct whole *w)
{
    str_add(to, w->digits++, 1);
    w->n_digits--;
    if (w->grouped && w->n_digits && w->n_digits % 3 == 0)
        str_puts(to, ",");
}

static void put_place(struct str *to, struct whole *w, char place)
{
    while (w->n_digits > w->n_places)
        put_digit(to, w);
    if (w->n_digits == w->n_places)
        put_digit(to, w);
    else if (place == '0')
        str_puts(to, w->grouped && w->n_places % 3 == 1 && w->n_places > 1 ? "0," : "0");
    w->n_places--;
}

/* Places behind the point; zeros at the end only where the code has a `0` for them. */
static unsigned shown_places(const struct shape *s, const char *places)
{
    unsigned n = s->places;
    while (n > s->least_places && places[n - 1] == '0')
        n--;
    return n;
}

static void put_shaped(const struct number_format_job *job, const struct shape *s, char *text)
{
    char *point = strchr(text, '.');
    bool zero = strspn(text, "0.") == strlen(text);
    struct whole w = {text, (unsigned)(point - text), s->whole, s->grouped};
    unsigned places = shown_places(s, point + 1), given = 0;
    if (text[0] == '0' && point - text == 1)
        w.n_digits = 0; /* a lone zero shows only where the code has a `0` */
    if (job->value < 0 && !zero)
        str_puts(job->to, "-");
    bool behind = false;
    for (const char *at = job->from; at < job->end; at += number_format_token(at)) {
        if (is_digit_place(*at) && !behind) {
            put_place(job->to, &w, *at);
        } else if (is_digit_place(*at)) {
            if (given < places)
                str_add(job->to, point + 1 + given, 1);
            given++;
        } else if (*at == '.' && !behind) {
            while (w.n_digits)
                put_digit(job->to, &w);
            if (places || s->least_places)
                str_puts(job->to, ".");
            behind = true;
        } else if (*at == '%') {
            str_puts(job->to, "%");
        } else if (*at != ',' && *at != '@') {
            number_format_put_literal(job->to, at, number_format_token(at));
        }
    }
}

void number_format_put_number(const struct number_format_job *job)
{
    char text[TEXT_MAX];
    struct shape s = shape_of(job);
    if (s.fraction && s.whole) {
        number_format_put_general(job->to, job->value);
        return;
    }
    if (s.exponent) {
        snprintf(text, sizeof text, "%.*E", (int)s.places, job->value);
        str_puts(job->to, text);
        return;
    }
    round_decimal(job->value, 2 * (int)s.percents - 3 * (int)s.thousands, s.places, text);
    put_shaped(job, &s, text);
}
