/* missingfile.h - how many did not answer, as CSV for people.
 *
 * A line an indicator: the units in its universe, of them those whose item is
 * missing, also in per cent, then by kind.  Units are counted as they are in
 * the sample, without weights.
 */
#ifndef SV_MISSINGFILE_H
#define SV_MISSINGFILE_H

#include "pipeline/csv.h"
#include "stages/tabulate/headline.h"

/* Errors of the file are left for who closes it; SV_SYSTEM if memory runs out
 * before the first line. */
enum sv_status sv_write_missing(struct sv_csv *to,
                                const struct sv_tabulation *t,
                                struct sv_fault *fault) SV_MUST_USE;

#endif
