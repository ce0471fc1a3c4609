/* operations.h - loops over blocks of values, by type of storage. */
#ifndef SV_OPERATIONS_H
#define SV_OPERATIONS_H

#include "pipeline/steps.h"

/* The value of a numeric column in row ROW. */
double sv_number_at(const struct sv_symbol *s, size_t row);

/* Fills out[n] with rows ROW [n] of the column, or, where ROW is NULL, with
 * rows [first, first + n). */
void sv_load_numbers(double *out, const struct sv_symbol *s,
                     const uint32_t *row, size_t first, size_t n);
void sv_load_codes(int32_t *out, const struct sv_symbol *s,
                   const uint32_t *row, size_t first, size_t n);

/* out[j] = whether A[j] RELATION B[j]. */
void sv_compare_numbers(uint8_t *out, enum sv_relation relation,
                        const double *a, const double *b, size_t n);

/* The same for rows [first, first + n) of an integer column and a constant,
 * on the column as it is stored. */
void sv_compare_column(uint8_t *out, enum sv_relation relation,
                       const struct sv_symbol *s, size_t first, double with,
                       size_t n);

#endif
