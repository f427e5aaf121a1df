#include "plugin_host.h"

#include "plugin_names.h"
#include "plugin_ops.h"

#include "../base/log.h"
#include "../base/mem.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#define PLUGINS_MAX 64
/* What a file wraps is read; what that wraps is not. */
#define INSIDE_MAX 1

struct plugin {
    void *library;
    const struct tallyd_format *format;
};

struct plugin_host {
    struct plugin plugins[PLUGINS_MAX]; /* sorted by name */
    unsigned n;
    bool english;
};

/* How well a plugin fits a document. */
struct fit {
    const struct tallyd_format *format;
    int score;
    bool suffix;
};

static const enum outcome outcomes[] = {
    [TALLYD_OK] = OUTCOME_INSPECTED,
    [TALLYD_PARTIAL] = OUTCOME_INSPECTED,
    [TALLYD_EMPTY] = OUTCOME_EMPTY,
    [TALLYD_BINARY] = OUTCOME_BINARY,
    [TALLYD_UNREADABLE_TEXT] = OUTCOME_UNREADABLE_TEXT,
    [TALLYD_SCANNED] = OUTCOME_SCANNED,
    [TALLYD_ENCRYPTED] = OUTCOME_ENCRYPTED,
    [TALLYD_CORRUPT] = OUTCOME_CORRUPT,
    [TALLYD_UNSUPPORTED] = OUTCOME_UNSUPPORTED,
    [TALLYD_LIMIT] = OUTCOME_LIMIT,
};

static bool is_complete(const struct tallyd_format *f)
{
    return f->name && *f->name && f->title_zh && f->title_en && f->version && f->suffixes && f->probe &&
           f->extract;
}

/* Why a plugin is left out, or NULL. */
static const char *fault_of(const struct tallyd_format *format)
{
    if (!format)
        return "exports no tallyd_format";
    if (format->abi != TALLYD_PLUGIN_ABI)
        return "is made for another version of tallyd's plugin interface; build it anew";
    if (!is_complete(format))
        return "leaves a required field of tallyd_format empty";
    return NULL;
}

/* Memory and descriptors may be there again next time. To go on without the plugin would be to reject every document of its
 * format for good. */
static bool may_pass(int error)
{
    return error == ENOMEM || error == EMFILE || error == ENFILE;
}

static void put(struct plugin_host *host, struct plugin plugin)
{
    for (unsigned i = 0; i < host->n; i++) {
        if (strcmp(host->plugins[i].format->name, plugin.format->name) == 0) {
            dlclose(host->plugins[i].library);
            host->plugins[i] = plugin;
            return;
        }
    }
    host->plugins[host->n++] = plugin;
}

static int out_of_resources(const char *path, int failed, char *error, size_t size)
{
    snprintf(error, size, "%s: %s", path, strerror(failed));
    return -failed;
}

/* Into the host, or left out with a warning. */
static int take(struct plugin_host *host, struct plugin plugin, const char *path, char *error, size_t size)
{
    const char *fault = host->n < PLUGINS_MAX ? fault_of(plugin.format) : "is one too many";
    int failed = !fault && plugin.format->init ? -plugin.format->init() : 0;
    if (!fault && !failed) {
        put(host, plugin);
        return 0;
    }
    dlclose(plugin.library);
    if (may_pass(failed))
        return out_of_resources(path, failed, error, size);
    log_warning("%s: left out: it %s", path, fault ? fault : "failed to initialise");
    return 0;
}

static int load(struct plugin_host *host, const char *path, char *error, size_t size)
{
    errno = 0;
    struct plugin plugin = {.library = dlopen(path, RTLD_NOW | RTLD_LOCAL)};
    int failed = errno;
    if (plugin.library) {
        plugin.format = dlsym(plugin.library, "tallyd_format");
        return take(host, plugin, path, error, size);
    }
    if (may_pass(failed))
        return out_of_resources(path, failed, error, size);
    log_warning("%s: not loaded: %s", path, dlerror());
    return 0;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(((const struct plugin *)a)->format->name, ((const struct plugin *)b)->format->name);
}

static int load_folder(struct plugin_host *host, const char *folder, char *error, size_t size)
{
    DIR *entries = opendir(folder);
    if (!entries) {
        int failed = -errno;
        snprintf(error, size, "%s: %s (a folder of format plugins)", folder, strerror(-failed));
        return failed;
    }
    int failed = 0;
    for (struct dirent *entry; !failed && (entry = readdir(entries));) {
        char path[4096];
        bool fits = snprintf(path, sizeof path, "%s/%s", folder, entry->d_name) < (int)sizeof path;
        if (fits && slice_ends(slice_of(entry->d_name), S(".so")))
            failed = load(host, path, error, size);
    }
    closedir(entries);
    return failed;
}

int plugin_host_new(const char *const *folders, struct plugin_host **ret, char *error, size_t size)
{
    struct plugin_host *host = mem_calloc(1, sizeof *host);
    int failed = host ? 0 : -ENOMEM;
    snprintf(error, size, "out of memory");
    for (; !failed && *folders; folders++)
        failed = load_folder(host, *folders, error, size);
    if (failed) {
        plugin_host_free(host);
        return failed;
    }
    qsort(host->plugins, host->n, sizeof *host->plugins, compare_names);
    *ret = host;
    return 0;
}

void plugin_host_set_english(struct plugin_host *host, bool english)
{
    host->english = english;
}

void plugin_host_free(struct plugin_host *host)
{
    for (unsigned i = 0; host && i < host->n; i++)
        dlclose(host->plugins[i].library);
    mem_free(host);
}

unsigned plugin_host_count(const struct plugin_host *host)
{
    return host->n;
}

const struct tallyd_format *plugin_host_format(const struct plugin_host *host, unsigned i)
{
    return host->plugins[i].format;
}

static bool ends_in(struct slice name, struct slice suffix)
{
    return name.len >= suffix.len && strncasecmp(name.at + name.len - suffix.len, suffix.at, suffix.len) == 0;
}

/* The suffix of a format that a name has, or NULL. */
static const char *suffix_of(const struct tallyd_format *format, struct slice name)
{
    for (const char *const *suffix = format->suffixes; *suffix; suffix++)
        if (ends_in(name, slice_of(*suffix)))
            return *suffix;
    return NULL;
}

static bool has_suffix(const struct tallyd_format *format, struct slice name)
{
    return suffix_of(format, name) != NULL;
}

/* The suffix of any format here that a name has, or NULL. */
static const char *known_suffix(const struct plugin_host *host, struct slice name)
{
    const char *suffix = NULL;
    for (unsigned i = 0; i < host->n && !suffix; i++)
        suffix = suffix_of(host->plugins[i].format, name);
    return suffix ? suffix : plugin_names_suffix(name);
}

/* What the file's name says against what it is, where the two are of different formats. */
static struct slice mismatch(const struct plugin_host *host, const struct plugin_job *job,
                             const struct plugin_bridge *bridge, const struct tallyd_format *format)
{
    const char *suffix = known_suffix(host, job->name);
    bool fits = bridge->kind.len ? ends_in(job->name, bridge->kind) : has_suffix(format, job->name);
    if (!suffix || fits)
        return (struct slice){0};
    struct slice kind = bridge->kind.len ? bridge->kind : slice_of(format->suffixes[0]);
    return arena_printf(
        job->arena,
        host->english ? "the file is named " SLICE_FMT " but its content is " SLICE_FMT " (%s)"
                      : "文件后缀是" SLICE_FMT "，内容却是" SLICE_FMT "（%s）",
        SLICE_ARG(slice_of(suffix)), SLICE_ARG(kind), host->english ? format->title_en : format->title_zh);
}

/* What the plugin says of the file, and what its name says. */
static void add_note(const struct plugin_host *host, const struct plugin_job *job, struct document *document,
                     struct slice more)
{
    if (!more.len)
        return;
    struct slice both = arena_printf(job->arena, SLICE_FMT "%s" SLICE_FMT, SLICE_ARG(document->note),
                                     host->english ? "; " : "；", SLICE_ARG(more));
    document->note = document->note.len ? both : more;
}

/* Content decides, the suffix breaks ties, then the order of names. */
static struct fit best(const struct plugin_host *host, const struct plugin_job *job, const char *name)
{
    struct fit best = {.score = TALLYD_NO};
    size_t head = job->bytes.len < TALLYD_HEAD_SIZE ? job->bytes.len : TALLYD_HEAD_SIZE;
    for (unsigned i = 0; i < host->n; i++) {
        const struct tallyd_format *format = host->plugins[i].format;
        struct fit fit = {format, format->probe(job->bytes.at, head, name), has_suffix(format, job->name)};
        if (fit.score > best.score || (best.format && fit.score == best.score && fit.suffix && !best.suffix))
            best = fit;
    }
    return best;
}

static void finish(struct plugin_bridge *bridge, enum tallyd_result result, struct plugin_result *ret)
{
    bool known = (unsigned)result < sizeof outcomes / sizeof *outcomes;
    plugin_ops_end_scratch(bridge);
    ret->outcome = known ? outcomes[result] : OUTCOME_CORRUPT;
    ret->reason = bridge->note;
    ret->encoding = bridge->encoding;
    if (ret->outcome != OUTCOME_INSPECTED)
        return;
    if (bridge->in_table)
        builder_table_end(bridge->builder);
    builder_set_format(bridge->builder, ret->format, bridge->encoding);
    if (result == TALLYD_PARTIAL)
        builder_set_partial(bridge->builder);
    ret->document = builder_finish(bridge->builder);
    ret->document->note = bridge->note;
}

static void end(struct plugin_result *ret, enum outcome outcome, struct slice reason)
{
    ret->outcome = outcome;
    ret->reason = reason;
}

static bool is_loaded(const struct plugin_host *host, const char *name)
{
    for (unsigned i = 0; i < host->n; i++)
        if (strcmp(host->plugins[i].format->name, name) == 0)
            return true;
    return false;
}

/* Which package would read a file that no plugin here does; empty where none would. */
static struct slice missing(const struct plugin_host *host, const struct plugin_job *job)
{
    const char *plugin = plugin_names_wanted(job->bytes, job->name);
    if (!plugin || is_loaded(host, plugin))
        return (struct slice){0};
    return arena_printf(job->arena,
                        host->english ? "the format plugin %s is not installed: package tallyd-plugin-%s"
                                      : "未安装格式插件%s，请安装软件包tallyd-plugin-%s",
                        plugin, plugin);
}

/* How a file ends that the bridge left; `left` says why. */
static void end_refused(struct plugin_bridge *bridge, int left, struct plugin_result *ret)
{
    plugin_ops_end_scratch(bridge);
    if (left == PLUGIN_OPS_LIMIT)
        end(ret, OUTCOME_LIMIT, bridge->note);
    else if (left == PLUGIN_OPS_INSIDE)
        end(ret, OUTCOME_LIMIT, S("inside"));
    else
        end(ret, OUTCOME_CORRUPT,
            arena_printf(bridge->job->arena, "the format plugin %s gave %s", ret->format, bridge->fault));
}

/* Returns what the file wraps, which is to be read in its place, or nothing. */
static struct slice extract(const struct plugin_host *host, const struct tallyd_format *format,
                            const struct plugin_job *job, const char *name, struct plugin_result *ret)
{
    struct plugin_bridge *bridge = arena_alloc(job->arena, sizeof *bridge);
    struct tallyd_input input = {job->bytes.at, job->bytes.len, name};
    plugin_ops_init(bridge, job);
    ret->format = format->name;
    int left = setjmp(bridge->refused);
    if (!left)
        finish(bridge, format->extract(&input, &bridge->handle), ret);
    else
        end_refused(bridge, left, ret);
    if (ret->document)
        add_note(host, job, ret->document, mismatch(host, job, bridge, format));
    return bridge->inside;
}

void plugin_host_extract(const struct plugin_host *host, const struct plugin_job *job,
                         struct plugin_result *ret)
{
    const char *name = arena_copy(job->arena, job->name).at;
    *ret = (struct plugin_result){.outcome = OUTCOME_EMPTY};
    if (job->bytes.len == 0)
        return;
    struct plugin_job part = *job;
    for (int depth = 0; depth <= INSIDE_MAX && part.bytes.len; depth++) {
        struct fit fit = best(host, &part, name);
        *ret = (struct plugin_result){.outcome = OUTCOME_UNSUPPORTED};
        struct slice inside = fit.format ? extract(host, fit.format, &part, name, ret) : S("");
        if (ret->outcome == OUTCOME_UNSUPPORTED && !ret->reason.len)
            ret->reason = missing(host, &part);
        part.bytes = inside;
    }
}
