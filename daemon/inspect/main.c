/* tally-inspect: the ladder. Each rung takes something away for good; the last ones leave a process that can
 * only fork children, and children that can only read one document and answer. tallyd and tallyctl start it.
 */
#include "inspector.h"

#include "../base/io.h"
#include "../base/log.h"
#include "../base/mem.h"
#include "../wire/message.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define CLIENT_SOCKET 3
#define ERROR_SIZE    600

static bool is_client(int fd)
{
    int type = 0;
    socklen_t size = sizeof type;
    return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_SEQPACKET;
}

/* Neither the inspector nor a child reads or prints anything. */
static int give_up_standard_streams(void)
{
    io_autoclose int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(null, STDOUT_FILENO) < 0)
        return -errno;
    return 0;
}

static int load_lexicon(struct inspector *i, char *error)
{
    return lexicon_load(i->setup.lexicon, &i->lexicon, error, ERROR_SIZE);
}

static int load_plugins(struct inspector *i, char *error)
{
    int failed = plugin_host_new(i->setup.plugins, &i->plugins, error, ERROR_SIZE);
    if (!failed)
        plugin_host_set_english(i->plugins, strcmp(i->setup.language, "en") == 0);
    return failed;
}

static int load_rules(struct inspector *i, char *error)
{
    struct lua_host_options options = {.folders = i->setup.rules,
                                       .settings = i->setup.rule,
                                       .language = i->setup.language,
                                       .limits = i->setup.rule_limits,
                                       .strictness = i->setup.strictness};
    return lua_host_new(&options, &i->rules, error, ERROR_SIZE);
}

static int prepare(struct inspector *i, char *error)
{
    int failed = serve_open(i);
    if (failed)
        snprintf(error, ERROR_SIZE, "preparing to serve: %s", strerror(-failed));
    return failed ? failed : sandbox_new(&i->setup.sandbox, &i->sandbox, error, ERROR_SIZE);
}

/* What is resident now is what every fork copies the tables of. */
static int lock_in(struct inspector *i, char *error)
{
    malloc_trim(0);
    return sandbox_enter(i->sandbox, error, ERROR_SIZE);
}

static int receive_setup(struct inspector *i, char *error)
{
    return setup_receive(i->socket, &i->setup, error, ERROR_SIZE);
}

typedef int rung_fn(struct inspector *inspector, char *error);

static rung_fn *const ladder[] = {receive_setup, load_lexicon, load_plugins, load_rules, prepare, lock_in};

/* 0, or what stopped it, told to the client too. */
static int climb(struct inspector *inspector)
{
    char error[ERROR_SIZE] = "";
    int failed = 0;
    for (size_t i = 0; !failed && i < sizeof ladder / sizeof *ladder; i++)
        failed = ladder[i](inspector, error);
    if (!failed)
        return 0;
    json_t *message = json_pack("{s:s, s:s}", "op", "failed", "error", error);
    if (!message || message_send(inspector->socket, message, NULL, 0) != 0)
        log_error("%s", error);
    json_decref(message);
    return failed;
}

int main(int argc, char **argv)
{
    struct inspector inspector = {.socket = CLIENT_SOCKET, .signals = -1};
    log_init("tally-inspect", LOG_LEVEL_INFO);
    json_set_alloc_funcs(mem_alloc, mem_free);
    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        puts("tally-inspect " TALLYD_VERSION);
        return 0;
    }
    if (argc > 1 || !is_client(CLIENT_SOCKET)) {
        fputs("tally-inspect is started by tallyd and tallyctl, with a socket as descriptor 3.\n"
              "To inspect a report by hand: tallyctl check FILE\n",
              stderr);
        return 2;
    }
    if (give_up_standard_streams() != 0 || io_set_nonblocking(CLIENT_SOCKET, false) != 0)
        return 1;
    _exit(climb(&inspector) == 0 ? serve(&inspector) : 1);
}
