#include "test.h"

#include "../../daemon/wire/pool.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <unistd.h>

#define DOCUMENTS_MAX 64
#define DEADLINE_MS   2000u /* long enough for a busy machine under the sanitizers */
#define START_MS      4000u

/* One scene: a pool, documents waiting to be submitted, and what came of them. */
struct scene {
    uv_loop_t loop;
    uv_timer_t limit;
    struct pool *pool;
    const char *const *names; /* NULL-terminated; what is not submitted yet */
    struct outcome_of {
        struct scene *scene;
        const char *name;
        unsigned answers;
        enum outcome outcome;
        char reason[200], output[64];
        unsigned findings;
    } documents[DOCUMENTS_MAX];
    unsigned n, answered, ready, failed, most_busy;
    unsigned wait_failed, wait_ready; /* ends the scene when so many came */
    const char *reload;               /* asked for at the first `ready` */
    char ruleset[64], error[600];
    bool closing, closed;
};

static void on_pool_closed(void *context)
{
    struct scene *scene = context;
    scene->closed = true;
    uv_close((uv_handle_t *)&scene->limit, NULL);
}

static void end(struct scene *scene)
{
    if (!scene->closing)
        pool_close(scene->pool, on_pool_closed, scene);
    scene->closing = true;
}

static void end_when_done(struct scene *scene)
{
    bool all = scene->answered == scene->n && (!scene->names || !*scene->names);
    if (all && scene->failed >= scene->wait_failed && scene->ready >= scene->wait_ready)
        end(scene);
}

static void on_answer(void *context, const struct answer *answer, double seconds)
{
    struct outcome_of *document = context;
    const char *reason = json_string_value(json_object_get(answer->report, "reason"));
    document->answers++;
    document->outcome = answer->outcome;
    document->findings = (unsigned)json_array_size(answer->findings);
    snprintf(document->reason, sizeof document->reason, "%s", reason ? reason : "");
    snprintf(document->output, sizeof document->output, "%s", answer->output ? answer->output : "");
    assert_true(seconds >= 0 && seconds < 10);
    document->scene->answered++;
    end_when_done(document->scene);
}

static void submit(struct scene *scene, const char *name)
{
    struct outcome_of *document = &scene->documents[scene->n];
    int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    bool show = strcmp(name, "show") == 0;
    json_t *request = json_pack("{s:s,s:s}", "op", show ? "show" : "inspect", "name", name);
    *document = (struct outcome_of){.scene = scene, .name = name};
    assert_int_equal(pool_submit(scene->pool, request, fd, on_answer, document), 0);
    scene->n++;
    json_decref(request);
    close(fd);
}

static void on_room(void *context)
{
    struct scene *scene = context;
    while (scene->names && *scene->names && pool_room(scene->pool) > 0)
        submit(scene, *scene->names++);
    if (pool_busy(scene->pool) > scene->most_busy)
        scene->most_busy = pool_busy(scene->pool);
}

static json_t *setup_of(const char *fake)
{
    return json_pack("{s:s,s:s}", "op", "setup", "fake", fake);
}

static void on_ready(void *context, const json_t *info)
{
    struct scene *scene = context;
    scene->ready++;
    snprintf(scene->ruleset, sizeof scene->ruleset, "%s",
             json_string_value(json_object_get(info, "ruleset")));
    if (scene->reload) {
        json_t *setup = setup_of(scene->reload);
        scene->reload = NULL;
        assert_int_equal(pool_reload(scene->pool, setup), 0);
        json_decref(setup);
    }
    end_when_done(scene);
}

static void on_failed(void *context, const char *error)
{
    struct scene *scene = context;
    scene->failed++;
    snprintf(scene->error, sizeof scene->error, "%s", error);
    end_when_done(scene);
}

static void on_limit(uv_timer_t *timer)
{
    (void)timer;
    fail_msg("the scene does not end");
}

static unsigned count_fds(void)
{
    unsigned n = 0;
    DIR *fds = opendir("/proc/self/fd");
    while (readdir(fds))
        n++;
    closedir(fds);
    return n;
}

static void inspector_path(char ret[PATH_MAX])
{
    ssize_t length = readlink("/proc/self/exe", ret, PATH_MAX - 32);
    assert_true(length > 0);
    ret[length] = '\0';
    strcpy(strrchr(ret, '/') + 1, "fake_inspector");
}

static void play(struct scene *scene, const char *fake, unsigned workers)
{
    char inspector[PATH_MAX];
    inspector_path(inspector);
    const struct pool_options options = {inspector, workers, DEADLINE_MS, START_MS};
    const struct pool_events events = {scene, on_ready, on_failed, on_room};
    uv_loop_init(&scene->loop); /* the first one of a process opens descriptors for good */
    uv_loop_close(&scene->loop);
    unsigned fds = count_fds();
    json_t *setup = setup_of(fake);
    assert_int_equal(uv_loop_init(&scene->loop), 0);
    uv_timer_init(&scene->loop, &scene->limit);
    uv_timer_start(&scene->limit, on_limit, 60000, 0);
    assert_int_equal(pool_new(&scene->loop, &options, setup, &events, &scene->pool), 0);
    json_decref(setup);
    uv_run(&scene->loop, UV_RUN_DEFAULT);
    assert_true(scene->closed);
    assert_int_equal(uv_loop_close(&scene->loop), 0);
    assert_int_equal(count_fds(), fds);
    for (unsigned i = 0; i < scene->n; i++)
        assert_int_equal(scene->documents[i].answers, 1);
}

static void assert_outcome(const struct scene *scene, const char *name, enum outcome outcome,
                           const char *reason)
{
    for (unsigned i = 0; i < scene->n; i++)
        if (strcmp(scene->documents[i].name, name) == 0) {
            assert_string_equal(outcome_text(scene->documents[i].outcome), outcome_text(outcome));
            assert_non_null(strstr(scene->documents[i].reason, reason));
            return;
        }
    fail_msg("%s was not submitted", name);
}

static void inspects_many(void **state)
{
    (void)state;
    const char *names[DOCUMENTS_MAX + 1] = {0};
    for (unsigned i = 0; i < DOCUMENTS_MAX; i++)
        names[i] = "fine";
    struct scene scene = {.names = names};
    play(&scene, "one", 2);
    assert_int_equal(scene.n, DOCUMENTS_MAX);
    assert_int_equal(scene.most_busy, 2);
    assert_int_equal(scene.failed, 0);
    for (unsigned i = 0; i < scene.n; i++)
        assert_true(scene.documents[i].outcome == OUTCOME_INSPECTED && scene.documents[i].findings == 2);
}

static void shows(void **state)
{
    (void)state;
    const char *const names[] = {"show", NULL};
    struct scene scene = {.names = names};
    play(&scene, "one", 1);
    assert_outcome(&scene, "show", OUTCOME_INSPECTED, "");
    assert_string_equal(scene.documents[0].output, "正文二");
}

static void tells_how_each_document_ended(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        enum outcome outcome;
        const char *reason;
    } CASES[] = {
        {"crash", OUTCOME_CRASHED, "signal 11 (SIGSEGV)"},
        {"exit", OUTCOME_CRASHED, "exit status 3"},
        {"cut", OUTCOME_CRASHED, "it ended without a report"},
        {"hang", OUTCOME_TIMEOUT, "no answer within 2000 ms"},
        {"linger", OUTCOME_INSPECTED, ""},
        {"flood", OUTCOME_BAD_ANSWER, "more than 2000 findings"},
        {"lie", OUTCOME_BAD_ANSWER, "findings is not the number that came"},
        {"garbage", OUTCOME_BAD_ANSWER, "no JSON object"},
        {"two", OUTCOME_BAD_ANSWER, "after the report"},
        {"descriptors", OUTCOME_BAD_ANSWER, "descriptors"},
        {"output", OUTCOME_BAD_ANSWER, "not asked for"},
        {"fine", OUTCOME_INSPECTED, ""},
    };
    const char *names[COUNT(CASES) + 1] = {0};
    for (size_t i = 0; i < COUNT(CASES); i++)
        names[i] = CASES[i].name;
    struct scene scene = {.names = names};
    play(&scene, "one", 3);
    for (size_t i = 0; i < COUNT(CASES); i++)
        assert_outcome(&scene, CASES[i].name, CASES[i].outcome, CASES[i].reason);
    assert_int_equal(scene.failed, 0);
}

static void an_inspector_that_dies_is_started_again(void **state)
{
    (void)state;
    const char *const names[] = {"orphan", "fine", "both", "fine", NULL};
    struct scene scene = {.names = names, .wait_failed = 2};
    play(&scene, "one", 1);
    assert_outcome(&scene, "orphan", OUTCOME_INSPECTED, "");
    assert_outcome(&scene, "fine", OUTCOME_INSPECTED, "");
    assert_outcome(&scene, "both", OUTCOME_KILLED, "");
    assert_true(scene.ready >= 2 && scene.failed >= 2);
    assert_non_null(strstr(scene.error, "signal 9 (SIGKILL); it is started again in 100 ms"));
}

/* What a killed process leaves behind is no answer: the rest before the next start doubles. */
static void an_inspector_that_keeps_dying_rests_longer(void **state)
{
    (void)state;
    const char *const names[] = {"both", "both", NULL};
    struct scene scene = {.names = names, .wait_failed = 2};
    play(&scene, "one", 1);
    assert_non_null(strstr(scene.error, "it is started again in 200 ms"));
}

static void a_start_that_fails_is_told_and_tried_again(void **state)
{
    (void)state;
    static const char *const CASES[][2] = {{"fail", "rules/x/y.lua:12: no"},
                                           {"crash", "ended before it was ready: exit status 5"},
                                           {"slow", "was not ready within 4000 ms"}};
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct scene scene = {.wait_failed = i == 2 ? 1 : 3};
        play(&scene, CASES[i][0], 1);
        assert_int_equal(scene.ready, 0);
        assert_non_null(strstr(scene.error, CASES[i][1]));
    }
}

static void children_that_die_unused_are_told(void **state)
{
    (void)state;
    struct scene scene = {.wait_failed = 3};
    play(&scene, "stillborn", 1);
    assert_non_null(strstr(scene.error, "before it was given a document: exit status 7"));
}

static void an_inspector_that_gives_no_child_is_ended(void **state)
{
    (void)state;
    struct scene scene = {.wait_failed = 1};
    play(&scene, "deaf", 1);
    assert_non_null(strstr(scene.error, "gave no child within 4000 ms"));
}

static void reloads_side_by_side(void **state)
{
    (void)state;
    const char *const names[] = {"fine", "linger", "fine", NULL};
    struct scene scene = {.names = names, .reload = "two", .wait_ready = 2};
    play(&scene, "one", 2);
    assert_string_equal(scene.ruleset, "two");
    assert_int_equal(scene.failed, 0);
}

static void a_reload_that_fails_keeps_the_old(void **state)
{
    (void)state;
    const char *const names[] = {"fine", "fine", NULL};
    struct scene scene = {.names = names, .reload = "fail", .wait_failed = 1};
    play(&scene, "one", 1);
    assert_string_equal(scene.ruleset, "one");
    assert_int_equal(scene.failed, 1);
    assert_outcome(&scene, "fine", OUTCOME_INSPECTED, "");
}

static void on_moment(uv_timer_t *timer)
{
    end(timer->data);
    uv_close((uv_handle_t *)timer, NULL);
}

static void closing_answers_what_is_out(void **state)
{
    (void)state;
    const char *const names[] = {"hang", "hang", "fine", NULL};
    struct scene scene = {.names = names, .wait_failed = 99};
    uv_timer_t moment;
    char inspector[PATH_MAX];
    inspector_path(inspector);
    const struct pool_options options = {inspector, 2, 60000, START_MS};
    const struct pool_events events = {&scene, on_ready, on_failed, on_room};
    json_t *setup = setup_of("one");
    uv_loop_init(&scene.loop);
    uv_timer_init(&scene.loop, &scene.limit);
    uv_timer_init(&scene.loop, &moment);
    moment.data = &scene;
    uv_timer_start(&moment, on_moment, 200, 0);
    assert_int_equal(pool_new(&scene.loop, &options, setup, &events, &scene.pool), 0);
    json_decref(setup);
    uv_run(&scene.loop, UV_RUN_DEFAULT);
    assert_int_equal(uv_loop_close(&scene.loop), 0);
    assert_int_equal(scene.n, 2);
    assert_int_equal(scene.answered, 2);
    assert_outcome(&scene, "hang", OUTCOME_KILLED, "stopped");
}

static void a_missing_program_is_an_error(void **state)
{
    (void)state;
    struct scene scene = {0};
    const struct pool_options options = {"/nonexistent/tally-inspect", 1, 1, 1};
    const struct pool_events events = {&scene, on_ready, on_failed, on_room};
    json_t *setup = setup_of("one");
    uv_loop_init(&scene.loop);
    assert_int_equal(pool_new(&scene.loop, &options, setup, &events, &scene.pool), -ENOENT);
    assert_int_equal(uv_loop_close(&scene.loop), 0);
    json_decref(setup);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(inspects_many),
        cmocka_unit_test(shows),
        cmocka_unit_test(tells_how_each_document_ended),
        cmocka_unit_test(an_inspector_that_dies_is_started_again),
        cmocka_unit_test(an_inspector_that_keeps_dying_rests_longer),
        cmocka_unit_test(a_start_that_fails_is_told_and_tried_again),
        cmocka_unit_test(children_that_die_unused_are_told),
        cmocka_unit_test(an_inspector_that_gives_no_child_is_ended),
        cmocka_unit_test(reloads_side_by_side),
        cmocka_unit_test(a_reload_that_fails_keeps_the_old),
        cmocka_unit_test(closing_answers_what_is_out),
        cmocka_unit_test(a_missing_program_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
