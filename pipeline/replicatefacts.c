/* replicatefacts.c - what the weights of a replicate are like. */
#include "pipeline/replicatefacts.h"

#include <math.h>

/* Sums go into lanes, the same whatever the processor, which need not wait for
 * one addition to begin the next. */
enum { LANES = 8 };

struct sv_replicate_facts
sv_replicate_facts_none(void)
{
    return (struct sv_replicate_facts){
        .most = -INFINITY, .least = INFINITY, .whole = 1,
    };
}

static double
greater(double a, double b)
{
    return a > b ? a : b;
}

static double
smaller(double a, double b)
{
    return a < b ? a : b;
}

/* Facts of every eighth weight. */
struct lanes {
    double sum[LANES], size[LANES], most[LANES], greatest[LANES], least[LANES];
    double unequal[LANES];      /* to the nearest whole number: above 0 */
};

/* Adding and taking away 2^52 rounds a size to a whole number; what is not
 * below that counts as a fraction, for it is not rounded. */
static void
add(struct lanes *lane, const double *x, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        const double size = fabs(x[k]);
        const double left = fabs((size + 0x1p52) - 0x1p52 - size);

        lane->sum[k] += x[k];
        lane->size[k] += size;
        lane->most[k] = greater(x[k], lane->most[k]);
        lane->greatest[k] = greater(size, lane->greatest[k]);
        lane->least[k] = smaller(size > 0 ? size : INFINITY, lane->least[k]);
        lane->unequal[k] = greater(left, lane->unequal[k]);
    }
}

void
sv_replicate_facts_add(struct sv_replicate_facts *facts, const double *x,
                       size_t n)
{
    const size_t whole = n / LANES * LANES;
    struct lanes lane = { .sum = { 0 } };

    for (size_t k = 0; k < LANES; k++) {
        lane.most[k] = -INFINITY;
        lane.least[k] = INFINITY;
    }
    for (size_t j = 0; j < whole; j += LANES)
        add(&lane, x + j, LANES);
    add(&lane, x + whole, n - whole);
    for (size_t k = 0; k < LANES; k++) {
        const struct sv_replicate_facts one = {
            lane.sum[k], lane.size[k], lane.most[k], lane.greatest[k],
            lane.least[k],
            lane.unequal[k] > 0 || !(lane.greatest[k] < 0x1p52) ? 0 : 1,
        };

        sv_replicate_facts_join(facts, &one);
    }
}

void
sv_replicate_facts_join(struct sv_replicate_facts *facts,
                        const struct sv_replicate_facts *further)
{
    facts->sum += further->sum;
    facts->size += further->size;
    facts->most = greater(further->most, facts->most);
    facts->greatest = greater(further->greatest, facts->greatest);
    facts->least = smaller(further->least, facts->least);
    facts->whole = smaller(further->whole, facts->whole);
}
