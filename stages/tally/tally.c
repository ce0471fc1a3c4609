/* tally.c - the stage: folding units.h5 and weights.h5. */
#include "stages/tally/tally.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stages/tally/coarsedesign.h"
#include "stages/tally/crosssums.h"
#include "stages/tally/fold.h"
#include "stages/tally/merge.h"
#include "stages/tally/nonresponse.h"
#include "stages/tally/patterns.h"
#include "stages/tally/replicatetally.h"
#include "stages/tally/replicateunits.h"
#include "stages/tally/tallywriter.h"

enum { NAME_SIZE = 256 };

/* One record type on its way. */
struct folding {
    struct sv_ranges design;
    struct sv_fold fold;
    struct sv_fold_plan plan;
    struct sv_residual_file residuals;
    int exponent;               /* of cross sums */
    struct sv_replicate_tally replicates;
    struct sv_coarse_units coarse;
    struct sv_member_run rows;  /* of replicate weights */
    struct sv_stage *stage;
};

struct work {
    struct sv_stage *stage;
    const struct sv_shard *shard;
    struct sv_store *units, *weights;
    struct sv_store *given;     /* replicates.h5; NULL: not needed so far */
    json_t *meta;
    struct sv_tally_layout layout;
    struct sv_test_layout *test;
    size_t n_tests;
    struct folding *of;         /* [layout.n + n_tests], those of tests last */
    struct sv_pattern_layout *table;
    struct sv_pattern_fold *patterns;   /* [n_tables] */
    size_t n_tables;
};

static enum sv_status
no_memory(struct sv_fault *fault)
{
    return sv_fail(fault, SV_SYSTEM, "out of memory for the tally");
}

/* Column NAME of the units, of TYPE; rows of the record, or a fault. */
static enum sv_status
find(const void **out, const struct work *w, const struct folding *f,
     const char *name, enum sv_type type, struct sv_fault *fault)
{
    return sv_store_typed(out, w->units, name, type, f->design.n_rows, fault);
}

static enum sv_status
bind_item(struct folding *f, const struct work *w, size_t i,
          struct sv_fault *fault)
{
    const struct sv_tally_item *item = &f->fold.layout->item[i];
    const bool numeric = item->moments < f->fold.layout->n_moments;
    char name[NAME_SIZE];
    const void *column;
    enum sv_status status;

    snprintf(name, sizeof name, "ind/%zu/state", item->indicator);
    status = find(&column, w, f, name, SV_U8, fault);
    f->fold.state[i] = column;
    if (status != SV_OK || !numeric)
        return status;
    snprintf(name, sizeof name, "ind/%zu/y", item->indicator);
    status = find(&column, w, f, name, SV_F64, fault);
    f->fold.y[i] = column;
    if (status != SV_OK || item->estimand != SV_RATIO)
        return status;
    snprintf(name, sizeof name, "ind/%zu/x", item->indicator);
    status = find(&column, w, f, name, SV_F64, fault);
    f->fold.x[i] = column;
    return status;
}

static enum sv_status
bind_codes(struct sv_codes *out, const struct work *w, const struct folding *f,
           const char *variable, struct sv_fault *fault)
{
    char name[NAME_SIZE];
    struct sv_column column = { SV_U8, 0, NULL };
    enum sv_status status;

    snprintf(name, sizeof name, "%s/var/%s", f->fold.layout->name, variable);
    status = sv_store_column(&column, w->units, name, fault);
    if (status != SV_OK)
        return status;
    if (column.n != f->design.n_rows
        || (column.type != SV_U8 && column.type != SV_I16))
        return sv_fail(fault, SV_BUG, "units.h5: %s is not a column of codes",
                       name);
    if (column.type == SV_U8)
        out->narrow = column.data;
    else
        out->wide = column.data;
    return SV_OK;
}

static enum sv_status
bind_crossing(struct folding *f, const struct work *w, size_t c,
              struct sv_fault *fault)
{
    const struct sv_tally_crossing *crossing = &f->fold.layout->crossing[c];

    f->fold.codes[c] = calloc(crossing->n + 1, sizeof *f->fold.codes[c]);
    if (f->fold.codes[c] == NULL)
        return no_memory(fault);
    for (size_t k = 0; k < crossing->n; k++) {
        enum sv_status status = bind_codes(&f->fold.codes[c][k], w, f,
                                           crossing->variable[k], fault);

        if (status != SV_OK)
            return status;
    }
    return SV_OK;
}

/* Finds the columns of a record type. */
static enum sv_status
bind_record(struct folding *f, const struct work *w, struct sv_fault *fault)
{
    const struct sv_tally_record *r = f->fold.layout;
    char name[NAME_SIZE];
    const void *weight;
    enum sv_status status;

    f->fold.state = calloc(r->n_items + 1, sizeof *f->fold.state);
    f->fold.y = calloc(r->n_items + 1, sizeof *f->fold.y);
    f->fold.x = calloc(r->n_items + 1, sizeof *f->fold.x);
    f->fold.codes = calloc(r->n_crossings + 1, sizeof *f->fold.codes);
    if (f->fold.state == NULL || f->fold.y == NULL || f->fold.x == NULL
        || f->fold.codes == NULL)
        return no_memory(fault);
    snprintf(name, sizeof name, "%s/weight", r->name);
    status = sv_store_typed(&weight, w->weights, name, SV_F64,
                            f->design.n_rows, fault);
    f->fold.weight = weight;
    for (size_t i = 0; status == SV_OK && i < r->n_items; i++)
        status = bind_item(f, w, i, fault);
    for (size_t c = 0; status == SV_OK && c < r->n_crossings; c++)
        status = bind_crossing(f, w, c, fault);
    return status;
}

/* The PSUs of shard K of N: runs of nearly equal length. */
static void
take_shard(struct folding *f, const struct sv_shard *shard)
{
    const uint64_t n = f->design.n_units[0];

    f->fold.end_psu = (uint32_t) n;
    if (shard->n == 0)
        return;
    f->fold.first_psu = (uint32_t) (n * (shard->k - 1) / shard->n);
    f->fold.end_psu = (uint32_t) (n * shard->k / shard->n);
}

/* Without clusters, replicate weights do not say what the PSUs are. */
static bool
knows_psus(const struct work *w)
{
    return sv_stage_survey(w->stage)->design.clusters.n > 0;
}

static bool
asks_for_rank(const struct work *w)
{
    const struct sv_design_spec *d = &sv_stage_survey(w->stage)->design;

    return strcmp(d->degrees_of_freedom.text, "replicates") == 0;
}

static enum sv_status
fill_replicates(const void *self, const struct sv_replicate_sums *into,
                struct sv_fault *fault)
{
    const struct folding *f = self;

    return sv_replicate_fold(into, &f->fold, &f->replicates.file,
                             f->replicates.exponent, fault);
}

static enum sv_status
plan_replicates(struct folding *f, struct sv_fault *fault)
{
    struct sv_replicate_tally *t = &f->replicates;

    if (t->file.weight.n != t->file.n * f->design.n_rows)
        return sv_fail(fault, SV_BUG, "weights.h5: %s/replicates is not of its "
                       "rows", f->fold.layout->name);
    t->exponent = calloc(2 * f->fold.layout->n_repeated + 1,
                         sizeof *t->exponent);
    if (t->exponent == NULL)
        return no_memory(fault);
    t->rest = sv_replicate_exponents(t->exponent, &f->fold, &t->file);
    t->fill = fill_replicates;
    return SV_OK;
}

/* The replicate weights of a record type: from weights.h5, or from where ingest
 * left them. */
static enum sv_status
find_replicates(struct sv_replicate_file *out, struct work *w,
                const char *record, struct sv_fault *fault)
{
    enum sv_status status = sv_replicate_file_of(out, w->weights, record,
                                                 fault);

    if (status != SV_OK || !sv_replicates_are_apart(out))
        return status;
    if (w->given == NULL)
        status = sv_stage_input(&w->given, w->stage, "replicates.h5",
                                "replicates", 1, fault);
    return status == SV_OK ? sv_replicates_from(out, w->given, record, fault)
                           : status;
}

static enum sv_status
plan_record(struct folding *f, struct work *w,
            const struct sv_tally_record *record, struct sv_fault *fault)
{
    bool coarse;
    enum sv_status status = sv_ranges_of(&f->design, w->units, record->name,
                                         fault);

    if (status != SV_OK)
        return status;
    f->stage = w->stage;
    f->fold.layout = record;
    f->fold.design = &f->design;
    status = find_replicates(&f->replicates.file, w, record->name, fault);
    if (status != SV_OK)
        return status;
    coarse = f->replicates.file.n > 0 && !knows_psus(w);
    if (coarse)
        sv_coarsen(&f->design, &f->coarse);
    f->replicates.sketch = coarse
                           || (f->replicates.file.n > 0 && asks_for_rank(w));
    f->fold.stages = sv_tally_stages(&f->design);
    take_shard(f, w->shard);
    status = bind_record(f, w, fault);
    if (status == SV_OK && !coarse)
        status = sv_residual_file_of(&f->residuals, w->weights, record->name,
                                     fault);
    f->exponent = sv_cross_exponent(&f->fold, &f->residuals);
    if (status == SV_OK && f->replicates.file.n > 0)
        status = plan_replicates(f, fault);
    return status == SV_OK ? sv_fold_plan(&f->plan, &f->fold, fault)
                           : status;
}

/* Whether the record type has indicators, tests or pattern tables. */
static bool
is_folded(const struct work *w, const struct sv_tally_record *record)
{
    return sv_pattern_tallied(record, w->table, w->n_tables)
           || sv_test_of(w->test, w->n_tests, record);
}

static enum sv_status
plan_records(struct work *w, struct sv_fault *fault)
{
    enum sv_status status = SV_OK;

    for (size_t i = 0; status == SV_OK && i < w->layout.n; i++)
        if (is_folded(w, &w->layout.record[i]))
            status = plan_record(&w->of[i], w, &w->layout.record[i], fault);
    for (size_t k = 0; status == SV_OK && k < w->n_tests; k++)
        status = plan_record(&w->of[w->layout.n + k], w, &w->test[k].record,
                             fault);
    return status;
}

/* The replicate weights of the shard, for pattern tables. */
static void
take_rows(struct folding *f)
{
    const struct sv_replicate_file *file = &f->replicates.file;
    const size_t line = file->n * sv_type_size(file->weight.type);
    const uint32_t first = sv_first_row(&f->design, 0, f->fold.first_psu);

    if (file->n > 0)
        f->rows = (struct sv_member_run){
            (const char *) file->weight.data + first * line,
            sv_first_row(&f->design, 0, f->fold.end_psu) - first,
        };
}

static enum sv_status
plan_tables(struct work *w, struct sv_fault *fault)
{
    enum sv_status status = SV_OK;

    for (size_t k = 0; status == SV_OK && k < w->n_tables; k++) {
        size_t i = 0;

        while (i < w->layout.n
               && strcmp(w->table[k].record, w->layout.record[i].name) != 0)
            i++;
        if (i == w->layout.n)
            return sv_fail(fault, SV_BUG, "units.h5: pattern table %zu is of "
                           "no record type", k);
        status = sv_pattern_fold_make(&w->patterns[k], &w->table[k], w->units,
                                      &w->of[i].fold, &w->of[i].residuals,
                                      w->of[i].replicates.file.n > 0, fault);
        if (status == SV_OK)
            take_rows(&w->of[i]);
    }
    return status;
}

static void
count_rows(const void *self, uint64_t *rows)
{
    const struct folding *f = self;

    sv_fold_count(rows, &f->plan, f->fold.layout->n_cells);
}

static enum sv_status
fill_rows(const void *self, const struct sv_tally_columns *into,
          struct sv_fault *fault)
{
    const struct folding *f = self;

    return sv_fold_run(into, &f->plan, &f->fold, f->stage, fault);
}

static enum sv_status
fill_cross(const void *self, uint64_t *into, struct sv_fault *fault)
{
    const struct folding *f = self;

    return sv_cross_fold(into, &f->fold, &f->residuals, f->exponent, fault);
}

static struct sv_tally_source
source_of(const struct folding *f, bool with_design)
{
    return (struct sv_tally_source){
        .record = f->fold.layout, .design = with_design ? &f->design : NULL,
        .count = count_rows, .fill = fill_rows, .self = f,
        .residuals = &f->residuals, .exponent = f->exponent,
        .cross = fill_cross, .replicates = &f->replicates,
        .members = { f->rows.data != NULL ? f->replicates.file.n : 0,
                     f->replicates.file.weight.type, &f->rows, 1 },
    };
}

static void
free_folding(struct folding *f)
{
    for (size_t c = 0; f->fold.codes != NULL && c < f->fold.layout->n_crossings;
         c++)
        free(f->fold.codes[c]);
    free(f->fold.codes);
    free(f->fold.state);
    free(f->fold.y);
    free(f->fold.x);
    free(f->replicates.exponent);
    sv_fold_plan_free(&f->plan);
}

static enum sv_status
write_tally(const struct work *w, const struct sv_shard *shard,
            struct sv_fault *fault)
{
    struct sv_tally_source *source =
        calloc(w->layout.n + w->n_tests + w->n_tables + 1, sizeof *source);
    char name[64] = "tally.h5";
    size_t n = 0;
    enum sv_status status;

    if (source == NULL)
        return no_memory(fault);
    if (shard->n > 0)
        snprintf(name, sizeof name, "tally-%u-of-%u.h5", shard->k, shard->n);
    for (size_t i = 0; i < w->layout.n; i++)
        if (is_folded(w, &w->layout.record[i]))
            source[n++] = source_of(&w->of[i], true);
    for (size_t k = 0; k < w->n_tests; k++)
        source[n++] = source_of(&w->of[w->layout.n + k], false);
    for (size_t k = 0; k < w->n_tables; k++)
        source[n++] = sv_pattern_source(&w->patterns[k]);
    status = sv_tally_write(w->stage, name, w->meta, source, n, fault);
    free(source);
    return status;
}

/* Adds to the meta what the tally is of: parts are compared by it, and it is
 * the provenance of the tally, the same however many shards there were. */
static enum sv_status
describe(struct work *w, struct sv_fault *fault)
{
    struct sv_digest units, weights, replicates;
    struct sv_fault none = { 0 };
    json_t *of;
    enum sv_status status =
        sv_stage_digest(&units, w->stage, "units.h5", fault);

    if (status == SV_OK)
        status = sv_stage_digest(&weights, w->stage, "weights.h5", fault);
    if (status != SV_OK)
        return status;
    of = json_pack("{s:s, s:s, s:s, s:s}", "program", "hearth-tally", "version",
                   SV_VERSION, "units", units.hex, "weights", weights.hex);
    if (of != NULL && sv_stage_digest(&replicates, w->stage, "replicates.h5",
                                      &none) == SV_OK)
        json_object_set_new(of, "replicates", json_string(replicates.hex));
    if (of != NULL && w->shard->n > 0)
        json_object_set_new(of, "shard", json_pack("[i, i]", (int) w->shard->k,
                                                   (int) w->shard->n));
    if (of == NULL || json_object_set_new(w->meta, "tally", of) != 0)
        return no_memory(fault);
    return SV_OK;
}

static enum sv_status
fold(struct work *w, struct sv_fault *fault)
{
    const char *text = sv_store_text_of(w->units, "meta");
    enum sv_status status;

    w->meta = text != NULL ? json_loads(text, 0, NULL) : NULL;
    if (w->meta == NULL)
        return sv_fail(fault, SV_DATA, "units.h5: has no meta; run "
                       "hearth-derive again");
    status = describe(w, fault);
    if (status == SV_OK)
        status = sv_nonresponse_add(w->meta, w->units, fault);
    if (status == SV_OK)
        status = sv_tally_layout(&w->layout, w->meta, fault);
    if (status == SV_OK)
        status = sv_test_layout(&w->test, &w->n_tests, w->meta, fault);
    if (status == SV_OK)
        status = sv_pattern_layout(&w->table, &w->n_tables, w->meta, fault);
    if (status != SV_OK)
        return status;
    w->of = calloc(w->layout.n + w->n_tests + 1, sizeof *w->of);
    w->patterns = calloc(w->n_tables + 1, sizeof *w->patterns);
    if (w->of == NULL || w->patterns == NULL)
        return no_memory(fault);
    status = plan_records(w, fault);
    if (status == SV_OK)
        status = plan_tables(w, fault);
    return status == SV_OK ? write_tally(w, w->shard, fault) : status;
}

enum sv_status
sv_tally(struct sv_stage *stage, const void *options, struct sv_fault *fault)
{
    const struct sv_tally_options *o = options;
    struct work w = { .stage = stage, .shard = &o->shard };
    const char *const *operand;
    enum sv_status status;

    if (o->merge)
        return sv_merge(stage, fault);
    if (sv_stage_operands(stage, &operand) > 0)
        return sv_fail(fault, SV_USAGE, "'%s': parts of a tally are for "
                       "--merge; see hearth-tally --help", *operand);
    status = sv_stage_input(&w.units, stage, "units.h5", "units", 1, fault);
    if (status == SV_OK)
        status = sv_stage_input(&w.weights, stage, "weights.h5", "weights", 1,
                                fault);
    if (status == SV_OK)
        status = fold(&w, fault);
    for (size_t i = 0; w.of != NULL && i < w.layout.n + w.n_tests; i++)
        free_folding(&w.of[i]);
    free(w.of);
    free(w.test);
    for (size_t k = 0; w.patterns != NULL && k < w.n_tables; k++)
        sv_pattern_fold_free(&w.patterns[k]);
    free(w.patterns);
    sv_pattern_layout_free(w.table, w.n_tables);
    sv_tally_layout_free(&w.layout);
    json_decref(w.meta);
    sv_store_close(w.given);
    sv_store_close(w.weights);
    sv_store_close(w.units);
    return status;
}
