/* The one voice in which the C side speaks: every line begins with "gatesh: ". */
#ifndef GATESH_MESSAGE_H
#define GATESH_MESSAGE_H

#include <stddef.h>

#include "wire.h"

/* Every line of MAX_MESSAGE bytes of one-character lines would get a prefix; more than this is cut. */
#define PRINTED_MAX (2 * MAX_MESSAGE)

/*
 * Writes `text` into `out` as it is to be printed: prefixed lines, a newline at the end, control characters (which a
 * refused command may have carried into the reason, to play on the terminal) as `?`. Gives the length.
 */
size_t format_message(char out[PRINTED_MAX], const void *text, size_t length);

/* Prints on stderr. */
void say(const void *text, size_t length);

/* Prints the parts as one message and exits. The last part is followed by NULL. */
_Noreturn void fail(int code, const char *first, ...);

#endif
