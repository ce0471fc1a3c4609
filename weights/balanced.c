/* balanced.c - replicates made from a Hadamard matrix. */
#include <math.h>
#include <stdlib.h>

#include "weights/hadamard.h"
#include "weights/replicate_parts.h"

/* Fills the matrix of ORDER, if that many replicates can be had; the caller
 * frees it. */
static enum sv_status
matrix(signed char **h, size_t order, const struct sv_design *d,
       struct sv_fault *fault)
{
    const size_t n_units = sv_design_n_units(d, 0);

    if (sv_replicates_allowed(order, order > n_units ? order : n_units, fault)
        != SV_OK)
        return fault->status;
    *h = malloc(order * order);
    if (*h == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for a Hadamard matrix"
                       " of order %zu", order);
    sv_hadamard(*h, order);
    return SV_OK;
}

/* Pairs of PSUs, in design order within strata.  A stratum that is sampled
 * completely, or was left alone by the rule for lonely ones, has none. */
static enum sv_status
count_pairs(size_t *pairs, const struct sv_design *d, struct sv_fault *fault)
{
    const struct sv_group *groups = sv_design_groups(d, 0);
    size_t odd = 0, first = 0;
    char label[SV_LABEL_SIZE];

    *pairs = 0;
    for (size_t g = 0; g < sv_design_n_groups(d, 0); g++) {
        if (!(groups[g].open > 0) || groups[g].n == 1)
            continue;
        if (groups[g].n % 2 == 1 && odd++ == 0)
            first = g;
        *pairs += groups[g].n / 2;
    }
    if (odd > 0)
        return sv_fail(fault, SV_DATA, "balanced halves need an even number of"
                       " PSUs in every stratum; %zu %s an odd one, the first"
                       " being stratum '%s' with %u; use jkn or a bootstrap,"
                       " or merge strata", odd,
                       odd == 1 ? "stratum has" : "strata have",
                       sv_stratum_label(d, first, label),
                       (unsigned) groups[first].n);
    if (*pairs == 0)
        return sv_fail(fault, SV_DATA, "no stratum has two PSUs that could be"
                       " halves; there is nothing to replicate");
    return SV_OK;
}

static void
halve(struct sv_replicates *out, const struct sv_design *d,
      const struct sv_grouped *by, const signed char *h, double rho)
{
    const struct sv_group *groups = sv_design_groups(d, 0);
    size_t pair = 0;

    for (size_t g = 0; g < sv_design_n_groups(d, 0); g++) {
        if (!(groups[g].open > 0) || groups[g].n == 1)
            continue;
        for (size_t i = by->first[g]; i < by->first[g + 1]; i += 2) {
            const signed char *row = h + ++pair * out->n;

            for (size_t r = 0; r < out->n; r++) {
                const double first = row[r] > 0 ? 2 - rho : rho;

                out->value[out->at[by->unit[i]] + r] = first;
                out->value[out->at[by->unit[i + 1]] + r] = 2 - first;
            }
        }
    }
}

enum sv_status
sv_make_balanced(struct sv_replicates *out, const struct sv_design *d,
                 const struct sv_replicate_options *options,
                 struct sv_fault *fault)
{
    struct sv_grouped by = { 0 };
    signed char *h = NULL;
    size_t pairs, order = 1;
    enum sv_status status = sv_replicates_no_lonely(d, fault);

    if (status == SV_OK)
        status = count_pairs(&pairs, d, fault);
    if (status == SV_OK) {
        order = sv_hadamard_order(pairs + 1);
        status = matrix(&h, order, d, fault);
    }
    if (status == SV_OK)
        status = sv_grouped_make(&by, d, fault);
    if (status == SV_OK)
        status = sv_replicates_dense(out, d, 0, order, fault);
    if (status == SV_OK) {
        halve(out, d, &by, h, options->rho);
        out->scale = 1 / ((double) order * pow(1 - options->rho, 2));
        out->fpc_dropped = sv_has_fraction(d);
    }
    sv_grouped_free(&by);
    free(h);
    return status;
}

/* The multipliers 1 + (H[a] - H[b]) / sqrt(8) of a PSU and the next one, the
 * last of a stratum being followed by its first.  The rows of the matrix are
 * dealt out in turn, the first being left out; where there are more rows than
 * PSUs, none comes twice, and the variance of a total is exactly
 * (1 - f) / 2 sum (z_i - z_next)^2. */
static void
differ(struct sv_replicates *out, const struct sv_design *d,
       const struct sv_grouped *by, const signed char *h)
{
    const struct sv_group *groups = sv_design_groups(d, 0);
    const size_t rows = out->n - 1;

    for (size_t g = 0; g < sv_design_n_groups(d, 0); g++) {
        const size_t first = by->first[g], last = by->first[g + 1] - 1;
        const double by_fraction = sqrt(groups[g].open / 8);

        for (size_t i = first; i <= last; i++) {
            const size_t next = i < last ? i + 1 : first;
            const signed char *a = h + (1 + i % rows) * out->n;
            const signed char *b = h + (1 + next % rows) * out->n;

            for (size_t r = 0; r < out->n; r++)
                out->value[out->at[by->unit[i]] + r] =
                    1 + by_fraction * (a[r] - b[r]);
        }
    }
}

enum sv_status
sv_make_sdr(struct sv_replicates *out, const struct sv_design *d,
            const struct sv_replicate_options *options, struct sv_fault *fault)
{
    const size_t order = sv_hadamard_order(options->n);
    struct sv_grouped by = { 0 };
    signed char *h = NULL;
    enum sv_status status = sv_replicates_no_lonely(d, fault);

    if (status == SV_OK)
        status = matrix(&h, order, d, fault);
    if (status == SV_OK)
        status = sv_grouped_make(&by, d, fault);
    if (status == SV_OK)
        status = sv_replicates_dense(out, d, 0, order, fault);
    if (status == SV_OK) {
        differ(out, d, &by, h);
        out->scale = 4 / (double) order;
    }
    sv_grouped_free(&by);
    free(h);
    return status;
}
