/* simulateintervals.c - how often intervals of proportions and quantiles cover.
 *
 * Proportions of 2, 10 and 50 per cent, the median and the ninth decile of
 * spending, by every kind of interval.  Shown is how many of the nominal 95 %
 * intervals cover the figure of the population.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scripts/simulated.h"
#include "weights/degrees.h"
#include "weights/effects.h"
#include "weights/intervals.h"
#include "weights/quantiles.h"

enum { SHARES = 3, QUANTILES = 2, COLUMNS = SHARES + QUANTILES, KINDS = 8 };

static const struct design designs[] = {
    { "24 of 2400 PSUs", 1, 2400, 24, 6, SIMPLE, false, 0, { { 0 } } },
    { "2 of 150 PSUs in 16 strata", 16, 150, 2, 6, SIMPLE, false, 0,
      { { 0 } } },
};

/* A share of the population is that of the households whose `own` is highest. */
static const struct { const char *name; double p; } shares[SHARES] = {
    { "2 %", 0.02 }, { "10 %", 0.1 }, { "50 %", 0.5 },
};
static const struct { const char *name; double p; } quantiles[QUANTILES] = {
    { "median", 0.5 }, { "ninth decile", 0.9 },
};
static const char *const kinds[KINDS] = {
    "mean", "logit", "beta", "wilson", "asin", "likelihood", "xlogit", "score",
};

struct tallied { double covered[KINDS][COLUMNS], n; };

static int
by_number(const void *a, const void *b)
{
    const double x = *(const double *) a, y = *(const double *) b;

    return (x > y) - (x < y);
}

/* The figures of the population, and from where on `own` is in a share. */
struct truths { double value[COLUMNS], from[SHARES]; };

static void
find_truths(struct truths *t, const struct design *d)
{
    static double spent[MOST_PSUS * MOST_HOUSEHOLDS];
    static double own[MOST_PSUS * MOST_HOUSEHOLDS];
    size_t n = 0;

    for (unsigned i = 0; i < d->strata * d->psus; i++)
        for (unsigned k = 0; k < sim_psu(i)->n; k++, n++) {
            spent[n] = sim_psu(i)->household[k].spent;
            own[n] = sim_psu(i)->household[k].own;
        }
    qsort(spent, n, sizeof *spent, by_number);
    qsort(own, n, sizeof *own, by_number);
    for (unsigned f = 0; f < SHARES; f++) {
        const size_t in = (size_t) (shares[f].p * (double) n);

        t->from[f] = own[n - in];
        t->value[f] = (double) in / (double) n;
    }
    for (unsigned q = 0; q < QUANTILES; q++)
        t->value[SHARES + q] =
            spent[(size_t) ceil(quantiles[q].p * (double) n) - 1];
}

/* The households drawn, by spending. */
struct drawn {
    struct { double y, w; uint32_t unit; bool in[SHARES]; }
        of[MOST_DRAWN * MOST_HOUSEHOLDS];
    double y[MOST_DRAWN * MOST_HOUSEHOLDS], w[MOST_DRAWN * MOST_HOUSEHOLDS];
    uint32_t unit[MOST_DRAWN * MOST_HOUSEHOLDS];
    struct sv_values values;
};

static void
list(struct drawn *out, const struct sample *s, const struct design *d,
     const struct truths *t)
{
    size_t n = 0;

    for (unsigned i = 0; i < s->n; i++)
        for (unsigned k = 0; k < d->households; k++, n++) {
            const struct household *h =
                &sim_psu(s->psu[i])->household[s->household[i][k]];

            out->of[n].y = h->spent;
            out->of[n].w = sim_weight(s, d, i);
            out->of[n].unit = i;
            for (unsigned f = 0; f < SHARES; f++)
                out->of[n].in[f] = h->own >= t->from[f];
        }
    qsort(out->of, n, sizeof *out->of, by_number);      /* y comes first */
    for (size_t j = 0; j < n; j++) {
        out->y[j] = out->of[j].y;
        out->w[j] = out->of[j].w;
        out->unit[j] = out->of[j].unit;
    }
    out->values = (struct sv_values) { n, out->y, out->w, out->unit };
}

static double
n_effective(const struct drawn *x)
{
    double w = 0, w2 = 0;

    for (size_t j = 0; j < x->values.n; j++) {
        w += x->w[j];
        w2 += x->w[j] * x->w[j];
    }
    return w * w / w2;
}

/* The PSU sums of one share. */
static void
fold_share(struct rows *r, const struct drawn *x, unsigned n_psus, unsigned f)
{
    for (unsigned i = 0; i < n_psus; i++) {
        r->unit[i] = i;
        r->members[i] = 0;
        r->y[i] = r->x[i] = 0;
    }
    for (size_t j = 0; j < x->values.n; j++) {
        r->members[x->unit[j]]++;
        r->x[x->unit[j]] += x->w[j];
        r->y[x->unit[j]] += x->of[j].in[f] ? x->w[j] : 0;
    }
    r->rows = (struct sv_rows) { n_psus, r->unit, r->members, { r->y, r->x },
                                 1 };
}

static void
count_shares(struct tallied *t, const struct drawn *x, const struct sample *s,
             const struct sv_design *design, const struct truths *truths,
             void *scratch)
{
    static struct rows r;

    for (unsigned f = 0; f < SHARES; f++) {
        struct sv_estimate e;
        struct sv_support support;

        fold_share(&r, x, s->n, f);
        e = sv_estimate_cell(design, sv_estimator_find("proportion"), &r.rows,
                             scratch);
        support = sv_support_of(design, &r.rows, scratch);
        for (unsigned k = 0; k < KINDS; k++) {
            const struct sv_interval_method *m = sv_interval_find(kinds[k]);
            const struct sv_proportion p = {
                e.value, e.se, (double) support.psus - (double) support.strata,
                (double) x->values.n, n_effective(x)
            };
            struct sv_interval i;

            if (m == NULL)
                continue;
            i = sv_interval_proportion(m, &p, 0.95);
            t->covered[k][f] += i.low <= truths->value[f]
                                && truths->value[f] <= i.high;
        }
    }
}

/* Not all kinds are for quantiles; those that are not are left at 0. */
static bool
is_for_quantiles(const char *kind)
{
    return strcmp(kind, "mean") == 0 || strcmp(kind, "beta") == 0
           || strcmp(kind, "xlogit") == 0 || strcmp(kind, "asin") == 0
           || strcmp(kind, "score") == 0;
}

static void
count_quantiles(struct tallied *t, const struct drawn *x,
                const struct sv_design *design, double df,
                const struct truths *truths)
{
    void *scratch = malloc(sv_below_scratch(design, NULL));
    struct sv_below_linear below = { design, &x->values, scratch };

    for (unsigned q = 0; q < QUANTILES; q++)
        for (unsigned k = 0; k < KINDS; k++) {
            const struct sv_quantile_task task = {
                .rule = sv_quantile_rule_find("math"), .interval = kinds[k],
                .p = quantiles[q].p, .df = df, .level = 0.95,
                .n_effective = n_effective(x), .below = sv_below_linear,
                .context = &below
            };
            const double truth = truths->value[SHARES + q];
            struct sv_quantile got;

            if (!is_for_quantiles(kinds[k]))
                continue;
            got = sv_quantile(&task, &x->values);
            t->covered[k][SHARES + q] += got.low <= truth && truth <= got.high;
        }
    free(scratch);
}

static void
show(const struct design *d, const struct tallied *t)
{
    for (unsigned k = 0; k < KINDS; k++) {
        printf("| %s | %s |", d->name, kinds[k]);
        for (unsigned c = 0; c < COLUMNS; c++)
            if (c < SHARES ? sv_interval_find(kinds[k]) != NULL
                           : is_for_quantiles(kinds[k]))
                printf(" %.1f %% |", 100 * t->covered[k][c] / t->n);
            else
                printf(" |");
        printf("\n");
    }
}

static void
simulate(const struct design *d, unsigned samples)
{
    static struct drawn drawn;
    const struct method plain = { .name = "linearisation" };
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    struct tallied t = { .n = samples };
    struct truths truths;

    gsl_rng_set(rng, SEED);
    sim_population(d, rng);
    find_truths(&truths, d);
    for (unsigned k = 0; k < samples; k++) {
        struct sample s;
        struct sv_design *design;
        void *scratch;

        sim_draw(&s, d, rng);
        list(&drawn, &s, d, &truths);
        design = sim_describe(&s, d, &plain);
        scratch = malloc(sv_linear_scratch(design));
        count_shares(&t, &drawn, &s, design, &truths, scratch);
        count_quantiles(&t, &drawn, design, (double) s.n - d->strata, &truths);
        free(scratch);
        sv_design_free(design);
    }
    show(d, &t);
    gsl_rng_free(rng);
}

void
sim_intervals(unsigned samples)
{
    printf("| design | interval |");
    for (unsigned f = 0; f < SHARES; f++)
        printf(" share of %s |", shares[f].name);
    for (unsigned q = 0; q < QUANTILES; q++)
        printf(" %s |", quantiles[q].name);
    printf("\n|---|---|---|---|---|---|---|\n");
    for (size_t k = 0; k < sizeof designs / sizeof *designs; k++)
        simulate(&designs[k], samples);
}
