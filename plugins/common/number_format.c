#include "number_format_priv.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Sections of a code: positive; negative; zero; text. */
#define SECTIONS_MAX 4

struct builtin {
    unsigned id;
    const char *code;
};

/* 18.8.30; 27 to 36 and 50 to 58 are those of zh-cn. */
static const struct builtin builtins[] = {
    {0, "General"},
    {1, "0"},
    {2, "0.00"},
    {3, "#,##0"},
    {4, "#,##0.00"},
    {9, "0%"},
    {10, "0.00%"},
    {11, "0.00E+00"},
    {12, "# ?/?"},
    {13, "# ?\?/?\?"},
    {14, "yyyy/m/d"},
    {15, "d-mmm-yy"},
    {16, "d-mmm"},
    {17, "mmm-yy"},
    {18, "h:mm AM/PM"},
    {19, "h:mm:ss AM/PM"},
    {20, "h:mm"},
    {21, "h:mm:ss"},
    {22, "yyyy/m/d h:mm"},
    {27, "yyyy\"年\"m\"月\""},
    {28, "m\"月\"d\"日\""},
    {29, "m\"月\"d\"日\""},
    {30, "m-d-yy"},
    {31, "yyyy\"年\"m\"月\"d\"日\""},
    {32, "h\"时\"mm\"分\""},
    {33, "h\"时\"mm\"分\"ss\"秒\""},
    {34, "AM/PMh\"时\"mm\"分\""},
    {35, "AM/PMh\"时\"mm\"分\"ss\"秒\""},
    {36, "yyyy\"年\"m\"月\""},
    {37, "#,##0;-#,##0"},
    {38, "#,##0;-#,##0"},
    {39, "#,##0.00;-#,##0.00"},
    {40, "#,##0.00;-#,##0.00"},
    {41, "#,##0;-#,##0;\"-\";@"},
    {42, "\"¥\"#,##0;\"¥\"-#,##0;\"¥\"\"-\";@"},
    {43, "#,##0.00;-#,##0.00;\"-\";@"},
    {44, "\"¥\"#,##0.00;\"¥\"-#,##0.00;\"¥\"\"-\";@"},
    {45, "mm:ss"},
    {46, "[h]:mm:ss"},
    {47, "mm:ss.0"},
    {48, "##0.0E+0"},
    {49, "@"},
    {50, "yyyy\"年\"m\"月\""},
    {51, "m\"月\"d\"日\""},
    {52, "yyyy\"年\"m\"月\""},
    {53, "m\"月\"d\"日\""},
    {54, "m\"月\"d\"日\""},
    {55, "AM/PMh\"时\"mm\"分\""},
    {56, "AM/PMh\"时\"mm\"分\"ss\"秒\""},
    {57, "yyyy\"年\"m\"月\""},
    {58, "m\"月\"d\"日\""},
};

const char *number_format_builtin(unsigned id)
{
    for (size_t i = 0; i < sizeof builtins / sizeof *builtins; i++)
        if (builtins[i].id == id)
            return builtins[i].code;
    return NULL;
}

/* How long what stands at `at` is: an escaped or padding character, a quoted text, a bracket, one byte. */
size_t number_format_token(const char *at)
{
    const char *close = NULL;
    if (*at == '"')
        close = strchr(at + 1, '"');
    else if (*at == '[')
        close = strchr(at, ']');
    if (close)
        return (size_t)(close - at) + 1;
    if (!strchr("\\!_*", *at) || !at[1])
        return 1;
    size_t length = 2;
    while (((unsigned char)at[length] & 0xC0) == 0x80)
        length++;
    return length;
}

/* `[>=100]`: false where the bracket is no condition. */
static bool read_condition(const char *at, double value, bool *ret_holds)
{
    char *end;
    size_t length = strspn(at + 1, "<>=");
    double bound = strtod(at + 1 + length, &end);
    if (!length || *end != ']')
        return false;
    bool less = memchr(at + 1, '<', length), more = memchr(at + 1, '>', length);
    bool equal = memchr(at + 1, '=', length);
    *ret_holds = (less && value < bound) || (more && value > bound) || (equal && value == bound);
    return true;
}

struct section {
    const char *from, *to;
    bool conditional, holds;
};

static unsigned split(const char *code, double value, struct section sections[SECTIONS_MAX])
{
    unsigned n = 0;
    sections[0] = (struct section){.from = code};
    for (const char *at = code;; at += *at ? number_format_token(at) : 0) {
        if (*at == '[' && !sections[n].conditional)
            sections[n].conditional = read_condition(at, value, &sections[n].holds);
        if (*at && *at != ';')
            continue;
        sections[n++].to = at;
        if (!*at || n == SECTIONS_MAX)
            return n;
        sections[n] = (struct section){.from = at + 1};
    }
}

/* The section that shows a number, and whether it shows the sign by itself. */
static unsigned choose(const struct section *sections, unsigned n, double value, bool *ret_unsigned)
{
    *ret_unsigned = false;
    for (unsigned i = 0; i < n && sections[0].conditional; i++)
        if (!sections[i].conditional || sections[i].holds)
            return i;
    if (sections[0].conditional)
        return n - 1;
    if (value == 0 && n >= 3)
        return 2;
    *ret_unsigned = value < 0 && n >= 2;
    return value < 0 && n >= 2 ? 1 : 0;
}

/* Where the word stands that shows a number as it is; NULL where there is none. */
static const char *find_general(const struct number_format_job *job)
{
    static const char general[] = "General";
    for (const char *at = job->from; at < job->end; at += number_format_token(at))
        if (strncasecmp(at, general, sizeof general - 1) == 0)
            return at;
    return NULL;
}

static void put_general(const struct number_format_job *job, const char *general)
{
    for (const char *at = job->from; at < job->end;) {
        if (at == general)
            number_format_put_general(job->to, job->value);
        else
            number_format_put_literal(job->to, at, number_format_token(at));
        at += at == general ? strlen("General") : number_format_token(at);
    }
}

void number_format_put(struct str *to, const char *code, double value, bool from_1904)
{
    struct section sections[SECTIONS_MAX];
    bool unsigned_;
    if (!isfinite(value))
        return;
    if (!code || !*code) {
        number_format_put_general(to, value);
        return;
    }
    unsigned n = split(code, value, sections);
    unsigned i = choose(sections, n, value, &unsigned_);
    struct number_format_job job = {to, sections[i].from, sections[i].to, unsigned_ ? -value : value,
                                    from_1904};
    const char *general = find_general(&job);
    if (general)
        put_general(&job, general);
    else if (number_format_is_date(&job))
        number_format_put_date(&job);
    else
        number_format_put_number(&job);
}

void number_format_put_text(struct str *to, const char *code, const char *text, size_t length)
{
    struct section sections[SECTIONS_MAX];
    unsigned n = code ? split(code, 0, sections) : 0;
    bool hides = n == SECTIONS_MAX && sections[3].from == sections[3].to;
    if (!hides)
        str_add(to, text, length);
}
