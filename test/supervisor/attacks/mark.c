/* mark FILE [TEXT]: the program whose running is forbidden or permitted. That it ran shows in FILE. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    int fd = open(argv[1], O_WRONLY | O_CREAT | O_APPEND, 0666);
    if (fd < 0)
        return 3;
    const char *text = argc > 2 ? argv[2] : "ran";
    return write(fd, text, strlen(text)) < 0 || write(fd, "\n", 1) < 0;
}
