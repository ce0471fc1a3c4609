/* test_modelmatrix.c - the columns of a model. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "weights/modelmatrix.h"

/* Three categories with the second as reference, two, and a number. */
static const struct sv_covariate covariates[] = { { 3, 1 }, { 2, 0 },
                                                  { 0, 0 } };

/* In R: model.matrix(~ f * g + f:x + x) with f relevelled. */
Test(modelmatrix, products_with_the_first_varying_fastest)
{
    struct sv_model_term term[] = { { 1, { 0 }, 0, 0 }, { 1, { 1 }, 0, 0 },
                                    { 1, { 2 }, 0, 0 }, { 2, { 0, 1 }, 0, 0 },
                                    { 2, { 0, 2 }, 0, 0 } };
    static const double value[][3] = { { 0, 1, 2.5 }, { 1, 1, -3.7 },
                                       { 2, 0, 0.4 } };
    static const double want[][9] = {
        { 1, 1, 0, 1, 2.5, 1, 0, 2.5, 0 },
        { 1, 0, 0, 1, -3.7, 0, 0, 0, 0 },
        { 1, 0, 1, 0, 0.4, 0, 0, 0, 0.4 },
    };
    double x[9];

    cr_assert(eq(sz, sv_model_columns(term, 5, covariates), 9));
    cr_expect(eq(sz, term[3].column, 5));
    cr_expect(eq(sz, term[4].n_columns, 2));
    for (size_t i = 0; i < 3; i++) {
        sv_model_row(x, term, 5, covariates, value[i]);
        for (size_t k = 0; k < 9; k++)
            cr_expect(eq(dbl, x[k], want[i][k]), "row %zu, column %zu", i, k);
    }
}

Test(modelmatrix, says_whose_a_column_is)
{
    const struct sv_model_term term = { 2, { 0, 1 }, 5, 2 };
    size_t level[SV_MAX_IN_TERM];

    sv_model_levels(level, &term, covariates, 1);
    cr_expect(eq(sz, level[0], 2));
    cr_expect(eq(sz, level[1], 1));
    sv_model_levels(level, &term, covariates, 0);
    cr_expect(eq(sz, level[0], 0));
}
