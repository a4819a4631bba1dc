/* The entries of a wall's list (wall.h). */
#ifndef GATESH_WALL_LIST_H
#define GATESH_WALL_LIST_H

#include <stdbool.h>
#include <stddef.h>

#define WALL_ENTRIES_MAX 1024

struct wall_list {
    const char *writable[WALL_ENTRIES_MAX];
    const char *hidden[WALL_ENTRIES_MAX];
    size_t writable_count, hidden_count;
    const char *cover; /* unreadable file, or NULL */
};

/* False with errno: it cannot be read whole. */
bool wall_list_read(const char *path, struct wall_list *list);

#endif
