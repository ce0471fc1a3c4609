/* test_keptquantiles.c - contrasts of quantiles, against sums written out. */
#include "stages/common/keptquantiles.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/weights/hand_design.h"

enum { STRATA = 3, PSUS = 16, MEMBERS = 10 * PSUS, DOMAINS = 2 };

static const uint32_t drawn[] = { 6, 4, 6 };

/* Members by value, in PSUs of three strata, and in one of two domains. */
struct world {
    struct hand_design h;
    struct sv_variance v;
    struct sv_room room;
    size_t n[DOMAINS];
    double y[DOMAINS][MEMBERS], w[DOMAINS][MEMBERS];
    uint32_t unit[DOMAINS][MEMBERS];
    struct sv_values values[DOMAINS];
    struct sv_quantile quantile[DOMAINS];
    struct sv_kept_quantile *kept[DOMAINS];
    struct sv_quantity q[DOMAINS];
};

static size_t
stratum_of(uint32_t psu)
{
    return psu < 6 ? 0 : psu < 10 ? 1 : 2;
}

/* Domains of members in the same PSUs; or of strata: the first, and the others. */
static size_t
domain_of(size_t i, uint32_t psu, bool strata)
{
    return strata ? stratum_of(psu) > 0 : (13 * i + i / 7) % 5 < 2;
}

static void
make(struct world *w, bool strata, const char *replicates)
{
    const struct sv_replicate_options options = { .n = 40, .seed = 71 };
    struct sv_fault fault = { 0 };

    memset(w, 0, sizeof *w);
    hand_design_make(&w->h, STRATA, drawn, NULL, "fail");
    for (size_t i = 0; i < MEMBERS; i++) {
        const uint32_t psu = (uint32_t) ((31 * i) % PSUS);
        const size_t k = domain_of(i, psu, strata), at = w->n[k]++;

        w->y[k][at] = pow(1.013, (double) i) * (1 + 0.2 * (double) k);
        w->w[k][at] = 3 + sin(1.7 * (double) i) + w->h.a[psu] / 20;
        w->unit[k][at] = psu;
    }
    w->v = (struct sv_variance){ .design = w->h.design,
                                 .degrees = sv_degrees_find("domain"),
                                 .summed.psus_known = true };
    if (replicates != NULL)
        cr_assert(sv_replicates_make(&w->v.replicates, w->h.design,
                                     sv_replicate_find(replicates), &options,
                                     &fault) == SV_OK, "%s", fault.text);
    cr_assert(sv_room_take(&w->room, &w->v, DOMAINS));
}

static void
drop(struct world *w)
{
    for (int k = 0; k < DOMAINS; k++)
        free(w->kept[k]);
    sv_room_free(&w->room);
    sv_replicates_free(&w->v.replicates);
    hand_design_free(&w->h);
}

/* The quantile P of domain K, and what is kept of it. */
static void
keep(struct world *w, int k, double p, const double *repeated)
{
    struct sv_below_linear below = { w->h.design, &w->values[k],
                                     malloc(sv_below_scratch(w->h.design, NULL)) };
    const struct sv_quantile_task task = {
        .rule = sv_quantile_rule_find("hf7"), .interval = "mean", .p = p,
        .df = 13, .level = 0.95, .n_effective = 50, .below = sv_below_linear,
        .context = &below,
    };
    void *room = malloc(sv_below_room(w->h.design));
    struct sv_quantity share = { .estimator = sv_estimator_find("proportion") };

    w->values[k] = (struct sv_values){ w->n[k], w->y[k], w->w[k], w->unit[k] };
    w->quantile[k] = sv_quantile(&task, &w->values[k]);
    cr_assert(w->quantile[k].se > 0);
    share.rows = sv_below_rows(w->h.design, &w->values[k], w->quantile[k].value,
                               room);
    w->kept[k] = sv_quantile_keep(&w->v, &w->quantile[k], &share, repeated,
                                  &w->room);
    cr_assert(w->kept[k] != NULL);
    w->q[k] = *sv_kept_quantity(w->kept[k]);
    memset(room, 0x5a, sv_below_room(w->h.design));     /* nothing lies there */
    free(room);
    free(below.scratch);
}

static struct sv_contrast
ask(struct world *w, const char *rule)
{
    return sv_variance_contrast(&w->v, sv_contrast_find(rule), NULL, w->q,
                                DOMAINS, &w->room);
}

/* Z [PSUS]: scores of F at the quantile of domain K, member by member. */
static void
scores_of(double *z, const struct world *w, int k)
{
    double N = 0, F = 0;

    for (size_t i = 0; i < w->n[k]; i++) {
        N += w->w[k][i];
        F += w->y[k][i] <= w->quantile[k].value ? w->w[k][i] : 0;
    }
    F /= N;
    memset(z, 0, PSUS * sizeof *z);
    for (size_t i = 0; i < w->n[k]; i++)
        z[w->unit[k][i]] += w->w[k][i] / N
                            * ((w->y[k][i] <= w->quantile[k].value) - F);
}

/* Sum over strata of n / (n - 1) sum (a - mean)(b - mean). */
static double
covariance(const double *a, const double *b)
{
    double all = 0;

    for (size_t h = 0; h < STRATA; h++) {
        const double n = drawn[h];
        double sum_a = 0, sum_b = 0, ab = 0;

        for (uint32_t psu = 0; psu < PSUS; psu++)
            if (stratum_of(psu) == h) {
                sum_a += a[psu];
                sum_b += b[psu];
                ab += a[psu] * b[psu];
            }
        all += n / (n - 1) * (ab - sum_a * sum_b / n);
    }
    return all;
}

/* The correlation of F with F, times the standard errors. */
Test(keptquantiles, covariances_are_those_of_distribution_functions)
{
    static struct world w;
    double z[DOMAINS][PSUS], r, want;
    struct sv_contrast got;

    make(&w, false, NULL);
    keep(&w, 0, 0.5, NULL);
    keep(&w, 1, 0.3, NULL);
    scores_of(z[0], &w, 0);
    scores_of(z[1], &w, 1);
    r = covariance(z[0], z[1])
        / sqrt(covariance(z[0], z[0]) * covariance(z[1], z[1]));
    cr_expect(fabs(r) > 0.05);
    got = ask(&w, "difference");
    want = pow(w.quantile[0].se, 2) + pow(w.quantile[1].se, 2)
           - 2 * r * w.quantile[0].se * w.quantile[1].se;
    cr_expect(epsilon_eq(dbl, got.value,
                         w.quantile[0].value - w.quantile[1].value, 1e-14));
    cr_expect(epsilon_eq(dbl, got.se, sqrt(want), 1e-10 * got.se));
    cr_expect(eq(sz, got.support.psus, PSUS));
    drop(&w);
}

Test(keptquantiles, of_strata_the_variances_add_up)
{
    static struct world w;
    struct sv_contrast got;

    make(&w, true, NULL);
    keep(&w, 0, 0.5, NULL);
    keep(&w, 1, 0.5, NULL);
    got = ask(&w, "difference");
    cr_expect(epsilon_eq(dbl, got.se, hypot(w.quantile[0].se, w.quantile[1].se),
                         1e-12 * got.se));
    drop(&w);
}

Test(keptquantiles, a_quantile_does_not_differ_from_itself)
{
    static struct world w;
    struct sv_contrast got;

    make(&w, false, NULL);
    keep(&w, 0, 0.4, NULL);
    w.q[1] = w.q[0];
    got = ask(&w, "difference");
    cr_expect(got.value == 0 && got.se == 0 && got.flags == 0);
    drop(&w);
}

/* Those given are taken as they are, about their mean. */
Test(keptquantiles, replicates_repeat_the_contrast)
{
    static struct world w;
    double value[DOMAINS][40], scratch[2][MEMBERS], mean = 0, sum = 0;
    struct sv_contrast got;

    make(&w, false, "bootstrap");
    for (int k = 0; k < DOMAINS; k++) {
        w.values[k] = (struct sv_values){ w.n[k], w.y[k], w.w[k], w.unit[k] };
        sv_quantile_repeat(value[k], &w.v.replicates, w.h.design,
                           sv_quantile_rule_find("hf7"), &w.values[k], 0.5,
                           scratch[0], scratch[1]);
        keep(&w, k, 0.5, value[k]);
    }
    for (int r = 0; r < 40; r++)
        mean += value[0][r] / value[1][r] / 40;
    for (int r = 0; r < 40; r++)
        sum += pow(value[0][r] / value[1][r] - mean, 2);
    got = ask(&w, "ratio");
    cr_expect(epsilon_eq(dbl, got.se,
                         sqrt(w.v.replicates.scale * sum), 1e-12 * got.se));
    drop(&w);
}

/* Without, each moves the quantile as it moves F: with the published error. */
Test(keptquantiles, replicates_of_f_move_the_quantile)
{
    static struct world w;
    struct sv_contrast got;

    make(&w, true, "jkn");
    w.v.mse = true;                     /* else one mean is that of all strata */
    keep(&w, 0, 0.5, NULL);
    keep(&w, 1, 0.5, NULL);
    got = ask(&w, "difference");
    cr_expect(epsilon_eq(dbl, got.se, hypot(w.quantile[0].se, w.quantile[1].se),
                         1e-12 * got.se));
    drop(&w);
}

/* F that has no error tells of no correlation; only one that moves nothing is
 * known to have none. */
Test(keptquantiles, f_without_error)
{
    static struct world w;
    struct sv_quantity share = { .estimator = sv_estimator_find("proportion") };
    struct sv_quantile q = { 7.3, 0.61, 6.1, 8.5, 0 };

    make(&w, false, NULL);
    share.rows = w.h.rows;
    share.rows.term[1] = share.rows.term[0];
    for (int k = 0; k < DOMAINS; k++) {
        w.kept[k] = sv_quantile_keep(&w.v, &q, &share, NULL, &w.room);
        w.q[k] = *sv_kept_quantity(w.kept[k]);
        q.se = 0;
    }
    cr_expect(eq(u32, w.q[0].inverse->flags, SV_FLAG_EXTREME));
    cr_expect(w.q[1].inverse->flags == 0 && w.q[1].inverse->slope == 0);
    cr_expect(isnan(ask(&w, "difference").se));
    drop(&w);
}
