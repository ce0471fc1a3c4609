/* preston.c - Preston's bootstrap for multi-stage samples without replacement.
 *
 * Preston (2009), Survey Methodology 35.  Within every group, m = n/2 (down) of
 * the n units are drawn without replacement.  With L the square root of
 * m/(n - m) times 1 - f and the product of the fractions above,
 *
 *     multiplier = 1 + sum over stages of  L (drawn ? n/m - 1 : -1)
 *                      times the product over the stages above of
 *                      (drawn ? sqrt(n/m) : 0).
 *
 * A single unit is kept, for the sake of the units below it.
 */
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>

#include "weights/replicate_parts.h"

/* What a unit hands down to the units below it. */
struct hold {
    double sum;                 /* of the stages so far */
    double times;               /* product of sqrt(n/m); 0: not drawn */
};

struct work {
    struct hold *above, *here;  /* [n_lowest] of two stages */
    size_t *chosen, *all;       /* [n_lowest] */
    gsl_rng *rng;
};

/* The units of one group, LIST[n], at STAGE. */
static void
draw_group(struct work *w, const struct sv_group *group, const uint32_t *list,
           size_t n, struct hold above)
{
    const size_t half = n > 1 ? n / 2 : 1;
    const double up = (double) n / (double) half;
    const double lambda = n == 1 ? 0
        : sqrt(group->above * group->open * (double) half / (double) (n - half));

    for (size_t i = 0; i < n; i++) {
        w->all[i] = i;
        w->here[list[i]] =
            (struct hold) { above.sum - lambda * above.times, 0 };
    }
    if (above.times == 0)
        return;
    gsl_ran_choose(w->rng, w->chosen, half, w->all, n, sizeof *w->all);
    for (size_t i = 0; i < half; i++)
        w->here[list[w->chosen[i]]] = (struct hold) {
            above.sum + lambda * (up - 1) * above.times,
            above.times * sqrt(up),
        };
}

/* Below the first stage, the units of a group come one after the other. */
static void
draw_lower(struct work *w, const struct sv_design *d, size_t stage,
           uint32_t *list)
{
    const struct sv_group *groups = sv_design_groups(d, stage);
    uint32_t unit = 0;

    for (size_t g = 0; g < sv_design_n_groups(d, stage); g++) {
        for (uint32_t i = 0; i < groups[g].n; i++)
            list[i] = unit++;
        draw_group(w, &groups[g], list, groups[g].n, w->above[g]);
    }
}

static void
draw_replicate(struct work *w, const struct sv_design *d,
               const struct sv_grouped *by, uint32_t *list)
{
    const struct sv_group *groups = sv_design_groups(d, 0);

    for (size_t g = 0; g < sv_design_n_groups(d, 0); g++)
        draw_group(w, &groups[g], by->unit + by->first[g],
                   by->first[g + 1] - by->first[g], (struct hold) { 1, 1 });
    for (size_t s = 1; s < sv_design_n_stages(d); s++) {
        struct hold *const swap = w->above;

        w->above = w->here;
        w->here = swap;
        draw_lower(w, d, s, list);
    }
}

static enum sv_status
work_new(struct work *w, size_t n, uint64_t seed, struct sv_fault *fault)
{
    w->above = calloc(n, sizeof *w->above);
    w->here = calloc(n, sizeof *w->here);
    w->chosen = calloc(n, sizeof *w->chosen);
    w->all = calloc(n, sizeof *w->all);
    w->rng = gsl_rng_alloc(gsl_rng_mt19937);
    if (w->above == NULL || w->here == NULL || w->chosen == NULL
        || w->all == NULL || w->rng == NULL)
        return sv_fail(fault, SV_SYSTEM,
                       "out of memory for a bootstrap of %zu units", n);
    gsl_rng_set(w->rng, seed);
    return SV_OK;
}

static void
work_free(struct work *w)
{
    if (w->rng != NULL)
        gsl_rng_free(w->rng);
    free(w->all);
    free(w->chosen);
    free(w->here);
    free(w->above);
}

enum sv_status
sv_make_preston(struct sv_replicates *out, const struct sv_design *d,
                const struct sv_replicate_options *options,
                struct sv_fault *fault)
{
    const size_t n = sv_design_n_lowest(d);
    struct work w = { 0 };
    struct sv_grouped by = { 0 };
    uint32_t *list = calloc(n, sizeof *list);
    enum sv_status status = sv_replicates_no_lonely(d, fault);

    if (status == SV_OK && list == NULL)
        status = sv_fail(fault, SV_SYSTEM, "out of memory for a list of units");
    if (status == SV_OK)
        status = work_new(&w, n, options->seed, fault);
    if (status == SV_OK)
        status = sv_grouped_make(&by, d, fault);
    if (status == SV_OK)
        status = sv_replicates_dense(out, d, sv_design_n_stages(d) - 1,
                                     options->n, fault);
    for (size_t r = 0; status == SV_OK && r < options->n; r++) {
        draw_replicate(&w, d, &by, list);
        for (size_t u = 0; u < n; u++)
            out->value[out->at[u] + r] = w.here[u].sum;
    }
    out->scale = 1 / (double) (options->n - 1);
    sv_grouped_free(&by);
    free(list);
    work_free(&w);
    return status;
}
