/* datahub.h - codes of numbers in the ITU DataHub. */
#ifndef SV_DATAHUB_H
#define SV_DATAHUB_H

#include <jansson.h>

#include "stages/estimate/estimation.h"

/* "HHU4212-%_POP-URBAN-FEMALE": the series of the number's indicator with the
 * codes of its categories; null where it has none, or a category has no code,
 * or more than two classifications are crossed.  A new reference. */
json_t *sv_datahub_series(const struct sv_survey *survey,
                          const struct sv_number *number);

#endif
