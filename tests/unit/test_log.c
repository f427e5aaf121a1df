#include "test.h"

#include "../../daemon/base/io.h"
#include "../../daemon/base/log.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* What standard error received while `say` ran, with $JOURNAL_STREAM naming it or not. */
static void capture(bool journal, void (*say)(void), char *ret, size_t size)
{
    int kept = dup(STDERR_FILENO), fd = memfd_create("log", 0);
    struct stat st;
    char stream[64];
    assert_int_equal(fstat(fd, &st), 0);
    snprintf(stream, sizeof stream, "%lu:%lu", st.st_dev, st.st_ino + (journal ? 0 : 1));
    setenv("JOURNAL_STREAM", stream, 1);
    dup2(fd, STDERR_FILENO);
    say();
    dup2(kept, STDERR_FILENO);
    ssize_t length = io_pread_all(fd, ret, size - 1, 0);
    assert_true(length >= 0);
    ret[length] = '\0';
    io_close(&kept);
    io_close(&fd);
}

static void say_things(void)
{
    log_init("tallyd", LOG_LEVEL_WARNING);
    log_warning("%s:%d: bad\nline\033[31m", "conf", 3);
    log_info("not shown");
    log_error("磁盘已满");
}

static void say_much(void)
{
    char text[9000];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    log_init(text, LOG_LEVEL_INFO);
    log_error("%s", text);
}

static void one_safe_line_a_message(void **state)
{
    (void)state;
    char text[1000];
    capture(false, say_things, text, sizeof text);
    assert_string_equal(text, "tallyd: conf:3: bad\\u{000A}line\\u{001B}[31m\ntallyd: 磁盘已满\n");
    capture(true, say_things, text, sizeof text);
    assert_string_equal(text, "<4>conf:3: bad\\u{000A}line\\u{001B}[31m\n<3>磁盘已满\n");
}

static void long_messages_are_cut(void **state)
{
    (void)state;
    char text[20000];
    capture(false, say_much, text, sizeof text);
    size_t length = strlen(text);
    assert_true(length > 2048 && length <= 4096 && text[length - 1] == '\n');
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(one_safe_line_a_message),
                                       cmocka_unit_test(long_messages_are_cut)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
