/* spread.h - values of a data file, put where the order of the design has them.
 *
 * Rows come in the order of the file and go to a stretch of places at a time:
 * what is read is read forwards, and what is written stays within the cache,
 * however the design turns the rows about.
 */
#ifndef SV_SPREAD_H
#define SV_SPREAD_H

#include <stddef.h>
#include <stdint.h>

#include "pipeline/fault.h"
#include "stages/ingest/records.h"
#include "stages/ingest/rowmemory.h"

enum { SV_STRETCH = 1 << 20 };  /* places that are filled together */

/* A row of the data file, from 0, and its place among the rows of the table. */
struct sv_visit {
    uint32_t row, place;
};

/* Makes *VISIT [table->n]: those of the first SV_STRETCH places, then those of
 * the next, ..., each in the order of the file.  TABLE has its places. */
enum sv_status sv_spread_visits(struct sv_visit **visit,
                                const struct sv_table *table,
                                struct sv_scratch *scratch,
                                struct sv_fault *fault) SV_MUST_USE;

/* Writes FIELD of the rows of VISIT [n], which ascend, to their places in OUT,
 * as TYPE, no narrower than the field's: numbers, or indices into its
 * strings. */
void sv_spread_values(void *out, enum sv_type type,
                      const struct sv_datafile *file,
                      const struct sv_field *field,
                      const struct sv_visit *visit, size_t n);

/* Why they are missing. */
void sv_spread_reasons(uint8_t *out, const struct sv_datafile *file,
                       const struct sv_field *field,
                       const struct sv_visit *visit, size_t n);

#endif
