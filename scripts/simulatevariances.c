/* simulatevariances.c - bias of variance estimators, coverage of intervals.
 *
 * From a fixed population, samples are drawn by each design; every method that
 * suits the design estimates the variance of four figures in every sample.  Shown
 * are the relative bias of the variance, against the variance of the estimates
 * over the samples, and how many of the nominal 95 % intervals, the estimate -+ t
 * se, cover the figure of the population.
 */
#include <stdio.h>
#include <stdlib.h>

#include "scripts/simulated.h"
#include "weights/degrees.h"
#include "weights/intervals.h"
#include "weights/replicates.h"

static const struct design designs[] = {
    { "24 of 2400 PSUs", 1, 2400, 24, 6, SIMPLE, false, 0,
      { { .name = "linearisation" }, { "jk1", "jk1", 0, 0, NULL },
        { "bootstrap (200)", "bootstrap", 0, 200, NULL } } },
    { "2 of 150 PSUs in 16 strata", 16, 150, 2, 6, SIMPLE, false, 0,
      { { .name = "linearisation" }, { "jkn", "jkn", 0, 0, NULL },
        { "brr", "brr", 0, 0, NULL }, { "fay, rho 0.5", "fay", 0.5, 0, NULL },
        { "bootstrap, n - 1 (200)", "rao-wu", 0, 200, NULL } } },
    { "6 of 24 PSUs in 8 strata, 8 of their households", 8, 24, 6, 8, SIMPLE,
      true, 0,
      { { .name = "linearisation, two stages" },
        { "jkn", "jkn", 0, 0, NULL },
        { "bootstrap, Preston (200)", "preston", 0, 200, NULL } } },
    { "every 40th of 2400 PSUs, which have a trend", 1, 2400, 60, 6, SYSTEMATIC,
      false, 2.5,
      { { .name = "linearisation" },
        { "successive differences (80)", "sdr", 0, 80,
          NULL } } },
    { "4 of 20 PSUs by size in 8 strata", 8, 20, 4, 6, BY_SIZE, true, 0,
      { { .name = "with replacement" }, { "Brewer", NULL, 0, 0, "brewer" },
        { "Overton", NULL, 0, 0, "overton" },
        { "Hartley and Rao", NULL, 0, 0, "hartley-rao" } } },
};

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
    struct sv_design *design = sim_describe(s, d, m);
    struct sv_replicates reps = { 0 };
    struct sv_fault fault = { 0 };
    void *scratch;

    if (m->replicates != NULL)
        sim_must(sv_replicates_make(&reps, design,
                                    sv_replicate_find(m->replicates), &o,
                                    &fault), &fault);
    scratch = malloc(m->replicates != NULL ? sv_replicate_scratch(&reps, design)
                                           : sv_linear_scratch(design));
    for (unsigned figure = 0; figure < FIGURES; figure++) {
        const struct sv_estimator *e =
            sv_estimator_find(figure == 0 ? "total" : "ratio");
        struct sv_estimate is;
        struct sv_support support;

        sim_fold(&r, s, d, design, figure);
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
    sim_population(d, rng);
    for (unsigned f = 0; f < FIGURES; f++)
        truths[f] = sim_truth(d, f);
    for (unsigned k = 0; k < samples; k++) {
        sim_draw(&s, d, rng);
        for (unsigned m = 0; d->method[m].name != NULL; m++)
            estimate(found[m], &s, d, &d->method[m], truths, k + 1);
    }
    for (unsigned m = 0; d->method[m].name != NULL; m++)
        show(d, &d->method[m], found[m]);
    gsl_rng_free(rng);
}

void
sim_variances(unsigned samples)
{
    printf("| design | method |");
    for (unsigned f = 0; f < FIGURES; f++)
        printf(" %s |", sim_figures[f]);
    printf("\n|---|---|---|---|---|---|\n");
    for (size_t k = 0; k < sizeof designs / sizeof *designs; k++)
        simulate(&designs[k], samples);
}
