/* children.c - work on untrusted bytes, each piece in a process of its own. */
#include "stages/ingest/children.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum sv_status
sv_unnamed_file(int *fd, const char *folder, struct sv_fault *fault)
{
    char name[4096];

    *fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (*fd >= 0)
        return SV_OK;
    if (snprintf(name, sizeof name, "%s/.spool.tmp.%ld.XXXXXX", folder,
                 (long) getpid()) >= (int) sizeof name)
        return sv_fail(fault, SV_SYSTEM, "%s: the path is too long", folder);
    *fd = mkostemp(name, O_CLOEXEC);
    if (*fd < 0)
        return sv_fail_errno(fault, "%s: cannot make a temporary file", folder);
    unlink(name);
    return SV_OK;
}

static void
default_signals(void)
{
    for (int i = 1; i < NSIG; i++)
        signal(i, SIG_DFL);
    signal(SIGINT, SIG_IGN);    /* the parent kills, having said why */
    signal(SIGXFSZ, SIG_IGN);   /* write() fails instead */
}

/* Of open files only the input, the spool, and the pipe stay. */
static void
close_others(int input, int spool, int pipe)
{
    for (int fd = 0; fd < 1024; fd++)
        if (fd != input && fd != spool && fd != pipe && fd != STDERR_FILENO)
            close(fd);
}

static _Noreturn void
run(struct sv_child *c, int input, int pipe, const struct sv_limits *limits,
    sv_child_work work, const void *context)
{
    struct sv_fault fault = { .status = SV_OK };
    enum sv_status status;

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    default_signals();
    close_others(input, c->spool, pipe);
    status = sv_sandbox_enter(limits, &fault);
    if (status == SV_OK)
        status = work(c->spool, c->report, context, &fault);
    if (status != SV_OK)
        c->report->size = 0;
    c->report->fault = fault;
    _exit((int) status);
}

enum sv_status
sv_child_start(struct sv_child *child, const char *folder, const char *path,
               int input, const struct sv_limits *limits, sv_child_work work,
               const void *context, struct sv_fault *fault)
{
    int end[2];

    *child = (struct sv_child) { .pid = -1, .spool = -1, .end = -1,
                                 .path = path };
    if (sv_unnamed_file(&child->spool, folder, fault) != SV_OK)
        return fault->status;
    child->report = mmap(NULL, sizeof *child->report, PROT_READ | PROT_WRITE,
                         MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (child->report == MAP_FAILED) {
        child->report = NULL;
        return sv_fail_errno(fault, "out of memory for a reader");
    }
    if (pipe2(end, O_CLOEXEC | O_NONBLOCK) != 0)
        return sv_fail_errno(fault, "cannot make a pipe");
    child->end = end[0];
    child->pid = fork();
    if (child->pid == 0)
        run(child, input, end[1], limits, work, context);
    close(end[1]);
    return child->pid > 0 ? SV_OK
        : sv_fail_errno(fault, "cannot start a reader");
}

bool
sv_child_has_ended(const struct sv_child *child, int ms)
{
    struct pollfd end = { .fd = child->end, .events = POLLIN };

    return poll(&end, 1, ms) > 0;
}

/* What the child wrote may be anything. */
static void
take_fault(struct sv_fault *fault, const struct sv_child *c,
           enum sv_status status)
{
    char text[sizeof c->report->fault.text];

    memcpy(text, c->report->fault.text, sizeof text);
    text[sizeof text - 1] = '\0';
    for (char *at = text; *at != '\0'; at++)
        if (iscntrl((unsigned char) *at) && *at != '\n')
            *at = '?';
    if (*text != '\0')
        sv_add(fault, status, "%s: %s", c->path, text);
    else
        sv_add(fault, SV_BUG, "%s: the reader stopped without a word; this is "
               "a bug of ours, please report it", c->path);
}

static enum sv_status
explain_signal(struct sv_fault *fault, const struct sv_child *c, int signal)
{
    switch (signal) {
    case SIGKILL:
        return sv_add(fault, SV_SYSTEM, "%s: the reader was killed, perhaps "
                      "because memory is short; free some and run again",
                      c->path);
    case SIGXCPU:
        return sv_add(fault, SV_DATA, "%s: reading took far longer than the "
                      "size of the file explains: it is damaged, or hostile",
                      c->path);
    case SIGTERM:
    case SIGHUP:
        return sv_add(fault, SV_SYSTEM, "%s: the reader was told to stop",
                      c->path);
    default:
        return sv_add(fault, SV_DATA, "%s: the reader was stopped (signal %d, "
                      "%s): the file is damaged, or hostile; get it again from "
                      "where it was made", c->path, signal, strsignal(signal));
    }
}

enum sv_status
sv_child_wait(struct sv_child *child, struct sv_fault *fault)
{
    int how = 0;
    pid_t pid;

    do
        pid = waitpid(child->pid, &how, 0);
    while (pid < 0 && errno == EINTR);
    child->pid = -1;
    if (pid < 0)
        return sv_fail_errno(fault, "%s: lost the reader", child->path);
    if (WIFSIGNALED(how))
        return explain_signal(fault, child, WTERMSIG(how));
    if (WEXITSTATUS(how) != SV_OK) {
        const int status = WEXITSTATUS(how);

        take_fault(fault, child, status == SV_DATA ? SV_DATA
                   : status == SV_BUG ? SV_BUG : SV_SYSTEM);
        return fault->status;
    }
    return SV_OK;
}

void
sv_child_clear(struct sv_child *child)
{
    if (child->pid > 0) {
        kill(child->pid, SIGKILL);
        waitpid(child->pid, NULL, 0);
    }
    if (child->end >= 0)
        close(child->end);
    if (child->spool >= 0)
        close(child->spool);
    if (child->report != NULL)
        munmap(child->report, sizeof *child->report);
    *child = (struct sv_child) { .pid = -1, .spool = -1, .end = -1 };
}
