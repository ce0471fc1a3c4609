/* margins_by_hand.c - a small sample with margins. */
#include "tests/weights/margins_by_hand.h"

#include <criterion/criterion.h>

const double hand_weights[HAND_ROWS] = { 11.3, 7.9, 14.2, 9.6,
                                         8.7, 12.1, 10.4, 6.8 };
const double hand_x[HAND_ROWS][HAND_COLUMNS] = {
    { 1, 0, 1, 0, 2.3 }, { 1, 0, 1, 0, 1.1 }, { 1, 0, 0, 1, 4.7 },
    { 1, 0, 0, 1, 3.2 }, { 0, 1, 1, 0, 2.9 }, { 0, 1, 1, 0, 5.6 },
    { 0, 1, 0, 1, 1.8 }, { 0, 1, 0, 1, 0.9 },
};

static const char *const names[HAND_COLUMNS] = { "sex=m", "sex=f", "area=u",
                                                 "area=r", "number" };

void
hand_margins(struct sv_auxiliary *out, size_t columns)
{
    struct sv_fault fault = { 0 };
    const size_t margins = (columns + 1) / 2;
    size_t at = 0;

    cr_assert(sv_auxiliary_take(out, HAND_ROWS, columns, margins,
                                HAND_ROWS * columns, &fault) == SV_OK);
    out->name = names;
    for (size_t m = 0; m <= margins; m++)
        out->margin[m] = 2 * m < columns ? 2 * m : columns;
    for (size_t j = 0; j < HAND_ROWS; j++) {
        for (size_t k = 0; k < columns; k++)
            if (hand_x[j][k] != 0) {
                out->column[at] = (uint32_t) k;
                out->value[at++] = hand_x[j][k];
            }
        out->first[j + 1] = at;
    }
}

double
hand_sum(const double *w, const double *g, size_t k)
{
    double sum = 0;

    for (size_t j = 0; j < HAND_ROWS; j++)
        sum += w[j] * g[j] * hand_x[j][k];
    return sum;
}
