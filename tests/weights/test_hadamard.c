/* test_hadamard.c - Hadamard matrices. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>

#include "weights/hadamard.h"

Test(hadamard, rows_are_orthogonal_and_the_first_is_all_ones)
{
    for (size_t m = sv_hadamard_order(1); m <= 240;
         m = sv_hadamard_order(m + 1)) {
        signed char *h = malloc(m * m);

        cr_assert(h != NULL);
        sv_hadamard(h, m);
        for (size_t i = 0; i < m; i++) {
            cr_assert(h[i] == 1);
            for (size_t k = 0; k <= i; k++) {
                int sum = 0;

                for (size_t j = 0; j < m; j++) {
                    cr_assert(abs(h[i * m + j]) == 1);
                    sum += h[i * m + j] * h[k * m + j];
                }
                cr_assert(sum == (i == k ? (int) m : 0),
                          "order %zu, rows %zu and %zu: %d", m, i, k, sum);
            }
        }
        free(h);
    }
}

Test(hadamard, orders_are_the_next_that_can_be_built)
{
    static const size_t want[][2] = {
        { 1, 1 }, { 2, 2 }, { 3, 4 }, { 5, 8 }, { 9, 12 }, { 13, 16 },
        { 17, 20 }, { 21, 24 }, { 25, 28 }, { 29, 32 }, { 33, 36 },
        { 49, 56 }, { 57, 60 }, { 85, 88 }, { 89, 96 }, { 997, 1000 },
    };

    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        cr_expect(eq(sz, sv_hadamard_order(want[i][0]), want[i][1]));
}
