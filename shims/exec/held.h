/* Requests that wait for the broker: processes held at their exec event, and clients of the listening end. */
#ifndef GATESH_HELD_H
#define GATESH_HELD_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct held {
    uint32_t id;
    int64_t asked_at;  /* now_ms() */
    bool person_asked; /* HELD came: no time limit any more */
    pid_t pid;         /* the process, or 0 for a client's request */
    uint64_t notification; /* of a caller that waits before its exec (traced.h), else 0 */
    uint32_t client, client_id;
    struct held *next, *previous; /* oldest first */
    struct held *next_in_bucket;
};

/* NULL: out of memory. */
struct held *held_add(uint32_t id, int64_t now);
struct held *held_find(uint32_t id);
struct held *held_of_process(pid_t pid);
void held_remove(struct held *held);

/* The one that waits longest, then ->next. */
struct held *held_oldest(void);

#endif
