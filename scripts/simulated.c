/* simulated.c - populations of our own, and samples from them. */
#include "scripts/simulated.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "weights/lonely.h"

const char *const sim_figures[FIGURES] = {
    "total spent", "mean spent", "online", "online, of the poor",
};

static struct psu population[MOST_PSUS];

static void
make_psu(struct psu *p, gsl_rng *rng, double level)
{
    const double effect = level + gsl_ran_gaussian(rng, 0.6);

    p->n = 16 + (unsigned) gsl_rng_uniform_int(rng, MOST_HOUSEHOLDS - 15);
    for (unsigned k = 0; k < p->n; k++) {
        struct household *h = &p->household[k];
        const double own = effect + gsl_ran_gaussian(rng, 1);

        h->own = own;
        h->online = own > -0.2;
        h->poor = own + gsl_ran_gaussian(rng, 1) < -0.8;
        h->spent = exp(3 + 0.5 * own);
    }
}

/* From numbers of its own: what is drawn later does not depend on it. */
static void
make_ages(const struct design *d)
{
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);

    gsl_rng_set(rng, SEED + 1);
    for (unsigned i = 0; i < d->strata * d->psus; i++)
        for (unsigned k = 0; k < population[i].n; k++) {
            struct household *h = &population[i].household[k];

            h->age = 45 + 8 * h->own + gsl_ran_gaussian(rng, 10);
            h->old = h->age > 50;
        }
    gsl_rng_free(rng);
}

static bool
by_size(const struct design *d)
{
    return d->drawing >= BY_SIZE;
}

static bool
by_sampford(const struct design *d)
{
    return d->drawing >= SAMPFORD;
}

static void
sizes_of(double *size, const struct design *d, unsigned h)
{
    static const double power[] = {
        [BY_SIZE] = 1, [SAMPFORD] = 1, [SAMPFORD_CUBED] = 3
    };

    for (unsigned i = 0; i < d->psus; i++)
        size[i] = pow(population[h * d->psus + i].n, power[d->drawing]);
}

void
sim_population(const struct design *d, gsl_rng *rng)
{
    double size[MOST_PSUS];

    for (unsigned h = 0; h < d->strata; h++) {
        for (unsigned i = 0; i < d->psus; i++)
            make_psu(&population[h * d->psus + i], rng,
                     0.1 * h + d->trend * i / d->psus - d->trend / 2);
        sizes_of(size, d, h);
        if (by_sampford(d))
            sim_sampford_list(h, size, d->drawn, d->psus);
    }
    make_ages(d);
}

static void
measure(double *y, double *x, const struct household *h, unsigned figure)
{
    *y = figure < 2 ? h->spent : h->online;
    *x = 1;
    if (figure == 3 && !h->poor)
        *y = *x = 0;
}

double
sim_value(unsigned figure, double y, double x)
{
    return figure == 0 ? y : y / x;
}

double
sim_truth(const struct design *d, unsigned figure)
{
    double sum[2] = { 0 }, y, x;

    for (unsigned i = 0; i < d->strata * d->psus; i++)
        for (unsigned k = 0; k < population[i].n; k++) {
            measure(&y, &x, &population[i].household[k], figure);
            sum[0] += y;
            sum[1] += x;
        }
    return sim_value(figure, sum[0], sum[1]);
}

const struct psu *
sim_psu(unsigned i)
{
    return &population[i];
}

/* Systematic drawing of N from the PSUs in ORDER, with chances by SIZE. */
static void
draw_systematic(unsigned *out, double *probability, unsigned n,
                const unsigned *order, const double *size, unsigned of,
                gsl_rng *rng)
{
    double total = 0, step, next, sum = 0;
    unsigned taken = 0;

    for (unsigned i = 0; i < of; i++)
        total += size[order[i]];
    step = total / n;
    next = step * gsl_rng_uniform(rng);
    for (unsigned i = 0; i < of && taken < n; i++) {
        sum += size[order[i]];
        if (next < sum) {
            probability[taken] = n * size[order[i]] / total;
            out[taken++] = order[i];
            next += step;
        }
    }
}

static void
draw_stratum(struct sample *s, const struct design *d, unsigned h, gsl_rng *rng)
{
    unsigned order[MOST_PSUS], *to = s->psu + s->n;
    double size[MOST_PSUS];

    for (unsigned i = 0; i < d->psus; i++)
        order[i] = i;
    sizes_of(size, d, h);
    if (d->drawing == BY_SIZE)
        gsl_ran_shuffle(rng, order, d->psus, sizeof *order);
    if (d->drawing == SIMPLE) {
        gsl_ran_choose(rng, to, d->drawn, order, d->psus, sizeof *order);
        for (unsigned i = 0; i < d->drawn; i++)
            s->probability[s->n + i] = (double) d->drawn / d->psus;
    } else if (by_sampford(d)) {
        sim_sampford_draw(to, s->probability + s->n,
                          s->joint + h * d->drawn * d->drawn, h, rng);
    } else {
        draw_systematic(to, s->probability + s->n, d->drawn, order, size,
                        d->psus, rng);
    }
    for (unsigned i = 0; i < d->drawn; i++)
        to[i] += h * d->psus;
    s->n += d->drawn;
}

void
sim_draw(struct sample *s, const struct design *d, gsl_rng *rng)
{
    unsigned all[MOST_HOUSEHOLDS];

    s->n = 0;
    for (unsigned h = 0; h < d->strata; h++)
        draw_stratum(s, d, h, rng);
    for (unsigned k = 0; k < MOST_HOUSEHOLDS; k++)
        all[k] = k;
    for (unsigned i = 0; i < s->n; i++)
        gsl_ran_choose(rng, s->household[i], d->households, all,
                       population[s->psu[i]].n, sizeof *all);
}

void
sim_must(enum sv_status status, const struct sv_fault *fault)
{
    if (status != SV_OK) {
        fprintf(stderr, "simulate: %s\n", fault->text);
        exit((int) status);
    }
}

struct sv_design *
sim_describe(const struct sample *s, const struct design *d, const struct method *m)
{
    static uint32_t drawn[2][MOST_DRAWN];
    static double of[2][MOST_DRAWN];
    struct sv_fault fault = { 0 };
    struct sv_pps pps = { .rule = m->pps != NULL ? sv_pps_find(m->pps) : NULL,
                          .yates_grundy = m->pps != NULL
                                          && strcmp(m->pps, "brewer") != 0
                                          && !m->horvitz_thompson,
                          .probability = s->probability,
                          .joint = by_sampford(d) ? s->joint : NULL };
    const bool stages = d->populations
                        && (!by_size(d) || m->pps != NULL);
    struct sv_stage_plan stage[2] = {
        { s->n, drawn[0], stages ? of[0] : NULL, NULL },
        { (size_t) s->n * d->households, drawn[1], stages ? of[1] : NULL, NULL },
    };
    struct sv_design_plan plan = {
        .n_strata = d->strata, .n_stages = 2, .stages = stage,
        .lonely = sv_lonely_find("fail"),
        .pps = m->pps != NULL ? &pps : NULL,
    };
    struct sv_design *design;

    for (unsigned h = 0; h < d->strata; h++) {
        drawn[0][h] = d->drawn;
        of[0][h] = d->psus;
    }
    for (unsigned i = 0; i < s->n; i++) {
        drawn[1][i] = d->households;
        of[1][i] = population[s->psu[i]].n;
    }
    sim_must(sv_design_new(&design, &plan, &fault), &fault);
    return design;
}

struct sv_replicates
sim_replicates(const struct sv_design *design, const struct method *m, uint64_t seed)
{
    const struct sv_replicate_options o = { m->n, m->rho, seed };
    struct sv_replicates reps = { 0 };
    struct sv_fault fault = { 0 };

    if (m->replicates != NULL)
        sim_must(sv_replicates_make(&reps, design, sv_replicate_find(m->replicates),
                                    &o, &fault), &fault);
    return reps;
}

double
sim_weight(const struct sample *s, const struct design *d, unsigned i)
{
    return population[s->psu[i]].n / (s->probability[i] * d->households);
}

void
sim_fold(struct rows *r, const struct sample *s, const struct design *d,
     const struct sv_design *design, unsigned figure)
{
    const bool households = sv_design_n_stages(design) == 2;
    size_t n = 0;
    double y, x;

    for (unsigned i = 0; i < s->n; i++) {
        const struct psu *p = &population[s->psu[i]];
        const double w = sim_weight(s, d, i);

        for (unsigned k = 0; k < d->households; k++) {
            if (k == 0 || households) {
                r->unit[n] = (uint32_t) n;
                r->members[n] = 1;
                r->y[n] = r->x[n] = 0;
                n++;
            }
            measure(&y, &x, &p->household[s->household[i][k]], figure);
            r->y[n - 1] += w * y;
            r->x[n - 1] += w * x;
        }
    }
    r->rows = (struct sv_rows){ n, r->unit, r->members, { r->y, r->x }, 1 };
}
