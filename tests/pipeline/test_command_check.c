/* test_command_check.c - hearth check, over stages that only pretend. */
#include <criterion/criterion.h>
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "pipeline/command.h"
#include "pipeline/guard.h"
#include "tests/helpers/files.h"
#include "tests/helpers/program.h"
#include "tests/helpers/pretence.h"

/* As a stage would, puts something into its folder ($3). */
static const char leaves[] = "echo x > $3/x.h5; echo x > $3/.x.tmp.1@h\n";

/* Leaves an entry in the manifest, too. */
static const char records[] =
    "echo '{\"stages\": {\"ingest\": {}}}' > $3/manifest.json; exit 1\n";

static void
enter(void)
{
    stages_enter();
    files_write_text("ingest", leaves);
}

TestSuite(command_check, .init = enter, .timeout = 30);

static int
call(void *data)
{
    char word[] = "check", path[] = "survey.yaml";
    char *argv[] = { word, path, NULL };
    struct sv_fault fault = { 0 };
    int status;

    (void) data;
    sv_guard_process();
    status = (int) sv_command_check(2, argv, &fault);
    sv_fault_print(&fault, "hearth");
    fflush(stdout);
    return status;
}

/* The stages that were run, by the log; and nothing has been left. */
static void
expect_stages(const char *const *stage, size_t n)
{
    char *log = files_read("log", NULL), *line = strtok(log, "\n");
    DIR *here = opendir(".");
    const struct dirent *entry;

    for (size_t i = 0; i < n; i++, line = strtok(NULL, "\n")) {
        char name[32] = "", rest[128] = "";

        cr_assert_not_null(line, "%s was not run", stage[i]);
        cr_expect_eq(sscanf(line, "%31s survey.yaml -o .hearth-check.%*s %127s",
                            name, rest), 2, "%s", line);
        cr_expect_str_eq(name, stage[i]);
        cr_expect_not_null(strstr(line, " --check"));
    }
    cr_expect_null(line);
    free(log);
    while ((entry = readdir(here)) != NULL)
        cr_expect_neq(strncmp(entry->d_name, ".hearth", 7), 0, "%s is left",
                      entry->d_name);
    closedir(here);
}

static const char *const all[] = { "ingest", "derive", "weigh", "tally" };

Test(command_check, looks_with_every_stage_and_leaves_nothing)
{
    cr_expect_eq(program_run(call, NULL), SV_OK);
    program_expect("out.txt", "survey.yaml: no fault found\n");
    program_expect("err.txt", "");
    expect_stages(all, 4);
}

Test(command_check, says_what_was_counted)
{
    files_write_text("weigh", "echo '{\"stages\": {\"ingest\": {\"notes\": {"
                     "\"rows of person\": 7012, \"sandbox\": \"all\"}}}}' "
                     "> $3/manifest.json\n");
    cr_expect_eq(program_run(call, NULL), SV_OK);
    program_expect("out.txt", "survey.yaml: no fault found\n"
                   "  rows of person                     7012\n");
    expect_stages(all, 4);
}

Test(command_check, ends_where_nothing_is_left_to_look_at)
{
    files_write_text("ingest", "exit 1\n");
    cr_expect_eq(program_run(call, NULL), SV_DATA);
    program_expect("out.txt", "");
    expect_stages(all, 1);
}

Test(command_check, goes_on_behind_faults_in_the_data)
{
    files_write_text("ingest", records);
    files_write_text("weigh", "exit 3\n");
    cr_expect_eq(program_run(call, NULL), SV_SYSTEM);
    expect_stages(all, 3);
}

Test(command_check, interrupt_leaves_nothing)
{
    const struct timespec moment = { 0, 5000000 };
    char text[256];
    int child;

    snprintf(text, sizeof text, "%s touch hanging; exec sleep 30\n", leaves);
    files_write_text("derive", text);
    child = program_start(call, NULL);
    for (unsigned i = 0; access("hanging", F_OK) != 0; i++) {
        cr_assert_lt(i, 1000);
        nanosleep(&moment, NULL);
    }
    kill(child, SIGTERM);
    cr_expect_eq(program_wait(child), 128 + SIGTERM);
    expect_stages(all, 2);
}
