/* The listening end of the seccomp filter: one notification per execve that begins. */
#ifndef GATESH_NOTIFY_H
#define GATESH_NOTIFY_H

#include "supervisor.h"

/* Sizes its buffers for this kernel. False: no notifications here, or out of memory. */
bool notify_init(void);

/* Takes one notification: seizes the caller and lets its exec go on to the exec event, or refuses it. */
void on_notification(struct supervisor *s);

/* Answers a notification. error 0: the exec goes on. False: the caller is gone. */
bool notify_respond(const struct supervisor *s, uint64_t notification, int error);

/* Whether the caller still waits for its answer. */
bool notify_waits(const struct supervisor *s, uint64_t notification);

#endif
