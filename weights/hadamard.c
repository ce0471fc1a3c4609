/* hadamard.c - Hadamard matrices by Sylvester and Paley. */
#include "weights/hadamard.h"

#include <assert.h>
#include <stdbool.h>

static bool
is_prime(size_t n)
{
    if (n < 2)
        return false;
    for (size_t k = 2; k * k <= n; k++)
        if (n % k == 0)
            return false;
    return true;
}

static bool
is_paley_1(size_t m)
{
    return m % 4 == 0 && is_prime(m - 1);
}

static bool
is_paley_2(size_t m)
{
    return m % 8 == 4 && m > 4 && is_prime(m / 2 - 1);
}

static bool
is_buildable(size_t m)
{
    for (; m > 2 && m % 4 == 0; m /= 2)
        if (is_paley_1(m) || is_paley_2(m))
            return true;
    return m == 1 || m == 2;
}

size_t
sv_hadamard_order(size_t n)
{
    while (!is_buildable(n))
        n++;
    return n;
}

/* Euler: A^((q-1)/2) modulo the prime Q is 1 for squares, q - 1 for others. */
static int
quadratic_character(size_t a, size_t q)
{
    size_t power = 1, base = a % q;

    if (base == 0)
        return 0;
    for (size_t e = (q - 1) / 2; e > 0; e /= 2) {
        if (e % 2 == 1)
            power = power * base % q;
        base = base * base % q;
    }
    return power == 1 ? 1 : -1;
}

/* An entry of the conference matrix of order q + 1: zero on the diagonal only.
 * LOWER is the first column below the corner, 1 or -1. */
static int
conference(size_t i, size_t j, size_t q, int lower)
{
    if (i == j)
        return 0;
    if (i == 0)
        return 1;
    if (j == 0)
        return lower;
    return quadratic_character(i + q - j, q);
}

static void
paley_1(signed char *h, size_t stride, size_t m)
{
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < m; j++)
            h[i * stride + j] = (signed char)
                (i == j ? 1 : conference(i, j, m - 1, -1));
}

/* Each entry of the conference matrix becomes a block of two by two. */
static void
paley_2(signed char *h, size_t stride, size_t m)
{
    for (size_t i = 0; i < m / 2; i++)
        for (size_t j = 0; j < m / 2; j++) {
            signed char *at = h + 2 * i * stride + 2 * j;
            const int c = conference(i, j, m / 2 - 1, 1);

            at[0] = (signed char) (c == 0 ? 1 : c);
            at[1] = at[stride] = (signed char) (c == 0 ? -1 : c);
            at[stride + 1] = (signed char) (c == 0 ? -1 : -c);
        }
}

/* Turns columns round until the first row is all +1. */
static void
normalise(signed char *h, size_t stride, size_t m)
{
    for (size_t j = 0; j < m; j++)
        if (h[j] < 0)
            for (size_t i = 0; i < m; i++)
                h[i * stride + j] = (signed char) -h[i * stride + j];
}

/* The matrix of order M in the corner becomes that of order 2 M. */
static void
twice(signed char *h, size_t stride, size_t m)
{
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < m; j++) {
            const signed char c = h[i * stride + j];

            h[i * stride + m + j] = c;
            h[(m + i) * stride + j] = c;
            h[(m + i) * stride + m + j] = (signed char) -c;
        }
}

void
sv_hadamard(signed char *h, size_t order)
{
    size_t m = order;

    assert(is_buildable(order));
    while (m > 1 && !is_paley_1(m) && !is_paley_2(m))
        m /= 2;
    if (m == 1)
        h[0] = 1;
    else if (is_paley_1(m))
        paley_1(h, order, m);
    else
        paley_2(h, order, m);
    normalise(h, order, m);
    for (; m < order; m *= 2)
        twice(h, order, m);
}
