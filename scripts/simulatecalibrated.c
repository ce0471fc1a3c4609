/* simulatecalibrated.c - variances where weights are calibrated.
 *
 * Known of the population are how many are poor, how many are old, and the sum of
 * all ages.  Weights are calibrated to some of them, in several ways.  Shown for
 * each way to the variance what simulatevariances.c shows: relative bias, and
 * coverage of the estimate -+ t se.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "scripts/simulated.h"
#include "weights/replicates.h"
#include "weights/residuals.h"
#include "weights/weighting.h"

enum { CLASSES = 2, MOST_COLUMNS = 4, MOST_MARGINS = 2, WAYS = 3,
       MOST_ROWS = MOST_DRAWN * MOST_HOUSEHOLDS };

static const struct design designs[] = {
    { "24 of 2400 PSUs", 1, 2400, 24, 6, SIMPLE, false, 0, { { 0 } } },
    { "2 of 150 PSUs in 16 strata", 16, 150, 2, 6, SIMPLE, false, 0,
      { { 0 } } },
};
/* The first margin is who is poor; the second who is old, or the age. */
static const struct calibration {
    const char *name, *kind, *distance;
    struct sv_bounds bounds;
    size_t n_margins;
    bool by_age;
} calibrations[] = {
    { "post-stratified: poor", "post-stratify", "linear",
      { -INFINITY, INFINITY }, 1, false },
    { "raked: poor, old", "rake", "linear", { -INFINITY, INFINITY }, 2, false },
    { "linear (GREG): poor, age", "calibrate", "linear",
      { -INFINITY, INFINITY }, 2, true },
    { "logit, 0.2 to 5: poor, age", "calibrate", "logit", { 0.2, 5 }, 2, true },
};
static const char *const ways[WAYS] = {
    "residuals", "jkn, every replicate calibrated", "calibration passed over",
};

/* A sample with its weights before and after. */
struct weighted {
    size_t n;
    unsigned psu[MOST_ROWS];    /* as drawn */
    const struct household *household[MOST_ROWS];
    double base[MOST_ROWS], weight[MOST_ROWS];
    struct sv_auxiliary x;
    struct sv_weighting_record record;
    struct sv_weighting_step step;
    struct sv_weighting weighting;
    struct sv_weighting_trace trace;
};

/* The row of X that a household has; returns how many entries. */
static size_t
row_of(uint32_t *column, double *value, const struct household *h,
       const struct calibration *c)
{
    column[0] = h->poor;
    column[1] = !c->by_age && h->old ? CLASSES + 1 : CLASSES;
    value[0] = 1;
    value[1] = c->by_age ? h->age : 1;
    return c->n_margins;
}

static void
sum_population(double total[MOST_COLUMNS], const struct design *d,
               const struct calibration *c)
{
    uint32_t column[MOST_MARGINS];
    double value[MOST_MARGINS];

    for (size_t k = 0; k < MOST_COLUMNS; k++)
        total[k] = 0;
    for (unsigned i = 0; i < d->strata * d->psus; i++)
        for (unsigned k = 0; k < sim_psu(i)->n; k++) {
            const size_t n = row_of(column, value, &sim_psu(i)->household[k], c);

            for (size_t m = 0; m < n; m++)
                total[column[m]] += value[m];
        }
}

static void
list(struct weighted *w, const struct sample *s, const struct design *d)
{
    w->n = 0;
    for (unsigned i = 0; i < s->n; i++)
        for (unsigned k = 0; k < d->households; k++, w->n++) {
            w->psu[w->n] = i;
            w->household[w->n] =
                &sim_psu(s->psu[i])->household[s->household[i][k]];
            w->base[w->n] = w->weight[w->n] = sim_weight(s, d, i);
        }
}

/* The auxiliary variables of all households. */
static void
take_rows(struct weighted *w, const struct calibration *c)
{
    static const char *const by_age[] = { "not poor", "poor", "age" };
    static const char *const by_class[] = { "not poor", "poor", "not old",
                                            "old" };
    const size_t n_columns = c->n_margins == 1 ? CLASSES
                             : c->by_age       ? CLASSES + 1
                                               : 2 * CLASSES;
    struct sv_fault fault = { 0 };
    size_t n = 0;

    sim_must(sv_auxiliary_take(&w->x, w->n, n_columns, c->n_margins,
                               w->n * c->n_margins, &fault), &fault);
    for (size_t j = 0; j < w->n; j++) {
        w->x.first[j] = n;
        n += row_of(w->x.column + n, w->x.value + n, w->household[j], c);
    }
    w->x.first[w->n] = n;
    w->x.margin[0] = 0;
    w->x.margin[1] = CLASSES;
    w->x.margin[c->n_margins] = n_columns;
    w->x.name = c->by_age ? by_age : by_class;
}

/* Calibrates w->weight. */
static void
calibrate(struct weighted *w, const struct calibration *c, double *total)
{
    static const bool share[MOST_MARGINS] = { false };
    static const double population[MOST_MARGINS] = { NAN, NAN };
    struct sv_fault fault = { 0 };
    double *weight[] = { w->weight };

    take_rows(w, c);
    w->record = (struct sv_weighting_record) { "household", w->n, SV_NO_PARENT,
                                               NULL };
    w->step = (struct sv_weighting_step) {
        .kind = sv_weighting_kind_find(c->kind), .x = w->x,
        .total = total, .share = share, .population = population,
        .distance = sv_distance_find(c->distance),
        .bounds = c->bounds, .tolerance = 1e-9, .most = 200,
    };
    w->weighting = (struct sv_weighting) { &w->record, 1, &w->step, 1 };
    w->trace = (struct sv_weighting_trace) { 0 };
    sim_must(sv_weighting_apply(weight, &w->weighting, 0, &w->trace, NULL,
                                &fault), &fault);
}

static void
release(struct weighted *w)
{
    sv_weighting_trace_free(&w->trace, 1);
    sv_auxiliary_free(&w->x);
}

/* What household J adds to a figure. */
static void
measure(double *y, double *x, const struct weighted *w, size_t j, unsigned figure)
{
    const struct household *h = w->household[j];
    const bool in = figure != 3 || h->poor;

    *x = in;
    *y = in ? figure < 2 ? h->spent : h->online : 0;
}

/* The PSU sums of a figure with some weights. */
static void
fold(struct rows *r, const struct weighted *w, const double *weight,
     unsigned n_psus, unsigned figure)
{
    double y, x;

    for (unsigned i = 0; i < n_psus; i++) {
        r->unit[i] = i;
        r->members[i] = 1;
        r->y[i] = r->x[i] = 0;
    }
    for (size_t j = 0; j < w->n; j++) {
        measure(&y, &x, w, j, figure);
        r->y[w->psu[j]] += weight[j] * y;
        r->x[w->psu[j]] += weight[j] * x;
    }
    r->rows = (struct sv_rows) { n_psus, r->unit, r->members, { r->y, r->x },
                                 1 };
}

static const struct sv_estimator *
estimator_of(unsigned figure)
{
    return sv_estimator_find(figure == 0 ? "total" : "ratio");
}

/* U by PSU, M and V's of the two terms, as the tally would have them. */
struct projected {
    size_t n_columns;
    double units[MOST_DRAWN * MOST_COLUMNS];
    double matrix[MOST_COLUMNS * MOST_COLUMNS], cross[2][MOST_COLUMNS];
};

static void
project(struct projected *out, const struct weighted *w, unsigned figure)
{
    struct sv_weighting_chain chain;
    struct sv_fault fault = { 0 };

    *out = (struct projected) { 0 };
    sim_must(sv_weighting_chain(&chain, &w->weighting, &w->trace, 0, &fault),
             &fault);
    out->n_columns = sv_projection_columns(&chain.p);
    sim_must(sv_projection_matrix(out->matrix, &chain.p, &fault), &fault);
    for (size_t j = 0; j < w->n; j++) {
        uint32_t column[MOST_COLUMNS];
        double value[MOST_COLUMNS], term[2];
        const size_t n = sv_projection_row_v(column, value, &chain.p, j);

        sv_projection_add_u(out->units + w->psu[j] * out->n_columns,
                            &chain.p, j);
        measure(&term[0], &term[1], w, j, figure);
        for (size_t k = 0; k < n; k++)
            for (size_t t = 0; t < 2; t++)
                out->cross[t][column[k]] += value[k] * w->weight[j] * term[t];
    }
    sv_weighting_chain_free(&chain);
}

static struct sv_estimate
by_residuals(const struct weighted *w, const struct sv_design *design,
             const struct rows *r, unsigned figure, void *scratch)
{
    static uint32_t unit[MOST_DRAWN];
    static double z[MOST_DRAWN], b[2 * MOST_COLUMNS];
    struct projected p;
    struct sv_scores scores = { 0, unit, z };
    struct sv_residuals residuals = {
        0, sv_design_n_lowest(design), p.units, p.matrix
    };
    const struct sv_cross cross = { { p.cross[0], p.cross[1] } };

    project(&p, w, figure);
    residuals.n_columns = p.n_columns;
    return sv_estimate_calibrated(design, estimator_of(figure), &r->rows,
                                  &residuals, &cross, &scores, b, scratch);
}

/* The weights of every replicate, calibrated anew. */
static void
repeat(double (*weight)[MOST_ROWS], const struct weighted *w,
       const struct sv_replicates *reps)
{
    static double times[MOST_ROWS];

    for (size_t r = 0; r < reps->n; r++) {
        struct sv_fault fault = { 0 };
        const double *const multipliers[] = { times };
        double *into[] = { weight[r] };

        for (size_t j = 0; j < w->n; j++) {
            weight[r][j] = w->base[j];
            times[j] = sv_multiplier(reps, w->psu[j], r);
        }
        sim_must(sv_weighting_repeat(into, &w->weighting, multipliers, &fault),
                 &fault);
    }
}

static struct sv_estimate
by_replicates(const struct weighted *w, const struct sv_replicates *reps,
              double (*weight)[MOST_ROWS], const struct rows *full,
              unsigned n_psus, unsigned figure)
{
    static struct rows r;
    static double values[MOST_DRAWN];
    struct sv_estimate e = { 0 };
    double t[SV_MAX_TERMS];

    sv_totals(t, estimator_of(figure), &full->rows);
    e.value = sim_value(figure, t[0], t[1]);
    for (size_t k = 0; k < reps->n; k++) {
        fold(&r, w, weight[k], n_psus, figure);
        sv_totals(t, estimator_of(figure), &r.rows);
        values[k] = sim_value(figure, t[0], t[1]);
    }
    e.se = sqrt(sv_replicate_variance(
        reps, &(struct sv_repeated) { e.value, values }, false, NULL));
    return e;
}

static void
estimate(struct found found[WAYS][FIGURES], const struct weighted *w,
         const struct sample *s, const struct design *d, const double *truths)
{
    static double weight[MOST_DRAWN][MOST_ROWS];
    static struct rows r;
    const struct method plain = { .name = "linearisation" };
    struct sv_design *design = sim_describe(s, d, &plain);
    struct sv_replicates reps = { 0 };
    struct sv_fault fault = { 0 };
    const struct sv_replicate_options o = { 0 };
    void *scratch = malloc(sv_linear_scratch(design));

    sim_must(sv_replicates_make(&reps, design, sv_replicate_find("jkn"), &o,
                                &fault), &fault);
    repeat(weight, w, &reps);
    for (unsigned f = 0; f < FIGURES; f++) {
        struct sv_estimate of[WAYS];

        fold(&r, w, w->weight, s->n, f);
        of[0] = by_residuals(w, design, &r, f, scratch);
        of[1] = by_replicates(w, &reps, weight, &r, s->n, f);
        of[2] = sv_estimate_cell(design, estimator_of(f), &r.rows, scratch);
        for (unsigned k = 0; k < WAYS; k++)
            sim_add(&found[k][f], of[k].value, of[k].se * of[k].se,
                    (double) s->n - d->strata, truths[f]);
    }
    free(scratch);
    sv_replicates_free(&reps);
    sv_design_free(design);
}

static void
show(const struct design *d, const struct calibration *c,
     struct found found[WAYS][FIGURES])
{
    for (unsigned k = 0; k < WAYS; k++) {
        printf("| %s | %s | %s |", d->name, c->name, ways[k]);
        for (unsigned f = 0; f < FIGURES; f++)
            sim_show(&found[k][f]);
        printf("\n");
    }
}

static void
simulate(const struct design *d, const struct calibration *c, unsigned samples)
{
    static struct weighted w;
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    struct found found[WAYS][FIGURES] = { 0 };
    double truths[FIGURES], total[MOST_COLUMNS];

    gsl_rng_set(rng, SEED);
    sim_population(d, rng);
    for (unsigned f = 0; f < FIGURES; f++)
        truths[f] = sim_truth(d, f);
    sum_population(total, d, c);
    for (unsigned k = 0; k < samples; k++) {
        struct sample s;

        sim_draw(&s, d, rng);
        list(&w, &s, d);
        calibrate(&w, c, total);
        estimate(found, &w, &s, d, truths);
        release(&w);
    }
    show(d, c, found);
    gsl_rng_free(rng);
}

void
sim_calibrated(unsigned samples)
{
    printf("| design | weights | way |");
    for (unsigned f = 0; f < FIGURES; f++)
        printf(" %s |", sim_figures[f]);
    printf("\n|---|---|---|---|---|---|---|\n");
    for (size_t k = 0; k < sizeof designs / sizeof *designs; k++)
        for (size_t c = 0; c < sizeof calibrations / sizeof *calibrations; c++)
            simulate(&designs[k], &calibrations[c], samples);
}
