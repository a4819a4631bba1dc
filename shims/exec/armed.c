#include "armed.h"

#include <stdlib.h>

#define BUCKETS 1024

struct node {
    struct node *next;
    pid_t tid;
    uint64_t parent;
};

static struct node *buckets[BUCKETS], *spare;

/* The link that points to the node of `tid`, or to the NULL at the end of its bucket. */
static struct node **link_of(pid_t tid)
{
    struct node **link = &buckets[(unsigned)tid % BUCKETS];
    while (*link && (*link)->tid != tid)
        link = &(*link)->next;
    return link;
}

bool armed_put(pid_t tid, uint64_t parent)
{
    struct node **link = link_of(tid), *node = *link;
    if (!node) {
        node = spare ? spare : malloc(sizeof *node);
        if (!node)
            return false;
        if (node == spare)
            spare = spare->next;
        *node = (struct node){.tid = tid};
        *link = node;
    }
    node->parent = parent;
    return true;
}

uint64_t armed_take(pid_t tid)
{
    struct node **link = link_of(tid), *node = *link;
    if (!node)
        return 0;
    *link = node->next;
    node->next = spare;
    spare = node;
    return node->parent;
}
