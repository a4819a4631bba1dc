#include "held.h"

#include <stdlib.h>

#define BUCKETS 1024

static struct held *buckets[BUCKETS], *oldest, *newest;

struct held *held_add(uint32_t id, int64_t now)
{
    struct held *held = calloc(1, sizeof *held);
    if (!held)
        return NULL;
    held->id = id;
    held->asked_at = now;
    held->previous = newest;
    if (newest)
        newest->next = held;
    else
        oldest = held;
    newest = held;
    held->next_in_bucket = buckets[id % BUCKETS];
    buckets[id % BUCKETS] = held;
    return held;
}

struct held *held_find(uint32_t id)
{
    struct held *held = buckets[id % BUCKETS];
    while (held && held->id != id)
        held = held->next_in_bucket;
    return held;
}

struct held *held_of_process(pid_t pid)
{
    struct held *held = oldest;
    while (held && held->pid != pid)
        held = held->next;
    return held;
}

void held_remove(struct held *held)
{
    struct held **link = &buckets[held->id % BUCKETS];
    while (*link != held)
        link = &(*link)->next_in_bucket;
    *link = held->next_in_bucket;
    if (held->previous)
        held->previous->next = held->next;
    else
        oldest = held->next;
    if (held->next)
        held->next->previous = held->previous;
    else
        newest = held->previous;
    free(held);
}

struct held *held_oldest(void)
{
    return oldest;
}
