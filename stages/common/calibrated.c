/* calibrated.c - residuals of calibration, from the tally. */
#include "stages/common/calibrated.h"

#include <stdlib.h>

#include "pipeline/residualfile.h"

enum sv_status
sv_calibrated_of(struct sv_calibrated *out, const struct sv_store *tally,
                 const struct sv_tally_record *record, struct sv_fault *fault)
{
    struct sv_residual_file file;
    enum sv_status status = sv_residual_file_of(&file, tally, record->group,
                                                fault);

    *out = (struct sv_calibrated){ 0 };
    if (status != SV_OK || file.n_columns == 0)
        return status;
    if (file.n_cross != record->n_cells * record->n_sums * file.n_columns)
        return sv_fail(fault, SV_BUG, "tally.h5: %s: the sums for calibrated "
                       "weights are of another layout", record->group);
    out->residuals = (struct sv_residuals){ file.n_columns, file.n_units,
                                            file.units, file.matrix };
    return sv_residual_cross(&out->cross, &file, fault);
}

void
sv_calibrated_free(struct sv_calibrated *c)
{
    free(c->cross);
    *c = (struct sv_calibrated){ 0 };
}

struct sv_cross
sv_calibrated_cross(const struct sv_calibrated *c,
                    const struct sv_tally_record *record,
                    const struct sv_tally_item *item, size_t k, size_t cell)
{
    const double *line = c->cross + cell * record->n_sums
                                        * c->residuals.n_columns;

    return (struct sv_cross){ {
        line + (item->numerator + k) * c->residuals.n_columns,
        line + item->denominator * c->residuals.n_columns,
    } };
}

bool
sv_calibrated_scratch_take(struct sv_calibrated_scratch *s,
                           const struct sv_calibrated *c)
{
    const size_t n = c->residuals.n_units;

    *s = (struct sv_calibrated_scratch){
        .scores.unit = calloc(n + 1, sizeof *s->scores.unit),
        .scores.z = calloc(n + 1, sizeof *s->scores.z),
        .b = calloc(2 * c->residuals.n_columns + 1, sizeof *s->b),
    };
    return s->scores.unit != NULL && s->scores.z != NULL && s->b != NULL;
}

void
sv_calibrated_scratch_free(struct sv_calibrated_scratch *s)
{
    free(s->scores.unit);
    free(s->scores.z);
    free(s->b);
}
