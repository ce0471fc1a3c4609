/* hadamard.h - square matrices of +1 and -1 whose rows are orthogonal.
 *
 * Built by doubling (Sylvester 1867) from the two constructions of Paley
 * (1933) over the integers modulo a prime q: order q + 1 where q is 3 modulo 4,
 * and 2 (q + 1) where q is 1 modulo 4.  Most multiples of 4 can be had so; the
 * few others (52 and 92 are the first) are passed over for the next.
 */
#ifndef SV_HADAMARD_H
#define SV_HADAMARD_H

#include <stddef.h>

/* The smallest order of at least N >= 1 that can be built. */
size_t sv_hadamard_order(size_t n);

/* Fills H[order][order]; ORDER is one that sv_hadamard_order() returned.  The
 * first row is all +1, so that every other row sums to 0. */
void sv_hadamard(signed char *h, size_t order);

#endif
