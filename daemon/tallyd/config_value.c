#include "config_value.h"

#include "../base/mem.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLANKS " \t"

struct unit {
    const char *name;
    uint64_t factor;
};

static const struct unit time_units[] = {{"ms", 1},      {"s", 1000},     {"m", 60000},
                                         {"h", 3600000}, {"d", 86400000}, {NULL, 0}};
static const struct unit size_units[] = {
    {"", 1}, {"K", 1u << 10}, {"M", 1u << 20}, {"G", 1u << 30}, {NULL, 0}};
static const struct unit no_units[] = {{"", 1}, {NULL, 0}};

struct word_value {
    const char *word;
    bool value;
};

static const struct word_value bool_words[] = {
    {"yes", true}, {"true", true},   {"on", true},   {"1", true},
    {"no", false}, {"false", false}, {"off", false}, {"0", false},
};

struct target {
    const struct config_key *key;
    const char *text;
    void *field;
    char *error;
    size_t size;
};

static int wrong(const struct target *t, const char *expected)
{
    snprintf(t->error, t->size, "%s = %.60s: expected %s", t->key->name, t->text, expected);
    return -EINVAL;
}

/* As an administrator would write it: in the largest unit that it is a multiple of. */
static void spell(uint64_t value, const struct unit *units, char ret[32])
{
    const struct unit *best = units;
    for (; units->name; units++)
        if (value >= units->factor && value % units->factor == 0)
            best = units;
    (void)snprintf(ret, 32, "%llu%s", (unsigned long long)(value / best->factor), best->name);
}

static int out_of_range(const struct target *t)
{
    enum config_type type = t->key->type;
    bool time = type == CONFIG_MS || type == CONFIG_SECONDS;
    uint64_t scale = type == CONFIG_SECONDS ? 1000 : 1; /* time_units count milliseconds */
    const struct unit *units = time ? time_units : type == CONFIG_SIZE ? size_units : no_units;
    char min[32], max[32];
    spell(t->key->min * scale, units, min);
    spell(t->key->max * scale, units, max);
    snprintf(t->error, t->size, "%s = %.60s: must be from %s to %s", t->key->name, t->text, min, max);
    return -EINVAL;
}

/* Digits and one of the units; false for anything else and for what 64 bits do not hold. */
static bool number(const char *text, const struct unit *units, uint64_t *ret)
{
    char *end;
    errno = 0;
    unsigned long long n = strtoull(text, &end, 10);
    if (end == text || *text < '0' || *text > '9' || errno)
        return false;
    end += strspn(end, BLANKS);
    for (; units->name; units++)
        if (strcmp(end, units->name) == 0)
            return !__builtin_mul_overflow(n, units->factor, ret);
    return n == 0 && *end == '\0' && (*ret = 0, true);
}

static int read_bool(const struct target *t)
{
    for (size_t i = 0; i < sizeof bool_words / sizeof *bool_words; i++)
        if (strcmp(t->text, bool_words[i].word) == 0) {
            *(bool *)t->field = bool_words[i].value;
            return 0;
        }
    return wrong(t, "yes or no");
}

static int read_number(const struct target *t, const struct unit *units, const char *expected,
                       uint64_t divide, uint64_t *ret)
{
    uint64_t n;
    if (!number(t->text, units, &n) || n % divide)
        return wrong(t, expected);
    n /= divide;
    if (n < t->key->min || n > t->key->max)
        return out_of_range(t);
    *ret = n;
    return 0;
}

static int read_unsigned(const struct target *t, const struct unit *units, const char *expected,
                         uint64_t divide)
{
    uint64_t n;
    int error = read_number(t, units, expected, divide, &n);
    if (!error)
        *(unsigned *)t->field = (unsigned)n;
    return error;
}

static int read_count(const struct target *t)
{
    return read_unsigned(t, no_units, "a number", 1);
}

static int read_ms(const struct target *t)
{
    return read_unsigned(t, time_units, "a time with its unit, such as 500ms, 2s, 5m or 1h", 1);
}

static int read_seconds(const struct target *t)
{
    return read_unsigned(t, time_units, "a time in whole seconds with its unit, such as 2s, 5m or 1h", 1000);
}

static int read_size(const struct target *t)
{
    return read_number(t, size_units, "a size in bytes or with K, M or G", 1, t->field);
}

static int replace_string(const struct target *t, size_t length)
{
    char *copy = mem_alloc(length + 1);
    if (!copy)
        return -ENOMEM;
    memcpy(copy, t->text, length);
    copy[length] = '\0';
    mem_free(*(char **)t->field);
    *(char **)t->field = copy;
    return 0;
}

static size_t path_length(const char *path)
{
    size_t n = strlen(path);
    while (n > 1 && path[n - 1] == '/')
        n--;
    return n;
}

static int read_path(const struct target *t)
{
    if (t->text[0] != '/')
        return wrong(t, "an absolute path");
    return replace_string(t, path_length(t->text));
}

/* The place of the word in `choices`, or -1. */
static int choice(const char *choices, const char *word)
{
    size_t length = strlen(word);
    for (int i = 0; *choices; i++) {
        size_t n = strcspn(choices, " ");
        if (n == length && memcmp(choices, word, n) == 0)
            return i;
        choices += n + (choices[n] == ' ');
    }
    return -1;
}

static int no_choice(const struct target *t)
{
    char expected[200];
    snprintf(expected, sizeof expected, "one of: %s", t->key->choices);
    return wrong(t, expected);
}

static int read_word(const struct target *t)
{
    bool known = !t->key->choices || choice(t->key->choices, t->text) >= 0;
    return !known ? no_choice(t) : replace_string(t, strlen(t->text));
}

static int read_switch(const struct target *t)
{
    int place = choice(t->key->choices, t->text);
    if (place < 0)
        return no_choice(t);
    *(bool *)t->field = place == 1;
    return 0;
}

static size_t list_length(char *const *list)
{
    size_t n = 0;
    while (list && list[n])
        n++;
    return n;
}

static int list_add(char ***list, const char *word, size_t length)
{
    size_t n = list_length(*list);
    char **grown = mem_realloc(*list, (n + 2) * sizeof *grown);
    if (!grown)
        return -ENOMEM;
    *list = grown;
    grown[n] = mem_alloc(length + 1);
    grown[n + 1] = NULL;
    if (!grown[n])
        return -ENOMEM;
    memcpy(grown[n], word, length);
    grown[n][length] = '\0';
    return 0;
}

static int check_folder(const struct target *t, const char *path)
{
    struct stat status;
    int error = stat(path, &status) ? errno : S_ISDIR(status.st_mode) ? 0 : ENOTDIR;
    if (!error && access(path, R_OK | X_OK))
        error = errno;
    if (!error)
        return 0;
    snprintf(t->error, t->size, "%s = %.200s: %s; name a folder that can be read", t->key->name, path,
             strerror(error));
    return -EINVAL;
}

static int read_words(const struct target *t)
{
    char ***list = t->field;
    if (!*list && !(*list = mem_calloc(1, sizeof **list)))
        return -ENOMEM;
    int error = 0;
    for (const char *at = t->text + strspn(t->text, BLANKS); *at && !error; at += strspn(at, BLANKS)) {
        size_t n = strcspn(at, BLANKS);
        error = list_add(list, at, n);
        at += n;
    }
    return error;
}

static int read_folders(const struct target *t)
{
    char ***list = t->field;
    size_t before = list_length(*list);
    int error = read_words(t);
    for (char **each = *list + before; !error && *each; each++) {
        if (**each != '/')
            return wrong(t, "absolute paths");
        (*each)[path_length(*each)] = '\0';
        error = check_folder(t, *each);
    }
    return error;
}

static void clear_string(void *field)
{
    mem_free(*(char **)field);
    *(char **)field = NULL;
}

static void clear_list(void *field)
{
    char ***list = field;
    for (char **each = *list; each && *each; each++)
        mem_free(*each);
    mem_free(*list);
    *list = NULL;
}

static bool equal_strings(const void *a, const void *b)
{
    const char *x = *(char *const *)a, *y = *(char *const *)b;
    return x && y ? strcmp(x, y) == 0 : x == y;
}

static bool equal_lists(const void *a, const void *b)
{
    char *const *x = *(char *const *const *)a, *const *y = *(char *const *const *)b;
    size_t n = list_length(x);
    bool equal = n == list_length(y);
    for (size_t i = 0; equal && i < n; i++)
        equal = strcmp(x[i], y[i]) == 0;
    return equal;
}

static bool equal_bools(const void *a, const void *b)
{
    return *(const bool *)a == *(const bool *)b;
}

static bool equal_unsigned(const void *a, const void *b)
{
    return *(const unsigned *)a == *(const unsigned *)b;
}

static bool equal_sizes(const void *a, const void *b)
{
    return *(const uint64_t *)a == *(const uint64_t *)b;
}

static void clear_nothing(void *field)
{
    (void)field;
}

static const struct config_class {
    int (*read)(const struct target *t);
    void (*clear)(void *field);
    bool (*equal)(const void *a, const void *b);
    bool list;
} classes[CONFIG_TYPES] = {
    [CONFIG_BOOL] = {read_bool, clear_nothing, equal_bools, false},
    [CONFIG_COUNT] = {read_count, clear_nothing, equal_unsigned, false},
    [CONFIG_MS] = {read_ms, clear_nothing, equal_unsigned, false},
    [CONFIG_SECONDS] = {read_seconds, clear_nothing, equal_unsigned, false},
    [CONFIG_SIZE] = {read_size, clear_nothing, equal_sizes, false},
    [CONFIG_PATH] = {read_path, clear_string, equal_strings, false},
    [CONFIG_WORD] = {read_word, clear_string, equal_strings, false},
    [CONFIG_SWITCH] = {read_switch, clear_nothing, equal_bools, false},
    [CONFIG_WORDS] = {read_words, clear_list, equal_lists, true},
    [CONFIG_FOLDERS] = {read_folders, clear_list, equal_lists, true},
};

int config_value_read(const struct config_key *key, const char *text, void *field, char *error, size_t size)
{
    struct target target = {key, text, field, error, size};
    int failed = classes[key->type].read(&target);
    if (failed == -ENOMEM)
        snprintf(error, size, "%s: out of memory", key->name);
    return failed;
}

void config_value_clear(const struct config_key *key, void *field)
{
    classes[key->type].clear(field);
}

bool config_value_equal(const struct config_key *key, const void *a, const void *b)
{
    return classes[key->type].equal(a, b);
}

bool config_value_is_list(const struct config_key *key)
{
    return classes[key->type].list;
}
