/* unitranges.c - the sampling units of every stage as ranges. */
#include <stdlib.h>
#include <string.h>

#include "stages/ingest/layout.h"

/* The outermost level that changes between the I-th row and the one before:
 * 0 stratum, 1 unit of stage 1, ..., n_stages none.  Without clusters every
 * row is a unit of stage 1. */
static size_t
level_at(const struct sv_layout *l, const struct sv_table *t, size_t strata,
         const struct sv_order_by *by, bool units, uint32_t i)
{
    const uint32_t a = i > 0 ? t->order[i - 1] : 0, b = t->order[i];
    size_t level = 1;

    if (i == 0 || !sv_order_same(by, strata, a, b))
        return 0;
    while (units && level <= l->n_stages
           && sv_order_same(by, strata + level, a, b))
        level++;
    return level;
}

/* Finds LEVEL [rows of T], and counts units. */
static void
find_levels(uint8_t *found, struct sv_layout *l, const struct sv_table *t,
            size_t strata, const struct sv_order_by *by, bool units,
            const struct sv_scratch *scratch)
{
    for (uint32_t i = 0; i < t->n; i++) {
        const size_t level = level_at(l, t, strata, by, units, i);

        found[i] = (uint8_t) level;
        l->n_strata += level == 0;
        for (size_t s = level > 0 ? level - 1 : 0; s < l->n_stages; s++)
            l->stage[s].n++;
        sv_scratch_walk(scratch, i);
    }
}

/* Where the next unit of each level starts; SEEN counts units so far. */
static void
fill_levels(struct sv_layout *l, const uint8_t *level, uint32_t n,
            uint32_t *seen)
{
    uint32_t h = 0;

    for (uint32_t i = 0; i < n; i++) {
        if (level[i] == 0)
            l->strata[h++] = seen[0];
        for (size_t s = level[i] > 0 ? level[i] - 1U : 0; s < l->n_stages; s++)
            l->stage[s].start[seen[s]++] =
                s + 1 < l->n_stages ? seen[s + 1] : i;
    }
    l->strata[h] = seen[0];
    for (size_t s = 0; s < l->n_stages; s++)
        l->stage[s].start[seen[s]] = s + 1 < l->n_stages ? seen[s + 1] : n;
}

enum sv_status
sv_layout_root(struct sv_layout *layout, const struct sv_table *table,
               size_t strata, const struct sv_order_by *by,
               struct sv_scratch *scratch, struct sv_fault *fault)
{
    const bool units = by->n > strata && layout->stage[0].name != NULL;
    uint32_t *seen = calloc(layout->n_stages, sizeof *seen);
    void *level = NULL;

    if (seen == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory");
    if (sv_scratch_take(&level, scratch, table->n, 1, fault) != SV_OK)
        goto out;
    find_levels(level, layout, table, strata, by, units, scratch);
    if (sv_scratch_numbers(&layout->strata, scratch,
                           (size_t) layout->n_strata + 1, fault) != SV_OK)
        goto out;
    for (size_t s = 0; s < layout->n_stages; s++)
        if (sv_scratch_numbers(&layout->stage[s].start, scratch,
                               (size_t) layout->stage[s].n + 1, fault)
            != SV_OK)
            goto out;
    fill_levels(layout, level, table->n, seen);
out:
    free(seen);
    return fault->status;
}

/* Units of the lowest stage of the parent, as rows of the child. */
static enum sv_status
rows_below(struct sv_stage_units *to, const struct sv_stage_units *from,
           const uint32_t *start, struct sv_scratch *scratch,
           struct sv_fault *fault)
{
    *to = *from;
    if (sv_scratch_numbers(&to->start, scratch, (size_t) from->n + 1, fault)
        != SV_OK)
        return fault->status;
    for (uint32_t u = 0; u <= from->n; u++)
        to->start[u] = start[from->start[u]];
    return SV_OK;
}

/* Whether row I of T, in order, is of another unit than the row before it: another
 * value of one of the first K views, or another parent, as numbers of persons
 * begin anew in each household. */
static bool
begins_unit(const struct sv_table *t, const struct sv_order_by *by, size_t k,
            uint32_t i)
{
    return t->parent[t->order[i - 1]] != t->parent[t->order[i]]
           || !sv_order_same(by, k, t->order[i - 1], t->order[i]);
}

/* One more stage below UPPER, whose units are ranges of rows so far: a unit
 * for each value of view K in it.  One without rows has a unit without rows. */
static enum sv_status
add_stage(struct sv_stage_units *lower, struct sv_stage_units *upper,
          const struct sv_table *t, const struct sv_order_by *by, size_t k,
          struct sv_scratch *scratch, struct sv_fault *fault)
{
    uint32_t n = 0, first = 0;

    if (sv_scratch_numbers(&lower->start, scratch,
                           (size_t) t->n + upper->n + 1, fault) != SV_OK)
        return fault->status;
    for (uint32_t u = 0; u < upper->n; u++) {
        const uint32_t end = upper->start[u + 1];

        upper->start[u] = n;
        lower->start[n++] = first;
        for (uint32_t i = first + 1; i < end; i++)
            if (begins_unit(t, by, k + 1, i))
                lower->start[n++] = i;
        first = end;
    }
    upper->start[upper->n] = n;
    lower->start[n] = t->n;
    lower->n = n;
    return SV_OK;
}

enum sv_status
sv_layout_child(struct sv_layout *layout, const struct sv_layout *parent,
                const struct sv_table *table, const uint32_t *start,
                const struct sv_order_by *by, struct sv_scratch *scratch,
                struct sv_fault *fault)
{
    const size_t last = parent->n_stages - 1;

    layout->n_strata = parent->n_strata;
    layout->strata = parent->strata;
    memcpy(layout->stage, parent->stage, last * sizeof *layout->stage);
    if (rows_below(&layout->stage[last], &parent->stage[last], start, scratch,
                   fault) != SV_OK)
        return fault->status;
    for (size_t s = last + 1; s < layout->n_stages; s++)
        if (add_stage(&layout->stage[s], &layout->stage[s - 1], table, by,
                      s - last - 1, scratch, fault) != SV_OK)
            return fault->status;
    layout->probability = parent->probability;
    layout->squares = parent->squares;
    layout->joint = parent->joint;
    layout->n_joint = parent->n_joint;
    layout->labels = json_incref(parent->labels);
    layout->psus = json_incref(parent->psus);
    return SV_OK;
}
