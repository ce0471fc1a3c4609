/* notnumbers.h - where a column of texts, that should be numbers, has others. */
#ifndef SV_NOTNUMBERS_H
#define SV_NOTNUMBERS_H

#include "pipeline/store.h"

/* The first row of the data file, from 1, in which text variable NAME of RECORD
 * in MICRODATA is neither a number nor empty; 0 if there is none. */
uint32_t sv_first_not_number(const struct sv_store *microdata,
                             const char *record, const char *name);

#endif
