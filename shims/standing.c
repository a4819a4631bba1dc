/*
 * Trust. The directory and its command file are believed if nobody but root or this user can write to them. The broker's
 * own directory has a name that no variable of the environment enters into, is this user's alone, and is made once: a
 * broker that was killed is not started again before the container is, since whoever can kill it could else shed what the
 * session has counted. The broker gets nothing of our environment, descriptors, directory or signal dispositions.
 * Not held: a process of the same user that gets there first can put a broker of its own in this place (THREAT_MODEL.md).
 */
#define _GNU_SOURCE
#include "standing.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "wire.h"

/* How long a start may take, and how long others wait for it. */
#define START_MS FIRST_ANSWER_MS
#define LOCK_POLL_NS 2000000
#define MAX_ARGUMENTS 16
#define READY_FD 3
/* "/dev/shm/gatesh-", three numbers: well below what a socket's address holds. */
#define HOME_MAX 80

static const char CROWDED[] = "gatesh's broker did not start within 10 seconds";
static const char NO_HOME[] = "no place for gatesh's broker: nowhere a directory of its own can be made (/run, /tmp, /dev/shm, /var/tmp)";
static const char KILLED[] = "gatesh's broker was ended from outside, and nothing runs here until the container is started again";

/* Nobody but root and this user may change what is trusted. */
static bool is_ours(const struct stat *st)
{
    return (st->st_uid == 0 || st->st_uid == geteuid()) && !(st->st_mode & (S_IWGRP | S_IWOTH));
}

/* The text of a small file. False: not there, too long, or not to be trusted. */
static bool read_trusted(const char *path, char *text, size_t size)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0)
        return false;
    ssize_t got = -1;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && is_ours(&st))
        got = read(fd, text, size);
    close(fd);
    if (got <= 0 || (size_t)got == size)
        return false;
    text[got] = 0;
    return true;
}

/* The parts, up to NULL, one after the other in `out`. False: they do not fit. No stdio: every command loads this program. */
static bool join(char *out, size_t size, ...)
{
    size_t used = 0;
    va_list parts;
    va_start(parts, size);
    for (const char *part; (part = va_arg(parts, const char *)) != NULL;) {
        size_t length = strnlen(part, size - used);
        if (length == size - used) {
            va_end(parts);
            return false;
        }
        memcpy(out + used, part, length);
        used += length;
    }
    va_end(parts);
    out[used] = 0;
    return true;
}

struct digits {
    char text[21];
};

static const char *number(struct digits *in, uint64_t value)
{
    char *at = in->text + sizeof in->text - 1;
    *at = 0;
    do
        *--at = (char)('0' + value % 10);
    while (value /= 10);
    return at;
}

/* Makes `path` ours alone, or finds that it is. */
static bool is_private(const char *path)
{
    struct stat st;
    if (mkdir(path, 0700) < 0 && errno != EEXIST)
        return false;
    return lstat(path, &st) == 0 && S_ISDIR(st.st_mode) && st.st_uid == geteuid() && !(st.st_mode & 077);
}

/* The broker's directory: the first place of these that takes it. Shims of one directory and user find the same one. */
static bool find_home(const struct stat *directory, char home[HOME_MAX])
{
    static const char *const ROOTS[] = {"/run", "/dev/shm", "/tmp", NULL};
    static const char *const USERS[] = {"/tmp", "/dev/shm", "/var/tmp", NULL};
    for (const char *const *place = geteuid() == 0 ? ROOTS : USERS; *place; place++) {
        struct digits uid, dev, ino;
        if (join(home, HOME_MAX, *place, "/gatesh-", number(&uid, geteuid()), "-", number(&dev, directory->st_dev), "-",
                 number(&ino, directory->st_ino), NULL) &&
            is_private(home))
            return true;
    }
    return false;
}

/* Which run of the container this is: the boot, and the start of its first process. What an image brought along is another. */
static void read_instance(char text[128])
{
    char boot[64] = "", stat_line[1024] = "", *field, *end;
    int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
    if (fd >= 0) {
        ssize_t got = read(fd, boot, 36);
        boot[got > 0 ? got : 0] = 0;
        close(fd);
    }
    fd = open("/proc/1/stat", O_RDONLY | O_CLOEXEC);
    if (fd >= 0) {
        ssize_t got = read(fd, stat_line, sizeof stat_line - 1);
        stat_line[got > 0 ? got : 0] = 0;
        close(fd);
    }
    /* The name in parentheses may hold anything; the start time is the 20th field after it. */
    field = strrchr(stat_line, ')');
    for (int i = 0; field && i < 20; i++)
        field = strchr(field + 1, ' ');
    if (field && (end = strchr(field + 1, ' ')) != NULL)
        *end = 0;
    if (!join(text, 128, boot, field ? field : "", "\n", NULL))
        strcpy(text, "unknown\n");
}

static bool answers(const char *sock)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(sock) >= sizeof address.sun_path)
        return false;
    strcpy(address.sun_path, sock);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool ok = fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address) == 0;
    if (fd >= 0)
        close(fd);
    return ok;
}

static long long now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

static bool lock(int fd, long long deadline)
{
    while (flock(fd, LOCK_EX | LOCK_NB) < 0) {
        if ((errno != EWOULDBLOCK && errno != EINTR) || now_ms() > deadline)
            return false;
        nanosleep(&(struct timespec){.tv_nsec = LOCK_POLL_NS}, NULL);
    }
    return true;
}

static void default_signals(void)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    for (int number = 1; number < NSIG; number++)
        signal(number, SIG_DFL);
}

/* Becomes the broker: nothing of ours goes with it but the descriptor by which it says that it listens. */
static _Noreturn void become_broker(char **argv, const char *directory, const char *home, int ready)
{
    static char log[PATH_MAX + 16];
    static char *const clean[] = {"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8",
                                  /* One arena: with several threads the broker else keeps twice the memory. */
                                  "MALLOC_ARENA_MAX=1", NULL};
    if (!join(log, sizeof log, home, "/broker.log", NULL))
        _exit(EXIT_GATESH_FAILED);
    umask(077);
    setsid();
    int in = open("/dev/null", O_RDONLY);
    int out = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0600);
    if (in < 0 || out < 0 || chdir(directory) < 0)
        _exit(EXIT_GATESH_FAILED);
    /* Out of the way of what is duplicated next. */
    int keep = fcntl(ready, F_DUPFD, 10);
    dup2(in, STDIN_FILENO);
    dup2(out, STDOUT_FILENO);
    dup2(out, STDERR_FILENO);
    dup2(keep, READY_FD);
    long most = sysconf(_SC_OPEN_MAX);
    if (most < 0 || most > 65536)
        most = 65536;
    for (int fd = READY_FD + 1; fd < most; fd++)
        close(fd);
    default_signals();
    execve(argv[0], argv, clean);
    _exit(EXIT_GATESH_FAILED);
}

/* Two generations: the broker is nobody's child whom our program, or its parent, would be surprised to wait for. */
static pid_t start_broker(char **argv, const char *directory, const char *home, int ready)
{
    pid_t child = fork();
    if (child == 0) {
        pid_t broker = fork();
        if (broker == 0)
            become_broker(argv, directory, home, ready);
        _exit(broker < 0);
    }
    return child;
}

/* The broker writes one byte once it listens; else what went wrong, and ends. */
static const char *await_ready(int fd, long long deadline)
{
    static char text[512];
    size_t used = 0;
    for (;;) {
        struct pollfd wait = {.fd = fd, .events = POLLIN};
        long long left = deadline - now_ms();
        int ready = left > 0 ? poll(&wait, 1, (int)left) : 0;
        if (ready < 0 && errno == EINTR)
            continue;
        if (ready <= 0)
            return CROWDED;
        ssize_t got = read(fd, text + used, sizeof text - 1 - used);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        used += (size_t)got;
        if (text[0] == '\n')
            return NULL;
    }
    text[used] = 0;
    return used ? text : "gatesh's broker could not be started (is Node in the image?)";
}

/* The command file as an argument vector, with what every broker is told. */
static bool broker_command(char *text, const char *home, char **argv)
{
    size_t count = 0;
    char *rest = NULL;
    for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        if (count == MAX_ARGUMENTS)
            return false;
        argv[count++] = line;
    }
    argv[count++] = "--home";
    argv[count++] = (char *)home;
    argv[count] = NULL;
    return count > 2;
}

static const char *start_locked(char *command, const char *directory, const char *home, const char *sock, long long deadline)
{
    char *argv[MAX_ARGUMENTS + 3];
    char instance[128], before[128] = "", path[PATH_MAX + 16];
    int ready[2], status;
    struct stat st;
    if (answers(sock))
        return NULL;
    read_instance(instance);
    bool same = join(path, sizeof path, home, "/instance", NULL) && read_trusted(path, before, sizeof before) && strcmp(before, instance) == 0;
    /* A broker that ends by itself takes its socket away. */
    if (lstat(sock, &st) == 0 && same)
        return KILLED;
    unlink(sock);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    bool written = fd >= 0 && write(fd, instance, strlen(instance)) == (ssize_t)strlen(instance);
    if (fd >= 0)
        close(fd);
    if (!written)
        return "gatesh's broker cannot be started: its directory cannot be written to";
    if (!broker_command(command, home, argv) || pipe2(ready, O_CLOEXEC) < 0)
        return "gatesh's broker cannot be started";
    pid_t child = start_broker(argv, directory, home, ready[1]);
    close(ready[1]);
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    const char *problem = child < 0 ? "gatesh's broker cannot be started: no more processes" : await_ready(ready[0], deadline);
    close(ready[0]);
    return problem;
}

const char *standing_socket(const struct stat *directory_stat, char sock[PATH_MAX])
{
    char home[HOME_MAX];
    if (!find_home(directory_stat, home))
        return NO_HOME;
    join(sock, PATH_MAX, home, "/sock", NULL);
    return NULL;
}

const char *standing_start(const char *directory, const struct stat *directory_stat)
{
    static char command[4096], path[PATH_MAX + 16];
    char home[HOME_MAX], sock[HOME_MAX + 8];
    long long deadline = now_ms() + START_MS;
    if (!join(path, sizeof path, directory, "/" STANDING_FILE, NULL) || !is_ours(directory_stat) || !read_trusted(path, command, sizeof command))
        return "others than root and this user may write to its shim directory";
    if (!find_home(directory_stat, home))
        return NO_HOME;
    join(sock, sizeof sock, home, "/sock", NULL);
    join(path, sizeof path, home, "/lock", NULL);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    const char *problem = CROWDED;
    if (fd >= 0 && lock(fd, deadline))
        problem = start_locked(command, directory, home, sock, deadline);
    if (fd >= 0)
        close(fd);
    return problem;
}
