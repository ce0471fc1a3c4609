/* test_command_run.c - hearth run, over stages that only pretend. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "pipeline/command.h"
#include "pipeline/guard.h"
#include "tests/helpers/files.h"
#include "tests/helpers/program.h"
#include "tests/helpers/pretence.h"

TestSuite(command_run, .init = stages_enter, .timeout = 30);

static int
call(void *data)
{
    char line[256], *argv[16] = { 0 };
    struct sv_fault fault = { 0 };
    int argc = 0, status;

    strcpy(line, data);
    for (char *p = strtok(line, " "); p != NULL; p = strtok(NULL, " "))
        argv[argc++] = p;
    sv_guard_process();
    status = (int) sv_command_run(argc, argv, &fault);
    sv_fault_print(&fault, "hearth");
    fflush(stdout);
    return status;
}

static int
run(const char *line)
{
    return program_run(call, (void *)(uintptr_t) line);
}

Test(command_run, every_stage_in_order)
{
    cr_expect_eq(run("run survey.yaml -o o -j 2"), SV_OK);
    stages_expect("ingest survey.yaml -o o -j 2\n"
                  "derive survey.yaml -o o -j 2\n"
                  "weigh survey.yaml -o o -j 2\n"
                  "tally survey.yaml -o o -j 2\n"
                  "estimate survey.yaml -o o -j 2\n"
                  "tabulate survey.yaml -o o -j 2\n"
                  "tabulate survey.yaml -o o -q --headline\n");
    program_expect("err.txt", "");
    program_expect("out.txt", "\nEvery number: o/estimates.csv\n"
                   "Tables:       o/tables/\n");
}

Test(command_run, to_a_stage_in_the_default_folder)
{
    struct stat info;

    cr_expect_eq(run("run survey.yaml --to=derive -q"), SV_OK);
    stages_expect("ingest survey.yaml -o out -q\n"
                  "derive survey.yaml -o out -q\n");
    program_expect("out.txt", "");
    cr_assert(stat("out", &info) == 0);
    cr_expect_eq(info.st_mode & 0777, 0700);
}

Test(command_run, ends_where_a_stage_fails_with_its_status)
{
    files_write_text("weigh", "echo 'hearth-weigh: no weight' >&2; exit 1\n");
    cr_expect_eq(run("run survey.yaml -q"), SV_DATA);
    program_expect("err.txt", "hearth-weigh: no weight\n");
    stages_expect("ingest survey.yaml -o out -q\n"
                  "derive survey.yaml -o out -q\n"
                  "weigh survey.yaml -o out -q\n");
    files_write_text("derive", "kill -9 $$\n");
    cr_expect_eq(run("run survey.yaml -q"), SV_SYSTEM);
    program_expect("err.txt", "hearth: hearth-derive was killed by signal 9 "
                   "(Killed)\n");
}

Test(command_run, from_needs_what_is_before_it)
{
    cr_expect_eq(run("run survey.yaml --from tally -q"), SV_DATA);
    program_expect("err.txt", "hearth: --from tally: ingest before it is not "
                   "current (it has not been run); run without --from\n");
    stages_expect("");
}

Test(command_run, wrong_lines)
{
    static const struct { const char *line, *sentence; } cases[] = {
        { "run", "hearth: run: takes one SURVEY.yaml, got 0; see hearth run "
          "--help\n" },
        { "run survey.yaml b", "hearth: run: takes one SURVEY.yaml, got 2; see "
          "hearth run --help\n" },
        { "run survey.yaml --from taly", "hearth: --from: there is no stage "
          "'taly'; did you mean 'tally'; hearth --help lists them\n" },
        { "run survey.yaml --to x", "hearth: --to: there is no stage 'x'; "
          "hearth --help lists them\n" },
        { "run survey.yaml --from tally --to weigh", "hearth: --to weigh comes "
          "before --from tally\n" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_expect_eq(run(cases[i].line), SV_USAGE, "%s", cases[i].line);
        program_expect("err.txt", cases[i].sentence);
    }
    cr_expect_eq(run("run none.yaml"), SV_DATA);
    program_expect("err.txt", "hearth: none.yaml: there is no such file; it is "
                   "the description of the survey\n");
    stages_expect("");
    cr_expect_eq(access("out", F_OK), -1, "a wrong line makes nothing");
}

static void
wait_for(const char *path)
{
    const struct timespec moment = { 0, 5000000 };

    for (unsigned i = 0; i < 1000; i++) {
        if (access(path, F_OK) == 0)
            return;
        nanosleep(&moment, NULL);
    }
    cr_assert_fail("%s never came", path);
}

/* Ctrl-C: the stage is told, and the driver ends as the stage did. */
Test(command_run, interrupt)
{
    static char line[] = "run survey.yaml -q";
    int child;

    files_write_text("derive", "trap 'echo told >> log; exit 3' INT\n"
                     "touch hanging; while :; do sleep 0.01; done\n");
    child = program_start(call, line);
    wait_for("hanging");
    kill(child, SIGINT);
    cr_expect_eq(program_wait(child), 128 + SIGINT);
    stages_expect("ingest survey.yaml -o out -q\n"
                  "derive survey.yaml -o out -q\ntold\n");
}

/* Two runs on one folder: the second waits for the first. */
Test(command_run, waits_for_another_run)
{
    static char line[] = "run survey.yaml --to ingest -q";
    const struct timespec moment = { 0, 100000000 };
    int child, lock;

    cr_assert(mkdir("out", 0700) == 0);
    lock = open("out/.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    cr_assert(lock >= 0 && flock(lock, LOCK_EX) == 0);
    child = program_start(call, line);
    nanosleep(&moment, NULL);
    stages_expect("");
    flock(lock, LOCK_UN);
    close(lock);
    cr_expect_eq(program_wait(child), SV_OK);
    stages_expect("ingest survey.yaml -o out -q\n");
    program_expect("err.txt", "hearth: waiting for another run on out\n");
}
