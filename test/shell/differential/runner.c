/*
 * Runs scripts 0..COUNT-1 one after the other: SHELL WORK/N/script in the folder WORK/N, with descriptor 200 appending to
 * WORK/N.log. Each has its own process group and at most a second; what is left of the group is ended before the next one
 * starts, so that a late command never counts for another script. As root it becomes nobody first: a mutated script may
 * say anything.
 *
 * usage: runner SHELL WORK FROM TO STEP PATH
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void limit(int what, rlim_t most)
{
	struct rlimit bound = { most, most };
	setrlimit(what, &bound);
}

static void start(char **argv, int number)
{
	char folder[4096], log[4096], path[4096], home[4200];
	snprintf(folder, sizeof folder, "%s/%d", argv[2], number);
	snprintf(log, sizeof log, "%s/%d.log", argv[2], number);
	snprintf(path, sizeof path, "PATH=%s", argv[6]);
	snprintf(home, sizeof home, "HOME=%s/home", folder);
	char *environment[] = { path, home, "A=1", "LIST=x y z", "EMPTY=", "LC_ALL=C", NULL };
	char *const command[] = { argv[1], "script", "one", "two words", NULL };
	int null = open("/dev/null", O_RDWR);
	int out = open(log, O_WRONLY | O_CREAT | O_APPEND, 0666);

	setpgid(0, 0);
	dup2(null, 0);
	dup2(null, 1);
	dup2(null, 2);
	dup2(out, 200);
	for (int fd = 3; fd < 200; fd++)
		close(fd);
	limit(RLIMIT_CPU, 2);
	limit(RLIMIT_FSIZE, 1 << 20);
	limit(RLIMIT_CORE, 0);
	if (geteuid() == 0 && (setgroups(0, NULL) || setgid(65534) || setuid(65534)))
		_exit(96);
	if (chdir(folder))
		_exit(95);
	execve(argv[1], command, environment);
	_exit(94);
}

int main(int argc, char **argv)
{
	sigset_t child;
	if (argc != 7)
		return 2;
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigprocmask(SIG_BLOCK, &child, NULL);
	for (int number = atoi(argv[3]); number < atoi(argv[4]); number += atoi(argv[5])) {
		struct timespec second = { 1, 0 };
		pid_t pid = fork();
		if (pid == 0) {
			sigprocmask(SIG_UNBLOCK, &child, NULL);
			start(argv, number);
		}
		if (pid < 0)
			return 1;
		setpgid(pid, pid);
		while (waitpid(pid, NULL, WNOHANG) == 0)
			if (sigtimedwait(&child, NULL, &second) < 0 && errno == EAGAIN) {
				kill(-pid, SIGKILL);
				waitpid(pid, NULL, 0);
				break;
			}
		/* What the script left in the background gets a moment to record itself. */
		for (int turn = 0; turn < 20 && kill(-pid, 0) == 0; turn++)
			usleep(1000);
		kill(-pid, SIGKILL);
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
	}
	return 0;
}
