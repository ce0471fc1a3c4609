/* alike.h - which number of one round is which of the other.
 *
 * Numbers are the same if indicator and item are, and the categories that they
 * are for, by name; the order of indicators, of categories, and of
 * classifications that are crossed does not matter.
 */
#ifndef SV_ALIKE_H
#define SV_ALIKE_H

#include "stages/compare/changes.h"

/* Pairs the estimates of A with those of B (estimates.json): fills `change`
 * with a, b and estimator, and the numbers that one round alone has. */
enum sv_status sv_alike(struct sv_changes *out, const json_t *a,
                        const json_t *b, struct sv_fault *fault) SV_MUST_USE;

#endif
