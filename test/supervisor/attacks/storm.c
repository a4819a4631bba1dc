/*
 * storm THREADS SECONDS PROGRAM FORBIDDEN: that many threads start PROGRAM (must exit 0) and FORBIDDEN (must exit 126)
 * in turn, as fast as they go. Prints how many started, and how many ended otherwise.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static char **programs;
static time_t end;
static atomic_ulong started, wrong;

static void *keep_starting(void *unused)
{
    for (int turn = 0; time(NULL) < end; turn ^= 1) {
        char *arguments[] = {programs[turn], "/dev/null", NULL};
        int status, expected = turn ? 126 : 0;
        pid_t child;
        if (posix_spawn(&child, programs[turn], NULL, NULL, arguments, environ) != 0) {
            wrong++;
            continue;
        }
        waitpid(child, &status, 0);
        started++;
        if (!WIFEXITED(status) || WEXITSTATUS(status) != expected)
            wrong++;
    }
    return unused;
}

int main(int argc, char **argv)
{
    pthread_t threads[256];
    if (argc != 5)
        return 2;
    int count = atoi(argv[1]);
    programs = argv + 3;
    end = time(NULL) + atoi(argv[2]);
    for (int i = 0; i < count && i < 256; i++)
        pthread_create(&threads[i], NULL, keep_starting, NULL);
    for (int i = 0; i < count && i < 256; i++)
        pthread_join(threads[i], NULL);
    printf("%lu %lu\n", (unsigned long)started, (unsigned long)wrong);
    return 0;
}
