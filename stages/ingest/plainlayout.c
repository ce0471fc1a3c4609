/* plainlayout.c - rows as they are, where the design is at fault. */
#include <stdlib.h>

#include "stages/ingest/layout.h"

static enum sv_status
count_up(uint32_t **out, size_t n, struct sv_scratch *scratch,
         struct sv_fault *fault)
{
    void *memory;

    if (sv_scratch_take(&memory, scratch, n, sizeof **out, fault) != SV_OK)
        return fault->status;
    *out = memory;
    for (size_t i = 0; i < n; i++)
        (*out)[i] = (uint32_t) i;
    return SV_OK;
}

static enum sv_status
one_table(struct sv_layout *l, struct sv_table *t, struct sv_scratch *scratch,
          struct sv_fault *fault)
{
    const size_t n = t->n;
    void *memory;

    sv_layout_clear(l);
    l->stage = calloc(1, sizeof *l->stage);
    l->labels = json_pack("[s]", "all");
    l->psus = json_array();
    if (l->stage == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory");
    l->n_stages = l->n_strata = 1;
    l->stage[0] = (struct sv_stage_units) { .name = t->spec->name.text,
                                            .n = t->n };
    if (count_up(&t->order, n, scratch, fault) != SV_OK
        || count_up(&t->place, n, scratch, fault) != SV_OK
        || count_up(&l->stage[0].start, n + 1, scratch, fault) != SV_OK
        || count_up(&l->strata, 2, scratch, fault) != SV_OK
        || sv_scratch_take(&memory, scratch, n, sizeof *t->parent, fault)
           != SV_OK)
        return fault->status;
    l->strata[1] = t->n;
    t->parent = t->spec->parent != SV_NO_RECORD ? memory : NULL;
    return SV_OK;
}

enum sv_status
sv_lay_out_plainly(struct sv_layout *layout, struct sv_tables *all,
                   struct sv_fault *fault)
{
    for (size_t t = 0; t < all->n; t++)
        if (one_table(&layout[t], &all->table[t], all->scratch, fault) != SV_OK)
            return fault->status;
    return SV_OK;
}
