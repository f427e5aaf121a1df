#include "sandbox_priv.h"

#include <errno.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

/* As in linux/landlock.h of Linux 6.12; older headers lack the later members, and the kernel takes zeros for
 * what it does not know. */
struct ruleset {
    uint64_t handled_fs, handled_net, scoped;
};

/* What each version of the interface (ABI) can take away. */
struct generation {
    int abi;
    struct ruleset rights;
};

#define BITS(n)        ((UINT64_C(1) << (n)) - 1)
#define FS_FIRST       BITS(13)
#define FS_REFER       BITS(14)
#define FS_TRUNCATE    BITS(15)
#define FS_IOCTL       BITS(16)
#define NET_TCP        BITS(2) /* bind, connect */
#define SCOPED_ALL     BITS(2) /* abstract sockets, signals */
#define GENERATION_MAX 6

static const struct generation generations[] = {
    {1, {FS_FIRST, 0, 0}},       {2, {FS_REFER, 0, 0}},
    {3, {FS_TRUNCATE, 0, 0}},    {4, {FS_TRUNCATE, NET_TCP, 0}},
    {5, {FS_IOCTL, NET_TCP, 0}}, {GENERATION_MAX, {FS_IOCTL, NET_TCP, SCOPED_ALL}},
};

static int create(const struct ruleset *ruleset, size_t size, unsigned flags)
{
    return (int)syscall(SYS_landlock_create_ruleset, ruleset, size, flags);
}

static const struct ruleset *rights_of(int abi)
{
    unsigned i = sizeof generations / sizeof *generations - 1;
    while (i > 0 && generations[i].abi > abi)
        i--;
    return &generations[i].rights;
}

static int restrict_to(const struct ruleset *rights)
{
    int fd = create(rights, sizeof *rights, 0);
    if (fd < 0)
        return -errno;
    int error = syscall(SYS_landlock_restrict_self, fd, 0) == 0 ? 0 : -errno;
    close(fd);
    return error;
}

int sandbox_landlock_enter(void)
{
    int abi = create(NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (abi < 1)
        return abi < 0 && errno != ENOSYS ? -errno : -EOPNOTSUPP;
    return restrict_to(rights_of(abi));
}
