/* test_damage.c - damaged files end in a sentence and leave nothing behind. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <criterion/parameterized.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/helpers/files.h"
#include "tests/helpers/scratch.h"
#include "tests/stages/ingest/running.h"
#include "tests/stages/ingest/datasample.h"

enum { MUTATIONS = 60, STEP = 97 };

static const struct sample whole = {
    "STRATUM PSU HH LINE W:d SEX SPEND:d NAME:s20 BORN:t",
    "2 7 71 1 12.5 1 300000 alpha 7305\n"
    "1 3 32 1 10.25 2 -4.125 beta -3653\n"
    "1 3 31 2 10.25 . . _ 20000\n"
    "2 8 81 1 12.5 9 70000.5 gamma .\n",
};

static const char *const kinds[] = { "sav", "sav-rows", "zsav", "por",
                                     "dta-115", "dta-118", "sas7bdat", "xpt-8",
                                     "csv" };

ParameterizedTestParameters(damage, truncated)
{
    static size_t kind[sizeof kinds / sizeof *kinds];

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        kind[i] = i;
    return cr_make_param_array(size_t, kind, sizeof kinds / sizeof *kinds);
}

ParameterizedTestParameters(damage, mutated)
{
    static size_t kind[sizeof kinds / sizeof *kinds];

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        kind[i] = i;
    return cr_make_param_array(size_t, kind, sizeof kinds / sizeof *kinds);
}

/* The file of a kind, written; the caller frees its bytes. */
static char *
make(const char *kind, char path[32], size_t *n)
{
    if (strcmp(kind, "csv") == 0) {
        snprintf(path, 32, "person.csv");
        sample_write_csv(&whole, path);
    } else {
        snprintf(path, 32, "%s", sample_format(kind)->file);
        sample_write(&whole, sample_format(kind), true, true);
    }
    return files_read(path, n);
}

static int
ingest_damaged(const char *path)
{
    char text[512];

    snprintf(text, sizeof text,
             "survey: {title: T, year: 2026}\n"
             "files: {person: {path: %s, key: [HH, LINE]}}\n"
             "design: {strata: [STRATUM], clusters: [PSU], weight: W}\n"
             "indicators: {own: [{code: X, name: X, of: person, mean: SPEND},\n"
             "    {code: Y, name: Y, of: person, proportion: SEX == 1},\n"
             "    {code: Z, name: Z, of: person, mean: BORN,"
             " universe: NAME == 'beta'}]}\n", path);
    return ingest(text, NULL);
}

/* 0 done, or 1 and a sentence that names the file, or the variable that it
 * lost; only whole artifacts. */
static void
expect_sane(const char *kind, const char *path, int status, const char *what,
            size_t at)
{
    const bool made = access("out/microdata.h5", F_OK) == 0;
    char *said = files_read("err.txt", NULL);

    cr_expect(status == 0 || status == 1, "%s %s %zu: status %d: %s", kind,
              what, at, status, said);
    cr_expect(status == 0 || strstr(said, path) != NULL
              || strstr(said, "survey.yaml:3:") != NULL, "%s %s %zu: %s", kind,
              what, at, said);
    cr_expect(made == (status == 0), "%s %s %zu", kind, what, at);
    cr_expect(scratch_count("out") <= (made ? 3 : 1), "%s %s %zu", kind, what,
              at);
    free(said);
    unlink("out/microdata.h5");
    unlink("out/manifest.json");
}

ParameterizedTest(size_t *kind, damage, truncated, .init = files_enter,
                  .timeout = 120)
{
    char path[32];
    size_t n, accepted = 0;
    char *bytes = make(kinds[*kind], path, &n);

    for (size_t cut = 1; cut < n; cut += n > 20000 ? 20 * STEP : STEP) {
        int status;

        files_write(path, bytes, cut);
        status = ingest_damaged(path);
        accepted += status == 0;
        expect_sane(kinds[*kind], path, status, "cut at", cut);
    }
    /* A text can be cut between rows, and the page of a SAS file is padded:
     * only what counts its rows can know. */
    if (strcmp(kinds[*kind], "csv") != 0 && strcmp(kinds[*kind], "por") != 0
        && strcmp(kinds[*kind], "xpt-8") != 0)
        cr_expect(eq(sz, accepted, 0), "%s", kinds[*kind]);
    free(bytes);
}

ParameterizedTest(size_t *kind, damage, mutated, .init = files_enter,
                  .timeout = 120)
{
    char path[32];
    size_t n;
    char *bytes = make(kinds[*kind], path, &n);
    char *copy = malloc(n);
    unsigned seed = 20261124;

    for (size_t i = 0; i < MUTATIONS; i++) {
        memcpy(copy, bytes, n);
        for (int k = rand_r(&seed) % 8; k >= 0; k--)
            copy[(size_t) rand_r(&seed) % n] = (char) rand_r(&seed);
        files_write(path, copy, n);
        expect_sane(kinds[*kind], path, ingest_damaged(path), "mutation", i);
    }
    free(copy);
    free(bytes);
}

/* What SAS writes of a library: all of a data set again behind the first, but
 * for the three cards of the library. */
Test(damage, several_data_sets, .init = files_enter)
{
    static const char *const transport[] = { "xpt-5", "xpt-8" };

    for (size_t k = 0; k < sizeof transport / sizeof *transport; k++) {
        char path[32];
        size_t n;
        char *bytes = make(transport[k], path, &n);
        char *both = malloc(2 * n);

        memcpy(both, bytes, n);
        memcpy(both + n, bytes + 3 * 80, n - 3 * 80);
        files_write(path, both, 2 * n - 3 * 80);
        cr_expect(eq(int, ingest_damaged(path), 1));
        ingest_said("holds 2 data sets");
        free(both);
        free(bytes);
    }
}

Test(damage, cut_within_value_labels, .init = files_enter)
{
    static const char *const with[] = { "dta-111", "dta-115", "dta-118" };

    for (size_t k = 0; k < sizeof with / sizeof *with; k++) {
        char path[32];
        size_t n;
        char *bytes = make(with[k], path, &n);

        for (size_t less = 1; less < 70; less += 3) {
            files_write(path, bytes, n - less);
            cr_expect(eq(int, ingest_damaged(path), 1), "%s, %zu bytes less",
                      with[k], less);
        }
        free(bytes);
    }
}
