/* jackknife.c - replicates that leave out one PSU each. */
#include "weights/replicate_parts.h"

/* One block: the N PSUs of a group, each left out by one replicate. */
static void
delete_each(struct sv_replicates *out, const uint32_t *unit, size_t n,
            uint32_t block, size_t from)
{
    for (size_t i = 0; i < n; i++) {
        out->block_of[unit[i]] = block;
        out->at[unit[i]] = i;
    }
    out->block[block] = (struct sv_replicate_block) {
        from, n, (double) n / (double) (n - 1),
    };
}

/* How many replicates a group has: none if it shows no variance, or was left
 * alone by the rule for lonely strata. */
static size_t
n_replicates(const struct sv_group *group)
{
    return group->open > 0 && group->n > 1 ? group->n : 0;
}

/* The blocks of all strata; returns how many are lonely. */
static size_t
fill(struct sv_replicates *out, const struct sv_design *d,
     const struct sv_grouped *by)
{
    const struct sv_group *groups = sv_design_groups(d, 0);
    size_t r = 0, lonely = 0;

    for (size_t g = 0; g < sv_design_n_groups(d, 0); g++) {
        const size_t n = n_replicates(&groups[g]);

        lonely += groups[g].lonely;
        if (n == 0)
            for (size_t i = by->first[g]; i < by->first[g + 1]; i++)
                out->block_of[by->unit[i]] = (uint32_t) g;
        else
            delete_each(out, by->unit + by->first[g], n, (uint32_t) g, r);
        for (size_t i = 0; i < n; i++)
            out->rscale[r++] = groups[g].open * (double) (n - 1) / (double) n;
    }
    return lonely;
}

/* `adjust`, as R: the replicate of a lonely stratum leaves the stratum out and
 * spreads it over the other H - 1.  It reaches all units, so there is one
 * block for everything, copied from the blocks by strata in THIN. */
static enum sv_status
adjust(struct sv_replicates *out, const struct sv_replicates *thin,
       const struct sv_design *d, size_t lonely, struct sv_fault *fault)
{
    const struct sv_group *groups = sv_design_groups(d, 0);
    const uint32_t *group_of = sv_design_group_of(d, 0);
    const double h = (double) sv_design_n_groups(d, 0);
    size_t r = thin->n;
    enum sv_status status =
        sv_replicates_dense(out, d, 0, thin->n + lonely, fault);

    if (status != SV_OK)
        return status;
    for (size_t u = 0; u < out->n_units; u++)
        for (size_t k = 0; k < thin->n; k++)
            out->value[out->at[u] + k] = sv_multiplier(thin, u, k);
    for (size_t k = 0; k < thin->n; k++)
        out->rscale[k] = thin->rscale[k];
    for (size_t g = 0; g < sv_design_n_groups(d, 0); g++) {
        if (!groups[g].lonely)
            continue;
        for (size_t u = 0; u < out->n_units; u++)
            out->value[out->at[u] + r] = group_of[u] == g ? 0 : h / (h - 1);
        out->rscale[r++] = (h - 1) / h;
    }
    out->scale = 1;
    return SV_OK;
}

static enum sv_status
finish(struct sv_replicates *out, const struct sv_design *d, size_t lonely,
       struct sv_fault *fault)
{
    const double h = (double) sv_design_n_groups(d, 0);
    struct sv_replicates thin = *out;
    enum sv_status status;

    out->scale = 1;
    if (sv_design_lonely(d)->scales)
        out->scale = h / (h - (double) lonely);
    if (lonely == 0 || !sv_design_lonely(d)->centres)
        return SV_OK;
    *out = (struct sv_replicates) { 0 };
    status = adjust(out, &thin, d, lonely, fault);
    sv_replicates_free(&thin);
    return status;
}

enum sv_status
sv_make_jkn(struct sv_replicates *out, const struct sv_design *d,
            const struct sv_replicate_options *options, struct sv_fault *fault)
{
    const struct sv_group *groups = sv_design_groups(d, 0);
    const size_t n_groups = sv_design_n_groups(d, 0);
    struct sv_grouped by = { 0 };
    size_t n = 0, lonely;
    enum sv_status status = sv_grouped_make(&by, d, fault);

    (void) options;
    for (size_t g = 0; g < n_groups; g++)
        n += n_replicates(&groups[g]);
    if (status == SV_OK && n == 0)
        status = sv_fail(fault, SV_DATA, "no stratum has two PSUs of which one"
                         " could be left out; there is nothing to replicate");
    if (status == SV_OK)
        status = sv_replicates_room(out, d, 0, n, n_groups, 0, fault);
    if (status == SV_OK) {
        lonely = fill(out, d, &by);
        status = finish(out, d, lonely, fault);
    }
    sv_grouped_free(&by);
    return status;
}

/* The same with one stratum, where R keeps the factor in scale. */
enum sv_status
sv_make_jk1(struct sv_replicates *out, const struct sv_design *d,
            const struct sv_replicate_options *options, struct sv_fault *fault)
{
    enum sv_status status;

    if (sv_design_n_groups(d, 0) > 1)
        return sv_fail(fault, SV_DATA, "is for designs without strata, and this"
                       " one has %zu; use jkn", sv_design_n_groups(d, 0));
    status = sv_make_jkn(out, d, options, fault);
    if (status != SV_OK)
        return status;
    out->scale = out->rscale[0];
    for (size_t r = 0; r < out->n; r++)
        out->rscale[r] = 1;
    return SV_OK;
}
