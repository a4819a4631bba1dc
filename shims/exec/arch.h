/* What differs between processors: registers and the exit stub. */
#ifndef GATESH_ARCH_H
#define GATESH_ARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct registers {
    uint64_t ip, sp;
    bool compat; /* a 32-bit program on a 64-bit kernel */
};

/* Registers of a process in ptrace stop. */
bool arch_registers(pid_t pid, struct registers *registers);

#define STUB_MAX 80

/*
 * Machine code that writes `length` bytes at `message` to descriptor 2 and exits with `code`. Gives its length. It sets
 * every register itself: the kernel still overwrites the result register when the exec returns.
 */
size_t arch_stub(unsigned char stub[STUB_MAX], bool compat, uint64_t message, uint32_t length, uint8_t code);

#endif
