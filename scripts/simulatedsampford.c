/* simulatedsampford.c - PSUs by Sampford's procedure, joint probabilities known.
 *
 * The first of n is drawn with probabilities p/n, the others with those that go
 * by p/(1 - p), with replacement; all over again until all differ.  Every PSU
 * then has the probability p (Sampford 1967, Biometrika 54), and a sample s
 *
 *     P(s)  in proportion to  sum over s of (1 - p)  times  prod over s of
 *           p/(1 - p).
 *
 * The lists are short: joint probabilities are P summed over all samples.
 */
#include <gsl/gsl_combination.h>
#include <gsl/gsl_errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "scripts/simulated.h"

enum { MOST_LISTS = 16, MOST_LISTED = 20 };

static struct list {
    unsigned n, of;
    double p[MOST_LISTED], odds[MOST_LISTED], joint[MOST_LISTED][MOST_LISTED];
} lists[MOST_LISTS];

static double
chance_of(const struct list *l, const size_t *sample)
{
    double product = 1, rest = 0;

    for (unsigned k = 0; k < l->n; k++) {
        product *= l->odds[sample[k]];
        rest += 1 - l->p[sample[k]];
    }
    return product * rest;
}

static void
sum_samples(struct list *l)
{
    gsl_combination *c = gsl_combination_calloc(l->of, l->n);
    double all = 0;

    do {
        const size_t *sample = gsl_combination_data(c);
        const double chance = chance_of(l, sample);

        all += chance;
        for (unsigned a = 0; a < l->n; a++)
            for (unsigned b = 0; b < l->n; b++)
                l->joint[sample[a]][sample[b]] += chance;
    } while (gsl_combination_next(c) == GSL_SUCCESS);
    gsl_combination_free(c);
    for (unsigned i = 0; i < l->of; i++)
        for (unsigned j = 0; j < l->of; j++)
            l->joint[i][j] /= all;
}

/* What Sampford proved, of probabilities that are some. */
static void
check(const struct list *l)
{
    for (unsigned i = 0; i < l->of; i++)
        if (!(l->p[i] < 1 && fabs(l->joint[i][i] - l->p[i]) < 1e-9)) {
            fprintf(stderr, "simulate: joint probabilities do not add up\n");
            exit(4);
        }
}

void
sim_sampford_list(unsigned h, const double *size, unsigned n, unsigned of)
{
    struct list *l = &lists[h];
    double total = 0;

    *l = (struct list) { .n = n, .of = of };
    for (unsigned i = 0; i < of; i++)
        total += size[i];
    for (unsigned i = 0; i < of; i++) {
        l->p[i] = n * size[i] / total;
        l->odds[i] = l->p[i] / (1 - l->p[i]);
    }
    sum_samples(l);
    check(l);
}

/* One of the list, with probabilities that go by SIZE. */
static unsigned
one_of(const double *size, unsigned of, gsl_rng *rng)
{
    double total = 0, at;
    unsigned i = 0;

    for (unsigned k = 0; k < of; k++)
        total += size[k];
    at = total * gsl_rng_uniform(rng);
    while (i + 1 < of && at >= size[i])
        at -= size[i++];
    return i;
}

static bool
all_differ(const unsigned *drawn, unsigned n)
{
    for (unsigned a = 0; a < n; a++)
        for (unsigned b = 0; b < a; b++)
            if (drawn[a] == drawn[b])
                return false;
    return true;
}

void
sim_sampford_draw(unsigned *out, double *probability, double *joint, unsigned h,
                  gsl_rng *rng)
{
    const struct list *l = &lists[h];

    do {
        out[0] = one_of(l->p, l->of, rng);
        for (unsigned k = 1; k < l->n; k++)
            out[k] = one_of(l->odds, l->of, rng);
    } while (!all_differ(out, l->n));
    for (unsigned a = 0; a < l->n; a++) {
        probability[a] = l->p[out[a]];
        for (unsigned b = 0; b < l->n; b++)
            joint[a * l->n + b] = l->joint[out[a]][out[b]];
    }
}
