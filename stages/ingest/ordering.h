/* ordering.h - the order of rows: design first, then keys. */
#ifndef SV_ORDERING_H
#define SV_ORDERING_H

#include <stdint.h>

#include "pipeline/fault.h"
#include "stages/ingest/rowmemory.h"
#include "stages/ingest/views.h"

/* By what rows are ordered: the first view counts most.  Rows that are equal
 * in all of them keep the order of the file. */
struct sv_order_by {
    const struct sv_view *view;
    size_t n;
};

/* Makes *ORDER [n]: which row comes first, second, ... */
enum sv_status sv_order_rows(uint32_t **order, uint32_t n,
                             const struct sv_order_by *by,
                             struct sv_scratch *scratch,
                             struct sv_fault *fault) SV_MUST_USE;

/* The same for rows that belong to others: first by GROUP [n], which is below
 * N_GROUPS.  *START [n_groups + 1]: where each group starts in the order. */
enum sv_status sv_order_groups(uint32_t **order, uint32_t **start, uint32_t n,
                               const uint32_t *group, uint32_t n_groups,
                               const struct sv_order_by *by,
                               struct sv_scratch *scratch,
                               struct sv_fault *fault) SV_MUST_USE;

/* *PLACE [n] with place[order[i]] == i. */
enum sv_status sv_order_inverse(uint32_t **place, const uint32_t *order,
                                uint32_t n, struct sv_scratch *scratch,
                                struct sv_fault *fault) SV_MUST_USE;

/* Whether rows A and B are equal in the first N views. */
bool sv_order_same(const struct sv_order_by *by, size_t n, uint32_t a,
                   uint32_t b);

#endif
