#include "privileges.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Made for that user where it is missing; one that is there is the administrator's. */
static int give_folder(const char *path, const struct passwd *user)
{
    if (mkdir(path, 0750))
        return errno == EEXIST ? 0 : -errno;
    return chown(path, user->pw_uid, user->pw_gid) ? -errno : 0;
}

static int change_user(const struct passwd *user)
{
    if (prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) || initgroups(user->pw_name, user->pw_gid) ||
        setresgid(user->pw_gid, user->pw_gid, user->pw_gid) ||
        setresuid(user->pw_uid, user->pw_uid, user->pw_uid))
        return -errno;
    return 0;
}

/* Of all of root's capabilities this one. A container may not have it to give: then the settle time decides. */
static int keep_lease(void)
{
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct some[2] = {{0}}, none[2] = {{0}};
    some[0].effective = some[0].permitted = 1u << CAP_LEASE;
    if (syscall(SYS_capset, &header, some) == 0)
        return 0;
    return syscall(SYS_capset, &header, none) ? -errno : 0;
}

int privileges_drop(const struct config *config, char *error, size_t size)
{
    if (geteuid() != 0 || strcmp(config->user, "root") == 0)
        return 0;
    const struct passwd *user = getpwnam(config->user);
    if (!user) {
        (void)snprintf(
            error, size,
            "there is no user %s to work as: make it (systemd-sysusers), or name one as [daemon] user",
            config->user);
        return -ESRCH;
    }
    int failed = give_folder(config->state_dir, user);
    if (!failed)
        failed = give_folder(config->run_dir, user);
    if (!failed)
        failed = change_user(user);
    if (!failed)
        failed = keep_lease();
    if (failed)
        (void)snprintf(error, size, "cannot become the user %s: %s", config->user, strerror(-failed));
    return failed;
}
