/* patternorder.c - rows in the order of the patterns that they have. */
#include "stages/tally/patternorder.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS = 8, VALUES = 256 };

struct keyed {
    uint64_t key;
    uint32_t row;
};

double
sv_pattern_value(const struct sv_column *c, uint32_t j)
{
    return sv_column_value(c, j) + 0.0;         /* -0 becomes 0 */
}

/* Keys compare as the numbers do. */
static uint64_t
key_of(double value)
{
    const uint64_t sign = UINT64_C(1) << 63;
    uint64_t bits;

    memcpy(&bits, &value, sizeof bits);
    return bits & sign ? ~bits : bits | sign;
}

static unsigned
digit(uint64_t key, unsigned d)
{
    return (unsigned) (key >> 8 * d) & (VALUES - 1);
}

/* Into TO by digit D, stable; false if all have the same one. */
static bool
distribute(struct keyed *to, const struct keyed *from, size_t n, unsigned d)
{
    size_t first[VALUES + 1] = { 0 };

    for (size_t i = 0; i < n; i++)
        first[digit(from[i].key, d) + 1]++;
    if (first[digit(from[0].key, d) + 1] == n)
        return false;
    for (unsigned v = 0; v < VALUES; v++)
        first[v + 1] += first[v];
    for (size_t i = 0; i < n; i++)
        to[first[digit(from[i].key, d)]++] = from[i];
    return true;
}

static void
sort_by(struct keyed **at, struct keyed **other, size_t n,
        const struct sv_column *column)
{
    for (size_t i = 0; i < n; i++)
        (*at)[i].key = key_of(sv_pattern_value(column, (*at)[i].row));
    for (unsigned d = 0; n > 0 && d < DIGITS; d++)
        if (distribute(*other, *at, n, d)) {
            struct keyed *swap = *at;

            *at = *other;
            *other = swap;
        }
}

enum sv_status
sv_pattern_sort(uint32_t *row, size_t n, const struct sv_column *column,
                size_t n_columns, struct sv_fault *fault)
{
    struct keyed *at = calloc(n + 1, sizeof *at);
    struct keyed *other = calloc(n + 1, sizeof *other);
    const bool room = at != NULL && other != NULL;

    for (size_t i = 0; room && i < n; i++)
        at[i].row = row[i];
    for (size_t k = n_columns; room && k-- > 0;)
        sort_by(&at, &other, n, &column[k]);
    for (size_t i = 0; room && i < n; i++)
        row[i] = at[i].row;
    free(at);
    free(other);
    return room ? SV_OK
                : sv_fail(fault, SV_SYSTEM, "out of memory for the patterns "
                          "of %zu rows", n);
}

int
sv_pattern_same(const struct sv_column *column, size_t n_columns, uint32_t i,
                uint32_t j)
{
    for (size_t k = 0; k < n_columns; k++)
        if (key_of(sv_pattern_value(&column[k], i))
            != key_of(sv_pattern_value(&column[k], j)))
            return 0;
    return 1;
}
