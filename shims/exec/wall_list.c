#define _GNU_SOURCE
#include "wall_list.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MAX (1024 * 1024)

static bool add(struct wall_list *list, const char *entry)
{
    if (entry[1] != '/')
        return false;
    switch (entry[0]) {
    case '+':
        if (list->writable_count == WALL_ENTRIES_MAX)
            return false;
        list->writable[list->writable_count++] = entry + 1;
        return true;
    case '-':
        if (list->hidden_count == WALL_ENTRIES_MAX)
            return false;
        list->hidden[list->hidden_count++] = entry + 1;
        return true;
    case '!':
        list->cover = entry + 1;
        return true;
    default:
        return false;
    }
}

bool wall_list_read(const char *path, struct wall_list *list)
{
    static char text[FILE_MAX];
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    ssize_t length = fd < 0 ? -1 : read(fd, text, sizeof text);
    if (fd >= 0)
        close(fd);
    *list = (struct wall_list){.cover = NULL};
    errno = length < 0 ? errno : EINVAL;
    if (length <= 0 || length == FILE_MAX || text[length - 1] != 0)
        return false;
    for (const char *at = text; at < text + length; at += strlen(at) + 1)
        if (!add(list, at))
            return false;
    return true;
}
