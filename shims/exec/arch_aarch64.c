#ifdef __aarch64__
#include "arch.h"

#include <elf.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>

#include "frame.h"

/* A 32-bit ARM program has eighteen 32-bit registers, and the kernel says so by how much it fills in. */
#define COMPAT_SIZE (18 * 4)
#define COMPAT_SP 13
#define COMPAT_PC 15

union regs {
    struct user_regs_struct native;
    uint32_t compat[18];
};

/* Gives how many bytes the kernel filled in, 0 on failure. */
static size_t read_regs(pid_t pid, union regs *regs)
{
    struct iovec io = {regs, sizeof *regs};
    return ptrace(PTRACE_GETREGSET, pid, (void *)(uintptr_t)NT_PRSTATUS, &io) < 0 ? 0 : io.iov_len;
}

bool arch_registers(pid_t pid, struct registers *registers)
{
    union regs regs;
    size_t size = read_regs(pid, &regs);
    if (size == 0)
        return false;
    if (size == COMPAT_SIZE)
        *registers = (struct registers){.ip = regs.compat[COMPAT_PC], .sp = regs.compat[COMPAT_SP], .compat = true};
    else
        *registers = (struct registers){.ip = regs.native.pc, .sp = regs.native.sp};
    return true;
}

/* movz/movk xN, #value, lsl #(16 * part) */
static uint32_t move(unsigned target, unsigned part, uint64_t value)
{
    uint32_t opcode = part == 0 ? 0xd2800000u : 0xf2800000u;
    return opcode | part << 21 | (uint32_t)(value >> 16 * part & 0xffff) << 5 | target;
}

size_t arch_stub(unsigned char stub[STUB_MAX], bool compat, uint64_t message, uint32_t length, uint8_t code)
{
    enum { SVC = 0xd4000001, BRK = 0xd4200000, SYS_WRITE = 64, SYS_EXIT_GROUP = 94 };
    const uint32_t instructions[] = {
        move(0, 0, 2),
        move(1, 0, message), move(1, 1, message), move(1, 2, message), move(1, 3, message),
        move(2, 0, length), move(2, 1, length),
        move(8, 0, SYS_WRITE),
        SVC,
        move(0, 0, code),
        move(8, 0, SYS_EXIT_GROUP),
        SVC,
        BRK,
    };
    /* No stub for 32-bit ARM: the caller kills such a program instead. */
    if (compat)
        return 0;
    for (size_t i = 0; i < sizeof instructions / sizeof *instructions; i++)
        set_u32(stub + 4 * i, instructions[i]);
    return sizeof instructions;
}
#endif
