#include "control.h"

#include "buffer.h"
#include "verb.h"
#include "width.h"

#include "../base/io.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

enum { KEY_WIDTH = 28 };

static const char *cure_of(int error)
{
    switch (error) {
    case ENOENT:
    case ECONNREFUSED:
        return " (is tallyd running? --socket names another one's socket)";
    case EACCES:
        return " (root and members of the group tallyd may)";
    case EAGAIN:
        return " (no answer in time)";
    default:
        return "";
    }
}

static json_t *fail(const char *path, int error)
{
    fprintf(stderr, "tallyctl: %s: %s%s\n", path, strerror(error), cure_of(error));
    return NULL;
}

static int connect_to(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct timeval wait = {.tv_sec = CONTROL_WAIT_S};
    if (strlen(path) >= sizeof address.sun_path)
        return -ENAMETOOLONG;
    strcpy(address.sun_path, path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -errno;
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
    if (connect(fd, (const struct sockaddr *)&address, sizeof address) != 0) {
        int error = -errno;
        io_close(&fd);
        return error;
    }
    return fd;
}

static int send_line(int fd, const json_t *request)
{
    struct buffer line = {0};
    char *text = json_dumps(request, JSON_COMPACT);
    buffer_print(&line, "%s\n", text ? text : "{}");
    int error = io_write_all(fd, buffer_slice(&line));
    free(text);
    buffer_done(&line);
    return error;
}

/* Up to the newline or the end of the stream. */
static int receive_line(int fd, struct buffer *ret)
{
    char chunk[16384];
    for (;;) {
        ssize_t n = read(fd, chunk, sizeof chunk);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -errno;
        buffer_add(ret, (struct slice){chunk, (size_t)n});
        if (n == 0 || chunk[n - 1] == '\n')
            return 0;
        if (ret->len > CONTROL_SIZE_MAX)
            return -EMSGSIZE;
    }
}

static json_t *checked(const char *path, const struct buffer *line)
{
    json_error_t why;
    json_t *answer = json_loadb(line->at ? line->at : "", line->len, JSON_REJECT_DUPLICATES, &why);
    if (json_is_true(json_object_get(answer, "ok")))
        return answer;
    const char *error = json_string_value(json_object_get(answer, "error"));
    struct buffer safe = {0};
    buffer_safe(&safe, slice_of(error ? error : "not an answer of tallyd"));
    fprintf(stderr, "tallyctl: %s: %.*s\n", error ? "tallyd" : path, SLICE_ARG(buffer_slice(&safe)));
    buffer_done(&safe);
    json_decref(answer);
    return NULL;
}

json_t *control_ask(const struct control_options *options, json_t *request)
{
    const char *path = options->socket ? options->socket : CONTROL_SOCKET;
    struct buffer line = {0};
    int fd = connect_to(path), error = fd < 0 ? fd : send_line(fd, request);
    if (!error)
        error = receive_line(fd, &line);
    io_close(&fd);
    json_decref(request);
    json_t *answer = error < 0 ? fail(path, -error) : checked(path, &line);
    buffer_done(&line);
    return answer;
}

static void print_value(struct buffer *name, const json_t *value)
{
    struct buffer line = {0};
    char *text = json_is_string(value) ? NULL : json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
    width_pad(&line, buffer_slice(name), KEY_WIDTH);
    buffer_add(&line, S(" "));
    buffer_safe_line(&line, slice_of(text ? text : json_string_value(value)));
    printf("%.*s\n", SLICE_ARG(buffer_slice(&line)));
    buffer_done(&line);
    free(text);
}

/* The name of an array's item: its own, else its number. */
static const char *item_name(const json_t *item, size_t i, char ret[24])
{
    const char *name = json_string_value(json_object_get(item, "name"));
    snprintf(ret, 24, "%zu", i + 1);
    return name ? name : ret;
}

static void print_member(struct buffer *path, const char *key, const json_t *value)
{
    const char *name;
    size_t i, length = path->len;
    json_t *member;
    char number[24];
    buffer_print(path, "%s%s", length ? "." : "", key);
    json_object_foreach((json_t *)value, name, member) print_member(path, name, member);
    json_array_foreach(value, i, member) print_member(path, item_name(member, i, number), member);
    if (!json_is_object(value) && !json_is_array(value))
        print_value(path, value);
    path->len = length;
}

void control_print(const json_t *object)
{
    struct buffer path = {0};
    const char *key;
    json_t *member;
    json_object_foreach((json_t *)object, key, member) print_member(&path, key, member);
    buffer_done(&path);
}

int control_show(const struct control_options *options, json_t *answer, control_print_fn *print)
{
    if (!answer)
        return EXIT_FAILED;
    json_object_del(answer, "ok");
    if (options->json)
        json_dumpf(answer, stdout, JSON_INDENT(2)), putchar('\n');
    else
        print(answer);
    json_decref(answer);
    return fflush(stdout) != 0 ? EXIT_FAILED : EXIT_CLEAN;
}

int control_run(const struct verb *verb, int argc, char **argv)
{
    struct control_options options = {0};
    int operands;
    enum options_result parsed = options_parse(verb, argc, argv, &options, &operands);
    if (parsed != OPTIONS_RUN)
        return parsed == OPTIONS_HELP ? EXIT_CLEAN : EXIT_FAILED;
    return control_show(&options, control_ask(&options, json_pack("{s:s}", "verb", verb->name)),
                        control_print);
}
