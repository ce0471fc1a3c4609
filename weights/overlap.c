/* overlap.c - two rounds of a survey that have PSUs in common. */
#include "weights/overlap.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The PSUs that a stratum of one round shares with a stratum of the other. */
struct shared {
    uint32_t group_a, group_b;
    size_t first, n;            /* of the pairs */
    double factor;              /* of the sum of products */
};

struct pair {
    uint32_t a, b;              /* the same PSU in both rounds */
    uint32_t group_a, group_b;
};

struct sv_overlap {
    const struct sv_design *a, *b;
    struct pair *pair;          /* [n_pairs] by groups */
    size_t n_pairs;
    struct shared *shared;      /* [n_shared] */
    size_t n_shared;
};

struct named {
    uint64_t identity;
    uint32_t psu;
};

static int
by_identity(const void *left, const void *right)
{
    const struct named *x = left, *y = right;

    return (x->identity > y->identity) - (x->identity < y->identity);
}

static int
by_groups(const void *left, const void *right)
{
    const struct pair *x = left, *y = right;

    if (x->group_a != y->group_a)
        return x->group_a < y->group_a ? -1 : 1;
    if (x->group_b != y->group_b)
        return x->group_b < y->group_b ? -1 : 1;
    return (x->a > y->a) - (x->a < y->a);
}

/* PSUs in the order of their identities, in memory that the caller frees. */
static enum sv_status
sort(struct named **out, const uint64_t *identity, size_t n, const char *round,
     struct sv_fault *fault)
{
    struct named *list = malloc((n + 1) * sizeof *list);

    *out = list;
    if (list == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for %zu PSUs", n);
    for (size_t i = 0; i < n; i++)
        list[i] = (struct named) { identity[i], (uint32_t) i };
    qsort(list, n, sizeof *list, by_identity);
    for (size_t i = 1; i < n; i++)
        if (list[i].identity == list[i - 1].identity)
            return sv_fail(fault, SV_DATA, "PSUs %u and %u of the %s round "
                           "have the same stratum and identifier; give strata "
                           "and clusters that tell them apart",
                           list[i - 1].psu + 1, list[i].psu + 1, round);
    return SV_OK;
}

static void
match(struct sv_overlap *o, const struct named *a, size_t n_a,
      const struct named *b, size_t n_b)
{
    const uint32_t *group_a = sv_design_group_of(o->a, 0);
    const uint32_t *group_b = sv_design_group_of(o->b, 0);
    size_t i = 0, j = 0;

    while (i < n_a && j < n_b) {
        if (a[i].identity == b[j].identity)
            o->pair[o->n_pairs++] = (struct pair) {
                a[i].psu, b[j].psu, group_a[a[i].psu], group_b[b[j].psu]
            };
        if (a[i].identity < b[j].identity)
            i++;
        else if (a[i].identity > b[j].identity)
            j++;
        else
            i++, j++;
    }
    qsort(o->pair, o->n_pairs, sizeof *o->pair, by_groups);
}

/* The formula of overlap.h, but for the sum.  N is taken in the middle of those
 * of the two rounds: nm/N as the mean of its square, nn/N mm/N. */
static double
factor_of(const struct sv_group *a, const struct sv_group *b, double c)
{
    const double n = a->n, m = b->n;

    if (a->n < 2 || b->n < 2)
        return 0;
    return (c - sqrt(n * a->fraction * m * b->fraction))
           / (c * (1 - 1 / n - 1 / m + c / (n * m)));
}

static void
share(struct sv_overlap *o)
{
    for (size_t i = 0; i < o->n_pairs; i++) {
        const struct pair *p = &o->pair[i];
        struct shared *s = o->n_shared > 0 ? &o->shared[o->n_shared - 1] : NULL;

        if (s == NULL || s->group_a != p->group_a || s->group_b != p->group_b) {
            s = &o->shared[o->n_shared++];
            *s = (struct shared) { p->group_a, p->group_b, i, 0, 0 };
        }
        s->n++;
        s->factor = factor_of(&sv_design_groups(o->a, 0)[s->group_a],
                              &sv_design_groups(o->b, 0)[s->group_b],
                              (double) s->n);
    }
}

static enum sv_status
find(struct sv_overlap *o, const uint64_t *identity_a,
     const uint64_t *identity_b, struct sv_fault *fault)
{
    const size_t n_a = sv_design_n_units(o->a, 0);
    const size_t n_b = sv_design_n_units(o->b, 0);
    const size_t most = n_a < n_b ? n_a : n_b;
    struct named *a = NULL, *b = NULL;
    enum sv_status status = sort(&a, identity_a, n_a, "first", fault);

    if (status == SV_OK)
        status = sort(&b, identity_b, n_b, "second", fault);
    o->pair = calloc(most + 1, sizeof *o->pair);
    o->shared = calloc(most + 1, sizeof *o->shared);
    if (status == SV_OK && (o->pair == NULL || o->shared == NULL))
        status = sv_fail(fault, SV_SYSTEM, "out of memory for %zu PSUs", most);
    if (status == SV_OK) {
        match(o, a, n_a, b, n_b);
        share(o);
    }
    free(a);
    free(b);
    return status;
}

enum sv_status
sv_overlap_new(struct sv_overlap **out, const struct sv_design *a,
               const uint64_t *identity_a, const struct sv_design *b,
               const uint64_t *identity_b, struct sv_fault *fault)
{
    struct sv_overlap *o = calloc(1, sizeof *o);
    enum sv_status status = SV_OK;

    *out = NULL;
    if (o == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for PSUs in common");
    o->a = a;
    o->b = b;
    if (identity_a != NULL && identity_b != NULL)
        status = find(o, identity_a, identity_b, fault);
    if (status == SV_OK)
        *out = o;
    else
        sv_overlap_free(o);
    return status;
}

void
sv_overlap_free(struct sv_overlap *overlap)
{
    if (overlap == NULL)
        return;
    free(overlap->pair);
    free(overlap->shared);
    free(overlap);
}

size_t
sv_overlap_n(const struct sv_overlap *overlap)
{
    return overlap->n_pairs;
}

size_t
sv_overlap_strata(const struct sv_overlap *overlap)
{
    return overlap->n_shared;
}

void
sv_psu_scores(struct sv_psu_scores *out, const struct sv_design *d,
              const struct sv_scores *scores)
{
    const size_t n = sv_design_n_units(d, 0);
    const size_t last = sv_design_n_stages(d) - 1;

    memset(out->z, 0, n * sizeof *out->z);
    for (size_t i = 0; i < scores->n; i++)
        out->z[sv_unit_above(d, last, scores->unit[i], 0)] += scores->z[i];
    sv_psu_seen(out, d, scores);
}

void
sv_psu_seen(struct sv_psu_scores *out, const struct sv_design *d,
            const struct sv_scores *scores)
{
    const size_t last = sv_design_n_stages(d) - 1;

    memset(out->seen, 0, sv_design_n_units(d, 0));
    for (size_t i = 0; i < scores->n; i++)
        out->seen[sv_unit_above(d, last, scores->unit[i], 0)] = 1;
}

/* MEAN[n_groups] of the scores of all PSUs of each stratum. */
static void
means(double *mean, const struct sv_design *d, const double *z)
{
    const struct sv_group *groups = sv_design_groups(d, 0);
    const uint32_t *group_of = sv_design_group_of(d, 0);
    const size_t n = sv_design_n_units(d, 0);

    memset(mean, 0, sv_design_n_groups(d, 0) * sizeof *mean);
    for (size_t i = 0; i < n; i++)
        mean[group_of[i]] += z[i] / groups[group_of[i]].n;
}

double
sv_overlap_covariance(const struct sv_overlap *overlap,
                      const struct sv_psu_scores *a,
                      const struct sv_psu_scores *b, double *scratch)
{
    double *mean_a = scratch, covariance = 0;
    double *mean_b = scratch + sv_design_n_units(overlap->a, 0);

    means(mean_a, overlap->a, a->z);
    means(mean_b, overlap->b, b->z);
    for (size_t k = 0; k < overlap->n_shared; k++) {
        const struct shared *s = &overlap->shared[k];
        double sum = 0;

        for (size_t i = s->first; i < s->first + s->n; i++)
            sum += (a->z[overlap->pair[i].a] - mean_a[s->group_a])
                   * (b->z[overlap->pair[i].b] - mean_b[s->group_b]);
        covariance += s->factor * sum;
    }
    return covariance;
}

/* VISITED[n_groups]: 1 for a stratum that has members, else 0. */
static void
visit(double *visited, const struct sv_design *d, const unsigned char *seen)
{
    const uint32_t *group_of = sv_design_group_of(d, 0);
    const size_t n = sv_design_n_units(d, 0);

    memset(visited, 0, sv_design_n_groups(d, 0) * sizeof *visited);
    for (size_t i = 0; i < n; i++)
        if (seen[i])
            visited[group_of[i]] = 1;
}

double
sv_overlap_degrees(const struct sv_overlap *overlap,
                   const struct sv_degrees_rule *rule,
                   const struct sv_psu_scores *a,
                   const struct sv_psu_scores *b, double *scratch)
{
    const bool all = rule != NULL && strcmp(rule->name, "design") == 0;
    const bool members = rule != NULL
                         && (strcmp(rule->name, "domain") == 0
                             || rule->of_replicates);
    double *in_a = scratch, less = 0;
    double *in_b = scratch + sv_design_n_units(overlap->a, 0);

    if (rule == NULL)
        return 0;
    visit(in_a, overlap->a, a->seen);
    visit(in_b, overlap->b, b->seen);
    for (size_t k = 0; k < overlap->n_shared; k++) {
        const struct shared *s = &overlap->shared[k];
        double both = 0;

        for (size_t i = s->first; i < s->first + s->n; i++)
            both += !members || (a->seen[overlap->pair[i].a]
                                 && b->seen[overlap->pair[i].b]);
        if (all || (in_a[s->group_a] > 0 && in_b[s->group_b] > 0))
            less += both - 1;
    }
    return less;
}
