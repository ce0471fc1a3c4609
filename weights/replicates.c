/* replicates.c - replicates: the methods, and what they share. */
#include "weights/replicate_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const struct sv_replicate_method sv_replicate_methods[] = {
    { .name = "jk1", .blurb = "delete one PSU, unstratified",
      .make = sv_make_jk1 },
    { .name = "jkn", .blurb = "delete one PSU, by strata",
      .make = sv_make_jkn },
    { .name = "brr", .blurb = "balanced halves, pairs of PSUs",
      .halves = true, .make = sv_make_balanced },
    { .name = "fay", .blurb = "balanced halves, the other half at rho",
      .has_rho = true, .halves = true, .make = sv_make_balanced },
    { .name = "bootstrap", .blurb = "n PSUs of n, from a pseudo-population if"
      " there are fractions (Canty and Davison)",
      .counted = true, .random = true, .make = sv_make_bootstrap },
    { .name = "rao-wu", .blurb = "n - 1 PSUs of n (Rao and Wu)",
      .counted = true, .random = true, .make = sv_make_rao_wu },
    { .name = "preston", .blurb = "half of the units at every stage"
      " (Preston)",
      .counted = true, .random = true, .make = sv_make_preston },
    { .name = "sdr", .blurb = "differences of neighbours in"
      " a systematic sample (Fay and Train)",
      .counted = true, .make = sv_make_sdr },
};
const size_t sv_n_replicate_methods =
    sizeof sv_replicate_methods / sizeof *sv_replicate_methods;

const struct sv_replicate_method *
sv_replicate_find(const char *name)
{
    for (size_t i = 0; i < sv_n_replicate_methods; i++)
        if (strcmp(sv_replicate_methods[i].name, name) == 0)
            return &sv_replicate_methods[i];
    return NULL;
}

enum sv_status
sv_replicates_make(struct sv_replicates *out, const struct sv_design *d,
                   const struct sv_replicate_method *method,
                   const struct sv_replicate_options *options,
                   struct sv_fault *fault)
{
    struct sv_replicate_options o = *options;

    memset(out, 0, sizeof *out);
    if (method->counted && o.n < 2)
        return sv_fail(fault, SV_DATA, "%zu replicates were asked for; ask for"
                       " 2 or more, 100 being the least that is usual", o.n);
    if (!method->has_rho)
        o.rho = 0;
    if (!(o.rho >= 0 && o.rho < 1))
        return sv_fail(fault, SV_DATA, "rho is %g; expected 0 or more, and less"
                       " than 1 (0.5 is usual)", o.rho);
    return method->make(out, d, &o, fault);
}

void
sv_replicates_free(struct sv_replicates *reps)
{
    free(reps->block);
    free(reps->block_of);
    free(reps->at);
    free(reps->value);
    free(reps->rscale);
    memset(reps, 0, sizeof *reps);
}

static void *
array(size_t n, size_t size)
{
    return calloc(n > 0 ? n : 1, size);
}

enum sv_status
sv_replicates_room(struct sv_replicates *out, const struct sv_design *d,
                   size_t stage, size_t n, size_t n_blocks, size_t n_values,
                   struct sv_fault *fault)
{
    out->n = n;
    out->stage = stage;
    out->n_units = sv_design_n_units(d, stage);
    out->n_blocks = n_blocks;
    out->block = array(n_blocks, sizeof *out->block);
    out->block_of = array(out->n_units, sizeof *out->block_of);
    out->at = array(out->n_units, sizeof *out->at);
    out->value = array(n_values, sizeof *out->value);
    out->rscale = array(n, sizeof *out->rscale);
    if (out->block == NULL || out->block_of == NULL || out->at == NULL
        || out->value == NULL || out->rscale == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for %zu replicates of"
                       " %zu units", n, out->n_units);
    for (size_t r = 0; r < n; r++)
        out->rscale[r] = 1;
    return SV_OK;
}

enum sv_status
sv_replicates_allowed(size_t n, size_t n_units, struct sv_fault *fault)
{
    if (n <= SV_MAX_MULTIPLIERS / n_units)
        return SV_OK;
    return sv_fail(fault, SV_DATA, "%zu replicates of %zu units are more than"
                   " are kept in memory (%d multipliers); make fewer, or use"
                   " jkn or linearisation, which need none", n, n_units,
                   SV_MAX_MULTIPLIERS);
}

enum sv_status
sv_replicates_dense(struct sv_replicates *out, const struct sv_design *d,
                    size_t stage, size_t n, struct sv_fault *fault)
{
    const size_t n_units = sv_design_n_units(d, stage);
    enum sv_status status;

    status = sv_replicates_allowed(n, n_units, fault);
    if (status == SV_OK)
        status = sv_replicates_room(out, d, stage, n, 1, n * n_units, fault);
    if (status != SV_OK)
        return status;
    out->block[0].n = n;
    for (size_t u = 0; u < n_units; u++)
        out->at[u] = u * n;
    for (size_t i = 0; i < n * n_units; i++)
        out->value[i] = 1;
    return SV_OK;
}

enum sv_status
sv_replicates_given(struct sv_replicates *out, const struct sv_design *d,
                    size_t stage, size_t n, const double *multiplier,
                    double scale, const double *rscale, struct sv_fault *fault)
{
    enum sv_status status;

    memset(out, 0, sizeof *out);
    status = sv_replicates_dense(out, d, stage, n, fault);
    if (status != SV_OK)
        return status;
    memcpy(out->value, multiplier, n * out->n_units * sizeof *multiplier);
    if (rscale != NULL)
        memcpy(out->rscale, rscale, n * sizeof *rscale);
    out->scale = scale;
    return SV_OK;
}

double
sv_multiplier(const struct sv_replicates *reps, size_t unit, size_t replicate)
{
    const struct sv_replicate_block *b = &reps->block[reps->block_of[unit]];

    if (replicate < b->from || replicate >= b->from + b->n)
        return 1;
    if (b->kept > 0)
        return reps->at[unit] == replicate - b->from ? 0 : b->kept;
    return reps->value[reps->at[unit] + replicate - b->from];
}

enum sv_status
sv_grouped_make(struct sv_grouped *out, const struct sv_design *d,
                struct sv_fault *fault)
{
    const size_t n_groups = sv_design_n_groups(d, 0);
    const size_t n_units = sv_design_n_units(d, 0);
    const uint32_t *group_of = sv_design_group_of(d, 0);

    out->first = array(n_groups + 2, sizeof *out->first);
    out->unit = array(n_units, sizeof *out->unit);
    if (out->first == NULL || out->unit == NULL) {
        sv_grouped_free(out);
        return sv_fail(fault, SV_SYSTEM, "out of memory for a list of %zu PSUs",
                       n_units);
    }
    /* Counted two places on, so that first[g + 1] is where the next PSU of g
     * goes, and ends as where g + 1 begins. */
    for (size_t i = 0; i < n_units; i++)
        out->first[group_of[i] + 2]++;
    for (size_t g = 2; g < n_groups + 2; g++)
        out->first[g] += out->first[g - 1];
    for (size_t i = 0; i < n_units; i++)
        out->unit[out->first[group_of[i] + 1]++] = (uint32_t) i;
    return SV_OK;
}

void
sv_grouped_free(struct sv_grouped *g)
{
    free(g->first);
    free(g->unit);
}

enum sv_status
sv_replicates_no_lonely(const struct sv_design *d, struct sv_fault *fault)
{
    const struct sv_lonely_rule *rule = sv_design_lonely(d);
    const struct sv_group *groups = sv_design_groups(d, 0);

    if (!rule->centres && !rule->scales)
        return SV_OK;
    for (size_t g = 0; g < sv_design_n_groups(d, 0); g++)
        if (groups[g].lonely)
            return sv_fail(fault, SV_DATA, "there are strata with a single PSU,"
                           " and lonely-psu %s is not defined for these"
                           " replicates; choose collapse, remove or certainty,"
                           " or the replicates jkn", rule->name);
    return SV_OK;
}

bool
sv_has_fraction(const struct sv_design *d)
{
    const struct sv_group *groups = sv_design_groups(d, 0);

    for (size_t g = 0; g < sv_design_n_groups(d, 0); g++)
        if (groups[g].fraction > 0 && groups[g].open > 0)
            return true;
    return false;
}
