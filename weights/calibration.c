/* calibration.c - Newton's method for calibration. */
#include "weights/calibration.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "weights/dependent.h"

enum { HALVINGS = 40 };

struct newton {
    const struct sv_calibration *c;
    const double *d;
    double *g, *w;              /* [n_rows] */
    double *a, *step, *got;     /* [n_columns] */
    double *matrix;             /* [n_columns][n_columns] */
    bool *left;                 /* [n_columns] */
};

/* The factors for A + PART STEP, and the sums that they give. */
static double
evaluate(struct newton *t, double part)
{
    const struct sv_auxiliary *x = t->c->x;

    for (size_t j = 0; j < x->n_rows; j++) {
        const double u = sv_auxiliary_dot(x, j, t->a)
                         + part * sv_auxiliary_dot(x, j, t->step);

        t->g[j] = t->d[j] != 0 ? t->c->distance->factor(u, &t->c->bounds) : 1;
        t->w[j] = t->d[j] * t->g[j];
    }
    sv_auxiliary_sum(t->got, x, t->w);
    return sv_calibration_distance(t->c, t->got);
}

/* The derivative of the sums by A, factored. */
static void
differentiate(struct newton *t)
{
    const struct sv_auxiliary *x = t->c->x;

    for (size_t j = 0; j < x->n_rows; j++) {
        const double u = sv_auxiliary_dot(x, j, t->a);

        t->w[j] = t->d[j] != 0
                      ? t->d[j] * t->c->distance->slope(u, &t->c->bounds)
                      : 0;
    }
    sv_auxiliary_cross(t->matrix, x, t->w);
    sv_dependent_factor(t->matrix, t->left, x->n_columns);
}

/* One step; returns how far the sums then are from the totals. */
static double
advance(struct newton *t, double before)
{
    const size_t p = t->c->x->n_columns;
    double part = 1, after;

    differentiate(t);
    for (size_t k = 0; k < p; k++)
        t->step[k] = t->c->total[k] - t->got[k];
    sv_dependent_solve(t->matrix, t->left, p, t->step, 1);
    after = evaluate(t, part);
    for (unsigned i = 0; i < HALVINGS && !(after < before); i++) {
        part /= 2;
        after = evaluate(t, part);
    }
    for (size_t k = 0; k < p; k++)
        t->a[k] += part * t->step[k];
    memset(t->step, 0, p * sizeof *t->step);
    return after;
}

/* Goes on until the totals are met, and then as long as it still gets closer:
 * the last steps cost little and give all digits. */
static enum sv_status
iterate(struct newton *t, struct sv_fault *fault)
{
    const double close = t->c->tolerance;
    unsigned i = 0;
    double before, now = evaluate(t, 0);

    do {
        before = now;
        now = advance(t, before);
        i++;
    } while (i < t->c->most && now > 4 * DBL_EPSILON
             && (now > close ? now < before : now < before / 2));
    return now <= close ? SV_OK
                        : sv_calibration_missed(t->c, t->d, t->got, i, fault);
}

enum sv_status
sv_calibrate(double *g, const struct sv_calibration *c, const double *d,
             struct sv_fault *fault)
{
    const size_t p = c->x->n_columns;
    struct newton t = {
        .c = c, .d = d, .g = g,
        .w = calloc(c->x->n_rows + 1, sizeof *t.w),
        .a = calloc(p + 1, sizeof *t.a), .step = calloc(p + 1, sizeof *t.step),
        .got = calloc(p + 1, sizeof *t.got),
        .matrix = calloc(p * p + 1, sizeof *t.matrix),
        .left = calloc(p + 1, sizeof *t.left),
    };
    enum sv_status status = sv_calibration_check(c, d, fault);

    if (status == SV_OK
        && (t.w == NULL || t.a == NULL || t.step == NULL || t.got == NULL
            || t.matrix == NULL || t.left == NULL))
        status = sv_fail(fault, SV_SYSTEM, "out of memory for calibration to "
                         "%zu totals", p);
    if (status == SV_OK)
        status = iterate(&t, fault);
    free(t.w);
    free(t.a);
    free(t.step);
    free(t.got);
    free(t.matrix);
    free(t.left);
    return status;
}
