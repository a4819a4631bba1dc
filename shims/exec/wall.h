/*
 * Walls around the agent's tree: outside the roots that the list names nothing can be written, whatever is tried, and what it
 * hides cannot be read. Put up in the agent's own process before it runs anything, inherited by all that it starts, and taken
 * down by nobody below: what a mount of this wall forbids, a namespace made inside it cannot permit.
 *
 * The list is a file of entries, each followed by a NUL: `+PATH` may be written, `-PATH` is hidden, `!PATH` names the
 * unreadable file that hidden files are covered with. Paths that do not exist are passed over.
 *
 * A mount namespace of its own where the kernel allows one: everything read-only but the roots, nested sandboxes of agents
 * start inside. Else Landlock, with its gaps: modes, owners and times can still be changed, and nested sandboxes do not start.
 */
#ifndef GATESH_WALL_H
#define GATESH_WALL_H

#include <stdbool.h>

enum wall { WALL_NONE, WALL_MOUNTS, WALL_LANDLOCK };

/* Of the calling process and all below it. WALL_NONE with errno: nothing stands, and nothing may be started. */
enum wall put_up_wall(const char *list);

#endif
