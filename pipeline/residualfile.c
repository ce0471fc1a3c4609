/* residualfile.c - what calibration leaves for the variance, on disk. */
#include "pipeline/residualfile.h"

#include <stdio.h>

enum { NAME_SIZE = 256 };

static enum sv_status
find(struct sv_column *out, const struct sv_store *store, const char *record,
     const char *name, enum sv_type type, struct sv_fault *fault)
{
    char path[NAME_SIZE];
    enum sv_status status;

    snprintf(path, sizeof path, "%s/calibration/%s", record, name);
    status = sv_store_column(out, store, path, fault);
    if (status == SV_OK && out->type != type)
        status = sv_fail(fault, SV_BUG, "%s is not of its type", path);
    return status;
}

static bool
has(const struct sv_store *store, const char *record, const char *name)
{
    char path[NAME_SIZE];

    snprintf(path, sizeof path, "%s/calibration/%s", record, name);
    return sv_store_has(store, path);
}

static enum sv_status
find_rows(struct sv_residual_file *out, const struct sv_store *store,
          const char *record, struct sv_fault *fault)
{
    struct sv_column first, column, v;

    if (find(&first, store, record, "first", SV_U64, fault) != SV_OK
        || find(&column, store, record, "column", SV_U32, fault) != SV_OK
        || find(&v, store, record, "v", SV_F64, fault) != SV_OK)
        return fault->status;
    out->first = first.data;
    out->column = column.data;
    out->v = v.data;
    return SV_OK;
}

static enum sv_status
find_cross(struct sv_residual_file *out, const struct sv_store *store,
           const char *record, struct sv_fault *fault)
{
    struct sv_column cross, exponent;

    if (find(&cross, store, record, "cross", SV_U64, fault) != SV_OK
        || find(&exponent, store, record, "exponent", SV_I32, fault) != SV_OK)
        return fault->status;
    out->cross = cross.data;
    out->n_cross = cross.n / 2;
    out->exponent = *(const int32_t *) exponent.data;
    return SV_OK;
}

enum sv_status
sv_residual_file_of(struct sv_residual_file *out, const struct sv_store *store,
                    const char *record, struct sv_fault *fault)
{
    struct sv_column matrix, units;

    *out = (struct sv_residual_file){ 0 };
    if (!has(store, record, "matrix"))
        return SV_OK;
    if (find(&matrix, store, record, "matrix", SV_F64, fault) != SV_OK
        || find(&units, store, record, "units", SV_F64, fault) != SV_OK)
        return fault->status;
    while (out->n_columns * out->n_columns < matrix.n)
        out->n_columns++;
    if (out->n_columns * out->n_columns != matrix.n || out->n_columns == 0
        || units.n % out->n_columns != 0)
        return sv_fail(fault, SV_BUG, "%s/calibration does not fit together",
                       record);
    out->n_units = units.n / out->n_columns;
    out->matrix = matrix.data;
    out->units = units.data;
    return has(store, record, "cross") ? find_cross(out, store, record, fault)
                                       : find_rows(out, store, record, fault);
}
