#include "setup.h"

#include "strictness.h"

#include "../base/mem.h"
#include "../base/slice.h"
#include "../wire/message.h"

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* The keys of "limits": where the value goes, its bounds and what it is when left out. */
struct limit {
    const char *name;
    json_int_t least, most, usual;
};

enum { MEMORY, CPU_S, RULE_MEMORY, RULE_INSTRUCTIONS, MATCH_STEPS, RULE_MS, LIMITS };

#define MIB (INT64_C(1) << 20)
#define GIB (INT64_C(1) << 30)

/* The same bounds as [limits] of tallyd.conf (daemon/tallyd/config_table.c), which has no time of a rule. */
static const struct limit limits[LIMITS] = {
    [MEMORY] = {"memory", 16 * MIB, 64 * GIB, 512 * MIB},
    [CPU_S] = {"cpu_s", 1, 3600, 30},
    [RULE_MEMORY] = {"rule_memory", 1 * MIB, 16 * GIB, 32 * MIB},
    [RULE_INSTRUCTIONS] = {"rule_instructions", 10000, INT64_C(4000000000), 20000000},
    [MATCH_STEPS] = {"match_steps", 10000, INT64_C(4000000000), 20000000},
    [RULE_MS] = {"rule_ms", 10, 600000, 2000},
};

static int __attribute__((format(printf, 3, 4))) fail(char *error, size_t size, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error, size, format, arguments);
    va_end(arguments);
    return -EINVAL;
}

static int find_limit(const char *name)
{
    int i = 0;
    while (i < LIMITS && strcmp(limits[i].name, name) != 0)
        i++;
    return i;
}

static int read_limits(const json_t *given, json_int_t values[LIMITS], char *error, size_t size)
{
    const char *name;
    json_t *value;
    for (int i = 0; i < LIMITS; i++)
        values[i] = limits[i].usual;
    json_object_foreach((json_t *)given, name, value)
    {
        int i = find_limit(name);
        if (i == LIMITS)
            return fail(error, size, "setup: limits has no key %.60s", name);
        if (!json_is_integer(value) || json_integer_value(value) < limits[i].least ||
            json_integer_value(value) > limits[i].most)
            return fail(error, size, "setup: limits.%s must be %lld to %lld", name,
                        (long long)limits[i].least, (long long)limits[i].most);
        values[i] = json_integer_value(value);
    }
    return 0;
}

static void set_limits(struct setup *setup, const json_int_t values[LIMITS])
{
    setup->sandbox.memory = (size_t)values[MEMORY];
    setup->sandbox.cpu_s = (unsigned)values[CPU_S];
    setup->rule_limits = (struct lua_limits){
        .memory = (size_t)values[RULE_MEMORY],
        .instructions = (unsigned long)values[RULE_INSTRUCTIONS],
        .match_steps = (unsigned long)values[MATCH_STEPS],
        .time_ms = (unsigned)values[RULE_MS],
    };
}

/* An array of paths as a NULL-terminated one; NULL where it is none. */
static const char **folders_of(const json_t *list)
{
    size_t n = json_array_size(list);
    const char **folders = json_is_array(list) ? mem_calloc(n + 1, sizeof *folders) : NULL;
    for (size_t i = 0; folders && i < n; i++) {
        folders[i] = json_string_value(json_array_get(list, i));
        if (!folders[i]) {
            mem_free(folders);
            return NULL;
        }
    }
    return folders;
}

static int read_folders(struct setup *setup, char *error, size_t size)
{
    const struct {
        const char *key;
        const char ***to;
    } lists[] = {{"rules", &setup->rules}, {"plugins", &setup->plugins}, {"lexicon", &setup->lexicon}};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        *lists[i].to = folders_of(json_object_get(setup->message, lists[i].key));
        if (!*lists[i].to)
            return fail(error, size, "setup: %s must be an array of folders", lists[i].key);
    }
    return 0;
}

static int check_keys(const json_t *message, char *error, size_t size)
{
    static const char *const known[] = {"op",   "language", "rules", "plugins",   "lexicon",
                                        "rule", "limits",   "trace", "strictness"};
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)message, name, value)
    {
        size_t i = 0;
        while (i < sizeof known / sizeof *known && strcmp(known[i], name) != 0)
            i++;
        if (i == sizeof known / sizeof *known)
            return fail(error, size, "setup: unknown key %.60s", name);
    }
    return 0;
}

static int read_strictness(struct setup *setup, char *error, size_t size)
{
    const json_t *value = json_object_get(setup->message, "strictness");
    json_int_t dial = value ? json_integer_value(value) : STRICTNESS_USUAL;
    if (dial < STRICTNESS_MIN || dial > STRICTNESS_MAX)
        return fail(error, size, "setup: strictness must be %u to %u", STRICTNESS_MIN, STRICTNESS_MAX);
    setup->strictness = (unsigned)dial;
    return 0;
}

static int read_message(struct setup *setup, char *error, size_t size)
{
    const json_t *message = setup->message;
    const char *op = json_string_value(json_object_get(message, "op"));
    json_int_t values[LIMITS];
    if (!op || strcmp(op, "setup") != 0)
        return fail(error, size, "the first message must be {\"op\":\"setup\", …}");
    setup->language = json_string_value(json_object_get(message, "language"));
    if (!setup->language || (strcmp(setup->language, "zh") != 0 && strcmp(setup->language, "en") != 0))
        return fail(error, size, "setup: language must be zh or en");
    setup->rule = json_object_get(message, "rule");
    if (setup->rule && !json_is_object(setup->rule))
        return fail(error, size, "setup: rule must be an object");
    setup->sandbox.trace = json_is_true(json_object_get(message, "trace"));
    int failed = check_keys(message, error, size);
    if (!failed)
        failed = read_strictness(setup, error, size);
    if (!failed)
        failed = read_folders(setup, error, size);
    if (!failed)
        failed = read_limits(json_object_get(message, "limits"), values, error, size);
    if (!failed)
        set_limits(setup, values);
    return failed;
}

/* The message, or NULL. */
static json_t *receive(int socket, int *ret_error)
{
    char *buffer = mem_alloc((size_t)MESSAGE_SIZE_MAX);
    int fd;
    unsigned n;
    long length = buffer ? message_receive(socket, buffer, &fd, 0, &n) : -ENOMEM;
    json_t *message = length > 0 ? message_parse(buffer, (size_t)length) : NULL;
    *ret_error = length == 0 ? -ENOTCONN : (int)(length < 0 ? length : -EBADMSG);
    mem_free(buffer);
    return message;
}

int setup_receive(int socket, struct setup *ret, char *error, size_t size)
{
    struct setup setup = {.message = NULL};
    int failed;
    setup.message = receive(socket, &failed);
    if (!setup.message) {
        fail(error, size, "setup: %s", failed == -EBADMSG ? "not one JSON object" : strerror(-failed));
        return failed;
    }
    failed = read_message(&setup, error, size);
    if (failed)
        setup_done(&setup);
    else
        *ret = setup;
    return failed;
}

void setup_done(struct setup *setup)
{
    mem_free(setup->rules);
    mem_free(setup->plugins);
    mem_free(setup->lexicon);
    json_decref(setup->message);
    setup->message = NULL;
}
