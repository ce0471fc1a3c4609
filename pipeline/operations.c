/* operations.c - loops over blocks of values, by type of storage. */
#include "pipeline/operations.h"

#include <assert.h>
#include <math.h>
#include <string.h>

/* The rows of a column of C type T, as type TO. */
#define LOAD(T, TO)                                                        \
    do {                                                                   \
        const T *data = s->data;                                           \
                                                                           \
        if (row != NULL)                                                   \
            for (size_t j = 0; j < n; j++)                                 \
                out[j] = (TO) data[row[j]];                                \
        else                                                               \
            for (size_t j = 0; j < n; j++)                                 \
                out[j] = (TO) data[first + j];                             \
    } while (0)

double
sv_number_at(const struct sv_symbol *s, size_t row)
{
    double value = 0;

    sv_load_numbers(&value, s, NULL, row, 1);
    return value;
}

void
sv_load_numbers(double *out, const struct sv_symbol *s, const uint32_t *row,
                size_t first, size_t n)
{
    switch (s->type) {
    case SV_U8:
        LOAD(uint8_t, double);
        break;
    case SV_I8:
        LOAD(int8_t, double);
        break;
    case SV_I16:
        LOAD(int16_t, double);
        break;
    case SV_I32:
        LOAD(int32_t, double);
        break;
    case SV_U32:
        LOAD(uint32_t, double);
        break;
    case SV_U64:
        LOAD(uint64_t, double);
        break;
    case SV_F32:
        LOAD(float, double);
        break;
    case SV_F64:
        LOAD(double, double);
        break;
    }
}

void
sv_load_codes(int32_t *out, const struct sv_symbol *s, const uint32_t *row,
              size_t first, size_t n)
{
    switch (s->type) {
    case SV_U8:
        LOAD(uint8_t, int32_t);
        break;
    case SV_I8:
        LOAD(int8_t, int32_t);
        break;
    case SV_I16:
        LOAD(int16_t, int32_t);
        break;
    case SV_I32:
        LOAD(int32_t, int32_t);
        break;
    case SV_U32:
        LOAD(uint32_t, int32_t);
        break;
    case SV_U64: case SV_F32: case SV_F64:
        assert(false);
    }
}

/* One loop a relation: X(j) OP Y(j). */
#define RELATE(X, Y)                                                       \
    do {                                                                   \
        switch (relation) {                                                \
        case SV_EQUAL:                                                     \
            for (size_t j = 0; j < n; j++)                                 \
                out[j] = (X) == (Y);                                       \
            break;                                                         \
        case SV_UNEQUAL:                                                   \
            for (size_t j = 0; j < n; j++)                                 \
                out[j] = (X) != (Y);                                       \
            break;                                                         \
        case SV_LESS:                                                      \
            for (size_t j = 0; j < n; j++)                                 \
                out[j] = (X) < (Y);                                        \
            break;                                                         \
        case SV_AT_MOST:                                                   \
            for (size_t j = 0; j < n; j++)                                 \
                out[j] = (X) <= (Y);                                       \
            break;                                                         \
        case SV_MORE:                                                      \
            for (size_t j = 0; j < n; j++)                                 \
                out[j] = (X) > (Y);                                        \
            break;                                                         \
        case SV_AT_LEAST:                                                  \
            for (size_t j = 0; j < n; j++)                                 \
                out[j] = (X) >= (Y);                                       \
            break;                                                         \
        }                                                                  \
    } while (0)

void
sv_compare_numbers(uint8_t *out, enum sv_relation relation, const double *a,
                   const double *b, size_t n)
{
    RELATE(a[j], b[j]);
}

/* A constant that is no whole number within [low, high] is moved to one for
 * which the comparison with whole numbers of that range says the same; false
 * if the answer is the same for all: then in *always. */
static bool
move_inside(double *with, enum sv_relation *relation, double low, double high,
            bool *always)
{
    if (isnan(*with)) {
        *always = *relation == SV_UNEQUAL;
        return false;
    }
    if (*relation == SV_EQUAL || *relation == SV_UNEQUAL) {
        *always = *relation == SV_UNEQUAL;
        return *with >= low && *with <= high && *with == floor(*with);
    }
    if (*relation == SV_LESS || *relation == SV_AT_LEAST)
        *with = ceil(*with);            /* x < 2.5 is x < 3 */
    else
        *with = floor(*with);           /* x <= 2.5 is x <= 2 */
    *always = *with > high ? *relation == SV_LESS || *relation == SV_AT_MOST
                           : *relation == SV_MORE || *relation == SV_AT_LEAST;
    return *with >= low && *with <= high;
}

#define COMPARE(T, LOW, HIGH)                                              \
    do {                                                                   \
        const T *data = (const T *) s->data + first;                       \
        T constant;                                                        \
                                                                           \
        if (!move_inside(&with, &relation, LOW, HIGH, &always)) {          \
            memset(out, always, n);                                        \
            break;                                                         \
        }                                                                  \
        constant = (T) with;                                               \
        RELATE(data[j], constant);                                         \
    } while (0)

void
sv_compare_column(uint8_t *out, enum sv_relation relation,
                  const struct sv_symbol *s, size_t first, double with,
                  size_t n)
{
    bool always = false;

    switch (s->type) {
    case SV_I8:
        COMPARE(int8_t, INT8_MIN, INT8_MAX);
        break;
    case SV_I16:
        COMPARE(int16_t, INT16_MIN, INT16_MAX);
        break;
    case SV_I32:
        COMPARE(int32_t, INT32_MIN, INT32_MAX);
        break;
    case SV_U8: case SV_U32: case SV_U64: case SV_F32: case SV_F64:
        assert(false);
    }
}
