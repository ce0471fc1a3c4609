/* test_manifest.c - what is recorded, what is current, and why not. */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "pipeline/manifest.h"
#include "pipeline/output.h"
#include "tests/helpers/files.h"
#include "tests/helpers/scratch.h"

TestSuite(manifest, .init = files_enter);

/* Records STAGE: from FILE (a description, if it ends in .yaml) or, where FILE
 * has no dot, from the artifact of that name; made ARTIFACT with DIGEST. */
static enum sv_status
record(const char *stage, const char *file, const char *artifact,
       const char *digest, struct sv_fault *fault)
{
    json_t *entry = json_pack("{s:[], s:[{s:s, s:s}]}", "inputs", "outputs",
                              "name", artifact, "digest", digest);
    json_t *input;
    struct sv_manifest *m;
    struct sv_digest found = { "" };
    enum sv_status status;

    if (strchr(file, '.') == NULL) {
        cr_assert_eq(sv_manifest_read(&m, ".", fault), SV_OK);
        sv_manifest_maker(m, file, &found);
        sv_manifest_free(m);
        input = json_pack("{s:s, s:s}", "artifact", file, "digest", found.hex);
    } else {
        cr_assert_eq(sv_digest_file(&found, NULL, file, fault), SV_OK);
        input = json_pack("{s:s, s:s, s:b}", "path", file, "digest", found.hex,
                          "description", strstr(file, ".yaml") != NULL);
    }
    json_array_append_new(json_object_get(entry, "inputs"), input);
    status = sv_manifest_record(".", stage, entry, fault);
    json_decref(entry);
    return status;
}

/* Why STAGE is stale; "" if it is not. */
static const char *
stale(const char *stage, bool files)
{
    static char why[256];
    struct sv_fault fault = { 0 };
    struct sv_manifest *m;

    cr_assert_eq(sv_manifest_read(&m, ".", &fault), SV_OK, "%s", fault.text);
    why[0] = '\0';
    sv_manifest_is_stale(m, stage, files, why, sizeof why);
    sv_manifest_free(m);
    return why;
}

static void
make_three_stages(struct sv_fault *fault)
{
    files_write_text("survey.yaml", "survey: {title: A}\n");
    files_write_text("hh.csv", "id,w\n1,2.385\n");
    cr_assert_eq(record("describe", "survey.yaml", "plan", "0a", fault), SV_OK);
    cr_assert_eq(record("ingest", "hh.csv", "micro", "1b", fault), SV_OK);
    cr_assert_eq(record("derive", "micro", "units", "2c", fault), SV_OK);
    cr_assert_eq(record("tally", "units", "fold", "3d", fault), SV_OK);
}

Test(manifest, is_empty_where_there_is_none)
{
    struct sv_fault fault = { 0 };
    struct sv_manifest *m;
    struct sv_digest digest;

    cr_assert_eq(sv_manifest_read(&m, ".", &fault), SV_OK);
    cr_expect_null(sv_manifest_entry(m, "ingest"));
    cr_expect_null(sv_manifest_maker(m, "micro", &digest));
    sv_manifest_free(m);
    cr_expect_str_eq(stale("ingest", true), "it has not been run");
}

Test(manifest, tells_who_made_what)
{
    struct sv_fault fault = { 0 };
    struct sv_manifest *m;
    struct sv_digest digest = { "" };

    make_three_stages(&fault);
    cr_assert_eq(record("derive", "micro", "units", "2c2c", &fault), SV_OK);
    cr_assert_eq(sv_manifest_read(&m, ".", &fault), SV_OK);
    cr_expect_str_eq(sv_manifest_maker(m, "units", &digest), "derive");
    cr_expect_str_eq(digest.hex, "2c2c", "the last run counts");
    cr_expect_str_eq(sv_manifest_maker(m, "micro", &digest), "ingest");
    cr_expect_null(sv_manifest_maker(m, "microdata", &digest));
    sv_manifest_free(m);
}

Test(manifest, current_until_something_changes)
{
    struct sv_fault fault = { 0 };

    make_three_stages(&fault);
    cr_expect_str_eq(stale("tally", true), "");
    cr_expect_str_eq(stale("describe", false), "");

    files_write_text("hh.csv", "id,w\n1,2.386\n");
    cr_expect_str_eq(stale("tally", true), "hh.csv has changed");
    cr_expect_str_eq(stale("tally", false), "", "data are not asked for");
    cr_assert_eq(unlink("hh.csv"), 0);
    cr_expect_str_eq(stale("derive", true), "hh.csv cannot be read");

    files_write_text("survey.yaml", "survey: {title: B}\n");
    cr_expect_str_eq(stale("describe", false), "survey.yaml has changed");
}

Test(manifest, chain_of_artifacts)
{
    struct sv_fault fault = { 0 };

    make_three_stages(&fault);
    cr_assert_eq(record("ingest", "hh.csv", "micro", "1bb", &fault), SV_OK);
    cr_expect_str_eq(stale("ingest", true), "");
    cr_expect_str_eq(stale("derive", true), "micro has been made again since");
    cr_expect_str_eq(stale("tally", true), "micro has been made again since");

    cr_assert_eq(record("derive", "micro", "units", "2cc", &fault), SV_OK);
    cr_expect_str_eq(stale("derive", true), "");
    cr_expect_str_eq(stale("tally", true), "units has been made again since");

    cr_assert_eq(record("ingest", "hh.csv", "data", "1bb", &fault), SV_OK);
    cr_expect_str_eq(stale("derive", true), "micro is not there");
}

/* A manifest that somebody edited must not send us round in circles. */
Test(manifest, that_goes_in_circles)
{
    files_write_text("manifest.json", "{\"stages\": {"
        "\"a\": {\"inputs\": [{\"artifact\": \"y\", \"digest\": \"2\"}],"
        " \"outputs\": [{\"name\": \"x\", \"digest\": \"1\"}]},"
        "\"b\": {\"inputs\": [{\"artifact\": \"x\", \"digest\": \"1\"}],"
        " \"outputs\": [{\"name\": \"y\", \"digest\": \"2\"}]}}}");
    cr_expect_str_eq(stale("a", true), "the manifest makes no sense");
}

Test(manifest, that_is_none_is_refused)
{
    static const struct { const char *text, *sentence; } cases[] = {
        { "{\"stages\": {", "./manifest.json: cannot be understood; remove it, "
                            "and the run begins anew" },
        { "", "./manifest.json: cannot be understood; remove it, and the run "
              "begins anew" },
        { "{\"stages\": {}, \"stages\": {}}", "./manifest.json: cannot be "
          "understood; remove it, and the run begins anew" },
        { "{\"stages\": []}", "./manifest.json: is not a manifest; remove it, "
                              "and the run begins anew" },
        { "[]", "./manifest.json: is not a manifest; remove it, and the run "
                "begins anew" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sv_fault fault = { 0 };
        struct sv_manifest *m = NULL;

        files_write_text("manifest.json", cases[i].text);
        cr_expect_eq(sv_manifest_read(&m, ".", &fault), SV_DATA);
        cr_expect_str_eq(fault.text, cases[i].sentence);
        cr_expect_null(m);
    }
}

/* Shards that finish at once: no entry is lost. */
Test(manifest, many_writers)
{
    enum { WRITERS = 6, ROUNDS = 15 };
    struct sv_fault fault = { 0 };
    struct sv_manifest *m;
    char name[32];

    files_write_text("hh.csv", "id\n");
    for (int w = 0; w < WRITERS; w++) {
        if (fork() != 0)
            continue;
        for (int r = 0; r < ROUNDS; r++) {
            snprintf(name, sizeof name, "tally %d/%d", w * ROUNDS + r + 1,
                     WRITERS * ROUNDS);
            if (record(name, "hh.csv", name, "1", &fault) != SV_OK)
                _exit(1);
        }
        _exit(0);
    }
    for (int w = 0; w < WRITERS; w++) {
        int ended;

        cr_assert_gt(wait(&ended), 0);
        cr_assert_eq(ended, 0);
    }
    cr_assert_eq(sv_manifest_read(&m, ".", &fault), SV_OK);
    for (int i = 1; i <= WRITERS * ROUNDS; i++) {
        snprintf(name, sizeof name, "tally %d/%d", i, WRITERS * ROUNDS);
        cr_expect_not_null(sv_manifest_entry(m, name), "%s is lost", name);
    }
    sv_manifest_free(m);
}

/* Killed at any moment, the manifest is a manifest. */
Test(manifest, killed_writers)
{
    struct sv_fault fault = { 0 };

    make_three_stages(&fault);
    for (unsigned i = 0; i < 30; i++) {
        const struct timespec wait = { 0, 500000 + 171000 * (long) i };
        const pid_t child = fork();

        if (child == 0)
            for (;;)
                if (record("more", "units", "x", "9", &fault) != SV_OK)
                    _exit(1);
        nanosleep(&wait, NULL);
        kill(child, SIGKILL);
        cr_assert_eq(waitpid(child, NULL, 0), child);
        cr_assert_str_eq(stale("tally", true), "");
    }
    cr_assert_eq(record("last", "units", "y", "8", &fault), SV_OK,
                 "the lock outlives who held it");
    sv_remove_temporaries(".", 0);
    cr_expect_eq(scratch_count("."), 4);        /* manifest, lock, two inputs */
}

Test(manifest, full_disk_keeps_the_old_one)
{
    const struct rlimit small = { 1024, 1024 };
    struct sv_fault fault = { 0 };
    char *name = calloc(1, 4000);

    make_three_stages(&fault);
    memset(name, 'x', 3999);
    signal(SIGXFSZ, SIG_IGN);
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
    cr_expect_eq(record("more", "units", name, "9", &fault), SV_SYSTEM);
    cr_expect_not_null(strstr(fault.text, "./manifest.json: cannot be written"),
                       "%s", fault.text);
    cr_expect_str_eq(stale("tally", true), "");
    cr_expect_eq(scratch_count("."), 4);
    free(name);
}
