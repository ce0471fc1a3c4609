/* produce.h - evaluates a derivation into the columns of units.h5.
 *
 * Variables of one record type that follow each other are worked out together,
 * block by block, by as many threads as OpenMP has; what a variable refers to
 * in other record types is complete by then.  Every thread writes rows of its
 * own, so the result does not depend on how many there are.
 */
#ifndef SV_PRODUCE_H
#define SV_PRODUCE_H

#include "stages/derive/derivation.h"

/* Fills in every column of D, whose targets and measures know where theirs
 * are.  STAGE is told of progress. */
enum sv_status sv_produce(struct sv_derivation *d, struct sv_stage *stage,
                          struct sv_fault *fault) SV_MUST_USE;

#endif
