/* summedreplicates.c - replicates whose totals were summed from the data. */
#include "stages/common/summedreplicates.h"

#include <stdlib.h>
#include <string.h>

#include "weights/columnrank.h"

static const double tolerance = 1e-5;   /* of R degf() */

static enum sv_status
no_memory(const struct sv_replicate_file *file, struct sv_fault *fault)
{
    return sv_fail(fault, SV_SYSTEM, "out of memory for %zu replicates",
                   file->n);
}

static enum sv_status
find_rank(size_t *rank, const struct sv_replicate_file *file,
          struct sv_fault *fault)
{
    const size_t n = file->n_sketch * file->n;
    double *sketch = malloc((n + 1) * sizeof *sketch);

    if (sketch == NULL)
        return no_memory(file, fault);
    for (size_t k = 0; k < n; k++)
        sketch[k] = (double) (int64_t) file->sketch[k];
    *rank = sv_column_rank(sketch, file->n_sketch, file->n, tolerance);
    free(sketch);
    return SV_OK;
}

static enum sv_status
take_totals(struct sv_summed *out, const struct sv_replicate_file *file,
            const struct sv_tally_record *record, struct sv_fault *fault)
{
    const size_t n = record->n_cells * record->n_repeated;

    if (file->n_totals != record->n_repeated)
        return sv_fail(fault, SV_BUG, "tally.h5: %s: the sums of replicates are"
                       " of another layout", record->name);
    out->totals = malloc((n * file->n + 1) * sizeof *out->totals);
    if (out->totals == NULL)
        return no_memory(file, fault);
    for (size_t k = 0; k < n; k++)
        sv_replicate_totals(out->totals + k * file->n, file,
                            k / record->n_repeated, k % record->n_repeated);
    return SV_OK;
}

enum sv_status
sv_summed_replicates(struct sv_summed *out, struct sv_replicates *replicates,
                     const struct sv_store *tally,
                     const struct sv_tally_record *record,
                     struct sv_fault *fault)
{
    struct sv_replicate_file file;
    enum sv_status status = sv_replicate_file_of(&file, tally, record->group,
                                                 fault);

    *out = (struct sv_summed){ 0 };
    if (status != SV_OK || file.n == 0)
        return status;
    *replicates = (struct sv_replicates){
        .n = file.n, .scale = file.scale,
        .rscale = malloc(file.n * sizeof *replicates->rscale),
    };
    if (replicates->rscale == NULL)
        return no_memory(&file, fault);
    memcpy(replicates->rscale, file.rscales,
           file.n * sizeof *replicates->rscale);
    status = take_totals(out, &file, record, fault);
    return status == SV_OK && file.sketch != NULL
               ? find_rank(&out->rank, &file, fault)
               : status;
}
