#include "test.h"

#include "../../daemon/base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

#define MANY (1u << 20) /* many times a pipe's buffer */

struct reader {
    int fd;
    size_t got;
};

static void *read_slowly(void *context)
{
    struct reader *reader = context;
    char bytes[1000];
    for (ssize_t n; (n = read(reader->fd, bytes, sizeof bytes)) > 0;)
        reader->got += (size_t)n;
    return NULL;
}

static void writes_all_of_it(void **state)
{
    (void)state;
    int ends[2];
    pthread_t thread;
    char *bytes = calloc(1, MANY);
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    struct reader reader = {.fd = ends[0]};
    assert_int_equal(pthread_create(&thread, NULL, read_slowly, &reader), 0);
    assert_int_equal(io_write_all(ends[1], (struct slice){bytes, MANY}), 0);
    io_close(&ends[1]);
    pthread_join(thread, NULL);
    assert_int_equal(reader.got, MANY);
    assert_int_equal(io_write_all(-1, S("x")), -EBADF);
    io_close(&ends[0]);
    free(bytes);
}

static void reads_to_the_end(void **state)
{
    (void)state;
    io_autoclose int fd = memfd_create("io", MFD_CLOEXEC);
    char text[8] = "";
    assert_int_equal(io_write_all(fd, S("abcdef")), 0);
    assert_int_equal(io_pread_all(fd, text, 3, 1), 3);
    assert_string_equal(text, "bcd");
    assert_int_equal(io_pread_all(fd, text, sizeof text, 4), 2);
    assert_int_equal(io_pread_all(fd, text, sizeof text, 40), 0);
    assert_int_equal(io_pread_all(-1, text, 1, 0), -EBADF);
}

static void closing_keeps_errno(void **state)
{
    (void)state;
    int fd = open("/dev/null", O_RDONLY | O_CLOEXEC), kept = fd;
    errno = ERANGE;
    io_close(&fd);
    io_close(&fd);
    assert_true(errno == ERANGE && fd == -1);
    assert_int_equal(fcntl(kept, F_GETFD), -1);
}

static void sets_flags(void **state)
{
    (void)state;
    io_autoclose int fd = open("/dev/null", O_RDONLY);
    assert_int_equal(io_set_nonblocking(fd, true), 0);
    assert_true(fcntl(fd, F_GETFL) & O_NONBLOCK);
    assert_int_equal(io_set_nonblocking(fd, false), 0);
    assert_false(fcntl(fd, F_GETFL) & O_NONBLOCK);
    assert_int_equal(io_set_nonblocking(-1, true), -EBADF);
}

static void clocks_rise(void **state)
{
    (void)state;
    uint64_t before = io_now_ns();
    assert_true(before > 0 && io_now_ns() >= before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_all_of_it),    cmocka_unit_test(reads_to_the_end),
        cmocka_unit_test(closing_keeps_errno), cmocka_unit_test(sets_flags),
        cmocka_unit_test(clocks_rise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
