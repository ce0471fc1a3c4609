/* replicatefile.c - replicate weights, and what they add up to, on disk. */
#include "pipeline/replicatefile.h"

#include <math.h>
#include <stdio.h>

enum { NAME_SIZE = 256 };

static const char *
path_of(char path[NAME_SIZE], const char *record, const char *name)
{
    snprintf(path, NAME_SIZE, "%s/replicates/%s", record, name);
    return path;
}

static bool
has(const struct sv_store *store, const char *record, const char *name)
{
    char path[NAME_SIZE];

    return sv_store_has(store, path_of(path, record, name));
}

static enum sv_status
find(const void **out, size_t *n, const struct sv_store *store,
     const char *record, const char *name, enum sv_type type,
     struct sv_fault *fault)
{
    struct sv_column column = { SV_U8, 0, NULL };
    char path[NAME_SIZE];
    enum sv_status status =
        sv_store_column(&column, store, path_of(path, record, name), fault);

    *out = column.data;
    *n = column.n;
    if (status == SV_OK && column.type != type)
        status = sv_fail(fault, SV_BUG, "%s is not of its type", path);
    return status;
}

/* Takes the weights from column PATH. */
static enum sv_status
take_weights(struct sv_replicate_file *out, const struct sv_store *store,
             const char *path, const char *record, struct sv_fault *fault)
{
    if (sv_store_column(&out->weight, store, path, fault) != SV_OK)
        return fault->status;
    if (out->weight.n % out->n != 0
        || (out->weight.type != SV_F32 && out->weight.type != SV_F64))
        return sv_fail(fault, SV_BUG, "%s/replicates does not fit together",
                       record);
    return SV_OK;
}

static enum sv_status
find_weights(struct sv_replicate_file *out, const struct sv_store *store,
             const char *record, struct sv_fault *fault)
{
    const void *bounds;
    char path[NAME_SIZE];
    size_t n;

    if (find(&bounds, &n, store, record, "bounds", SV_F64, fault) != SV_OK)
        return fault->status;
    out->bounds = bounds;
    if (n != SV_N_BOUNDS)
        return sv_fail(fault, SV_BUG, "%s/replicates does not fit together",
                       record);
    return has(store, record, "weight")
               ? take_weights(out, store, path_of(path, record, "weight"),
                              record, fault)
               : SV_OK;
}

bool
sv_replicates_are_apart(const struct sv_replicate_file *file)
{
    return file->bounds != NULL && file->weight.data == NULL;
}

enum sv_status
sv_replicates_from(struct sv_replicate_file *file,
                   const struct sv_store *store, const char *record,
                   struct sv_fault *fault)
{
    char path[NAME_SIZE];

    snprintf(path, sizeof path, "%s/weight", record);
    return take_weights(file, store, path, record, fault);
}

static enum sv_status
find_totals(struct sv_replicate_file *out, const struct sv_store *store,
            const char *record, struct sv_fault *fault)
{
    const void *totals, *rest = NULL, *sketch = NULL, *exponent;
    size_t n, n_rest, n_sketch = 0, n_exponents;

    if (find(&totals, &n, store, record, "totals", SV_U64, fault) != SV_OK
        || find(&exponent, &n_exponents, store, record, "exponent", SV_I32,
                fault) != SV_OK)
        return fault->status;
    n_rest = n;
    if (has(store, record, "rest")
        && find(&rest, &n_rest, store, record, "rest", SV_U64, fault) != SV_OK)
        return fault->status;
    if (has(store, record, "sketch")
        && find(&sketch, &n_sketch, store, record, "sketch", SV_U64, fault)
           != SV_OK)
        return fault->status;
    out->totals = totals;
    out->rest = rest;
    out->sketch = sketch;
    out->exponent = exponent;
    out->n_totals = n_exponents / 2;
    out->n_sketch = n_sketch / out->n;
    if (out->n_totals == 0 || n_rest != n || n % (out->n_totals * out->n) != 0)
        return sv_fail(fault, SV_BUG, "%s/replicates does not fit together",
                       record);
    return SV_OK;
}

enum sv_status
sv_replicate_file_of(struct sv_replicate_file *out,
                     const struct sv_store *store, const char *record,
                     struct sv_fault *fault)
{
    const void *scale, *rscales;
    size_t n;

    *out = (struct sv_replicate_file){ 0 };
    if (!has(store, record, "rscales"))
        return SV_OK;
    if (find(&scale, &n, store, record, "scale", SV_F64, fault) != SV_OK
        || find(&rscales, &out->n, store, record, "rscales", SV_F64, fault)
           != SV_OK)
        return fault->status;
    out->scale = *(const double *) scale;
    out->rscales = rscales;
    return has(store, record, "totals")
               ? find_totals(out, store, record, fault)
               : find_weights(out, store, record, fault);
}

void
sv_replicate_totals(double *out, const struct sv_replicate_file *file,
                    size_t cell, size_t total)
{
    const size_t at = (cell * file->n_totals + total) * file->n;
    const double unit = ldexp(1, file->exponent[2 * total]);
    const double rest = ldexp(1, file->exponent[2 * total + 1]);

    for (size_t r = 0; r < file->n; r++)
        out[r] = (double) (int64_t) file->totals[at + r] * unit;
    for (size_t r = 0; file->rest != NULL && r < file->n; r++)
        out[r] += (double) (int64_t) file->rest[at + r] * rest;
}
