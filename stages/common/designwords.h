/* designwords.h - the design in the words of R survey and of Stata.
 *
 * So that a methodologist can paste it there and find the same digits.
 * Weights that steps of weighting or an expression have made are called
 * hearth_weight, PSUs that are units of a record type above hearth_psu (as in
 * files of hearth-export), and the
 * replicate weights that Stata does not make itself hearth_replicate1 and so
 * on; the words say nothing of what calibration does to standard errors.
 * R takes populations of all stages as counts, or as rates: of a mixture, lines
 * before the words make rates of the counts.
 * Random methods draw other replicates elsewhere.
 */
#ifndef SV_DESIGNWORDS_H
#define SV_DESIGNWORDS_H

#include <stddef.h>

#include "pipeline/ranges.h"
#include "pipeline/survey.h"

/* What the words do not say of record type R, or R cannot be told in one line: a
 * sentence or two, into OUT [SIZE]; "" if they are all.  RANGES are its design. */
void sv_word_beyond(char *out, size_t size, const struct sv_survey *survey,
                    size_t record, const struct sv_ranges *ranges);

/* "svydesign(ids = ~EA + HHID, ...)" for record type R, into OUT [SIZE].  RANGES
 * are its design; NULL: it has all stages, whose populations are of one kind. */
void sv_word_svydesign(char *out, size_t size, const struct sv_survey *survey,
                       size_t record, const struct sv_ranges *ranges);

/* "svyset EA [pweight = W], ...", behind a line that crosses the strata if
 * there are several variables.  RANGES as above. */
void sv_word_svyset(char *out, size_t size, const struct sv_survey *survey,
                    size_t record, const struct sv_ranges *ranges);

#endif
