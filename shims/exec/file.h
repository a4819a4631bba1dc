/* Which file something is, for whoever compares files. */
#ifndef GATESH_FILE_H
#define GATESH_FILE_H

#include <stdbool.h>
#include <stdint.h>

struct file {
    uint64_t dev, ino;
    uint64_t mount; /* which mount it is seen through; 0 before Linux 5.8 */
    uint64_t size;
    int64_t changed_seconds;
    uint32_t changed_nanoseconds, mode, uid, gid, links;
};

/* Of `path` relative to `directory`; follows a link in last place only if told to. */
bool read_file(int directory, const char *path, bool follow, struct file *file);

#endif
