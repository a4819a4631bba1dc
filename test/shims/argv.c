/* argv KIND SIZE PROGRAM: starts PROGRAM with arguments that no shell would type. */
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PIECE 100000

extern char **environ;

static char *repeat(char c, size_t length)
{
    char *text = malloc(length + 1);
    memset(text, c, length);
    text[length] = 0;
    return text;
}

int main(int argc, char **argv)
{
    if (argc != 4)
        return 2;
    size_t size = strtoul(argv[2], NULL, 10), count = 0;
    char **made = calloc(size + 4, sizeof *made);
    if (strcmp(argv[1], "none") != 0)
        made[count++] = "probe";
    if (strcmp(argv[1], "count") == 0)
        for (size_t i = 0; i < size; i++)
            made[count++] = "x";
    if (strcmp(argv[1], "single") == 0)
        made[count++] = repeat('s', size);
    if (strcmp(argv[1], "total") == 0)
        for (size_t i = 0; i < size / PIECE; i++)
            made[count++] = repeat('t', PIECE);
    execve(argv[3], made, environ);
    perror("execve");
    return 125;
}
