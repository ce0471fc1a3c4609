/* testing.h - two-way tests and trends.
 *
 * A test has a fold of its own in the tally (pipeline/tallyfile.h): a
 * proportion or shares by a classification.  The totals of the two-way table
 * and their covariance, by whatever method variances are found, go to
 * weights/association.h; the proportions of the categories to weights/trend.h.
 */
#ifndef SV_TESTING_H
#define SV_TESTING_H

#include "pipeline/stage.h"
#include "pipeline/survey.h"
#include "stages/common/variance.h"

/* Works out all tests of the survey from TALLY, whose meta META is, and writes
 * tests.csv; nothing where there are none. */
enum sv_status sv_write_tests(struct sv_stage *stage,
                              const struct sv_store *tally, const json_t *meta,
                              struct sv_fault *fault) SV_MUST_USE;

#endif
