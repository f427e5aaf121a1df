#include "test_sink.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>

#define LINE(n) "{\"@timestamp\":\"2026-08-20T09:00:00.123+08:00\",\"n\":" #n "}\n"

static const char *const texts[] = {LINE(0), LINE(1), LINE(2), LINE(3), LINE(4), LINE(5)};
#define LENGTH (sizeof LINE(0) - 1)

static struct sink *open_sink(struct scene *scene, const char *path)
{
    struct sink *sink = NULL;
    struct config config = {.jsonl_enabled = true, .jsonl_path = (char *)path};
    assert_int_equal(sink_jsonl.open(&config, &sink, scene->error, sizeof scene->error), 0);
    return sink;
}

static int deliver(struct sink *sink, unsigned from, unsigned to)
{
    struct sink_line lines[COUNT(texts)];
    for (unsigned i = from; i < to; i++)
        lines[i - from] = sink_line_of(texts[i]);
    return sink_jsonl.deliver(sink, lines, to - from);
}

static void assert_content(const char *path, const char *want)
{
    char content[2000];
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    content[fread(content, 1, sizeof content - 1, file)] = '\0';
    (void)fclose(file);
    assert_string_equal(content, want);
}

static void write_content(const char *path, const char *bytes, size_t length)
{
    FILE *file = fopen(path, "w");
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static void appends(void **state)
{
    const char *path = scene_file(*state, "a.jsonl");
    struct sink *sink = open_sink(*state, path);
    assert_int_equal(deliver(sink, 0, 2), 2);
    assert_int_equal(deliver(sink, 2, 3), 1);
    sink_jsonl.close(sink);
    sink = open_sink(*state, path);
    assert_int_equal(deliver(sink, 3, 4), 1);
    sink_jsonl.close(sink);
    assert_content(path, LINE(0) LINE(1) LINE(2) LINE(3));
    struct stat stat_;
    assert_int_equal(stat(path, &stat_), 0);
    assert_int_equal(stat_.st_mode & 0137, 0);
}

static void waits_for_its_folder(void **state)
{
    const char *path = scene_file(*state, "logs/a.jsonl");
    struct sink *sink = open_sink(*state, path);
    assert_int_equal(deliver(sink, 0, 2), -ENOENT);
    assert_non_null(strstr(sink->error, path));
    assert_non_null(strstr(sink->error, "make its folder"));
    assert_int_equal(mkdir(scene_file(*state, "logs"), 0700), 0);
    assert_int_equal(deliver(sink, 0, 2), 2);
    sink_jsonl.close(sink);
    assert_content(path, LINE(0) LINE(1));
}

/* With a signal, without one, and when the file was deleted. */
static void follows_its_name(void **state)
{
    const char *path = scene_file(*state, "a.jsonl");
    const char *old = scene_file(*state, "a.jsonl.1");
    struct sink *sink = open_sink(*state, path);
    assert_int_equal(deliver(sink, 0, 1), 1);
    assert_int_equal(rename(path, old), 0);
    assert_int_equal(deliver(sink, 1, 2), 1);
    assert_content(old, LINE(0));
    assert_content(path, LINE(1));
    assert_int_equal(rename(path, old), 0);
    sink_jsonl.reopen(sink);
    assert_int_equal(deliver(sink, 2, 3), 1);
    assert_content(old, LINE(1));
    assert_int_equal(unlink(path), 0);
    assert_int_equal(deliver(sink, 3, 4), 1);
    assert_content(path, LINE(3));
    assert_int_equal(truncate(path, 0), 0); /* copytruncate */
    assert_int_equal(deliver(sink, 4, 5), 1);
    assert_content(path, LINE(4));
    sink_jsonl.close(sink);
}

static void knows_what_it_holds(void **state)
{
    const char *path = scene_file(*state, "a.jsonl");
    write_content(path, LINE(0) LINE(1), 2 * LENGTH);
    struct sink *sink = open_sink(*state, path);
    struct sink_line first = sink_line_of(LINE(0)), second = sink_line_of(LINE(1));
    assert_false(sink_jsonl.holds(sink, &first));
    assert_true(sink_jsonl.holds(sink, &second));
    sink_jsonl.close(sink);
    write_content(path, "", 0);
    sink = open_sink(*state, path);
    assert_false(sink_jsonl.holds(sink, &second));
    sink_jsonl.close(sink);
}

static void leaves_whole_lines_at_open(void **state)
{
    static const struct {
        const char *before;
        size_t length;
        const char *after;
    } cases[] = {
        {LINE(0) "{\"@timestamp\":\"2026-0", LENGTH + 21, LINE(0) LINE(1)},
        {LINE(0) "{\"@", LENGTH + 3, LINE(0) LINE(1)},
        {LINE(0) "\0\0\0", LENGTH + 3, LINE(0) LINE(1)},
        {"{\"@timestamp\":\"2026-0", 21, LINE(1)},
        {"a diary", 7, "a diary\n" LINE(1)}, /* not ours: nothing is cut */
        {LINE(0) "x", LENGTH + 1, LINE(0) "x\n" LINE(1)},
        {"", 0, LINE(1)},
    };
    const char *path = scene_file(*state, "a.jsonl");
    for (size_t i = 0; i < COUNT(cases); i++) {
        write_content(path, cases[i].before, cases[i].length);
        struct sink *sink = open_sink(*state, path);
        assert_int_equal(deliver(sink, 1, 2), 1);
        sink_jsonl.close(sink);
        assert_content(path, cases[i].after);
    }
}

/* The tail is searched in a window of 1 MiB; the file is far longer, and its last line is still found. */
static void finds_the_last_line_of_a_long_file(void **state)
{
    const char *path = scene_file(*state, "a.jsonl");
    FILE *file = fopen(path, "w");
    for (unsigned i = 0; i < 60000; i++)
        (void)fputs(LINE(0), file);
    (void)fputs(LINE(1) "{\"@time", file);
    assert_int_equal(fclose(file), 0);
    struct sink *sink = open_sink(*state, path);
    struct sink_line last = sink_line_of(LINE(1));
    assert_true(sink_jsonl.holds(sink, &last));
    sink_jsonl.close(sink);
    struct stat stat_;
    assert_int_equal(stat(path, &stat_), 0);
    assert_int_equal(stat_.st_size, 60001 * LENGTH);
}

static void refuses_what_is_no_file(void **state)
{
    const char *path = scene_file(*state, "fifo");
    assert_int_equal(mkfifo(path, 0600), 0);
    struct sink *sink = open_sink(*state, path);
    assert_int_equal(deliver(sink, 0, 1), -EINVAL);
    assert_non_null(strstr(sink->error, "regular file"));
    sink_jsonl.close(sink);
    sink = open_sink(*state, ((struct scene *)*state)->folder);
    assert_int_equal(deliver(sink, 0, 1), -EISDIR);
    sink_jsonl.close(sink);
}

static void limit_file_size(rlim_t bytes)
{
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* A disk that takes two lines and a half of five. */
static void takes_back_what_was_cut_short(void **state)
{
    const char *path = scene_file(*state, "a.jsonl");
    struct sink *sink = open_sink(*state, path);
    (void)signal(SIGXFSZ, SIG_IGN);
    limit_file_size(2 * LENGTH + LENGTH / 2);
    int first = deliver(sink, 0, 5), second = deliver(sink, 2, 5);
    limit_file_size(RLIM_INFINITY);
    assert_int_equal(first, 2);
    assert_true(second < 0);
    assert_non_null(strstr(sink->error, path));
    assert_content(path, LINE(0) LINE(1));
    assert_int_equal(deliver(sink, 2, 5), 3);
    assert_content(path, LINE(0) LINE(1) LINE(2) LINE(3) LINE(4));
    sink_jsonl.close(sink);
}

/* The half line cannot be taken back either (a sealed file): nothing is written behind it. */
static void writes_nothing_behind_half_a_line(void **state)
{
    char path[64];
    int fd = memfd_create("sealed", MFD_ALLOW_SEALING);
    assert_int_equal(fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK), 0);
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    struct sink *sink = open_sink(*state, path);
    (void)signal(SIGXFSZ, SIG_IGN);
    limit_file_size(LENGTH + LENGTH / 2);
    int first = deliver(sink, 0, 2);
    limit_file_size(RLIM_INFINITY);
    assert_int_equal(first, 1);
    assert_int_equal(deliver(sink, 1, 2), -EPERM);
    assert_int_equal(lseek(fd, 0, SEEK_END), LENGTH + LENGTH / 2);
    sink_jsonl.close(sink);
    close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(appends),
        SCENE(waits_for_its_folder),
        SCENE(follows_its_name),
        SCENE(knows_what_it_holds),
        SCENE(leaves_whole_lines_at_open),
        SCENE(finds_the_last_line_of_a_long_file),
        SCENE(refuses_what_is_no_file),
        SCENE(takes_back_what_was_cut_short),
        SCENE(writes_nothing_behind_half_a_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
