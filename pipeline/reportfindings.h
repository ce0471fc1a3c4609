/* reportfindings.h - what a check found in the data, for people and as CSV.
 *
 * The findings are a JSON text that derive leaves in the folder of a check
 * (stages/derive/findings.h): severity, kind, record, subject, how many rows of
 * how many, the numbers of the first ones, and a sentence.
 */
#ifndef SV_REPORTFINDINGS_H
#define SV_REPORTFINDINGS_H

#include "pipeline/fault.h"

/* Prints the findings in FOLDER, the gravest first, and writes all of them, the
 * minor ones too, to the file CSV unless that is NULL.  *errors is how many are
 * errors.  Nothing is printed where the check did not come so far; the CSV has
 * its header then. */
enum sv_status sv_findings_report(const char *folder, const char *csv,
                                  size_t *errors, struct sv_fault *fault)
    SV_MUST_USE;

#endif
