/*
 * gatesh-ask: asks the session's socket on behalf of a hook or of a shell that lives on.
 *
 *   gatesh-ask [--socket PATH] hook AGENT EVENT    the agent's JSON on stdin; prints and exits as the broker answers
 *   gatesh-ask installed AGENT EVENT               the same for a hook that stands in the agent's own settings
 *   gatesh-ask [--socket PATH] line SHELL TEXT     exit 0: the line may run; else prints why, and exits with another code
 *
 * Without --socket it asks ../sock as seen from the directory that it lies in. Whatever goes wrong, the answer is no: a
 * hook then exits with 2, which agents take as a refusal, a line with 126.
 *
 * `installed` asks the socket that GATESH_SOCKET names, and lets the agent be where there is none: it was started without
 * gatesh, or with hooks for that session. The variable is the agent's own environment; whoever can set it there can take
 * the hook out of the settings as well.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef __APPLE__
#include <mach-o/dyld.h>
#endif

#include "ask.h"
#include "message.h"
#include "wire.h"

#define EXIT_HOOK_REFUSES 2
/* Room for the fields around the payload of a hook. */
#define PAYLOAD_LIMIT (MAX_REQUEST - 65536)

/* "DIRECTORY/../sock" of this program's own directory; NULL if that cannot be found out. */
static const char *socket_beside(void)
{
    static char path[PATH_MAX + sizeof "/../sock"];
#ifdef __APPLE__
    uint32_t size = PATH_MAX;
    if (_NSGetExecutablePath(path, &size) != 0)
        return NULL;
#else
    ssize_t length = readlink("/proc/self/exe", path, PATH_MAX - 1);
    if (length < 0)
        return NULL;
    path[length] = 0;
#endif
    char *slash = strrchr(path, '/');
    if (!slash)
        return NULL;
    strcpy(slash, "/../sock");
    return path;
}

static void begin(struct frame *f, enum wire_type type)
{
    frame_begin(f, (uint8_t)type, 1);
    put_raw(f, (const unsigned char[ORIGIN_SIZE]){0}, ORIGIN_SIZE);
}

/* Sends the frame; ends the program with `code` if there is no answer of type `wanted`. */
static void await_answer(const char *path, struct frame *f, enum wire_type wanted, int code, struct reply *reply)
{
    static struct inbox in = {.limit = MAX_REPLY};
    const char *problem = !frame_end(f) ? "the request is too long" : !path ? "its socket cannot be found" : NULL;
    if (!problem)
        problem = ask(path, f, &in, reply);
    if (!problem && reply->type != wanted)
        problem = "the broker answered something else";
    if (problem)
        fail(code, "not permitted: ", problem, NULL);
}

static void write_all(int fd, struct span span)
{
    while (span.length) {
        ssize_t written = write(fd, span.bytes, span.length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return;
        span.bytes += written;
        span.length -= (size_t)written;
    }
}

/* All of stdin; ends the program if it is more than a request holds. */
static struct span read_input(void)
{
    static struct inbox in;
    for (;;) {
        size_t room;
        unsigned char *at = inbox_room(&in, &room);
        ssize_t got = at ? read(STDIN_FILENO, at, room) : -1;
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 || in.used > PAYLOAD_LIMIT)
            fail(EXIT_HOOK_REFUSES, "not permitted: the hook's input could not be read whole", NULL);
        if (got == 0)
            return (struct span){in.bytes, in.used};
        inbox_added(&in, (size_t)got);
    }
}

static int ask_hook(const char *path, const char *agent, const char *event)
{
    struct frame f = {0};
    struct reply reply;
    struct span payload = read_input();
    begin(&f, TYPE_HOOK);
    put_string(&f, agent);
    put_string(&f, event);
    put_bytes(&f, payload.bytes, payload.length);
    await_answer(path, &f, TYPE_HOOKREPLY, EXIT_HOOK_REFUSES, &reply);
    write_all(STDOUT_FILENO, reply.out);
    write_all(STDERR_FILENO, reply.err);
    return reply.exit_code;
}

static int ask_line(const char *path, const char *shell, const char *text)
{
    static char cwd[PATH_MAX];
    struct frame f = {0};
    struct reply reply;
    begin(&f, TYPE_LINE);
    put_u32(&f, (uint32_t)getppid());
    put_string(&f, shell);
    put_string(&f, getcwd(cwd, sizeof cwd) && *cwd == '/' ? cwd : "");
    put_string(&f, text);
    await_answer(path, &f, TYPE_VERDICT, EXIT_DENIED, &reply);
    if (reply.action == ACTION_ALLOW)
        return 0;
    if (reply.action == ACTION_DENY)
        say(reply.message.bytes, reply.message.length);
    return reply.exit_code ? reply.exit_code : EXIT_DENIED;
}

int main(int argc, char **argv)
{
    const char *path = NULL;
    if (argc > 2 && strcmp(argv[1], "--socket") == 0) {
        path = argv[2];
        argc -= 2;
        argv += 2;
    }
    if (!path)
        path = socket_beside();
    if (argc == 4 && strcmp(argv[1], "hook") == 0)
        return ask_hook(path, argv[2], argv[3]);
    if (argc == 4 && strcmp(argv[1], "installed") == 0) {
        const char *session = getenv("GATESH_SOCKET");
        if (!session || !*session)
            return 0;
        return ask_hook(session, argv[2], argv[3]);
    }
    if (argc == 4 && strcmp(argv[1], "line") == 0)
        return ask_line(path, argv[2], argv[3]);
    fail(EXIT_GATESH_FAILED,
         "usage: gatesh-ask [--socket PATH] hook AGENT EVENT | installed AGENT EVENT | line SHELL TEXT", NULL);
}
