#define _GNU_SOURCE
#include "wall_landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* From linux/landlock.h; older headers lack some of it. */
struct ruleset {
    uint64_t handled_access_fs;
};
struct beneath {
    uint64_t allowed_access;
    int32_t parent_fd;
} __attribute__((packed));
#define CREATE_RULESET_VERSION 1u
#define RULE_PATH_BENEATH 1
#define WRITE_FILE (1ull << 1)
#define REMOVE_AND_MAKE (0x1ff0ull) /* REMOVE_DIR, REMOVE_FILE, MAKE_* */
#define REFER (1ull << 13)          /* ABI 2 */
#define TRUNCATE (1ull << 14)       /* ABI 3 */
#define FILE_RIGHTS (WRITE_FILE | TRUNCATE)

static bool permit(int ruleset, uint64_t rights, const char *path)
{
    struct stat about;
    int fd = open(path, O_PATH | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR;
    bool directory = fstat(fd, &about) == 0 && S_ISDIR(about.st_mode);
    struct beneath rule = {directory ? rights : rights & FILE_RIGHTS, fd};
    bool added = syscall(SYS_landlock_add_rule, ruleset, RULE_PATH_BENEATH, &rule, 0) == 0;
    close(fd);
    return added;
}

bool raise_landlock(const struct wall_list *list)
{
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, CREATE_RULESET_VERSION);
    if (abi < 3) {
        /* without TRUNCATE any file could be emptied */
        errno = abi < 0 ? errno : ENOSYS;
        return false;
    }
    struct ruleset handled = {WRITE_FILE | REMOVE_AND_MAKE | REFER | TRUNCATE};
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0);
    if (ruleset < 0)
        return false;
    bool stands = permit(ruleset, handled.handled_access_fs, "/dev") && permit(ruleset, WRITE_FILE, "/proc");
    for (size_t i = 0; stands && i < list->writable_count; i++)
        stands = permit(ruleset, handled.handled_access_fs, list->writable[i]);
    stands = stands && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
             syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
    close(ruleset);
    return stands;
}
