#define _GNU_SOURCE
#include "status.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "proc.h"

#define STATUS_MAX 8192

bool status_number(const char *text, const char *name, int base, uint64_t *value)
{
    size_t length = strlen(name);
    for (const char *line = text; line && *line; line = strchr(line, '\n'), line += line != NULL) {
        if (strncmp(line, name, length) != 0 || line[length] != ':')
            continue;
        char *end;
        *value = strtoull(line + length + 1, &end, base);
        return end != line + length + 1;
    }
    return false;
}

static bool read_status(pid_t pid, char text[STATUS_MAX])
{
    size_t got = proc_read(pid, "status", text, STATUS_MAX - 1);
    text[got] = 0;
    return got > 0;
}

pid_t tracer_of(pid_t tid)
{
    char text[STATUS_MAX];
    uint64_t tracer;
    return read_status(tid, text) && status_number(text, "TracerPid", 10, &tracer) ? (pid_t)tracer : -1;
}

pid_t parent_of(pid_t pid)
{
    char text[STATUS_MAX];
    uint64_t parent;
    return read_status(pid, text) && status_number(text, "PPid", 10, &parent) ? (pid_t)parent : -1;
}

static uint64_t bit(int signal)
{
    return 1ull << (signal - 1);
}

int fatal_signal(pid_t pid)
{
    char text[STATUS_MAX];
    uint64_t thread = 0, process = 0, blocked = 0, ignored = 0;
    if (!read_status(pid, text) || !status_number(text, "SigPnd", 16, &thread) ||
        !status_number(text, "ShdPnd", 16, &process) || !status_number(text, "SigBlk", 16, &blocked) ||
        !status_number(text, "SigIgn", 16, &ignored))
        return 0;
    /* After an exec no signal has a handler: all that are not ignored end the process, but for these. */
    uint64_t harmless = bit(SIGCHLD) | bit(SIGCONT) | bit(SIGURG) | bit(SIGWINCH) | bit(SIGSTOP) | bit(SIGTSTP) |
                        bit(SIGTTIN) | bit(SIGTTOU);
    uint64_t fatal = (thread | process) & ~blocked & ~ignored & ~harmless;
    return fatal ? __builtin_ctzll(fatal) + 1 : 0;
}
