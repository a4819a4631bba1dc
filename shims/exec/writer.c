#define _GNU_SOURCE
#include "writer.h"

#include <stdlib.h>
#include <string.h>

#include "lineage.h"
#include "proc.h"

/* The last image of each process number, by its low bits: 1 MiB. */
#define SLOTS (1u << 16)

static struct slot {
    uint32_t pid;
    uint64_t exec;
} slots[SLOTS];

void writer_put(pid_t pid, uint64_t exec)
{
    slots[(uint32_t)pid & (SLOTS - 1)] = (struct slot){(uint32_t)pid, exec};
}

static uint64_t remembered(pid_t pid)
{
    const struct slot *slot = &slots[(uint32_t)pid & (SLOTS - 1)];
    return slot->pid == (uint32_t)pid ? slot->exec : 0;
}

/* 0 where it is gone. The name in parentheses may hold anything. */
static pid_t parent_of(pid_t pid)
{
    char text[512];
    size_t length = proc_read(pid, "stat", text, sizeof text - 1);
    text[length] = 0;
    const char *end = strrchr(text, ')');
    return end && strlen(end) > 4 ? (pid_t)atoi(end + 4) : 0;
}

static bool is_alive(pid_t pid)
{
    char some[16];
    return proc_read(pid, "auxv", some, sizeof some) > 0;
}

enum writer writer_of(pid_t pid, uint64_t *exec)
{
    *exec = pid > 0 ? lineage_of(pid) : 0;
    if (*exec)
        return WRITER_KNOWN;
    if (pid <= 0)
        return WRITER_GONE;
    if (is_alive(pid))
        return WRITER_FOREIGN;
    *exec = remembered(pid);
    if (*exec)
        return WRITER_KNOWN;
    pid_t parent = parent_of(pid);
    if (parent <= 1)
        return WRITER_GONE;
    *exec = lineage_of(parent);
    if (*exec)
        return WRITER_KNOWN;
    return is_alive(parent) ? WRITER_FOREIGN : WRITER_GONE;
}
