/* Making a process that stands at its exec event end instead of run. */
#ifndef GATESH_STUB_H
#define GATESH_STUB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * Overwrites the entry point so that the process, once resumed, prints `text` (already formatted) and exits with
 * `code`. False: it could not be done, and the process must be killed.
 */
bool arm_exit_stub(pid_t pid, uint8_t code, const char *text, size_t length);

#endif
