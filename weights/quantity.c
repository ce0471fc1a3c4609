/* quantity.c - what a number is made from. */
#include "weights/quantity.h"

double
sv_quantity_value(const struct sv_quantity *q)
{
    double total[SV_MAX_TERMS];

    if (q->inverse != NULL)
        return q->inverse->value;
    sv_totals(total, q->estimator, &q->rows);
    return q->estimator->value(total);
}

size_t
sv_quantity_n_scores(const struct sv_quantity *q)
{
    return q->residuals != NULL ? q->residuals->n_units : q->rows.n;
}

void
sv_quantity_linearise(struct sv_scores *out, const struct sv_quantity *q,
                      double *b)
{
    double total[SV_MAX_TERMS];

    sv_totals(total, q->estimator, &q->rows);
    if (q->residuals != NULL)
        sv_residual_scores(out, q->residuals, q->estimator, total, &q->rows,
                           &q->cross, b);
    else
        sv_scores_of(out, q->estimator, total, &q->rows);
    for (size_t i = 0; q->inverse != NULL && i < out->n; i++)
        out->z[i] *= q->inverse->slope;
}

void
sv_quantity_plain_scores(struct sv_scores *out, const struct sv_quantity *q)
{
    struct sv_quantity plain = *q;

    plain.residuals = NULL;
    sv_quantity_linearise(out, &plain, NULL);
}
