/* holding.c - signals that wait until they are asked for. */
#include "pipeline/holding.h"

#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <ucontext.h>
#include <unistd.h>

static const int held[] = { SIGINT, SIGTERM, SIGHUP, SIGCHLD };
enum { N_HELD = sizeof held / sizeof *held, N_ENDING = N_HELD - 1 };

_Static_assert(sizeof held / sizeof *held
                   == sizeof((struct sv_hold *) 0)->action
                          / sizeof(struct sigaction),
               "struct sv_hold has room for the signals that are held");

sigset_t
sv_ending_signals(void)
{
    sigset_t set;

    sigemptyset(&set);
    for (size_t i = 0; i < N_ENDING; i++) {
        struct sigaction now;

        if (sigaction(held[i], NULL, &now) == 0 && now.sa_handler != SIG_IGN)
            sigaddset(&set, held[i]);
    }
    return set;
}

/* Runs in the thread that got the signal: blocks it there from its return on,
 * and sends it to the process again, for the one that waits. */
static void
hand_back(int number, siginfo_t *info, void *context)
{
    ucontext_t *interrupted = context;
    const int code = errno;

    (void) info;
    sigaddset(&interrupted->uc_sigmask, number);
    kill(getpid(), number);
    errno = code;
}

void
sv_hold_signals(struct sv_hold *hold, sigset_t set)
{
    struct sigaction action = { .sa_sigaction = hand_back,
                                .sa_flags = SA_SIGINFO | SA_RESTART };

    hold->set = set;
    sigfillset(&action.sa_mask);
    pthread_sigmask(SIG_BLOCK, &set, &hold->before);
    for (size_t i = 0; i < N_HELD; i++)
        if (sigismember(&set, held[i]))
            sigaction(held[i], &action, &hold->action[i]);
}

void
sv_release_signals(const struct sv_hold *hold)
{
    for (size_t i = 0; i < N_HELD; i++)
        if (sigismember(&hold->set, held[i]))
            sigaction(held[i], &hold->action[i], NULL);
    pthread_sigmask(SIG_SETMASK, &hold->before, NULL);
}

void
sv_forget_signals(void)
{
    sigset_t set = sv_ending_signals();

    sigaddset(&set, SIGCHLD);
    for (size_t i = 0; i < N_HELD; i++)
        if (sigismember(&set, held[i]))
            signal(held[i], SIG_DFL);
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}
