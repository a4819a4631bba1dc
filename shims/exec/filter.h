/* The seccomp filter of the agent's tree. */
#ifndef GATESH_FILTER_H
#define GATESH_FILTER_H

#include <stdbool.h>

#include "supervisor.h"

/*
 * Installs the filter on the calling thread, which the agent is forked from. In late mode gives the listener's
 * descriptor, in ptrace mode 0; -1 with errno if the kernel refuses. Notes in `features` what it could have.
 */
int install_filter(const struct options *options, enum wire_mode mode, struct features *features);

/* After the listener has arrived: the wake-up that keeps caller and supervisor on one processor, if the kernel has it. */
bool set_sync_wake_up(int listener);

#endif
