/*
 * swap ROUNDS PROGRAM MARK: execs PROGRAM MARK <word> while another thread flips the word between "good" and "evil".
 * A gate that reads the arguments before the kernel does lets some evil ones through.
 */
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static uint64_t word __attribute__((aligned(8)));

static void *flip(void *unused)
{
    uint64_t good = 0, evil = 0;
    memcpy(&good, "good", 4);
    memcpy(&evil, "evil", 4);
    for (;;) {
        __atomic_store_n(&word, good, __ATOMIC_SEQ_CST);
        for (volatile int i = 0; i < 3000; i++)
            ;
        __atomic_store_n(&word, evil, __ATOMIC_SEQ_CST);
        for (volatile int i = 0; i < 3000; i++)
            ;
    }
    return unused;
}

int main(int argc, char **argv)
{
    int ran = 0, refused = 0, other = 0;
    if (argc != 4)
        return 2;
    for (int round = 0; round < atoi(argv[1]); round++) {
        int status;
        pid_t child = fork();
        if (child == 0) {
            pthread_t thread;
            pthread_create(&thread, NULL, flip, NULL);
            usleep(200);
            char *arguments[] = {argv[2], argv[3], (char *)&word, NULL};
            execve(argv[2], arguments, environ);
            _exit(9);
        }
        waitpid(child, &status, 0);
        if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
            ran++;
        else if (WIFEXITED(status) && WEXITSTATUS(status) == 126)
            refused++;
        else
            other++;
    }
    printf("ran %d refused %d other %d\n", ran, refused, other);
    return 0;
}
