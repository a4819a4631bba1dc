#include "stack.h"

#include <elf.h>
#include <string.h>

#include "lineage.h"

#ifndef AT_EXECFN
#define AT_EXECFN 31
#endif

/* What is being taken apart, and the word that the reader stands at. */
struct words {
    const char *bytes;
    size_t length, at, size;
    uint64_t sp;
    bool short_of; /* a word beyond the end was asked for */
};

static uint64_t next_word(struct words *w)
{
    uint64_t wide = 0;
    uint32_t narrow = 0;
    if (w->at + w->size > w->length) {
        w->short_of = true;
        return 0;
    }
    if (w->size == sizeof narrow)
        memcpy(&narrow, w->bytes + w->at, sizeof narrow);
    else
        memcpy(&wide, w->bytes + w->at, sizeof wide);
    w->at += w->size;
    return wide | narrow;
}

/* Skips a vector up to and with its NULL; gives its first pointer (0 if empty) and its length. */
static uint64_t skip_vector(struct words *w, uint64_t *count)
{
    uint64_t first = next_word(w);
    *count = 0;
    for (uint64_t pointer = first; pointer && !w->short_of; pointer = next_word(w))
        ++*count;
    return first;
}

/* The NUL-terminated strings from address `from` up to address `to`, which must be exactly `count`. */
static enum stack_state cut_block(const struct words *w, uint64_t from, uint64_t to, uint64_t count, struct block *block)
{
    *block = (struct block){"", 0, 0};
    if (count == 0)
        return STACK_COMPLETE;
    if (from < w->sp || to < from)
        return STACK_MALFORMED;
    if (to - w->sp > w->length)
        return STACK_NEEDS_MORE;
    *block = (struct block){w->bytes + (from - w->sp), to - from, (uint32_t)count};
    const char *at = block->bytes, *end = at + block->length;
    for (uint64_t i = 0; i < count; i++) {
        at = memchr(at, 0, (size_t)(end - at));
        if (!at)
            return STACK_MALFORMED;
        at++;
    }
    return at == end ? STACK_COMPLETE : STACK_MALFORMED;
}

enum stack_state parse_stack(const char *bytes, size_t length, uint64_t sp, bool compat, struct stack *stack)
{
    struct words w = {.bytes = bytes, .length = length, .size = compat ? 4 : 8, .sp = sp};
    uint64_t argc = next_word(&w), argv_count, env_count, execfn = 0;
    uint64_t argv_first = skip_vector(&w, &argv_count);
    uint64_t env_first = skip_vector(&w, &env_count);
    size_t auxv_at = w.at;
    for (uint64_t type = next_word(&w); type && !w.short_of; type = next_word(&w)) {
        uint64_t value = next_word(&w);
        if (type == AT_EXECFN)
            execfn = value;
    }
    if (w.short_of)
        return STACK_NEEDS_MORE;
    if (argc != argv_count || execfn < sp)
        return STACK_MALFORMED;
    if (execfn - sp >= length)
        return STACK_NEEDS_MORE;
    stack->fingerprint = auxv_fingerprint(bytes + auxv_at, (w.at - auxv_at) / w.size, compat);
    stack->execfn = bytes + (execfn - sp);
    if (!memchr(stack->execfn, 0, length - (execfn - sp)))
        return STACK_NEEDS_MORE;
    /* The kernel lays the strings out one after the other: arguments, environment, file name. */
    enum stack_state state = cut_block(&w, argv_first, env_count ? env_first : execfn, argv_count, &stack->argv);
    return state == STACK_COMPLETE ? cut_block(&w, env_first, execfn, env_count, &stack->env) : state;
}
