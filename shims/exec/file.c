/* Apart from the rest, because linux/stat.h and some C libraries' sys/stat.h do not stand each other. */
#include "file.h"

#include <linux/fcntl.h>
#include <linux/stat.h>
#include <sys/syscall.h>

extern long syscall(long number, ...);

/* As the C library's makedev() does it: the parts of stat's st_dev. */
static uint64_t device(uint64_t major, uint64_t minor)
{
    return (major & 0xfffff000u) << 32 | (major & 0xfffu) << 8 | (minor & 0xffffff00u) << 12 | (minor & 0xffu);
}

bool read_file(int directory, const char *path, bool follow, struct file *file)
{
    struct statx x;
    int flags = follow ? 0 : AT_SYMLINK_NOFOLLOW;
    if (syscall(SYS_statx, directory, path, flags, STATX_BASIC_STATS | STATX_MNT_ID, &x) < 0)
        return false;
    *file = (struct file){
        .dev = device(x.stx_dev_major, x.stx_dev_minor),
        .ino = x.stx_ino,
        .size = x.stx_size,
        .changed_seconds = x.stx_ctime.tv_sec,
        .changed_nanoseconds = x.stx_ctime.tv_nsec,
        .mode = x.stx_mode,
        .uid = x.stx_uid,
        .gid = x.stx_gid,
        .links = x.stx_nlink,
    };
    if (x.stx_mask & STATX_MNT_ID)
        file->mount = x.stx_mnt_id;
    return true;
}
