/* test_route.c - the stages, where their programs are, and how they end. */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "pipeline/route.h"
#include "tests/helpers/files.h"
#include "tests/helpers/program.h"

TestSuite(route, .init = files_enter);

Test(route, stops_are_found_by_name)
{
    for (size_t i = 0; i < sv_n_stops; i++) {
        cr_expect_eq(sv_stop_of(sv_route[i].stage), i);
        cr_expect(strlen(sv_route[i].blurb) > 5);
    }
    cr_expect_eq(sv_stop_of("ingests"), sv_n_stops);
}

Test(route, programs_are_looked_for_on_the_path)
{
    char found[PATH_MAX], expected[PATH_MAX], path[PATH_MAX + 16];
    char *here = getcwd(NULL, 0);

    cr_assert(mkdir("bin", 0700) == 0);
    snprintf(path, sizeof path, "/nowhere::%s/bin", here);
    setenv("PATH", path, 1);
    sv_program_path(found, "granary");
    cr_expect_str_eq(found, "hearth-granary");
    files_write_text("bin/hearth-granary", "#!/bin/sh\n");
    sv_program_path(found, "granary");
    cr_expect_str_eq(found, "hearth-granary", "it cannot be run yet");
    cr_assert(chmod("bin/hearth-granary", 0700) == 0);
    sv_program_path(found, "granary");
    snprintf(expected, sizeof expected, "%s/bin/hearth-granary", here);
    cr_expect_str_eq(found, expected);
    free(here);
}

static enum sv_status
shell(const char *command, struct sv_fault *fault)
{
    const char *const argv[] = { "sh", "-c", command, NULL };
    int received = -1;
    enum sv_status status = sv_spawn("/bin/sh", argv, &received, fault);

    cr_expect_eq(received, 0);
    return status;
}

Test(route, exit_status_is_passed_on_without_words)
{
    struct sv_fault fault = { 0 };

    cr_expect_eq(shell("exit 0", &fault), SV_OK);
    cr_expect_eq(shell("exit 1", &fault), SV_DATA);
    cr_expect_eq(shell("exit 4", &fault), SV_BUG);
    cr_expect_str_eq(fault.text, "", "the program has said it");
}

Test(route, killed_program_is_a_failure_of_the_system)
{
    struct sv_fault fault = { 0 };

    cr_expect_eq(shell("kill -9 $$", &fault), SV_SYSTEM);
    cr_expect_str_eq(fault.text, "sh was killed by signal 9 (Killed)");
}

Test(route, program_that_is_not_there)
{
    const char *const argv[] = { "hearth-none", NULL };
    struct sv_fault fault = { 0 };
    int received;

    cr_expect_eq(sv_spawn("hearth-none", argv, &received, &fault), SV_SYSTEM);
    cr_expect_str_eq(fault.text, "hearth-none: cannot be run: No such file or "
                     "directory");
}

/* Whoever ignores SIGCHLD gets no word of a child's end: the programs see to
 * it that nobody does (guard.c), and no signal is blocked in a child. */
Test(route, children_start_with_no_signal_blocked)
{
    struct sv_fault fault = { 0 };
    sigset_t all;

    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    cr_expect_eq(shell("grep -q '^SigBlk:.0*$' /proc/self/status", &fault),
                 SV_OK);
}

/* Ends that come at any moment: none is missed, whatever thread hears of it. */
static int
spawn_often(void *data)
{
    static const char *const argv[] = { "true", NULL };
    struct sv_fault fault = { 0 };
    int received;

    (void) data;
    for (unsigned i = 0; i < 400; i++)
        if (sv_spawn("/bin/true", argv, &received, &fault) != SV_OK)
            return 1;
    return 0;
}

Test(route, no_end_is_missed, .timeout = 60)
{
    cr_expect_eq(program_run(spawn_often, NULL), 0);
}

/* Starts a child that notes a signal; returns 10 + the signal received. */
static int
pass_on(void *data)
{
    const char *const argv[] = { "sh", "-c", "trap 'echo noted; exit 0' TERM; "
                                 "echo ready; while :; do sleep 0.01; done",
                                 NULL };
    struct sv_fault fault = { 0 };
    int received;

    (void) data;
    return sv_spawn("/bin/sh", argv, &received, &fault) == SV_OK
               ? 10 + received : 1;
}

Test(route, signals_are_passed_on)
{
    const struct timespec moment = { 0, 5000000 };
    const int child = program_start(pass_on, NULL);
    unsigned i = 0;

    for (size_t n = 0; n == 0 && i < 1000; i++) {
        nanosleep(&moment, NULL);
        if (access("out.txt", F_OK) == 0)
            free(files_read("out.txt", &n));
    }
    cr_assert_lt(i, 1000);
    kill(child, SIGTERM);
    cr_expect_eq(program_wait(child), 10 + SIGTERM);
    program_expect("out.txt", "ready\nnoted\n");
}
