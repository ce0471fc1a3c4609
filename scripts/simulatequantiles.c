/* simulatequantiles.c - variances of differences and ratios of quantiles.
 *
 * The median of the poor with that of all others, who are in the same PSUs; the
 * ninth decile with the first, and the mean with the median, of the same
 * households.  Shown is what simulatevariances.c shows, and what comes out if
 * the two are taken as independent.
 */
#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scripts/simulated.h"
#include "stages/common/keptquantiles.h"

enum { PARTS = 2, MOST_VALUES = 256,
       MOST = MOST_DRAWN * MOST_HOUSEHOLDS };

/* Names of methods that begin so repeat the quantile; others move it by F. */
#define AGAIN "the quantile in each"

static const struct design designs[] = {
    { "24 of 2400 PSUs", 1, 2400, 24, 6, SIMPLE, false, 0,
      { { .name = "linearisation" },
        { .name = "F by jk1", .replicates = "jk1" },
        { .name = AGAIN ", bootstrap (200)", .replicates = "bootstrap", .n = 200 },
        { .name = "covariance passed over" } } },
    { "2 of 150 PSUs in 16 strata", 16, 150, 2, 6, SIMPLE, false, 0,
      { { .name = "linearisation" },
        { .name = "F by jkn", .replicates = "jkn" },
        { .name = AGAIN ", brr", .replicates = "brr" },
        { .name = "covariance passed over" } } },
};

enum domain { ALL, POOR, OTHERS };

/* A quantile of what the households of a domain spent; P 0: the mean. */
struct part { enum domain domain; double p; };

static const struct {
    const char *name, *rule;
    struct part part[PARTS];
} contrasts[CONTRASTS] = {
    { "medians, difference", "difference", { { OTHERS, 0.5 }, { POOR, 0.5 } } },
    { "medians, ratio", "ratio", { { OTHERS, 0.5 }, { POOR, 0.5 } } },
    { "ninth decile over first", "ratio", { { ALL, 0.9 }, { ALL, 0.1 } } },
    { "mean less median", "difference", { { ALL, 0 }, { ALL, 0.5 } } },
};

static bool
is_in(const struct household *h, enum domain domain)
{
    return domain == ALL || h->poor == (domain == POOR);
}

static int
by_number(const void *a, const void *b)
{
    const double x = *(const double *) a, y = *(const double *) b;

    return (x > y) - (x < y);
}

/* ---- the population ---------------------------------------------------------- */

static double
true_part(const struct design *d, const struct part *part)
{
    static double spent[MOST_PSUS * MOST_HOUSEHOLDS];
    double sum = 0;
    size_t n = 0;

    for (unsigned i = 0; i < d->strata * d->psus; i++)
        for (unsigned k = 0; k < sim_psu(i)->n; k++)
            if (is_in(&sim_psu(i)->household[k], part->domain)) {
                spent[n] = sim_psu(i)->household[k].spent;
                sum += spent[n++];
            }
    if (part->p == 0)
        return sum / (double) n;
    qsort(spent, n, sizeof *spent, by_number);
    return spent[(size_t) ceil(part->p * (double) n) - 1];
}

static double
truth_of(const struct design *d, unsigned contrast)
{
    double theta[PARTS];

    for (unsigned c = 0; c < PARTS; c++)
        theta[c] = true_part(d, &contrasts[contrast].part[c]);
    return sv_contrast_find(contrasts[contrast].rule)->value(theta, NULL, PARTS);
}

/* ---- a sample ------------------------------------------------------------------ */

/* One side of a contrast: the households of its domain, by spending. */
struct side {
    struct { double y, w; uint32_t unit; } of[MOST];
    double y[MOST], w[MOST];
    uint32_t unit[MOST];
    struct sv_values values;
    struct rows sums;           /* PSU sums, of a mean */
    void *below;                /* sv_below_room() bytes */
    struct sv_kept_quantile *kept;
    struct sv_quantity quantity;
    double se;
};

static void
list(struct side *out, const struct sample *s, const struct design *d,
     enum domain domain)
{
    size_t n = 0;

    for (unsigned i = 0; i < s->n; i++)
        for (unsigned k = 0; k < d->households; k++) {
            const struct household *h =
                &sim_psu(s->psu[i])->household[s->household[i][k]];

            if (!is_in(h, domain))
                continue;
            out->of[n].y = h->spent;
            out->of[n].w = sim_weight(s, d, i);
            out->of[n++].unit = i;
        }
    qsort(out->of, n, sizeof *out->of, by_number);      /* y comes first */
    for (size_t j = 0; j < n; j++) {
        out->y[j] = out->of[j].y;
        out->w[j] = out->of[j].w;
        out->unit[j] = out->of[j].unit;
    }
    out->values = (struct sv_values) { n, out->y, out->w, out->unit };
}

static void
take_mean(struct side *side, unsigned n_psus)
{
    struct rows *r = &side->sums;

    memset(r, 0, sizeof *r);
    for (unsigned i = 0; i < n_psus; i++)
        r->unit[i] = i;
    for (size_t j = 0; j < side->values.n; j++) {
        r->members[side->unit[j]]++;
        r->x[side->unit[j]] += side->w[j];
        r->y[side->unit[j]] += side->w[j] * side->y[j];
    }
    r->rows = (struct sv_rows) { n_psus, r->unit, r->members, { r->y, r->x }, 1 };
    side->quantity = (struct sv_quantity){ .estimator = sv_estimator_find("mean"),
                                           .rows = r->rows };
}

/* What one way of variances works with. */
struct way {
    struct sv_variance v;
    struct sv_room room;
    double df;
    bool again, pass_over;
};

struct place { struct way *way; struct side *side; };

static struct sv_quantity
share_up_to(struct place *p, double q)
{
    return (struct sv_quantity){
        .estimator = sv_estimator_find("proportion"),
        .rows = sv_below_rows(p->way->v.design, &p->side->values, q,
                              p->side->below),
    };
}

/* CONTEXT is the place. */
static struct sv_below
below(void *context, double q)
{
    struct place *p = context;
    const struct sv_quantity share = share_up_to(p, q);
    const struct sv_estimate e = sv_variance_estimate(&p->way->v, &share,
                                                      &p->way->room);

    return (struct sv_below){ e.value, e.se, e.flags };
}

/* The quantile in each replicate, and its error by them. */
static void
repeat(struct sv_quantile *got, double *values, const struct side *side,
       const struct way *way, const struct sv_quantile_task *task)
{
    static double weights[MOST], copy[MOST];
    const struct sv_repeated whole = { got->value, values };

    sv_quantile_repeat(values, &way->v.replicates, way->v.design, task->rule,
                       &side->values, task->p, weights, copy);
    got->flags = 0;
    got->se = sv_repeated_root(&got->flags, &way->v.replicates, &whole, false);
}

static void
take_quantile(struct side *side, struct way *way, double p)
{
    static double values[MOST_VALUES];
    struct place place = { way, side };
    const struct sv_quantile_task task = {
        .rule = sv_quantile_rule_find("math"), .interval = "mean", .p = p,
        .df = way->df, .level = 0.95, .below = below, .context = &place,
    };
    struct sv_quantile got = sv_quantile(&task, &side->values);
    const struct sv_quantity share = share_up_to(&place, got.value);

    if (way->again)
        repeat(&got, values, side, way, &task);
    side->kept = sv_quantile_keep(&way->v, &got, &share,
                                  way->again ? values : NULL, &way->room);
    assert(side->kept != NULL);
    side->quantity = *sv_kept_quantity(side->kept);
    side->se = got.se;
}

/* ---- estimates -------------------------------------------------------------------- */

static double
independent(const struct sv_contrast_rule *rule, const struct side *side)
{
    double theta[PARTS], gradient[PARTS], v = 0;

    for (unsigned c = 0; c < PARTS; c++)
        theta[c] = sv_quantity_value(&side[c].quantity);
    rule->gradient(gradient, theta, NULL, PARTS);
    for (unsigned c = 0; c < PARTS; c++)
        v += gradient[c] * gradient[c] * side[c].se * side[c].se;
    return v;
}

static void
estimate(struct found *found, struct way *way, const struct sample *s,
         const struct design *d, unsigned contrast, double truth)
{
    static struct side side[PARTS];
    const struct sv_contrast_rule *rule = sv_contrast_find(
        contrasts[contrast].rule);
    struct sv_quantity cells[PARTS];
    struct sv_contrast is;

    for (unsigned c = 0; c < PARTS; c++) {
        const struct part *part = &contrasts[contrast].part[c];

        side[c].below = malloc(sv_below_room(way->v.design));
        side[c].kept = NULL;
        list(&side[c], s, d, part->domain);
        if (part->p > 0) {
            take_quantile(&side[c], way, part->p);
        } else {
            take_mean(&side[c], s->n);
            side[c].se = sv_variance_estimate(&way->v, &side[c].quantity,
                                              &way->room).se;
        }
        cells[c] = side[c].quantity;
    }
    is = sv_variance_contrast(&way->v, rule, NULL, cells, PARTS, &way->room);
    sim_add(found, is.value,
            way->pass_over ? independent(rule, side) : is.se * is.se, way->df,
            truth);
    for (unsigned c = 0; c < PARTS; c++) {
        free(side[c].below);
        free(side[c].kept);
    }
}

/* By every way. */
static void
estimate_all(struct found found[CONTRAST_WAYS][CONTRASTS], const struct sample *s,
             const struct design *d, const double *truths, uint64_t seed)
{
    struct sv_design *design = sim_describe(s, d, &d->method[0]);

    for (unsigned m = 0; m < CONTRAST_WAYS; m++) {
        const struct method *method = &d->method[m];
        struct way way = {
            .v = { .design = design, .degrees = sv_degrees_find("domain"),
                   .replicates = sim_replicates(design, method, seed),
                   .summed.psus_known = true },
            .df = (double) s->n - d->strata, .pass_over = m == CONTRAST_WAYS - 1,
            .again = strncmp(method->name, AGAIN, strlen(AGAIN)) == 0,
        };

        if (!sv_room_take(&way.room, &way.v, PARTS))
            abort();
        for (unsigned k = 0; k < CONTRASTS; k++)
            estimate(&found[m][k], &way, s, d, k, truths[k]);
        sv_room_free(&way.room);
        sv_replicates_free(&way.v.replicates);
    }
    sv_design_free(design);
}

void
sim_quantiles(unsigned samples)
{
    struct comparison c = {
        .design = designs, .n = sizeof designs / sizeof *designs,
        .truth = truth_of, .estimate = estimate_all,
    };

    for (unsigned k = 0; k < CONTRASTS; k++)
        c.name[k] = contrasts[k].name;
    sim_compare(&c, samples);
}
