/* tabulate.h - the stage: from estimates.csv to tables for people.
 *
 * Writes OUT/tables/RECORD[-by-CLASS[-and-CLASS...]].csv for every record type
 * and every crossing of tables.by that it is tabulated by, and
 * OUT/tables/missing.csv on those who did not answer; tables of an earlier run
 * that are not made any more are removed.
 */
#ifndef SV_TABULATE_H
#define SV_TABULATE_H

#include "pipeline/stage.h"

struct sv_tabulate_options {
    struct sv_common_options common;
    bool headline;              /* only print the headline table */
};

enum sv_status sv_tabulate(struct sv_stage *stage, const void *options,
                           struct sv_fault *fault) SV_MUST_USE;

#endif
