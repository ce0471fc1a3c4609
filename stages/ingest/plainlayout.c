/* plainlayout.c - rows as they are, where keys or the design are at fault.
 *
 * For `hearth check`, which goes on to look at the data: one stratum, rows of the
 * topmost record in the order of the file, members behind each other as their
 * parents are.  Rows that find no parent are told by then, and are left out, so
 * that what is said of members is true of those that there are.
 */
#include <stdlib.h>
#include <string.h>

#include "stages/ingest/layout.h"

/* Where row I of T comes: behind all rows whose parents come before its own. */
static uint32_t
rank(const struct sv_table *t, const struct sv_table *parent, uint32_t i)
{
    if (parent == NULL)
        return i;
    return t->parent[i] == UINT32_MAX ? UINT32_MAX
                                      : parent->place[t->parent[i]];
}

/* Rows by their rank, equal ones in the order of the file: START [ranks + 1]
 * counts, then places. */
static void
sort(struct sv_table *t, const struct sv_table *parent, uint32_t *start,
     size_t ranks)
{
    uint32_t kept = 0;

    memset(start, 0, (ranks + 1) * sizeof *start);
    for (uint32_t i = 0; i < t->n; i++)
        if (rank(t, parent, i) != UINT32_MAX)
            start[rank(t, parent, i) + 1]++;
    for (size_t k = 0; k < ranks; k++)
        start[k + 1] += start[k];
    for (uint32_t i = 0; i < t->n; i++) {
        const uint32_t its = rank(t, parent, i);

        t->place[i] = its == UINT32_MAX ? UINT32_MAX : start[its]++;
        if (its != UINT32_MAX) {
            t->order[t->place[i]] = i;
            kept++;
        }
    }
    t->left_out = t->n - kept;
    t->n = kept;
}

static enum sv_status
one_table(struct sv_layout *l, struct sv_table *t,
          const struct sv_table *parent, struct sv_scratch *scratch,
          struct sv_fault *fault)
{
    const size_t n = t->n, ranks = parent != NULL ? parent->n : t->n;
    uint32_t *start = NULL;

    if (t->spec->parent != SV_NO_RECORD && t->parent == NULL)
        return sv_fail(fault, SV_DATA, "%s: its rows are not linked",
                       t->spec->name.text);
    sv_layout_clear(l);
    l->stage = calloc(1, sizeof *l->stage);
    l->labels = json_pack("[s]", "all");
    l->psus = json_array();
    if (l->stage == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory");
    if (sv_scratch_numbers(&t->order, scratch, n, fault) != SV_OK
        || sv_scratch_numbers(&t->place, scratch, n, fault) != SV_OK
        || sv_scratch_numbers(&start, scratch, ranks + 1, fault) != SV_OK)
        return fault->status;
    sort(t, parent, start, ranks);
    l->n_stages = l->n_strata = 1;
    l->stage[0] = (struct sv_stage_units) { .name = t->spec->name.text,
                                            .n = t->n };
    if (sv_scratch_numbers(&l->stage[0].start, scratch, (size_t) t->n + 1,
                           fault) != SV_OK
        || sv_scratch_numbers(&l->strata, scratch, 2, fault) != SV_OK)
        return fault->status;
    for (uint32_t i = 0; i <= t->n; i++)
        l->stage[0].start[i] = i;
    l->strata[0] = 0;
    l->strata[1] = t->n;
    return SV_OK;
}

/* Table I behind its parent; PLACED tells which are done. */
static enum sv_status
with_parents(struct sv_layout *layout, struct sv_tables *all, size_t i,
             bool *placed, struct sv_fault *fault)
{
    const int up = all->table[i].spec->parent;

    if (placed[i])
        return SV_OK;
    placed[i] = true;
    if (up != SV_NO_RECORD
        && with_parents(layout, all, (size_t) up, placed, fault) != SV_OK)
        return fault->status;
    return one_table(&layout[i], &all->table[i],
                     up != SV_NO_RECORD ? &all->table[up] : NULL, all->scratch,
                     fault);
}

enum sv_status
sv_lay_out_plainly(struct sv_layout *layout, struct sv_tables *all,
                   struct sv_fault *fault)
{
    bool *placed = calloc(all->n + 1, sizeof *placed);
    enum sv_status status = SV_OK;

    if (placed == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory");
    for (size_t i = 0; status == SV_OK && i < all->n; i++)
        status = with_parents(layout, all, i, placed, fault);
    free(placed);
    return status;
}
