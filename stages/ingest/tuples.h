/* tuples.h - rows that are known by the values of several variables.
 *
 * Values are compared as codes: numbers as themselves, strings by what the
 * caller makes of them, so that keys of different files can be compared.
 */
#ifndef SV_TUPLES_H
#define SV_TUPLES_H

#include <stdbool.h>
#include <stdint.h>

#include "pipeline/fault.h"
#include "stages/ingest/records.h"
#include "stages/ingest/rowmemory.h"

enum { SV_MAX_KEYS = 16 };

struct sv_tuples {
    uint32_t n;                 /* rows */
    size_t n_keys;
    struct sv_cells cells[SV_MAX_KEYS];
    const double *code[SV_MAX_KEYS];    /* by number of string; NULL: the
                                           cell itself */
};

static inline double
sv_tuple_code(const struct sv_tuples *t, size_t key, uint32_t row)
{
    const double value = sv_cell(&t->cells[key], row);

    return t->code[key] != NULL ? t->code[key][(size_t) value] : value;
}

/* Whether a key is missing in ROW. */
bool sv_tuple_missing(const struct sv_tuples *t, uint32_t row);

/* -1, 0, 1 as the tuple of row A sorts before, with or behind that of B; the
 * first key counts most. */
int sv_tuple_compare(const struct sv_tuples *t, uint32_t a, uint32_t b);

/* The first row of each tuple, found by hashing. */
struct sv_tuple_index {
    const struct sv_tuples *of;
    uint32_t *slot;             /* row + 1; in scratch memory */
    size_t slots;
};

enum sv_status sv_tuple_index_new(struct sv_tuple_index *out,
                                  const struct sv_tuples *of,
                                  struct sv_scratch *scratch,
                                  struct sv_fault *fault) SV_MUST_USE;

/* Puts ROW in, unless a row with its tuple is there; returns the row that
 * is. */
uint32_t sv_tuple_put(struct sv_tuple_index *index, uint32_t row);

/* The row with the tuple that ROW has in OTHER; UINT32_MAX: none. */
uint32_t sv_tuple_find(const struct sv_tuple_index *index,
                       const struct sv_tuples *other, uint32_t row);

#endif
