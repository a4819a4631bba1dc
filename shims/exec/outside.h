/* Whether a peer may speak for the user: nobody of the agent's tree may. */
#ifndef GATESH_OUTSIDE_H
#define GATESH_OUTSIDE_H

#include <stdbool.h>
#include <sys/socket.h>

/* Whether the process that connected `fd` is one of the same user and not below the supervisor. Unknown is no. */
bool is_outside(int fd, const struct ucred *peer);

#endif
