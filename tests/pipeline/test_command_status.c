/* test_command_status.c - hearth status of folders in several states. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <sys/stat.h>

#include "pipeline/command.h"
#include "pipeline/manifest.h"
#include "tests/helpers/files.h"
#include "tests/helpers/program.h"
#include "tests/helpers/pretence.h"

TestSuite(command_status, .init = stages_enter);

struct words { const char *word[3]; int n; };

static int
call(void *data)
{
    const struct words *words = data;
    char text[3][32], *argv[4] = { 0 };
    struct sv_fault fault = { 0 };
    int status;

    for (int i = 0; i < words->n; i++) {
        snprintf(text[i], sizeof text[i], "%s", words->word[i]);
        argv[i] = text[i];
    }
    status = (int) sv_command_status(words->n, argv, &fault);
    sv_fault_print(&fault, "hearth");
    fflush(stdout);
    return status;
}

static void
expect_status(const char *text)
{
    struct words words = { { "status" }, 1 };

    cr_expect_eq(program_run(call, &words), SV_OK);
    program_expect("out.txt", text);
}

static void
record_ingest(void)
{
    struct sv_fault fault = { 0 };
    struct sv_digest program, survey, made;
    json_t *entry;

    cr_assert_eq(sv_digest_file(&program, NULL, "bin/hearth-ingest", &fault),
                 SV_OK);
    cr_assert_eq(sv_digest_file(&survey, NULL, "survey.yaml", &fault), SV_OK);
    cr_assert_eq(sv_digest_file(&made, NULL, "out/microdata.h5", &fault),
                 SV_OK);
    entry = json_pack("{s:s, s:{}, s:[{s:s, s:s, s:b}], s:[{s:s, s:s, s:i}],"
                      " s:s, s:f}", "program", program.hex, "options",
                      "inputs", "path", "survey.yaml", "digest", survey.hex,
                      "description", 1, "outputs", "name", "microdata.h5",
                      "digest", made.hex, "bytes", 7, "started",
                      "2026-03-01T07:30:00Z", "seconds", 0.25);
    cr_assert_not_null(entry);
    cr_assert_eq(sv_manifest_record("out", "ingest", entry, &fault), SV_OK);
    json_decref(entry);
}

Test(command_status, tells_of_every_stage)
{
    cr_assert(mkdir("out", 0700) == 0);
    expect_status("ingest      not run\nderive      not run\n"
                  "weigh       not run\ntally       not run\n"
                  "estimate    not run\ntabulate    not run\n");
    files_write_text("out/microdata.h5", "2.385 a");
    record_ingest();
    expect_status("ingest      current  2026-03-01T07:30:00Z, 0.25 s\n"
                  "            microdata.h5                                "
                  "7 bytes\n"
                  "derive      not run\nweigh       not run\n"
                  "tally       not run\nestimate    not run\n"
                  "tabulate    not run\n");
    files_write_text("survey.yaml", "survey: {title: Rye}\n");
    expect_status("ingest      stale: survey.yaml has changed; "
                  "2026-03-01T07:30:00Z, 0.25 s\n"
                  "            microdata.h5                                "
                  "7 bytes\n"
                  "derive      not run\nweigh       not run\n"
                  "tally       not run\nestimate    not run\n"
                  "tabulate    not run\n");
}

Test(command_status, folders_that_are_none)
{
    struct words words = { { "status", "none" }, 2 };

    cr_expect_eq(program_run(call, &words), SV_DATA);
    program_expect("err.txt", "hearth: none: is not a folder of results\n");
    words = (struct words){ { "status", "survey.yaml" }, 2 };
    cr_expect_eq(program_run(call, &words), SV_DATA);
    words = (struct words){ { "status", "a", "b" }, 3 };
    cr_expect_eq(program_run(call, &words), SV_USAGE);
    program_expect("err.txt", "hearth: status: takes one folder, got 2\n");
}
