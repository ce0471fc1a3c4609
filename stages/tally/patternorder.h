/* patternorder.h - rows in the order of the patterns that they have.
 *
 * Columns of numbers or codes are compared by value, the first column first;
 * rows that are alike keep the order of the data.  So a pattern is a run of
 * rows, and within it a sampling unit is one, too.
 */
#ifndef SV_PATTERNORDER_H
#define SV_PATTERNORDER_H

#include "pipeline/store.h"

/* The value in row J of a column of any type but U32 and U64; 0 has no sign. */
double sv_pattern_value(const struct sv_column *column, uint32_t j);

/* Sorts ROW [n], ascending at first, by COLUMN [n_columns]: by digits, so it
 * takes a few passes over the rows for every column. */
enum sv_status sv_pattern_sort(uint32_t *row, size_t n,
                               const struct sv_column *column,
                               size_t n_columns, struct sv_fault *fault)
    SV_MUST_USE;

/* Whether rows I and J have the same pattern. */
int sv_pattern_same(const struct sv_column *column, size_t n_columns,
                    uint32_t i, uint32_t j);

#endif
