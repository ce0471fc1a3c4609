/* test_guard.c - what a program does to itself.  (How it ends on a signal is
 * tested with the stages, in test_stage.c.) */
#include <criterion/criterion.h>
#include <errno.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf_log.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pipeline/guard.h"
#include "tests/helpers/program.h"
#include "tests/helpers/files.h"

TestSuite(guard, .init = files_enter);

/* Returns the number of the first thing that is not as it should be. */
static int
look(void *data)
{
    struct rlimit core;
    struct stat info;
    gsl_sf_result result;
    int pipe_of[2];

    (void) data;
    signal(SIGCHLD, SIG_IGN);
    sv_guard_process();
    if (getrlimit(RLIMIT_CORE, &core) != 0 || core.rlim_max != 0)
        return 1;
    if (prctl(PR_GET_DUMPABLE) != 0)
        return 2;
    if (mkdir("private", 0777) != 0 || stat("private", &info) != 0
        || (info.st_mode & 0777) != 0700)
        return 3;
    if (pipe(pipe_of) != 0 || close(pipe_of[0]) != 0
        || write(pipe_of[1], "x", 1) != -1 || errno != EPIPE)
        return 4;
    if (gsl_sf_log_e(-1, &result) == GSL_SUCCESS)
        return 5;
    if (fork() == 0)
        _exit(7);
    return wait(NULL) > 0 ? 0 : 6;
}

Test(guard, process)
{
    cr_expect_eq(program_run(look, NULL), 0);
}

/* A child forked behind the guard can be ended again, and ends with its
 * parent. */
static int
fork_behind_guard(void *data)
{
    struct sv_fault fault = { 0 };
    int ended;
    pid_t child;

    (void) data;
    if (sv_guard_folder(".", &fault) != SV_OK)
        return 1;
    child = fork();
    if (child == 0) {
        sv_guard_child();
        for (;;)
            pause();
    }
    kill(child, SIGTERM);
    if (waitpid(child, &ended, 0) != child || !WIFSIGNALED(ended))
        return 2;
    return WTERMSIG(ended) == SIGTERM ? 0 : 3;
}

Test(guard, children_can_be_ended, .timeout = 10)
{
    cr_expect_eq(program_run(fork_behind_guard, NULL), 0);
}
