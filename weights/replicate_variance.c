/* replicate_variance.c - estimates with each replicate's weights. */
#include <math.h>
#include <string.h>

#include "weights/degrees.h"
#include "weights/replicates.h"

size_t
sv_replicate_scratch(const struct sv_replicates *reps,
                     const struct sv_design *d)
{
    const size_t ours = ((SV_MAX_TERMS + 1) * reps->n + 2 * reps->n_blocks
                         + 1)
                        * sizeof(double);

    return ours > sv_linear_scratch(d) ? ours : sv_linear_scratch(d);
}

/* What the rows of each block weigh in the replicates of its own range, or, of
 * a block that leaves one out, what each replicate leaves out: into TOTAL[n].
 * SUM[n_blocks]: what they weigh in all others. */
static void
spread_rows(double *total, double *sum, const struct sv_replicates *reps,
            const struct sv_design *d, const struct sv_rows *rows, unsigned k)
{
    const size_t last = sv_design_n_stages(d) - 1;

    for (size_t row = 0; row < rows->n; row++) {
        const double t = rows->term[k][row * rows->stride];
        const struct sv_replicate_block *block;
        uint32_t u;

        if (rows->members[row] == 0)
            continue;
        u = sv_unit_above(d, last, rows->unit[row], reps->stage);
        block = &reps->block[reps->block_of[u]];
        sum[reps->block_of[u]] += t;
        if (block->kept > 0) {
            total[block->from + reps->at[u]] += t;
            continue;
        }
        for (size_t r = 0; r < block->n; r++)
            total[block->from + r] += t * reps->value[reps->at[u] + r];
    }
}

/* Turns what each of N replicates leaves out into KEPT times what it keeps.
 * Sums from either end, so that nothing is ever taken away again, and what is
 * not there is exactly 0.  AFTER[n] is scratch. */
static void
keep_others(double *total, size_t n, double kept, double *after)
{
    double before = 0, sum = 0;

    for (size_t r = n; r-- > 0; sum += total[r])
        after[r] = sum;
    for (size_t r = 0; r < n; r++) {
        const double own = total[r];

        total[r] = kept * (before + after[r]);
        before += own;
    }
}

/* Adds to the replicates of each block what all other blocks weigh, again with
 * sums from either end.  AFTER[n_blocks + 1] is scratch. */
static void
add_others(double *total, const double *sum, double *after,
           const struct sv_replicates *reps)
{
    double before = 0;

    after[reps->n_blocks] = 0;
    for (size_t b = reps->n_blocks; b-- > 0;)
        after[b] = after[b + 1] + sum[b];
    for (size_t b = 0; b < reps->n_blocks; b++) {
        const double others = before + after[b + 1];

        for (size_t r = 0; r < reps->block[b].n; r++)
            total[reps->block[b].from + r] += others;
        before += sum[b];
    }
}

void
sv_replicate_values(double *values, const struct sv_replicates *reps,
                    const struct sv_design *d, const struct sv_estimator *e,
                    const struct sv_rows *rows, void *scratch)
{
    double *const total = scratch;      /* [n_terms][n] */
    double *const sum = total + SV_MAX_TERMS * reps->n;
    double *const after = sum + reps->n_blocks; /* [n_blocks + 1] */
    double *const rest = after + reps->n_blocks + 1;    /* [n] */
    const double *term[SV_MAX_TERMS];

    memset(total, 0, e->n_terms * reps->n * sizeof *total);
    for (unsigned k = 0; k < e->n_terms; k++) {
        memset(sum, 0, reps->n_blocks * sizeof *sum);
        spread_rows(total + k * reps->n, sum, reps, d, rows, k);
        for (size_t b = 0; b < reps->n_blocks; b++)
            if (reps->block[b].kept > 0)
                keep_others(total + k * reps->n + reps->block[b].from,
                            reps->block[b].n, reps->block[b].kept, rest);
        add_others(total + k * reps->n, sum, after, reps);
    }
    for (unsigned k = 0; k < e->n_terms; k++)
        term[k] = total + k * reps->n;
    sv_repeated_values(values, reps->n, e, term);
}

static bool
exists(const struct sv_repeated *A, const struct sv_repeated *B, size_t r)
{
    return !isnan(A->values[r]) && !isnan(B->values[r]);
}

/* The mean over the replicates that count and exist in both. */
static double
mean(const struct sv_replicates *reps, const struct sv_repeated *of,
     const struct sv_repeated *A, const struct sv_repeated *B)
{
    double sum = 0, n = 0;

    for (size_t r = 0; r < reps->n; r++)
        if (exists(A, B, r) && reps->rscale[r] > 0) {
            sum += of->values[r];
            n++;
        }
    return sum / n;
}

double
sv_replicate_covariance(const struct sv_replicates *reps,
                        const struct sv_repeated *A,
                        const struct sv_repeated *B, bool mse, size_t *left_out)
{
    const double a = mse ? A->value : mean(reps, A, A, B);
    const double b = mse ? B->value : mean(reps, B, A, B);
    size_t gone = 0;
    double v = 0;

    for (size_t r = 0; r < reps->n; r++)
        if (exists(A, B, r))
            v += reps->rscale[r] * (A->values[r] - a) * (B->values[r] - b);
        else
            gone++;
    if (left_out != NULL)
        *left_out = gone;
    return gone < reps->n ? reps->scale * v : NAN;
}

double
sv_replicate_variance(const struct sv_replicates *reps,
                      const struct sv_repeated *x, bool mse, size_t *left_out)
{
    return sv_replicate_covariance(reps, x, x, mse, left_out);
}

void
sv_repeated_values(double *values, size_t n, const struct sv_estimator *e,
                   const double *const total[SV_MAX_TERMS])
{
    for (size_t r = 0; r < n; r++) {
        double t[SV_MAX_TERMS];

        for (unsigned k = 0; k < e->n_terms; k++)
            t[k] = total[k][r];
        values[r] = e->value(t);
    }
}

double
sv_repeated_root(unsigned *flags, const struct sv_replicates *reps,
                 const struct sv_repeated *x, bool mse)
{
    size_t left_out;
    const double v = sv_replicate_variance(reps, x, mse, &left_out);

    if (left_out > 0)
        *flags |= SV_FLAG_REPLICATES;
    return sqrt(v);
}

struct sv_estimate
sv_repeated_cell(const double *values, const struct sv_replicates *reps,
                 const struct sv_design *d, const struct sv_estimator *e,
                 const struct sv_rows *rows, bool mse, void *scratch)
{
    struct sv_estimate out = { .se = NAN };

    sv_totals(out.total, e, rows);
    out.value = e->value(out.total);
    out.flags = sv_support_flags(d, rows, out.value, scratch);
    if (out.flags == 0)
        out.se = sv_repeated_root(
            &out.flags, reps, &(struct sv_repeated) { out.value, values }, mse);
    return out;
}

struct sv_estimate
sv_replicate_cell(double *values, const struct sv_replicates *reps,
                  const struct sv_design *d, const struct sv_estimator *e,
                  const struct sv_rows *rows, bool mse, void *scratch)
{
    sv_replicate_values(values, reps, d, e, rows, scratch);
    return sv_repeated_cell(values, reps, d, e, rows, mse, scratch);
}
