#include "control.h"

#include "../base/mem.h"
#include "../wire/message.h"

#include <errno.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define LISTEN_BACKLOG 16
#define GROUPS_MAX     64 /* supplementary groups of a peer that are looked at */

struct control {
    uv_loop_t *loop;
    uv_pipe_t pipe;
    const struct control_verb *verbs;
    void *context;
    gid_t group; /* whose members may ask: tallyd, where there is none the daemon's own */
    char *path;
    struct client *clients;
    unsigned n_clients;
    control_closed_fn *closed;
    void *closed_context;
};

struct client {
    struct client *next, **at;
    struct control *control;
    uv_pipe_t pipe;
    unsigned references; /* the open handle, and requests not answered yet */
    bool closing;
    size_t used;
    char buffer[CONTROL_REQUEST_MAX];
};

struct control_request {
    struct client *client;
};

struct reply {
    uv_write_t write;
    char *text;
};

static void finish_closing(struct control *control)
{
    if (!control->closed || control->n_clients)
        return;
    control_closed_fn *closed = control->closed;
    void *context = control->closed_context;
    mem_free(control->path);
    mem_free(control);
    closed(context);
}

static void client_unref(struct client *client)
{
    if (--client->references)
        return;
    struct control *control = client->control;
    *client->at = client->next;
    if (client->next)
        client->next->at = client->at;
    control->n_clients--;
    mem_free(client);
    finish_closing(control);
}

static void on_client_closed(uv_handle_t *handle)
{
    client_unref(handle->data);
}

static void client_close(struct client *client)
{
    if (client->closing)
        return;
    client->closing = true;
    uv_close((uv_handle_t *)&client->pipe, on_client_closed);
}

static void on_written(uv_write_t *write, int status)
{
    struct reply *reply = (struct reply *)write;
    struct client *client = write->handle->data;
    free(reply->text);
    mem_free(reply);
    if (status)
        client_close(client);
}

static void send_line(struct client *client, const json_t *object)
{
    struct reply *reply = mem_calloc(1, sizeof *reply);
    char *text = reply ? json_dumps(object, JSON_COMPACT) : NULL;
    size_t length = text ? strlen(text) : 0;
    if (text)
        text[length] = '\n'; /* in place of the terminator */
    uv_buf_t bytes = uv_buf_init(text, (unsigned)length + 1);
    if (text && uv_write(&reply->write, (uv_stream_t *)&client->pipe, &bytes, 1, on_written) == 0) {
        reply->text = text;
        return;
    }
    free(text);
    mem_free(reply);
    client_close(client);
}

static void answer(struct control_request *request, json_t *object)
{
    struct client *client = request->client;
    if (!client->closing && object)
        send_line(client, object);
    if (!client->closing &&
        uv_stream_get_write_queue_size((uv_stream_t *)&client->pipe) > CONTROL_BACKLOG_MAX)
        client_close(client);
    json_decref(object);
    mem_free(request);
    client_unref(client);
}

void control_answer(struct control_request *request, json_t *fields)
{
    if (!fields)
        return control_refuse(request, "out of memory");
    json_object_set_new(fields, "ok", json_true());
    answer(request, fields);
}

void control_refuse(struct control_request *request, const char *cause)
{
    answer(request, json_pack("{s:b, s:s}", "ok", 0, "error", cause));
}

static bool in_group(const struct control *control, int fd, gid_t primary)
{
    gid_t groups[GROUPS_MAX];
    socklen_t size = sizeof groups;
    if (primary == control->group)
        return true;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, groups, &size))
        return false;
    for (size_t i = 0; i < size / sizeof *groups; i++)
        if (groups[i] == control->group)
            return true;
    return false;
}

/* The socket's mode asks the same of who connects; a descriptor that was handed on is asked here again. */
static bool may(struct client *client, bool change)
{
    struct ucred peer;
    socklen_t size = sizeof peer;
    int fd;
    if (uv_fileno((uv_handle_t *)&client->pipe, &fd) || getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size))
        return false;
    return peer.uid == 0 || peer.uid == geteuid() || (!change && in_group(client->control, fd, peer.gid));
}

static const struct control_verb *find_verb(const struct control *control, const json_t *body)
{
    const char *name = json_string_value(json_object_get(body, "verb"));
    for (const struct control_verb *verb = control->verbs; name && verb->name; verb++)
        if (strcmp(verb->name, name) == 0)
            return verb;
    return NULL;
}

static void run_line(struct client *client, const char *line, size_t length)
{
    struct control_request *request = mem_calloc(1, sizeof *request);
    if (!request)
        return client_close(client);
    request->client = client;
    client->references++;
    json_t *body = message_parse(line, length);
    const struct control_verb *verb = find_verb(client->control, body);
    if (!body)
        control_refuse(request, "not a JSON object");
    else if (!verb)
        control_refuse(request, "unknown verb");
    else if (!may(client, verb->changes))
        control_refuse(request, verb->changes ? "only root and the daemon's user may do that"
                                              : "only root, the daemon's user and its group may ask");
    else
        verb->run(client->control->context, body, request);
    json_decref(body);
}

static void run_lines(struct client *client)
{
    size_t from = 0;
    for (char *end; !client->closing && (end = memchr(client->buffer + from, '\n', client->used - from));) {
        size_t length = (size_t)(end - client->buffer) - from;
        run_line(client, client->buffer + from, length);
        from += length + 1;
    }
    client->used -= from;
    memmove(client->buffer, client->buffer + from, client->used);
}

static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *ret)
{
    struct client *client = handle->data;
    (void)suggested;
    *ret = uv_buf_init(client->buffer + client->used, (unsigned)(sizeof client->buffer - client->used));
}

/* A full buffer without a line ends as UV_ENOBUFS: on_alloc has nothing to give. */
static void on_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *buffer)
{
    struct client *client = stream->data;
    (void)buffer;
    if (n < 0)
        return client_close(client);
    client->used += (size_t)n;
    run_lines(client);
}

static void on_connection(uv_stream_t *stream, int status)
{
    struct control *control = stream->data;
    struct client *client = status ? NULL : mem_calloc(1, sizeof *client);
    if (!client)
        return;
    client->control = control;
    client->references = 1;
    client->next = control->clients;
    client->at = &control->clients;
    if (client->next)
        client->next->at = &client->next;
    control->clients = client;
    uv_pipe_init(control->loop, &client->pipe, 0);
    client->pipe.data = client;
    if (uv_accept(stream, (uv_stream_t *)&client->pipe) || control->n_clients++ >= CONTROL_CLIENTS_MAX)
        client_close(client);
    else
        uv_read_start((uv_stream_t *)&client->pipe, on_alloc, on_read);
}

/* A socket left by a killed daemon is taken away; one that answers is another daemon's. */
static int clear_old_socket(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -errno;
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    int failed = connect(fd, (struct sockaddr *)&address, sizeof address) ? errno : 0;
    close(fd);
    if (!failed)
        return -EADDRINUSE;
    return failed == ECONNREFUSED && unlink(path) ? -errno : 0;
}

static int open_socket(struct control *control)
{
    const struct group *group = getgrnam(CONTROL_GROUP);
    int error = clear_old_socket(control->path);
    control->group = group ? group->gr_gid : getegid();
    mode_t mask = umask(0117); /* 0660 from the first moment */
    if (!error)
        error = uv_pipe_bind(&control->pipe, control->path);
    umask(mask);
    if (!error)
        error = uv_listen((uv_stream_t *)&control->pipe, LISTEN_BACKLOG, on_connection);
    if (!error && group && geteuid() == 0 && chown(control->path, (uid_t)-1, control->group))
        error = -errno;
    return error;
}

static void on_listener_closed(uv_handle_t *handle)
{
    struct control *control = handle->data;
    control->n_clients--; /* it counted as one */
    finish_closing(control);
}

static void ignore_closed(void *context)
{
    (void)context;
}

int control_new(uv_loop_t *loop, const char *run_dir, const struct control_verb *verbs, void *context,
                struct control **ret, char *error, size_t size)
{
    size_t length = strlen(run_dir) + sizeof "/control";
    struct control *control = mem_calloc(1, sizeof *control);
    char *path = mem_alloc(length);
    if (!control || !path || length > sizeof((struct sockaddr_un *)0)->sun_path) {
        snprintf(error, size, "%s/control: %s", run_dir,
                 control && path ? "the path is too long for a socket" : "no memory");
        mem_free(control);
        mem_free(path);
        return -ENAMETOOLONG;
    }
    snprintf(path, length, "%s/control", run_dir);
    *control = (struct control){.loop = loop, .verbs = verbs, .context = context, .path = path};
    uv_pipe_init(loop, &control->pipe, 0);
    control->pipe.data = control;
    int failed = open_socket(control);
    if (failed) {
        snprintf(error, size, "%s: %s%s", path, strerror(-failed),
                 failed == -EADDRINUSE ? "; another tallyd is running with this run_dir" : "");
        control_close(control, ignore_closed, NULL);
        return failed;
    }
    *ret = control;
    return 0;
}

void control_close(struct control *control, control_closed_fn *closed, void *context)
{
    control->closed = closed;
    control->closed_context = context;
    control->n_clients++;
    for (struct client *client = control->clients; client; client = client->next)
        client_close(client);
    uv_close((uv_handle_t *)&control->pipe, on_listener_closed);
}
