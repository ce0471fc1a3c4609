/* tuplekeys.c - whether columns together tell rows apart. */
#include "stages/init/tuplekeys.h"

#include <stdlib.h>

static int
by_hash(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *) a, y = *(const uint64_t *) b;

    return (x > y) - (x < y);
}

/* The digest of ROW's key; false if a part is missing. */
static bool
hash_of(uint64_t *out, const struct sv_seen_file *file,
        const struct sv_key_set *set, size_t row)
{
    *out = set->n;
    for (size_t k = 0; k < set->n; k++) {
        uint64_t part;

        if (!sv_seen_hash(&part, &file->column[set->column[k]], row))
            return false;
        *out = (*out ^ part) * UINT64_C(0x9e3779b97f4a7c15);
        *out ^= *out >> 29;
    }
    return true;
}

enum sv_status
sv_key_list(struct sv_key_list *out, const struct sv_seen_file *file,
            const struct sv_key_set *set, struct sv_fault *fault)
{
    *out = (struct sv_key_list) {
        .hash = calloc(file->n + 1, sizeof *out->hash),
    };
    if (out->hash == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for keys");
    for (size_t j = 0; j < file->n; j++)
        if (hash_of(&out->hash[out->n], file, set, j))
            out->n++;
        else
            out->n_missing++;
    qsort(out->hash, out->n, sizeof *out->hash, by_hash);
    for (size_t j = 0; j < out->n; j++)
        out->n_distinct += j == 0 || out->hash[j] != out->hash[j - 1];
    return SV_OK;
}

void
sv_key_list_free(struct sv_key_list *list)
{
    free(list->hash);
    *list = (struct sv_key_list) { .hash = NULL };
}

size_t
sv_key_overlap(const struct sv_key_list *child,
               const struct sv_key_list *parent)
{
    size_t found = 0, p = 0;

    for (size_t j = 0; j < child->n; j++) {
        while (p < parent->n && parent->hash[p] < child->hash[j])
            p++;
        found += p < parent->n && parent->hash[p] == child->hash[j];
    }
    return found;
}

enum sv_status
sv_key_constant(bool *out, const struct sv_seen_file *file,
                const struct sv_key_set *set, size_t column,
                struct sv_fault *fault)
{
    struct sv_key_set both = *set;
    struct sv_key_list one, two;

    *out = false;
    if (set->n == SV_MOST_KEYS)
        return SV_OK;
    both.column[both.n++] = column;
    if (sv_key_list(&one, file, set, fault) != SV_OK)
        return fault->status;
    if (sv_key_list(&two, file, &both, fault) == SV_OK)
        *out = two.n == one.n && two.n_distinct == one.n_distinct;
    sv_key_list_free(&one);
    sv_key_list_free(&two);
    return fault->status;
}

struct keyed { uint64_t key, value; };

static int
by_key(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;

    return (x->key > y->key) - (x->key < y->key);
}

enum sv_status
sv_key_same(bool *out, const struct sv_seen_file *file,
            const struct sv_key_set *set, size_t column,
            struct sv_fault *fault)
{
    struct keyed *row = calloc(file->n + 1, sizeof *row);
    size_t n = 0;

    *out = true;
    if (row == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for keys");
    for (size_t j = 0; j < file->n; j++)
        if (hash_of(&row[n].key, file, set, j)) {
            if (!sv_seen_hash(&row[n].value, &file->column[column], j))
                row[n].value = 0;
            n++;
        }
    qsort(row, n, sizeof *row, by_key);
    for (size_t j = 1; *out && j < n; j++)
        *out = row[j].key != row[j - 1].key
            || row[j].value == row[j - 1].value;
    free(row);
    return SV_OK;
}
