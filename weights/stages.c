/* stages.c - the variance of one stage of sampling. */
#include "weights/stages.h"

#include <math.h>
#include <stdbool.h>

size_t
sv_stage_scratch_size(const struct sv_design *d)
{
    return (sv_design_n_lowest(d) + 1) * sizeof(struct sv_pair)
           + sv_design_most_groups(d) * sizeof(struct sv_sum);
}

void
sv_stage_scratch(struct sv_pairs *pairs, struct sv_sum **sums,
                 const struct sv_design *d, void *scratch)
{
    pairs->n = 0;
    pairs->pair = scratch;
    *sums = (struct sv_sum *) (pairs->pair + sv_design_n_lowest(d) + 1);
}

static void
sum_groups(struct sv_sum *sums, const struct sv_pairs *pairs,
           const uint32_t *group_of)
{
    for (size_t i = 0; i < pairs->n; i++)
        sums[group_of[pairs->pair[i].unit]] = (struct sv_sum) { 0 };
    for (size_t i = 0; i < pairs->n; i++) {
        struct sv_sum *sum = &sums[group_of[pairs->pair[i].unit]];

        sum->a += pairs->pair[i].a;
        sum->b += pairs->pair[i].b;
        sum->n++;
    }
}

/* The mean over all PSUs, with members or without, of the strata that have
 * members: where the rule `adjust` centres lonely ones.  Below the first stage
 * there is none (n = 0): a lonely unit's group is all of its stratum, and its
 * mean is the group's own. */
static struct sv_sum
grand_mean(const struct sv_pairs *pairs, const struct sv_group *groups,
           const uint32_t *group_of, struct sv_sum *sums)
{
    struct sv_sum mean = { 0 };
    double n = 0;

    for (size_t i = 0; i < pairs->n; i++) {
        const uint32_t g = group_of[pairs->pair[i].unit];

        mean.a += pairs->pair[i].a;
        mean.b += pairs->pair[i].b;
        if (!sums[g].seen)
            n += groups[g].n;
        sums[g].seen = 1;
    }
    for (size_t i = 0; i < pairs->n; i++)
        sums[group_of[pairs->pair[i].unit]].seen = 0;
    mean.a /= n;
    mean.b /= n;
    mean.n = 1;
    return mean;
}

static bool
is_lonely(const struct sv_design *d, const struct sv_group *group,
          const struct sv_sum *sum)
{
    const struct sv_lonely_rule *rule = sv_design_lonely(d);

    if (group->lonely)
        return true;
    return sv_design_lonely_in_domains(d) && (rule->centres || rule->scales)
           && sum->n == 1 && group->open > 0;
}

/* Turns the sums of a group into the centre of its squares, and finds their
 * factor. */
static void
centre(struct sv_sum *sum, const struct sv_group *group, bool lonely,
       const struct sv_sum *grand)
{
    const double n = group->n;

    sum->factor = group->above * group->open * (n > 1 ? n / (n - 1) : 1);
    if (lonely && grand == NULL)
        sum->factor = 0;
    sum->a = lonely && grand != NULL && grand->n > 0 ? grand->a : sum->a / n;
    sum->b = lonely && grand != NULL && grand->n > 0 ? grand->b : sum->b / n;
}

/* How many groups have members, how many of them were not sampled completely,
 * and how many of those are lonely. */
struct tally {
    double groups, open, lonely;
};

/* The sum over all units; those without members score 0, all at one go. */
static double
sum_squares(struct tally *tally, const struct sv_design *d, size_t stage,
            const struct sv_pairs *pairs, struct sv_sum *sums,
            const struct sv_sum *grand)
{
    const struct sv_group *groups = sv_design_groups(d, stage);
    const uint32_t *group_of = sv_design_group_of(d, stage);
    double v = 0;

    for (size_t i = 0; i < pairs->n; i++) {
        const struct sv_pair *p = &pairs->pair[i];
        const struct sv_group *group = &groups[group_of[p->unit]];
        struct sv_sum *sum = &sums[group_of[p->unit]];

        if (group->above == 0)
            continue;
        if (!sum->seen) {
            const bool lonely = is_lonely(d, group, sum);

            centre(sum, group, lonely, grand);
            v += sum->factor * (group->n - sum->n) * sum->a * sum->b;
            tally->groups++;
            tally->open += group->open > 0;
            tally->lonely += lonely;
            sum->seen = lonely ? 2 : 1;
        }
        v += sum->factor * (p->a - sum->a) * (p->b - sum->b);
    }
    return v;
}

/* Whether the rule passes over all that could show a variance: lonely groups, the
 * others being sampled completely, with no stage below that adds to it. */
static bool
nothing_left(const struct tally *t, const struct sv_design *d, size_t stage)
{
    const struct sv_lonely_rule *rule = sv_design_lonely(d);

    return t->lonely > 0 && t->lonely == t->open && !rule->centres
           && (t->open == t->groups || sv_design_n_stages(d) == 1)
           && (stage == 0 || rule->scales);
}

double
sv_stage_covariance(const struct sv_design *d, size_t stage,
                    const struct sv_pairs *pairs, struct sv_sum *sums)
{
    const struct sv_lonely_rule *rule = sv_design_lonely(d);
    const uint32_t *group_of = sv_design_group_of(d, stage);
    struct tally tally = { 0, 0, 0 };
    struct sv_sum grand = { 0 };
    double v;

    sum_groups(sums, pairs, group_of);
    if (rule->centres && stage == 0)
        grand = grand_mean(pairs, sv_design_groups(d, 0), group_of, sums);
    v = sum_squares(&tally, d, stage, pairs, sums,
                    rule->centres ? &grand : NULL);
    if (nothing_left(&tally, d, stage))
        return NAN;
    if (rule->scales && tally.groups > 0)
        v *= tally.groups / (tally.groups - tally.lonely);
    return v;
}

void
sv_stage_fold(struct sv_pairs *pairs, const uint32_t *group_of)
{
    size_t n = 0;

    for (size_t i = 0; i < pairs->n; i++) {
        const struct sv_pair p = pairs->pair[i];
        const uint32_t g = group_of[p.unit];

        if (n > 0 && pairs->pair[n - 1].unit == g) {
            pairs->pair[n - 1].a += p.a;
            pairs->pair[n - 1].b += p.b;
        } else {
            pairs->pair[n++] = (struct sv_pair) { p.a, p.b, g };
        }
    }
    pairs->n = n;
}
