/* propensity.c - the probability of an answer, and classes by it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "weights/dependent.h"
#include "weights/response.h"

enum { MOST_ITERATIONS = 50 };

static const double close_enough = 1e-12;

struct logistic {
    const struct sv_response *r;
    const struct sv_auxiliary *x;
    const double *weight;
    double *p;                  /* [n] */
    double *w;                  /* [n] */
    double *a, *step;           /* [n_columns] */
    double *matrix;             /* [n_columns][n_columns] */
    bool *left;
};

/* P by the coefficients A; returns the deviance. */
static double
predict(struct logistic *l)
{
    double deviance = 0;

    for (size_t j = 0; j < l->r->n; j++) {
        const bool inside = l->r->answer[j] != SV_OUTSIDE;
        const double u = inside ? sv_auxiliary_dot(l->x, j, l->a) : 0;
        const double sign = l->r->answer[j] == SV_ANSWERED ? -1 : 1;

        l->p[j] = inside ? 1 / (1 + exp(-u)) : 0;
        if (inside && l->weight[j] > 0)
            deviance += 2 * l->weight[j] * (fmax(sign * u, 0)
                                            + log1p(exp(-fabs(u))));
    }
    return deviance;
}

static void
advance(struct logistic *l)
{
    const size_t p = l->x->n_columns;

    for (size_t j = 0; j < l->r->n; j++)
        l->w[j] = l->weight[j] * ((l->r->answer[j] == SV_ANSWERED) - l->p[j]);
    for (size_t j = 0; j < l->r->n; j++)
        if (l->r->answer[j] == SV_OUTSIDE)
            l->w[j] = 0;
    sv_auxiliary_sum(l->step, l->x, l->w);
    for (size_t j = 0; j < l->r->n; j++)
        l->w[j] = l->weight[j] * l->p[j] * (1 - l->p[j]);
    sv_auxiliary_cross(l->matrix, l->x, l->w);
    sv_dependent_factor(l->matrix, l->left, p);
    sv_dependent_solve(l->matrix, l->left, p, l->step, 1);
    for (size_t k = 0; k < p; k++)
        l->a[k] += l->step[k];
}

static enum sv_status
iterate(struct logistic *l, struct sv_fault *fault)
{
    double before, now = predict(l);
    unsigned i = 0;

    do {
        before = now;
        advance(l);
        now = predict(l);
        i++;
    } while (i < MOST_ITERATIONS
             && !(fabs(now - before) <= close_enough * (fabs(now) + 0.1)));
    if (i == MOST_ITERATIONS || !isfinite(now))
        return sv_fail(fault, SV_DATA, "the regression of response does not "
                       "converge after %u steps; use fewer or coarser "
                       "variables", i);
    return SV_OK;
}

enum sv_status
sv_response_propensity(double *p, const struct sv_response *r,
                       const struct sv_auxiliary *x, const double *before,
                       struct sv_fault *fault)
{
    const size_t k = x->n_columns;
    struct logistic l = {
        .r = r, .x = x, .weight = before, .p = p,
        .w = calloc(r->n + 1, sizeof *l.w), .a = calloc(k + 1, sizeof *l.a),
        .step = calloc(k + 1, sizeof *l.step),
        .matrix = calloc(k * k + 1, sizeof *l.matrix),
        .left = calloc(k + 1, sizeof *l.left),
    };
    enum sv_status status =
        l.w == NULL || l.a == NULL || l.step == NULL || l.matrix == NULL
                || l.left == NULL
            ? sv_fail(fault, SV_SYSTEM, "out of memory for a regression")
            : iterate(&l, fault);

    free(l.w);
    free(l.a);
    free(l.step);
    free(l.matrix);
    free(l.left);
    return status;
}

struct ranked { double p; size_t row; };

static int
compare(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    if (x->p != y->p)
        return x->p < y->p ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

size_t
sv_response_classes(uint32_t *class_of, const struct sv_response *r,
                    const double *p, size_t n_classes)
{
    struct ranked *of = malloc((r->n + 1) * sizeof *of);
    size_t n = 0, k = 0;

    if (of == NULL)
        return 0;
    for (size_t j = 0; j < r->n; j++) {
        class_of[j] = 0;
        if (r->answer[j] != SV_OUTSIDE)
            of[n++] = (struct ranked){ p[j], j };
    }
    qsort(of, n, sizeof *of, compare);
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && of[i].p != of[i - 1].p && i * n_classes >= (k + 1) * n)
            k++;
        class_of[of[i].row] = (uint32_t) k;
    }
    free(of);
    return k + 1;
}
