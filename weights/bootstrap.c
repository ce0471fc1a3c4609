/* bootstrap.c - replicates that draw PSUs again. */
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>

#include "weights/replicate_parts.h"

/* One draw of a stratum: HITS[n], how often each PSU came. */
typedef void draw_function(double *hits, size_t n, const struct sv_group *group,
                           gsl_rng *rng);

/* Rao and Wu 1988: n - 1 with replacement, each hit counting n/(n-1). */
static void
draw_fewer(double *hits, size_t n, const struct sv_group *group, gsl_rng *rng)
{
    (void) group;
    for (size_t i = 0; i + 1 < n; i++)
        hits[gsl_rng_uniform_int(rng, n)] += (double) n / (double) (n - 1);
}

/* Canty and Davison 1999: n without replacement from a population of N that is
 * made of copies of the sample.  Every PSU has N/n (down) copies, and N mod n of
 * them, in a row from one drawn at random, have one more.  Without N: n with
 * replacement. */
static void
draw_population(double *hits, size_t n, double population, gsl_rng *rng)
{
    const double each = floor(population / (double) n);
    const double more = population - each * (double) n;
    const double start = (double) gsl_rng_uniform_int(rng, n);

    for (size_t drawn = 0; drawn < n; drawn++) {
        double left = gsl_rng_uniform(rng) * (population - (double) drawn);

        for (size_t i = 0; i < n; i++) {
            const double place = fmod((double) i + start, (double) n);
            const double copies = each + (place < more) - hits[i];

            if (left < copies || i + 1 == n) {
                hits[i] += 1;
                break;
            }
            left -= copies;
        }
    }
}

static void
draw_same(double *hits, size_t n, const struct sv_group *group, gsl_rng *rng)
{
    if (group->fraction > 0)
        draw_population(hits, n,
                        floor((double) n / group->fraction * (1 + 1e-12)), rng);
    else
        for (size_t i = 0; i < n; i++)
            hits[gsl_rng_uniform_int(rng, n)] += 1;
}

static void
draw_all(struct sv_replicates *out, const struct sv_design *d,
         const struct sv_grouped *by, draw_function *draw, double *hits,
         gsl_rng *rng)
{
    const struct sv_group *groups = sv_design_groups(d, 0);

    for (size_t r = 0; r < out->n; r++)
        for (size_t g = 0; g < sv_design_n_groups(d, 0); g++) {
            const uint32_t *unit = by->unit + by->first[g];
            const size_t n = by->first[g + 1] - by->first[g];

            if (!(groups[g].open > 0) || n == 1)
                continue;
            for (size_t i = 0; i < n; i++)
                hits[i] = 0;
            draw(hits, n, &groups[g], rng);
            for (size_t i = 0; i < n; i++)
                out->value[out->at[unit[i]] + r] = hits[i];
        }
}

static enum sv_status
seeded(gsl_rng **rng, const struct sv_replicate_options *options,
       struct sv_fault *fault)
{
    *rng = gsl_rng_alloc(gsl_rng_mt19937);
    if (*rng == NULL)
        return sv_fail(fault, SV_SYSTEM,
                       "out of memory for a random number generator");
    gsl_rng_set(*rng, options->seed);
    return SV_OK;
}

static enum sv_status
make(struct sv_replicates *out, const struct sv_design *d,
     const struct sv_replicate_options *options, draw_function *draw,
     struct sv_fault *fault)
{
    double *hits = calloc(sv_design_n_units(d, 0), sizeof *hits);
    struct sv_grouped by = { 0 };
    gsl_rng *rng = NULL;
    enum sv_status status = sv_replicates_no_lonely(d, fault);

    if (status == SV_OK && hits == NULL)
        status = sv_fail(fault, SV_SYSTEM, "out of memory for a bootstrap");
    if (status == SV_OK)
        status = seeded(&rng, options, fault);
    if (status == SV_OK)
        status = sv_grouped_make(&by, d, fault);
    if (status == SV_OK)
        status = sv_replicates_dense(out, d, 0, options->n, fault);
    if (status == SV_OK)
        draw_all(out, d, &by, draw, hits, rng);
    sv_grouped_free(&by);
    if (rng != NULL)
        gsl_rng_free(rng);
    free(hits);
    return status;
}

enum sv_status
sv_make_rao_wu(struct sv_replicates *out, const struct sv_design *d,
               const struct sv_replicate_options *options,
               struct sv_fault *fault)
{
    const enum sv_status status = make(out, d, options, draw_fewer, fault);

    if (status == SV_OK) {
        out->scale = 1 / (double) (options->n - 1);
        out->fpc_dropped = sv_has_fraction(d);
    }
    return status;
}

/* n draws of n show (n-1)/n of the variance: R mends it by one factor, from
 * the harmonic mean of the stratum sizes. */
static double
harmonic_mean(const struct sv_design *d)
{
    const struct sv_group *groups = sv_design_groups(d, 0);
    const size_t n_groups = sv_design_n_groups(d, 0);
    double sum = 0;

    for (size_t g = 0; g < n_groups; g++)
        sum += 1 / (double) groups[g].n;
    return (double) n_groups / sum;
}

enum sv_status
sv_make_bootstrap(struct sv_replicates *out, const struct sv_design *d,
                  const struct sv_replicate_options *options,
                  struct sv_fault *fault)
{
    const enum sv_status status = make(out, d, options, draw_same, fault);
    const double n = harmonic_mean(d);

    if (status == SV_OK)
        out->scale = n > 1 ? n / (n - 1) / (double) (options->n - 1) : 0;
    return status;
}
