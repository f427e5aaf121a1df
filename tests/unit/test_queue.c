/* The queue holds one job a path, never more than its capacity, and lines keep their order. */
#include "test.h"

#include "../../daemon/tallyd/queue.h"

static struct job job_of(const char *path)
{
    return (struct job){.path = (char *)path};
}

static void finds_what_was_added(void **state)
{
    (void)state;
    struct queue *queue = queue_new(3);
    struct job a = job_of("/d/a"), b = job_of("/d/b"), c = job_of("/d/c");
    queue_add(queue, &a);
    queue_add(queue, &b);
    assert_ptr_equal(queue_find(queue, "/d/b"), &b);
    assert_null(queue_find(queue, "/d/c"));
    assert_false(queue_full(queue));
    queue_add(queue, &c);
    assert_true(queue_full(queue));
    queue_remove(queue, &b);
    assert_null(queue_find(queue, "/d/b"));
    assert_ptr_equal(queue_find(queue, "/d/c"), &c);
    assert_int_equal(queue_count(queue), 2);
    queue_remove(queue, &a);
    queue_remove(queue, &c);
    queue_free(queue);
}

static void lines_keep_their_order(void **state)
{
    (void)state;
    struct queue *queue = queue_new(4);
    struct job jobs[4];
    for (int i = 0; i < 4; i++)
        queue_push(queue, i % 2 ? LINE_LOOK : LINE_INSPECT, &jobs[i]);
    assert_int_equal(queue_length(queue, LINE_LOOK), 2);
    assert_ptr_equal(queue_pop(queue, LINE_INSPECT), &jobs[0]);
    queue_push(queue, LINE_INSPECT, &jobs[0]);
    assert_ptr_equal(queue_pop(queue, LINE_INSPECT), &jobs[2]);
    assert_ptr_equal(queue_pop(queue, LINE_INSPECT), &jobs[0]);
    assert_null(queue_pop(queue, LINE_INSPECT));
    assert_ptr_equal(queue_pop(queue, LINE_LOOK), &jobs[1]);
    assert_ptr_equal(queue_pop(queue, LINE_LOOK), &jobs[3]);
    queue_push(queue, LINE_LOOK, &jobs[1]); /* an emptied line is as good as new */
    assert_ptr_equal(queue_pop(queue, LINE_LOOK), &jobs[1]);
    queue_free(queue);
}

static struct queue *walked;
static unsigned n_walked;

static void take_out(struct job *job)
{
    queue_remove(walked, job);
    n_walked++;
}

static void each_may_remove_its_job(void **state)
{
    (void)state;
    enum { N = 100 };
    struct job jobs[N];
    char paths[N][16];
    walked = queue_new(N);
    n_walked = 0;
    for (int i = 0; i < N; i++) {
        snprintf(paths[i], sizeof paths[i], "/d/%d", i);
        jobs[i] = job_of(paths[i]);
        queue_add(walked, &jobs[i]);
    }
    queue_each(walked, take_out);
    assert_int_equal(n_walked, N);
    assert_int_equal(queue_count(walked), 0);
    queue_free(walked);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_was_added),
        cmocka_unit_test(lines_keep_their_order),
        cmocka_unit_test(each_may_remove_its_job),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
