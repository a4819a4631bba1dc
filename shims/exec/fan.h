/*
 * The file watch of a supervisor that may have one (CAP_SYS_ADMIN and CAP_DAC_READ_SEARCH: root, some CI containers): fanotify on
 * whole filesystems tells of every write, by any way. What lies inside the session's roots is dropped here, before it costs
 * anything; the rest goes to the broker with the image that wrote (WROTE in wire.h).
 *
 * What it trusts: the kernel's word on pid and file. What is unknown is said to be unknown: a writer that is gone, and that
 * had started no program of its own, has no image by which it could be told.
 */
#ifndef GATESH_FAN_H
#define GATESH_FAN_H

#include "supervisor.h"

/* Opens the watch by the list of roots in `path` (roots.h). False: not possible here; then errno says why. */
bool fan_open(struct supervisor *s, const char *path);

/*
 * Reads and reports what has happened. To be called before anything else of a round of the main loop: what a process wrote
 * before it asked is then told before its question is.
 */
void fan_drain(struct supervisor *s);

/* The mounts have changed: filesystems that are new are watched too, and one that is gone is told of. */
void fan_mounts_changed(struct supervisor *s);

#endif
