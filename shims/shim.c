/*
 * gatesh-shim: stands on PATH under a gated name. Asks, then becomes the real program or prints why not.
 *
 * Trust. Nobody on the gated side is believed: the socket is the one beside the shim directory, or that of a standing
 * directory (standing.h), never one that the environment names; the name is that of a real entry of that directory, not argv[0]. What the shim itself says of its
 * process is unproven, and the broker knows that. Whatever goes wrong, the command does not run.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <paths.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ask.h"
#include "message.h"
#include "program.h"
#include "standing.h"
#include "stdin.h"
#include "wire.h"

extern char **environ;

/* A shell sees script text, so its request is another door. */
static enum wire_door door_of(const char *name)
{
    static const char *const SHELLS[] = {"bash", "sh", "zsh", "dash", "ash", "ksh", "mksh", "fish"};
    for (size_t i = 0; i < sizeof SHELLS / sizeof *SHELLS; i++)
        if (strcmp(name, SHELLS[i]) == 0)
            return DOOR_SHELL;
    return DOOR_SHIM;
}

static bool build_request(struct frame *f, const char *name, const char *real, const struct stat *st, char *const *argv)
{
    static char cwd[PATH_MAX];
    struct stat in;
    bool cut;
    frame_begin(f, TYPE_EXEC, 1);
    put_raw(f, (const unsigned char[ORIGIN_SIZE]){0}, ORIGIN_SIZE);
    put_u8(f, (uint8_t)door_of(name));
    put_u64(f, 0);
    put_u32(f, (uint32_t)getpid());
    put_u32(f, (uint32_t)getppid());
    put_string(f, real);
    put_u64(f, (uint64_t)st->st_dev);
    put_u64(f, (uint64_t)st->st_ino);
    put_string(f, real);
    put_string(f, getcwd(cwd, sizeof cwd) && *cwd == '/' ? cwd : "");
    put_stdin(f, fstat(STDIN_FILENO, &in) == 0 ? &in : NULL, "/proc/self/fd/0", STDIN_FILENO);
    size_t flags_at = f->used;
    uint32_t flags = st->st_mode & (S_ISUID | S_ISGID) ? EXEC_SETID : 0;
    put_u32(f, 0);
    cut = put_vector(f, argv, ARGV_LIMIT);
    flags |= cut ? EXEC_ARGV_TRUNCATED : 0;
    cut = put_vector(f, environ, ENV_LIMIT);
    flags |= cut ? EXEC_ENV_TRUNCATED : 0;
    if (!f->failed)
        set_u32(f->bytes + flags_at, flags);
    return frame_end(f);
}

/* Becomes the real program. A file that is no program the kernel knows is a script for sh, as execvp(3) has it. */
static _Noreturn void run(const char *real, char **argv)
{
    execve(real, argv, environ);
    if (errno == ENOEXEC) {
        size_t count = 0;
        while (argv[count])
            count++;
        char **script = calloc(count + 2, sizeof *script);
        if (script) {
            script[0] = _PATH_BSHELL;
            script[1] = (char *)real;
            if (count > 1)
                memcpy(script + 2, argv + 1, (count - 1) * sizeof *script);
            execve(_PATH_BSHELL, script, environ);
        }
    }
    fail(EXIT_DENIED, real, ": ", strerror(errno), NULL);
}

/* Asks this user's broker; starts it, once, if there is none or it was just ending for want of work. */
static const char *ask_standing(const struct shim *shim, const struct frame *request, struct inbox *in, struct reply *reply)
{
#ifdef __linux__
    static char sock[PATH_MAX];
    const char *problem = standing_socket(&shim->directory_stat, sock);
    if (problem)
        return problem;
    problem = ask(sock, request, in, reply);
    if (!nobody_answered(problem))
        return problem;
    problem = standing_start(shim->directory, &shim->directory_stat);
    inbox_free(in);
    *in = (struct inbox){.limit = MAX_REPLY};
    return problem ? problem : ask(sock, request, in, reply);
#else
    (void)shim, (void)request, (void)in, (void)reply;
    return "a standing shim directory needs Linux";
#endif
}

int main(int argc, char **argv)
{
    (void)argc;
    static struct shim shim;
    static char real[PATH_MAX], sock[PATH_MAX + sizeof "/../sock"];
    struct stat st;
    const char *problem = locate_shim(&shim);
    if (problem)
        fail(EXIT_DENIED, "this shim runs nothing: ", problem, NULL);

    switch (find_program(&shim, getenv("PATH"), real, &st)) {
    case NOT_FOUND:
        fail(EXIT_NOT_FOUND, shim.name, ": command not found", NULL);
    case NOT_EXECUTABLE:
        fail(EXIT_DENIED, shim.name, ": Permission denied", NULL);
    case FOUND:
        break;
    }

    struct frame request = {0};
    struct inbox in = {.limit = MAX_REPLY};
    struct reply reply;
    if (!build_request(&request, shim.name, real, &st, argv))
        fail(EXIT_DENIED, shim.name, ": the command was not run: out of memory", NULL);
    problem = shim.standing ? ask_standing(&shim, &request, &in, &reply) : NULL;
    if (!shim.standing) {
        strcpy(sock, shim.directory);
        strcat(sock, "/../sock");
        problem = ask(sock, &request, &in, &reply);
    }
    if (!problem && reply.type != TYPE_VERDICT)
        problem = "the broker answered something else";
    if (problem)
        fail(EXIT_DENIED, shim.name, ": the command was not run: ", problem, NULL);
    if (reply.action == ACTION_ALLOW)
        run(real, argv);
    if (reply.action == ACTION_DENY)
        say(reply.message.bytes, reply.message.length);
    /* A denied command never looks like one that succeeded. */
    _exit(reply.exit_code ? reply.exit_code : EXIT_DENIED);
}
