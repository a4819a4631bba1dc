/* Reading the memory of another process. */
#ifndef GATESH_MEMORY_H
#define GATESH_MEMORY_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Reads up to `length` bytes at `address`, fewer if the mapping ends; 0 or less if there are none. */
ssize_t read_memory(pid_t pid, uint64_t address, char *into, size_t length);

#endif
