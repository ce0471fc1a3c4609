/* response.h - adjustment for those who did not answer.
 *
 * Within a class those who answered take over the weight of those who did not:
 * they are multiplied by (sum of weights of both) / (sum of those who did), and
 * the others get 0.  Unknown eligibility is the same: those whose eligibility
 * is known stand for those for whom it is not.  Units outside (not eligible)
 * keep their weight.
 */
#ifndef SV_RESPONSE_H
#define SV_RESPONSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pipeline/fault.h"
#include "weights/auxiliary.h"

enum sv_answer { SV_OUTSIDE, SV_ANSWERED, SV_SILENT };

struct sv_response {
    size_t n;
    const uint8_t *answer;      /* [n] of enum sv_answer */
    const uint32_t *class_of;   /* [n] below n_classes; NULL: one class */
    size_t n_classes;
    const char *const *class_name;      /* [n_classes]; NULL: by number */
};

/* SV_DATA names each class in which nobody answered. */
enum sv_status sv_response_adjust(double *after, const struct sv_response *r,
                                  const double *before, struct sv_fault *fault)
    SV_MUST_USE;

/* P [n]: the probability of an answer by logistic regression on X, weighted by
 * BEFORE (iteratively reweighted least squares); 0 for those outside, 1 in a
 * group in which all answered.  SV_DATA where it does not converge. */
enum sv_status sv_response_propensity(double *p, const struct sv_response *r,
                                      const struct sv_auxiliary *x,
                                      const double *before,
                                      struct sv_fault *fault) SV_MUST_USE;

/* Classes of nearly equal numbers of units, by ascending P; units with equal P
 * are in one class.  Those outside are in class 0.  Returns how many classes
 * there are, 0 if memory runs out. */
size_t sv_response_classes(uint32_t *class_of, const struct sv_response *r,
                           const double *p, size_t n_classes);

#endif
