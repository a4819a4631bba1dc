/*
 * tamper HOW PROGRAM MARK: execs PROGRAM MARK good in a child and, while the child is held, makes "evil" of its
 * argument from outside. Says what it could do. HOW: nothing, traceme, writev, mem.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static char word[] = "good";

/* Where the arguments of a fresh image begin: field 48 of /proc/PID/stat. */
static uint64_t arguments_of(pid_t pid)
{
    char path[32], text[4096];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    int fd = open(path, O_RDONLY);
    ssize_t got = read(fd, text, sizeof text - 1);
    close(fd);
    text[got > 0 ? got : 0] = 0;
    char *field = strrchr(text, ')');
    for (int i = 2; field && i < 48; i++)
        field = strchr(field + 1, ' ');
    return field ? strtoull(field, NULL, 10) : 0;
}

static void say(const char *what, long result, long wanted)
{
    printf("%s: %s\n", what, result == wanted ? "done" : strerror(errno));
}

static void write_mem(pid_t child, uint64_t address)
{
    char path[32];
    snprintf(path, sizeof path, "/proc/%d/mem", child);
    int fd = open(path, O_RDWR);
    say("write", fd < 0 ? -1 : pwrite(fd, "evil", 4, (off_t)address), 4);
    if (fd >= 0)
        close(fd);
}

static void write_remote(pid_t child, uint64_t address)
{
    struct iovec local = {"evil", 4}, remote = {(void *)(uintptr_t)address, 4};
    say("write", process_vm_writev(child, &local, 1, &remote, 1, 0), 4);
}

int main(int argc, char **argv)
{
    if (argc != 4)
        return 2;
    const char *how = argv[1];
    pid_t child = fork();
    if (child == 0) {
        if (strcmp(how, "traceme") == 0)
            say("traceme", ptrace(PTRACE_TRACEME, 0, NULL, NULL), 0);
        fflush(stdout);
        char *arguments[] = {argv[2], argv[3], word, NULL};
        execve(argv[2], arguments, environ);
        printf("exec: %s\n", strerror(errno));
        fflush(stdout);
        _exit(9);
    }
    usleep(700000); /* by now it is held, and stays so for a while */
    if (strcmp(how, "traceme") == 0)
        write_mem(child, (uint64_t)(uintptr_t)word); /* the caller's own memory, should it still be the caller */
    else if (strcmp(how, "nothing") != 0) {
        /* behind the program's name and the mark */
        uint64_t address = arguments_of(child) + strlen(argv[2]) + 1 + strlen(argv[3]) + 1;
        (strcmp(how, "mem") == 0 ? write_mem : write_remote)(child, address);
    }
    int status;
    do
        waitpid(child, &status, 0);
    while (WIFSTOPPED(status) && ptrace(PTRACE_CONT, child, NULL, NULL) == 0);
    printf("exit %d\n", WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
    return 0;
}
