#include "lineage.h"

#include <stdlib.h>
#include <string.h>

#include "proc.h"

/* 128 Ki images, 3 MiB: more than the processes of any agent. A set of eight is one or two cache lines to search. */
#define WAYS 8
#define SETS (1u << 14)

#define FNV_OFFSET 0xcbf29ce484222325ull
#define FNV_PRIME 0x100000001b3ull

struct entry {
    uint64_t fingerprint, exec, used;
};

static struct entry (*table)[WAYS];
static uint64_t uses;

static uint64_t word_at(const void *words, size_t index, bool compat)
{
    uint64_t wide;
    uint32_t narrow;
    if (compat) {
        memcpy(&narrow, (const char *)words + index * sizeof narrow, sizeof narrow);
        return narrow;
    }
    memcpy(&wide, (const char *)words + index * sizeof wide, sizeof wide);
    return wide;
}

uint64_t auxv_fingerprint(const void *words, size_t count, bool compat)
{
    uint64_t hash = FNV_OFFSET;
    /* Pairs of type and value up to type 0 (AT_NULL); what follows is padding that differs by where it is read. */
    for (size_t i = 0; i + 1 < count; i += 2) {
        uint64_t type = word_at(words, i, compat);
        if (type == 0)
            break;
        hash = (hash ^ type) * FNV_PRIME;
        hash = (hash ^ word_at(words, i + 1, compat)) * FNV_PRIME;
        hash ^= hash >> 29;
    }
    return hash ? hash : 1;
}

static struct entry *set_of(uint64_t fingerprint)
{
    return table[(fingerprint ^ fingerprint >> 40) & (SETS - 1)];
}

bool lineage_init(void)
{
    table = calloc(SETS, sizeof *table);
    return table != NULL;
}

void lineage_put(uint64_t fingerprint, uint64_t exec)
{
    struct entry *set = set_of(fingerprint), *oldest = set;
    for (struct entry *e = set; e < set + WAYS; e++) {
        if (e->fingerprint == fingerprint) {
            oldest = e;
            break;
        }
        if (e->used < oldest->used)
            oldest = e;
    }
    *oldest = (struct entry){fingerprint, exec, ++uses};
}

static uint64_t find(uint64_t fingerprint)
{
    struct entry *set = set_of(fingerprint);
    for (struct entry *e = set; e < set + WAYS; e++)
        if (e->fingerprint == fingerprint) {
            e->used = ++uses;
            return e->exec;
        }
    return 0;
}

uint64_t lineage_of(pid_t pid)
{
    uint64_t words[128];
    size_t got = proc_read(pid, "auxv", words, sizeof words);
    /* Whether a process is 32-bit does not show here: look it up both ways, the other one finds nothing. */
    uint64_t exec = find(auxv_fingerprint(words, got / sizeof(uint64_t), false));
    return exec ? exec : find(auxv_fingerprint(words, got / sizeof(uint32_t), true));
}
