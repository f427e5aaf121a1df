#include "counting.h"
#include "number_format_priv.h"

#include <math.h>
#include <string.h>

/* Days from 0000-03-01, where the count of days is simplest, to day 0 of the two calendars. Excel takes 1900 for a
 * leap year: its day 60 is the 29th of February 1900, and from day 61 on it is right with this origin. */
#define ORIGIN_1900 693899
#define ORIGIN_1904 (ORIGIN_1900 + 1462)
/* The last day that has a date: 9999-12-31. */
#define LAST_DAY 2958465

struct moment {
    long year;
    unsigned month, day, weekday; /* 1-based; Sunday 0 */
    unsigned long seconds;        /* of the day */
    unsigned fraction;            /* hundredths */
    double hours;                 /* in all, for [h] */
};

/* To the second, or to its hundredths where the code shows parts of one. */
static struct moment moment_of(const struct number_format_job *job)
{
    struct moment m = {0};
    double step = memmem(job->from, (size_t)(job->end - job->from), "s.0", 3) ? 1 : 100;
    double hundredths = floor(job->value * 8640000 / step + 0.5) * step, days = floor(hundredths / 8640000);
    double rest = hundredths - days * 8640000;
    m.seconds = (unsigned long)(rest / 100);
    m.fraction = (unsigned)(rest - (double)m.seconds * 100);
    m.hours = days * 24;
    long n = (long)days + (job->from_1904 ? ORIGIN_1904 : ORIGIN_1900) + (!job->from_1904 && days < 60);
    m.weekday = (unsigned)((n + 3) % 7);
    /* eras of 400 years, years that begin in March */
    long era = n / 146097, of_era = n % 146097;
    long year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    long of_year = of_era - (365 * year + year / 4 - year / 100);
    long month = (5 * of_year + 2) / 153;
    m.day = (unsigned)(of_year - (153 * month + 2) / 5 + 1);
    m.month = (unsigned)(month < 10 ? month + 3 : month - 9);
    m.year = year + era * 400 + (m.month <= 2);
    return m;
}

bool number_format_is_date(const struct number_format_job *job)
{
    for (const char *at = job->from; at < job->end; at += number_format_token(at)) {
        if (strchr("yYmMdDhHsSgG", *at))
            return true;
        if (*at == '[' && strchr("hHmMsS", at[1]) && strchr("hHmMsS]", at[2]))
            return true;
        if (strncasecmp(at, "aaa", 3) == 0)
            return true;
        if (*at == '0' || *at == '#')
            return false;
    }
    return false;
}

/* What comes of a token's run of letters. */
struct writer {
    const struct number_format_job *job;
    struct moment m;
    unsigned words; /* of [DBNum1]: 1 for Chinese numerals */
    bool half_days; /* AM and PM are shown */
    char last;      /* letter before: an `m` behind `h` is a minute */
};

static void put_part(struct writer *w, unsigned long n, size_t digits)
{
    if (w->words)
        counting_put(w->job->to, digits >= 4 ? COUNTING_DIGITAL : COUNTING_CHINESE, n);
    else
        str_printf(w->job->to, digits >= 2 ? "%02lu" : "%lu", n);
}

static void put_month(struct writer *w, size_t length)
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    const char *name = months[w->m.month - 1];
    if (length >= 3)
        str_add(w->job->to, name, length == 3 ? 3 : length == 5 ? 1 : strlen(name));
    else
        put_part(w, w->m.month, length);
}

static void put_day(struct writer *w, size_t length)
{
    static const char *const days[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                       "Thursday", "Friday", "Saturday"};
    const char *name = days[w->m.weekday];
    if (length >= 3)
        str_add(w->job->to, name, length == 3 ? 3 : strlen(name));
    else
        put_part(w, w->m.day, length);
}

static void put_weekday(struct writer *w, size_t length)
{
    static const char *const days[] = {"日", "一", "二", "三", "四", "五", "六"};
    str_puts(w->job->to, length >= 4 ? "星期" : "");
    str_puts(w->job->to, days[w->m.weekday]);
}

static void put_hour(struct writer *w, size_t length)
{
    unsigned long hour = w->m.seconds / 3600;
    if (w->half_days)
        hour = (hour + 11) % 12 + 1;
    put_part(w, hour, length);
}

/* Whether the next letter after a run is that of a second: an `m` before it is a minute. */
static bool before_seconds(const struct writer *w, const char *at)
{
    for (; at < w->job->end; at += number_format_token(at))
        if (strchr("yYmMdDhHsS", *at))
            return *at == 's' || *at == 'S';
    return false;
}

static void put_letters(struct writer *w, char letter, size_t length, const char *behind)
{
    bool minute = letter == 'm' && (w->last == 'h' || before_seconds(w, behind));
    if (letter == 'y' || letter == 'e')
        put_part(w, length == 2 ? (unsigned long)(w->m.year % 100) : (unsigned long)w->m.year,
                 length == 2 ? 2 : 4);
    else if (minute)
        put_part(w, w->m.seconds / 60 % 60, length);
    else if (letter == 'm')
        put_month(w, length);
    else if (letter == 'd')
        put_day(w, length);
    else if (letter == 'h')
        put_hour(w, length);
    else if (letter == 's')
        put_part(w, w->m.seconds % 60, length);
    else if (letter == 'a')
        put_weekday(w, length);
    w->last = letter;
}

/* `[h]` is hours in all, `[DBNum1]` Chinese numerals, `[$¥-804]` a text. */
static void put_bracket(struct writer *w, const char *at, size_t length)
{
    char letter = (char)(at[1] | 0x20);
    if (strncasecmp(at, "[DBNum1]", length) == 0 || strncasecmp(at, "[DBNum2]", length) == 0)
        w->words = 1;
    else if (letter == 'h' && strchr("hH]", at[2]))
        str_printf(w->job->to, "%.0f", w->m.hours + floor((double)w->m.seconds / 3600));
    else if (letter == 'm' && strchr("mM]", at[2]))
        str_printf(w->job->to, "%.0f", w->m.hours * 60 + floor((double)w->m.seconds / 60));
    else if (letter == 's' && strchr("sS]", at[2]))
        str_printf(w->job->to, "%.0f", w->m.hours * 3600 + (double)w->m.seconds);
    else
        number_format_put_literal(w->job->to, at, length);
    if (strchr("hms", letter) && length <= 4)
        w->last = letter;
}

static size_t half_day_mark(const char *at)
{
    static const char *const marks[] = {"AM/PM", "A/P", "上午/下午"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (strncasecmp(at, marks[i], strlen(marks[i])) == 0)
            return strlen(marks[i]);
    return 0;
}

static bool has_half_days(const struct number_format_job *job)
{
    for (const char *at = job->from; at < job->end; at += number_format_token(at))
        if (half_day_mark(at))
            return true;
    return false;
}

static size_t put_token(struct writer *w, const char *at)
{
    size_t length = number_format_token(at), mark = half_day_mark(at);
    char letter = (char)(*at | 0x20);
    if (mark) {
        str_puts(w->job->to, w->m.seconds < 43200 ? "上午" : "下午");
        return mark;
    }
    if (*at == '[') {
        put_bracket(w, at, length);
        return length;
    }
    if (strchr("ymdhsea", letter) && length == 1) {
        size_t run = 1;
        while (at + run < w->job->end && (at[run] | 0x20) == letter)
            run++;
        put_letters(w, letter, run, at + run);
        return run;
    }
    if (*at == '.' && at[1] == '0' && w->last == 's') {
        size_t zeros = strspn(at + 1, "0");
        str_printf(w->job->to, zeros == 1 ? ".%01u" : ".%02u",
                   zeros == 1 ? w->m.fraction / 10 : w->m.fraction);
        return zeros + 1;
    }
    if (*at != '@')
        number_format_put_literal(w->job->to, at, length);
    return length;
}

void number_format_put_date(const struct number_format_job *job)
{
    if (job->value < 0 || job->value > LAST_DAY + 1.0) {
        number_format_put_general(job->to, job->value);
        return;
    }
    struct writer w = {.job = job, .m = moment_of(job), .half_days = has_half_days(job)};
    for (const char *at = job->from; at < job->end;)
        at += put_token(&w, at);
}
