/* modelmatrix.c - the columns of a model: from variables to numbers. */
#include "weights/modelmatrix.h"

static size_t
columns_of(const struct sv_covariate *c)
{
    return c->levels == 0 ? 1 : c->levels - 1;
}

size_t
sv_model_columns(struct sv_model_term *terms, size_t n_terms,
                 const struct sv_covariate *covariates)
{
    size_t n = 1;

    for (size_t t = 0; t < n_terms; t++) {
        terms[t].column = n;
        terms[t].n_columns = 1;
        for (size_t i = 0; i < terms[t].n; i++)
            terms[t].n_columns *=
                columns_of(&covariates[terms[t].covariate[i]]);
        n += terms[t].n_columns;
    }
    return n;
}

void
sv_model_levels(size_t level[SV_MAX_IN_TERM], const struct sv_model_term *term,
                const struct sv_covariate *covariates, size_t k)
{
    for (size_t i = 0; i < term->n; i++) {
        const struct sv_covariate *c = &covariates[term->covariate[i]];
        const size_t at = k % columns_of(c);

        level[i] = c->levels == 0 ? 0 : at + (at >= c->reference);
        k /= columns_of(c);
    }
}

void
sv_model_row(double *x, const struct sv_model_term *terms, size_t n_terms,
             const struct sv_covariate *covariates, const double *value)
{
    size_t level[SV_MAX_IN_TERM];

    x[0] = 1;
    for (size_t t = 0; t < n_terms; t++)
        for (size_t k = 0; k < terms[t].n_columns; k++) {
            double *at = &x[terms[t].column + k];

            *at = 1;
            sv_model_levels(level, &terms[t], covariates, k);
            for (size_t i = 0; i < terms[t].n; i++) {
                const size_t c = terms[t].covariate[i];

                *at *= covariates[c].levels == 0 ? value[c]
                       : value[c] == (double) level[i];
            }
        }
}
