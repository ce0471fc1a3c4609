/* regression_variance.c - what the coefficients of a model are worth. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "weights/contrasts.h"
#include "weights/regression.h"
#include "weights/symmetric.h"

/* OUT = A^-1 x of a pattern. */
static void
lever(double *out, const struct sv_fit *fit, const double *x)
{
    for (size_t k = 0; k < fit->p; k++) {
        out[k] = 0;
        for (size_t j = 0; !fit->left_out[k] && j < fit->p; j++)
            out[k] += fit->inverse[k * fit->p + j] * x[j];
    }
}

enum sv_status
sv_fit_influence(double *z, const struct sv_fit *fit,
                 const struct sv_patterns *patterns,
                 const struct sv_pattern_rows *rows, struct sv_fault *fault)
{
    double *const by = malloc((fit->p + 1) * sizeof *by);

    if (by == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for a model");
    for (size_t i = 0; i < patterns->n; i++) {
        lever(by, fit, patterns->x + i * fit->p);
        for (uint64_t r = rows->first[i]; r < rows->first[i + 1]; r++) {
            const double e = rows->wy[r] - rows->w[r] * fit->mu[i];
            double *const at = z + rows->unit[r] * fit->p;

            for (size_t k = 0; k < fit->p; k++)
                at[k] += by[k] * e;
        }
    }
    free(by);
    return SV_OK;
}

enum sv_status
sv_fit_cross(double *cross, const struct sv_fit *fit, const double *x,
             double e, const struct sv_cross_rows *rows,
             struct sv_fault *fault)
{
    double *const by = malloc((fit->p + 1) * sizeof *by);

    if (by == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for a model");
    lever(by, fit, x);
    for (uint64_t r = rows->from; r < rows->to; r++)
        for (size_t k = 0; k < fit->p; k++)
            cross[rows->column[r] * fit->p + k] += rows->wv[r] * e * by[k];
    free(by);
    return SV_OK;
}

/* Z by column: scores of the units that count. */
static void
column_of(struct sv_scores *out, const double *z, size_t p, size_t k,
          const bool *inside, size_t n_units)
{
    out->n = 0;
    for (size_t i = 0; i < n_units; i++)
        if (inside[i]) {
            out->unit[out->n] = (uint32_t) i;
            out->z[out->n++] = z[i * p + k];
        }
}

enum sv_status
sv_fit_covariance(double *v, const struct sv_design *d,
                  const struct sv_fit *fit, const double *z,
                  const bool *inside, struct sv_fault *fault)
{
    const size_t n = sv_design_n_lowest(d), p = fit->p;
    void *scratch = malloc(sv_linear_scratch(d));
    struct sv_scores *score = calloc(p + 1, sizeof *score);
    uint32_t *unit = calloc(n + 1, sizeof *unit);
    double *numbers = calloc(n * p + 1, sizeof *numbers);
    enum sv_status status = SV_OK;

    if (scratch == NULL || score == NULL || unit == NULL || numbers == NULL) {
        status = sv_fail(fault, SV_SYSTEM, "out of memory for the covariance "
                         "of %zu coefficients", p);
    } else {
        for (size_t k = 0; k < p; k++) {
            score[k] = (struct sv_scores){ 0, unit, numbers + k * n };
            column_of(&score[k], z, p, k, inside, n);
        }
        sv_covariance_matrix(v, d, score, p, scratch);
    }
    free(scratch);
    free(score);
    free(unit);
    free(numbers);
    return status;
}

/* The sums of all patterns with the weights of a replicate. */
static void
reweigh(double *w, double *wy, const struct sv_patterns *patterns,
        const struct sv_pattern_rows *rows, const struct sv_design *d,
        const struct sv_replicates *reps, size_t replicate)
{
    const size_t last = sv_design_n_stages(d) - 1;

    for (size_t i = 0; i < patterns->n; i++) {
        w[i] = wy[i] = 0;
        for (uint64_t r = rows->first[i]; r < rows->first[i + 1]; r++) {
            const uint32_t unit = sv_unit_above(d, last, rows->unit[r],
                                                reps->stage);
            const double times = sv_multiplier(reps, unit, replicate);

            w[i] += times * rows->w[r];
            wy[i] += times * rows->wy[r];
        }
    }
}

enum sv_status
sv_fit_again(double *b, const struct sv_fit *fit,
             const struct sv_regression_kind *kind,
             const struct sv_patterns *patterns, const double *w,
             const double *wy, struct sv_fault *fault)
{
    struct sv_patterns again = *patterns;
    struct sv_fit once = { 0 };
    bool sound = true;
    enum sv_status status = SV_OK;

    for (size_t i = 0; i < patterns->n; i++)
        sound = sound && w[i] >= 0;
    again.w = w;
    again.wy = wy;
    if (sound)
        status = sv_regression_fit(&once, kind, &again, fit->b, fault);
    for (size_t k = 0; status == SV_OK && k < fit->p; k++)
        b[k] = sound ? once.b[k] : NAN;
    sv_fit_free(&once);
    return status;
}

enum sv_status
sv_fit_repeat(double *b, const struct sv_fit *fit,
              const struct sv_regression_kind *kind,
              const struct sv_patterns *patterns,
              const struct sv_pattern_rows *rows, const struct sv_design *d,
              const struct sv_replicates *reps, size_t replicate,
              struct sv_fault *fault)
{
    const size_t n = patterns->n;
    double *w = malloc((2 * n + 1) * sizeof *w);
    enum sv_status status;

    if (w == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for replicates of a "
                       "model");
    reweigh(w, w + n, patterns, rows, d, reps, replicate);
    status = sv_fit_again(b, fit, kind, patterns, w, w + n, fault);
    free(w);
    return status;
}

enum sv_status
sv_fit_wald(double *f, size_t *k, const struct sv_fit *fit, const double *v,
            const size_t *column, size_t n, struct sv_fault *fault)
{
    double *a = malloc((n * n + 1) * sizeof *a);
    double *b = malloc((n + 1) * sizeof *b);
    size_t *at = malloc((n + 1) * sizeof *at);
    enum sv_status status = SV_OK;

    *f = NAN;
    *k = 0;
    if (a == NULL || b == NULL || at == NULL) {
        status = sv_fail(fault, SV_SYSTEM, "out of memory for a test of %zu "
                         "coefficients", n);
    } else {
        for (size_t i = 0; i < n; i++)
            if (!fit->left_out[column[i]])
                at[(*k)++] = column[i];
        for (size_t i = 0; i < *k; i++) {
            b[i] = fit->b[at[i]];
            for (size_t j = 0; j < *k; j++)
                a[i * *k + j] = v[at[i] * fit->p + at[j]];
        }
        if (*k > 0)
            *f = sv_inverse_form(a, *k, NULL, b) / (double) *k;
    }
    free(a);
    free(b);
    free(at);
    return status;
}
