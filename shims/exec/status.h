/* What /proc/PID/status says. */
#ifndef GATESH_STATUS_H
#define GATESH_STATUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * The number after "NAME:" at the beginning of a line of `text` (NUL-terminated), in `base`. False: no such line. The
 * first lines hold the program's name, which escapes newlines, so no process can write a line of its own.
 */
bool status_number(const char *text, const char *name, int base, uint64_t *value);

/* The tracer of a thread; 0 none, -1 unknown. */
pid_t tracer_of(pid_t tid);

/* The parent of a process; 0 for one without, as seen from here; -1 unknown. */
pid_t parent_of(pid_t pid);

/* A pending signal that will end a process which has just been exec'd; 0 none. */
int fatal_signal(pid_t pid);

#endif
