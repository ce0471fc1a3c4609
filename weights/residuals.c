/* residuals.c - linearisation with calibrated weights, from the tally. */
#include "weights/residuals.h"

#include <assert.h>
#include <math.h>

/* b = M sum_k g[k] cross[k]; T [n_columns] is scratch. */
static void
coefficients(double *b, double *t, const struct sv_residuals *r,
             const struct sv_cross *cross, const double *g, unsigned n_terms)
{
    const size_t p = r->n_columns;

    for (size_t c = 0; c < p; c++) {
        t[c] = 0;
        for (unsigned k = 0; k < n_terms; k++)
            t[c] += g[k] * cross->term[k][c];
    }
    for (size_t c = 0; c < p; c++) {
        b[c] = 0;
        for (size_t l = 0; l < p; l++)
            b[c] += r->matrix[c * p + l] * t[l];
    }
}

void
sv_residual_scores(struct sv_scores *out, const struct sv_residuals *r,
                   const struct sv_estimator *e,
                   const double total[SV_MAX_TERMS],
                   const struct sv_rows *rows, const struct sv_cross *cross,
                   double *b)
{
    const size_t p = r->n_columns;
    double g[SV_MAX_TERMS];

    e->gradient(total, g);
    coefficients(b, b + p, r, cross, g, e->n_terms);
    out->n = r->n_units;
    for (size_t i = 0; i < r->n_units; i++) {
        const double *u = r->units + i * p;
        double z = 0;

        for (size_t c = 0; c < p; c++)
            z -= u[c] * b[c];
        out->unit[i] = (uint32_t) i;
        out->z[i] = z;
    }
    for (size_t i = 0; i < rows->n; i++) {
        double z = 0;

        assert(rows->unit[i] < r->n_units);
        for (unsigned k = 0; rows->members[i] > 0 && k < e->n_terms; k++)
            z += g[k] * rows->term[k][i * rows->stride];
        out->z[rows->unit[i]] += z;
    }
}

struct sv_estimate
sv_estimate_calibrated(const struct sv_design *d, const struct sv_estimator *e,
                       const struct sv_rows *rows, const struct sv_residuals *r,
                       const struct sv_cross *cross, struct sv_scores *scores,
                       double *b, void *scratch)
{
    struct sv_estimate out = sv_estimate_cell(d, e, rows, scratch);

    if (isnan(out.value) || (out.flags & (SV_FLAG_ONE_PSU | SV_FLAG_EMPTY)) != 0)
        return out;
    out.flags &= ~(unsigned) (SV_FLAG_LONELY | SV_FLAG_NEGATIVE);
    sv_residual_scores(scores, r, e, out.total, rows, cross, b);
    out.se = sv_root(&out.flags, sv_variance(d, scores, scratch));
    return out;
}
