/*
 * stale FORBIDDEN MARK: the first thread fails an exec and so is known to the supervisor; then another thread execs and
 * takes over the first one's number; then that execs FORBIDDEN. A supervisor that trusts what it knew lets it through.
 */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

static char **arguments;

static void *exec_again(void *unused)
{
    usleep(50000);
    char *again[] = {"stale", arguments[1], arguments[2], "again", NULL};
    execve("/proc/self/exe", again, environ);
    return unused;
}

int main(int argc, char **argv)
{
    arguments = argv;
    if (argc == 4) {
        char *forbidden[] = {argv[1], argv[2], NULL};
        execve(argv[1], forbidden, environ);
        printf("exec: %s\n", strerror(errno));
        return 9;
    }
    pthread_t thread;
    pthread_create(&thread, NULL, exec_again, NULL);
    char *nothing[] = {"nothing", NULL};
    execve("/nonexistent", nothing, environ);
    pause();
    return 0;
}
