/* patternneeds.h - which pattern tables the tally is to make.
 *
 * A table is asked for by the columns of units.h5 whose combinations it is of
 * and the state that says who belongs (pipeline/patternfile.h).
 */
#ifndef SV_PATTERNNEEDS_H
#define SV_PATTERNNEEDS_H

#include <jansson.h>

#include "stages/derive/derivation.h"

/* Adds a table to TABLES and returns its number.  COLUMNS, a list of names, is
 * taken over.  EACH: every member is a pattern. */
json_int_t sv_pattern_ask(json_t *tables, const char *record,
                          const char *state, json_t *columns, bool each);

/* The tables that quantiles need, `patterns` of the meta: the value with all
 * classifications of its record type.  Gives each of INDICATORS that has one
 * its number, "patterns"; those of the same number and universe share it. */
json_t *sv_pattern_needs(const struct sv_derivation *d, json_t *indicators);

#endif
