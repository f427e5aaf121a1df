#include "test.h"

#include "../../daemon/base/io.h"
#include "../../daemon/wire/message.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

static char buffer[MESSAGE_SIZE_MAX];
static int ends[2];

static int open_pair(void **state)
{
    (void)state;
    return socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends);
}

static int close_pair(void **state)
{
    (void)state;
    io_close(&ends[0]);
    io_close(&ends[1]);
    return 0;
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

static void carries_an_object_and_descriptors(void **state)
{
    (void)state;
    int fds[MESSAGE_FDS_MAX] = {-1, -1};
    unsigned n = 0;
    json_t *sent = json_pack("{s:s,s:i}", "op", "inspect", "甲", 1);
    int files[2] = {open("/dev/null", O_RDONLY), open("/dev/zero", O_RDONLY)};
    assert_int_equal(message_send(ends[0], sent, files, 2), 0);
    long length = message_receive(ends[1], buffer, fds, 2, &n);
    json_t *came = message_parse(buffer, (size_t)length);
    assert_true(json_equal(sent, came));
    assert_int_equal(n, 2);
    assert_true(fcntl(fds[0], F_GETFD) & FD_CLOEXEC && fcntl(fds[1], F_GETFD) & FD_CLOEXEC);
    char byte = 1;
    assert_true(read(fds[0], &byte, 1) == 0 && read(fds[1], &byte, 1) == 1 && byte == 0);
    for (int i = 0; i < 2; i++) {
        io_close(&fds[i]);
        io_close(&files[i]);
    }
    json_decref(sent);
    json_decref(came);
}

static void tells_the_end(void **state)
{
    (void)state;
    assert_int_equal(message_receive(ends[1], buffer, NULL, 0, NULL), -EAGAIN);
    io_close(&ends[0]);
    assert_int_equal(message_receive(ends[1], buffer, NULL, 0, NULL), 0);
    json_t *object = json_object();
    assert_int_equal(message_send(ends[1], object, NULL, 0), -EPIPE);
    json_decref(object);
    assert_int_equal(message_receive(-1, buffer, NULL, 0, NULL), -EBADF);
}

static void send_raw(size_t size, unsigned n_fds)
{
    char control[CMSG_SPACE(sizeof(int) * 8)] = {0}, *bytes = calloc(1, size + 1);
    struct iovec part = {bytes, size};
    struct msghdr header = {.msg_iov = &part, .msg_iovlen = 1};
    if (n_fds > 0) {
        header.msg_control = control;
        header.msg_controllen = CMSG_SPACE(sizeof(int) * n_fds);
        struct cmsghdr *rights = CMSG_FIRSTHDR(&header);
        *rights = (struct cmsghdr){CMSG_LEN(sizeof(int) * n_fds), SOL_SOCKET, SCM_RIGHTS};
        memset(CMSG_DATA(rights), 0, sizeof(int) * n_fds);
    }
    assert_int_equal(sendmsg(ends[0], &header, 0), size);
    free(bytes);
}

static void surplus_is_refused_and_closed(void **state)
{
    (void)state;
    unsigned before = count_fds(), n = 9;
    int fds[MESSAGE_FDS_MAX];
    for (unsigned sent = 1; sent <= 8; sent++) {
        send_raw(2, sent);
        assert_int_equal(message_receive(ends[1], buffer, NULL, 0, NULL), -EBADMSG);
        send_raw(2, sent);
        assert_int_equal(message_receive(ends[1], buffer, fds, 1, &n), sent <= 1 ? 2 : -EBADMSG);
        if (sent == 1)
            io_close(&fds[0]);
        send_raw(0, sent);
        assert_int_equal(message_receive(ends[1], buffer, fds, 1, &n), -EBADMSG);
    }
    assert_int_equal(count_fds(), before);
}

static void holds_its_size(void **state)
{
    (void)state;
    send_raw(MESSAGE_SIZE_MAX, 0);
    assert_int_equal(message_receive(ends[1], buffer, NULL, 0, NULL), MESSAGE_SIZE_MAX);
    send_raw(MESSAGE_SIZE_MAX + 1, 1);
    unsigned before = count_fds(), n;
    int fds[MESSAGE_FDS_MAX];
    assert_int_equal(message_receive(ends[1], buffer, fds, 2, &n), -EBADMSG);
    assert_int_equal(count_fds(), before);
    char *text = malloc(MESSAGE_SIZE_MAX);
    memset(text, 'x', MESSAGE_SIZE_MAX);
    json_t *fits = json_pack("{s:s%}", "k", text, (size_t)(MESSAGE_SIZE_MAX - 8));
    json_t *over = json_pack("{s:s%}", "k", text, (size_t)(MESSAGE_SIZE_MAX - 7));
    assert_int_equal(message_send(ends[0], fits, NULL, 0), 0);
    assert_int_equal(message_send(ends[0], over, NULL, 0), -EMSGSIZE);
    json_decref(fits);
    json_decref(over);
    free(text);
}

static void a_full_socket_is_told(void **state)
{
    (void)state;
    int rc = 0;
    json_t *object = json_pack("{s:i}", "a", 1);
    for (int i = 0; i < 1000000 && rc == 0; i++)
        rc = message_send(ends[0], object, NULL, 0);
    assert_int_equal(rc, -EAGAIN);
    json_decref(object);
}

/* More than go to the kernel at once, in their order; one that is too long keeps all back. */
static void many_keep_their_order(void **state)
{
    (void)state;
    enum { MANY = 70 };
    char texts[MANY][4];
    struct slice slices[MANY];
    for (unsigned i = 0; i < MANY; i++)
        slices[i] = (struct slice){texts[i], (size_t)snprintf(texts[i], sizeof texts[i], "%u", i)};
    assert_int_equal(message_send_texts(ends[0], slices, MANY), 0);
    for (unsigned i = 0; i < MANY; i++) {
        long length = message_receive(ends[1], buffer, NULL, 0, NULL);
        assert_slice(((struct slice){buffer, (size_t)length}), slices[i]);
    }
    assert_int_equal(message_send_texts(ends[0], NULL, 0), 0);
    slices[1].len = MESSAGE_SIZE_MAX + 1;
    assert_int_equal(message_send_texts(ends[0], slices, 2), -EMSGSIZE);
    assert_int_equal(message_receive(ends[1], buffer, NULL, 0, NULL), -EAGAIN);
    slices[1].len = 1;
    int rc = 0;
    for (int i = 0; i < 1000000 && rc == 0; i++)
        rc = message_send_texts(ends[0], slices, MANY);
    assert_int_equal(rc, -EAGAIN);
}

static void parses_strictly(void **state)
{
    (void)state;
    static const struct slice BAD[] = {S(""),
                                       S("[]"),
                                       S("1"),
                                       S("{"),
                                       S("{}x"),
                                       S("{} {}"),
                                       S("{\"a\":1,\"a\":2}"),
                                       S("{\"a\":\"\xff\"}"),
                                       S("{\"a\":\"\\u0000\"}"),
                                       S("{\"a\":\"\\ud800\"}"),
                                       S("{\"a\":\"\xed\xa0\x80\"}"),
                                       S("{\"a\":1e999}"),
                                       S("{\"a\":\"x\0y\"}"),
                                       S("{\"a\":NaN}"),
                                       S("{\"a\":99999999999999999999}")};
    for (size_t i = 0; i < COUNT(BAD); i++)
        assert_null(message_parse(BAD[i].at, BAD[i].len));
    char deep[8192];
    memset(deep, '[', sizeof deep);
    deep[0] = '{';
    for (size_t i = 0; i < 4; i++)
        deep[i + 1] = "\"a\":"[i];
    assert_null(message_parse(deep, sizeof deep));
    json_t *fine = message_parse(" {\"a\":\"支\"} ", 13);
    assert_non_null(fine);
    json_decref(fine);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, open_pair, close_pair)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(carries_an_object_and_descriptors),
        TEST(tells_the_end),
        TEST(surplus_is_refused_and_closed),
        TEST(holds_its_size),
        TEST(a_full_socket_is_told),
        TEST(many_keep_their_order),
        TEST(parses_strictly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
