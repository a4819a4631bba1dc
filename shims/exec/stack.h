/* The stack that the kernel builds for a fresh image: argc, argv, environment, auxiliary vector, then their strings. */
#ifndef GATESH_STACK_H
#define GATESH_STACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct block {
    const char *bytes; /* strings, each followed by one NUL */
    size_t length;
    uint32_t count;
};

struct stack {
    struct block argv, env;
    const char *execfn; /* "" if the kernel gave none */
    uint64_t fingerprint;
};

enum stack_state { STACK_COMPLETE, STACK_NEEDS_MORE, STACK_MALFORMED };

/*
 * Takes apart `length` bytes that were read from the stack pointer `sp` up. STACK_NEEDS_MORE: what is missing lies
 * further up. The result points into `bytes`. Pure; believes no pointer that does not lie inside.
 */
enum stack_state parse_stack(const char *bytes, size_t length, uint64_t sp, bool compat, struct stack *stack);

#endif
