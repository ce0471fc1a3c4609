/* breaks.h - indicators that are not the same in both rounds.
 *
 * A number can change because the question did.  Three things are known: what
 * the later survey says of itself (`breaks:`); that the rounds follow different
 * vintages of a catalogue between which the wording of an item changed; and that
 * an indicator is written otherwise (its condition, its universe) than it was.
 */
#ifndef SV_BREAKS_H
#define SV_BREAKS_H

#include "stages/compare/oneround.h"

enum sv_break {
    SV_NO_BREAK = 0,
    SV_BREAK_WORDING = 1,       /* of the question, by survey or catalogue */
    SV_BREAK_DEFINITION = 2,    /* of the indicator, as the rounds write it */
};

/* The entry of the indicator (item) that NUMBER is of in ROUND, or NULL. */
json_t *sv_round_indicator(const struct sv_round *round, const json_t *number);

/* Which breaks lie between the entries A and B, as a set of bits.  *CHANGE is
 * set to the last change of wording, of estimates.json: {"in", "what"}. */
unsigned sv_break_between(const json_t **change, const json_t *a,
                          const json_t *b);

/* What ROUND, the later one, declares of NUMBER's indicator: {"what"}; or
 * NULL. */
const json_t *sv_break_declared(const struct sv_round *round,
                                const json_t *number);

#endif
