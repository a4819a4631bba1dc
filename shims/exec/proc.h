/* Reading /proc/PID. Each entry that is looked at costs the kernel an allocation, so nothing is looked at twice. */
#ifndef GATESH_PROC_H
#define GATESH_PROC_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

bool proc_init(void);

/* Bytes of /proc/PID/ENTRY read into `into`, 0 if there is nothing to read. */
size_t proc_read(pid_t pid, const char *entry, void *into, size_t size);

/* Where the link /proc/PID/ENTRY points, "" if nobody shows it. */
void proc_link(pid_t pid, const char *entry, char target[PATH_MAX]);

/* "PID/ENTRY", for calls relative to proc_directory(). */
struct proc_path {
    char text[48];
};
struct proc_path proc_path(pid_t pid, const char *entry);
int proc_directory(void);

/* The name that the kernel gave the process at its last exec: the last part of the path, 15 bytes of it. */
void proc_name(pid_t pid, char name[16]);

#endif
