#include "armed.h"

#include <stdlib.h>

#define BUCKETS 1024

struct node {
    struct node *next;
    pid_t tid;
    struct armed armed;
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

bool armed_put(pid_t tid, const struct armed *armed)
{
    struct node **link = link_of(tid), *node = *link;
    if (!node) {
        node = spare ? spare : malloc(sizeof *node);
        if (!node)
            return false;
        if (node == spare)
            spare = spare->next;
        node->next = NULL;
        node->tid = tid;
        *link = node;
    }
    node->armed = *armed;
    return true;
}

bool armed_take(pid_t tid, struct armed *armed)
{
    struct node **link = link_of(tid), *node = *link;
    if (!node)
        return false;
    *armed = node->armed;
    *link = node->next;
    node->next = spare;
    spare = node;
    return true;
}
