/* What the store and the JSON lines file cost: FILES files with EVENTS events each go through every step of
 * the ledger, the outbox and the file, GROUP files a turn of the loop. Prints processor and wall time, one
 * figure a line.
 *
 *     bench_store FOLDER FILES EVENTS GROUP */
#include "../../daemon/base/io.h"
#include "../../daemon/base/must.h"
#include "../../daemon/tallyd/config.h"
#include "../../daemon/tallyd/outbox.h"
#include "../../daemon/wire/event.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct bench {
    struct store *store;
    struct outbox *outbox;
    uv_loop_t loop;
    json_t *events;
    double longest_ms; /* turn */
};

static double cpu_s(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Findings of the size that real ones have: a message and two quotes. */
static json_t *make_events(unsigned n)
{
    json_t *events = json_array();
    for (unsigned i = 0; i < n; i++)
        must(json_array_append_new(
                 events,
                 json_pack("{s:s, s:{s:s}, s:{s:s, s:s, s:s}, s:{s:s}, s:s, s:{s:s}, s:{s:s, s:i}, s:{s:s, "
                           "s:s}, s:{s:s, s:s, "
                           "s:[{s:s, s:i, s:i, s:s, s:s}, {s:s, s:i, s:i, s:s, s:s}]}}",
                           "@timestamp", "2026-08-20T09:00:00.123+08:00", "ecs", "version", "8.11.0", "event",
                           "kind", "alert", "dataset", i + 1 < n ? "tallyd.finding" : "tallyd.report", "id",
                           "0123456789abcdef0123456789abcdef", "log", "level", "warning", "message",
                           "支出合计612.45万元与分项之和612.40万元（281.05+74.15+257.20）不符，差0.05万元",
                           "organization", "name", "云岭县虚构事务中心", "file", "path",
                           "/var/lib/tallyd/drop/自评报告.txt", "size", 20070, "rule", "id", "sum.mismatch",
                           "name", "合计与分项不符", "tallyd", "fingerprint",
                           "0123456789abcdef0123456789abcdef", "formula", "281.05+74.15+257.20=612.40≠612.45",
                           "evidence", "role", "total", "line", 15, "column", 870, "where", "第15行", "quote",
                           "支出为612.45万元", "role", "part", "line", 15, "column", 889, "where", "第15行",
                           "quote", "人员经费281.05万元")) == 0);
    return events;
}

static void one_file(struct bench *bench, unsigned n)
{
    char path[80];
    int64_t id = 0;
    struct file_stamp stamp = {1, n, 20070, n};
    (void)snprintf(path, sizeof path, "/var/lib/tallyd/drop/2026/报告-%u.txt", n);
    must(store_seen(bench->store, "default", path, &stamp, &id) == 0);
    must(store_settled(bench->store, id) == 0);
    must(store_inspecting(bench->store, id,
                          "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "r") == 0);
    must(store_done(bench->store, id, &stamp, OUTCOME_INSPECTED, "", bench->events) == 0);
}

static void one_turn(struct bench *bench, unsigned from, unsigned to)
{
    uint64_t start = io_now_ns();
    for (unsigned n = from; n < to; n++)
        one_file(bench, n);
    outbox_wake(bench->outbox);
    (void)uv_run(&bench->loop, UV_RUN_NOWAIT);
    double ms = (double)(io_now_ns() - start) / 1e6;
    bench->longest_ms = ms > bench->longest_ms ? ms : bench->longest_ms;
}

static void open_all(struct bench *bench, const char *folder, unsigned events)
{
    char path[300], error[400] = "";
    (void)snprintf(path, sizeof path, "%s/tallyd.db", folder);
    if (store_open(path, &bench->store, error, sizeof error)) {
        (void)fprintf(stderr, "bench_store: %s\n", error);
        exit(2);
    }
    (void)snprintf(path, sizeof path, "%s/alerts.jsonl", folder);
    struct config config = {.jsonl_enabled = true, .jsonl_path = path};
    must(uv_loop_init(&bench->loop) == 0);
    must(outbox_new(&bench->loop, &config, bench->store, &bench->outbox, error, sizeof error) == 0);
    bench->events = make_events(events);
}

static void close_all(struct bench *bench)
{
    outbox_close(bench->outbox, NULL, NULL);
    (void)uv_run(&bench->loop, UV_RUN_DEFAULT);
    must(uv_loop_close(&bench->loop) == 0);
    store_close(bench->store);
    json_decref(bench->events);
}

int main(int argc, char **argv)
{
    struct bench bench = {0};
    if (argc != 5) {
        (void)fprintf(stderr, "usage: bench_store FOLDER FILES EVENTS GROUP\n");
        return 2;
    }
    unsigned files = (unsigned)strtoul(argv[2], NULL, 10), group = (unsigned)strtoul(argv[4], NULL, 10);
    open_all(&bench, argv[1], (unsigned)strtoul(argv[3], NULL, 10));
    double cpu = cpu_s();
    uint64_t start = io_now_ns();
    for (unsigned n = 0; n < files; n += group)
        one_turn(&bench, n, n + group < files ? n + group : files);
    while (!outbox_idle(bench.outbox))
        (void)uv_run(&bench.loop, UV_RUN_NOWAIT);
    double wall = (double)(io_now_ns() - start) / 1e9;
    cpu = cpu_s() - cpu;
    (void)printf("files %u\ncpu_us_per_file %.1f\nwall_us_per_file %.1f\nlongest_turn_ms %.1f\n", files,
                 cpu * 1e6 / files, wall * 1e6 / files, bench.longest_ms);
    close_all(&bench);
    return 0;
}
