/* simulatecontrasts.c - variances of differences and ratios of two domains.
 *
 * The poor and all others are in the same PSUs, so that their estimates depend
 * on one another.  Shown is what simulatevariances.c shows, and what comes out
 * if that dependence is passed over.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "scripts/simulated.h"
#include "weights/contrasts.h"

enum { DOMAINS = 2, MOST_VALUES = 256 };

static const struct design designs[] = {
    { "24 of 2400 PSUs", 1, 2400, 24, 6, SIMPLE, false, 0,
      { { .name = "linearisation" },
        { .name = "jk1", .replicates = "jk1" },
        { .name = "bootstrap (200)", .replicates = "bootstrap", .n = 200 },
        { .name = "covariance passed over" } } },
    { "2 of 150 PSUs in 16 strata", 16, 150, 2, 6, SIMPLE, false, 0,
      { { .name = "linearisation" },
        { .name = "jkn", .replicates = "jkn" },
        { .name = "brr", .replicates = "brr" },
        { .name = "covariance passed over" } } },
};

static const struct {
    const char *name, *rule, *estimator;
    bool spent;                 /* else online */
} contrasts[CONTRASTS] = {
    { "online, difference", "difference", "ratio", false },
    { "online, parity", "ratio", "ratio", false },
    { "mean spent, difference", "difference", "ratio", true },
    { "total spent, ratio", "ratio", "total", true },
};

static double
measure(const struct household *h, unsigned contrast)
{
    return contrasts[contrast].spent ? h->spent : h->online;
}

static double
truth_of(const struct design *d, unsigned contrast)
{
    const struct sv_estimator *e = sv_estimator_find(
        contrasts[contrast].estimator);
    double total[DOMAINS][SV_MAX_TERMS] = { 0 }, theta[DOMAINS];

    for (unsigned i = 0; i < d->strata * d->psus; i++)
        for (unsigned k = 0; k < sim_psu(i)->n; k++) {
            const struct household *h = &sim_psu(i)->household[k];

            total[!h->poor][0] += measure(h, contrast);
            total[!h->poor][1]++;
        }
    for (unsigned c = 0; c < DOMAINS; c++)
        theta[c] = e->value(total[c]);
    return sv_contrast_find(contrasts[contrast].rule)->value(theta, NULL,
                                                             DOMAINS);
}

/* The PSU sums of one domain: the poor, then the others. */
static void
fold(struct rows *r, const struct sample *s, const struct design *d,
     unsigned domain, unsigned contrast)
{
    for (unsigned i = 0; i < s->n; i++) {
        const double w = sim_weight(s, d, i);

        r->unit[i] = i;
        r->members[i] = 0;
        r->y[i] = r->x[i] = 0;
        for (unsigned k = 0; k < d->households; k++) {
            const struct household *h =
                &sim_psu(s->psu[i])->household[s->household[i][k]];

            if (h->poor != (domain == 0))
                continue;
            r->members[i]++;
            r->y[i] += w * measure(h, contrast);
            r->x[i] += w;
        }
    }
    r->rows = (struct sv_rows) { s->n, r->unit, r->members, { r->y, r->x }, 1 };
}

static double
independent(const struct sv_design *design, const struct sv_contrast_rule *rule,
            const struct sv_quantity *cells, void *scratch)
{
    double theta[DOMAINS], se[DOMAINS], gradient[DOMAINS], v = 0;

    for (unsigned c = 0; c < DOMAINS; c++) {
        const struct sv_estimate e = sv_estimate_cell(
            design, cells[c].estimator, &cells[c].rows, scratch);

        theta[c] = e.value;
        se[c] = e.se;
    }
    rule->gradient(gradient, theta, NULL, DOMAINS);
    for (unsigned c = 0; c < DOMAINS; c++)
        v += gradient[c] * gradient[c] * se[c] * se[c];
    return v;
}

static double
by_replicates(const struct sv_replicates *reps, const struct sv_design *design,
              const struct sv_contrast_rule *rule,
              const struct sv_quantity *cells, double value)
{
    static double of[DOMAINS][MOST_VALUES], values[MOST_VALUES];
    void *scratch = malloc(sv_replicate_scratch(reps, design));
    struct sv_repeated repeated[DOMAINS];
    double theta[DOMAINS];

    for (unsigned c = 0; c < DOMAINS; c++) {
        sv_replicate_values(of[c], reps, design, cells[c].estimator,
                            &cells[c].rows, scratch);
        repeated[c] = (struct sv_repeated) { 0, of[c] };
    }
    sv_contrast_repeat(values, reps, rule, NULL, repeated, DOMAINS, theta);
    free(scratch);
    return sv_replicate_variance(reps, &(struct sv_repeated) { value, values },
                                 false, NULL);
}

/* All contrasts by the way of METHOD; REPS is NULL where it has none. */
static void
estimate(struct found *found, const struct sample *s, const struct design *d,
         const struct sv_design *design, const struct sv_replicates *reps,
         bool pass_over, const double *truths)
{
    static struct rows r[DOMAINS];
    void *scratch = malloc(sv_contrast_scratch(design, DOMAINS, 0));

    for (unsigned k = 0; k < CONTRASTS; k++) {
        const struct sv_contrast_rule *rule = sv_contrast_find(
            contrasts[k].rule);
        struct sv_quantity cells[DOMAINS] = { 0 };
        struct sv_contrast is;

        for (unsigned c = 0; c < DOMAINS; c++) {
            fold(&r[c], s, d, c, k);
            cells[c].estimator = sv_estimator_find(contrasts[k].estimator);
            cells[c].rows = r[c].rows;
        }
        is = sv_contrast(design, rule, NULL, cells, DOMAINS, scratch);
        sim_add(&found[k], is.value,
                reps != NULL
                    ? by_replicates(reps, design, rule, cells, is.value)
                : pass_over ? independent(design, rule, cells, scratch)
                            : is.se * is.se,
                (double) s->n - d->strata, truths[k]);
    }
    free(scratch);
}

/* By every way. */
static void
estimate_all(struct found found[CONTRAST_WAYS][CONTRASTS], const struct sample *s,
             const struct design *d, const double *truths, uint64_t seed)
{
    struct sv_design *design = sim_describe(s, d, &d->method[0]);

    for (unsigned m = 0; m < CONTRAST_WAYS; m++) {
        const struct method *method = &d->method[m];
        struct sv_replicates reps = sim_replicates(design, method, seed);

        estimate(found[m], s, d, design,
                 method->replicates != NULL ? &reps : NULL, m == CONTRAST_WAYS - 1,
                 truths);
        sv_replicates_free(&reps);
    }
    sv_design_free(design);
}

void
sim_contrasts(unsigned samples)
{
    struct comparison c = {
        .design = designs, .n = sizeof designs / sizeof *designs,
        .truth = truth_of, .estimate = estimate_all,
    };

    for (unsigned k = 0; k < CONTRASTS; k++)
        c.name[k] = contrasts[k].name;
    sim_compare(&c, samples);
}
