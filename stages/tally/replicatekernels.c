/* replicatekernels.c - lines of replicate weights: rounded, and added up. */
#include "stages/tally/replicatekernels.h"

#include <string.h>

/* The thread sanitizer is not ready yet when the loader chooses a clone. */
#ifdef SV_ONE_TARGET
#define FOR_EVERY_TARGET
#else
#define FOR_EVERY_TARGET                                                    \
    __attribute__((target_clones("avx512f", "avx2", "default")))
#endif

typedef int64_t eight __attribute__((vector_size(64), may_alias));
enum { BLOCK = SV_REPLICATE_BLOCK };
enum { AHEAD = 16 };            /* rows that are prefetched */

/* What is rounded is below 2^50, so that adding 1.5 * 2^52 leaves the nearest
 * integer in the low bits of a double. */
static const double magic = 0x1.8p52;

/* SUM += the lines of PART that ROW [n] names, K vectors of eight long. */
#define ADD_EIGHTS(K)                                                       \
    FOR_EVERY_TARGET                                                        \
    static void                                                             \
    add_##K(int64_t *restrict sum, const int64_t *restrict part,            \
            const uint16_t *restrict row, size_t n)                         \
    {                                                                       \
        eight s[K];                                                         \
                                                                            \
        memcpy(s, sum, sizeof s);                                           \
        for (size_t i = 0; i < n; i++) {                                    \
            const eight *p =                                                \
                (const eight *) (part + row[i] * (K * SV_EIGHT));           \
                                                                            \
            _Pragma("GCC unroll 2")                                         \
            for (int k = 0; k < K; k++)                                     \
                s[k] += p[k];                                               \
        }                                                                   \
        memcpy(sum, s, sizeof s);                                           \
    }
ADD_EIGHTS(1)
ADD_EIGHTS(2)

void
sv_lines_add(int64_t *sum, const int64_t *part, const uint16_t *row, size_t n,
             size_t eights)
{
    static void (*const add[])(int64_t *restrict, const int64_t *restrict,
                               const uint16_t *restrict, size_t) = {
        add_1, add_2,
    };

    add[eights - 1](sum, part, row, n);
}

/* Adding the magic number rounds: what it is then less by is the integer. */
static int64_t
bits_of_magic(void)
{
    int64_t bits;

    memcpy(&bits, &magic, sizeof bits);
    return bits;
}

/* PART and REST, [rows] lines of WIDTH: numbers of W, the first N of each line
 * of STRIDE; 0 behind them. */
#define ROUND_ROWS(TYPE)                                                    \
    FOR_EVERY_TARGET                                                        \
    static void                                                             \
    round_##TYPE(int64_t *restrict part, int64_t *restrict rest,            \
                 const TYPE *restrict w, size_t stride, size_t rows,        \
                 size_t n, size_t width, const struct sv_rounding *how)     \
    {                                                                       \
        const double scale = how->scale, fine = how->fine;                  \
        const int64_t bits = bits_of_magic();                               \
                                                                            \
        for (size_t j = 0; j < rows; j++) {                                 \
            const double y = how->y != NULL ? how->y[j] : 1;                \
            const char *const ahead = (const char *) (w + AHEAD * stride);  \
            double high[BLOCK] = { 0 }, low[BLOCK] = { 0 };                 \
                                                                            \
            for (size_t k = 0; k < n * sizeof *w; k += SV_LINE_BYTES)       \
                __builtin_prefetch(ahead + k);                              \
            for (size_t k = 0; k < n; k++)                                  \
                high[k] = (double) w[k] * y * scale + magic;                \
            for (size_t k = 0; how->rest && k < n; k++)                     \
                low[k] = ((double) w[k] * y * scale - (high[k] - magic))    \
                         * fine + magic;                                    \
            memcpy(part, high, n * sizeof *part);                           \
            for (size_t k = 0; k < n; k++)                                  \
                part[k] -= bits;                                            \
            if (how->rest)                                                  \
                memcpy(rest, low, n * sizeof *rest);                        \
            for (size_t k = 0; how->rest && k < n; k++)                     \
                rest[k] -= bits;                                            \
            for (size_t k = n; k < width; k++)                              \
                part[k] = rest[k] = 0;                                      \
            w += stride;                                                    \
            part += width;                                                  \
            rest += width;                                                  \
        }                                                                   \
    }
ROUND_ROWS(float)
ROUND_ROWS(double)

void
sv_lines_round(int64_t *part, int64_t *rest, const void *weight,
               enum sv_type type, size_t stride, size_t rows, size_t n,
               size_t width, const struct sv_rounding *how)
{
    if (type == SV_F32)
        round_float(part, rest, weight, stride, rows, n, width, how);
    else
        round_double(part, rest, weight, stride, rows, n, width, how);
}
