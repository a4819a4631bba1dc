/*
 * Threads that stand between the beginning of their exec and its event, and the exec id of the image that they leave.
 * Nothing is trusted because a thread stands here (one whose exec failed stays until it stops or ends).
 */
#ifndef GATESH_ARMED_H
#define GATESH_ARMED_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* Replaces what was known of the thread. False: out of memory. */
bool armed_put(pid_t tid, uint64_t parent);
/* Takes a thread out; 0 if it was not there. */
uint64_t armed_take(pid_t tid);

#endif
