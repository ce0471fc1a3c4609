/* simulatevariances.c - bias of variance estimators, coverage of intervals.
 *
 * From a fixed population, samples are drawn by each design; every method that
 * suits the design estimates the variance of four figures in every sample.  Shown
 * are the relative bias of the variance, against the variance of the estimates
 * over the samples, and how many of the nominal 95 % intervals, the estimate -+ t
 * se, cover the figure of the population; of the total, too, how the estimated
 * variance varies about its mean.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "scripts/simulated.h"
#include "weights/degrees.h"
#include "weights/givenscale.h"
#include "weights/replicates.h"

enum { MOST_REPLICATES = 256 };

static const struct design designs[] = {
    { "24 of 2400 PSUs", 1, 2400, 24, 6, SIMPLE, false, 0,
      { { .name = "linearisation" },
        { .name = "jk1", .replicates = "jk1" },
        { .name = "jk1, given", .replicates = "jk1", .given = "jk1" },
        { .name = "bootstrap (200)", .replicates = "bootstrap", .n = 200 },
        { .name = "bootstrap (200), given", .replicates = "bootstrap",
          .n = 200, .given = "bootstrap" } } },
    { "2 of 150 PSUs in 16 strata", 16, 150, 2, 6, SIMPLE, false, 0,
      { { .name = "linearisation" },
        { .name = "jkn", .replicates = "jkn" },
        { .name = "jkn, given", .replicates = "jkn", .given = "jkn" },
        { .name = "brr", .replicates = "brr" },
        { .name = "brr, given", .replicates = "brr", .given = "brr" },
        { .name = "fay, rho 0.5", .replicates = "fay", .rho = 0.5 },
        { .name = "fay, rho 0.5, given", .replicates = "fay", .rho = 0.5,
          .given = "fay" },
        { .name = "bootstrap, n - 1 (200)", .replicates = "rao-wu",
          .n = 200 },
        { .name = "bootstrap, n - 1 (200), given", .replicates = "rao-wu",
          .n = 200, .given = "bootstrap" } } },
    { "6 of 24 PSUs in 8 strata, 8 of their households", 8, 24, 6, 8, SIMPLE,
      true, 0,
      { { .name = "linearisation, two stages" },
        { .name = "jkn", .replicates = "jkn" },
        { .name = "bootstrap, Preston (200)", .replicates = "preston",
          .n = 200 } } },
    { "every 40th of 2400 PSUs, which have a trend", 1, 2400, 60, 6, SYSTEMATIC,
      false, 2.5,
      { { .name = "linearisation" },
        { .name = "successive differences (80)", .replicates = "sdr", .n = 80 },
        { .name = "successive differences (80), given", .replicates = "sdr",
          .n = 80, .given = "sdr" } } },
    { "4 of 20 PSUs by size in 8 strata", 8, 20, 4, 6, BY_SIZE, true, 0,
      { { .name = "with replacement" }, { .name = "Brewer", .pps = "brewer" },
        { .name = "Overton", .pps = "overton" },
        { .name = "Hartley and Rao", .pps = "hartley-rao" } } },
    { "4 of 20 PSUs by size (Sampford) in 8 strata", 8, 20, 4, 6, SAMPFORD,
      true, 0,
      { { .name = "with replacement" }, { .name = "Brewer", .pps = "brewer" },
        { .name = "Yates and Grundy, Overton", .pps = "overton" },
        { .name = "Horvitz and Thompson, Overton", .pps = "overton",
          .horvitz_thompson = true },
        { .name = "Yates and Grundy, joint probabilities", .pps = "joint" },
        { .name = "Horvitz and Thompson, joint probabilities", .pps = "joint",
          .horvitz_thompson = true } } },
    { "2 of 10 PSUs by the cube of size (Sampford) in 16 strata", 16, 10, 2, 6,
      SAMPFORD_CUBED, true, 0,
      { { .name = "with replacement" }, { .name = "Brewer", .pps = "brewer" },
        { .name = "Yates and Grundy, joint probabilities", .pps = "joint" },
        { .name = "Horvitz and Thompson, joint probabilities", .pps = "joint",
          .horvitz_thompson = true } } },
};

/* Hands the replicates over as those of a file: factors for every PSU. */
static void
hand_over(struct sv_replicates *reps, const struct sv_design *design,
          const struct method *m)
{
    static double factor[MOST_DRAWN * MOST_REPLICATES];
    static double most[MOST_REPLICATES], rscale[MOST_REPLICATES];
    const size_t n = reps->n, stage = reps->stage;
    const struct sv_given_kind_facts facts = { n, m->rho, true, most };
    struct sv_fault fault = { 0 };
    double scale;

    for (size_t r = 0; r < n; r++)
        most[r] = 0;
    for (size_t i = 0; i < reps->n_units; i++)
        for (size_t r = 0; r < n; r++) {
            factor[i * n + r] = sv_multiplier(reps, i, r);
            most[r] = fmax(most[r], factor[i * n + r]);
        }
    scale = sv_given_scales(rscale, sv_given_kind_find(m->given), &facts);
    sv_replicates_free(reps);
    sim_must(sv_replicates_given(reps, design, stage, n, factor, scale, rscale,
                                 &fault), &fault);
}

/* The variance of an estimate by linearisation; also below 0. */
static double
variance_of(const struct sv_design *design, const struct sv_estimator *e,
            const struct sv_estimate *is, const struct sv_rows *rows,
            void *scratch)
{
    static uint32_t unit[MOST_DRAWN * MOST_HOUSEHOLDS];
    static double z[MOST_DRAWN * MOST_HOUSEHOLDS];
    struct sv_scores scores = { 0, unit, z };

    sv_scores_of(&scores, e, is->total, rows);
    return sv_variance(design, &scores, scratch);
}

/* All figures of one sample by one method. */
static void
estimate(struct found *found, const struct sample *s, const struct design *d,
         const struct method *m, const double *truths, uint64_t seed)
{
    static struct rows r;
    static double values[MOST_REPLICATES];
    struct sv_design *design = sim_describe(s, d, m);
    struct sv_replicates reps = sim_replicates(design, m, seed);
    void *scratch;

    if (m->given != NULL)
        hand_over(&reps, design, m);
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
        sim_add(&found[figure], is.value,
                m->replicates != NULL
                    ? is.se * is.se
                    : variance_of(design, e, &is, &r.rows, scratch),
                (double) support.psus - (double) support.strata,
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
    for (unsigned f = 0; f < FIGURES; f++)
        sim_show(&found[f]);
    sim_show_spread(&found[0]);
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
    printf(" spread of the variance, total spent |\n"
           "|---|---|---|---|---|---|---|\n");
    for (size_t k = 0; k < sizeof designs / sizeof *designs; k++)
        simulate(&designs[k], samples);
}
