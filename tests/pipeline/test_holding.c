/* test_holding.c - held signals go to who waits for them, in any thread. */
#include <criterion/criterion.h>
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "pipeline/holding.h"
#include "tests/helpers/files.h"
#include "tests/helpers/program.h"

TestSuite(holding, .init = files_enter, .timeout = 30);

Test(holding, ignored_signals_do_not_end)
{
    sigset_t set;

    signal(SIGINT, SIG_DFL);            /* a shell may start us without it */
    signal(SIGTERM, SIG_DFL);
    signal(SIGHUP, SIG_IGN);
    set = sv_ending_signals();
    cr_expect(sigismember(&set, SIGINT) && sigismember(&set, SIGTERM));
    cr_expect(!sigismember(&set, SIGHUP) && !sigismember(&set, SIGCHLD));
}

/* Sends itself a signal a hundred times before it waits, beside a thread that
 * lets every signal in (program.c). */
static int
wait_late(void *data)
{
    const struct timespec moment = { 0, 1000000 };
    struct sv_hold hold;
    sigset_t set = sv_ending_signals();
    int received;

    (void) data;
    sv_hold_signals(&hold, set);
    for (unsigned i = 0; i < 100; i++) {
        kill(getpid(), i % 2 ? SIGTERM : SIGINT);
        nanosleep(&moment, NULL);
        if (sigwait(&set, &received) != 0
            || received != (i % 2 ? SIGTERM : SIGINT))
            return 1;
    }
    sv_release_signals(&hold);
    return 0;
}

Test(holding, waiting_may_begin_late)
{
    cr_expect_eq(program_run(wait_late, NULL), 0);
}

/* A signal that nobody waited for has its effect at the release; and so has
 * one that comes behind it, however the holds were nested. */
static int
release_pending(void *data)
{
    struct sv_hold outer, inner;

    sv_hold_signals(&outer, sv_ending_signals());
    sv_hold_signals(&inner, sv_ending_signals());
    if (data != NULL)
        kill(getpid(), SIGTERM);
    sv_release_signals(&inner);
    sv_release_signals(&outer);
    if (data == NULL)
        kill(getpid(), SIGINT);
    while (pause() == -1)
        ;
    return 0;
}

Test(holding, release)
{
    static char before[] = "before";

    cr_expect_eq(program_run(release_pending, before), 128 + SIGTERM);
    cr_expect_eq(program_run(release_pending, NULL), 128 + SIGINT);
}
