/* multiplierfile.c - the replicates that were made, for other programs.
 *
 * multipliers-REC.csv: a line a sampling unit of the stage whose units have
 * multipliers, in design order, and a column a replicate.  The first line,
 * without a unit, is what each replicate's squared deviation is times.
 */
#include <stdio.h>

#include "pipeline/csv.h"
#include "pipeline/output.h"
#include "stages/estimate/multiplierfile.h"

static void
write_head(struct sv_csv *csv, const struct sv_replicates *reps)
{
    char name[32];

    sv_csv_text(csv, "stratum");
    sv_csv_text(csv, "unit");
    for (size_t r = 0; r < reps->n; r++) {
        snprintf(name, sizeof name, "r%zu", r + 1);
        sv_csv_text(csv, name);
    }
    sv_csv_end(csv);
    sv_csv_text(csv, "");
    sv_csv_text(csv, "");
    for (size_t r = 0; r < reps->n; r++)
        sv_csv_number(csv, reps->scale * reps->rscale[r]);
    sv_csv_end(csv);
}

static void
write_unit(struct sv_csv *csv, const struct sv_variance *v, size_t unit)
{
    const struct sv_replicates *reps = &v->replicates;
    const uint32_t psu = sv_unit_above(v->design, reps->stage, (uint32_t) unit,
                                       0);
    char label[SV_LABEL_SIZE];

    sv_csv_text(csv, sv_stratum_label(v->design, sv_stratum_of(v->design, psu),
                                      label));
    sv_csv_number(csv, (double) (unit + 1));
    for (size_t r = 0; r < reps->n; r++)
        sv_csv_number(csv, sv_multiplier(reps, unit, r));
    sv_csv_end(csv);
}

enum sv_status
sv_write_multipliers(struct sv_stage *stage, const struct sv_variance *v,
                     struct sv_fault *fault)
{
    char name[300];
    struct sv_csv csv = { .fields = 0 };
    struct sv_output out;

    if (v->replicates.n_units == 0)
        return sv_fail(fault, SV_DATA, "--multipliers: %s has no replicates "
                       "that were made from the design", v->record->name);
    snprintf(name, sizeof name, "multipliers-%.200s.csv", v->record->name);
    if (sv_stage_text_begin(&out, stage, name, fault) != SV_OK)
        return fault->status;
    csv.to = out.to;
    write_head(&csv, &v->replicates);
    for (size_t u = 0; u < v->replicates.n_units; u++)
        write_unit(&csv, v, u);
    return sv_stage_text_keep(&out, stage, name, fault);
}
