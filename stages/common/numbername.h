/* numbername.h - what a number is called on a command line.
 *
 *     HH7                          the total
 *     HH9.a                        an item, or a category of shares
 *     HH7[sex=female, area=rural]  a cell of a crossing, in any order
 *     HH7[sex=*]                   every category
 *
 * Names are those of estimates.csv.
 */
#ifndef SV_NUMBERNAME_H
#define SV_NUMBERNAME_H

#include <jansson.h>

#include "pipeline/fault.h"

/* Appends to FOUND, a JSON array, the entries of ESTIMATES (estimates.json) that
 * NAME stands for; they are shared.  SV_USAGE if NAME cannot be read; SV_DATA
 * if there is no such indicator, item, classification or category, with the
 * nearest one, or if it was not tabulated, with what was. */
enum sv_status sv_numbers_find(json_t *found, const json_t *estimates,
                               const char *name, struct sv_fault *fault)
    SV_MUST_USE;

/* What NUMBER, such an entry, is called: "HH7[sex=female]"; the caller frees
 * it.  NULL without memory. */
char *sv_number_name(const json_t *number);

/* The entry of estimates.json for the indicator (and item, but for shares) that
 * NUMBER is of; borrowed, NULL if there is none. */
const json_t *sv_number_indicator(const json_t *estimates,
                                  const json_t *number);

#endif
