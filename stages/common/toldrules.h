/* toldrules.h - by which rules the numbers of a folder of results were made.
 *
 * estimates.json tells them, so that who opens a number needs no survey.yaml.
 */
#ifndef SV_TOLDRULES_H
#define SV_TOLDRULES_H

#include <jansson.h>

#include "stages/common/variance.h"

/* Those of a record type: WORDS is its entry under `design` of estimates.json,
 * whose strings they borrow.  A number of degrees of freedom that was given is
 * not told there, but with every number. */
struct sv_variance_rules sv_variance_rules_told(const json_t *words);

#endif
