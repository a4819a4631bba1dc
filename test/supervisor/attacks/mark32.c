/* The same as mark.c for the 32-bit side of a 64-bit kernel, without a C library: cc -m32 -static -nostdlib. */
static int call(int number, int a, int b, int c)
{
    int result;
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(number), "b"(a), "c"(b), "d"(c) : "memory");
    return result;
}

enum { EXIT = 1, WRITE = 4, OPEN = 5, CREATE_APPEND = 02101 };

__attribute__((used)) static void begin(int *stack)
{
    int fd = stack[0] > 1 ? call(OPEN, stack[2], CREATE_APPEND, 0666) : -1;
    if (fd >= 0)
        call(WRITE, fd, (int)"ran\n", 4);
    call(EXIT, fd < 0, 0, 0);
}

__asm__(".globl _start\n_start: mov %esp, %eax\n and $-16, %esp\n sub $12, %esp\n push %eax\n call begin\n");
