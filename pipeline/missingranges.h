/* missingranges.h - the ranges of a data file that SPSS calls user-missing. */
#ifndef SV_MISSINGRANGES_H
#define SV_MISSINGRANGES_H

#include <jansson.h>
#include <stdbool.h>

/* Whether VALUE lies in one of the ranges of VARIABLE, an entry of the
 * dictionary in microdata.h5 (docs/formats.md); a range may lack an end. */
bool sv_is_user_missing(const json_t *variable, double value);

#endif
