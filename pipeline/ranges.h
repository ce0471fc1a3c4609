/* ranges.h - the sampling design of a record type, as its artifacts hold it.
 *
 * Rows are in design order (docs/formats.md), so a stratum is a range of PSUs,
 * a unit of any stage a range of units of the next, and a unit of the last
 * stage a range of rows.
 */
#ifndef SV_RANGES_H
#define SV_RANGES_H

#include <stdbool.h>
#include <stdint.h>

#include "pipeline/store.h"

enum { SV_MAX_RANGES = 8 };     /* stages */

struct sv_ranges {
    size_t n_strata, n_stages, n_rows;
    size_t n_units[SV_MAX_RANGES];
    const uint32_t *strata;     /* [n_strata + 1] first PSU of each */
    const uint32_t *stage[SV_MAX_RANGES];       /* [n_units + 1] first unit of
                                   the next stage, or row, of each unit */
    const uint64_t *identity;   /* [n_units[0]] PSUs, see identity.h; NULL in
                                   artifacts that were made without */
    const char *psu_names;      /* a JSON list; NULL in artifacts without */
    const double *fpc[SV_MAX_RANGES];   /* [groups]: strata, then units of the
                                   stage above; NULL where there is none */
    /* Where PSUs were drawn with unequal probabilities; fpc[0] then has their
     * means by stratum. */
    const double *probability;  /* [n_units[0]]; NULL: they were not */
    const double *squares;      /* [n_strata] sum of squares over the population
                                   by n; NULL: not given */
    const double *joint;        /* of all pairs of PSUs of a stratum, one
                                   matrix after the other; NULL: not given */
    size_t n_joint;
};

/* The design of RECORD in STORE; everything is borrowed from it.  SV_DATA if
 * the ranges do not fit each other. */
enum sv_status sv_ranges_of(struct sv_ranges *out, const struct sv_store *store,
                            const char *record, struct sv_fault *fault)
    SV_MUST_USE;

/* Whether the populations of STAGE (from 0) are counts: one of them is above 1.
 * Else they are sampling rates, or there are none. */
bool sv_stage_is_counted(const struct sv_ranges *r, size_t stage);

/* How many units of the last stage that carries variance, the first without a
 * population, have no rows here: households of the sample without persons. */
size_t sv_units_without_rows(const struct sv_ranges *r);

/* The first row of UNIT of STAGE (from 0); with UNIT = n_units, n_rows. */
uint32_t sv_first_row(const struct sv_ranges *r, size_t stage, uint32_t unit);

/* The first row of stratum H; with H = n_strata, n_rows. */
uint32_t sv_first_row_of_stratum(const struct sv_ranges *r, size_t h);

/* The stratum (LEVEL 0) or unit (of stage LEVEL, from 1) that ROW is in. */
uint32_t sv_group_at(const struct sv_ranges *r, size_t level, uint32_t row);
/* ... and the first row of GROUP. */
uint32_t sv_first_row_of_group(const struct sv_ranges *r, size_t level,
                               uint32_t group);

#endif
