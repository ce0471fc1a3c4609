/* extractreplicates.c - replicate weights: those on disk, or those that the
 * design makes. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "pipeline/replicatefile.h"
#include "stages/common/madereplicates.h"
#include "stages/common/sampledesign.h"
#include "stages/export/extractcolumns.h"
#include "stages/export/extractfill.h"

enum { NAME_SIZE = 512 };

static enum sv_status
no_memory(struct sv_fault *fault)
{
    return sv_fail(fault, SV_SYSTEM, "out of memory for an export");
}

/* N columns, all as MODEL but for which replicate they are. */
static enum sv_status
add_columns(struct sv_extract *e, const struct sv_extract_column *model,
            size_t n, struct sv_fault *fault)
{
    for (size_t k = 0; k < n; k++) {
        struct sv_extract_column *c;
        char name[NAME_SIZE], legal[SV_LEGAL_NAME_SIZE];

        snprintf(name, sizeof name, "hearth_replicate%zu", k + 1);
        c = sv_extract_add(e, name);
        if (c == NULL)
            return no_memory(fault);
        memcpy(legal, c->name, sizeof legal);
        *c = *model;
        memcpy(c->name, legal, sizeof legal);
        c->label = sv_extract_text(e, "Weight of replicate %zu", k + 1);
        c->origin = "replicates";
        c->type = SV_EXTRACT_NUMBER;
        c->least = NAN;
        c->replicate = k;
    }
    e->n_replicates = n;
    return SV_OK;
}

/* Those that weights.h5 or replicates.h5 has, row by row. */
static enum sv_status
add_given(struct sv_extract *e, const struct sv_extract_sources *from,
          struct sv_replicate_file *file, struct sv_fault *fault)
{
    struct sv_extract_column model = { .fill = sv_fill_given_replicate };

    if (sv_replicates_are_apart(file)
        && sv_replicates_from(file, from->replicates, e->record, fault)
           != SV_OK)
        return fault->status;
    model.data = file->weight;
    model.stride = file->n;
    if (model.data.n != e->n_rows * file->n)
        return sv_fail(fault, SV_DATA, "weights.h5: replicate weights are not "
                       "one a row and replicate; run hearth-weigh again");
    e->scale = file->scale;
    e->rscale = file->rscales;
    return add_columns(e, &model, file->n, fault);
}

static enum sv_status
make(struct sv_extract *e, const struct sv_extract_sources *from,
     const struct sv_ranges *ranges, struct sv_fault *fault)
{
    const struct sv_design_spec *d = &from->survey->design;
    const struct sv_design_rules rules = sv_design_rules_of(from->survey);
    const struct sv_replicate_options options = {
        (size_t) d->replicates.number, d->replicates.rho,
        (uint64_t) d->replicates.seed
    };
    const json_t *meta = json_object_get(json_object_get(from->units_meta,
                                                         "design"), e->record);
    struct sv_design *design = NULL;
    enum sv_status status = sv_sample_design(&design, ranges, meta, &rules,
                                             fault);

    if (status == SV_OK)
        status = sv_made_replicates(&e->replicates, design, d->variance.text,
                                    &options, fault);
    sv_design_free(design);
    return status;
}

static enum sv_status
add_made(struct sv_extract *e, const struct sv_extract_sources *from,
         struct sv_fault *fault)
{
    struct sv_ranges *ranges = sv_arena_take(e->arena, 1, sizeof *ranges);
    struct sv_extract_column model = { .fill = sv_fill_made_replicate };
    const void *weight = NULL;
    char name[NAME_SIZE];
    enum sv_status status;

    if (ranges == NULL)
        return no_memory(fault);
    status = sv_ranges_of(ranges, from->units, e->record, fault);
    if (status == SV_OK)
        status = make(e, from, ranges, fault);
    snprintf(name, sizeof name, "%s/weight", e->record);
    if (status == SV_OK)
        status = sv_store_typed(&weight, from->weights, name, SV_F64, e->n_rows,
                                fault);
    model.weight = weight;
    model.ranges = ranges;
    model.replicates = &e->replicates;
    model.level = e->replicates.stage + 1;
    e->scale = e->replicates.scale;
    e->rscale = e->replicates.rscale;
    return status == SV_OK ? add_columns(e, &model, e->replicates.n, fault)
                           : status;
}

enum sv_status
sv_extract_replicates(struct sv_extract *e,
                      const struct sv_extract_sources *from,
                      struct sv_fault *fault)
{
    struct sv_replicate_file file;

    if (sv_replicate_file_of(&file, from->weights, e->record, fault) != SV_OK)
        return fault->status;
    if (file.n > 0)
        return add_given(e, from, &file, fault);
    return sv_makes_replicates(from->survey->design.variance.text)
               ? add_made(e, from, fault) : SV_OK;
}
