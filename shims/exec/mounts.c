#define _GNU_SOURCE
#include "mounts.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TABLE "/proc/self/mountinfo"

/* \040 for a blank, \011, \012 and \134: three octal digits. */
static void unescape(char *into, const char *from, size_t size)
{
    size_t used = 0;
    while (*from && used + 1 < size) {
        if (from[0] == '\\' && from[1] >= '0' && from[1] <= '3' && from[2] && from[3]) {
            into[used++] = (char)((from[1] - '0') << 6 | (from[2] - '0') << 3 | (from[3] - '0'));
            from += 4;
        } else {
            into[used++] = *from++;
        }
    }
    into[used] = 0;
}

/* id parent major:minor root point options [fields ...] - type source options */
static bool parse(char *line, struct mounted *mount)
{
    unsigned major, minor;
    char point[PATH_MAX], options[256];
    char *rest = strstr(line, " - ");
    if (!rest || sscanf(line, "%*d %*d %u:%u %*s %4095s %255s", &major, &minor, point, options) != 4 ||
        sscanf(rest + 3, "%31s", mount->type) != 1)
        return false;
    mount->device = (uint64_t)major << 32 | minor;
    unescape(mount->point, point, sizeof mount->point);
    mount->writable = strncmp(options, "rw", 2) == 0;
    return true;
}

bool mounts_each(void (*each)(const struct mounted *mount, void *context), void *context)
{
    static struct mounted mount;
    FILE *table = fopen(TABLE, "re");
    char *line = NULL;
    size_t size = 0;
    if (!table)
        return false;
    while (getline(&line, &size, table) > 0)
        if (parse(line, &mount))
            each(&mount, context);
    free(line);
    fclose(table);
    return true;
}

bool mount_holds_files(const struct mounted *mount)
{
    static const char *const OTHERS[] = {"proc", "sysfs", "cgroup", "cgroup2", "devpts", "devtmpfs", "mqueue", "debugfs",
        "tracefs", "securityfs", "bpf", "autofs", "hugetlbfs", "pstore", "configfs", "fusectl", "binfmt_misc",
        "rpc_pipefs", "nsfs", "efivarfs", "selinuxfs", "ramfs", "squashfs", "iso9660"};
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        if (strcmp(mount->type, OTHERS[i]) == 0)
            return false;
    return mount->writable;
}

int mounts_open(void)
{
    return open(TABLE, O_RDONLY | O_CLOEXEC);
}
