/* test_reference_contrasts.c - contrasts of R survey. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/weights/reference_sample.h"
#include "weights/contrasts.h"
#include "weights/formula.h"

enum { DESIGN, KIND, ESTIMATE, SE };

/* Cell 0: D1 = p, cell 1: D1 = q, cell 2: D2 = u. */
static bool
in_cell(double *y, double *x, const struct reference_row *row,
        const void *which)
{
    const size_t cell = *(const size_t *) which;

    *y = row->y;
    *x = 1;
    return !isnan(*y) && (cell == 0 ? row->d1 == 'p' : cell == 1
                          ? row->d1 == 'q' : row->d2 == 'u');
}

Test(reference_contrasts, every_number_of_r_survey)
{
    static const double c[] = { 0.31, 0.54, -0.87 };
    double formula[SV_FORMULA_SIZE];
    static struct reference_fold f[3];
    struct reference_data all;
    size_t n;
    struct reference_line *want =
        reference_lines(&n, "fixtures/reference/methods-contrasts.csv");

    reference_load(&all);
    cr_assert(ge(sz, n, 400));
    cr_assert(sv_formula_of(formula, "v1 v2 - v3 0.37 + / v1 v1 * 1.9 + sqrt + "
                            "v2 neg 40 / exp -"));
    for (size_t i = 0; i < n; i++) {
        const struct sv_contrast_rule *rule =
            sv_contrast_find(want[i].field[KIND]);
        struct sv_quantity cells[3];
        struct reference_sample s;
        struct sv_contrast got;
        void *scratch;

        reference_sample_make(&s, &all, atoi(want[i].field[DESIGN]), NULL);
        for (size_t k = 0; k < 3; k++) {
            reference_fold(&f[k], &s, in_cell, &k);
            cells[k] = (struct sv_quantity) {
                .estimator = sv_estimator_find("mean"), .rows = f[k].rows };
        }
        scratch = malloc(sv_contrast_scratch(s.design, 3, 0));
        got = sv_contrast(s.design, rule,
                          strcmp(rule->name, "formula") == 0 ? formula : c, cells,
                          rule->n_cells > 0 ? rule->n_cells : 3, scratch);
        reference_compare(&want[i], "estimate", got.value,
                          reference_field(&want[i], ESTIMATE), 1e-9);
        if (got.flags == 0)
            reference_compare(&want[i], "se", got.se,
                              reference_field(&want[i], SE), 1e-8);
        free(scratch);
        reference_sample_free(&s);
    }
    free(want);
    reference_free(&all);
}
