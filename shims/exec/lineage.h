/*
 * Which image a process runs or was forked from, by the auxiliary vector.
 *
 * The kernel draws a program's addresses at random at each exec, keeps them with the process in its own memory
 * (mm->saved_auxv, /proc/PID/auxv), and copies them at fork. So a fingerprint of them names the image, in the process
 * itself and in every process forked from it, also after the parent has died and whatever pid it had. The filter refuses
 * the one call that would change them (PR_SET_MM). Guessing another image's costs more than 50 bits of randomness; with
 * randomness switched off (setarch -R) two equal programs with equal arguments look alike, the later one wins.
 *
 * The table is bounded. The entry used longest ago gives way; an image that was dropped has lineage 0, unknown, which
 * nobody takes for anything good.
 */
#ifndef GATESH_LINEAGE_H
#define GATESH_LINEAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Fingerprint of an auxiliary vector of `count` words of the size that the program uses; never 0. */
uint64_t auxv_fingerprint(const void *words, size_t count, bool compat);

bool lineage_init(void);
void lineage_put(uint64_t fingerprint, uint64_t exec);

/* The exec id of the image of `pid` (a thread will do), or 0. */
uint64_t lineage_of(pid_t pid);

#endif
