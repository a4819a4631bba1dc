/* A Landlock domain for the agent's tree that restricts nothing but signals to the outside. */
#ifndef GATESH_SCOPE_H
#define GATESH_SCOPE_H

#include <stdbool.h>

/*
 * Puts the calling thread into such a domain. From then on it and its descendants can neither signal nor ptrace nor
 * write the memory of a process outside, the broker and the supervisor above all. False: this kernel has no signal
 * scope (Landlock ABI 6, Linux 6.12), or it was refused.
 */
bool enter_signal_scope(void);

#endif
