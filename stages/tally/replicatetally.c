/* replicatetally.c - the sums of replicate weights, into tally.h5. */
#include "stages/tally/replicatetally.h"

#include <stdio.h>

enum { NAME_SIZE = 256 };

static const char *
path_of(char path[NAME_SIZE], const struct sv_tally_record *r, const char *name)
{
    snprintf(path, NAME_SIZE, "%s/replicates/%s", r->group, name);
    return path;
}

enum sv_status
sv_replicate_declare(struct sv_store_maker *maker,
                     const struct sv_replicate_tally *t,
                     const struct sv_tally_record *r, struct sv_fault *fault)
{
    const size_t n = t->file.n;
    const size_t sums = r->n_cells * r->n_repeated * n;
    char path[NAME_SIZE];

    if (n == 0)
        return SV_OK;
    if (sv_store_put(maker, path_of(path, r, "scale"), SV_F64, 1,
                     &t->file.scale, fault) != SV_OK
        || sv_store_put(maker, path_of(path, r, "rscales"), SV_F64, n,
                        t->file.rscales, fault) != SV_OK
        || sv_store_put(maker, path_of(path, r, "exponent"), SV_I32,
                        2 * r->n_repeated, t->exponent, fault) != SV_OK
        || sv_store_declare(maker, path_of(path, r, "totals"), SV_U64, sums,
                            fault) != SV_OK)
        return fault->status;
    if (t->rest && sv_store_declare(maker, path_of(path, r, "rest"), SV_U64,
                                    sums, fault) != SV_OK)
        return fault->status;
    return t->sketch ? sv_store_declare(maker, path_of(path, r, "sketch"),
                                        SV_U64, sv_replicate_lines(n) * n,
                                        fault)
                     : SV_OK;
}

enum sv_status
sv_replicate_put(struct sv_store_maker *maker,
                 const struct sv_replicate_tally *t,
                 const struct sv_tally_record *r, const void *self,
                 struct sv_fault *fault)
{
    struct sv_replicate_sums into = { 0 };
    char path[NAME_SIZE];

    if (t->file.n == 0)
        return SV_OK;
    into.totals = sv_store_map(maker, path_of(path, r, "totals"));
    if (t->rest)
        into.rest = sv_store_map(maker, path_of(path, r, "rest"));
    if (t->sketch)
        into.sketch = sv_store_map(maker, path_of(path, r, "sketch"));
    return t->fill(self, &into, fault);
}
