/* linear.c - variance by linearisation, from the sparse rows of one cell. */
#include "weights/linear.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>

#include "weights/degrees.h"
#include "weights/pps_parts.h"
#include "weights/stages.h"

void
sv_totals(double total[SV_MAX_TERMS], const struct sv_estimator *e,
          const struct sv_rows *rows)
{
    for (unsigned k = 0; k < SV_MAX_TERMS; k++)
        total[k] = 0;
    for (size_t r = 0; r < rows->n; r++)
        if (rows->members[r] > 0)
            for (unsigned k = 0; k < e->n_terms; k++)
                total[k] += rows->term[k][r * rows->stride];
}

static double
score(const struct sv_estimator *e, const double g[SV_MAX_TERMS],
      const struct sv_rows *rows, size_t r)
{
    double z = 0;

    assert(r == 0 || rows->unit[r - 1] < rows->unit[r]);
    for (unsigned k = 0; k < e->n_terms; k++)
        z += g[k] * rows->term[k][r * rows->stride];
    return z;
}

void
sv_scores_of(struct sv_scores *out, const struct sv_estimator *e,
             const double total[SV_MAX_TERMS], const struct sv_rows *rows)
{
    double g[SV_MAX_TERMS];

    e->gradient(total, g);
    out->n = 0;
    for (size_t r = 0; r < rows->n; r++)
        if (rows->members[r] > 0) {
            out->unit[out->n] = rows->unit[r];
            out->z[out->n++] = score(e, g, rows, r);
        }
}

/* The next unit in either list, from positions I and J; its two scores, 0 in
 * the list that lacks it.  False when both are done. */
static bool
next_pair(struct sv_pair *out, const struct sv_scores *A, size_t *i,
          const struct sv_scores *B, size_t *j)
{
    const bool in_a = *i < A->n && (*j == B->n || A->unit[*i] <= B->unit[*j]);
    const bool in_b = *j < B->n && (*i == A->n || B->unit[*j] <= A->unit[*i]);

    if (!in_a && !in_b)
        return false;
    out->unit = in_a ? A->unit[*i] : B->unit[*j];
    out->a = in_a ? A->z[(*i)++] : 0;
    out->b = in_b ? B->z[(*j)++] : 0;
    return true;
}

void
sv_scores_combine(struct sv_scores *out, double a, const struct sv_scores *A,
                  double b, const struct sv_scores *B)
{
    struct sv_pair p;
    size_t i = 0, j = 0;

    assert(out != A && out != B);
    for (out->n = 0; next_pair(&p, A, &i, B, &j); out->n++) {
        out->unit[out->n] = p.unit;
        out->z[out->n] = a * p.a + b * p.b;
    }
}

/* From the last stage up: what the stage adds, then sums for the one above. */
static double
climb(const struct sv_design *d, struct sv_pairs *pairs, struct sv_sum *sums)
{
    double v = 0;

    for (size_t s = sv_design_n_stages(d); s-- > 0;) {
        v += s == 0 && sv_design_pps(d) != NULL
            ? sv_pps_covariance(d, sv_design_pps(d), pairs, sums)
            : sv_stage_covariance(d, s, pairs, sums);
        if (s > 0)
            sv_stage_fold(pairs, sv_design_group_of(d, s));
    }
    return v;
}

size_t
sv_linear_scratch(const struct sv_design *d)
{
    return sv_stage_scratch_size(d);
}

double
sv_covariance(const struct sv_design *d, const struct sv_scores *A,
              const struct sv_scores *B, void *scratch)
{
    struct sv_pairs pairs;
    struct sv_sum *sums;
    size_t i = 0, j = 0;

    sv_stage_scratch(&pairs, &sums, d, scratch);
    while (next_pair(&pairs.pair[pairs.n], A, &i, B, &j))
        pairs.n++;
    return pairs.n > 0 ? climb(d, &pairs, sums) : NAN;
}

double
sv_variance(const struct sv_design *d, const struct sv_scores *z, void *scratch)
{
    return sv_covariance(d, z, z, scratch);
}

/* The variance of one estimate, its scores going straight into the scratch. */
static double
rows_variance(const struct sv_design *d, const struct sv_estimator *e,
              const double total[SV_MAX_TERMS], const struct sv_rows *rows,
              void *scratch)
{
    struct sv_pairs pairs;
    struct sv_sum *sums;
    double g[SV_MAX_TERMS];

    sv_stage_scratch(&pairs, &sums, d, scratch);
    e->gradient(total, g);
    for (size_t r = 0; r < rows->n; r++)
        if (rows->members[r] > 0) {
            const double z = score(e, g, rows, r);

            pairs.pair[pairs.n++] = (struct sv_pair) { z, z, rows->unit[r] };
        }
    return climb(d, &pairs, sums);
}

double
sv_root(unsigned *flags, double variance)
{
    if (isnan(variance))
        *flags |= SV_FLAG_LONELY;
    else if (variance < 0)
        *flags |= SV_FLAG_NEGATIVE;
    return variance >= 0 ? sqrt(variance) : NAN;
}

struct sv_estimate
sv_estimate_cell(const struct sv_design *d, const struct sv_estimator *e,
                 const struct sv_rows *rows, void *scratch)
{
    struct sv_estimate out = { .se = NAN };

    sv_totals(out.total, e, rows);
    out.value = e->value(out.total);
    out.flags = sv_support_flags(d, rows, out.value, scratch);
    if (out.flags == 0)
        out.se = sv_root(&out.flags,
                         rows_variance(d, e, out.total, rows, scratch));
    return out;
}
