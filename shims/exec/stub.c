#define _GNU_SOURCE
#include "stub.h"

#include <string.h>
#include <sys/ptrace.h>

#include "arch.h"

/* Bytes below the stack pointer that the calling convention lets a program use without moving it. */
#define RED_ZONE 256

/*
 * Word by word through ptrace: of all ways to write another process's memory, the one that needs nothing but being its
 * tracer. The pages are private copies, and the process ends without reading what lies after them.
 */
static bool poke(pid_t pid, uint64_t address, const void *bytes, size_t length)
{
    for (size_t done = 0; done < length; done += sizeof(long)) {
        long word = 0;
        size_t left = length - done;
        memcpy(&word, (const char *)bytes + done, left < sizeof word ? left : sizeof word);
        if (ptrace(PTRACE_POKETEXT, pid, (void *)(uintptr_t)(address + done), (void *)word) < 0)
            return false;
    }
    return true;
}

bool arm_exit_stub(pid_t pid, uint8_t code, const char *text, size_t length)
{
    struct registers registers;
    unsigned char stub[STUB_MAX];
    if (!arch_registers(pid, &registers))
        return false;
    /* The kernel keeps 128 KiB of stack mapped below the stack pointer of a fresh image. */
    uint64_t message = (registers.sp - RED_ZONE - length) & ~(uint64_t)(sizeof(long) - 1);
    size_t size = arch_stub(stub, registers.compat, message, (uint32_t)length, code);
    return size && poke(pid, message, text, length) && poke(pid, registers.ip, stub, size);
}
