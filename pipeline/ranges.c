/* ranges.c - the sampling design of a record type, as its artifacts hold it. */
#include "pipeline/ranges.h"

#include <stdbool.h>
#include <stdio.h>

enum { NAME_SIZE = 256 };

/* Whether FIRST [n + 1] begins at 0, ascends, and ends at END: what every list
 * of ranges does.  Every range holds something; of rows it may hold none, for
 * there are households without persons. */
static bool
is_ranges(const uint32_t *first, size_t n, size_t end, bool rows)
{
    for (size_t i = 0; i < n; i++)
        if (first[i + 1] < first[i] || (first[i + 1] == first[i] && !rows))
            return false;
    return first[0] == 0 && first[n] == end;
}

static enum sv_status
load(const uint32_t **first, size_t *n, const struct sv_store *store,
     const char *name, struct sv_fault *fault)
{
    struct sv_column column;
    enum sv_status status = sv_store_column(&column, store, name, fault);

    if (status != SV_OK)
        return status;
    if (column.type != SV_U32 || column.n < 2)
        return sv_fail(fault, SV_DATA, "%s: is not a list of ranges; run "
                       "hearth-ingest again", name);
    *first = column.data;
    *n = column.n - 1;
    return SV_OK;
}

static enum sv_status
load_stage(struct sv_ranges *r, const struct sv_store *store,
           const char *record, struct sv_fault *fault)
{
    const size_t s = r->n_stages;
    const size_t groups = s == 0 ? r->n_strata : r->n_units[s - 1];
    char name[NAME_SIZE];
    enum sv_status status;

    snprintf(name, sizeof name, "%s/design/stage%zu", record, s + 1);
    status = load(&r->stage[s], &r->n_units[s], store, name, fault);
    if (status != SV_OK)
        return status;
    snprintf(name, sizeof name, "%s/design/fpc%zu", record, s + 1);
    if (sv_store_has(store, name)) {
        const void *fpc;

        status = sv_store_typed(&fpc, store, name, SV_F64, groups, fault);
        if (status != SV_OK)
            return status;
        r->fpc[s] = fpc;
    }
    r->n_stages++;
    return SV_OK;
}

static enum sv_status
load_identity(struct sv_ranges *r, const struct sv_store *store,
              const char *record, struct sv_fault *fault)
{
    char name[NAME_SIZE];
    const void *identity = NULL;
    enum sv_status status = SV_OK;

    snprintf(name, sizeof name, "%s/design/psu", record);
    if (sv_store_has(store, name))
        status = sv_store_typed(&identity, store, name, SV_U64, r->n_units[0],
                                fault);
    r->identity = identity;
    snprintf(name, sizeof name, "%s/design/psu-names", record);
    r->psu_names = sv_store_text_of(store, name);
    return status;
}

/* The column PART of RECORD's design, if there is one: N numbers. */
static enum sv_status
load_numbers(const double **out, size_t n, const struct sv_store *store,
             const char *record, const char *part, struct sv_fault *fault)
{
    char name[NAME_SIZE];
    const void *numbers = NULL;
    enum sv_status status = SV_OK;

    snprintf(name, sizeof name, "%s/design/%s", record, part);
    if (sv_store_has(store, name))
        status = sv_store_typed(&numbers, store, name, SV_F64, n, fault);
    *out = numbers;
    return status;
}

static enum sv_status
load_unequal(struct sv_ranges *r, const struct sv_store *store,
             const char *record, struct sv_fault *fault)
{
    enum sv_status status = load_numbers(&r->probability, r->n_units[0], store,
                                         record, "probability", fault);

    if (status == SV_OK)
        status = load_numbers(&r->squares, r->n_strata, store, record,
                              "squares", fault);
    for (size_t h = 0; h < r->n_strata; h++) {
        const size_t n = r->strata[h + 1] - r->strata[h];

        r->n_joint += n * n;
    }
    if (status == SV_OK)
        status = load_numbers(&r->joint, r->n_joint, store, record, "joint",
                              fault);
    return status;
}

static bool
fit(const struct sv_ranges *r)
{
    const size_t last = r->n_stages - 1;

    if (!is_ranges(r->strata, r->n_strata, r->n_units[0], false))
        return false;
    for (size_t s = 0; s < last; s++)
        if (!is_ranges(r->stage[s], r->n_units[s], r->n_units[s + 1],
                       false))
            return false;
    return is_ranges(r->stage[last], r->n_units[last],
                     r->stage[last][r->n_units[last]], true);
}

enum sv_status
sv_ranges_of(struct sv_ranges *out, const struct sv_store *store,
             const char *record, struct sv_fault *fault)
{
    char name[NAME_SIZE];
    enum sv_status status;

    *out = (struct sv_ranges){ 0 };
    snprintf(name, sizeof name, "%s/design/strata", record);
    status = load(&out->strata, &out->n_strata, store, name, fault);
    while (status == SV_OK && out->n_stages < SV_MAX_RANGES) {
        snprintf(name, sizeof name, "%s/design/stage%zu", record,
                 out->n_stages + 1);
        if (out->n_stages > 0 && !sv_store_has(store, name))
            break;
        status = load_stage(out, store, record, fault);
    }
    if (status == SV_OK)
        status = load_identity(out, store, record, fault);
    if (status != SV_OK)
        return status;
    if (!fit(out))
        return sv_fail(fault, SV_DATA, "%s/design: the ranges do not fit each "
                       "other; run hearth-ingest again", record);
    out->n_rows = sv_first_row(out, 0, (uint32_t) out->n_units[0]);
    return load_unequal(out, store, record, fault);
}

bool
sv_stage_is_counted(const struct sv_ranges *r, size_t stage)
{
    const size_t groups = stage == 0 ? r->n_strata : r->n_units[stage - 1];
    bool counted = false;

    for (size_t g = 0; !counted && r->fpc[stage] != NULL && g < groups; g++)
        counted = r->fpc[stage][g] > 1;
    return counted;
}

uint32_t
sv_first_row(const struct sv_ranges *r, size_t stage, uint32_t unit)
{
    for (; stage < r->n_stages; stage++)
        unit = r->stage[stage][unit];
    return unit;
}

size_t
sv_units_without_rows(const struct sv_ranges *r)
{
    size_t last = 0, n = 0;

    while (last + 1 < r->n_stages && r->fpc[last] != NULL)
        last++;
    for (uint32_t u = 0; u < r->n_units[last]; u++)
        n += sv_first_row(r, last, u) == sv_first_row(r, last, u + 1);
    return n;
}

uint32_t
sv_first_row_of_stratum(const struct sv_ranges *r, size_t h)
{
    return sv_first_row(r, 0, r->strata[h]);
}

uint32_t
sv_first_row_of_group(const struct sv_ranges *r, size_t level, uint32_t group)
{
    return level == 0 ? sv_first_row_of_stratum(r, group)
                      : sv_first_row(r, level - 1, group);
}

/* The last one that begins at ROW or before. */
uint32_t
sv_group_at(const struct sv_ranges *r, size_t level, uint32_t row)
{
    size_t low = 0, high = level == 0 ? r->n_strata : r->n_units[level - 1];

    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;

        if (sv_first_row_of_group(r, level, (uint32_t) middle) <= row)
            low = middle;
        else
            high = middle;
    }
    return (uint32_t) low;
}
