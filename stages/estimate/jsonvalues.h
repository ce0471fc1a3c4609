/* jsonvalues.h - numbers that may be unknown, as values of estimates.json. */
#ifndef SV_JSONVALUES_H
#define SV_JSONVALUES_H

#include <jansson.h>

/* The number; null if it is not finite. */
json_t *sv_known(double value);

/* How many; null for NAN. */
json_t *sv_known_count(double n);

#endif
