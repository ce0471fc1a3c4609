/* design.c - a sampling design: built once, then read by all. */
#include "weights/design_parts.h"
#include "weights/pps_parts.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* At least one element, so that NULL always means that memory ran out. */
static void *
array(size_t n, size_t size)
{
    return calloc(n > 0 ? n : 1, size);
}

static enum sv_status
out_of_memory(struct sv_fault *fault, size_t n, const char *what)
{
    return sv_fail(fault, SV_SYSTEM, "out of memory for a design of %zu %s", n,
                   what);
}

static enum sv_status
copy_labels(struct sv_labels *l, const char *text, size_t n,
            struct sv_fault *fault)
{
    size_t used = 0;

    if (text == NULL)
        return SV_OK;
    l->at = array(n, sizeof *l->at);
    if (l->at == NULL)
        return out_of_memory(fault, n, "labels");
    for (size_t i = 0; i < n; i++) {
        l->at[i] = used;
        used += strlen(text + used) + 1;
    }
    l->text = array(used, 1);
    if (l->text == NULL)
        return out_of_memory(fault, n, "labels");
    memcpy(l->text, text, used);
    return SV_OK;
}

static const char *
label(const struct sv_labels *l, size_t i, char text[SV_LABEL_SIZE])
{
    if (l->text != NULL)
        return l->text + l->at[i];
    snprintf(text, SV_LABEL_SIZE, "%zu", i + 1);
    return text;
}

/* Units and where they belong; groups are filled in later. */
static enum sv_status
build_level(struct sv_level *v, const struct sv_design_plan *plan, size_t stage,
            struct sv_fault *fault)
{
    const struct sv_stage_plan *st = &plan->stages[stage];
    size_t u = 0;

    v->n_units = st->n_units;
    v->n_groups = sv_plan_n_groups(plan, stage);
    v->group_of = array(v->n_units, sizeof *v->group_of);
    v->group = array(v->n_groups, sizeof *v->group);
    if (v->group_of == NULL || v->group == NULL)
        return out_of_memory(fault, v->n_units, "units");
    for (size_t g = 0; g < v->n_groups; g++)
        for (uint32_t i = 0; i < st->n_drawn[g]; i++)
            v->group_of[u++] = (uint32_t) g;
    return copy_labels(&v->labels, st->labels, v->n_units, fault);
}

static enum sv_status
build_levels(struct sv_design *d, const struct sv_design_plan *plan,
             struct sv_fault *fault)
{
    enum sv_status status =
        copy_labels(&d->labels, plan->labels, d->n_strata, fault);

    for (size_t s = 0; s < d->n_stages && status == SV_OK; s++)
        status = build_level(&d->level[s], plan, s, fault);
    return status;
}

/* The first stage's groups are strata, put together where they were merged:
 * as if they had been one stratum in the data, with the sum of populations. */
static enum sv_status
group_strata(struct sv_design *d, const struct sv_design_plan *plan,
             struct sv_fault *fault)
{
    struct sv_level *v = &d->level[0];
    uint32_t *group = array(d->n_strata, sizeof *group);
    double *population = array(d->n_strata, sizeof *population);
    enum sv_status status;

    d->joined = array(d->n_strata, sizeof *d->joined);
    d->stratum_of = array(v->n_units, sizeof *d->stratum_of);
    if (group == NULL || population == NULL || d->joined == NULL
        || d->stratum_of == NULL) {
        status = out_of_memory(fault, d->n_strata, "strata");
        goto out;
    }
    memcpy(d->stratum_of, v->group_of, v->n_units * sizeof *d->stratum_of);
    status = sv_strata_merge(d->joined, group, &v->n_groups, plan, d, fault);
    for (size_t h = 0; h < d->n_strata; h++) {
        struct sv_group *to = &v->group[group[h]];

        population[group[h]] += sv_plan_population(plan, 0, h);
        to->fraction = to->n == 0 ? sv_plan_fraction(plan, 0, h)
            : (to->n + plan->stages[0].n_drawn[h]) / population[group[h]];
        to->n += plan->stages[0].n_drawn[h];
    }
    for (size_t i = 0; i < v->n_units; i++)
        v->group_of[i] = group[v->group_of[i]];
out:
    free(population);
    free(group);
    return status;
}

/* Below: the groups of a stage are the units of the one above. */
static void
group_units(struct sv_design *d, const struct sv_design_plan *plan,
            size_t stage)
{
    const struct sv_level *up = &d->level[stage - 1];

    for (size_t g = 0; g < d->level[stage].n_groups; g++) {
        const struct sv_group *parent = &up->group[up->group_of[g]];
        struct sv_group *to = &d->level[stage].group[g];

        to->n = plan->stages[stage].n_drawn[g];
        to->fraction = sv_plan_fraction(plan, stage, g);
        to->above = parent->above
                    * sv_unit_fraction(d, stage - 1, (uint32_t) g);
    }
}

static void
finish_groups(struct sv_level *v)
{
    for (size_t u = v->n_units; u-- > 0;)
        v->group[v->group_of[u]].first = (uint32_t) u;
    for (size_t g = 0; g < v->n_groups; g++) {
        struct sv_group *group = &v->group[g];

        group->open = 1 - group->fraction;
        group->lonely = group->n == 1 && group->open > 0 && group->above > 0;
    }
}

/* With unequal probabilities, a stratum's fraction is their mean, and a sure
 * PSU is no company for another. */
static enum sv_status
group_unequal(struct sv_design *d, const struct sv_design_plan *plan,
              struct sv_fault *fault)
{
    const enum sv_status status = sv_pps_new(&d->pps, plan, d, fault);

    for (size_t g = 0; g < d->level[0].n_groups && status == SV_OK; g++) {
        const struct sv_pps_stratum *h = &d->pps->stratum[g];
        double sum = 0;

        for (size_t i = 0; i < h->n; i++)
            sum += d->pps->probability[h->first + i];
        d->level[0].group[g].fraction =
            h->unsure > 0 ? sum / (double) h->n : 1;
    }
    return status;
}

static enum sv_status
build(struct sv_design *d, const struct sv_design_plan *plan,
      struct sv_fault *fault)
{
    enum sv_status status = build_levels(d, plan, fault);

    if (status == SV_OK)
        status = sv_plan_check_populations(plan, d, fault);
    if (status == SV_OK)
        status = group_strata(d, plan, fault);
    if (status == SV_OK && plan->pps != NULL)
        status = group_unequal(d, plan, fault);
    if (status != SV_OK)
        return status;

    for (size_t g = 0; g < d->level[0].n_groups; g++)
        d->level[0].group[g].above = 1;
    for (size_t s = 1; s < d->n_stages; s++)
        group_units(d, plan, s);
    for (size_t s = 0; s < d->n_stages; s++)
        finish_groups(&d->level[s]);
    for (size_t g = 0; g < d->level[0].n_groups && d->pps != NULL; g++)
        d->level[0].group[g].lonely = d->pps->stratum[g].unsure == 1;
    return d->lonely->refuses ? sv_lonely_refuse(plan, d, fault) : SV_OK;
}

enum sv_status
sv_design_new(struct sv_design **out, const struct sv_design_plan *plan,
              struct sv_fault *fault)
{
    struct sv_design *d = NULL;
    enum sv_status status = sv_plan_check_sizes(plan, fault);

    if (status != SV_OK)
        return status;
    d = calloc(1, sizeof *d);
    if (d == NULL)
        return out_of_memory(fault, plan->n_strata, "strata");
    d->n_strata = plan->n_strata;
    d->n_stages = sv_stages_kept(plan->stages, plan->n_stages);
    d->lonely = plan->lonely;
    d->lonely_in_domains = plan->lonely_in_domains;
    status = build(d, plan, fault);
    if (status == SV_OK) {
        *out = d;
        d = NULL;               /* the caller's now */
    }
    sv_design_free(d);
    return status;
}

void
sv_design_free(struct sv_design *d)
{
    if (d == NULL)
        return;
    for (size_t s = 0; s < d->n_stages; s++) {
        free(d->level[s].group_of);
        free(d->level[s].group);
        free(d->level[s].labels.text);
        free(d->level[s].labels.at);
    }
    free(d->labels.text);
    free(d->labels.at);
    free(d->stratum_of);
    free(d->joined);
    sv_pps_free(d->pps);
    free(d);
}

size_t
sv_design_n_stages(const struct sv_design *d)
{
    return d->n_stages;
}

size_t
sv_design_n_units(const struct sv_design *d, size_t stage)
{
    assert(stage < d->n_stages);
    return d->level[stage].n_units;
}

size_t
sv_design_n_lowest(const struct sv_design *d)
{
    return d->level[d->n_stages - 1].n_units;
}

size_t
sv_design_n_strata(const struct sv_design *d)
{
    return d->n_strata;
}

const char *
sv_stratum_label(const struct sv_design *d, size_t h, char text[SV_LABEL_SIZE])
{
    assert(h < d->n_strata);
    return label(&d->labels, h, text);
}

const char *
sv_unit_label(const struct sv_design *d, size_t stage, size_t unit,
              char text[SV_LABEL_SIZE])
{
    assert(stage < d->n_stages && unit < d->level[stage].n_units);
    return label(&d->level[stage].labels, unit, text);
}

uint32_t
sv_unit_above(const struct sv_design *d, size_t lower, uint32_t unit,
              size_t upper)
{
    assert(lower < d->n_stages && upper <= lower);
    assert(unit < d->level[lower].n_units);
    for (size_t s = lower; s > upper; s--)
        unit = d->level[s].group_of[unit];
    return unit;
}

uint32_t
sv_stratum_of(const struct sv_design *d, uint32_t psu)
{
    assert(psu < d->level[0].n_units);
    return d->stratum_of[psu];
}

size_t
sv_stratum_joined(const struct sv_design *d, size_t h)
{
    assert(h < d->n_strata);
    return d->joined[h];
}

size_t
sv_design_n_groups(const struct sv_design *d, size_t stage)
{
    assert(stage < d->n_stages);
    return d->level[stage].n_groups;
}

size_t
sv_design_most_groups(const struct sv_design *d)
{
    size_t most = 0;

    for (size_t s = 0; s < sv_design_n_stages(d); s++)
        if (sv_design_n_groups(d, s) > most)
            most = sv_design_n_groups(d, s);
    return most;
}

const struct sv_group *
sv_design_groups(const struct sv_design *d, size_t stage)
{
    assert(stage < d->n_stages);
    return d->level[stage].group;
}

const uint32_t *
sv_design_group_of(const struct sv_design *d, size_t stage)
{
    assert(stage < d->n_stages);
    return d->level[stage].group_of;
}

double
sv_unit_fraction(const struct sv_design *d, size_t stage, uint32_t unit)
{
    const struct sv_level *v = &d->level[stage];

    assert(stage < d->n_stages && unit < v->n_units);
    if (stage == 0 && d->pps != NULL)
        return d->pps->probability[unit];
    return v->group[v->group_of[unit]].fraction;
}

const struct sv_pps_parts *
sv_design_pps(const struct sv_design *d)
{
    return d->pps;
}

const struct sv_lonely_rule *
sv_design_lonely(const struct sv_design *d)
{
    return d->lonely;
}

bool
sv_design_lonely_in_domains(const struct sv_design *d)
{
    return d->lonely_in_domains;
}

void
sv_group_name(char *text, size_t size, const struct sv_design *d, size_t stage,
              size_t group)
{
    char number[SV_LABEL_SIZE];
    size_t used = 0;
    uint32_t unit = (uint32_t) group;

    for (size_t s = stage; s > 0 && used < size; s--) {
        const char *name = sv_unit_label(d, s - 1, unit, number);
        const int n = s > 1
            ? snprintf(text + used, size - used, "unit '%s' of stage %zu in ",
                       name, s)
            : snprintf(text + used, size - used, "PSU '%s' of ", name);

        used += (size_t) n;
        unit = s > 1 ? d->level[s - 1].group_of[unit] : unit;
    }
    if (used < size) {
        const size_t h = stage == 0 ? group
            : d->stratum_of != NULL ? d->stratum_of[unit]
            : d->level[0].group_of[unit];

        snprintf(text + used, size - used, "stratum '%s'",
                 sv_stratum_label(d, h, number));
    }
}
