/* test_reference_replicates.c - replicates of R survey. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/weights/reference_sample.h"
#include "weights/replicates.h"

enum { DESIGN, TYPE, MSE, INDICATOR, D1, ESTIMATE, SE };
enum { SCALE = 2, REPLICATE, UNIT, MULTIPLIER };

/* The multipliers that R drew for a design by a method. */
static void
take(struct sv_replicates *reps, const struct reference_sample *s,
     const struct reference_line *given, size_t n_given,
     const struct reference_line *want)
{
    const size_t stage = strcmp(want->field[TYPE], "mrbbootstrap") == 0
        ? sv_design_n_stages(s->design) - 1 : 0;
    const size_t n_units = sv_design_n_units(s->design, stage);
    static double flat[100 * 100];
    double multiplier[100 * 100], scale = NAN;
    struct sv_fault fault = { 0 };
    size_t n = 0, seen = 0;

    for (size_t i = 0; i < n_given; i++) {
        const size_t r = (size_t) reference_field(&given[i], REPLICATE);
        const size_t u = (size_t) reference_field(&given[i], UNIT);

        if (strcmp(given[i].field[DESIGN], want->field[DESIGN]) != 0
            || strcmp(given[i].field[TYPE], want->field[TYPE]) != 0)
            continue;
        cr_assert(r <= 100 && u <= n_units && n_units <= 100);
        flat[(r - 1) * n_units + u - 1] = reference_field(&given[i],
                                                          MULTIPLIER);
        scale = reference_field(&given[i], SCALE);
        n = r > n ? r : n;
        seen++;
    }
    cr_assert(eq(sz, seen, n * n_units));
    for (size_t u = 0; u < n_units; u++)
        for (size_t r = 0; r < n; r++)
            multiplier[u * n + r] = flat[r * n_units + u];
    cr_assert(sv_replicates_given(reps, s->design, stage, n, multiplier, scale,
                                  NULL, &fault) == SV_OK);
}

static void
make(struct sv_replicates *reps, const struct reference_sample *s,
     const struct reference_line *want)
{
    const struct sv_replicate_options options = { 0 };
    const char *method = strcmp(want->field[TYPE], "JK1") == 0 ? "jk1" : "jkn";
    struct sv_fault fault = { 0 };

    cr_assert(sv_replicates_make(reps, s->design, sv_replicate_find(method),
                                 &options, &fault) == SV_OK, "design %s: %s",
              want->field[DESIGN], fault.text);
}

static void
check(const struct reference_sample *s, const struct sv_replicates *reps,
      const struct reference_line *want)
{
    static struct reference_fold f;
    const char which[] = { want->field[INDICATOR][0], want->field[D1][0] };
    double *values = malloc(reps->n * sizeof *values);
    void *scratch = malloc(sv_replicate_scratch(reps, s->design));
    struct sv_estimate got;

    reference_fold(&f, s, reference_indicator, which);
    got = sv_replicate_cell(values, reps, s->design,
                            reference_estimator(which[0]), &f.rows,
                            want->field[MSE][0] == '1', scratch);
    reference_compare(want, "estimate", got.value,
                      reference_field(want, ESTIMATE), 1e-9);
    if (!(got.flags & SV_FLAG_ONE_PSU))
        reference_compare(want, "se", got.se, reference_field(want, SE), 1e-8);
    free(scratch);
    free(values);
}

Test(reference_replicates, every_number_of_r_survey)
{
    struct reference_data all;
    size_t n, n_given;
    struct reference_line *want =
        reference_lines(&n, "fixtures/reference/methods-replicates.csv");
    struct reference_line *given =
        reference_lines(&n_given, "fixtures/reference/methods-given.csv");

    reference_load(&all);
    cr_assert(ge(sz, n, 1300));
    for (size_t i = 0; i < n; i++) {
        struct reference_sample s;
        struct sv_replicates reps;

        reference_sample_make(&s, &all, atoi(want[i].field[DESIGN]), NULL);
        if (strncmp(want[i].field[TYPE], "JK", 2) == 0)
            make(&reps, &s, &want[i]);
        else
            take(&reps, &s, given, n_given, &want[i]);
        check(&s, &reps, &want[i]);
        sv_replicates_free(&reps);
        reference_sample_free(&s);
    }
    free(want);
    free(given);
    reference_free(&all);
}
