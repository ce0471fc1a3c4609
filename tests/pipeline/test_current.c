/* test_current.c - when a stage need not be run again. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pipeline/current.h"
#include "tests/helpers/files.h"

static void
make_executable(const char *text)
{
    files_write_text("bin/hearth-granary", text);
    cr_assert(chmod("bin/hearth-granary", 0700) == 0);
}

/* A folder "out" in which the stage "granary" made corn.csv from survey.yaml
 * and data.sav, with OPTIONS. */
static void
run_granary(json_t *options)
{
    static const char *const file[] = { "bin/hearth-granary", "survey.yaml",
                                        "data.sav", "out/corn.csv" };
    struct sv_fault fault = { 0 };
    struct sv_digest digest[4];
    json_t *entry;

    for (size_t i = 0; i < 4; i++)
        cr_assert_eq(sv_digest_file(&digest[i], NULL, file[i], &fault), SV_OK);
    entry = json_pack("{s:s, s:o, s:[{s:s, s:s, s:b}, {s:s, s:s}],"
                      " s:[{s:s, s:s}]}",
                      "program", digest[0].hex, "options", options, "inputs",
                      "path", file[1], "digest", digest[1].hex, "description",
                      1, "path", file[2], "digest", digest[2].hex, "outputs",
                      "name", "corn.csv", "digest", digest[3].hex);
    cr_assert_not_null(entry);
    cr_assert_eq(sv_manifest_record("out", "granary", entry, &fault), SV_OK);
    json_decref(entry);
}

static void
enter(void)
{
    char *here, path[4096];

    files_enter();
    here = getcwd(NULL, 0);
    cr_assert(mkdir("bin", 0700) == 0 && mkdir("out", 0700) == 0);
    snprintf(path, sizeof path, "%s/bin", here);
    setenv("PATH", path, 1);
    free(here);
    make_executable("#!/bin/sh\n");
    files_write_text("survey.yaml", "survey: {title: Corn}\n");
    files_write_text("data.sav", "$FL2");
    files_write_text("out/corn.csv", "barley,2.385\n");
}

/* Why granary is not current; "" if it is. */
static const char *
why_not(const char *survey)
{
    static char why[256];
    struct sv_fault fault = { 0 };
    struct sv_manifest *m;
    bool current;

    cr_assert_eq(sv_manifest_read(&m, "out", &fault), SV_OK);
    why[0] = '\0';
    current = sv_is_current(m, "granary", "out", survey, why, sizeof why);
    sv_manifest_free(m);
    cr_expect_eq(current, why[0] == '\0', "a reason if and only if stale");
    return why;
}

TestSuite(current, .init = enter);

Test(current, if_nothing_has_changed)
{
    cr_expect_str_eq(why_not("survey.yaml"), "it has not been run");
    run_granary(json_object());
    cr_expect_str_eq(why_not("survey.yaml"), "");
    files_write_text("data.sav", "$FL2");
    make_executable("#!/bin/sh\n");
    cr_expect_str_eq(why_not("survey.yaml"), "", "times do not count");
}

Test(current, unless_something_has)
{
    run_granary(json_object());
    cr_expect_str_eq(why_not("other.yaml"),
                     "it was run for another description");
    files_write_text("data.sav", "$FL3");
    cr_expect_str_eq(why_not("survey.yaml"), "data.sav has changed");
    run_granary(json_object());
    files_write_text("survey.yaml", "survey: {title: Rye}\n");
    cr_expect_str_eq(why_not("survey.yaml"), "survey.yaml has changed");
    run_granary(json_object());
    make_executable("#!/bin/sh\nexit 1\n");
    cr_expect_str_eq(why_not("survey.yaml"), "the program has changed");
    run_granary(json_object());
    cr_expect_str_eq(why_not("survey.yaml"), "");
}

Test(current, unless_its_outputs_are_not_as_it_left_them)
{
    run_granary(json_object());
    files_flip_byte("out/corn.csv", 3);
    cr_expect_str_eq(why_not("survey.yaml"), "corn.csv is not as it was made");
    files_flip_byte("out/corn.csv", 3);
    cr_expect_str_eq(why_not("survey.yaml"), "");
    cr_assert(truncate("out/corn.csv", 12) == 0);
    cr_expect_str_eq(why_not("survey.yaml"), "corn.csv is not as it was made");
    cr_assert(unlink("out/corn.csv") == 0);
    cr_expect_str_eq(why_not("survey.yaml"), "corn.csv is not as it was made");
}

Test(current, unless_it_had_options_of_its_own)
{
    run_granary(json_pack("{s:b}", "all", 1));
    cr_expect_str_eq(why_not("survey.yaml"),
                     "it was run with options of its own");
}
