/* A folder of its own for each test, a store in it, and events as the wire makes them. */
#pragma once

#include "test.h"

#include "../../daemon/tallyd/store_priv.h"
#include "../../daemon/wire/event.h"

#include <errno.h>
#include <ftw.h>
#include <unistd.h>

struct scene {
    char folder[64], path[96], error[500];
    struct store *store;
};

/* A path in the folder, good until eight more were asked for. */
static inline const char *scene_file(const struct scene *scene, const char *name)
{
    static char paths[8][256];
    static unsigned next;
    char *path = paths[next++ % COUNT(paths)];
    (void)snprintf(path, sizeof paths[0], "%s/%s", scene->folder, name);
    return path;
}

static inline int scene_open(struct scene *scene)
{
    scene->store = NULL;
    return store_open(scene->path, &scene->store, scene->error, sizeof scene->error);
}

static inline void scene_reopen(struct scene *scene)
{
    store_close(scene->store);
    assert_int_equal(scene_open(scene), 0);
}

static inline int scene_begin(void **state)
{
    struct scene *scene = calloc(1, sizeof *scene);
    (void)snprintf(scene->folder, sizeof scene->folder, "/tmp/tallyd-unit-XXXXXX");
    if (!mkdtemp(scene->folder))
        return -1;
    (void)snprintf(scene->path, sizeof scene->path, "%s/tallyd.db", scene->folder);
    *state = scene;
    return scene_open(scene);
}

static inline int scene_remove(const char *path, const struct stat *stat, int type, struct FTW *at)
{
    (void)stat, (void)type, (void)at;
    return remove(path);
}

static inline int scene_end(void **state)
{
    struct scene *scene = *state;
    store_close(scene->store);
    int error = nftw(scene->folder, scene_remove, 8, FTW_DEPTH | FTW_PHYS);
    free(scene);
    return error;
}

#define SCENE(test) cmocka_unit_test_setup_teardown(test, scene_begin, scene_end)

/* Events of an invented document: `findings` of them and the report, as of `path`. */
static inline json_t *scene_events(const char *path, unsigned findings)
{
    struct answer answer = {.state = ANSWER_COMPLETE,
                            .outcome = OUTCOME_INSPECTED,
                            .findings = json_array(),
                            .rules = json_array()};
    answer.report =
        json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:b, s:s, s:s, s:i}", "type", "report", "outcome",
                  "inspected", "reason", "", "format", "text", "encoding", "utf-8", "title", "自评报告",
                  "partial", 0, "organization", "云岭县虚构事务中心", "name", "x", "year", 2021);
    for (unsigned i = 0; i < findings; i++)
        json_array_append_new(
            answer.findings,
            json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s+, s:s, s:i, s:[{s:s, s:i, s:i, s:s, s:s}]}", "type",
                      "finding", "rule", "sum.mismatch", "name", "合计与分项不符", "version", "1", "level",
                      i ? "warning" : "error", "message", "支出合计100.00万元与分项之和99.00万元不符",
                      "fingerprint", "0123456789abcdef0123456789abcd", i ? "01" : "02", "verdict", "violated",
                      "confidence", 100, "evidence", "role", "total", "line", 15, "column", 8, "where",
                      "第15行", "quote", "支出为100.00万元"));
    struct event_context context = {
        .time_ms = 1600000000123,
        .ruleset = "r",
        .language = "zh",
        .file = {.path = path, .sha256 = "ab", .size = 20070, .watch = "default"}};
    json_t *events = event_all(&context, &answer);
    json_decref(answer.report);
    json_decref(answer.findings);
    json_decref(answer.rules);
    return events;
}
