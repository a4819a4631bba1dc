#define _GNU_SOURCE
#include "wall.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/capability.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "wall_landlock.h"
#include "wall_list.h"

/* Newer than the headers that some distributions still build with. */
#ifndef SYS_mount_setattr
#define SYS_mount_setattr 442
#endif
#define RECURSIVE 0x8000 /* AT_RECURSIVE */
#define READ_ONLY 1ull   /* MOUNT_ATTR_RDONLY */

struct attributes {
    uint64_t set, clear, propagation, namespace;
};

static bool set_attributes(const char *path, unsigned flags, uint64_t set, uint64_t clear)
{
    struct attributes attributes = {.set = set, .clear = clear};
    return syscall(SYS_mount_setattr, AT_FDCWD, path, flags, &attributes, sizeof attributes) == 0;
}

static bool write_text(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    bool written = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);
    if (fd >= 0)
        close(fd);
    return written;
}

/* The same numbers inside as outside; those of other users show as nobody's. */
static bool keep_identity(uid_t uid, gid_t gid)
{
    char users[64], groups[64];
    snprintf(users, sizeof users, "%u %u 1", uid, uid);
    snprintf(groups, sizeof groups, "%u %u 1", gid, gid);
    return write_text("/proc/self/setgroups", "deny") && write_text("/proc/self/uid_map", users) &&
           write_text("/proc/self/gid_map", groups);
}

/* Who holds the right to mount needs no user namespace, and must not keep that right: it would take the wall down. */
static bool own_mounts(bool *privileged)
{
    uid_t uid = geteuid();
    gid_t gid = getegid();
    *privileged = unshare(CLONE_NEWNS) == 0;
    return *privileged || (unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0 && keep_identity(uid, gid));
}

/* Rights by which root would reach past the wall: to mount, to look into other processes' namespaces, to make devices. */
static bool give_up_rights(void)
{
    static const int RIGHTS[] = {CAP_SYS_ADMIN, CAP_SYS_PTRACE, CAP_MKNOD, CAP_SYS_RAWIO, CAP_SYS_MODULE,
        CAP_DAC_READ_SEARCH, CAP_SYS_BOOT};
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct held[2];
    if (syscall(SYS_capget, &header, held) < 0)
        return false;
    for (size_t i = 0; i < sizeof RIGHTS / sizeof *RIGHTS; i++) {
        uint32_t bit = ~(1u << (RIGHTS[i] % 32));
        struct __user_cap_data_struct *half = &held[RIGHTS[i] / 32];
        if (prctl(PR_CAPBSET_READ, RIGHTS[i], 0, 0, 0) == 1 && prctl(PR_CAPBSET_DROP, RIGHTS[i], 0, 0, 0) < 0)
            return false;
        half->effective &= bit;
        half->permitted &= bit;
        half->inheritable &= bit;
    }
    return prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) == 0 && syscall(SYS_capset, &header, held) == 0;
}

/* One that was read-only before the wall stays so, and may not be told otherwise. */
static void permit_writes(const char *path)
{
    if (!set_attributes(path, RECURSIVE, 0, READ_ONLY))
        set_attributes(path, 0, 0, READ_ONLY);
}

static bool hide(const char *path, const char *cover)
{
    struct stat about;
    if (lstat(path, &about) < 0)
        return errno == ENOENT || errno == ENOTDIR;
    if (S_ISDIR(about.st_mode))
        return mount("none", path, "tmpfs", MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC, "size=4k,mode=000") == 0;
    return cover && mount(cover, path, NULL, MS_BIND, NULL) == 0;
}

static bool exists(const char *path)
{
    return access(path, F_OK) == 0;
}

static bool raise_mounts(const struct wall_list *list)
{
    char here[PATH_MAX];
    bool privileged;
    if (!getcwd(here, sizeof here) || !own_mounts(&privileged) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
        return false;
    for (size_t i = 0; i < list->writable_count; i++)
        if (exists(list->writable[i]) && mount(list->writable[i], list->writable[i], NULL, MS_BIND | MS_REC, NULL) < 0)
            return false;
    if (!set_attributes("/", RECURSIVE, READ_ONLY, 0))
        return false;
    /* What stands for the kernel and its devices is no storage, and sandboxes inside write there to come into being. */
    permit_writes("/proc");
    permit_writes("/dev");
    for (size_t i = 0; i < list->writable_count; i++)
        if (exists(list->writable[i]))
            permit_writes(list->writable[i]);
    for (size_t i = 0; i < list->hidden_count; i++)
        if (!hide(list->hidden[i], list->cover))
            return false;
    /* The directory that we stand in is still the one below the new mounts. */
    return chdir(here) == 0 && (!privileged || give_up_rights());
}

/* Half a wall could not be taken back: whether it will stand is tried in a process of its own. */
static bool would_stand(const struct wall_list *list)
{
    int status;
    pid_t child = fork();
    if (child == 0)
        _exit(raise_mounts(list) ? 0 : 1);
    return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

enum wall put_up_wall(const char *path)
{
    static struct wall_list list;
    if (!wall_list_read(path, &list))
        return WALL_NONE;
    if (would_stand(&list))
        return raise_mounts(&list) ? WALL_MOUNTS : WALL_NONE;
    if (list.hidden_count > 0) {
        errno = ENOTSUP; /* Landlock permits by place, and cannot except one */
        return WALL_NONE;
    }
    return raise_landlock(&list) ? WALL_LANDLOCK : WALL_NONE;
}
