/* simulatedfound.c - what variance estimators came to, over the samples. */
#include <math.h>
#include <stdio.h>

#include "scripts/simulated.h"
#include "weights/intervals.h"

void
sim_add(struct found *f, double value, double variance, double df, double truth)
{
    const struct sv_interval i = sv_interval_wald(value, sqrt(variance), df,
                                                  0.95);
    const double error = value - truth;

    f->sum += error;
    f->squares += error * error;
    f->unknown += isnan(variance);
    f->variance += isnan(variance) ? 0 : variance;
    f->variance2 += isnan(variance) ? 0 : variance * variance;
    f->negative += variance < 0;
    f->covered += i.low <= truth && truth <= i.high;
    f->n++;
}

/* Over the samples that have one. */
static double
mean_variance(const struct found *f)
{
    return f->variance / (f->n - f->unknown);
}

void
sim_show(const struct found *f)
{
    const double spread = (f->squares - f->sum * f->sum / f->n) / (f->n - 1);

    printf(" %+.0f %%, %.1f %%", 100 * (mean_variance(f) / spread - 1),
           100 * f->covered / f->n);
    if (f->unknown > 0)
        printf(", none in %.1f %%", 100 * f->unknown / f->n);
    printf(" |");
}

void
sim_show_spread(const struct found *f)
{
    const double mean = mean_variance(f);

    printf(" %.0f %%", 100 * sqrt(f->variance2 / (f->n - f->unknown) / (mean * mean) - 1));
    if (f->negative > 0)
        printf(", below 0 in %.1f %%", 100 * f->negative / f->n);
    printf(" |");
}

static void
compare_one(const struct comparison *c, const struct design *d, unsigned samples)
{
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    struct found found[CONTRAST_WAYS][CONTRASTS] = { 0 };
    double truths[CONTRASTS];
    struct sample s;

    gsl_rng_set(rng, SEED);
    sim_population(d, rng);
    for (unsigned k = 0; k < CONTRASTS; k++)
        truths[k] = c->truth(d, k);
    for (unsigned k = 0; k < samples; k++) {
        sim_draw(&s, d, rng);
        c->estimate(found, &s, d, truths, k + 1);
    }
    for (unsigned m = 0; m < CONTRAST_WAYS; m++) {
        printf("| %s | %s |", d->name, d->method[m].name);
        for (unsigned k = 0; k < CONTRASTS; k++)
            sim_show(&found[m][k]);
        printf("\n");
    }
    gsl_rng_free(rng);
}

void
sim_compare(const struct comparison *c, unsigned samples)
{
    printf("| design | method |");
    for (unsigned k = 0; k < CONTRASTS; k++)
        printf(" %s |", c->name[k]);
    printf("\n|---|---|---|---|---|---|\n");
    for (size_t k = 0; k < c->n; k++)
        compare_one(c, &c->design[k], samples);
}
