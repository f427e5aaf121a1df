#include "buffer.h"
#include "control.h"
#include "verb.h"
#include "width.h"

#include <stdio.h>
#include <time.h>

#define LEDGER_MAX 1000u /* rows unless --max says otherwise: a screenful many times over */

struct ledger_options {
    struct control_options control; /* first: CONTROL_OPTION_SPECS */
    unsigned max;
};

enum { TIME_WIDTH = 21, OUTCOME_WIDTH = 17, COUNTS_WIDTH = 9 };

static struct slice text_of(const json_t *row, const char *key)
{
    return slice_of(json_string_value(json_object_get(row, key)));
}

static long long count_of(const json_t *row, const char *key)
{
    return (long long)json_integer_value(json_object_get(row, key));
}

/* When it was done; of a file on its way, when it was seen. */
static void add_time(struct buffer *line, const json_t *row, bool done)
{
    time_t seconds = (time_t)(count_of(row, done ? "done_ms" : "seen_ms") / 1000);
    struct tm local;
    char text[TIME_WIDTH + 1] = "";
    if (localtime_r(&seconds, &local))
        (void)strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &local);
    width_pad(line, slice_of(text), TIME_WIDTH);
}

static void add_counts(struct buffer *line, const json_t *row)
{
    char counts[64] = "-";
    if (slice_eq(text_of(row, "outcome"), S("inspected")))
        (void)snprintf(counts, sizeof counts, "%lld/%lld/%lld", count_of(row, "error"),
                       count_of(row, "warning"), count_of(row, "notice"));
    width_pad(line, slice_of(counts), COUNTS_WIDTH);
}

/* 2026-08-20 09:00:00  inspected        2/1/0    /srv/tallyd/drop/自评报告.txt */
static void add_row(struct buffer *line, const json_t *row)
{
    bool done = slice_eq(text_of(row, "state"), S("done"));
    struct slice reason = text_of(row, "reason");
    add_time(line, row, done);
    width_pad(line, text_of(row, done ? "outcome" : "state"), OUTCOME_WIDTH);
    add_counts(line, row);
    buffer_safe_line(line, text_of(row, "path"));
    if (reason.len) {
        buffer_add(line, S("  "));
        buffer_safe_line(line, reason);
    }
    buffer_add(line, S("\n"));
}

static void print_rows(const json_t *rows)
{
    struct buffer text = {0};
    size_t i;
    json_t *row;
    json_array_foreach(rows, i, row) add_row(&text, row);
    if (i == 0)
        fputs("tallyctl ledger: no such file\n", stderr);
    (void)fwrite(text.at ? text.at : "", 1, text.len, stdout);
    buffer_done(&text);
}

static int run(int argc, char **argv)
{
    struct ledger_options options = {.max = LEDGER_MAX};
    int operands;
    enum options_result parsed = options_parse(&verb_ledger, argc, argv, &options, &operands);
    if (parsed != OPTIONS_RUN)
        return parsed == OPTIONS_HELP ? EXIT_CLEAN : EXIT_FAILED;
    json_t *request = json_pack("{s:s, s:i, s:s*}", "verb", "ledger", "max", (int)options.max, "path",
                                operands ? argv[1] : NULL);
    if (operands > 1 || !request) {
        fputs("tallyctl ledger: give at most one part of a path, in UTF-8\n", stderr);
        json_decref(request);
        return EXIT_FAILED;
    }
    json_t *answer = control_ask(&options.control, request);
    json_t *rows = answer ? json_incref(json_object_get(answer, "files")) : NULL;
    json_decref(answer);
    return control_show(&options.control, rows, print_rows);
}

static const struct option_spec specs[] = {
    {"--max", OPTION_NUMBER, offsetof(struct ledger_options, max), "N", "at most N files, the newest (1000)"},
    CONTROL_OPTION_SPECS,
    {0},
};

const struct verb verb_ledger = {
    .name = "ledger",
    .operands = "[PATH]",
    .summary = "Lists the files that the daemon has seen and what came of each.\nWith PATH only those whose "
               "path contains it. Columns: when it was done\n(or seen), outcome (or state), "
               "errors/warnings/notices, path, reason.",
    .options = specs,
    .run = run,
};
