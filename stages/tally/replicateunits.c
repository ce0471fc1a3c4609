/* replicateunits.c - the units in which replicate weights are added up. */
#include "stages/tally/replicateunits.h"

#include <math.h>

/* A sum may use 62 bits, and what is rounded is below 2^50: see
 * replicatekernels.h. */
enum { SUM_BITS = 62, PART_BITS = 50, FINE_BITS = 40 };

static int
bits_of(double x)
{
    return x > 0 ? ilogb(x) + 1 : 0;
}

static int
least(int a, int b)
{
    return a < b ? a : b;
}

static double
greatest(const double *column, size_t n)
{
    double most = 0;

    for (size_t j = 0; j < n; j++)
        most = fmax(most, fabs(column[j]));
    return most > 0 ? most : 1;
}

/* Units for numbers of which the greatest has MOST bits and whose sums have
 * SUM; ROWS of them. */
static void
choose(int32_t exponent[2], int most, int sum, size_t rows)
{
    const int rest = least(PART_BITS, SUM_BITS - bits_of((double) rows));

    exponent[0] = -least(SUM_BITS - sum, PART_BITS - most);
    exponent[1] = exponent[0] - rest;
}

/* Whether rounded weights are exact, or nearly, without their rest. */
static bool
is_coarse(const double *bounds, const int32_t exponent[2])
{
    if (bounds[3] > 0 && exponent[0] <= 0)
        return false;
    return bounds[2] > 0 && ilogb(bounds[2]) - exponent[0] < FINE_BITS;
}

/* Those of weights times values that have MORE bits. */
static void
choose_for(int32_t exponent[2], const struct sv_replicate_file *file, int more)
{
    choose(exponent, bits_of(file->bounds[0]) + more,
           bits_of(file->bounds[1]) + more, file->weight.n / file->n);
}

bool
sv_replicate_weight_exponents(int32_t exponent[2],
                              const struct sv_replicate_file *file)
{
    choose_for(exponent, file, 0);
    return is_coarse(file->bounds, exponent);
}

bool
sv_replicate_exponents(int32_t *exponent, const struct sv_fold *fold,
                       const struct sv_replicate_file *file)
{
    const size_t n = fold->design->n_rows;
    int32_t weight[2];
    bool rest;

    rest = sv_replicate_weight_exponents(weight, file);
    for (size_t i = 0; i < fold->layout->n_items; i++) {
        const struct sv_tally_item *item = &fold->layout->item[i];

        for (size_t k = 0; k <= item->n_numerators; k++) {
            const bool last = k == item->n_numerators;
            const double *y = last ? fold->x[i] : fold->y[i];

            choose_for(exponent + 2 * (item->repeated + k), file,
                       y != NULL ? bits_of(greatest(y, n)) : 0);
            rest |= y != NULL;
        }
    }
    return rest;
}
