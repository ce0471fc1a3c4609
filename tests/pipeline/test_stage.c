/* test_stage.c - two small stages, run and obstructed. */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "pipeline/manifest.h"
#include "pipeline/stage.h"
#include "tests/helpers/files.h"
#include "tests/helpers/program.h"
#include "tests/helpers/scratch.h"

struct options {
    struct sv_common_options common;
    unsigned factor;
    struct sv_shard shard;
};

static const struct sv_option own[] = {
    { 'n', "factor", "N", SV_OPTION_COUNT, offsetof(struct options, factor),
      "multiply by N", true },
    { 's', "shard", "K/N", SV_OPTION_SHARD, offsetof(struct options, shard),
      "only the K-th part", true },
};

/* Makes microdata.h5 of four numbers. */
static enum sv_status
read_in(struct sv_stage *stage, const void *options, struct sv_fault *fault)
{
    const struct options *o = options;
    const unsigned factor = o->factor > 0 ? o->factor : 1;
    const char *path = sv_stage_path(stage, "microdata.h5", fault);
    double x[4];
    struct sv_store_maker *maker;
    struct sv_digest digest;

    for (unsigned i = 0; i < 4; i++)
        x[i] = 2.385 * i * factor;
    if (path == NULL
        || sv_store_begin(&maker, path, "microdata", 1, fault) != SV_OK)
        return fault->status;
    if (sv_store_put(maker, "x", SV_F64, 4, x, fault) != SV_OK
        || sv_stage_provenance(stage, maker, fault) != SV_OK) {
        sv_store_abandon(maker);
        return fault->status;
    }
    if (sv_store_seal(maker, &digest, fault) != SV_OK
        || sv_stage_count(stage, "rows", 4, fault) != SV_OK)
        return fault->status;
    sv_stage_warn(stage, "%d rows are made up", 4);
    return sv_stage_output(stage, "microdata.h5", &digest, fault);
}

/* Prints the sum of what microdata.h5 holds. */
static enum sv_status
sum_up(struct sv_stage *stage, const void *options, struct sv_fault *fault)
{
    struct sv_store *store;
    const void *x;
    double sum = 0;
    enum sv_status status = sv_stage_input(&store, stage, "microdata.h5",
                                           "microdata", 1, fault);

    (void) options;
    if (status != SV_OK)
        return status;
    status = sv_store_typed(&x, store, "x", SV_F64, 4, fault);
    for (unsigned i = 0; status == SV_OK && i < 4; i++)
        sum += ((const double *) x)[i];
    sv_store_close(store);
    printf("%.3f\n", sum);
    return status;
}

/* Begins an artifact, says so, and never ends. */
static enum sv_status
hang(struct sv_stage *stage, const void *options, struct sv_fault *fault)
{
    struct sv_store_maker *maker;
    const char *path = sv_stage_path(stage, "slow.h5", fault);

    (void) options;
    if (path == NULL || sv_store_begin(&maker, path, "slow", 1, fault) != SV_OK
        || sv_store_declare(maker, "x", SV_F64, 1000, fault) != SV_OK
        || sv_store_layout(maker, fault) != SV_OK)
        return fault->status;
    puts("hanging");
    fflush(stdout);
    for (;;)
        pause();
}

static enum sv_status
do_nothing(struct sv_stage *stage, const void *options, struct sv_fault *fault)
{
    (void) stage, (void) options, (void) fault;
    puts("nothing");
    return SV_OK;
}

#define PROGRAM(stage, function) { \
    .name = stage, .blurb = "A stage for tests.", .usage = "SURVEY.yaml", \
    .reads = "stones", .writes = "microdata.h5", .cost = "Nothing.", \
    .option = own, .n_options = 2, .run = function }

static const struct sv_program ingest = PROGRAM("ingest", read_in);
static const struct sv_program derive = PROGRAM("derive", sum_up);
static const struct sv_program slow = PROGRAM("slow", hang);
static const struct sv_program idle = PROGRAM("idle", do_nothing);

struct call {
    const struct sv_program *program;
    const char *line;           /* arguments, one blank between them */
};

static int
call_stage(void *data)
{
    const struct call *call = data;
    struct options options = { 0 };
    char line[256], *argv[16] = { 0 }, program[] = "hearth";
    int argc = 0;

    snprintf(line, sizeof line, "%s", call->line);
    argv[argc++] = program;
    for (char *p = strtok(line, " "); p != NULL; p = strtok(NULL, " "))
        argv[argc++] = p;
    return sv_stage_main(call->program, &options, argc, argv);
}

static int
run(const struct sv_program *program, const char *line)
{
    struct call call = { program, line };

    return program_run(call_stage, &call);
}

static const char description[] =
    "survey: {title: Mini}\n"
    "files:\n"
    "  person: {path: person.csv, key: [ID]}\n"
    "design: {weight: W}\n"
    "indicators:\n"
    "  own:\n"
    "    - {code: M1, name: Mean, of: person, mean: X}\n";

static void
enter(void)
{
    files_enter();
    files_write_text("survey.yaml", description);
}

TestSuite(stage, .init = enter);

Test(stage, hands_over_to_the_next)
{
    struct sv_fault fault = { 0 };
    struct sv_manifest *m;
    const json_t *entry;

    cr_assert_eq(run(&ingest, "survey.yaml -o o -q"), 0);
    program_expect("err.txt", "hearth-ingest: note: 4 rows are made up\n");
    cr_assert_eq(run(&derive, "survey.yaml -o o -q"), 0);
    program_expect("out.txt", "14.310\n");
    cr_assert_eq(run(&ingest, "survey.yaml -o o -q --factor=3"), 0);
    cr_assert_eq(run(&derive, "survey.yaml -o o -q"), 0);
    program_expect("out.txt", "42.930\n");

    cr_assert_eq(sv_manifest_read(&m, "o", &fault), SV_OK);
    entry = sv_manifest_entry(m, "ingest");
    cr_expect_eq(json_integer_value(json_object_get(
        json_object_get(entry, "notes"), "rows")), 4);
    cr_expect_eq(json_integer_value(json_object_get(
        json_object_get(entry, "options"), "factor")), 3);
    cr_expect_eq(json_array_size(json_object_get(entry, "warnings")), 1);
    cr_expect_null(sv_manifest_entry(m, "derive"), "it wrote nothing");
    sv_manifest_free(m);
}

/* Neither the folder of results nor the number of threads makes another
 * file; an option that changes results does. */
Test(stage, equal_contents_are_equal_files)
{
    struct sv_fault fault = { 0 };
    struct sv_digest one, other;

    cr_assert_eq(run(&ingest, "survey.yaml -o o -q"), 0);
    cr_assert_eq(run(&ingest, "./survey.yaml -o p -q -j 3"), 0);
    cr_assert_eq(sv_digest_file(&one, NULL, "o/microdata.h5", &fault), SV_OK);
    cr_assert_eq(sv_digest_file(&other, NULL, "p/microdata.h5", &fault), SV_OK);
    cr_expect(sv_digest_same(&one, &other));
    cr_assert_eq(run(&ingest, "survey.yaml -o p -q -n 1"), 0);
    cr_assert_eq(sv_digest_file(&other, NULL, "p/microdata.h5", &fault), SV_OK);
    cr_expect_not(sv_digest_same(&one, &other));
}

Test(stage, shards_have_entries_of_their_own)
{
    struct sv_fault fault = { 0 };
    struct sv_manifest *m;

    cr_assert_eq(run(&ingest, "survey.yaml -o o -q --shard 2/5"), 0);
    cr_assert_eq(sv_manifest_read(&m, "o", &fault), SV_OK);
    cr_expect_not_null(sv_manifest_entry(m, "ingest 2/5"));
    cr_expect_null(sv_manifest_entry(m, "ingest"));
    sv_manifest_free(m);
}

Test(stage, input_that_is_not_there)
{
    cr_expect_eq(run(&derive, "survey.yaml -o o -q"), SV_DATA);
    program_expect("err.txt", "hearth-derive: o/microdata.h5: is not in the "
                   "manifest of this folder; run the stage that makes it\n");
    cr_assert_eq(run(&ingest, "survey.yaml -o o -q"), 0);
    cr_assert_eq(unlink("o/microdata.h5"), 0);
    cr_expect_eq(run(&derive, "survey.yaml -o o -q"), SV_DATA);
    program_expect("err.txt", "hearth-derive: o/microdata.h5: is not there any "
                   "more; run hearth-ingest again\n");
}

Test(stage, input_that_has_changed)
{
    cr_assert_eq(run(&ingest, "survey.yaml -o o -q"), 0);
    files_flip_byte("o/microdata.h5", 4097);
    cr_expect_eq(run(&derive, "survey.yaml -o o -q"), SV_DATA);
    program_expect("err.txt", "hearth-derive: o/microdata.h5: has changed "
                   "since it was made; run the stage that makes it again\n");
    program_expect("out.txt", "");
}

Test(stage, input_of_an_older_description)
{
    char expected[1024], text[1024], *folder = getcwd(NULL, 0);

    cr_assert_eq(run(&ingest, "survey.yaml -o o -q"), 0);
    files_write_text("survey.yaml", description);
    cr_assert_eq(run(&derive, "survey.yaml -o o -q"), 0, "contents count");
    snprintf(text, sizeof text, "%s# a comment\n", description);
    files_write_text("survey.yaml", text);
    cr_expect_eq(run(&derive, "survey.yaml -o o -q"), SV_DATA);
    snprintf(expected, sizeof expected, "hearth-derive: o/microdata.h5: was "
             "made from other inputs than there are now (%s/survey.yaml has "
             "changed); run hearth-ingest again\n", folder);
    program_expect("err.txt", expected);
    free(folder);
}

/* The description that the artifact was made for is still there, unchanged;
 * but it is not the one that is asked for now. */
Test(stage, input_of_another_description)
{
    char text[1024];

    cr_assert_eq(run(&ingest, "survey.yaml -o o -q"), 0);
    snprintf(text, sizeof text, "%s# another round\n", description);
    files_write_text("other.yaml", text);
    cr_expect_eq(run(&derive, "other.yaml -o o -q"), SV_DATA);
    program_expect("err.txt", "hearth-derive: o/microdata.h5: was made for "
                   "another description than other.yaml; run hearth-ingest "
                   "again\n");
}

Test(stage, command_lines_that_are_wrong)
{
    static const struct { const char *line, *sentence; } cases[] = {
        { "-o o", "takes the survey description, SURVEY.yaml" },
        { "survey.yaml other.yaml -o o", "but got 'other.yaml'" },
        { "survey.yaml -o survey.yaml", "survey.yaml: is not a folder" },
        { "survey.yaml -n 0", "--factor takes a whole number from 1" },
        { "survey.yaml -n +3", "--factor takes a whole number from 1" },
        { "survey.yaml -n 2x", "--factor takes a whole number from 1" },
        { "survey.yaml --factor", "requires an argument" },
        { "survey.yaml -j 99999999999999999999", "--jobs takes a whole" },
        { "survey.yaml -s 3/2", "--shard takes K/N" },
        { "survey.yaml -s 0/2", "--shard takes K/N" },
        { "survey.yaml -s 1/2/", "--shard takes K/N" },
        { "survey.yaml -s 1", "--shard takes K/N" },
        { "survey.yaml --wieght", "unrecognized option" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *text;

        cr_expect_eq(run(&ingest, cases[i].line), SV_USAGE, "%s",
                     cases[i].line);
        text = files_read("err.txt", NULL);
        cr_expect_not_null(strstr(text, cases[i].sentence), "%s: %s",
                           cases[i].line, text);
        free(text);
    }
    cr_expect_eq(scratch_count("o"), -1, "a wrong line makes nothing");
}

Test(stage, help_and_version_go_to_standard_output)
{
    static const char *const said[] = {
        "A stage for tests.", "SURVEY.yaml", "-n, --factor=N", "multiply by N",
        "-j, --jobs=N", "Reads:", "stones", "Writes:", "microdata.h5",
        "Nothing.", "2 wrong usage",
    };
    char *text;

    cr_expect_eq(run(&ingest, "--help"), 0);
    text = files_read("out.txt", NULL);
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        cr_expect_not_null(strstr(text, said[i]), "%s", said[i]);
    free(text);
    program_expect("err.txt", "");
    cr_expect_eq(run(&ingest, "--version"), 0);
    program_expect("out.txt", "hearth-ingest " SV_VERSION "\n");
}

static int
print_to_full_disk(void *data)
{
    return freopen("/dev/full", "w", stdout) != NULL ? call_stage(data) : 99;
}

Test(stage, lost_output_is_a_failure)
{
    struct call call = { &idle, "survey.yaml -o o -q" };

    cr_expect_eq(program_run(print_to_full_disk, &call), SV_SYSTEM);
    program_expect("err.txt", "hearth-idle: standard output cannot be "
                   "written: No space left on device\n");
}

static void
wait_for_file_of(const char *path, size_t size)
{
    const struct timespec moment = { 0, 5000000 };

    for (unsigned i = 0; i < 1000; i++) {
        size_t n;

        if (access(path, F_OK) == 0) {
            free(files_read(path, &n));
            if (n >= size)
                return;
        }
        nanosleep(&moment, NULL);
    }
    cr_assert_fail("%s never came", path);
}

/* Ctrl-C: what was being written is gone, and the caller sees the signal. */
Test(stage, signals_clean_up)
{
    static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
    struct call call = { &slow, "survey.yaml -o o -q" };

    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        int child;

        unlink("out.txt");
        child = program_start(call_stage, &call);
        wait_for_file_of("out.txt", strlen("hanging\n"));
        cr_expect_eq(scratch_count("o"), 1, "the temporary is there");
        kill(child, signals[i]);
        cr_expect_eq(program_wait(child), 128 + signals[i]);
        cr_expect_eq(scratch_count("o"), 0);
    }
}

static int
call_under_nohup(void *data)
{
    signal(SIGHUP, SIG_IGN);
    return call_stage(data);
}

Test(stage, hang_up_that_is_ignored_ends_nothing)
{
    const struct timespec moment = { 0, 100000000 };
    struct call call = { &slow, "survey.yaml -o o -q" };
    const int child = program_start(call_under_nohup, &call);

    wait_for_file_of("out.txt", strlen("hanging\n"));
    kill(child, SIGHUP);
    nanosleep(&moment, NULL);
    cr_expect_eq(scratch_count("o"), 1);
    kill(child, SIGTERM);
    cr_expect_eq(program_wait(child), 128 + SIGTERM);
}

/* kill -9 leaves a temporary; the next run of any stage removes it. */
Test(stage, next_run_removes_what_a_killed_one_left)
{
    struct call call = { &slow, "survey.yaml -o o -q" };
    const int child = program_start(call_stage, &call);

    wait_for_file_of("out.txt", strlen("hanging\n"));
    kill(child, SIGKILL);
    cr_expect_eq(program_wait(child), 128 + SIGKILL);
    cr_expect_eq(scratch_count("o"), 1);
    cr_expect_eq(run(&idle, "survey.yaml -o o -q"), 0);
    cr_expect_eq(scratch_count("o"), 0);
}

Test(stage, one_line_at_the_end_where_there_is_no_terminal)
{
    char *text;

    cr_assert_eq(run(&idle, "survey.yaml -o o"), 0);
    text = files_read("err.txt", NULL);
    cr_expect(strncmp(text, "idle ", 5) == 0
              && strstr(text, " 0 rows, 0.0") != NULL
              && strchr(text, '\n') == text + strlen(text) - 1
              && strchr(text, '\r') == NULL, "%s", text);
    free(text);
}
