#define _GNU_SOURCE
#include "fan.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/fanotify.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "broker.h"
#include "mounts.h"
#include "roots.h"
#include "writer.h"

/* Newer than the headers that some distributions still build with. */
#ifndef FAN_RENAME
#define FAN_RENAME 0x10000000
#endif
#ifndef FAN_MARK_IGNORE
#define FAN_MARK_IGNORE 0x400
#endif
#ifndef FAN_MARK_EVICTABLE
#define FAN_MARK_EVICTABLE 0x200
#endif
#define INFO_OLD_NAME 10 /* FAN_EVENT_INFO_TYPE_OLD_DFID_NAME */
#define INFO_NEW_NAME 12 /* FAN_EVENT_INFO_TYPE_NEW_DFID_NAME */

#define FILESYSTEMS_MAX 64
#define DIRECTORIES (1u << 13)
#define HANDLE_MAX 128
/* A broker this far behind is told how many there were, and no more names until it has caught up. */
#define BACKLOG_MAX ((size_t)8 * 1024 * 1024)
#define BATCH_MAX 512
/* Reads of one round: execs wait meanwhile, and what is left comes in the next. */
#define READS_MAX 16

static const uint64_t NAMES = FAN_CREATE | FAN_DELETE | FAN_ONDIR;
static const uint64_t CONTENTS = FAN_CLOSE_WRITE | FAN_ATTRIB;

struct identity {
    struct file_id {
        int value[2];
    } filesystem;
    uint32_t length;
    int32_t type;
    unsigned char handle[HANDLE_MAX];
};

static int notices = -1, table = -1;

static struct filesystem {
    uint64_t device;
    struct file_id id;
    char *point; /* by name: an open descriptor would keep it from being unmounted */
    bool seen;
} filesystems[FILESYSTEMS_MAX];
static size_t filesystem_count;

/* Directories that events named, with their paths: looked up once, forgotten when any directory moves. */
static struct directory {
    struct identity identity;
    char *path;
    enum telling telling;
} directories[DIRECTORIES];

static struct frame batch;
static uint32_t gathered, dropped;
static size_t count_at;

static void unseen(struct supervisor *s, const char *what, const char *where)
{
    static struct frame frame;
    char why[PATH_MAX + 128];
    snprintf(why, sizeof why, "%s `%s`", what, where);
    frame_begin(&frame, TYPE_UNSEEN, next_id(s));
    put_string(&frame, why);
    if (frame_end(&frame))
        broker_send(s, frame.bytes, frame.used);
}

/* Whether a directory of this filesystem can be found again by the handle that an event carries. */
static bool finds_again(int root)
{
    struct {
        struct file_handle head;
        unsigned char bytes[HANDLE_MAX];
    } handle = {.head.handle_bytes = HANDLE_MAX};
    int mount;
    if (name_to_handle_at(root, "", &handle.head, &mount, AT_EMPTY_PATH) < 0)
        return false;
    int again = open_by_handle_at(root, &handle.head, O_PATH | O_CLOEXEC);
    if (again >= 0)
        close(again);
    return again >= 0;
}

static bool mark(const char *point)
{
    unsigned flags = FAN_MARK_ADD | FAN_MARK_FILESYSTEM;
    if (syscall(SYS_fanotify_mark, notices, flags, NAMES | CONTENTS | FAN_RENAME, AT_FDCWD, point) == 0)
        return true;
    uint64_t older = NAMES | CONTENTS | FAN_MOVED_FROM | FAN_MOVED_TO;
    return errno == EINVAL && syscall(SYS_fanotify_mark, notices, flags, older, AT_FDCWD, point) == 0;
}

static void watch_mount(const struct mounted *mount, void *context)
{
    struct supervisor *s = context;
    struct statfs about;
    if (!mount_holds_files(mount))
        return;
    for (struct filesystem *f = filesystems; f < filesystems + filesystem_count; f++)
        if (f->device == mount->device) {
            f->seen = true;
            return;
        }
    int root = open(mount->point, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK);
    if (root < 0)
        return; /* a single file that is mounted over another, or one hidden by a later mount */
    char *point = strdup(mount->point);
    bool watched = point && filesystem_count < FILESYSTEMS_MAX && fstatfs(root, &about) == 0 && finds_again(root) &&
                   mark(point);
    close(root);
    if (!watched) {
        free(point);
        unseen(s, "writes are not seen on", mount->point);
        return;
    }
    struct filesystem *f = &filesystems[filesystem_count++];
    *f = (struct filesystem){.device = mount->device, .point = point, .seen = true};
    memcpy(&f->id, &about.f_fsid, sizeof f->id);
}

bool fan_open(struct supervisor *s, const char *path)
{
    if (!roots_read(path))
        return false;
    notices = (int)syscall(SYS_fanotify_init,
        FAN_CLASS_NOTIF | FAN_CLOEXEC | FAN_NONBLOCK | FAN_REPORT_DIR_FID | FAN_REPORT_NAME, O_RDONLY | O_CLOEXEC);
    if (notices < 0)
        return false;
    mounts_each(watch_mount, s);
    table = mounts_open();
    bool open = filesystem_count > 0 && watch(s, notices, EPOLLIN, SOURCE_FAN, 0) &&
                (table < 0 || watch(s, table, EPOLLPRI, SOURCE_MOUNTS, 0));
    if (!open) {
        close(notices);
        notices = -1;
    }
    return open;
}

void fan_mounts_changed(struct supervisor *s)
{
    for (struct filesystem *f = filesystems; f < filesystems + filesystem_count; f++)
        f->seen = false;
    if (!mounts_each(watch_mount, s))
        return;
    for (size_t i = 0; i < filesystem_count; i++) {
        if (filesystems[i].seen)
            continue;
        unseen(s, "unmounted, and not watched any more:", filesystems[i].point);
        free(filesystems[i].point);
        filesystems[i--] = filesystems[--filesystem_count];
    }
}

static uint32_t hash(const struct identity *identity)
{
    const unsigned char *bytes = (const unsigned char *)identity;
    uint32_t value = 2166136261u;
    for (size_t i = 0; i < offsetof(struct identity, handle) + identity->length; i++)
        value = (value ^ bytes[i]) * 16777619u;
    return value ^ value >> 15;
}

static bool same(const struct identity *a, const struct identity *b)
{
    return memcmp(a, b, offsetof(struct identity, handle)) == 0 && memcmp(a->handle, b->handle, a->length) == 0;
}

static void forget_directories(void)
{
    syscall(SYS_fanotify_mark, notices, FAN_MARK_FLUSH, 0, AT_FDCWD, NULL);
    for (struct directory *d = directories; d < directories + DIRECTORIES; d++) {
        free(d->path);
        d->path = NULL;
    }
}

/*
 * From now on the kernel keeps what happens right in this directory to itself, but for renames: one of them may take the
 * directory elsewhere, and then all such marks go. A kernel before 6.0 refuses, and only time is lost. The mark holds the
 * directory that the event was about, whatever stands under its path by now, and keeps nothing in memory.
 */
static void ignore(int directory)
{
    unsigned flags = FAN_MARK_ADD | FAN_MARK_IGNORE | FAN_MARK_IGNORED_SURV_MODIFY | FAN_MARK_EVICTABLE;
    syscall(SYS_fanotify_mark, notices, flags, NAMES | CONTENTS | FAN_EVENT_ON_CHILD, directory, NULL);
}

/* A descriptor of a directory and its path now; -1 where it is gone, or reached from no mount that we have. */
static int find_directory(const struct identity *identity, char path[PATH_MAX])
{
    struct {
        struct file_handle head;
        unsigned char bytes[HANDLE_MAX];
    } handle = {.head = {identity->length, identity->type}};
    char link[32];
    memcpy(handle.head.f_handle, identity->handle, identity->length);
    for (struct filesystem *f = filesystems; f < filesystems + filesystem_count; f++) {
        if (memcmp(&f->id, &identity->filesystem, sizeof f->id) != 0)
            continue;
        int root = open(f->point, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK);
        int fd = root < 0 ? -1 : open_by_handle_at(root, &handle.head, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (root >= 0)
            close(root);
        if (fd < 0)
            continue;
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        ssize_t length = readlink(link, path, PATH_MAX - 1);
        path[length > 0 ? length : 0] = 0;
        if (path[0] == '/' && !strstr(path, " (deleted)"))
            return fd;
        close(fd);
    }
    return -1;
}

static const struct directory *directory_of(const struct identity *identity)
{
    char path[PATH_MAX];
    struct directory *d = &directories[hash(identity) & (DIRECTORIES - 1)];
    if (d->path && same(&d->identity, identity))
        return d;
    int fd = find_directory(identity, path);
    if (fd < 0)
        return NULL;
    free(d->path);
    d->path = strdup(path);
    d->identity = *identity;
    d->telling = roots_of_directory(path);
    if (d->telling == TELL_NOTHING)
        ignore(fd);
    close(fd);
    return d->path ? d : NULL;
}

/* One name that an event carries: its directory, and the last part of its path. */
struct named {
    const struct directory *directory;
    const char *name;
};

static bool read_info(const struct fanotify_event_info_fid *info, struct named *named)
{
    struct identity identity = {.length = 0};
    const struct file_handle *handle = (const struct file_handle *)info->handle;
    if (handle->handle_bytes > HANDLE_MAX)
        return false;
    memcpy(&identity.filesystem, &info->fsid, sizeof identity.filesystem);
    identity.length = handle->handle_bytes;
    identity.type = handle->handle_type;
    memcpy(identity.handle, handle->f_handle, handle->handle_bytes);
    named->directory = directory_of(&identity);
    named->name = (const char *)handle->f_handle + handle->handle_bytes;
    return named->directory != NULL;
}

/* False where it is longer than a path can be. */
static bool path_of(const struct named *named, char path[PATH_MAX])
{
    const char *directory = named->directory->path, *slash = strcmp(directory, "/") == 0 ? "" : "/";
    if (strcmp(named->name, ".") == 0)
        return snprintf(path, PATH_MAX, "%s", directory) < PATH_MAX;
    return snprintf(path, PATH_MAX, "%s%s%s", directory, slash, named->name) < PATH_MAX;
}

static bool is_told(const struct named *named, char path[PATH_MAX])
{
    path[0] = 0;
    if (!named->directory || named->directory->telling == TELL_NOTHING)
        return false;
    return path_of(named, path) && (named->directory->telling == TELL_ALL || roots_tell(path));
}

static void flush(struct supervisor *s)
{
    if (gathered == 0 && dropped == 0)
        return;
    set_u32(batch.bytes + count_at, gathered);
    set_u32(batch.bytes + count_at - sizeof dropped, dropped);
    if (frame_end(&batch))
        broker_send(s, batch.bytes, batch.used);
    gathered = dropped = 0;
}

static void begin_batch(struct supervisor *s)
{
    frame_begin(&batch, TYPE_WROTE, next_id(s));
    put_u32(&batch, 0);
    count_at = batch.used;
    put_u32(&batch, 0);
}

static void tell(struct supervisor *s, enum wire_change kind, pid_t pid, const char *path, const char *from)
{
    uint64_t exec;
    enum writer writer = writer_of(pid, &exec);
    if (writer == WRITER_FOREIGN)
        return;
    if (gathered == 0 && dropped == 0)
        begin_batch(s);
    if (broker_backlog() > BACKLOG_MAX) {
        dropped++;
        return;
    }
    put_u8(&batch, (uint8_t)kind);
    put_u32(&batch, (uint32_t)pid);
    put_u64(&batch, exec);
    put_string(&batch, path);
    put_string(&batch, from);
    if (++gathered == BATCH_MAX)
        flush(s);
}

/* `event`: a copy of the head of what lies at `bytes`. */
static void on_event(struct supervisor *s, const struct fanotify_event_metadata *event, const char *bytes)
{
    struct named at = {0}, from = {0};
    char path[PATH_MAX], source[PATH_MAX];
    const char *end = bytes + event->event_len;
    if (event->mask & FAN_Q_OVERFLOW) {
        unseen(s, "more was written at once than the kernel keeps:", "some of it was not seen");
        return;
    }
    for (const char *each = bytes + event->metadata_len; each < end;) {
        const struct fanotify_event_info_fid *info = (const void *)each;
        if (info->hdr.len == 0)
            return;
        read_info(info, info->hdr.info_type == INFO_OLD_NAME ? &from : &at);
        each += info->hdr.len;
    }
    bool told = is_told(&at, path), told_from = is_told(&from, source);
    if (told || told_from) {
        if (event->mask & FAN_RENAME) {
            /* the other end too, which says whether it came from inside or went there */
            if (at.directory && path[0] == 0)
                path_of(&at, path);
            if (from.directory && source[0] == 0)
                path_of(&from, source);
            tell(s, CHANGE_RENAME, event->pid, path, source);
        }
        if (event->mask & (FAN_CREATE | FAN_MOVED_TO))
            tell(s, CHANGE_CREATE, event->pid, path, "");
        if (event->mask & FAN_CLOSE_WRITE && !(event->mask & FAN_CREATE))
            tell(s, CHANGE_MODIFY, event->pid, path, "");
        if (event->mask & FAN_ATTRIB && !(event->mask & (FAN_ONDIR | FAN_CREATE)))
            tell(s, CHANGE_MODE, event->pid, path, "");
        if (event->mask & (FAN_DELETE | FAN_MOVED_FROM))
            tell(s, CHANGE_DELETE, event->pid, path, "");
    }
    /* Whatever stood below it has another path now. */
    if (event->mask & FAN_ONDIR && event->mask & (FAN_RENAME | FAN_MOVED_FROM | FAN_MOVED_TO))
        forget_directories();
}

void fan_drain(struct supervisor *s)
{
    static char buffer[64 * 1024] __attribute__((aligned(8)));
    ssize_t got;
    if (notices < 0)
        return;
    for (int reads = 0; reads < READS_MAX && (got = read(notices, buffer, sizeof buffer)) > 0; reads++) {
        /* The kernel aligns events to four bytes, and their heads hold eight. */
        struct fanotify_event_metadata event;
        for (const char *at = buffer; buffer + got - at >= (ssize_t)sizeof event; at += event.event_len) {
            memcpy(&event, at, sizeof event);
            if (event.event_len < sizeof event || event.event_len > buffer + got - at)
                break;
            if (event.vers == FANOTIFY_METADATA_VERSION)
                on_event(s, &event, at);
        }
    }
    flush(s);
}
