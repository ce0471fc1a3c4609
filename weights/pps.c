/* pps.c - unequal probabilities: the rules, and the variance by them. */
#include "weights/pps_parts.h"

#include <math.h>
#include <string.h>

/* Overton 1985: p_ij = p_i p_j (n - 1) / (n - (p_i + p_j)/2). */
static double
overton(const struct sv_pps_pair *x)
{
    return ((x->p + x->q) / 2 - 1) / (x->n - 1);
}

/* Hartley and Rao 1962, systematic from a list in random order:
 * p_ij = p_i p_j (n - 1) / (n - p_i - p_j + sum p^2 / n). */
static double
hartley_rao(const struct sv_pps_pair *x)
{
    return (x->p + x->q - 1 - x->squares) / (x->n - 1);
}

static double
joint(const struct sv_pps_pair *x)
{
    return 1 - x->p * x->q / x->joint;
}

const struct sv_pps_rule sv_pps_rules[] = {
    { .name = "brewer", .blurb = "Brewer: from the probabilities alone" },
    { .name = "overton", .blurb = "Overton: pairs by their mean probability",
      .delta = overton },
    { .name = "hartley-rao", .blurb = "Hartley and Rao: systematic sampling in"
      " random order", .delta = hartley_rao },
    { .name = "joint", .blurb = "joint probabilities as given",
      .needs_joint = true, .delta = joint },
};
const size_t sv_n_pps_rules = sizeof sv_pps_rules / sizeof *sv_pps_rules;

const struct sv_pps_rule *
sv_pps_find(const char *name)
{
    for (size_t i = 0; i < sv_n_pps_rules; i++)
        if (strcmp(sv_pps_rules[i].name, name) == 0)
            return &sv_pps_rules[i];
    return NULL;
}

/* The members of one stratum. */
struct run {
    const struct sv_pair *pair;
    size_t n;
    const struct sv_pps_stratum *stratum;
};

static double
brewer(const struct sv_pps_parts *pps, const struct run *run)
{
    const double n = run->stratum->unsure;
    double a = 0, b = 0, left = 0, v = 0;

    for (size_t i = 0; i < run->stratum->n; i++)
        left += 1 - pps->probability[run->stratum->first + i];
    for (size_t i = 0; i < run->n; i++)
        if (pps->probability[run->pair[i].unit] < 1) {
            a += run->pair[i].a / n;
            b += run->pair[i].b / n;
        }
    for (size_t i = 0; i < run->n; i++) {
        const double q = 1 - pps->probability[run->pair[i].unit];

        v += q * (run->pair[i].a - a) * (run->pair[i].b - b);
        left -= q;
    }
    return n / (n - 1) * (v + (run->n < run->stratum->n ? left : 0) * a * b);
}

double
sv_pps_delta(const struct sv_pps_parts *pps, const struct sv_pps_stratum *h,
             size_t i, size_t j)
{
    const double p = pps->probability[i], q = pps->probability[j];
    const struct sv_pps_pair x = {
        h->unsure, p, q, h->squares,
        pps->joint == NULL ? NAN
            : pps->joint[h->joint + (i - h->first) * h->n + (j - h->first)],
    };

    return p < 1 && q < 1 ? pps->rule->delta(&x) : 0;
}

static double
horvitz_thompson(const struct sv_pps_parts *pps, const struct run *run)
{
    double v = 0;

    for (size_t i = 0; i < run->n; i++) {
        const struct sv_pair *x = &run->pair[i];

        v += (1 - pps->probability[x->unit]) * x->a * x->b;
        for (size_t j = 0; j < i; j++) {
            const struct sv_pair *y = &run->pair[j];

            v += sv_pps_delta(pps, run->stratum, x->unit, y->unit)
                 * (x->a * y->b + y->a * x->b);
        }
    }
    return v;
}

/* Those without members score 0: a member's pairs with all of them are what is
 * left of its row. */
static double
yates_grundy(const struct sv_pps_parts *pps, const struct run *run)
{
    double v = 0;

    for (size_t i = 0; i < run->n; i++) {
        const struct sv_pair *x = &run->pair[i];
        double others = pps->row[x->unit];

        for (size_t j = 0; j < run->n; j++) {
            const struct sv_pair *y = &run->pair[j];
            const double d = i == j ? 0
                : sv_pps_delta(pps, run->stratum, x->unit, y->unit);

            others -= d;
            if (j < i)
                v -= d * (x->a - y->a) * (x->b - y->b);
        }
        if (run->n < run->stratum->n)
            v -= others * x->a * x->b;
    }
    return v;
}

/* The one unsure PSU of a lonely stratum, squared about the mean of all PSUs
 * of the strata with members. */
static double
centred(const struct sv_pps_parts *pps, const struct run *run, double a,
        double b)
{
    double left = 0, za = 0, zb = 0;

    for (size_t i = 0; i < run->stratum->n; i++)
        left += 1 - pps->probability[run->stratum->first + i];
    for (size_t i = 0; i < run->n; i++)
        if (pps->probability[run->pair[i].unit] < 1) {
            za = run->pair[i].a;
            zb = run->pair[i].b;
        }
    return left * (za - a) * (zb - b);
}

static double
run_covariance(const struct sv_pps_parts *pps, const struct run *run)
{
    if (run->stratum->unsure == 0)
        return 0;
    if (pps->rule->delta == NULL)
        return brewer(pps, run);
    return pps->yates_grundy ? yates_grundy(pps, run)
                             : horvitz_thompson(pps, run);
}

/* The next stratum's members, from *AT on; false at the end. */
static bool
next_run(struct run *run, size_t *at, const struct sv_design *d,
         const struct sv_pps_parts *pps, const struct sv_pairs *pairs)
{
    const uint32_t *group_of = sv_design_group_of(d, 0);
    const size_t first = *at;

    if (first == pairs->n)
        return false;
    while (*at < pairs->n && group_of[pairs->pair[*at].unit]
                             == group_of[pairs->pair[first].unit])
        ++*at;
    run->pair = pairs->pair + first;
    run->n = *at - first;
    run->stratum = &pps->stratum[group_of[pairs->pair[first].unit]];
    return true;
}

static void
grand_mean(double *a, double *b, const struct sv_design *d,
           const struct sv_pps_parts *pps, const struct sv_pairs *pairs)
{
    struct run run;
    double n = 0;

    *a = *b = 0;
    for (size_t at = 0; next_run(&run, &at, d, pps, pairs);) {
        for (size_t i = 0; i < run.n; i++) {
            *a += run.pair[i].a;
            *b += run.pair[i].b;
        }
        n += (double) run.stratum->n;
    }
    *a /= n;
    *b /= n;
}

double
sv_pps_covariance(const struct sv_design *d, const struct sv_pps_parts *pps,
                  const struct sv_pairs *pairs, struct sv_sum *sums)
{
    const struct sv_lonely_rule *rule = sv_design_lonely(d);
    const uint32_t *group_of = sv_design_group_of(d, 0);
    double v = 0, a, b, strata = 0, lonely = 0;
    struct run run;

    grand_mean(&a, &b, d, pps, pairs);
    for (size_t at = 0; next_run(&run, &at, d, pps, pairs);) {
        struct sv_sum *sum = &sums[group_of[run.pair[0].unit]];
        const bool alone = run.stratum->unsure == 1;

        *sum = (struct sv_sum) { a, b, 0, (uint32_t) run.n, alone ? 2 : 1 };
        if (!alone)
            sum->factor = run_covariance(pps, &run);
        else if (rule->centres)
            sum->factor = centred(pps, &run, a, b);
        v += sum->factor;
        strata++;
        lonely += alone;
    }
    if (lonely == strata && !rule->centres)
        return NAN;
    return rule->scales ? v * strata / (strata - lonely) : v;
}
