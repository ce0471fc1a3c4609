/* names.h - which variables of a data file a survey uses.
 *
 * Any name in an expression that the file has counts as used, even where a
 * derived variable of the same name is meant: too much is harmless.
 */
#ifndef SV_NAMES_H
#define SV_NAMES_H

#include "pipeline/survey.h"

/* Sets used[k] for every name in DICTIONARY [n], the variables of the file of
 * RECORD in their order, that the survey uses of this record type: in its
 * design and keys, in weights, variables, indicators and crossings, and as
 * `record.name` from elsewhere; of ranges (Q1..Q9) all that lie between.
 * Leaves the others as they are.  Expressions that cannot be read are passed
 * over: derive reports them. */
enum sv_status sv_survey_uses(bool *used, const struct sv_survey *survey,
                              int record, const char *const *dictionary,
                              size_t n, struct sv_fault *fault) SV_MUST_USE;

#endif
