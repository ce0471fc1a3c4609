/* replicaterows.h - replicates.h5: replicate weights that came with the file, in
 * the shape in which they are added up.
 *
 * Columns are what files have; but whoever adds up replicate weights wants all
 * those of a row together.  So they are turned once, when they are taken from
 * the rows that children have read, and no later stage copies them.
 */
#ifndef SV_REPLICATEROWS_H
#define SV_REPLICATEROWS_H

#include "pipeline/digest.h"
#include "pipeline/fault.h"
#include "pipeline/replicatefacts.h"
#include "stages/ingest/views.h"

/* Whether TABLE has replicate weights that can be kept so: all of them numbers,
 * none missing. */
bool sv_has_replicate_rows(const struct sv_table *table);

/* Whether FIELD of TABLE's file is a variable of microdata.h5: it is used, and
 * not only as one of these. */
bool sv_is_kept(const struct sv_table *table, const struct sv_field *field);

/* The name of replicate R; borrowed. */
const char *sv_replicate_name(const struct sv_table *table, size_t r);

/* Writes PATH, on JOBS threads; FACTS [all->n] of each table, [n of its
 * replicates], live in all->scratch, and are NULL where it has none.  Nothing is
 * left of PATH if that fails. */
enum sv_status sv_write_replicate_rows(const char *path,
                                       struct sv_replicate_facts **facts,
                                       const struct sv_tables *all,
                                       unsigned jobs, struct sv_digest *digest,
                                       struct sv_fault *fault) SV_MUST_USE;

#endif
