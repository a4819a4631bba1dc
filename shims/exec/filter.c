#define _GNU_SOURCE
#include "filter.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Newer than the headers that some distributions still build with. */
#ifndef SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV
#define SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV (1UL << 5)
#endif
#ifndef SECCOMP_IOCTL_NOTIF_SET_FLAGS
#define SECCOMP_IOCTL_NOTIF_SET_FLAGS SECCOMP_IOW(4, __u64)
#endif
#define NOTIFY_SYNC_WAKE_UP 1

/* The same acts under the two calling conventions that a 64-bit kernel serves. */
struct entry_points {
    uint32_t arch;
    uint32_t execve, execveat, ptrace, process_vm_writev, io_uring_setup, prctl;
};

#if defined __x86_64__
static const struct entry_points NATIVE = {
    AUDIT_ARCH_X86_64, SYS_execve, SYS_execveat, SYS_ptrace, SYS_process_vm_writev, SYS_io_uring_setup, SYS_prctl};
static const struct entry_points COMPAT = {AUDIT_ARCH_I386, 11, 358, 26, 348, 425, 172};
#define X32_BIT 0x40000000u
#elif defined __aarch64__
static const struct entry_points NATIVE = {
    AUDIT_ARCH_AARCH64, SYS_execve, SYS_execveat, SYS_ptrace, SYS_process_vm_writev, SYS_io_uring_setup, SYS_prctl};
static const struct entry_points COMPAT = {AUDIT_ARCH_ARM, 11, 387, 26, 377, 425, 172};
#else
#error "no system call numbers for this processor yet"
#endif

#define PROGRAM_MAX 64

struct program {
    struct sock_filter code[PROGRAM_MAX];
    unsigned short length;
};

static void emit(struct program *p, uint16_t code, uint32_t k, uint8_t if_true, uint8_t if_false)
{
    p->code[p->length++] = (struct sock_filter){code, if_true, if_false, k};
}

static void load(struct program *p, size_t offset)
{
    emit(p, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0);
}

static void give(struct program *p, uint32_t action)
{
    emit(p, BPF_RET | BPF_K, action, 0, 0);
}

/* The loaded value being `value` gives `action`. */
static void when(struct program *p, uint32_t value, uint32_t action)
{
    emit(p, BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1);
    give(p, action);
}

/*
 * One calling convention. Everything that it does not name is allowed; constant answers cost nothing at run time, since
 * the kernel caches them per system call.
 */
static void entry_point_rules(struct program *p, const struct entry_points *nr, uint32_t exec_action, bool allow_ptrace)
{
    load(p, offsetof(struct seccomp_data, nr));
    when(p, nr->execve, exec_action);
    when(p, nr->execveat, exec_action);
    if (!allow_ptrace) {
        /* A tracer, or a writer of foreign memory, would change a process between our look at it and its run. */
        when(p, nr->ptrace, SECCOMP_RET_ERRNO | EPERM);
        when(p, nr->process_vm_writev, SECCOMP_RET_ERRNO | EPERM);
    }
    /* Acts submitted through a ring pass by every filter, the agents' own ones included. ENOSYS is what programs know
     * as "this kernel has none" and fall back from. */
    when(p, nr->io_uring_setup, SECCOMP_RET_ERRNO | ENOSYS);
    /* PR_SET_MM would let a process forge the auxiliary vector by which its lineage is known (lineage.h). */
    emit(p, BPF_JMP | BPF_JEQ | BPF_K, nr->prctl, 0, 3);
    load(p, offsetof(struct seccomp_data, args[0]));
    when(p, PR_SET_MM, SECCOMP_RET_ERRNO | EPERM);
    give(p, SECCOMP_RET_ALLOW);
}

static void build(struct program *p, uint32_t exec_action, bool allow_ptrace)
{
    load(p, offsetof(struct seccomp_data, arch));
    unsigned short jump = p->length;
    emit(p, BPF_JMP | BPF_JEQ | BPF_K, COMPAT.arch, 0, 0);
    entry_point_rules(p, &COMPAT, exec_action, allow_ptrace);
    p->code[jump].jf = (uint8_t)(p->length - jump - 1);
    /* An entry that we do not know could start programs by a number that we do not know. */
    emit(p, BPF_JMP | BPF_JEQ | BPF_K, NATIVE.arch, 1, 0);
    give(p, SECCOMP_RET_KILL_PROCESS);
#ifdef X32_BIT
    load(p, offsetof(struct seccomp_data, nr));
    emit(p, BPF_JMP | BPF_JGE | BPF_K, X32_BIT, 0, 1);
    give(p, SECCOMP_RET_ERRNO | ENOSYS);
#endif
    entry_point_rules(p, &NATIVE, exec_action, allow_ptrace);
}

static int set_filter(struct program *p, unsigned long flags)
{
    struct sock_fprog filter = {p->length, p->code};
    return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &filter);
}

int install_filter(const struct options *options, enum wire_mode mode, struct features *features)
{
    struct program program = {.length = 0};
    build(&program, mode == MODE_LATE ? SECCOMP_RET_USER_NOTIF : SECCOMP_RET_TRACE, options->allow_ptrace);
    features->foreign_entries = true;
    features->ptrace_refused = !options->allow_ptrace;
    if (mode == MODE_PTRACE)
        return set_filter(&program, 0);
    /* Without this flag a signal sends the waiting caller back to start its exec again, and again. */
    int listener = set_filter(&program, SECCOMP_FILTER_FLAG_NEW_LISTENER | SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV);
    features->wait_killable = listener >= 0;
    if (listener < 0 && errno == EINVAL)
        listener = set_filter(&program, SECCOMP_FILTER_FLAG_NEW_LISTENER);
    return listener;
}

bool set_sync_wake_up(int listener)
{
    return ioctl(listener, SECCOMP_IOCTL_NOTIF_SET_FLAGS, NOTIFY_SYNC_WAKE_UP) == 0;
}
