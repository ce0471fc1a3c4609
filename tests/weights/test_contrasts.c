/* test_contrasts.c - functions of several cells, and covariance matrices. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdlib.h>

#include "tests/weights/hand_design.h"
#include "weights/contrasts.h"

static const uint32_t sizes[] = { 6, 5, 7 };
static const double populations[] = { 31, 17, 44 };

/* Two cells of one design that share every third PSU. */
struct pair {
    struct hand_design h;
    uint32_t members[2][HAND_UNITS];
    struct sv_quantity cells[2];
    double total[2][SV_MAX_TERMS];
    uint32_t unit[2][HAND_UNITS];
    double z[2][HAND_UNITS];
    struct sv_scores scores[2];
};

static void
make(struct pair *p)
{
    const struct sv_estimator *mean = sv_estimator_find("mean");

    hand_design_make(&p->h, 3, sizes, populations, "fail");
    for (int k = 0; k < 2; k++) {
        for (size_t i = 0; i < p->h.n; i++)
            p->members[k][i] = i % 3 == 0 || i % 3 == 1 + (size_t) k;
        p->cells[k] = (struct sv_quantity) { .estimator = mean,
                                                  .rows = p->h.rows };
        p->cells[k].rows.members = p->members[k];
        p->scores[k] = (struct sv_scores) { 0, p->unit[k], p->z[k] };
        sv_totals(p->total[k], mean, &p->cells[k].rows);
        sv_scores_of(&p->scores[k], mean, p->total[k], &p->cells[k].rows);
    }
}

static struct sv_contrast
ask(const struct pair *p, const char *rule, const double *c)
{
    void *scratch = malloc(sv_contrast_scratch(p->h.design, 2, 0));
    const struct sv_contrast out =
        sv_contrast(p->h.design, sv_contrast_find(rule), c, p->cells, 2,
                    scratch);

    free(scratch);
    return out;
}

/* c' V c with the matrix of covariances, and the delta method. */
Test(contrasts, variances_are_those_of_the_covariance_matrix)
{
    static const double c[] = { 0.613, -1.871 };
    struct pair p;
    double v[4], a, b, want;
    struct sv_contrast got;

    make(&p);
    sv_covariance_matrix(v, p.h.design, p.scores, 2, p.h.scratch);
    a = p.total[0][0] / p.total[0][1];
    b = p.total[1][0] / p.total[1][1];
    cr_expect(v[1] == v[2] && fabs(v[1]) > 1e-3 * v[0]);

    got = ask(&p, "difference", NULL);
    cr_expect(epsilon_eq(dbl, got.value, a - b, 1e-12));
    cr_expect(epsilon_eq(dbl, got.se * got.se, v[0] - 2 * v[1] + v[3], 1e-12));
    got = ask(&p, "ratio", NULL);
    want = (v[0] - 2 * a / b * v[1] + a * a / b / b * v[3]) / b / b;
    cr_expect(epsilon_eq(dbl, got.value, a / b, 1e-12));
    cr_expect(epsilon_eq(dbl, got.se * got.se, want, 1e-12));
    got = ask(&p, "linear", c);
    want = c[0] * c[0] * v[0] + 2 * c[0] * c[1] * v[1] + c[1] * c[1] * v[3];
    cr_expect(epsilon_eq(dbl, got.value, c[0] * a + c[1] * b, 1e-12));
    cr_expect(epsilon_eq(dbl, got.se * got.se, want, 1e-12));
    cr_expect(eq(sz, got.support.psus, 18));
    cr_expect(eq(sz, got.support.strata, 3));
    cr_expect(eq(u64, got.support.n, 24));
    hand_design_free(&p.h);
}

/* As quantiles are: the covariance is their correlation times the standard errors
 * that slopes give them. */
Test(contrasts, inverses_have_values_and_slopes_of_their_own)
{
    static const struct sv_inverse by[] = { { .value = 61.3, .slope = -7.9 },
                                            { .value = 48.7, .slope = -0.83 } };
    struct pair p;
    double v[4], se[2], r, g[2];
    struct sv_contrast got;

    make(&p);
    sv_covariance_matrix(v, p.h.design, p.scores, 2, p.h.scratch);
    r = v[1] / sqrt(v[0] * v[3]);
    for (int k = 0; k < 2; k++) {
        p.cells[k].inverse = &by[k];
        se[k] = -by[k].slope * sqrt(v[3 * k]);
    }
    got = ask(&p, "difference", NULL);
    cr_expect(epsilon_eq(dbl, got.value, 61.3 - 48.7, 1e-12));
    cr_expect(epsilon_eq(dbl, got.se * got.se, se[0] * se[0] + se[1] * se[1]
                                  - 2 * r * se[0] * se[1], 1e-11));
    got = ask(&p, "ratio", NULL);
    g[0] = se[0] / 48.7;
    g[1] = se[1] * 61.3 / (48.7 * 48.7);
    cr_expect(epsilon_eq(dbl, got.value, 61.3 / 48.7, 1e-14));
    cr_expect(epsilon_eq(dbl, got.se * got.se, g[0] * g[0] + g[1] * g[1]
                                  - 2 * r * g[0] * g[1], 1e-13));
    hand_design_free(&p.h);
}

Test(contrasts, an_inverse_without_error_leaves_none)
{
    const struct sv_inverse open = { .value = 61.3, .flags = SV_FLAG_OPEN };
    struct pair p;
    struct sv_contrast got;

    make(&p);
    p.cells[1].inverse = &open;
    got = ask(&p, "difference", NULL);
    cr_expect(got.value < -60 && isnan(got.se));
    cr_expect(eq(u32, got.flags, SV_FLAG_OPEN));
    hand_design_free(&p.h);
}

/* A cell less itself is 0, exactly. */
Test(contrasts, a_cell_does_not_differ_from_itself)
{
    struct pair p;
    struct sv_contrast got;

    make(&p);
    p.cells[1] = p.cells[0];
    got = ask(&p, "difference", NULL);
    cr_expect(got.value == 0 && got.se == 0 && got.flags == 0);
    got = ask(&p, "ratio", NULL);
    cr_expect(got.value == 1);
    cr_expect(epsilon_eq(dbl, got.se, 0, 1e-17));
    hand_design_free(&p.h);
}

Test(contrasts, an_empty_cell_leaves_nothing_to_compare)
{
    struct pair p;
    struct sv_contrast got;

    make(&p);
    for (size_t i = 0; i < p.h.n; i++)
        p.members[1][i] = 0;
    got = ask(&p, "difference", NULL);
    cr_expect(isnan(got.value) && isnan(got.se));
    cr_expect(got.flags & SV_FLAG_EMPTY);
    hand_design_free(&p.h);
}

/* A difference of totals by JKn is that by linearisation, with the same
 * covariances. */
Test(contrasts, replicates_repeat_the_contrast)
{
    const struct sv_replicate_options options = { 0 };
    const struct sv_estimator *total = sv_estimator_find("total");
    struct sv_fault fault = { 0 };
    struct pair p;
    struct sv_replicates reps;
    struct sv_repeated cells[2];
    double values[3][HAND_UNITS], theta[2], v[4], matrix[4];
    struct sv_contrast got;
    struct sv_estimate one;
    void *scratch;

    make(&p);
    cr_assert(sv_replicates_make(&reps, p.h.design, sv_replicate_find("jkn"),
                                 &options, &fault) == SV_OK);
    scratch = malloc(sv_replicate_scratch(&reps, p.h.design));
    for (int k = 0; k < 2; k++) {
        p.cells[k].estimator = total;
        one = sv_replicate_cell(values[k], &reps, p.h.design, total,
                                &p.cells[k].rows, false, scratch);
        cells[k] = (struct sv_repeated) { one.value, values[k] };
        sv_totals(p.total[k], total, &p.cells[k].rows);
        sv_scores_of(&p.scores[k], total, p.total[k], &p.cells[k].rows);
    }
    got = ask(&p, "difference", NULL);
    sv_contrast_repeat(values[2], &reps, sv_contrast_find("difference"), NULL,
                       cells, 2, theta);
    cr_expect(epsilon_eq(dbl, sqrt(sv_replicate_variance(
        &reps, &(struct sv_repeated) { got.value, values[2] }, true, NULL)),
        got.se, 1e-10 * got.se));
    sv_covariance_matrix(matrix, p.h.design, p.scores, 2, p.h.scratch);
    sv_replicate_covariance_matrix(v, &reps, cells, 2, false);
    for (int k = 0; k < 4; k++)
        cr_expect(epsilon_eq(dbl, v[k], matrix[k], 1e-10 * matrix[0]));
    free(scratch);
    sv_replicates_free(&reps);
    hand_design_free(&p.h);
}
