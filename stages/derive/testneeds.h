/* testneeds.h - the variables that tests are of.
 *
 * A test of an indicator is of its measure; any other has a measure of its
 * own, which is in no table: a proportion of a condition, or shares.
 */
#ifndef SV_TESTNEEDS_H
#define SV_TESTNEEDS_H

#include "stages/derive/derivation.h"

/* Finds the record type of every test of the survey, makes its classifications
 * and its measure, behind those of indicators.  Adds all faults. */
enum sv_status sv_tests_make(struct sv_derivation *d,
                             struct sv_fault *fault) SV_MUST_USE;

/* The member `tests` of the meta: see pipeline/tallyfile.h.  CATEGORIES tells
 * those of a measure. */
json_t *sv_test_needs(const struct sv_derivation *d,
                      json_t *(*categories)(const struct sv_derivation *d,
                                            const struct sv_measure *m));

#endif
