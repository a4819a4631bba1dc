/* The connection to the broker: opened before the agent exists, private to the supervisor. */
#ifndef GATESH_BROKER_H
#define GATESH_BROKER_H

#include "supervisor.h"

#define BROKER_GONE "the command was not run: gatesh is no longer running; start the agent again with gatesh"

/* Connects; false with errno. */
bool broker_connect(struct supervisor *s);

/* Sends one finished frame. What the socket does not take waits here, within a bound; a failure sets broker_failed. */
void broker_send(struct supervisor *s, const void *frame, size_t length);

/* Bytes that wait for the socket. */
size_t broker_backlog(void);

void broker_hello(struct supervisor *s);
void broker_coverage(struct supervisor *s);
void broker_cancel(struct supervisor *s, uint32_t id);
void broker_refused(struct supervisor *s, uint64_t parent, pid_t pid, const char *name, const char *why);
/* Totals, and what still waits to be sent. Waits up to a second for the broker to take it. */
void broker_farewell(struct supervisor *s);

/* Events of the main loop. */
void on_broker_readable(struct supervisor *s);
void on_broker_writable(struct supervisor *s);

/* The connection is lost: everything held is refused, and everything later. */
void broker_lost(struct supervisor *s);

#endif
