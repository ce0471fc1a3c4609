/* keptquantiles.c - quantiles as contrasts and covariances want them. */
#include "stages/common/keptquantiles.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A standard error of F that is but rounding. */
static const double NO_ERROR = 1e-12;

struct sv_kept_quantile {
    struct sv_inverse inverse;
    struct sv_quantity quantity;
    double *values;             /* of replicates */
    double number[];            /* rows, cross terms and replicates; then
                                   units and members */
};

bool
sv_kept_take(struct sv_kept_quantiles *out, const struct sv_tally_record *record)
{
    *out = (struct sv_kept_quantiles){ .n_cells = record->n_cells };
    for (size_t i = 0; i < record->n_items; i++)
        out->columns += record->item[i].n_numerators;
    out->of = calloc(out->n_cells * out->columns + 1, sizeof *out->of);
    out->wanted = calloc(record->n_crossings + 1, sizeof *out->wanted);
    return out->of != NULL && out->wanted != NULL;
}

void
sv_kept_free(struct sv_kept_quantiles *kept)
{
    for (size_t i = 0; kept->of != NULL && i < kept->n_cells * kept->columns; i++)
        free(kept->of[i]);
    free(kept->of);
    free(kept->wanted);
    *kept = (struct sv_kept_quantiles){ .n_cells = 0 };
}

/* A copy of SHARE with all that it points at but residuals, and room for the
 * values of replicates; NULL without memory. */
static struct sv_kept_quantile *
copy_of(const struct sv_quantity *share, size_t n_replicates)
{
    const size_t n = share->rows.n;
    const size_t p = share->residuals != NULL ? share->residuals->n_columns : 0;
    struct sv_kept_quantile *out =
        malloc(sizeof *out + (2 * n + 2 * p + n_replicates) * sizeof *out->number
               + 2 * n * sizeof(uint32_t));
    double *cross;
    uint32_t *unit;

    if (out == NULL)
        return NULL;
    cross = out->number + 2 * n;
    out->values = cross + 2 * p;
    unit = (uint32_t *) (void *) (out->values + n_replicates);
    for (size_t k = 0; k < 2; k++) {
        memcpy(out->number + k * n, share->rows.term[k], n * sizeof(double));
        if (p > 0)
            memcpy(cross + k * p, share->cross.term[k], p * sizeof *cross);
    }
    memcpy(unit, share->rows.unit, n * sizeof *unit);
    memcpy(unit + n, share->rows.members, n * sizeof *unit);
    out->inverse = (struct sv_inverse){ .values = out->values };
    out->quantity = (struct sv_quantity){
        .estimator = share->estimator, .residuals = share->residuals,
        .rows = { .n = n, .unit = unit, .members = unit + n, .stride = 1,
                  .term = { out->number, out->number + n } },
        .cross = { .term = { cross, cross + p } },
        .inverse = &out->inverse,
    };
    return out;
}

/* Minus se over that of F; what is wrong with it. */
static void
find_slope(struct sv_inverse *out, const struct sv_quantile *q, double se_below)
{
    out->value = q->value;
    if (isnan(q->se))
        out->flags = q->flags != 0 ? q->flags : SV_FLAG_UNDEFINED;
    else if (q->se > 0 && !(se_below > NO_ERROR))
        out->flags = SV_FLAG_EXTREME;
    else
        out->slope = q->se > 0 ? -q->se / se_below : 0;
}

/* The values of F in each replicate, moved to the quantile. */
static void
invert(double *values, const struct sv_inverse *by, double below, size_t n)
{
    for (size_t r = 0; r < n; r++)
        values[r] = by->value + by->slope * (values[r] - below);
}

struct sv_kept_quantile *
sv_quantile_keep(const struct sv_variance *v, const struct sv_quantile *quantile,
                 const struct sv_quantity *share, const double *repeated,
                 struct sv_room *room)
{
    const size_t n = v->replicates.n;
    struct sv_kept_quantile *one = copy_of(share, n);
    struct sv_estimate below;

    if (one == NULL)
        return NULL;
    if (repeated != NULL) {
        memcpy(one->values, repeated, n * sizeof *repeated);
        one->inverse.value = quantile->value;
        one->inverse.flags = isnan(quantile->se) ? quantile->flags : 0;
        return one;
    }
    below = sv_variance_estimate(v, share, room);
    find_slope(&one->inverse, quantile, below.se);
    if (n > 0) {
        sv_variance_values(one->values, v, share, room);
        invert(one->values, &one->inverse, below.value, n);
    }
    return one;
}

const struct sv_quantity *
sv_kept_quantity(const struct sv_kept_quantile *kept)
{
    return &kept->quantity;
}

struct sv_quantity
sv_kept_or_summed(const struct sv_kept_quantiles *kept,
                  const struct sv_variance *v, const struct sv_tally_item *item,
                  size_t k, size_t cell)
{
    size_t at = cell * kept->columns + k;

    if (item->estimand != SV_QUANTILE)
        return sv_quantity_of(v, item, k, cell);
    for (const struct sv_tally_item *i = v->record->item; i < item; i++)
        at += i->n_numerators;
    assert(kept->of[at] != NULL);
    return *sv_kept_quantity(kept->of[at]);
}
