#define _GNU_SOURCE
#include "gate.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "broker.h"
#include "image.h"
#include "lineage.h"
#include "local.h"
#include "message.h"
#include "notify.h"
#include "proc.h"
#include "status.h"
#include "stub.h"
#include "traced.h"
#include "tracee.h"
#include "writer.h"

/* How many held processes one tick looks at, so that thousands do not keep it from its work. */
#define LOOKS_PER_TICK 64

static const char NOT_READ[] = "the command was not run: what it would run could not be read";
static const char SILENT[] = "the command was not run: the broker did not answer within 10 seconds";
static const char NO_MEMORY[] = "the command was not run: out of memory";

/* Ends a process at its exec event. It has not run an instruction, and after this it never runs one of its own. */
static void end_instead(struct supervisor *s, pid_t pid, uint8_t code, const void *message, size_t length)
{
    char text[PRINTED_MAX];
    size_t printed = length ? format_message(text, message, length) : 0;
    /* The stub goes in before anything lets the process move: to let go of it alone would be to run it. */
    if (arm_exit_stub(pid, code ? code : EXIT_DENIED, text, printed))
        resume(s, pid, 0);
    else
        kill(pid, SIGKILL); /* wakes it to die; should even that fail, it stays where it is */
}

/* Ends a held process with `message` on its stderr; takes it from the table. */
static void end_held(struct supervisor *s, struct held *held, uint8_t code, const void *message, size_t length)
{
    struct held it = *held;
    char text[PRINTED_MAX];
    held_remove(held);
    if (it.notification == 0) {
        end_instead(s, it.pid, code, message, length);
        return;
    }
    if (length)
        print_for(it.pid, text, format_message(text, message, length));
    notify_respond(s, it.notification, -EPERM);
}

static void let_run(struct supervisor *s, struct held *held)
{
    struct held it = *held;
    held_remove(held);
    if (it.notification)
        notify_respond(s, it.notification, 0);
    else
        resume(s, it.pid, 0);
}

static void put_origin(struct frame *f, pid_t pid, uint32_t uid, uint32_t gid, uint64_t parent)
{
    put_u32(f, (uint32_t)pid);
    put_u32(f, uid);
    put_u32(f, gid);
    put_u64(f, parent);
}

static void build_request(struct frame *f, const struct supervisor *s, uint64_t parent, const struct image *image)
{
    const struct stack *stack = &image->stack;
    uint32_t flags = image->flags, env_count = stack->env.count;
    size_t env_length = stack->env.length;
    if (env_length > ENV_LIMIT) {
        /* cut after the last whole entry */
        const char *last = memrchr(stack->env.bytes, 0, ENV_LIMIT);
        env_length = last ? (size_t)(last - stack->env.bytes) + 1 : 0;
        env_count = 0;
        for (size_t i = 0; i < env_length; i++)
            env_count += stack->env.bytes[i] == 0;
        flags |= EXEC_ENV_TRUNCATED;
    }
    put_origin(f, image->pid, image->uid, image->gid, parent);
    put_u8(f, DOOR_SUPERVISOR);
    put_u64(f, s->counters.execs);
    put_u32(f, (uint32_t)image->pid);
    put_u32(f, 0);
    put_string(f, image->exe);
    put_u64(f, image->exe_file.dev);
    put_u64(f, image->exe_file.ino);
    put_string(f, stack->execfn);
    put_string(f, image->cwd);
    put_process_stdin(f, image->pid);
    put_u32(f, flags);
    put_u32(f, stack->argv.count);
    put_bytes(f, stack->argv.bytes, stack->argv.length);
    put_u32(f, env_count);
    put_bytes(f, stack->env.bytes, env_length);
}

/* Refuses a process that was not held: one that nobody can be asked about. */
static void refuse_unasked(struct supervisor *s, pid_t pid, const char *why)
{
    s->counters.denied++;
    end_instead(s, pid, EXIT_DENIED, why, strlen(why));
}

/* Begins a request about `pid`; the fields from origin on are the caller's to put. NULL: out of memory. */
static struct held *begin_request(struct supervisor *s, struct frame *f, pid_t pid)
{
    struct held *held = held_add(next_id(s), now_ms());
    if (!held)
        return NULL;
    held->pid = pid;
    frame_begin(f, TYPE_EXEC, held->id);
    return held;
}

static void send_request(struct supervisor *s, struct frame *f, struct held *held)
{
    s->counters.asked++;
    if (frame_end(f))
        broker_send(s, f->bytes, f->used); /* if this loses the broker, the main loop refuses everything held */
    else
        gate_refuse(s, held, NO_MEMORY);
}

static struct frame request;

static void ask(struct supervisor *s, uint64_t parent, struct image *image)
{
    struct held *held = begin_request(s, &request, image->pid);
    if (!held) {
        refuse_unasked(s, image->pid, NO_MEMORY);
        return;
    }
    describe_image(image);
    build_request(&request, s, parent, image);
    send_request(s, &request, held);
}

void gate_traced(struct supervisor *s, const struct asked *asked, uint64_t notification)
{
    struct held *held = s->broker < 0 ? NULL : begin_request(s, &request, asked->tid);
    uint64_t exec = ++s->counters.execs;
    if (!held) {
        s->counters.denied++;
        notify_respond(s, notification, -EPERM);
        return;
    }
    held->notification = notification;
    put_origin(&request, asked->tid, geteuid(), getegid(), lineage_of(asked->tid));
    if (put_asked(&request, asked, exec)) {
        send_request(s, &request, held);
        return;
    }
    held_remove(held);
    notify_respond(s, notification, -ENOENT);
}

void gate_exec(struct supervisor *s, pid_t pid, uint64_t parent)
{
    static struct image image;
    char name[16];
    uint64_t exec = ++s->counters.execs;
    writer_put(pid, exec);
    if (!identify_image(pid, &image)) {
        proc_name(pid, name);
        broker_refused(s, parent, pid, name, NOT_READ);
        refuse_unasked(s, pid, NOT_READ);
        return;
    }
    if (image.stack.fingerprint)
        lineage_put(image.stack.fingerprint, exec);
    if (s->broker < 0 || s->broker_failed) {
        refuse_unasked(s, pid, BROKER_GONE);
    } else if (local_allows(&image)) {
        s->counters.local++;
        local_record(s, exec, parent, &image);
        resume(s, pid, 0);
    } else {
        ask(s, parent, &image);
    }
}

void gate_verdict(struct supervisor *s, struct held *held, const struct reply *reply)
{
    switch ((enum wire_action)reply->action) {
    case ACTION_ALLOW:
        let_run(s, held);
        return;
    case ACTION_DENY:
        s->counters.denied++;
        end_held(s, held, reply->exit_code, reply->message.bytes, reply->message.length);
        return;
    case ACTION_CANCELLED:
        s->counters.cancelled++;
        end_held(s, held, reply->exit_code, NULL, 0);
        return;
    }
}

void gate_refuse(struct supervisor *s, struct held *held, const char *why)
{
    s->counters.denied++;
    end_held(s, held, EXIT_DENIED, why, strlen(why));
}

void gate_ended(struct supervisor *s, pid_t pid)
{
    struct held *held = held_of_process(pid);
    if (!held || held->notification)
        return;
    s->counters.cancelled++;
    broker_cancel(s, held->id);
    held_remove(held);
}

/*
 * A stopped tracee keeps its signals to itself. One that is to end it is found here: the process gets the exit stub,
 * and whichever comes first ends it, the signal or (for the first process of a pid namespace, which may ignore it) the
 * stub. A caller at its notification ends by itself; then nobody waits for the answer.
 */
static bool end_if_signalled(struct supervisor *s, struct held *held)
{
    int signal = held->notification ? 0 : fatal_signal(held->pid);
    if (held->notification ? notify_waits(s, held->notification) : signal == 0)
        return false;
    s->counters.cancelled++;
    broker_cancel(s, held->id);
    end_held(s, held, (uint8_t)(128 + signal), NULL, 0);
    return true;
}

void gate_tick(struct supervisor *s)
{
    int64_t now = now_ms();
    static uint32_t looked_at; /* ids go up: the next tick goes on where this one stopped */
    int looks = 0;
    bool wrapped = true;
    for (struct held *held = held_oldest(), *next; held; held = next) {
        next = held->next;
        if (held->pid == 0)
            continue;
        if (held->id > looked_at && looks < LOOKS_PER_TICK) {
            looks++;
            looked_at = held->id;
            wrapped = next == NULL;
            if (end_if_signalled(s, held))
                continue;
        }
        if (!held->person_asked && now - held->asked_at > FIRST_ANSWER_MS) {
            broker_cancel(s, held->id);
            gate_refuse(s, held, SILENT);
        }
    }
    if (wrapped)
        looked_at = 0;
}
