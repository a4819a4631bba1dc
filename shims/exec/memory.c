#define _GNU_SOURCE
#include "memory.h"

#include <sys/uio.h>

#define PAGE 4096
#define PARTS_MAX 64

/* The remote side is given page by page, since only whole elements are sure to be read in part. */
ssize_t read_memory(pid_t pid, uint64_t address, char *into, size_t length)
{
    size_t total = 0;
    while (total < length) {
        struct iovec local = {into + total, 0}, remote[PARTS_MAX];
        unsigned long count = 0;
        for (; count < PARTS_MAX && total + local.iov_len < length; count++) {
            uint64_t from = address + total + local.iov_len;
            size_t size = PAGE - (from & (PAGE - 1));
            if (size > length - total - local.iov_len)
                size = length - total - local.iov_len;
            remote[count] = (struct iovec){(void *)(uintptr_t)from, size};
            local.iov_len += size;
        }
        ssize_t got = process_vm_readv(pid, &local, 1, remote, count, 0);
        if (got <= 0)
            return total ? (ssize_t)total : got;
        total += (size_t)got;
        if ((size_t)got < local.iov_len)
            break;
    }
    return (ssize_t)total;
}
