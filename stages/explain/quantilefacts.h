/* quantilefacts.h - a quantile, opened by way of the distribution function.
 *
 * The variance of a quantile q is that of F(q), the share of those up to it, over
 * the square of the density f at q.  Its standard error comes from the interval
 * of F, taken back to values; so f is what joins the two, se(F)/se, and scores of
 * F over f are scores of q, whose variance is the published one.
 */
#ifndef SV_QUANTILEFACTS_H
#define SV_QUANTILEFACTS_H

#include "stages/explain/facts.h"

/* Fills in F, whose name, number, indicator and place are there.  SV_BUG if what
 * the members give is not what is published. */
enum sv_status sv_facts_open_quantile(struct sv_facts *f,
                                      struct sv_fault *fault) SV_MUST_USE;

#endif
