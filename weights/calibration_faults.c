/* calibration_faults.c - what cannot be calibrated, and what was not. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "weights/calibration.h"
#include "weights/dependent.h"

/* A share in a column below this is rounding. */
static const double some = 1e-6;

double
sv_calibration_distance(const struct sv_calibration *c, const double *got)
{
    double most = 0;

    for (size_t k = 0; k < c->x->n_columns; k++) {
        const double off = fabs(got[k] - c->total[k])
                           / (1 + fabs(c->total[k]));

        if (!(off <= most))     /* so written, NAN is the most of all */
            most = isnan(off) ? INFINITY : off;
    }
    return most;
}

/* Columns that have a total and no one in the sample, or the reverse. */
static void
check_zeros(const struct sv_calibration *c, const double *d, const double *sum,
            bool *used, struct sv_fault *fault)
{
    const struct sv_auxiliary *x = c->x;

    for (size_t j = 0; j < x->n_rows; j++)
        for (size_t e = x->first[j]; e < x->first[j + 1]; e++)
            if (d[j] > 0 && x->value[e] != 0)
                used[x->column[e]] = true;
    for (size_t k = 0; k < x->n_columns; k++)
        if (!isfinite(c->total[k]))
            sv_add(fault, SV_DATA, "%s: its total is not a number", x->name[k]);
        else if (!used[k] && c->total[k] != 0)
            sv_add(fault, SV_DATA, "%s: the population has %.10g, and the "
                   "sample nobody with a weight; join it to another category",
                   x->name[k], c->total[k]);
        else if (used[k] && c->total[k] == 0 && sum[k] > 0)
            sv_add(fault, SV_DATA, "%s: the total is 0, and the sample has "
                   "units there, %.10g by their weights", x->name[k], sum[k]);
}

/* A column that others make up has the total that theirs make up. */
static void
check_column(const struct sv_calibration *c, const double *matrix,
             const double *l, const bool *left, size_t k, double *make,
             struct sv_fault *fault)
{
    const size_t p = c->x->n_columns;
    double total = 0;
    char others[200] = "";
    size_t used = 0;

    for (size_t i = 0; i < p; i++)
        make[i] = matrix[i * p + k];
    sv_dependent_solve(l, left, p, make, 1);
    for (size_t i = 0; i < p; i++) {
        if (left[i])
            continue;
        total += make[i] * c->total[i];
        if (fabs(make[i]) > some && used + 60 < sizeof others)
            used += (size_t) snprintf(others + used, sizeof others - used,
                                      "%s%.50s", used > 0 ? ", " : "",
                                      c->x->name[i]);
    }
    if (fabs(total - c->total[k]) > c->tolerance * (1 + fabs(c->total[k])))
        sv_add(fault, SV_DATA, "%s: its total is %.10g, but in the sample it "
               "is made up of other margins (%s ...), whose totals make it "
               "%.10g; let the totals agree, or leave one out", c->x->name[k],
               c->total[k], others, total);
}

static void
check_dependent(const struct sv_calibration *c, const double *d,
                struct sv_fault *fault)
{
    const size_t p = c->x->n_columns;
    double *matrix = calloc(p * p + 1, sizeof *matrix);
    double *l = calloc(p * p + 1, sizeof *l);
    double *make = calloc(p + 1, sizeof *make);
    bool *left = calloc(p + 1, sizeof *left);

    if (matrix == NULL || l == NULL || make == NULL || left == NULL) {
        sv_fail(fault, SV_SYSTEM, "out of memory for %zu totals", p);
    } else {
        sv_auxiliary_cross(matrix, c->x, d);
        for (size_t i = 0; i < p * p; i++)
            l[i] = matrix[i];
        sv_dependent_factor(l, left, p);
        for (size_t k = 0; k < p; k++)
            if (left[k] && matrix[k * p + k] > 0)
                check_column(c, matrix, l, left, k, make, fault);
    }
    free(matrix);
    free(l);
    free(make);
    free(left);
}

enum sv_status
sv_calibration_check(const struct sv_calibration *c, const double *d,
                     struct sv_fault *fault)
{
    double *sum = calloc(c->x->n_columns + 1, sizeof *sum);
    bool *used = calloc(c->x->n_columns + 1, sizeof *used);

    if (c->distance != NULL && c->distance->takes_bounds
        && !(c->bounds.low < 1 && c->bounds.high > 1)) {
        sv_add(fault, SV_DATA, "the bounds %.10g to %.10g do not hold 1: a "
               "weight must be able to stay as it is", c->bounds.low,
               c->bounds.high);
    } else if (sum == NULL || used == NULL) {
        sv_fail(fault, SV_SYSTEM, "out of memory for %zu totals",
                c->x->n_columns);
    } else {
        sv_auxiliary_sum(sum, c->x, d);
        check_zeros(c, d, sum, used, fault);
        if (fault->status == SV_OK)
            check_dependent(c, d, fault);
    }
    free(sum);
    free(used);
    return fault->status;
}

/* A margin that no factors within the bounds can reach: all of its units at
 * one bound still fall short of it. */
static void
check_bounds(const struct sv_calibration *c, const double *d,
             struct sv_fault *fault)
{
    const struct sv_auxiliary *x = c->x;
    double *positive = calloc(2 * x->n_columns + 1, sizeof *positive);
    double *negative;

    if (positive == NULL)
        return;                 /* what is missed is told all the same */
    negative = positive + x->n_columns;
    for (size_t j = 0; j < x->n_rows; j++)
        for (size_t e = x->first[j]; e < x->first[j + 1]; e++) {
            const double part = d[j] * x->value[e];

            (part > 0 ? positive : negative)[x->column[e]] += part;
        }
    for (size_t k = 0; k < x->n_columns; k++) {
        const double now = positive[k] + negative[k];
        const double low = positive[k] * c->bounds.low
                           + negative[k] * c->bounds.high;
        const double high = positive[k] * c->bounds.high
                            + negative[k] * c->bounds.low;

        if (c->total[k] < low || c->total[k] > high)
            sv_add(fault, SV_DATA, "%s: the weights add up to %.10g and the "
                   "total is %.10g, %.4g times as much, which no factors "
                   "between %.4g and %.4g can make; the bounds must hold %.4g "
                   "at least", x->name[k], now, c->total[k],
                   c->total[k] / now, c->bounds.low, c->bounds.high,
                   c->total[k] / now);
    }
    free(positive);
}

static double
distance_of(const struct sv_calibration *c, const double *got, size_t k)
{
    return fabs(got[k] - c->total[k]) / (1 + fabs(c->total[k]));
}

enum sv_status
sv_calibration_missed(const struct sv_calibration *c, const double *d,
                      const double *got, unsigned iterations,
                      struct sv_fault *fault)
{
    const bool bounded = c->distance != NULL
                         && (isfinite(c->bounds.low) || isfinite(c->bounds.high));
    size_t missed = 0, worst = 0;

    if (bounded)
        check_bounds(c, d, fault);
    if (fault->status != SV_OK)
        return fault->status;
    for (size_t k = 0; k < c->x->n_columns; k++) {
        missed += !(distance_of(c, got, k) <= c->tolerance);
        if (distance_of(c, got, k) > distance_of(c, got, worst))
            worst = k;
    }
    return sv_add(fault, SV_DATA, "after %u iterations %zu of %zu margins are "
                  "not met; the worst is %s: %.10g instead of %.10g, off by "
                  "%.3g%%; %s", iterations, missed, c->x->n_columns,
                  c->x->name[worst], got[worst], c->total[worst],
                  100 * (got[worst] - c->total[worst]) / c->total[worst],
                  bounded ? "widen the bounds, or join small categories"
                          : "join small categories, or leave a margin out");
}
