/* columnrank.c - the rank of a matrix, as R's qr() finds it. */
#include "weights/columnrank.h"

#include <math.h>

struct matrix {
    double *at;
    size_t rows, columns;
};

static double *
entry(const struct matrix *m, size_t row, size_t column)
{
    return &m->at[row * m->columns + column];
}

/* The length of COLUMN from row FIRST on. */
static double
length(const struct matrix *m, size_t column, size_t first)
{
    double most = 0, sum = 0;

    for (size_t i = first; i < m->rows; i++)
        most = fmax(most, fabs(*entry(m, i, column)));
    for (size_t i = first; most > 0 && i < m->rows; i++) {
        const double x = *entry(m, i, column) / most;

        sum += x * x;
    }
    return most * sqrt(sum);
}

/* Takes what COLUMN explains, in rows K and on, out of the later ones: a
 * reflection that makes the column K's unit vector times its length. */
static void
reflect(const struct matrix *m, size_t column, size_t k, double norm)
{
    const double head = *entry(m, k, column);
    const double alpha = head > 0 ? -norm : norm;
    const double scale = 1 / (norm * (norm + fabs(head)));

    *entry(m, k, column) = head - alpha;
    for (size_t j = column + 1; j < m->columns; j++) {
        double dot = 0;

        for (size_t i = k; i < m->rows; i++)
            dot += *entry(m, i, column) * *entry(m, i, j);
        for (size_t i = k; i < m->rows; i++)
            *entry(m, i, j) -= scale * dot * *entry(m, i, column);
    }
}

size_t
sv_column_rank(double *matrix, size_t rows, size_t columns, double tolerance)
{
    const struct matrix m = { matrix, rows, columns };
    size_t rank = 0;

    for (size_t j = 0; j < columns && rank < rows; j++) {
        const double whole = length(&m, j, 0);
        const double left = length(&m, j, rank);

        /* Reflections keep lengths: WHOLE is that of the column given. */
        if (!(left > 0) || left < tolerance * whole)
            continue;
        reflect(&m, j, rank, left);
        rank++;
    }
    return rank;
}
