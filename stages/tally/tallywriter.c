/* tallywriter.c - rows of a tally, cell by cell, on disk. */
#include "stages/tally/tallywriter.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stages/tally/replicatetally.h"

enum { NAME_SIZE = 256 };

/* One record type on its way. */
struct filling {
    const struct sv_tally_source *source;
    struct sv_tally_columns columns;
};

void
sv_tally_put(const struct sv_tally_columns *into,
             const struct sv_tally_record *record, size_t at,
             const struct sv_tally_row *row)
{
    into->unit[at] = row->unit;
    memcpy(into->sums + at * record->n_sums, row->sums,
           record->n_sums * sizeof *row->sums);
    if (record->n_moments > 0)
        memcpy(into->moments + at * record->n_moments, row->moments,
               record->n_moments * sizeof *row->moments);
    for (size_t k = 0; k < record->n_counts; k++)
        into->counts[k * into->n + at] = row->counts[k * row->stride];
}

/* How many rows each cell has, and so where it begins. */
static enum sv_status
count(struct filling *f, struct sv_fault *fault)
{
    const size_t n = f->source->record->n_cells;
    uint64_t *cells = calloc(n + 1, sizeof *cells);

    if (cells == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for %zu cells", n);
    f->columns.cells = cells;
    f->source->count(f->source->self, cells);
    for (size_t c = 0; c < n; c++)
        cells[c + 1] += cells[c];
    f->columns.n = (size_t) cells[n];
    return SV_OK;
}

/* The path of column NAME into PATH. */
static const char *
path_of(char path[NAME_SIZE], const struct filling *f, const char *name)
{
    snprintf(path, NAME_SIZE, "%s/%s", f->source->record->group, name);
    return path;
}

/* What unequal probabilities have; as far as it is there. */
static enum sv_status
put_unequal(struct sv_store_maker *maker, const struct filling *f,
            struct sv_fault *fault)
{
    const struct sv_ranges *d = f->source->design;
    const struct { const char *name; const double *at; size_t n; } part[] = {
        { "design/probability", d->probability, d->n_units[0] },
        { "design/squares", d->squares, d->n_strata },
        { "design/joint", d->joint, d->n_joint },
    };
    enum sv_status status = SV_OK;
    char path[NAME_SIZE];

    for (size_t i = 0; status == SV_OK && i < sizeof part / sizeof *part; i++)
        if (part[i].at != NULL)
            status = sv_store_put(maker, path_of(path, f, part[i].name), SV_F64,
                                  part[i].n, part[i].at, fault);
    return status;
}

static enum sv_status
put_design(struct sv_store_maker *maker, const struct filling *f,
           struct sv_fault *fault)
{
    const struct sv_ranges *d = f->source->design;
    char path[NAME_SIZE], name[64];
    enum sv_status status =
        sv_store_put(maker, path_of(path, f, "design/strata"), SV_U32,
                     d->n_strata + 1, d->strata, fault);

    if (status == SV_OK && d->identity != NULL)
        status = sv_store_put(maker, path_of(path, f, "design/psu"), SV_U64,
                              d->n_units[0], d->identity, fault);
    if (status == SV_OK && d->psu_names != NULL)
        status = sv_store_text(maker, path_of(path, f, "design/psu-names"),
                               d->psu_names, fault);
    for (size_t s = 0; status == SV_OK && s < d->n_stages; s++) {
        snprintf(name, sizeof name, "design/stage%zu", s + 1);
        status = sv_store_put(maker, path_of(path, f, name), SV_U32,
                              d->n_units[s] + 1, d->stage[s], fault);
        if (status != SV_OK || d->fpc[s] == NULL)
            continue;
        snprintf(name, sizeof name, "design/fpc%zu", s + 1);
        status = sv_store_put(maker, path_of(path, f, name), SV_F64,
                              s == 0 ? d->n_strata : d->n_units[s - 1],
                              d->fpc[s], fault);
    }
    return status == SV_OK ? put_unequal(maker, f, fault) : status;
}

/* How many cross sums there are: two entries each. */
static size_t
n_cross(const struct sv_tally_source *s)
{
    return s->record->n_cells * s->record->n_sums * s->residuals->n_columns;
}

static enum sv_status
put_residuals(struct sv_store_maker *maker, const struct filling *f,
              struct sv_fault *fault)
{
    const struct sv_tally_source *s = f->source;
    const struct sv_residual_file *r = s->residuals;
    char path[NAME_SIZE];
    enum sv_status status = SV_OK;

    if (r == NULL || r->n_columns == 0)
        return SV_OK;
    status = sv_store_put(maker, path_of(path, f, "calibration/matrix"), SV_F64,
                          r->n_columns * r->n_columns, r->matrix, fault);
    if (status == SV_OK)
        status = sv_store_put(maker, path_of(path, f, "calibration/units"),
                              SV_F64, r->n_units * r->n_columns, r->units,
                              fault);
    if (status == SV_OK)
        status = sv_store_put(maker, path_of(path, f, "calibration/exponent"),
                              SV_I32, 1, &s->exponent, fault);
    return status == SV_OK
               ? sv_store_declare(maker, path_of(path, f, "calibration/cross"),
                                  SV_U64, 2 * n_cross(s), fault)
               : status;
}

static enum sv_status
declare_patterns(struct sv_store_maker *maker, const struct filling *f,
                 struct sv_fault *fault)
{
    const struct sv_tally_source *s = f->source;
    char path[NAME_SIZE];
    enum sv_status status =
        sv_store_declare(maker, path_of(path, f, "values"), SV_F64,
                         s->record->n_cells * s->n_columns, fault);

    if (status == SV_OK && s->has_members)
        status = sv_store_declare(maker, path_of(path, f, "members"), SV_U64,
                                  f->columns.n + 1, fault);
    if (status == SV_OK && s->has_members)
        status = sv_store_declare(maker, path_of(path, f, "member"), SV_U32,
                                  s->n_members, fault);
    if (status != SV_OK || !s->has_entries)
        return status;
    status = sv_store_declare(maker, path_of(path, f, "first"), SV_U64,
                              f->columns.n + 1, fault);
    if (status == SV_OK)
        status = sv_store_declare(maker, path_of(path, f, "column"), SV_U32,
                                  s->n_entries, fault);
    return status == SV_OK
               ? sv_store_declare(maker, path_of(path, f, "v"), SV_F64,
                                  s->n_entries, fault)
               : status;
}

static void
fill_patterns(struct sv_store_maker *maker, const struct filling *f)
{
    struct sv_pattern_columns into = { .values = NULL };
    char path[NAME_SIZE];

    into.values = sv_store_map(maker, path_of(path, f, "values"));
    if (f->source->has_entries) {
        into.first = sv_store_map(maker, path_of(path, f, "first"));
        into.column = sv_store_map(maker, path_of(path, f, "column"));
        into.v = sv_store_map(maker, path_of(path, f, "v"));
    }
    if (f->source->has_members) {
        into.members = sv_store_map(maker, path_of(path, f, "members"));
        into.member = sv_store_map(maker, path_of(path, f, "member"));
    }
    f->source->fill_patterns(f->source->self, &into);
}

static enum sv_status
declare(struct sv_store_maker *maker, const struct filling *f,
        struct sv_fault *fault)
{
    const struct sv_tally_record *r = f->source->record;
    char path[NAME_SIZE];
    enum sv_status status =
        sv_store_put(maker, path_of(path, f, "cells"), SV_U64, r->n_cells + 1,
                     f->columns.cells, fault);

    if (status == SV_OK)
        status = sv_store_declare(maker, path_of(path, f, "unit"), SV_U32, f->columns.n,
                                  fault);
    if (status == SV_OK)
        status = sv_store_declare(maker, path_of(path, f, "sums"), SV_F64,
                                  f->columns.n * r->n_sums, fault);
    if (status == SV_OK && r->n_moments > 0)
        status = sv_store_declare(maker, path_of(path, f, "moments"), SV_F64,
                                  f->columns.n * r->n_moments, fault);
    if (status == SV_OK)
        status = sv_store_declare(maker, path_of(path, f, "counts"), SV_U32,
                                  f->columns.n * r->n_counts, fault);
    if (status == SV_OK)
        status = put_residuals(maker, f, fault);
    if (status == SV_OK && f->source->n_columns > 0)
        status = declare_patterns(maker, f, fault);
    if (status == SV_OK && f->source->replicates != NULL)
        status = sv_replicate_declare(maker, f->source->replicates, r, fault);
    if (status == SV_OK)
        status = sv_member_declare(maker, &f->source->members, r, fault);
    return status == SV_OK && f->source->design != NULL
               ? put_design(maker, f, fault) : status;
}

static enum sv_status
fill(struct sv_store_maker *maker, struct filling *f, struct sv_fault *fault)
{
    struct sv_tally_columns *c = &f->columns;
    char path[NAME_SIZE];
    enum sv_status status;

    c->unit = sv_store_map(maker, path_of(path, f, "unit"));
    c->sums = sv_store_map(maker, path_of(path, f, "sums"));
    c->counts = sv_store_map(maker, path_of(path, f, "counts"));
    if (f->source->record->n_moments > 0)
        c->moments = sv_store_map(maker, path_of(path, f, "moments"));
    status = f->source->fill(f->source->self, c, fault);
    if (status == SV_OK && f->source->residuals != NULL
        && f->source->residuals->n_columns > 0)
        status = f->source->cross(
            f->source->self,
            sv_store_map(maker, path_of(path, f, "calibration/cross")), fault);
    if (status == SV_OK && f->source->n_columns > 0)
        fill_patterns(maker, f);
    if (status == SV_OK && f->source->replicates != NULL)
        status = sv_replicate_put(maker, f->source->replicates,
                                  f->source->record, f->source->self, fault);
    if (status == SV_OK)
        sv_member_put(maker, &f->source->members, f->source->record);
    return status;
}

static enum sv_status
make(struct sv_store_maker *maker, const json_t *meta, struct filling *f,
     size_t n, struct sv_fault *fault)
{
    char *text = json_dumps(meta, JSON_COMPACT);
    enum sv_status status =
        text == NULL ? sv_fail(fault, SV_SYSTEM, "out of memory for the tally")
                     : sv_store_text(maker, "meta", text, fault);

    free(text);
    for (size_t i = 0; status == SV_OK && i < n; i++) {
        status = count(&f[i], fault);
        if (status == SV_OK)
            status = declare(maker, &f[i], fault);
    }
    if (status == SV_OK)
        status = sv_store_layout(maker, fault);
    for (size_t i = 0; status == SV_OK && i < n; i++)
        status = fill(maker, &f[i], fault);
    return status;
}

enum sv_status
sv_tally_write(struct sv_stage *stage, const char *name, const json_t *meta,
               const struct sv_tally_source *source, size_t n,
               struct sv_fault *fault)
{
    const char *path = sv_stage_path(stage, name, fault);
    struct filling *f = calloc(n + 1, sizeof *f);
    struct sv_store_maker *maker = NULL;
    struct sv_digest digest;
    enum sv_status status = path == NULL ? fault->status : SV_OK;

    if (status == SV_OK && f == NULL)
        status = sv_fail(fault, SV_SYSTEM, "out of memory for the tally");
    if (status == SV_OK)
        status = sv_store_begin(&maker, path, "tally", SV_TALLY_VERSION, fault);
    for (size_t i = 0; f != NULL && i < n; i++)
        f[i].source = &source[i];
    if (status == SV_OK)
        status = make(maker, meta, f, n, fault);
    if (status == SV_OK)
        status = sv_store_seal(maker, &digest, fault);
    else
        sv_store_abandon(maker);
    for (size_t i = 0; f != NULL && i < n; i++)
        free(f[i].columns.cells);
    free(f);
    return status == SV_OK ? sv_stage_output(stage, name, &digest, fault)
                           : status;
}
