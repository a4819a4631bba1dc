/* The decision about one exec, from the exec event to its end. */
#ifndef GATESH_GATE_H
#define GATESH_GATE_H

#include "held.h"
#include "supervisor.h"

/* `pid` stands at its exec event; `parent` is the exec id of the image that it left. Answers at once, or asks the broker
 * and holds it. */
void gate_exec(struct supervisor *s, pid_t pid, uint64_t parent);

/* The same for a caller that waits at its notification, since another program traces it. */
struct asked;
void gate_traced(struct supervisor *s, const struct asked *asked, uint64_t notification);

/* The broker's answer for a held process. */
void gate_verdict(struct supervisor *s, struct held *held, const struct reply *reply);

/* `pid` has ended; if it was held, nobody waits for its answer any more. */
void gate_ended(struct supervisor *s, pid_t pid);

/* Ends a held process instead of running it, with `why` on its stderr. */
void gate_refuse(struct supervisor *s, struct held *held, const char *why);

/* Held processes that have waited too long, or have a signal that is to end them. Called while any are held. */
void gate_tick(struct supervisor *s);

/* How long the main loop may sleep while something is held, in ms. */
#define GATE_TICK_MS 40

#endif
