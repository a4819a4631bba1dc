/*
 * Stands in for every command of a generated script. It writes its name and words to descriptor 200, which the runner opened for
 * this one script, and then is the real program of its name if there is one in REAL, else ends with a status that
 * depends on its words alone. Once a script has written more than LIMIT bytes it is taken to be in a loop and ended.
 *
 * Record: each word followed by NUL, then an empty word with \1 in front: "\1\0".
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <unistd.h>

#define LIMIT 20000

int main(int argc, char **argv)
{
	static char record[LIMIT + 2];
	size_t used = 0;
	unsigned hash = 5381;
	struct stat log;
	/* argv[0] may be anything; the program is the file that was started. */
	const char *file = (const char *)getauxval(AT_EXECFN);
	const char *slash = strrchr(file, '/');
	const char *name = slash ? slash + 1 : file;
	char real[512];

	for (int i = 0; i < argc; i++) {
		const char *word = i == 0 ? name : argv[i];
		size_t length = strlen(word) + 1;
		for (const char *at = word; *at; at++)
			hash = hash * 33 + (unsigned char)*at;
		if (used + length > LIMIT)
			length = 0;
		memcpy(record + used, word, length);
		used += length;
	}
	record[used++] = 1;
	record[used++] = 0;
	if (write(200, record, used) < 0)
		return 99;
	if (fstat(200, &log) == 0 && log.st_size > LIMIT) {
		kill(0, SIGKILL);
		return 98;
	}
	snprintf(real, sizeof real, "%s/%s", REAL, name);
	if (access(real, X_OK) == 0) {
		execv(real, argv);
		return 97;
	}
	if (strcmp(name, "say") == 0) {
		for (int i = 1; i < argc; i++)
			printf("%s%s", argv[i], i + 1 < argc ? " " : "\n");
		return 0;
	}
	return hash % 3 == 0;
}
