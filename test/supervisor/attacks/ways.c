/* ways WAY PROGRAM ARGUMENT...: starts PROGRAM in one of the many ways that there are. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static char **program;

static int give_up(const char *what)
{
    fprintf(stderr, "%s: %s\n", what, strerror(errno));
    return 9;
}

static int report(int status)
{
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int await(pid_t child)
{
    int status;
    waitpid(child, &status, 0);
    return report(status);
}

/* The 32-bit system call of a 64-bit program: everything that it points to must lie below 4 GiB. */
static int by_int80(void)
{
#ifdef __x86_64__
    char *low = mmap(NULL, 65536, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
    uint32_t *vector = (uint32_t *)low;
    char *text = low + 4096;
    int count = 0;
    for (; program[count]; count++) {
        vector[count] = (uint32_t)(uintptr_t)text;
        text = stpcpy(text, program[count]) + 1;
    }
    vector[count] = 0;
    long result;
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(11), "b"(vector[0]), "c"(vector), "d"(0) : "memory", "r8", "r9", "r10", "r11");
    errno = (int)-result;
#endif
    return give_up("int 0x80");
}

static int by_x32(void)
{
    syscall(0x40000000 | 520, program[0], program, environ);
    return give_up("x32");
}

static int by_execveat(void)
{
    int directory = open("/", O_PATH | O_DIRECTORY);
    syscall(SYS_execveat, directory, program[0] + 1, program, environ, 0);
    return give_up("execveat");
}

static int by_descriptor(void)
{
    int fd = open(program[0], O_RDONLY | O_CLOEXEC);
    syscall(SYS_execveat, fd, "", program, environ, AT_EMPTY_PATH);
    return give_up("fexecve");
}

static int by_memfd(void)
{
    char copy[65536];
    int from = open(program[0], O_RDONLY), to = memfd_create("innocent", MFD_CLOEXEC);
    for (ssize_t got; (got = read(from, copy, sizeof copy)) > 0;)
        if (write(to, copy, (size_t)got) != got)
            return give_up("memfd");
    syscall(SYS_execveat, to, "", program, environ, AT_EMPTY_PATH);
    return give_up("memfd");
}

static void *exec_in_thread(void *unused)
{
    execve(program[0], program, environ);
    return unused;
}

static int by_thread(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, exec_in_thread, NULL);
    pthread_join(thread, NULL);
    return give_up("thread");
}

static int by_vfork(void)
{
    pid_t child = vfork();
    if (child == 0) {
        execve(program[0], program, environ);
        _exit(9);
    }
    return await(child);
}

static int by_posix_spawn(void)
{
    pid_t child;
    errno = posix_spawn(&child, program[0], NULL, NULL, program, environ);
    return errno ? give_up("posix_spawn") : await(child);
}

static int by_clone3(void)
{
    struct clone_args args = {.flags = CLONE_VFORK | CLONE_CLEAR_SIGHAND, .exit_signal = SIGCHLD};
    long child = syscall(SYS_clone3, &args, sizeof args);
    if (child == 0) {
        execve(program[0], program, environ);
        _exit(9);
    }
    return child < 0 ? give_up("clone3") : await((pid_t)child);
}

/* The grandchild outlives its parent, in a session of its own. */
static int by_daemon(void)
{
    pid_t child = fork();
    if (child == 0) {
        setsid();
        if (fork() == 0) {
            usleep(200000);
            execve(program[0], program, environ);
        }
        _exit(0);
    }
    await(child);
    sleep(1);
    return 0;
}

static int by_hidden_caller(void)
{
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    execve(program[0], program, environ);
    return give_up("exec of a process that hides its memory");
}

static int by_other_name(void)
{
    char *file = program[0];
    program[0] = "innocent";
    execve(file, program, environ);
    return give_up("exec");
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        int (*start)(void);
    } WAYS[] = {
        {"int80", by_int80},     {"x32", by_x32},
        {"execveat", by_execveat}, {"descriptor", by_descriptor},
        {"memfd", by_memfd},     {"thread", by_thread},
        {"vfork", by_vfork},     {"posix_spawn", by_posix_spawn},
        {"clone3", by_clone3},   {"daemon", by_daemon},
        {"hidden-caller", by_hidden_caller}, {"other-name", by_other_name},
    };
    program = argv + 2;
    for (size_t i = 0; argc > 2 && i < sizeof WAYS / sizeof *WAYS; i++)
        if (strcmp(argv[1], WAYS[i].name) == 0)
            return WAYS[i].start();
    return 2;
}
