#include "message.h"

#include <stdarg.h>
#include <string.h>
#include <unistd.h>

static const char PREFIX[] = "gatesh: ";

size_t format_message(char out[PRINTED_MAX], const void *text, size_t length)
{
    const unsigned char *from = text;
    size_t used = 0;
    if (length > MAX_MESSAGE)
        length = MAX_MESSAGE;
    while (length && from[length - 1] == '\n')
        length--;
    for (size_t i = 0; i < length || i == 0; i++) {
        /* always room for a prefix, this character and the last newline */
        if (used + sizeof PREFIX + 2 > PRINTED_MAX)
            break;
        if (i == 0 || from[i - 1] == '\n') {
            memcpy(out + used, PREFIX, sizeof PREFIX - 1);
            used += sizeof PREFIX - 1;
        }
        if (i == length)
            break;
        int control = (from[i] < 0x20 && from[i] != '\n' && from[i] != '\t') || from[i] == 0x7f;
        out[used++] = control ? '?' : (char)from[i];
    }
    out[used++] = '\n';
    return used;
}

void say(const void *text, size_t length)
{
    char out[PRINTED_MAX];
    size_t total = format_message(out, text, length);
    for (size_t done = 0; done < total;) {
        ssize_t written = write(STDERR_FILENO, out + done, total - done);
        if (written <= 0)
            return; /* nobody there to read it: the exit code still says it */
        done += (size_t)written;
    }
}

_Noreturn void fail(int code, const char *first, ...)
{
    char text[MAX_MESSAGE];
    size_t used = 0;
    va_list parts;
    va_start(parts, first);
    for (const char *part = first; part; part = va_arg(parts, const char *)) {
        size_t length = strnlen(part, sizeof text - used);
        memcpy(text + used, part, length);
        used += length;
    }
    va_end(parts);
    say(text, used);
    _exit(code);
}
