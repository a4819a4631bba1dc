/* outside PID: what a gated process can do to a process outside, one line each. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <unistd.h>

static void say(const char *what, long result)
{
    printf("%s: %s\n", what, result < 0 ? strerror(errno) : "done");
}

int main(int argc, char **argv)
{
    char path[32];
    pid_t pid = argc > 1 ? atoi(argv[1]) : getppid();
    snprintf(path, sizeof path, "/proc/%d/mem", pid);
    say("signal", kill(pid, SIGCONT));
    say("write memory", open(path, O_RDWR));
    say("trace", ptrace(PTRACE_SEIZE, pid, NULL, NULL));
    int process = (int)syscall(SYS_pidfd_open, pid, 0);
    say("take a descriptor", syscall(SYS_pidfd_getfd, process, 4, 0));
    say("forge an auxiliary vector", prctl(PR_SET_MM, PR_SET_MM_AUXV, path, 16, 0));
    say("set up io_uring", syscall(SYS_io_uring_setup, 1, NULL));
    return 0;
}
