/* tuplekeys.h - whether columns together tell rows apart.
 *
 * Tuples of values are compared by a digest of 64 bits: that two different
 * ones share it is possible and unlikely, and what is proposed is read by a
 * person and tested by ingest.
 */
#ifndef SV_TUPLEKEYS_H
#define SV_TUPLEKEYS_H

#include "stages/init/material.h"

enum { SV_MOST_KEYS = 3 };

struct sv_key_set {             /* columns of one file, by position */
    size_t column[SV_MOST_KEYS];
    size_t n;
};

struct sv_key_list {            /* digests of the rows' keys, ascending */
    uint64_t *hash;             /* [n], the caller frees it */
    size_t n, n_distinct;
    size_t n_missing;           /* rows that lack a part; not listed */
};

enum sv_status sv_key_list(struct sv_key_list *out,
                           const struct sv_seen_file *file,
                           const struct sv_key_set *set,
                           struct sv_fault *fault) SV_MUST_USE;
void sv_key_list_free(struct sv_key_list *list);

/* How many of CHILD's are in PARENT. */
size_t sv_key_overlap(const struct sv_key_list *child,
                      const struct sv_key_list *parent);

/* Whether COLUMN is the same, or missing, in all rows of each key. */
enum sv_status sv_key_same(bool *out, const struct sv_seen_file *file,
                           const struct sv_key_set *set, size_t column,
                           struct sv_fault *fault) SV_MUST_USE;

/* Whether COLUMN has one value only within each key. */
enum sv_status sv_key_constant(bool *out, const struct sv_seen_file *file,
                               const struct sv_key_set *set, size_t column,
                               struct sv_fault *fault) SV_MUST_USE;

#endif
