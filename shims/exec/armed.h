/*
 * Threads that were seized at their notification and have not reached an exec event yet. Only what is wanted at that
 * event is kept; nothing is trusted because a thread stands here (a thread whose exec failed stays until it stops).
 */
#ifndef GATESH_ARMED_H
#define GATESH_ARMED_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define ASKED_MAX 256

struct armed {
    uint64_t parent;       /* exec id of the image that calls execve */
    char asked[ASKED_MAX]; /* the path it gave, cut if longer; it may have changed it since */
};

/* Replaces what was known of the thread. False: out of memory. */
bool armed_put(pid_t tid, const struct armed *armed);
/* Takes a thread out; false if it was not there. */
bool armed_take(pid_t tid, struct armed *armed);

#endif
