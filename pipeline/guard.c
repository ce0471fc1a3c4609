/* guard.c - what a program does to itself before it touches microdata. */
#include "pipeline/guard.h"

#include <errno.h>
#include <gsl/gsl_errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pipeline/holding.h"
#include "pipeline/output.h"

void
sv_guard_process(void)
{
    const struct rlimit none = { 0, 0 };

    umask(077);
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0);
    signal(SIGPIPE, SIG_IGN);           /* a write error says it better */
    signal(SIGXFSZ, SIG_IGN);
    signal(SIGCHLD, SIG_DFL);           /* or no child can be waited for */
    gsl_set_error_handler_off();
}

/* Waits for the signal that ends the program; a thread of its own, so that
 * cleaning up may use any function. */
static void *
wait_for_end(void *folder)
{
    const sigset_t set = sv_ending_signals();
    int received = SIGTERM;

    while (sigwait(&set, &received) != 0)
        ;
    sv_remove_temporaries(folder, (long) getpid());
    signal(received, SIG_DFL);
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
    raise(received);
    _exit(128 + received);
}

void
sv_guard_child(void)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    sv_forget_signals();
}

enum sv_status
sv_guard_folder(const char *folder, struct sv_fault *fault)
{
    struct sv_hold hold;                /* for good: never released */
    pthread_attr_t attributes;
    pthread_t thread;

    sv_remove_temporaries(folder, 0);
    sv_hold_signals(&hold, sv_ending_signals());
    errno = pthread_attr_init(&attributes);
    if (errno != 0)
        return sv_fail_errno(fault, "signals cannot be guarded");
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&attributes, 256 * 1024);
    errno = pthread_create(&thread, &attributes, wait_for_end,
                           (void *)(uintptr_t) folder);
    pthread_attr_destroy(&attributes);
    if (errno != 0)
        return sv_fail_errno(fault, "signals cannot be guarded");
    return SV_OK;
}
