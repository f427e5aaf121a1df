/* tallyd: watches folders, has every report that comes into them inspected, and tells what does not tally. */
#include "config.h"
#include "config_rules.h"
#include "daemon.h"
#include "privileges.h"

#include "../base/log.h"
#include "../base/mem.h"

#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

enum { EXIT_USAGE = 2 };

struct options {
    const char *config;
    bool check, print_config, print_manual, version, help;
};

static const struct option long_options[] = {
    {"config", required_argument, NULL, 'c'},
    {"check-config", no_argument, NULL, 'C'},
    {"print-config", no_argument, NULL, 'P'},
    {"print-manual", no_argument, NULL, 'M'},
    {"version", no_argument, NULL, 'V'},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

static const char usage[] =
    "usage: tallyd [-c FILE] [--check-config | --print-config | --version | --help]\n\n"
    "  -c, --config FILE   configuration (default: /etc/tallyd/tallyd.conf; in a build tree its own)\n"
    "  --check-config      say what is wrong with configuration and rules: exit 0 when nothing is, else 1\n"
    "  --print-config      print a configuration with every key explained\n"
    "tallyd runs in the foreground; see tallyd(8) and tallyd.conf(5).\n";

static bool read_options(int argc, char **argv, struct options *ret)
{
    for (int letter; (letter = getopt_long(argc, argv, "c:hV", long_options, NULL)) != -1;) {
        if (letter == '?')
            return false;
        if (letter == 'c')
            ret->config = optarg;
        ret->check |= letter == 'C';
        ret->print_config |= letter == 'P';
        ret->print_manual |= letter == 'M';
        ret->version |= letter == 'V';
        ret->help |= letter == 'h';
    }
    return optind == argc;
}

/* To end loses nothing, and the service is started again. */
static void *or_end(void *memory)
{
    if (!memory) {
        log_error("out of memory; ending, to go on when started again");
        _exit(DAEMON_STORE_FAILED);
    }
    return memory;
}

/* jansson drops silently what it has no memory for: a request without its rules would be one for none. */
static void *json_alloc(size_t size)
{
    return or_end(mem_alloc(size));
}

/* libuv aborts where its table of descriptors cannot grow. */
static void *uv_realloc(void *old, size_t size)
{
    return size ? or_end(mem_realloc(old, size)) : mem_realloc(old, 0);
}

/* One allocator for all, so that a test can make any allocation fail. */
static void share_allocator(void)
{
    uv_replace_allocator(mem_alloc, uv_realloc, mem_calloc, mem_free);
    json_set_alloc_funcs(json_alloc, mem_free);
}

/* SIGIO: somebody opens a file for writing in the instant in which a lease on it is held (job.c). */
static void ignore_signals(void)
{
    signal(SIGPIPE, SIG_IGN);
    signal(SIGIO, SIG_IGN);
}

/* libuv's threads do nothing but hash, and most files lie in the page cache: more threads than this only get
 * in each other's way. */
static void limit_threads(void)
{
    setenv("UV_THREADPOOL_SIZE", "2", 0);
}

static int check(const struct options *options, struct config **ret)
{
    char *errors = NULL;
    int error = config_load(options->config, ret, &errors);
    if (error)
        fputs(errors ? errors : "out of memory\n", stderr);
    mem_free(errors);
    return error;
}

static int check_rules(struct config *config)
{
    int error = config_check_rules(config);
    config_free(config);
    return error ? EXIT_FAILURE : EXIT_SUCCESS;
}

static int drop(const struct config *config)
{
    char error[300];
    int failed = privileges_drop(config, error, sizeof error);
    if (failed)
        log_error("%s", error);
    return failed;
}

int main(int argc, char **argv)
{
    struct options options = {0};
    struct config *config;
    if (!read_options(argc, argv, &options)) {
        fputs(usage, stderr);
        return EXIT_USAGE;
    }
    share_allocator();
    log_init("tallyd", LOG_LEVEL_INFO);
    if (options.help)
        return fputs(usage, stdout), EXIT_SUCCESS;
    if (options.version)
        return puts("tallyd " TALLYD_VERSION), EXIT_SUCCESS;
    if (options.print_config)
        return config_print(), EXIT_SUCCESS;
    if (options.print_manual)
        return config_print_manual(), EXIT_SUCCESS;
    if (check(&options, &config))
        return EXIT_FAILURE;
    ignore_signals();
    limit_threads();
    if (options.check)
        return check_rules(config);
    if (drop(config))
        return config_free(config), DAEMON_BAD_START;
    return (int)daemon_run(options.config, config);
}
