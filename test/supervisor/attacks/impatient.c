/*
 * impatient PROGRAM ARGUMENT...: execs PROGRAM while a timer interrupts every 100 microseconds. Without the kernel's
 * wait-killable flag the waiting exec is sent back to its start by each signal.
 */
#include <signal.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static void nothing(int unused)
{
    (void)unused;
}

int main(int argc, char **argv)
{
    struct sigaction action = {.sa_handler = nothing, .sa_flags = SA_RESTART};
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGURG};
    struct itimerspec period = {{0, 100000}, {0, 100000}};
    timer_t timer;
    if (argc < 2)
        return 2;
    sigaction(SIGURG, &action, NULL);
    timer_create(CLOCK_MONOTONIC, &event, &timer);
    timer_settime(timer, 0, &period, NULL);
    execve(argv[1], argv + 1, environ);
    perror("execve");
    return 9;
}
