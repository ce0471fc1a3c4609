/* tuples.c - rows that are known by the values of several variables. */
#include "stages/ingest/tuples.h"

#include <string.h>

bool
sv_tuple_missing(const struct sv_tuples *t, uint32_t row)
{
    for (size_t k = 0; k < t->n_keys; k++)
        if (sv_cell_reason(&t->cells[k], row) != SV_VALID)
            return true;
    return false;
}

int
sv_tuple_compare(const struct sv_tuples *t, uint32_t a, uint32_t b)
{
    for (size_t k = 0; k < t->n_keys; k++) {
        const double x = sv_tuple_code(t, k, a), y = sv_tuple_code(t, k, b);

        if (x != y)
            return x < y ? -1 : 1;
    }
    return 0;
}

/* The finaliser of MurmurHash3, by A. Appleby (public domain), on the bits of
 * each code; 0 is added so that -0 and 0 are the same. */
static uint64_t
hash(const struct sv_tuples *t, uint32_t row)
{
    uint64_t h = 0x9e3779b97f4a7c15u;

    for (size_t k = 0; k < t->n_keys; k++) {
        const double code = sv_tuple_code(t, k, row) + 0.0;
        uint64_t bits;

        memcpy(&bits, &code, sizeof bits);
        h ^= bits;
        h = (h ^ (h >> 33)) * 0xff51afd7ed558ccdu;
        h = (h ^ (h >> 33)) * 0xc4ceb9fe1a85ec53u;
        h ^= h >> 33;
    }
    return h;
}

static bool
same(const struct sv_tuples *t, uint32_t a, const struct sv_tuples *u,
     uint32_t b)
{
    for (size_t k = 0; k < t->n_keys; k++)
        if (sv_tuple_code(t, k, a) != sv_tuple_code(u, k, b))
            return false;
    return true;
}

enum sv_status
sv_tuple_index_new(struct sv_tuple_index *out, const struct sv_tuples *of,
                   struct sv_scratch *scratch, struct sv_fault *fault)
{
    void *slot;

    *out = (struct sv_tuple_index) { .of = of, .slots = 16 };
    while (out->slots < 2 * (size_t) of->n)
        out->slots *= 2;
    if (sv_scratch_take(&slot, scratch, out->slots, sizeof *out->slot, fault)
        != SV_OK)
        return fault->status;
    out->slot = slot;
    return SV_OK;
}

uint32_t
sv_tuple_put(struct sv_tuple_index *index, uint32_t row)
{
    size_t i = hash(index->of, row) & (index->slots - 1);

    for (; index->slot[i] != 0; i = (i + 1) & (index->slots - 1))
        if (same(index->of, index->slot[i] - 1, index->of, row))
            return index->slot[i] - 1;
    index->slot[i] = row + 1;
    return row;
}

uint32_t
sv_tuple_find(const struct sv_tuple_index *index, const struct sv_tuples *other,
              uint32_t row)
{
    size_t i = hash(other, row) & (index->slots - 1);

    for (; index->slot[i] != 0; i = (i + 1) & (index->slots - 1))
        if (same(index->of, index->slot[i] - 1, other, row))
            return index->slot[i] - 1;
    return UINT32_MAX;
}
