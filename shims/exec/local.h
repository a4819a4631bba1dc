/*
 * Execs that the supervisor answers itself: programs of the system that have no effect whatever their arguments.
 *
 * Not by name but by the file that runs: it, and every directory above it, belongs to root and can be written by nobody
 * else; it is the file that it was at start; it has one name (a multi-call binary would bring its other applets along);
 * it is seen through the mount that the supervisor sees it by (under another its loader and libraries may be anything;
 * a root directory on the same mount that still has this file in it is root's own too); and its environment names no
 * code to load. Programs that read files are not among them, since the broker
 * wants to know what was read.
 */
#ifndef GATESH_LOCAL_H
#define GATESH_LOCAL_H

#include "image.h"
#include "supervisor.h"

void local_init(void);
bool local_allows(const struct image *image);

/* Notes such an exec for the broker; records go out in batches. */
void local_record(struct supervisor *s, uint64_t exec, uint64_t parent, const struct image *image);
/* Sends what has gathered. */
void local_flush(struct supervisor *s);
/* Whether something has gathered. */
bool local_pending(void);

#endif
