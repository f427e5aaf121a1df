/* Syslog over a local datagram socket: findings, failed rules, the daemon's own events, and files that were
 * not inspected (sink_event.h).
 *
 *   local      <PRI>Mmm dd hh:mm:ss tallyd[PID]: TEXT, what syslog(3) sends and journald and rsyslog's
 * imuxsock parse rfc5424    <PRI>1 TIME HOST tallyd PID DATASET [tallyd@32473 id="…" …] MESSAGE (RFC 5424;
 * 32473 is the number that RFC 5612 sets apart for those who have none) */
#include "sink_event.h"

#include "../base/mem.h"
#include "../base/utf8.h"
#include "../wire/event.h"
#include "config.h"
#include "datagram.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

/* Structured data leave this much of a message to its text. */
#define TEXT_ROOM 320u
/* A value of the structured data is cut here, before escaping. */
#define VALUE_SIZE 160
#define HOST_SIZE  256 /* RFC 5424 allows 255 */

static const struct {
    const char *name;
    int number;
} facilities[] = {
    {"kern", 0},      {"user", 1},    {"mail", 2},    {"daemon", 3},  {"auth", 4},
    {"syslog", 5},    {"lpr", 6},     {"news", 7},    {"uucp", 8},    {"cron", 9},
    {"authpriv", 10}, {"ftp", 11},    {"local0", 16}, {"local1", 17}, {"local2", 18},
    {"local3", 19},   {"local4", 20}, {"local5", 21}, {"local6", 22}, {"local7", 23},
};

struct syslog {
    struct sink sink;
    struct datagram socket;
    int facility;
    bool rfc5424;
    char host[HOST_SIZE];
};

static const struct {
    const char *name, *outer, *inner;
} params[] = {
    {"id", "event", "id"},
    {"rule", "rule", "id"},
    {"level", "log", "level"},
    {"fingerprint", "tallyd", "fingerprint"},
    {"department", "organization", "name"},
    {"file", "file", "path"},
};

/* Room beyond what is sent, so that a NUL never costs a byte of it. */
struct message {
    char bytes[EVENT_SYSLOG_MAX + 8];
    size_t used;
};

static int find_facility(const char *name)
{
    for (size_t i = 0; i < sizeof facilities / sizeof facilities[0]; i++)
        if (strcmp(name, facilities[i].name) == 0)
            return facilities[i].number;
    return -1;
}

static size_t room(const struct message *message)
{
    return EVENT_SYSLOG_MAX - message->used;
}

__attribute__((format(printf, 2, 3))) static void add(struct message *message, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    int length = vsnprintf(message->bytes + message->used, room(message), format, values);
    va_end(values);
    if (length > 0)
        message->used += (size_t)length < room(message) ? (size_t)length : room(message) - 1;
}

/* RFC 5424, 6.3.3: the quote, the backslash and the closing bracket are escaped. Gives the length. */
static size_t escape_value(const char *value, char ret[2 * VALUE_SIZE])
{
    char plain[VALUE_SIZE];
    size_t used = 0;
    (void)utf8_escape(slice_of(value), plain, sizeof plain);
    for (const char *at = plain; *at; at++) {
        if (strchr("\"\\]", *at))
            ret[used++] = '\\';
        ret[used++] = *at;
    }
    ret[used] = '\0';
    return used;
}

/* Whole parameters only, as many as leave room for the text. */
static void add_params(struct message *message, const json_t *event)
{
    add(message, "[tallyd@32473");
    for (size_t i = 0; i < sizeof params / sizeof params[0]; i++) {
        char value[2 * VALUE_SIZE];
        size_t length = escape_value(sink_event_text(event, params[i].outer, params[i].inner), value);
        if (length && length + strlen(params[i].name) + TEXT_ROOM < room(message))
            add(message, " %s=\"%s\"", params[i].name, value);
    }
    add(message, "] ");
}

static void format_rfc5424(const struct syslog *syslog, int priority, const json_t *event,
                           struct message *message)
{
    const char *time = sink_event_text(event, "@timestamp", NULL);
    add(message, "<%d>1 %s %s tallyd %d %s ", priority, time[0] ? time : "-", syslog->host, (int)getpid(),
        sink_event_text(event, "event", "dataset"));
    add_params(message, event);
    char *end = message->bytes + message->used;
    (void)utf8_escape(slice_of(sink_event_text(event, "message", NULL)), end, room(message) + 1);
    message->used += strlen(end);
}

/* "2026-08-20T09:00:00.123+08:00" as "Aug 20 09:00:00": local time already, and English whatever the locale.
 */
static void add_local_time(struct message *message, const char *time)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    unsigned month = 0, day = 0;
    if (sscanf(time, "%*4u-%2u-%2uT", &month, &day) == 2 && month >= 1 && month <= 12 && strlen(time) >= 19)
        add(message, "%.3s %2u %.8s ", months + (size_t)3 * (month - 1), day, time + 11);
}

static void format_local(const struct syslog *syslog, int priority, const json_t *event,
                         struct message *message)
{
    (void)syslog;
    add(message, "<%d>", priority);
    add_local_time(message, sink_event_text(event, "@timestamp", NULL));
    add(message, "tallyd[%d]: ", (int)getpid());
    message->used += event_syslog(event, message->bytes + message->used, room(message));
}

static int send_line(struct syslog *syslog, const struct sink_line *line)
{
    json_t *event = sink_event(line);
    if (!event)
        return 0;
    struct message message = {.used = 0};
    int priority = syslog->facility * 8 + event_severity(event);
    (syslog->rfc5424 ? format_rfc5424 : format_local)(syslog, priority, event, &message);
    json_decref(event);
    return datagram_send(&syslog->socket, &syslog->sink, (struct slice){message.bytes, message.used});
}

static int syslog_deliver(struct sink *sink, const struct sink_line *lines, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        int error = send_line((struct syslog *)sink, &lines[i]);
        if (error)
            return i ? (int)i : error;
    }
    return (int)n;
}

static void syslog_reopen(struct sink *sink)
{
    datagram_disconnect(&((struct syslog *)sink)->socket);
}

static void syslog_close(struct sink *sink)
{
    struct syslog *syslog = (struct syslog *)sink;
    datagram_done(&syslog->socket);
    mem_free(syslog);
}

static bool syslog_enabled(const struct config *config)
{
    return config->syslog_enabled;
}

/* RFC 5424 takes printable ASCII. */
static void read_host(char host[HOST_SIZE])
{
    if (gethostname(host, HOST_SIZE - 1) < 0 || host[0] == '\0')
        (void)snprintf(host, HOST_SIZE, "-");
    for (char *at = host; *at; at++)
        if (*at <= ' ' || *at > '~')
            *at = '_';
}

static int set_up(struct syslog *syslog, const struct config *config, char *error, size_t size)
{
    syslog->facility = find_facility(config->syslog_facility);
    syslog->rfc5424 = config->syslog_rfc5424;
    read_host(syslog->host);
    if (syslog->facility < 0) {
        (void)snprintf(error, size,
                       "sink syslog: facility \"%s\" is unknown; take daemon, user or local0 to local7",
                       config->syslog_facility);
        return -EINVAL;
    }
    int code = datagram_init(&syslog->socket, config->syslog_socket);
    if (code)
        (void)snprintf(error, size, "sink syslog: socket %s: %s", config->syslog_socket, strerror(-code));
    return code;
}

static int syslog_open(const struct config *config, struct sink **ret, char *error, size_t size)
{
    struct syslog *syslog = mem_calloc(1, sizeof *syslog);
    if (!syslog)
        return -ENOMEM;
    int code = set_up(syslog, config, error, size);
    if (code)
        mem_free(syslog);
    else
        *ret = &syslog->sink;
    return code;
}

const struct sink_class sink_syslog = {
    .name = "syslog",
    .enabled = syslog_enabled,
    .open = syslog_open,
    .deliver = syslog_deliver,
    .reopen = syslog_reopen,
    .close = syslog_close,
};
