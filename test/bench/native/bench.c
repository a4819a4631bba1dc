/*
 * What gating costs one exec. Compares several configurations in one run, in pairs: all of them are measured in each
 * round, the order turned round every time, so that drift of the machine meets all alike.
 *
 *   bench ROUNDS WARMUP NAME=COMMAND...     COMMAND is run by sh and must end up as `"$BENCH" worker PROGRAM ARG...`
 *   bench worker PROGRAM ARG...             for each byte on descriptor 100: forks, execs PROGRAM, waits; answers on 101
 *
 * Prints one line of JSON: per configuration the nanoseconds of each percentile, and how many runs did not exit with 0.
 * The ratio of two configurations is for the reader to take, and only within one run.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ORDER_FD 100
#define ANSWER_FD 101

extern char **environ;

struct answer {
    uint64_t nanoseconds;
    uint64_t failed;
};

struct configuration {
    const char *name;
    int order, answer;
    pid_t pid;
    uint64_t *samples;
    unsigned long failures;
};

static uint64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static int worker(char **program)
{
    char order;
    fcntl(ORDER_FD, F_SETFD, FD_CLOEXEC);
    fcntl(ANSWER_FD, F_SETFD, FD_CLOEXEC);
    while (read(ORDER_FD, &order, 1) == 1) {
        int status;
        uint64_t began = now_ns();
        pid_t child = fork();
        if (child == 0) {
            execv(program[0], program);
            _exit(125);
        }
        waitpid(child, &status, 0);
        struct answer answer = {now_ns() - began, status != 0};
        if (write(ANSWER_FD, &answer, sizeof answer) != sizeof answer)
            return 1;
    }
    return 0;
}

static void start(struct configuration *c, const char *command)
{
    int order[2], answer[2];
    if (pipe2(order, O_CLOEXEC) < 0 || pipe2(answer, O_CLOEXEC) < 0)
        exit(125);
    c->pid = fork();
    if (c->pid == 0) {
        dup2(order[0], ORDER_FD);
        dup2(answer[1], ANSWER_FD);
        execl("/bin/sh", "sh", "-c", command, (char *)NULL);
        _exit(125);
    }
    close(order[0]);
    close(answer[1]);
    c->order = order[1];
    c->answer = answer[0];
}

static int by_size(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static void print(struct configuration *c, int count, int rounds)
{
    printf("{\"rounds\":%d,\"configurations\":[", rounds);
    for (int i = 0; i < count; i++) {
        qsort(c[i].samples, (size_t)rounds, sizeof *c[i].samples, by_size);
        printf("%s{\"name\":\"%s\",\"p50\":%llu,\"p90\":%llu,\"p99\":%llu,\"failures\":%lu}", i ? "," : "", c[i].name,
               (unsigned long long)c[i].samples[rounds / 2], (unsigned long long)c[i].samples[rounds * 9 / 10],
               (unsigned long long)c[i].samples[rounds * 99 / 100], c[i].failures);
    }
    printf("]}\n");
}

int main(int argc, char **argv)
{
    if (argc > 2 && strcmp(argv[1], "worker") == 0)
        return worker(argv + 2);
    if (argc < 4)
        return 2;
    int rounds = atoi(argv[1]), warmup = atoi(argv[2]), count = argc - 3;
    struct configuration *c = calloc((size_t)count, sizeof *c);
    for (int i = 0; i < count; i++) {
        char *equals = strchr(argv[3 + i], '=');
        if (!equals)
            return 2;
        *equals = 0;
        c[i].name = argv[3 + i];
        c[i].samples = calloc((size_t)rounds, sizeof *c[i].samples);
        start(&c[i], equals + 1);
    }
    for (int round = -warmup; round < rounds; round++)
        for (int k = 0; k < count; k++) {
            struct configuration *one = &c[round & 1 ? k : count - 1 - k];
            struct answer answer;
            if (write(one->order, "x", 1) != 1 || read(one->answer, &answer, sizeof answer) != sizeof answer) {
                fprintf(stderr, "bench: %s ended early\n", one->name);
                return 1;
            }
            one->failures += answer.failed != 0;
            if (round >= 0)
                one->samples[round] = answer.nanoseconds;
        }
    for (int i = 0; i < count; i++)
        close(c[i].order);
    for (int i = 0; i < count; i++)
        waitpid(c[i].pid, NULL, 0);
    print(c, count, rounds);
    return 0;
}
