#ifdef __x86_64__
#include "arch.h"

#include <string.h>
#include <sys/ptrace.h>
#include <sys/user.h>

#include "frame.h"

#define USER32_CS 0x23

bool arch_registers(pid_t pid, struct registers *registers)
{
    struct user_regs_struct regs;
    if (ptrace(PTRACE_GETREGS, pid, NULL, &regs) < 0)
        return false;
    *registers = (struct registers){.ip = regs.rip, .sp = regs.rsp, .compat = regs.cs == USER32_CS};
    return true;
}

static size_t stub_64(unsigned char *stub, uint64_t message, uint32_t length, uint8_t code)
{
    static const unsigned char CODE[] = {
        0xbf, 2, 0, 0, 0,                   /*  0 mov edi, 2 */
        0x48, 0xbe, 0, 0, 0, 0, 0, 0, 0, 0, /*  5 mov rsi, message */
        0xba, 0, 0, 0, 0,                   /* 15 mov edx, length */
        0xb8, 1, 0, 0, 0,                   /* 20 mov eax, write */
        0x0f, 0x05,                         /* 25 syscall */
        0xbf, 0, 0, 0, 0,                   /* 27 mov edi, code */
        0xb8, 231, 0, 0, 0,                 /* 32 mov eax, exit_group */
        0x0f, 0x05,                         /* 37 syscall */
        0x0f, 0x0b,                         /* 39 ud2 */
    };
    memcpy(stub, CODE, sizeof CODE);
    set_u64(stub + 7, message);
    set_u32(stub + 16, length);
    stub[28] = code;
    return sizeof CODE;
}

static size_t stub_32(unsigned char *stub, uint32_t message, uint32_t length, uint8_t code)
{
    static const unsigned char CODE[] = {
        0xbb, 2, 0, 0, 0,   /*  0 mov ebx, 2 */
        0xb9, 0, 0, 0, 0,   /*  5 mov ecx, message */
        0xba, 0, 0, 0, 0,   /* 10 mov edx, length */
        0xb8, 4, 0, 0, 0,   /* 15 mov eax, write */
        0xcd, 0x80,         /* 20 int 0x80 */
        0xbb, 0, 0, 0, 0,   /* 22 mov ebx, code */
        0xb8, 252, 0, 0, 0, /* 27 mov eax, exit_group */
        0xcd, 0x80,         /* 32 int 0x80 */
        0x0f, 0x0b,         /* 34 ud2 */
    };
    memcpy(stub, CODE, sizeof CODE);
    set_u32(stub + 6, message);
    set_u32(stub + 11, length);
    stub[23] = code;
    return sizeof CODE;
}

size_t arch_stub(unsigned char stub[STUB_MAX], bool compat, uint64_t message, uint32_t length, uint8_t code)
{
    return compat ? stub_32(stub, (uint32_t)message, length, code) : stub_64(stub, message, length, code);
}
#endif
