/* plan.c - whether a sampling design as described can be. */
#include "weights/design_parts.h"

#include <math.h>

size_t
sv_stages_kept(const struct sv_stage_plan *stages, size_t n_stages)
{
    for (size_t s = 0; s < n_stages; s++)
        if (stages[s].population == NULL)
            return s + 1;
    return n_stages;
}

size_t
sv_plan_n_groups(const struct sv_design_plan *plan, size_t stage)
{
    return stage == 0 ? plan->n_strata : plan->stages[stage - 1].n_units;
}

/* Rates if none is above 1, so that 1 among counts is one unit, and among
 * rates is all of them.  Where all are 1 the two say the same, if they can be
 * true: one unit drawn out of one. */
static bool
are_rates(const struct sv_design_plan *plan, size_t stage)
{
    const double *p = plan->stages[stage].population;
    const size_t n = sv_plan_n_groups(plan, stage);

    for (size_t g = 0; g < n; g++)
        if (p[g] > 1)
            return false;
    return true;
}

double
sv_plan_fraction(const struct sv_design_plan *plan, size_t stage, size_t group)
{
    const struct sv_stage_plan *st = &plan->stages[stage];
    const double p = st->population != NULL ? st->population[group] : INFINITY;

    return p <= 1 ? p : st->n_drawn[group] / p;
}

double
sv_plan_population(const struct sv_design_plan *plan, size_t stage,
                   size_t group)
{
    const struct sv_stage_plan *st = &plan->stages[stage];
    const double p = st->population != NULL ? st->population[group] : INFINITY;

    return p <= 1 ? st->n_drawn[group] / p : p;
}

/* The units of one stage, group by group. */
static enum sv_status
check_stage_sizes(const struct sv_design_plan *plan, size_t stage,
                  struct sv_fault *fault)
{
    const struct sv_stage_plan *st = &plan->stages[stage];
    const size_t n_groups = sv_plan_n_groups(plan, stage);
    size_t sum = 0;

    if (st->n_units > UINT32_MAX)
        return sv_fail(fault, SV_DATA,
                       "stage %zu has %zu units; at most %lu can be held",
                       stage + 1, st->n_units, (unsigned long) UINT32_MAX);
    for (size_t g = 0; g < n_groups; g++) {
        if (st->n_drawn[g] == 0)
            return sv_fail(fault, SV_DATA,
                           "group %zu of stage %zu has no unit; a design holds"
                           " what was drawn, so each has one or more",
                           g + 1, stage + 1);
        sum += st->n_drawn[g];
    }
    if (sum != st->n_units)
        return sv_fail(fault, SV_DATA,
                       "the groups of stage %zu add up to %zu units, but the"
                       " stage has %zu", stage + 1, sum, st->n_units);
    return SV_OK;
}

enum sv_status
sv_plan_check_sizes(const struct sv_design_plan *plan, struct sv_fault *fault)
{
    enum sv_status status = SV_OK;

    if (plan->n_strata == 0 || plan->n_strata > UINT32_MAX)
        return sv_fail(fault, SV_DATA, "the design has %zu strata; expected"
                       " 1 to %lu", plan->n_strata, (unsigned long) UINT32_MAX);
    if (plan->n_stages == 0 || plan->n_stages > SV_MAX_STAGES)
        return sv_fail(fault, SV_DATA, "the design has %zu stages; expected 1"
                       " to %d", plan->n_stages, SV_MAX_STAGES);
    for (size_t s = 0;
         s < sv_stages_kept(plan->stages, plan->n_stages) && status == SV_OK;
         s++)
        status = check_stage_sizes(plan, s, fault);
    return status;
}

static enum sv_status
check_population(const struct sv_design_plan *plan, const struct sv_design *d,
                 size_t stage, size_t group, bool rates,
                 struct sv_fault *fault)
{
    const double p = plan->stages[stage].population[group];
    const uint32_t n = plan->stages[stage].n_drawn[group];
    char name[512];

    if (p > 0 && (rates || (p >= 1 && p >= n)))
        return SV_OK;
    sv_group_name(name, sizeof name, d, stage, group);
    if (!(p > 0))               /* so written, NAN fails too */
        return sv_add(fault, SV_DATA, "%s: the population for stage %zu is %g;"
                      " expected a count of 1 or more, or a rate above 0 and at"
                      " most 1", name, stage + 1, p);
    if (p < 1)
        return sv_add(fault, SV_DATA, "%s: the population for stage %zu is the"
                      " rate %g, but elsewhere in that stage it is a count;"
                      " give one or the other throughout", name, stage + 1, p);
    return sv_add(fault, SV_DATA, "%s: %u units were drawn at stage %zu from a"
                  " population of %g; expected a population of %u or more",
                  name, (unsigned) n, stage + 1, p, (unsigned) n);
}

enum sv_status
sv_plan_check_populations(const struct sv_design_plan *plan,
                          const struct sv_design *d, struct sv_fault *fault)
{
    enum sv_status status = SV_OK;

    for (size_t s = 0; s < d->n_stages; s++) {
        const bool rates = plan->stages[s].population != NULL
                           && are_rates(plan, s);

        if (plan->stages[s].population == NULL)
            continue;
        for (size_t g = 0; g < sv_plan_n_groups(plan, s); g++) {
            const enum sv_status one =
                check_population(plan, d, s, g, rates, fault);

            if (one != SV_OK)
                status = one;
        }
    }
    return status;
}
