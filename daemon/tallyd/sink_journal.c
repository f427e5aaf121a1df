/* The systemd journal, by its native protocol (systemd.io/JOURNAL_NATIVE_PROTOCOL) rather than
 * sd_journal_sendv: that call blocks while journald is stopped, and reports success where there is no
 * journald at all, which would lose events. An entry is far below what a socket takes at once (message and
 * path are bounded), so the protocol's way for larger ones is not needed. */
#include "sink_journal.h"

#include "../base/mem.h"
#include "../wire/event.h"
#include "config.h"
#include "datagram.h"
#include "sink_event.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

struct journal {
    struct sink sink;
    struct datagram socket;
};

static const struct {
    const char *dataset, *message_id;
} kinds[] = {
    {"tallyd.finding", SINK_JOURNAL_FINDING},
    {"tallyd.report", SINK_JOURNAL_REPORT},
    {"tallyd.rule", SINK_JOURNAL_RULE},
    {"tallyd.service", SINK_JOURNAL_SERVICE},
};

static const struct {
    const char *field, *outer, *inner;
} fields[] = {
    {"MESSAGE", "message", NULL},
    {"TALLYD_ID", "event", "id"},
    {"TALLYD_DATASET", "event", "dataset"},
    {"TALLYD_LEVEL", "log", "level"},
    {"TALLYD_RULE", "rule", "id"},
    {"TALLYD_FINGERPRINT", "tallyd", "fingerprint"},
    {"TALLYD_DEPARTMENT", "organization", "name"},
    {"TALLYD_FILE", "file", "path"},
};

/* A value with its length before it, so that nothing in it can begin a field. */
static void add_field(FILE *out, const char *field, const char *value)
{
    size_t length = strlen(value);
    if (length == 0)
        return;
    (void)fprintf(out, "%s\n", field);
    for (unsigned i = 0; i < 8; i++)
        (void)fputc((int)((uint64_t)length >> (8 * i) & 0xff), out);
    (void)fwrite(value, 1, length, out);
    (void)fputc('\n', out);
}

static const char *message_id(const json_t *event)
{
    const char *dataset = sink_event_text(event, "event", "dataset");
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(dataset, kinds[i].dataset) == 0)
            return kinds[i].message_id;
    return SINK_JOURNAL_SERVICE;
}

static void write_entry(FILE *out, const json_t *event)
{
    (void)fprintf(out, "SYSLOG_IDENTIFIER=tallyd\nPRIORITY=%d\nMESSAGE_ID=%s\n", event_severity(event),
                  message_id(event));
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        add_field(out, fields[i].field, sink_event_text(event, fields[i].outer, fields[i].inner));
}

/* A new string for free(3), or NULL. */
static char *format_entry(const json_t *event, size_t *ret_length)
{
    char *bytes = NULL;
    FILE *out = open_memstream(&bytes, ret_length);
    if (!out)
        return NULL;
    write_entry(out, event);
    if (fclose(out) == 0)
        return bytes;
    free(bytes);
    return NULL;
}

static int send_line(struct journal *journal, const struct sink_line *line)
{
    json_t *event = sink_event(line);
    if (!event)
        return 0;
    size_t length = 0;
    char *entry = format_entry(event, &length);
    json_decref(event);
    int error =
        entry ? datagram_send(&journal->socket, &journal->sink, (struct slice){entry, length}) : -ENOMEM;
    free(entry);
    return error;
}

static int journal_deliver(struct sink *sink, const struct sink_line *lines, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        int error = send_line((struct journal *)sink, &lines[i]);
        if (error)
            return i ? (int)i : error;
    }
    return (int)n;
}

static void journal_reopen(struct sink *sink)
{
    datagram_disconnect(&((struct journal *)sink)->socket);
}

static void journal_close(struct sink *sink)
{
    struct journal *journal = (struct journal *)sink;
    datagram_done(&journal->socket);
    mem_free(journal);
}

static bool journal_enabled(const struct config *config)
{
    return config->journal_enabled;
}

int sink_journal_new(const char *socket, struct sink **ret)
{
    struct journal *journal = mem_calloc(1, sizeof *journal);
    int code = journal ? datagram_init(&journal->socket, socket) : -ENOMEM;
    if (code)
        mem_free(journal);
    else
        *ret = &journal->sink;
    return code;
}

static int journal_open(const struct config *config, struct sink **ret, char *error, size_t size)
{
    (void)config;
    int code = sink_journal_new(SINK_JOURNAL_SOCKET, ret);
    if (code)
        (void)snprintf(error, size, "sink journal: %s", strerror(-code));
    return code;
}

const struct sink_class sink_journal = {
    .name = "journal",
    .enabled = journal_enabled,
    .open = journal_open,
    .deliver = journal_deliver,
    .reopen = journal_reopen,
    .close = journal_close,
};
