/*
 * A standing shim directory (`gatesh shims DIR`): it is on PATH of a whole container, where nothing launched a session.
 * The first gated command starts one broker for its user.
 */
#ifndef GATESH_STANDING_H
#define GATESH_STANDING_H

#include <limits.h>
#include <stdbool.h>
#include <sys/stat.h>

/* File in the directory that makes it a standing one: the command that starts a broker, one argument a line. */
#define STANDING_FILE ".gatesh"

/* Where this user's broker for the shims in `directory` listens, once it runs. NULL on success, else why not. */
const char *standing_socket(const struct stat *directory_stat, char sock[PATH_MAX]);

/*
 * Starts the broker unless one listens there by now, and waits until it does. However many ask at once, one is started.
 * NULL on success, else why not.
 */
const char *standing_start(const char *directory, const struct stat *directory_stat);

#endif
