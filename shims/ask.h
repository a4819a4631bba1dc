/* Asking the session's socket and waiting for the answer, as wire.h says under "Waiting". For short-lived askers. */
#ifndef GATESH_ASK_H
#define GATESH_ASK_H

#include "frame.h"

/*
 * Connects to `path`, sends the finished frame, waits for the answer to its id. The reply points into `in`.
 * NULL on success, else why not, in words that follow "the command was not run: ".
 */
const char *ask(const char *path, const struct frame *request, struct inbox *in, struct reply *reply);

/* Whether `problem` says that nobody was there, or went away before an answer: another broker may be asked the same. */
bool nobody_answered(const char *problem);

#endif
