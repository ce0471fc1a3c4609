/* given.h - values of indicators that do not come from surveys. */
#ifndef SV_GIVEN_H
#define SV_GIVEN_H

#include <jansson.h>

#include "pipeline/stage.h"

/* All indicators of the survey that are given, each with its value from the
 * file that the description names, or null.  *out is NULL if there are none;
 * else a new reference.  SV_DATA, with all faults, for a file that names
 * indicators that are not such, names one twice for a year, or holds no
 * number. */
enum sv_status sv_given_read(json_t **out, struct sv_stage *stage,
                             struct sv_fault *fault) SV_MUST_USE;

#endif
