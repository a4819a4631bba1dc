/* Starting the agent inside the filter. */
#ifndef GATESH_AGENT_H
#define GATESH_AGENT_H

#include "supervisor.h"

/*
 * Forks, restricts the child and lets it exec the program; fills in agent, notify, mode and features. On failure prints
 * nothing has run: gives why, in words that follow "cannot supervise: ".
 */
const char *start_agent(struct supervisor *s);

#endif
