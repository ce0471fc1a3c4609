/* matching.h - making the keys of two files comparable. */
#ifndef SV_MATCHING_H
#define SV_MATCHING_H

#include "pipeline/fault.h"
#include "stages/ingest/rowmemory.h"
#include "stages/ingest/tuples.h"

/* Gives *A and *B codes for key K: equal codes, equal keys.  With AS_NUMBERS
 * strings count as the numbers they spell.  SV_DATA if a string that should be
 * a number is none; the sentence says what differs. */
enum sv_status sv_match_key(struct sv_tuples *a, struct sv_tuples *b, size_t k,
                            bool as_numbers, struct sv_scratch *scratch,
                            struct sv_fault *fault) SV_MUST_USE;

/* Whether every string of a text variable spells a number (blanks around it
 * allowed; the empty string may be there: it is missing). */
bool sv_spells_numbers(const struct sv_cells *cells);

#endif
