#define _GNU_SOURCE
#include "roots.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define RULES_MAX 4096
#define FILE_MAX (1024 * 1024)

static struct rule {
    const char *path;
    size_t length;
    bool tell;
} rules[RULES_MAX];
static size_t count;

static char *read_whole(const char *path, size_t *length)
{
    struct stat about;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    char *text = NULL;
    if (fd >= 0 && fstat(fd, &about) == 0 && about.st_size > 0 && about.st_size <= FILE_MAX)
        text = malloc((size_t)about.st_size);
    if (text && read(fd, text, (size_t)about.st_size) == about.st_size)
        *length = (size_t)about.st_size;
    else {
        free(text);
        text = NULL;
        errno = EINVAL;
    }
    if (fd >= 0)
        close(fd);
    return text;
}

bool roots_read(const char *path)
{
    size_t length = 0;
    char *text = read_whole(path, &length);
    if (!text || text[length - 1] != 0)
        return false;
    for (char *at = text; at < text + length; at += strlen(at) + 1) {
        if (count == RULES_MAX || (at[0] != '-' && at[0] != '+') || at[1] != '/') {
            errno = EINVAL;
            return false;
        }
        /* the root itself is the empty prefix of everything */
        size_t size = strlen(at + 1);
        rules[count++] = (struct rule){at + 1, size == 1 ? 0 : size, at[0] == '+'};
    }
    return true; /* the text stays: the rules point into it */
}

static bool within(const char *path, const struct rule *rule)
{
    return strncmp(path, rule->path, rule->length) == 0 && (path[rule->length] == 0 || path[rule->length] == '/');
}

bool roots_tell(const char *path)
{
    const struct rule *innermost = NULL;
    for (const struct rule *rule = rules; rule < rules + count; rule++)
        if ((!innermost || rule->length > innermost->length) && within(path, rule))
            innermost = rule;
    return innermost ? innermost->tell : true;
}

/* Whether the rule is for something that stands right in the directory. */
static bool stands_in(const struct rule *rule, const char *directory, size_t length)
{
    return rule->length > length + 1 && strncmp(rule->path, directory, length) == 0 && rule->path[length] == '/' &&
           !memchr(rule->path + length + 1, '/', rule->length - length - 1);
}

enum telling roots_of_directory(const char *directory)
{
    size_t length = strcmp(directory, "/") == 0 ? 0 : strlen(directory);
    bool tell = roots_tell(directory);
    for (const struct rule *rule = rules; rule < rules + count; rule++)
        if (rule->tell != tell && stands_in(rule, directory, length))
            return TELL_BY_NAME;
    return tell ? TELL_ALL : TELL_NOTHING;
}
