/* ordering.c - the order of rows: design first, then keys. */
#include "stages/ingest/ordering.h"

#include <stdlib.h>
#include <string.h>

static int
compare(const struct sv_order_by *by, uint32_t a, uint32_t b)
{
    for (size_t k = 0; k < by->n; k++) {
        const double x = sv_view_value(&by->view[k], a);
        const double y = sv_view_value(&by->view[k], b);

        if (x != y)
            return x < y ? -1 : 1;
    }
    return a < b ? -1 : a > b;
}

bool
sv_order_same(const struct sv_order_by *by, size_t n, uint32_t a, uint32_t b)
{
    for (size_t k = 0; k < n; k++)
        if (sv_view_value(&by->view[k], a) != sv_view_value(&by->view[k], b))
            return false;
    return true;
}

static bool
is_sorted(const uint32_t *order, uint32_t n, const struct sv_order_by *by)
{
    for (uint32_t i = 1; i < n; i++)
        if (compare(by, order[i - 1], order[i]) >= 0)
            return false;
    return true;
}

/* ---- many rows: by digits, from the least ---------------------------------- */

enum { DIGIT = 16, N_DIGITS = 64 / DIGIT, RADIX = 1 << DIGIT };

/* A number whose order is that of the values. */
static uint64_t
image(const struct sv_view *v, uint32_t row)
{
    const double value = sv_view_value(v, row) + 0.0;   /* -0 is 0 */
    uint64_t bits;

    memcpy(&bits, &value, sizeof bits);
    return bits >> 63 ? ~bits : bits | UINT64_C(1) << 63;
}

static uint32_t
digit(uint64_t x, unsigned k)
{
    return (uint32_t) (x >> k * DIGIT) % RADIX;
}

/* The bits in which rows differ. */
static uint64_t
differing(const struct sv_view *v, uint32_t n)
{
    const uint64_t first = image(v, 0);
    uint64_t bits = 0;

    for (uint32_t i = 1; i < n; i++)
        bits |= image(v, i) ^ first;
    return bits;
}

/* What it takes to sort rows. */
struct sorting {
    uint32_t *order;            /* [n] the rows, as far as they are sorted */
    uint32_t *other;            /* [n] where they go next */
    uint32_t *next;             /* [RADIX] */
    uint32_t n;
    const struct sv_scratch *scratch;
};

/* Orders rows by one digit; what is equal in it keeps its order. */
static void
sort_digit(struct sorting *s, const struct sv_view *v, unsigned k)
{
    uint32_t *const from = s->order, *const to = s->other;
    uint32_t *const next = s->next, before = 0;

    memset(next, 0, RADIX * sizeof *next);
    for (uint32_t i = 0; i < s->n; i++)
        next[digit(image(v, i), k)]++;
    for (uint32_t d = 0; d < RADIX; d++) {
        const uint32_t here = next[d];

        next[d] = before;
        before += here;
    }
    for (uint32_t i = 0; i < s->n; i++) {
        to[next[digit(image(v, from[i]), k)]++] = from[i];
        sv_scratch_walk(s->scratch, i);
    }
    s->order = to;
    s->other = from;
}

/* The last view first, each by its digits that differ. */
static void
sort_digits(struct sorting *s, const struct sv_order_by *by)
{
    for (size_t view = by->n; view-- > 0;) {
        const struct sv_view *const v = &by->view[view];
        const uint64_t bits = differing(v, s->n);

        for (unsigned k = 0; k < N_DIGITS; k++)
            if (digit(bits, k) != 0)
                sort_digit(s, v, k);
    }
}

enum sv_status
sv_order_rows(uint32_t **order, uint32_t n, const struct sv_order_by *by,
              struct sv_scratch *scratch, struct sv_fault *fault)
{
    struct sorting s = { .n = n, .scratch = scratch };

    if (sv_scratch_numbers(order, scratch, n, fault) != SV_OK)
        return fault->status;
    for (uint32_t i = 0; i < n; i++)
        (*order)[i] = i;
    if (is_sorted(*order, n, by))       /* as it often is */
        return SV_OK;
    s.order = *order;
    if (sv_scratch_numbers(&s.other, scratch, n, fault) != SV_OK
        || sv_scratch_numbers(&s.next, scratch, RADIX, fault) != SV_OK)
        return fault->status;
    sort_digits(&s, by);
    *order = s.order;
    return SV_OK;
}

/* ---- few rows of many groups ------------------------------------------------ */

static int
compare_rows(const void *a, const void *b, void *by)
{
    return compare(by, *(const uint32_t *) a, *(const uint32_t *) b);
}

/* Sorts ORDER [n] unless it is sorted, as it often is. */
static void
sort(uint32_t *order, uint32_t n, const struct sv_order_by *by)
{
    struct sv_order_by copy = *by;

    if (!is_sorted(order, n, by))
        qsort_r(order, n, sizeof *order, compare_rows, &copy);
}

enum sv_status
sv_order_groups(uint32_t **order, uint32_t **start, uint32_t n,
                const uint32_t *group, uint32_t n_groups,
                const struct sv_order_by *by, struct sv_scratch *scratch,
                struct sv_fault *fault)
{
    uint32_t *first, *rows;

    if (sv_scratch_numbers(order, scratch, n, fault) != SV_OK
        || sv_scratch_numbers(start, scratch, (size_t) n_groups + 2, fault)
           != SV_OK)
        return fault->status;
    rows = *order;
    first = *start;
    for (uint32_t i = 0; i < n; i++)    /* counted two places on, ... */
        first[group[i] + 2]++;
    for (uint32_t g = 2; g < n_groups + 2; g++)
        first[g] += first[g - 1];
    for (uint32_t i = 0; i < n; i++)    /* ... they are starts when all are in */
        rows[first[group[i] + 1]++] = i;
    for (uint32_t g = 0; g < n_groups; g++)
        sort(rows + first[g], first[g + 1] - first[g], by);
    return SV_OK;
}

enum sv_status
sv_order_inverse(uint32_t **place, const uint32_t *order, uint32_t n,
                 struct sv_scratch *scratch, struct sv_fault *fault)
{
    if (sv_scratch_numbers(place, scratch, n, fault) != SV_OK)
        return fault->status;
    for (uint32_t i = 0; i < n; i++) {
        (*place)[order[i]] = i;
        sv_scratch_walk(scratch, i);
    }
    return SV_OK;
}
