/* collapse.c - lonely strata: whom to merge with, and who is refused. */
#include "weights/design_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* 1 of 1 or 2 of 2: no sampling, no variance, nothing to merge. */
static bool
is_complete(const struct sv_design_plan *plan, size_t h)
{
    return sv_plan_fraction(plan, 0, h) >= 1;
}

static bool
is_lonely(const struct sv_design_plan *plan, size_t h)
{
    return plan->stages[0].n_drawn[h] == 1 && !is_complete(plan, h);
}

/* The nearest stratum before H in design order, or else after it, that is not
 * sampled completely; n_strata if there is none. */
static size_t
neighbour(const struct sv_design_plan *plan, size_t h)
{
    for (size_t i = h; i-- > 0;)
        if (!is_complete(plan, i))
            return i;
    for (size_t i = h + 1; i < plan->n_strata; i++)
        if (!is_complete(plan, i))
            return i;
    return plan->n_strata;
}

/* Whom H was joined to in the end, by UP, which is JOINED with ways that were
 * gone before made shorter: lonely strata in a row are joined in a chain. */
static size_t
root(uint32_t *up, size_t h)
{
    while (up[h] != h) {
        up[h] = up[up[h]];
        h = up[h];
    }
    return h;
}

/* COMPANY [n_strata], zero at first: whether a stratum was joined to another, or
 * another to it. */
static enum sv_status
join_lonely(uint32_t *joined, bool *company, const struct sv_design_plan *plan,
            const struct sv_design *d, struct sv_fault *fault)
{
    char name[512];

    for (size_t h = 0; h < plan->n_strata; h++) {
        size_t to;

        if (!is_lonely(plan, h) || company[h])
            continue;
        to = neighbour(plan, h);
        if (to == plan->n_strata) {
            sv_group_name(name, sizeof name, d, 0, h);
            return sv_fail(fault, SV_DATA, "%s has a single PSU and there is no"
                           " other stratum to collapse it with; choose another"
                           " lonely-psu rule", name);
        }
        joined[h] = (uint32_t) to;
        company[h] = company[to] = true;
    }
    return SV_OK;
}

/* Numbers groups by their first member: a root may come after those joined to
 * it.  UP is JOINED at first. */
static size_t
number_groups(uint32_t *group, uint32_t *up, size_t n_strata)
{
    size_t n = 0;

    for (size_t h = 0; h < n_strata; h++)
        group[h] = UINT32_MAX;
    for (size_t h = 0; h < n_strata; h++) {
        const size_t r = root(up, h);

        if (group[r] == UINT32_MAX)
            group[r] = (uint32_t) n++;
        group[h] = group[r];
    }
    return n;
}

enum sv_status
sv_strata_merge(uint32_t *joined, uint32_t *group, size_t *n_groups,
                const struct sv_design_plan *plan, const struct sv_design *d,
                struct sv_fault *fault)
{
    const size_t n = plan->n_strata;
    bool *company = calloc(n + 1, sizeof *company);
    uint32_t *up = calloc(n + 1, sizeof *up);
    enum sv_status status = SV_OK;

    for (size_t h = 0; h < n; h++)
        joined[h] = (uint32_t) h;
    if (company == NULL || up == NULL) {
        status = sv_fail(fault, SV_SYSTEM, "out of memory for %zu strata", n);
    } else {
        if (plan->lonely->merges)
            status = join_lonely(joined, company, plan, d, fault);
        memcpy(up, joined, n * sizeof *up);
        *n_groups = number_groups(group, up, n);
    }
    free(company);
    free(up);
    return status;
}

/* A list that ends in "and 12 more" where it would not fit. */
struct list {
    char text[6000];
    size_t used, n, left_out;
};

static void
list_add(struct list *l, const char *name, const char *with)
{
    char item[1200];
    const int n = with != NULL
        ? snprintf(item, sizeof item, "%s%s (merge with %s)",
                   l->n > 0 ? ", " : "", name, with)
        : snprintf(item, sizeof item, "%s%s", l->n > 0 ? ", " : "", name);

    l->n++;
    if (l->left_out > 0 || l->used + (size_t) n >= sizeof l->text) {
        l->left_out++;
        return;
    }
    memcpy(l->text + l->used, item, (size_t) n + 1);
    l->used += (size_t) n;
}

static void
list_close(struct list *l, char *more, size_t size)
{
    more[0] = '\0';
    if (l->left_out > 0)
        snprintf(more, size, " and %zu more", l->left_out);
}

static enum sv_status
refuse_strata(const struct sv_design_plan *plan, const struct sv_design *d,
              struct sv_fault *fault)
{
    struct list *l = calloc(1, sizeof *l);
    char name[512], with[512], more[40];
    enum sv_status status = SV_OK;

    if (l == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for a list of strata");
    for (size_t h = 0; h < d->n_strata; h++) {
        const size_t to = neighbour(plan, h);

        if (!d->level[0].group[h].lonely)
            continue;
        sv_group_name(name, sizeof name, d, 0, h);
        if (to < d->n_strata)
            sv_group_name(with, sizeof with, d, 0, to);
        list_add(l, name, to < d->n_strata ? with : NULL);
    }
    list_close(l, more, sizeof more);
    if (l->n > 0)
        status = sv_add(fault, SV_DATA, "%zu %s a single PSU, which shows no"
                        " variance: %s%s; merge them in the data, or set"
                        " lonely-psu to collapse, adjust, average, remove or"
                        " certainty", l->n,
                        l->n == 1 ? "stratum has" : "strata have", l->text,
                        more);
    free(l);
    return status;
}

static enum sv_status
refuse_lower(const struct sv_design *d, size_t stage, struct sv_fault *fault)
{
    struct list *l = calloc(1, sizeof *l);
    char name[512], more[40];
    enum sv_status status = SV_OK;

    if (l == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for a list of units");
    for (size_t g = 0; g < d->level[stage].n_groups; g++)
        if (d->level[stage].group[g].lonely) {
            sv_group_name(name, sizeof name, d, stage, g);
            list_add(l, name, NULL);
        }
    list_close(l, more, sizeof more);
    if (l->n > 0)
        status = sv_add(fault, SV_DATA, "%zu %s a single unit at stage %zu,"
                        " which shows no variance: %s%s; set lonely-psu to"
                        " adjust, average, remove or certainty, or leave out"
                        " the fpc of stage %zu", l->n,
                        l->n == 1 ? "group has" : "groups have", stage + 1,
                        l->text, more, stage);
    free(l);
    return status;
}

enum sv_status
sv_lonely_refuse(const struct sv_design_plan *plan, const struct sv_design *d,
                 struct sv_fault *fault)
{
    enum sv_status status = refuse_strata(plan, d, fault);

    for (size_t s = 1; s < d->n_stages; s++) {
        const enum sv_status one = refuse_lower(d, s, fault);

        if (one != SV_OK)
            status = one;
    }
    return status;
}
