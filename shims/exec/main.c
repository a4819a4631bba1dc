/* gatesh-exec: options, start, main loop, end. What the whole does is described in supervisor.h. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "agent.h"
#include "broker.h"
#include "clients.h"
#include "fan.h"
#include "gate.h"
#include "lineage.h"
#include "local.h"
#include "message.h"
#include "notify.h"
#include "proc.h"
#include "supervisor.h"
#include "tracee.h"

#define DEFAULT_GRACE_MS 5000
/* From the polite signal to the last one. */
#define TERMINATION_MS 2000

int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

bool watch(struct supervisor *s, int fd, uint32_t events, enum source source, uint32_t index)
{
    struct epoll_event event = {.events = events, .data.u64 = (uint64_t)source << 32 | index};
    return epoll_ctl(s->epoll, EPOLL_CTL_ADD, fd, &event) == 0;
}

void change_watch(struct supervisor *s, int fd, uint32_t events, enum source source, uint32_t index)
{
    struct epoll_event event = {.events = events, .data.u64 = (uint64_t)source << 32 | index};
    epoll_ctl(s->epoll, EPOLL_CTL_MOD, fd, &event);
}

uint32_t next_id(struct supervisor *s)
{
    if (++s->last_id == 0)
        s->last_id = 1;
    return s->last_id;
}

static void read_options(struct options *o, char **argv)
{
    for (argv++; *argv && strcmp(*argv, "--") != 0; argv++) {
        const char **value = strcmp(*argv, "--broker") == 0 ? &o->broker
            : strcmp(*argv, "--listen") == 0                ? &o->listen
            : strcmp(*argv, "--control") == 0               ? &o->control
            : strcmp(*argv, "--session") == 0               ? &o->session
            : strcmp(*argv, "--wall") == 0                  ? &o->wall
            : strcmp(*argv, "--watch") == 0                 ? &o->watch
                                                            : NULL;
        if (value && argv[1])
            *value = *++argv;
        else if (strcmp(*argv, "--allow-ptrace") == 0)
            o->allow_ptrace = true;
        else if (strcmp(*argv, "--no-nnp") == 0)
            o->keep_privileges = true;
        else if (strcmp(*argv, "--ptrace-only") == 0)
            o->ptrace_only = true;
        else if (strcmp(*argv, "--grace") == 0 && argv[1])
            o->grace_ms = atoi(*++argv);
        else
            fail(EXIT_GATESH_FAILED, "gatesh-exec: unknown option `", *argv, "`", NULL);
    }
    o->program = *argv ? argv + 1 : argv;
    if (!o->broker || !o->session || !*o->program)
        fail(EXIT_GATESH_FAILED,
             "gatesh-exec: usage: gatesh-exec --broker PATH --session ID [--listen PATH] [--control PATH] [--wall FILE]"
             " [--watch FILE] [--allow-ptrace] [--no-nnp] [--ptrace-only] [--grace MS] -- PROGRAM [ARGUMENT...]",
             NULL);
}

/* Signals to the supervisor are meant for the agent. What the terminal sends it has already had as one of its group. */
static void forward_signal(struct supervisor *s, const struct signalfd_siginfo *signal)
{
    bool from_terminal = signal->ssi_code == SI_KERNEL;
    if (signal->ssi_signo != SIGCHLD && !(from_terminal && signal->ssi_signo != SIGHUP))
        kill(s->agent, (int)signal->ssi_signo);
}

static void on_signal(struct supervisor *s, int signals)
{
    struct signalfd_siginfo signal[16];
    ssize_t got = read(signals, signal, sizeof signal); /* if there are more, the loop comes back */
    for (ssize_t i = 0; i < got / (ssize_t)sizeof *signal; i++)
        forward_signal(s, &signal[i]);
    reap(s);
}

static int open_signals(struct supervisor *s)
{
    static const int TAKEN[] = {SIGCHLD, SIGHUP, SIGTERM, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2};
    sigset_t all, taken;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &s->inherited_mask);
    sigemptyset(&taken);
    for (size_t i = 0; i < sizeof TAKEN / sizeof *TAKEN; i++)
        sigaddset(&taken, TAKEN[i]);
    int fd = signalfd(-1, &taken, SFD_CLOEXEC | SFD_NONBLOCK);
    return fd >= 0 && watch(s, fd, EPOLLIN, SOURCE_SIGNAL, 0) ? fd : -1;
}

/* The terminal and the pipes are the agent's: whoever waits for their end must not wait for the supervisor. */
static void let_go_of_stdio(void)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd = 0; null >= 0 && fd <= STDERR_FILENO; fd++)
        dup2(null, fd);
    if (null > STDERR_FILENO)
        close(null);
}

/* Without a broker the agent can start nothing more: it gets a while to end, then is ended. */
static void end_orphaned_agent(struct supervisor *s)
{
    static bool asked;
    int64_t since = now_ms() - s->broker_lost_at;
    if (since >= s->options->grace_ms && !asked) {
        asked = true;
        kill(s->agent, SIGTERM);
        kill(s->agent, SIGCONT);
    }
    if (since >= s->options->grace_ms + TERMINATION_MS)
        kill(s->agent, SIGKILL);
}

static void dispatch(struct supervisor *s, const struct epoll_event *event, int signals)
{
    uint32_t index = (uint32_t)event->data.u64;
    switch ((enum source)(event->data.u64 >> 32)) {
    case SOURCE_NOTIFY:
        if (event->events & EPOLLIN)
            on_notification(s);
        else
            epoll_ctl(s->epoll, EPOLL_CTL_DEL, s->notify, NULL); /* nobody is left under the filter */
        return;
    case SOURCE_SIGNAL:
        on_signal(s, signals);
        return;
    case SOURCE_BROKER:
        if (s->broker >= 0 && event->events & EPOLLOUT)
            on_broker_writable(s);
        if (s->broker >= 0 && event->events & ~(uint32_t)EPOLLOUT)
            on_broker_readable(s);
        return;
    case SOURCE_LISTEN:
        if (s->listening >= 0)
            on_client_waiting(s, false);
        return;
    case SOURCE_CONTROL:
        if (s->controlling >= 0)
            on_client_waiting(s, true);
        return;
    case SOURCE_CLIENT:
        on_client_readable(s, index);
        return;
    case SOURCE_FAN:
        return; /* read at the beginning of the round */
    case SOURCE_MOUNTS:
        fan_mounts_changed(s);
        return;
    }
}

/* Time that has passed rather than something that has come. */
static void tick(struct supervisor *s)
{
    if (local_pending())
        local_flush(s);
    if (held_oldest()) {
        gate_tick(s);
        clients_tick(s);
    }
    if (s->broker < 0)
        end_orphaned_agent(s);
}

static void supervise(struct supervisor *s, int signals)
{
    int64_t last_tick = now_ms();
    while (!s->agent_ended) {
        struct epoll_event events[32];
        bool waiting = held_oldest() || local_pending() || s->broker < 0;
        int count = epoll_wait(s->epoll, events, 32, waiting ? GATE_TICK_MS : -1);
        fan_drain(s);
        for (int i = 0; i < count; i++)
            dispatch(s, &events[i], signals);
        if (s->broker_failed && s->broker >= 0)
            broker_lost(s);
        /* also when something always comes: a busy tree must not put the clock off */
        if (waiting && now_ms() - last_tick >= GATE_TICK_MS) {
            last_tick = now_ms();
            tick(s);
        }
    }
}

/* Ends as the agent ended, by the same signal if it was one. */
static int end_as(int status)
{
    if (WIFEXITED(status))
        return WEXITSTATUS(status);
    int number = WTERMSIG(status);
    sigset_t one;
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0}); /* one core is enough */
    signal(number, SIG_DFL);
    sigemptyset(&one);
    sigaddset(&one, number);
    raise(number);
    sigprocmask(SIG_UNBLOCK, &one, NULL);
    return 128 + number;
}

int main(int argc, char **argv)
{
    (void)argc;
    static struct options options = {.grace_ms = DEFAULT_GRACE_MS};
    static struct supervisor s = {.options = &options, .epoll = -1, .notify = -1, .broker = -1, .listening = -1, .controlling = -1};
    read_options(&options, argv);
    s.mode = options.ptrace_only ? MODE_PTRACE : MODE_LATE;

    s.epoll = epoll_create1(EPOLL_CLOEXEC);
    int signals = s.epoll < 0 ? -1 : open_signals(&s);
    if (signals < 0 || !proc_init() || !lineage_init() || (s.mode == MODE_LATE && !notify_init()))
        fail(EXIT_GATESH_FAILED, "cannot supervise: ", strerror(errno), NULL);
    if (!broker_connect(&s))
        fail(EXIT_GATESH_FAILED, "cannot supervise: no broker at `", options.broker, "`: ", strerror(errno), NULL);
    if (!clients_listen(&s))
        fail(EXIT_GATESH_FAILED, "cannot supervise: cannot listen: ", strerror(errno), NULL);
    /* Orphans of the tree stay below the supervisor, which a restricted ptrace (Yama) requires. */
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    local_init();
    broker_hello(&s);
    bool watches = options.watch && fan_open(&s, options.watch);
    const char *problem = start_agent(&s);
    s.features.fanotify = watches;
    if (problem)
        fail(EXIT_GATESH_FAILED, "cannot supervise: ", problem, NULL);
    if (s.mode == MODE_LATE && !watch(&s, s.notify, EPOLLIN, SOURCE_NOTIFY, 0))
        fail(EXIT_GATESH_FAILED, "cannot supervise: ", strerror(errno), NULL);
    let_go_of_stdio();
    broker_coverage(&s);

    supervise(&s, signals);
    fan_drain(&s);
    broker_farewell(&s);
    return end_as(s.agent_status);
}
