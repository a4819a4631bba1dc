#define _GNU_SOURCE
#include "scope.h"

#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

/* From linux/landlock.h of ABI 6; older headers lack the field `scoped`. */
struct ruleset {
    uint64_t handled_access_fs, handled_access_net, scoped;
};
#define CREATE_RULESET_VERSION 1u
#define SCOPE_SIGNAL (1ull << 1)
#define ABI_WITH_SCOPES 6

bool enter_signal_scope(void)
{
    if (syscall(SYS_landlock_create_ruleset, NULL, 0, CREATE_RULESET_VERSION) < ABI_WITH_SCOPES)
        return false;
    /* No file and no network right is handled, so the domain takes none away, mounts of nested sandboxes included. */
    struct ruleset ruleset = {.scoped = SCOPE_SIGNAL};
    int fd = (int)syscall(SYS_landlock_create_ruleset, &ruleset, sizeof ruleset, 0);
    if (fd < 0)
        return false;
    bool entered = syscall(SYS_landlock_restrict_self, fd, 0) == 0;
    close(fd);
    return entered;
}
