/* pps_plan.c - unequal probabilities as described: checked and copied. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "weights/design_parts.h"
#include "weights/pps_parts.h"

static enum sv_status
check_rule(const struct sv_design_plan *plan, struct sv_fault *fault)
{
    const struct sv_pps *pps = plan->pps;

    if (plan->stages[0].population == NULL)
        return sv_fail(fault, SV_BUG, "probabilities without replacement were"
                       " given with a first stage that has no population");
    if (plan->lonely->merges)
        return sv_fail(fault, SV_DATA, "lonely-psu %s merges strata, but with"
                       " unequal probabilities their PSUs were not drawn"
                       " together; choose another rule", plan->lonely->name);
    if (pps->rule->needs_joint && pps->joint == NULL)
        return sv_fail(fault, SV_DATA, "pps %s needs the joint probabilities of"
                       " PSUs; give them, or use brewer, overton or"
                       " hartley-rao", pps->rule->name);
    if (pps->yates_grundy && pps->rule->delta == NULL)
        return sv_fail(fault, SV_DATA, "pps %s has no Yates-Grundy form; use"
                       " overton, hartley-rao or joint", pps->rule->name);
    return SV_OK;
}

static enum sv_status
check_probability(const struct sv_pps *pps, const struct sv_design *d, size_t i,
                  struct sv_fault *fault)
{
    char label[SV_LABEL_SIZE], stratum[512];

    if (pps->probability[i] > 0 && pps->probability[i] <= 1)
        return SV_OK;
    sv_group_name(stratum, sizeof stratum, d, 0, d->level[0].group_of[i]);
    return sv_add(fault, SV_DATA, "PSU '%s' of %s: the probability of being"
                  " drawn is %g; expected more than 0 and at most 1",
                  sv_unit_label(d, 0, i, label), stratum, pps->probability[i]);
}

/* A pair cannot be drawn more often than either of it. */
static enum sv_status
check_joint(const struct sv_pps *pps, const struct sv_design *d,
            const struct sv_pps_stratum *h, size_t i, size_t j,
            struct sv_fault *fault)
{
    const double *m = pps->joint + h->joint;
    const double p = pps->probability[h->first + i];
    const double q = pps->probability[h->first + j];
    const double pq = m[i * h->n + j];
    char a[SV_LABEL_SIZE], b[SV_LABEL_SIZE], stratum[512];

    if (pq > 0 && pq <= fmin(p, q) * (1 + 1e-9)
        && fabs(pq - m[j * h->n + i]) <= 1e-9 * pq)
        return SV_OK;
    sv_group_name(stratum, sizeof stratum, d, 0, d->level[0].group_of[h->first]);
    return sv_add(fault, SV_DATA, "PSUs '%s' and '%s' of %s: their joint"
                  " probability is %g and %g; expected one number for both"
                  " orders, more than 0 and at most %g",
                  sv_unit_label(d, 0, h->first + i, a),
                  sv_unit_label(d, 0, h->first + j, b), stratum, pq,
                  m[j * h->n + i], fmin(p, q));
}

/* Where strata begin, and what they have in common. */
static size_t
lay_out(struct sv_pps_parts *out, const struct sv_design_plan *plan)
{
    size_t first = 0, joint = 0;

    for (size_t h = 0; h < plan->n_strata; h++) {
        struct sv_pps_stratum *s = &out->stratum[h];
        double sum = 0;

        s->first = first;
        s->n = plan->stages[0].n_drawn[h];
        s->joint = joint;
        for (size_t i = first; i < first + s->n; i++)
            if (plan->pps->probability[i] < 1) {
                s->unsure++;
                sum += plan->pps->probability[i];
            }
        s->squares = plan->pps->squares != NULL ? plan->pps->squares[h]
                                                : sum / s->unsure;
        first += s->n;
        joint += s->n * s->n;
    }
    return joint;
}

static enum sv_status
check_numbers(const struct sv_pps_parts *parts,
              const struct sv_design_plan *plan, const struct sv_design *d,
              struct sv_fault *fault)
{
    enum sv_status status = SV_OK;

    for (size_t i = 0; i < plan->stages[0].n_units; i++)
        if (check_probability(plan->pps, d, i, fault) != SV_OK)
            status = SV_DATA;
    for (size_t g = 0; g < plan->n_strata && plan->pps->joint != NULL; g++)
        for (size_t i = 0; i < parts->stratum[g].n; i++)
            for (size_t j = 0; j < i; j++)
                if (check_joint(plan->pps, d, &parts->stratum[g], i, j, fault)
                    != SV_OK)
                    status = SV_DATA;
    return status;
}

static double
row_sum(const struct sv_pps_parts *pps, const struct sv_pps_stratum *h,
        size_t i)
{
    double sum = 0;

    for (size_t j = h->first; j < h->first + h->n; j++)
        if (j != i)
            sum += sv_pps_delta(pps, h, i, j);
    return sum;
}

static enum sv_status
copy(struct sv_pps_parts *out, const struct sv_design_plan *plan,
     size_t n_joint, struct sv_fault *fault)
{
    const size_t n = plan->stages[0].n_units;

    out->probability = malloc(n * sizeof *out->probability);
    out->row = calloc(n, sizeof *out->row);
    if (plan->pps->joint != NULL)
        out->joint = malloc(n_joint * sizeof *out->joint);
    if (out->probability == NULL || out->row == NULL
        || (plan->pps->joint != NULL && out->joint == NULL))
        return sv_fail(fault, SV_SYSTEM,
                       "out of memory for the probabilities of %zu PSUs", n);
    memcpy(out->probability, plan->pps->probability,
           n * sizeof *out->probability);
    if (out->joint != NULL)
        memcpy(out->joint, plan->pps->joint, n_joint * sizeof *out->joint);
    for (size_t h = 0; h < plan->n_strata && out->yates_grundy; h++)
        for (size_t i = 0; i < out->stratum[h].n; i++)
            out->row[out->stratum[h].first + i] =
                row_sum(out, &out->stratum[h], out->stratum[h].first + i);
    return SV_OK;
}

enum sv_status
sv_pps_new(struct sv_pps_parts **out, const struct sv_design_plan *plan,
           const struct sv_design *d, struct sv_fault *fault)
{
    struct sv_pps_parts *parts = calloc(1, sizeof *parts);
    enum sv_status status = check_rule(plan, fault);
    size_t n_joint;

    *out = parts;
    if (parts != NULL)
        parts->stratum = calloc(plan->n_strata, sizeof *parts->stratum);
    if (parts == NULL || parts->stratum == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for %zu strata",
                       plan->n_strata);
    if (status != SV_OK)
        return status;
    parts->rule = plan->pps->rule;
    parts->yates_grundy = plan->pps->yates_grundy;
    n_joint = lay_out(parts, plan);
    status = check_numbers(parts, plan, d, fault);
    return status == SV_OK ? copy(parts, plan, n_joint, fault) : status;
}

void
sv_pps_free(struct sv_pps_parts *pps)
{
    if (pps == NULL)
        return;
    free(pps->probability);
    free(pps->joint);
    free(pps->stratum);
    free(pps->row);
    free(pps);
}
