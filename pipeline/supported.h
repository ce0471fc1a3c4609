/* supported.h - what the grammar of survey.yaml has and this version lacks.
 *
 * The whole grammar is read, so that a description is right or wrong whatever
 * the version.  A method that is not there yet is a fault before any work, and
 * never a key that is passed over.
 */
#ifndef SV_SUPPORTED_H
#define SV_SUPPORTED_H

#include "pipeline/survey.h"

/* Adds a fault, with its place, for every method that the survey asks for and
 * that is not there. */
enum sv_status sv_survey_supported(const struct sv_survey *survey,
                                   struct sv_fault *fault) SV_MUST_USE;

#endif
