/* test_columnrank.c - the rank of a matrix, as R's qr() finds it. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdint.h>

#include "weights/columnrank.h"

enum { ROWS = 40, COLUMNS = 12 };

/* Numbers between -1 and 1 without a pattern. */
static double
number(size_t i)
{
    uint64_t z = (uint64_t) i * 0x9e3779b97f4a7c15 + 1;

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return (double) (z >> 12) * 0x1p-51 - 1;
}

/* A product of ROWS x RANK and RANK x COLUMNS numbers. */
static void
make(double m[ROWS][COLUMNS], size_t rank, double noise)
{
    for (size_t i = 0; i < ROWS; i++)
        for (size_t j = 0; j < COLUMNS; j++) {
            m[i][j] = noise * number(90000 + i * 37 + j * 1013);
            for (size_t k = 0; k < rank; k++)
                m[i][j] += number(i * rank + k)
                           * number(50000 + k * COLUMNS + j);
        }
}

Test(columnrank, of_products_it_is_the_inner_dimension)
{
    double m[ROWS][COLUMNS];

    for (size_t rank = 1; rank <= COLUMNS; rank++) {
        make(m, rank, 0);
        cr_expect(eq(sz, sv_column_rank(m[0], ROWS, COLUMNS, 1e-5), rank));
        make(m, rank, 1e-8);
        cr_expect(eq(sz, sv_column_rank(m[0], ROWS, COLUMNS, 1e-5), rank));
        make(m, rank, 1e-2);
        cr_expect(eq(sz, sv_column_rank(m[0], ROWS, COLUMNS, 1e-5), COLUMNS));
    }
}

Test(columnrank, there_are_no_more_than_rows)
{
    double m[ROWS][COLUMNS], nothing[COLUMNS] = { 0 };

    make(m, COLUMNS, 0);
    cr_expect(eq(sz, sv_column_rank(m[0], 5, COLUMNS, 1e-5), 5));
    cr_expect(eq(sz, sv_column_rank(nothing, 1, COLUMNS, 1e-5), 0));
}

Test(columnrank, the_scale_of_a_column_does_not_count)
{
    double m[ROWS][COLUMNS];

    make(m, 7, 0);
    for (size_t i = 0; i < ROWS; i++) {
        m[i][0] *= 1e-9;
        m[i][4] *= 1e9;
    }
    cr_expect(eq(sz, sv_column_rank(m[0], ROWS, COLUMNS, 1e-5), 7));
}
