/* simulate.c - how good the variance estimators are, on populations of our own.
 *
 *     simulate SAMPLES        writes a table in Markdown
 *
 * From a fixed population, SAMPLES samples are drawn by each design; every method
 * that suits the design estimates the variance of four figures in every sample.
 * Shown are the relative bias of the variance, against the variance of the
 * estimates over the samples, and how many of the nominal 95 % intervals, the
 * estimate -+ t se, cover the figure of the population.
 */
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "weights/degrees.h"
#include "weights/intervals.h"
#include "weights/lonely.h"
#include "weights/pps.h"
#include "weights/replicates.h"

enum { MOST_PSUS = 2400, MOST_HOUSEHOLDS = 40, MOST_DRAWN = 96, FIGURES = 4,
       METHODS = 7, SEED = 20261124 };

struct household {
    double spent;               /* skewed */
    bool online, poor;          /* POOR is the domain */
};

struct psu {
    unsigned n;                 /* households */
    struct household household[MOST_HOUSEHOLDS];
};

static const char *const figures[FIGURES] = {
    "total spent", "mean spent", "online", "online, of the poor",
};

/* How PSUs are drawn within a stratum. */
enum drawing { SIMPLE, SYSTEMATIC, BY_SIZE };

struct method {
    const char *name;           /* shown; NULL: no more */
    const char *replicates;     /* NULL: linearisation */
    double rho;
    size_t n;
    const char *pps;
};

static const struct design {
    const char *name;
    unsigned strata, psus, drawn, households;   /* PSUs and drawn: a stratum;
                                                   households: a PSU drawn */
    enum drawing drawing;
    bool populations;           /* the design knows both stages' */
    double trend;               /* of the PSUs in their order */
    struct method method[METHODS];
} designs[] = {
    { "24 of 2400 PSUs", 1, 2400, 24, 6, SIMPLE, false, 0,
      { { .name = "linearisation" }, { "jk1", "jk1", 0, 0, NULL },
        { "bootstrap (200)", "bootstrap", 0, 200, NULL } } },
    { "2 of 150 PSUs in 16 strata", 16, 150, 2, 6, SIMPLE, false, 0,
      { { .name = "linearisation" }, { "jkn", "jkn", 0, 0, NULL },
        { "brr", "brr", 0, 0, NULL }, { "fay, rho 0.5", "fay", 0.5, 0, NULL },
        { "bootstrap, n - 1 (200)", "subbootstrap", 0, 200, NULL } } },
    { "6 of 24 PSUs in 8 strata, 8 of their households", 8, 24, 6, 8, SIMPLE,
      true, 0,
      { { .name = "linearisation, two stages" },
        { "jkn", "jkn", 0, 0, NULL },
        { "bootstrap, Preston (200)", "mrbbootstrap", 0, 200, NULL } } },
    { "every 40th of 2400 PSUs, which have a trend", 1, 2400, 60, 6, SYSTEMATIC,
      false, 2.5,
      { { .name = "linearisation" },
        { "successive differences (80)", "successive-differences", 0, 80,
          NULL } } },
    { "4 of 20 PSUs by size in 8 strata", 8, 20, 4, 6, BY_SIZE, true, 0,
      { { .name = "with replacement" }, { "Brewer", NULL, 0, 0, "brewer" },
        { "Overton", NULL, 0, 0, "overton" },
        { "Hartley and Rao", NULL, 0, 0, "hartley-rao" } } },
};

/* ---- the population ------------------------------------------------------ */

static struct psu population[MOST_PSUS];

static void
make_psu(struct psu *p, gsl_rng *rng, double level)
{
    const double effect = level + gsl_ran_gaussian(rng, 0.6);

    p->n = 16 + (unsigned) gsl_rng_uniform_int(rng, MOST_HOUSEHOLDS - 15);
    for (unsigned k = 0; k < p->n; k++) {
        struct household *h = &p->household[k];
        const double own = effect + gsl_ran_gaussian(rng, 1);

        h->online = own > -0.2;
        h->poor = own + gsl_ran_gaussian(rng, 1) < -0.8;
        h->spent = exp(3 + 0.5 * own);
    }
}

static void
make_population(const struct design *d, gsl_rng *rng)
{
    for (unsigned h = 0; h < d->strata; h++)
        for (unsigned i = 0; i < d->psus; i++)
            make_psu(&population[h * d->psus + i], rng,
                     0.1 * h + d->trend * i / d->psus - d->trend / 2);
}

static void
measure(double *y, double *x, const struct household *h, unsigned figure)
{
    *y = figure < 2 ? h->spent : h->online;
    *x = 1;
    if (figure == 3 && !h->poor)
        *y = *x = 0;
}

static double
value_of(unsigned figure, double y, double x)
{
    return figure == 0 ? y : y / x;
}

static double
truth(const struct design *d, unsigned figure)
{
    double sum[2] = { 0 }, y, x;

    for (unsigned i = 0; i < d->strata * d->psus; i++)
        for (unsigned k = 0; k < population[i].n; k++) {
            measure(&y, &x, &population[i].household[k], figure);
            sum[0] += y;
            sum[1] += x;
        }
    return value_of(figure, sum[0], sum[1]);
}

/* ---- a sample ------------------------------------------------------------ */

struct sample {
    unsigned n;                 /* PSUs drawn, stratum by stratum */
    unsigned psu[MOST_DRAWN], household[MOST_DRAWN][MOST_HOUSEHOLDS];
    double probability[MOST_DRAWN];
};

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

    for (unsigned i = 0; i < d->psus; i++) {
        order[i] = i;
        size[i] = d->drawing == BY_SIZE ? population[h * d->psus + i].n : 1;
    }
    if (d->drawing == BY_SIZE)
        gsl_ran_shuffle(rng, order, d->psus, sizeof *order);
    if (d->drawing == SIMPLE) {
        gsl_ran_choose(rng, to, d->drawn, order, d->psus, sizeof *order);
        for (unsigned i = 0; i < d->drawn; i++)
            s->probability[s->n + i] = (double) d->drawn / d->psus;
    } else {
        draw_systematic(to, s->probability + s->n, d->drawn, order, size,
                        d->psus, rng);
    }
    for (unsigned i = 0; i < d->drawn; i++)
        to[i] += h * d->psus;
    s->n += d->drawn;
}

static void
draw(struct sample *s, const struct design *d, gsl_rng *rng)
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

static void
must(enum sv_status status, const struct sv_fault *fault)
{
    if (status != SV_OK) {
        fprintf(stderr, "simulate: %s\n", fault->text);
        exit((int) status);
    }
}

/* The design as METHOD sees it. */
static struct sv_design *
describe(const struct sample *s, const struct design *d, const struct method *m)
{
    static uint32_t drawn[2][MOST_DRAWN];
    static double of[2][MOST_DRAWN];
    struct sv_fault fault = { 0 };
    struct sv_pps pps = { .rule = m->pps != NULL ? sv_pps_find(m->pps) : NULL,
                          .yates_grundy = m->pps != NULL
                                          && strcmp(m->pps, "brewer") != 0,
                          .probability = s->probability };
    const bool stages = d->populations
                        && (d->drawing != BY_SIZE || m->pps != NULL);
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
    must(sv_design_new(&design, &plan, &fault), &fault);
    return design;
}

/* The tally of one figure, by the units that the design keeps. */
struct rows {
    uint32_t unit[MOST_DRAWN * MOST_HOUSEHOLDS];
    uint32_t members[MOST_DRAWN * MOST_HOUSEHOLDS];
    double y[MOST_DRAWN * MOST_HOUSEHOLDS], x[MOST_DRAWN * MOST_HOUSEHOLDS];
    struct sv_rows rows;
};

static void
fold(struct rows *r, const struct sample *s, const struct design *d,
     const struct sv_design *design, unsigned figure)
{
    const bool households = sv_design_n_stages(design) == 2;
    size_t n = 0;
    double y, x;

    for (unsigned i = 0; i < s->n; i++) {
        const struct psu *p = &population[s->psu[i]];
        const double w = p->n / (s->probability[i] * d->households);

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

/* ---- what is found ------------------------------------------------------- */

struct found {
    double sum, squares, variance, covered, n;  /* of estimates about the truth */
};

static void
add(struct found *f, const struct sv_estimate *e, double df, double truth_is)
{
    const struct sv_interval i = sv_interval_wald(e->value, e->se, df, 0.95);
    const double error = e->value - truth_is;

    f->sum += error;
    f->squares += error * error;
    f->variance += e->se * e->se;
    f->covered += i.low <= truth_is && truth_is <= i.high;
    f->n++;
}

/* All figures of one sample by one method. */
static void
estimate(struct found *found, const struct sample *s, const struct design *d,
         const struct method *m, const double *truths, uint64_t seed)
{
    static struct rows r;
    static double values[1024];
    const struct sv_replicate_options o = { m->n, m->rho, seed };
    struct sv_design *design = describe(s, d, m);
    struct sv_replicates reps = { 0 };
    struct sv_fault fault = { 0 };
    void *scratch;

    if (m->replicates != NULL)
        must(sv_replicates_make(&reps, design, sv_replicate_find(m->replicates),
                                &o, &fault), &fault);
    scratch = malloc(m->replicates != NULL ? sv_replicate_scratch(&reps, design)
                                           : sv_linear_scratch(design));
    for (unsigned figure = 0; figure < FIGURES; figure++) {
        const struct sv_estimator *e =
            sv_estimator_find(figure == 0 ? "total" : "ratio");
        struct sv_estimate is;
        struct sv_support support;

        fold(&r, s, d, design, figure);
        is = m->replicates != NULL
                 ? sv_replicate_cell(values, &reps, design, e, &r.rows, false,
                                     scratch)
                 : sv_estimate_cell(design, e, &r.rows, scratch);
        support = sv_support_of(design, &r.rows, scratch);
        add(&found[figure], &is, (double) support.psus - (double) support.strata,
            truths[figure]);
    }
    free(scratch);
    sv_replicates_free(&reps);
    sv_design_free(design);
}

static void
show(const struct design *d, const struct method *m, const struct found *found)
{
    printf("| %s | %s |", d->name, m->name);
    for (unsigned f = 0; f < FIGURES; f++) {
        const struct found *x = &found[f];
        const double spread = (x->squares - x->sum * x->sum / x->n)
                              / (x->n - 1);

        printf(" %+.0f %%, %.1f %% |", 100 * (x->variance / x->n / spread - 1),
               100 * x->covered / x->n);
    }
    printf("\n");
}

static void
simulate(const struct design *d, unsigned samples)
{
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    struct found found[METHODS][FIGURES] = { 0 };
    double truths[FIGURES];
    struct sample s;

    gsl_rng_set(rng, SEED);
    make_population(d, rng);
    for (unsigned f = 0; f < FIGURES; f++)
        truths[f] = truth(d, f);
    for (unsigned k = 0; k < samples; k++) {
        draw(&s, d, rng);
        for (unsigned m = 0; d->method[m].name != NULL; m++)
            estimate(found[m], &s, d, &d->method[m], truths, k + 1);
    }
    for (unsigned m = 0; d->method[m].name != NULL; m++)
        show(d, &d->method[m], found[m]);
    gsl_rng_free(rng);
}

int
main(int argc, char **argv)
{
    const unsigned long samples = argc == 2 ? strtoul(argv[1], NULL, 10) : 0;

    if (samples < 2 || samples > 1000000) {
        fprintf(stderr, "usage: simulate SAMPLES\n");
        return 2;
    }
    printf("| design | method |");
    for (unsigned f = 0; f < FIGURES; f++)
        printf(" %s |", figures[f]);
    printf("\n|---|---|---|---|---|---|\n");
    for (size_t k = 0; k < sizeof designs / sizeof *designs; k++)
        simulate(&designs[k], (unsigned) samples);
    return fflush(stdout) == 0 ? 0 : 3;
}
