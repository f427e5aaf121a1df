/* Any text as a rule's file: it is refused with its name, or loaded and run over a small report, within its budget. What
 * it says then is JSON that an answer could carry. */
#include "../../daemon/base/must.h"
#include "../../daemon/inspect/lua_host.h"
#include "../../daemon/wire/message.h"
#include "../unit/reading_push.h"
#include "fuzz.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char TEXT[] = "云岭县虚构事务中心2021年度部门整体支出绩效自评报告\n一、支出情况\n"
                           "2021年支出合计30.60万元，其中：基本支出20.10万元、项目支出10.00万元。\n"
                           "|一级指标|分值|得分|\n|产出指标|50|48|\n|合计|50|47|\n";

static char folder[32], file[64];

static void remove_folder(void)
{
    char group[64];
    snprintf(group, sizeof group, "%s/x", folder);
    unlink(file);
    rmdir(group);
    rmdir(folder);
}

/* A folder of rules with room for one file, in memory where the machine has such a place. */
static void make_folder(void)
{
    char group[64];
    snprintf(folder, sizeof folder, "%s/tallyd-fuzz-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    must(mkdtemp(folder));
    snprintf(group, sizeof group, "%s/x", folder);
    must(mkdir(group, 0700) == 0);
    snprintf(file, sizeof file, "%s/x/y.lua", folder);
    atexit(remove_folder);
}

static void on_limit(void *context, enum limit limit)
{
    (void)context, (void)limit;
    must_fail("the report is small", __FILE__, __LINE__);
}

static const struct report *small_report(void)
{
    static const char *const FOLDERS[] = {"config/lexicon", NULL};
    static const struct report *report;
    struct lexicon *lexicon;
    char error[256];
    if (report)
        return report;
    struct arena *arena = arena_new(64u << 20, NULL, NULL);
    must(arena && lexicon_load(FOLDERS, &lexicon, error, sizeof error) == 0);
    struct builder *b = builder_new(arena, S("fuzz.txt"), on_limit, NULL);
    struct slice text = {TEXT, sizeof TEXT - 1};
    builder_source(b, text);
    reading_push(b, text);
    report = report_read(arena, builder_finish(b), lexicon);
    return report;
}

static void write_rule(const uint8_t *data, size_t size)
{
    int fd = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    must(fd >= 0 && write(fd, data, size) == (ssize_t)size && close(fd) == 0);
}

static void on_message(void *context, struct slice message)
{
    (void)context;
    json_t *parsed = message_parse(message.at, message.len);
    must(parsed);
    json_decref(parsed);
}

static void run(struct lua_host *host)
{
    struct lua_host_run run = {
        .report = small_report(), .only = "x.y", .explain = true, .emit = on_message, .states = json_array()};
    lua_host_run(host, &run);
    must(json_array_size(run.states) == 1);
    json_decref(run.states);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *const folders[] = {folder, NULL};
    struct lua_host_options options = {folders, NULL, "zh", {2u << 20, 20000, 20000, 1000}, STRICTNESS_MAX};
    struct lua_host *host = NULL;
    char error[600] = "";
    if (!folder[0])
        make_folder();
    write_rule(data, size);
    if (lua_host_new(&options, &host, error, sizeof error) == 0)
        run(host);
    else
        must(error[0]);
    lua_host_free(host);
    return 0;
}
