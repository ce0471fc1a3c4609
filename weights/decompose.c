/* decompose.c - a variance opened: what every stage, group and unit adds. */
#include "weights/decompose.h"

#include <math.h>
#include <stdlib.h>

#include "weights/pps_parts.h"
#include "weights/stages.h"

static enum sv_status
no_memory(struct sv_fault *fault)
{
    return sv_fail(fault, SV_SYSTEM, "out of memory for the parts of a "
                   "variance");
}

/* Units with a score and their groups, each group when it is met first; PLACE
 * [groups] tells where it stands. */
static bool
list_parts(struct sv_stage_part *out, uint32_t *place,
           const struct sv_design *d, size_t stage,
           const struct sv_pairs *pairs)
{
    const struct sv_group *groups = sv_design_groups(d, stage);
    const uint32_t *group_of = sv_design_group_of(d, stage);

    out->unit = calloc(pairs->n + 1, sizeof *out->unit);
    out->group = calloc(pairs->n + 1, sizeof *out->group);
    if (out->unit == NULL || out->group == NULL)
        return false;
    for (size_t g = 0; g < sv_design_n_groups(d, stage); g++)
        place[g] = UINT32_MAX;
    for (size_t i = 0; i < pairs->n; i++) {
        const uint32_t g = group_of[pairs->pair[i].unit];
        struct sv_group_part *part;

        if (place[g] == UINT32_MAX) {
            place[g] = (uint32_t) out->n_groups;
            out->group[out->n_groups++] = (struct sv_group_part) {
                .group = g, .n = groups[g].n, .fraction = groups[g].fraction,
                .above = groups[g].above,
            };
        }
        part = &out->group[place[g]];
        part->n_scored++;
        part->mean += pairs->pair[i].a / part->n;
        out->unit[out->n_units++] = (struct sv_unit_part) {
            .unit = pairs->pair[i].unit, .z = pairs->pair[i].a,
        };
    }
    return true;
}

/* Equal probabilities: SUM has the factor and the centre that were used. */
static void
open_group(struct sv_group_part *g, const struct sv_sum *sum, bool adds)
{
    g->centre = adds ? sum->a : 0;
    g->factor = adds ? sum->factor : 0;
    g->lonely = adds && sum->seen > 1;
    g->passed_over = g->lonely && g->factor == 0;
    g->squares = (g->n - g->n_scored) * g->centre * g->centre;
    g->rest = g->factor * g->squares;
}

static void
open_unit(struct sv_unit_part *u, struct sv_group_part *g)
{
    const double square = (u->z - g->centre) * (u->z - g->centre);

    g->squares += square;
    u->variance = g->factor * square;
}

/* What `average` multiplies the stage by. */
static double
scale_of(const struct sv_stage_part *stage, const struct sv_design *d)
{
    size_t groups = 0, lonely = 0;

    if (!sv_design_lonely(d)->scales)
        return 1;
    for (size_t k = 0; k < stage->n_groups; k++)
        if (stage->group[k].above > 0) {
            groups++;
            lonely += stage->group[k].lonely;
        }
    return groups > lonely ? (double) groups / (double) (groups - lonely) : 1;
}

/* All parts by the scale of their stage; then their sum. */
static void
finish(struct sv_stage_part *stage, const struct sv_design *d, double variance)
{
    double v = 0;

    stage->scale = scale_of(stage, d);
    for (size_t i = 0; i < stage->n_units; i++)
        stage->unit[i].variance *= stage->scale;
    for (size_t k = 0; k < stage->n_groups; k++) {
        stage->group[k].variance *= stage->scale;
        stage->group[k].rest *= stage->scale;
        v += stage->group[k].variance;
    }
    stage->variance = isnan(variance) ? NAN : v;
}

static void
open_stage(struct sv_stage_part *stage, const uint32_t *place,
           const uint32_t *group_of, const struct sv_sum *sums)
{
    for (size_t k = 0; k < stage->n_groups; k++)
        open_group(&stage->group[k], &sums[stage->group[k].group],
                   stage->group[k].above > 0);
    for (size_t i = 0; i < stage->n_units; i++)
        open_unit(&stage->unit[i],
                  &stage->group[place[group_of[stage->unit[i].unit]]]);
    for (size_t k = 0; k < stage->n_groups; k++)
        stage->group[k].variance = stage->group[k].factor
                                   * stage->group[k].squares;
}

/* Brewer's rule is a sum over units, (1 - p) being in the place of 1 - f. */
static void
open_brewer(struct sv_stage_part *stage, struct sv_group_part *g,
            const struct sv_pps_parts *pps, const uint32_t *group_of)
{
    const struct sv_pps_stratum *h = &pps->stratum[g->group];
    double sum = 0, spent = 0;

    for (size_t i = 0; i < stage->n_units; i++)
        if (group_of[stage->unit[i].unit] == g->group
            && pps->probability[stage->unit[i].unit] < 1)
            sum += stage->unit[i].z;
    g->centre = h->unsure > 0 ? sum / h->unsure : 0;
    g->factor = h->unsure > 1 ? h->unsure / (h->unsure - 1) : 0;
    g->squares = h->unsure > 1 ? g->variance / g->factor : 0;
    for (size_t i = 0; i < stage->n_units; i++) {
        struct sv_unit_part *u = &stage->unit[i];

        if (group_of[u->unit] != g->group)
            continue;
        u->variance = g->factor * (1 - pps->probability[u->unit])
                      * (u->z - g->centre) * (u->z - g->centre);
        spent += u->variance;
    }
    g->rest = g->n > g->n_scored ? g->variance - spent : 0;
}

/* Unequal probabilities: SUMS have what each stratum has added. */
static void
open_unequal(struct sv_stage_part *stage, const struct sv_pps_parts *pps,
             const uint32_t *group_of, const struct sv_sum *sums)
{
    for (size_t i = 0; i < stage->n_units; i++)
        stage->unit[i].variance = NAN;
    for (size_t k = 0; k < stage->n_groups; k++) {
        struct sv_group_part *g = &stage->group[k];
        const struct sv_sum *sum = &sums[g->group];

        g->variance = sum->factor;
        g->lonely = sum->seen > 1;
        g->passed_over = g->lonely && sum->factor == 0;
        g->centre = g->squares = g->factor = g->rest = NAN;
        if (pps->rule->delta == NULL && !g->lonely)
            open_brewer(stage, g, pps, group_of);
    }
}

/* One stage, and the step up. */
static bool
decompose_stage(struct sv_decomposition *out, const struct sv_design *d,
                size_t s, struct sv_pairs *pairs, struct sv_sum *sums,
                uint32_t *place)
{
    const uint32_t *group_of = sv_design_group_of(d, s);
    const struct sv_pps_parts *pps = s == 0 ? sv_design_pps(d) : NULL;
    struct sv_stage_part *stage = &out->stage[s];
    double v;

    if (!list_parts(stage, place, d, s, pairs))
        return false;
    v = pps != NULL ? sv_pps_covariance(d, pps, pairs, sums)
                    : sv_stage_covariance(d, s, pairs, sums);
    if (pps != NULL)
        open_unequal(stage, pps, group_of, sums);
    else
        open_stage(stage, place, group_of, sums);
    finish(stage, d, v);
    out->variance += v;
    if (s > 0)
        sv_stage_fold(pairs, group_of);
    return true;
}

enum sv_status
sv_decompose(struct sv_decomposition *out, const struct sv_design *d,
             const struct sv_scores *z, struct sv_fault *fault)
{
    void *scratch = malloc(sv_stage_scratch_size(d));
    uint32_t *place = malloc((sv_design_most_groups(d) + 1) * sizeof *place);
    bool complete = scratch != NULL && place != NULL;
    struct sv_pairs pairs;
    struct sv_sum *sums;

    *out = (struct sv_decomposition) { .n_stages = sv_design_n_stages(d) };
    if (complete)
        sv_stage_scratch(&pairs, &sums, d, scratch);
    for (size_t i = 0; complete && i < z->n; i++)
        pairs.pair[pairs.n++] = (struct sv_pair) { z->z[i], z->z[i],
                                                   z->unit[i] };
    for (size_t s = out->n_stages; complete && s-- > 0;)
        complete = decompose_stage(out, d, s, &pairs, sums, place);
    if (z->n == 0)
        out->variance = NAN;
    free(place);
    free(scratch);
    return complete ? SV_OK : no_memory(fault);
}

void
sv_decomposition_free(struct sv_decomposition *x)
{
    for (size_t s = 0; s < x->n_stages; s++) {
        free(x->stage[s].group);
        free(x->stage[s].unit);
    }
    *x = (struct sv_decomposition) { 0 };
}

double
sv_decomposition_sum(const struct sv_decomposition *x)
{
    double v = 0;

    for (size_t s = 0; s < x->n_stages; s++)
        v += x->stage[s].variance;
    return v;
}

/* What units are ordered by. */
static double
size_of(const struct sv_unit_part *u)
{
    return isnan(u->variance) ? fabs(u->z) : u->variance;
}

size_t
sv_largest_units(size_t *place, size_t k, const struct sv_stage_part *stage)
{
    size_t n = 0;

    for (size_t i = 0; i < stage->n_units; i++) {
        size_t at = n;

        while (at > 0 && size_of(&stage->unit[place[at - 1]])
                         < size_of(&stage->unit[i]))
            at--;
        if (at == k)
            continue;
        if (n < k)
            n++;
        for (size_t j = n - 1; j > at; j--)
            place[j] = place[j - 1];
        place[at] = i;
    }
    return n;
}
