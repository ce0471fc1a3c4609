/* ordering.c - the order of rows: design first, then keys. */
#include "stages/ingest/ordering.h"

#include <stdlib.h>

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

static int
compare_rows(const void *a, const void *b, void *by)
{
    return compare(by, *(const uint32_t *) a, *(const uint32_t *) b);
}

bool
sv_order_same(const struct sv_order_by *by, size_t n, uint32_t a, uint32_t b)
{
    for (size_t k = 0; k < n; k++)
        if (sv_view_value(&by->view[k], a) != sv_view_value(&by->view[k], b))
            return false;
    return true;
}

/* Sorts ORDER [n] unless it is sorted, as it often is. */
static void
sort(uint32_t *order, uint32_t n, const struct sv_order_by *by)
{
    struct sv_order_by copy = *by;
    bool sorted = true;

    for (uint32_t i = 1; sorted && i < n; i++)
        sorted = compare(by, order[i - 1], order[i]) < 0;
    if (!sorted)
        qsort_r(order, n, sizeof *order, compare_rows, &copy);
}

enum sv_status
sv_order_rows(uint32_t **order, uint32_t n, const struct sv_order_by *by,
              struct sv_scratch *scratch, struct sv_fault *fault)
{
    void *memory;

    if (sv_scratch_take(&memory, scratch, n, sizeof **order, fault) != SV_OK)
        return fault->status;
    *order = memory;
    for (uint32_t i = 0; i < n; i++)
        (*order)[i] = i;
    sort(*order, n, by);
    return SV_OK;
}

enum sv_status
sv_order_groups(uint32_t **order, uint32_t **start, uint32_t n,
                const uint32_t *group, uint32_t n_groups,
                const struct sv_order_by *by, struct sv_scratch *scratch,
                struct sv_fault *fault)
{
    void *memory[2];
    uint32_t *first, *rows;

    if (sv_scratch_take(&memory[0], scratch, n, sizeof *rows, fault) != SV_OK
        || sv_scratch_take(&memory[1], scratch, (size_t) n_groups + 2,
                           sizeof *first, fault) != SV_OK)
        return fault->status;
    *order = rows = memory[0];
    *start = first = memory[1];
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
    void *memory;

    if (sv_scratch_take(&memory, scratch, n, sizeof **place, fault) != SV_OK)
        return fault->status;
    *place = memory;
    for (uint32_t i = 0; i < n; i++)
        (*place)[order[i]] = i;
    return SV_OK;
}
