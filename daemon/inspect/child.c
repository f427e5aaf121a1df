#include "inspector.h"

#include "show.h"

#include "../base/io.h"
#include "../base/mem.h"
#include "../base/mem_own.h"
#include "../wire/answer.h"
#include "../wire/message.h"
#include "finding.h"
#include "sandbox_priv.h"

#include <errno.h>
#include <setjmp.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* How a child ends that could not do its work; the client counts any but 0 as a crash. */
enum { EXIT_UNSAFE = 70, EXIT_NO_REQUEST = 71, EXIT_NO_CLIENT = 72, EXIT_NO_MEMORY = 73 };

/* Of the memory that a child may have, this share is the document's; the rest is the process', Lua's and
 * JSON's. */
#define ARENA_SHARE(memory) ((memory) / 4 * 3)
/* A file may take this share of the memory by itself. */
#define FILE_SHARE(memory) ((memory) / 4)

/* Memory of a child's own: the first chunk of its arena, and Lua's and JSON's small memory. What a report of 20 KB takes
 * of both is made present in one go, and is one page where the kernel has huge ones. */
#define OWN_SIZE    (8u << 20)
#define ARENA_FIRST (1400u << 10) /* with OWN_READY not quite a huge page */
#define ARENA_READY (480u << 10)
#define OWN_READY   (640u << 10)
/* Findings that are sent at once. */
#define WAITING_MAX 32

/* One document, from request to answer. */
struct job {
    const struct inspector *inspector;
    int socket;
    int document;
    json_t *request;
    const char *name;
    struct arena *arena;
    uint64_t started_ns;
    uint64_t read_ns, extract_ns;
    long extract_kib; /* resident at most so far, when the document had been read */
    jmp_buf limit;    /* where a crossed limit leads */
    const char *limit_crossed;
    struct lua_host_run run;
    const struct report *report;
    struct slice waiting[WAITING_MAX]; /* findings to be sent, on the heap */
    unsigned n_waiting;
};

static void send_or_exit(int socket, json_t *message)
{
    if (!message)
        _exit(EXIT_NO_MEMORY);
    if (message_send(socket, message, NULL, 0) != 0)
        _exit(EXIT_NO_CLIENT);
    json_decref(message);
}

/* A piece of a show. */
static void on_output(void *context, json_t *message)
{
    send_or_exit(((const struct job *)context)->socket, message);
}

static void send_waiting(struct job *job)
{
    if (message_send_texts(job->socket, job->waiting, job->n_waiting) != 0)
        _exit(EXIT_NO_CLIENT);
    while (job->n_waiting > 0)
        mem_free((void *)job->waiting[--job->n_waiting].at);
}

/* A finding, or a rule that failed. They go in batches: to wake the client for each costs as much as a small rule. */
static void on_emit(void *context, struct slice message)
{
    struct job *job = context;
    char *copy = message.len ? mem_alloc(message.len) : NULL;
    if (!copy)
        _exit(EXIT_NO_MEMORY);
    job->waiting[job->n_waiting++] = (struct slice){memcpy(copy, message.at, message.len), message.len};
    if (job->n_waiting == WAITING_MAX)
        send_waiting(job);
}

static void on_full(void *context)
{
    struct job *job = context;
    job->limit_crossed = "memory";
    longjmp(job->limit, 1);
}

static void on_limit(void *context, enum limit limit)
{
    struct job *job = context;
    job->limit_crossed = limit_name(limit);
    longjmp(job->limit, 1);
}

/* An answer that is only an outcome. */
static _Noreturn void give_up(const struct job *job, enum outcome outcome, struct slice reason)
{
    json_t *message = json_object();
    json_object_set_new(message, "type", json_string("report"));
    json_object_set_new(message, "outcome", json_string(outcome_text(outcome)));
    json_object_set_new(message, "reason", finding_text(reason, ANSWER_MESSAGE_MAX));
    send_or_exit(job->socket, message);
    _exit(0);
}

/* The whole file, in the arena. */
static struct slice read_document(struct job *job)
{
    off_t size = lseek(job->document, 0, SEEK_END);
    size_t most = FILE_SHARE(job->inspector->setup.sandbox.memory);
    if (size < 0)
        give_up(job, OUTCOME_UNREADABLE, slice_of(strerror(errno)));
    if ((size_t)size > most)
        give_up(job, OUTCOME_TOO_LARGE,
                arena_printf(job->arena, "%lld bytes; limits.memory allows %zu", (long long)size, most));
    char *bytes = arena_alloc(job->arena, (size_t)size + 1);
    ssize_t got = io_pread_all(job->document, bytes, (size_t)size, 0);
    if (got < 0)
        give_up(job, OUTCOME_UNREADABLE, slice_of(strerror((int)-got)));
    if (got != size)
        give_up(job, OUTCOME_CHANGED, S("the file became shorter while it was read"));
    job->read_ns = io_spent_ns() - job->started_ns;
    return (struct slice){bytes, (size_t)size};
}

static long peak_kib(void)
{
    struct rusage usage = {0};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

static const struct document *extract(struct job *job, struct slice bytes)
{
    struct plugin_job plugin_job = {
        .arena = job->arena, .bytes = bytes, .name = slice_of(job->name), .over = on_limit, .context = job};
    struct plugin_result result;
    uint64_t before = io_spent_ns();
    plugin_host_extract(job->inspector->plugins, &plugin_job, &result);
    job->extract_ns = io_spent_ns() - before;
    job->extract_kib = peak_kib();
    if (!result.document)
        give_up(job, result.outcome, result.reason);
    return result.document;
}

static void read_report(struct job *job)
{
    const struct document *document = extract(job, read_document(job));
    struct report *report = report_read(job->arena, document, job->inspector->lexicon);
    report->stage_ns[STAGE_READ] = job->read_ns;
    report->stage_ns[STAGE_EXTRACT] = job->extract_ns;
    job->report = report;
}

static json_t *stages_json(const struct report *report, uint64_t rules_ns)
{
    json_t *stages = json_object();
    for (int i = 0; i < STAGE_COUNT; i++) {
        uint64_t ns = i == STAGE_RULES ? rules_ns : report->stage_ns[i];
        json_object_set_new(stages, stage_text((enum stage)i), json_integer((json_int_t)(ns / 1000)));
    }
    return stages;
}

static void set_counts(json_t *message, const struct job *job)
{
    uint32_t figures, facts, claimed;
    report_coverage(job->report, &figures, &facts, &claimed);
    const struct {
        const char *key;
        json_int_t value;
    } counts[] = {
        {"figures", figures},
        {"facts", facts},
        {"claimed", claimed},
        {"claims", job->report->claims.n},
        {"findings", job->run.findings},
        {"findings_dropped", job->run.dropped},
        {"findings_withheld", job->run.withheld},
    };
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        json_object_set_new(message, counts[i].key, json_integer(counts[i].value));
}

static json_t *report_json(const struct job *job, uint64_t rules_ns)
{
    const struct report *report = job->report;
    const struct document *document = report->document;
    json_t *message = json_object();
    json_object_set_new(message, "type", json_string("report"));
    json_object_set_new(message, "outcome", json_string(outcome_text(OUTCOME_INSPECTED)));
    json_object_set_new(message, "reason", finding_text(report_crossed(report), ANSWER_MESSAGE_MAX));
    json_object_set_new(message, "note", finding_text(document->note, ANSWER_MESSAGE_MAX));
    json_object_set_new(message, "format", json_string(document->format));
    json_object_set_new(message, "encoding", json_string(document->encoding ? document->encoding : ""));
    json_object_set_new(message, "partial", json_boolean(document->partial || report->crossed));
    json_object_set_new(message, "title", finding_text(report->title, ANSWER_LABEL_MAX));
    json_object_set_new(message, "organization", finding_text(report->holder, ANSWER_LABEL_MAX));
    json_object_set_new(message, "year", json_integer(report->year));
    set_counts(message, job);
    json_object_set_new(message, "stages_us", stages_json(report, rules_ns));
    json_object_set(message, "rules", job->run.states);
    json_object_set_new(message, "peak_kib", json_integer(peak_kib()));
    json_object_set_new(message, "extract_kib", json_integer(job->extract_kib));
    return message;
}

static void run_rules(struct job *job)
{
    uint64_t before = io_spent_ns();
    job->run = (struct lua_host_run){
        .report = job->report,
        .only = json_string_value(json_object_get(job->request, "only")),
        .explain = json_is_true(json_object_get(job->request, "explain")),
        .emit = on_emit,
        .context = job,
        .states = json_array(),
    };
    lua_host_run(job->inspector->rules, &job->run);
    send_waiting(job);
    send_or_exit(job->socket, report_json(job, io_spent_ns() - before));
}

static void show(struct job *job, enum show_what what)
{
    struct show_target target = {
        .emit = on_output, .context = job, .english = strcmp(job->inspector->setup.language, "en") == 0};
    show_report(job->report, what, &target);
    job->run.states = json_array();
    send_or_exit(job->socket, report_json(job, 0));
}

/* What is asked: true and `ret_what` for a show, false for an inspection; anything else ends the child. */
static bool is_show(const struct job *job, enum show_what *ret_what)
{
    const char *op = json_string_value(json_object_get(job->request, "op"));
    const char *what = json_string_value(json_object_get(job->request, "what"));
    if (!op || !job->name || (strcmp(op, "inspect") != 0 && strcmp(op, "show") != 0))
        _exit(EXIT_NO_REQUEST);
    if (strcmp(op, "inspect") == 0)
        return false;
    if (!show_parse(what, ret_what))
        _exit(EXIT_NO_REQUEST);
    return true;
}

static void inspect(struct job *job)
{
    enum show_what what;
    bool shown = is_show(job, &what);
    if (setjmp(job->limit))
        give_up(job, OUTCOME_LIMIT, slice_of(job->limit_crossed));
    read_report(job);
    if (shown)
        show(job, what);
    else
        run_rules(job);
}

/* One document and what is asked about it. */
static void receive(struct job *job)
{
    char *buffer = mem_alloc((size_t)MESSAGE_SIZE_MAX);
    unsigned n = 0;
    long length = buffer ? message_receive(job->socket, buffer, &job->document, 1, &n) : -ENOMEM;
    if (length == 0)
        _exit(0); /* not needed any more */
    job->request = length > 0 ? message_parse(buffer, (size_t)length) : NULL;
    if (!job->request || n != 1)
        _exit(EXIT_NO_REQUEST);
    job->name = json_string_value(json_object_get(job->request, "name"));
    job->started_ns = io_spent_ns();
    mem_free(buffer);
}

/* Ahead of the document, while nobody waits. */
static void prepare_memory(struct job *job)
{
    if (!SANDBOX_SANITIZED)
        mem_own_start(OWN_SIZE);
    job->arena = arena_new(ARENA_SHARE(job->inspector->setup.sandbox.memory), on_full, job);
    if (!job->arena)
        _exit(EXIT_NO_MEMORY);
    arena_prepare(job->arena, ARENA_FIRST, ARENA_READY);
    mem_own_ready(OWN_READY);
}

_Noreturn void child_run(const struct inspector *inspector, int socket)
{
    char error[200];
    if (sandbox_child(inspector->sandbox, socket, error, sizeof error) != 0)
        _exit(EXIT_UNSAFE);
    struct job job = {.inspector = inspector, .socket = SANDBOX_SOCKET};
    prepare_memory(&job);
    receive(&job);
    inspect(&job);
    _exit(0);
}
