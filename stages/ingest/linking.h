/* linking.h - tables from files: one row a unit, each with its parent.
 *
 * Keys must be there and tell all units apart; every unit must have its
 * parent.  Keys may be written differently in two files (7, "007", "7  "):
 * where all of them are numbers in some spelling, they are compared as
 * numbers, and that is told.
 */
#ifndef SV_LINKING_H
#define SV_LINKING_H

#include "pipeline/fault.h"
#include "pipeline/stage.h"
#include "stages/ingest/reading.h"
#include "stages/ingest/records.h"
#include "stages/ingest/rowmemory.h"

/* Makes TABLE [n_records], with cells in SCRATCH.  All faults are collected;
 * what is odd but harmless is told to STAGE. */
enum sv_status sv_link(struct sv_table *table,
                       const struct sv_reading_all *reading,
                       struct sv_stage *stage, struct sv_scratch *scratch,
                       struct sv_fault *fault) SV_MUST_USE;
void sv_tables_free(struct sv_table *table, size_t n);

#endif
