/* merge.c - parts of a tally, made shard by shard, become one. */
#include "stages/tally/merge.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pipeline/manifest.h"
#include "pipeline/memberfile.h"
#include "pipeline/patternfile.h"
#include "stages/tally/crosssums.h"
#include "stages/tally/replicatetally.h"
#include "stages/tally/tallywriter.h"

enum { NAME_SIZE = 256 };

struct part {
    const char *path;           /* as given */
    struct sv_store *store;
    json_t *meta;
    unsigned k, n;              /* shard k of n */
};

struct merging {
    struct sv_stage *stage;
    struct part *part;          /* in the order of shards, once sorted */
    size_t n;
    struct sv_tally_layout layout;
    struct sv_test_layout *test;
    size_t n_tests;
    struct sv_pattern_layout *table;
    size_t n_tables;
};

/* A record type, or a pattern table, of all parts. */
struct joined {
    const struct merging *merging;
    const struct sv_tally_record *record;
    struct sv_ranges design;
    struct sv_tally_rows *rows; /* [merging->n] */
    struct sv_residual_file *residuals; /* [merging->n] */
    struct sv_tally_record patterns;
    struct sv_pattern_table *table;     /* [merging->n] */
    struct sv_replicate_file *replicates;       /* [merging->n] */
    struct sv_replicate_tally tally;
    struct sv_member_run *run;  /* [merging->n] rows of replicate weights */
    struct sv_member_rows rows_of_weights;
    struct sv_member_file *members;     /* [merging->n] of a pattern table */
};

static enum sv_status
no_memory(struct sv_fault *fault)
{
    return sv_fail(fault, SV_SYSTEM, "out of memory for the tally");
}

/* The digest that the manifest of the part's own folder has for it. */
static enum sv_status
known_digest(struct sv_digest *out, const char *path, struct sv_fault *fault)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash != NULL ? slash + 1 : path;
    char *folder = slash != NULL ? strndup(path, (size_t) (slash - path))
                                 : strdup(".");
    struct sv_manifest *manifest;
    enum sv_status status = folder == NULL
                                ? no_memory(fault)
                                : sv_manifest_read(&manifest, folder, fault);

    free(folder);
    if (status != SV_OK)
        return status;
    if (access(path, F_OK) != 0)
        status = sv_fail(fault, SV_DATA, "%s: there is no such file; --merge "
                         "takes the tally-K-of-N.h5 of all shards", path);
    else if (sv_manifest_maker(manifest, name, out) == NULL)
        status = sv_fail(fault, SV_DATA, "%s: is not in the manifest.json "
                         "beside it; bring that along, too", path);
    sv_manifest_free(manifest);
    return status;
}

static enum sv_status
open_part(struct part *p, struct sv_stage *stage, struct sv_fault *fault)
{
    struct sv_digest digest;
    const json_t *shard;
    const char *text;
    enum sv_status status = known_digest(&digest, p->path, fault);

    if (status == SV_OK)
        status = sv_store_open(&p->store, p->path, "tally", SV_TALLY_VERSION,
                               &digest, fault);
    if (status == SV_OK)
        status = sv_stage_used(stage, p->path, &digest, fault);
    if (status != SV_OK)
        return status;
    text = sv_store_text_of(p->store, "meta");
    p->meta = text != NULL ? json_loads(text, 0, NULL) : NULL;
    shard = json_object_get(json_object_get(p->meta, "tally"), "shard");
    p->k = (unsigned) json_integer_value(json_array_get(shard, 0));
    p->n = (unsigned) json_integer_value(json_array_get(shard, 1));
    if (p->n == 0)
        return sv_fail(fault, SV_DATA, "%s: is not a part of a tally; parts "
                       "are made by hearth-tally --shard K/N", p->path);
    return SV_OK;
}

static int
compare_parts(const void *a, const void *b)
{
    const struct part *x = a, *y = b;

    return (x->k > y->k) - (x->k < y->k);
}

/* Whether A and B differ in nothing but the shard; drops it from both. */
static bool
same_but_shard(const struct part *a, const struct part *b)
{
    json_object_del(json_object_get(a->meta, "tally"), "shard");
    json_object_del(json_object_get(b->meta, "tally"), "shard");
    return json_equal(a->meta, b->meta);
}

static enum sv_status
check_parts(struct merging *m, struct sv_fault *fault)
{
    const unsigned n = m->part[0].n;
    unsigned next = 1;

    qsort(m->part, m->n, sizeof *m->part, compare_parts);
    for (size_t i = 0; i < m->n; i++) {
        const struct part *p = &m->part[i];

        if (p->n != n)
            sv_add(fault, SV_DATA, "%s: is one of %u parts, but others are of "
                   "%u", p->path, p->n, n);
        else if (i > 0 && p->k == m->part[i - 1].k)
            sv_add(fault, SV_DATA, "%s: is part %u of %u, and so is %s",
                   p->path, p->k, n, m->part[i - 1].path);
        else if (!same_but_shard(&m->part[0], p))
            sv_add(fault, SV_DATA, "%s: was made from other units, weights or "
                   "indicators than %s", p->path, m->part[0].path);
        for (; next < p->k; next++)
            sv_add(fault, SV_DATA, "part %u of %u is missing", next, n);
        next = p->k + 1;
    }
    for (; next <= n; next++)
        sv_add(fault, SV_DATA, "part %u of %u is missing", next, n);
    return fault->status;
}

static void
count_rows(const void *self, uint64_t *rows)
{
    const struct joined *j = self;

    for (size_t p = 0; p < j->merging->n; p++)
        for (size_t c = 0; c < j->record->n_cells; c++)
            rows[c + 1] += j->rows[p].cells[c + 1] - j->rows[p].cells[c];
}

/* Puts the rows of CELL in one part at AT and behind. */
static size_t
put_cell(const struct joined *j, const struct sv_tally_rows *rows, size_t cell,
         const struct sv_tally_columns *into, size_t at)
{
    const struct sv_tally_record *r = j->record;

    for (size_t i = rows->cells[cell]; i < rows->cells[cell + 1]; i++) {
        const struct sv_tally_row row = {
            .unit = rows->unit[i], .sums = rows->sums + i * r->n_sums,
            .moments = rows->moments != NULL ? rows->moments + i * r->n_moments
                                             : NULL,
            .counts = rows->counts + i, .stride = rows->n,
        };

        sv_tally_put(into, r, at++, &row);
    }
    return at;
}

/* Cell by cell, the rows of all parts in the order of shards. */
static enum sv_status
fill_rows(const void *self, const struct sv_tally_columns *into,
          struct sv_fault *fault)
{
    const struct joined *j = self;
    size_t at = 0;

    for (size_t cell = 0; cell < j->record->n_cells; cell++)
        for (size_t p = 0; p < j->merging->n; p++)
            at = put_cell(j, &j->rows[p], cell, into, at);
    return fault->status;
}

static enum sv_status
fill_cross(const void *self, uint64_t *into, struct sv_fault *fault)
{
    const struct joined *j = self;

    for (size_t p = 0; p < j->merging->n; p++)
        sv_cross_add(into, j->residuals[p].cross, j->residuals[p].n_cross);
    return fault->status;
}

/* Adds FROM [n], if it is there, to INTO. */
static void
add_up(uint64_t *into, const uint64_t *from, size_t n)
{
    for (size_t k = 0; from != NULL && k < n; k++)
        into[k] += from[k];
}

static enum sv_status
fill_replicates(const void *self, const struct sv_replicate_sums *into,
                struct sv_fault *fault)
{
    const struct joined *j = self;
    const size_t n = j->tally.file.n;
    const size_t sums = j->record->n_cells * j->record->n_repeated * n;

    for (size_t p = 0; p < j->merging->n; p++) {
        const struct sv_replicate_file *part = &j->replicates[p];

        add_up(into->totals, part->totals, sums);
        add_up(into->rest, part->rest, sums);
        add_up(into->sketch, part->sketch, part->n_sketch * n);
    }
    return fault->status;
}

static void
join_replicates(struct joined *j)
{
    const struct sv_replicate_file *first = &j->replicates[0];

    j->tally.file = *first;
    j->tally.rest = first->rest != NULL;
    j->tally.sketch = first->sketch != NULL;
    j->tally.fill = fill_replicates;
    if (first->n == 0)
        return;
    j->tally.exponent = malloc(2 * j->record->n_repeated
                               * sizeof *j->tally.exponent);
    if (j->tally.exponent != NULL)
        memcpy(j->tally.exponent, first->exponent,
               2 * j->record->n_repeated * sizeof *first->exponent);
}

/* Part P's rows of replicate weights, where it has them. */
static enum sv_status
join_weights(struct joined *j, size_t p, struct sv_fault *fault)
{
    const struct sv_store *store = j->merging->part[p].store;
    struct sv_column weight = { SV_U8, 0, NULL };
    char path[NAME_SIZE];

    snprintf(path, sizeof path, "%s/replicates/rows", j->record->group);
    if (j->replicates[p].n == 0 || !sv_store_has(store, path))
        return SV_OK;
    if (sv_store_column(&weight, store, path, fault) != SV_OK)
        return fault->status;
    j->run[p] = (struct sv_member_run){ weight.data,
                                        weight.n / j->replicates[p].n };
    j->rows_of_weights = (struct sv_member_rows){
        j->replicates[p].n, weight.type, j->run, j->merging->n,
    };
    return SV_OK;
}

static enum sv_status
join_record(struct joined *j, const struct merging *m,
            const struct sv_tally_record *record, struct sv_fault *fault)
{
    enum sv_status status = sv_ranges_of(&j->design, m->part[0].store,
                                         record->name, fault);

    j->merging = m;
    j->record = record;
    j->rows = calloc(m->n, sizeof *j->rows);
    j->residuals = calloc(m->n, sizeof *j->residuals);
    j->replicates = calloc(m->n, sizeof *j->replicates);
    j->run = calloc(m->n, sizeof *j->run);
    if (j->rows == NULL || j->residuals == NULL || j->replicates == NULL
        || j->run == NULL)
        return no_memory(fault);
    for (size_t p = 0; status == SV_OK && p < m->n; p++) {
        status = sv_tally_rows_of(&j->rows[p], m->part[p].store, record, fault);
        if (status == SV_OK)
            status = sv_residual_file_of(&j->residuals[p], m->part[p].store,
                                         record->group, fault);
        if (status == SV_OK)
            status = sv_replicate_file_of(&j->replicates[p], m->part[p].store,
                                          record->group, fault);
        if (status == SV_OK)
            status = join_weights(j, p, fault);
    }
    if (status != SV_OK)
        return status;
    join_replicates(j);
    return j->tally.file.n > 0 && j->tally.exponent == NULL ? no_memory(fault)
                                                            : SV_OK;
}

/* Members of cell C in part P, behind the AT before them. */
static uint64_t
put_members(const struct sv_pattern_columns *into, const struct joined *j,
            size_t c, size_t p, size_t *row, uint64_t at)
{
    const struct sv_tally_rows *rows = &j->table[p].rows;
    const struct sv_member_file *from = &j->members[p];

    for (size_t i = rows->cells[c]; i < rows->cells[c + 1]; i++) {
        const size_t n = (size_t) (from->first[i + 1] - from->first[i]);

        memcpy(into->member + at, from->row + from->first[i],
               n * sizeof *into->member);
        into->members[++*row] = at += n;
    }
    return at;
}

static void
list_members(const struct sv_pattern_columns *into, const struct joined *j)
{
    uint64_t at = 0;
    size_t row = 0;

    for (size_t c = 0; into->members != NULL && c < j->table[0].n_patterns; c++)
        for (size_t p = 0; p < j->merging->n; p++)
            at = put_members(into, j, c, p, &row, at);
}

/* Every part has the same patterns, and entries of its own. */
static void
fill_patterns(const void *self, const struct sv_pattern_columns *into)
{
    const struct joined *j = self;
    const struct sv_pattern_table *one = &j->table[0];
    uint64_t at = 0;
    size_t to = 0;

    memcpy(into->values, one->values,
           one->n_columns * one->n_patterns * sizeof *into->values);
    for (size_t c = 0; into->first != NULL && c < one->n_patterns; c++)
        for (size_t p = 0; p < j->merging->n; p++) {
            const struct sv_pattern_table *t = &j->table[p];

            for (size_t i = t->rows.cells[c]; i < t->rows.cells[c + 1]; i++) {
                const size_t n = (size_t) (t->first[i + 1] - t->first[i]);

                memcpy(into->column + at, t->column + t->first[i],
                       n * sizeof *into->column);
                memcpy(into->v + at, t->v + t->first[i], n * sizeof *into->v);
                into->first[++to] = at += n;
            }
        }
    list_members(into, j);
}

static enum sv_status
join_table(struct joined *j, const struct merging *m,
           const struct sv_pattern_layout *layout, struct sv_fault *fault)
{
    enum sv_status status = SV_OK;

    j->merging = m;
    j->record = &j->patterns;
    j->rows = calloc(m->n, sizeof *j->rows);
    j->table = calloc(m->n, sizeof *j->table);
    j->members = calloc(m->n, sizeof *j->members);
    if (j->rows == NULL || j->table == NULL || j->members == NULL)
        return no_memory(fault);
    for (size_t p = 0; status == SV_OK && p < m->n; p++) {
        status = sv_pattern_table_of(&j->table[p], m->part[p].store, layout,
                                     fault);
        j->rows[p] = j->table[p].rows;
        if (status == SV_OK)
            status = sv_member_file_of(&j->members[p], m->part[p].store, layout,
                                       j->rows[p].n, fault);
        if (status == SV_OK
            && j->table[p].n_patterns != j->table[0].n_patterns)
            status = sv_fail(fault, SV_BUG, "%s: has other patterns than %s",
                             m->part[p].path, m->part[0].path);
    }
    j->patterns = sv_pattern_rows(layout, j->table[0].n_patterns);
    return status;
}

static struct sv_tally_source
source_of_record(const struct joined *j, bool with_design)
{
    return (struct sv_tally_source){
        .record = j->record, .design = with_design ? &j->design : NULL,
        .count = count_rows, .fill = fill_rows, .self = j, .residuals = j->residuals,
        .exponent = j->residuals[0].exponent, .cross = fill_cross,
        .replicates = &j->tally, .members = j->rows_of_weights,
    };
}

static struct sv_tally_source
source_of_table(const struct joined *j)
{
    struct sv_tally_source s = {
        .record = j->record, .count = count_rows, .fill = fill_rows, .self = j,
        .n_columns = j->table[0].n_columns,
        .has_entries = j->table[0].first != NULL,
        .has_members = j->members[0].n > 0,
        .fill_patterns = fill_patterns,
    };

    for (size_t p = 0; s.has_entries && p < j->merging->n; p++)
        s.n_entries += j->table[p].first[j->rows[p].n];
    for (size_t p = 0; s.has_members && p < j->merging->n; p++)
        s.n_members += j->members[p].first[j->rows[p].n];
    return s;
}

/* Joins record types, then tests and pattern tables, and writes them; how many there
 * were comes to *N, also after a failure. */
static enum sv_status
join_all(struct joined *joined, struct sv_tally_source *source, size_t *n,
         const struct merging *m, struct sv_fault *fault)
{
    enum sv_status status = SV_OK;

    for (size_t i = 0; status == SV_OK && i < m->layout.n; i++) {
        const struct sv_tally_record *record = &m->layout.record[i];

        if (!sv_pattern_tallied(record, m->table, m->n_tables)
            && !sv_test_of(m->test, m->n_tests, record))
            continue;
        status = join_record(&joined[*n], m, record, fault);
        if (status == SV_OK)
            source[*n] = source_of_record(&joined[*n], true);
        ++*n;
    }
    for (size_t k = 0; status == SV_OK && k < m->n_tests; k++) {
        status = join_record(&joined[*n], m, &m->test[k].record, fault);
        if (status == SV_OK)
            source[*n] = source_of_record(&joined[*n], false);
        ++*n;
    }
    for (size_t k = 0; status == SV_OK && k < m->n_tables; k++) {
        status = join_table(&joined[*n], m, &m->table[k], fault);
        if (status == SV_OK)
            source[*n] = source_of_table(&joined[*n]);
        ++*n;
    }
    return status == SV_OK ? sv_tally_write(m->stage, "tally.h5",
                                            m->part[0].meta, source, *n, fault)
                           : status;
}

static enum sv_status
join(struct merging *m, struct sv_fault *fault)
{
    const size_t most = m->layout.n + m->n_tests + m->n_tables + 1;
    struct joined *joined = calloc(most, sizeof *joined);
    struct sv_tally_source *source = calloc(most, sizeof *source);
    size_t n = 0;
    uint64_t rows = 0;
    enum sv_status status = joined == NULL || source == NULL
                                ? no_memory(fault)
                                : join_all(joined, source, &n, m, fault);

    for (size_t i = 0; i < n; i++) {
        rows += joined[i].design.n_rows;
        free(joined[i].rows);
        free(joined[i].residuals);
        free(joined[i].table);
        free(joined[i].replicates);
        free(joined[i].run);
        free(joined[i].members);
        free(joined[i].tally.exponent);
    }
    sv_stage_progress(m->stage, rows, rows);
    free(joined);
    free(source);
    return status;
}

enum sv_status
sv_merge(struct sv_stage *stage, struct sv_fault *fault)
{
    const char *const *path;
    struct merging m = { .stage = stage };
    enum sv_status status = SV_OK;

    m.n = sv_stage_operands(stage, &path);
    if (m.n == 0)
        return sv_fail(fault, SV_USAGE, "--merge takes the parts behind "
                       "SURVEY.yaml");
    m.part = calloc(m.n, sizeof *m.part);
    if (m.part == NULL)
        return no_memory(fault);
    for (size_t i = 0; status == SV_OK && i < m.n; i++) {
        m.part[i].path = path[i];
        status = open_part(&m.part[i], stage, fault);
    }
    if (status == SV_OK)
        status = check_parts(&m, fault);
    if (status == SV_OK)
        status = sv_tally_layout(&m.layout, m.part[0].meta, fault);
    if (status == SV_OK)
        status = sv_test_layout(&m.test, &m.n_tests, m.part[0].meta, fault);
    if (status == SV_OK)
        status = sv_pattern_layout(&m.table, &m.n_tables, m.part[0].meta,
                                   fault);
    if (status == SV_OK)
        status = join(&m, fault);
    free(m.test);
    sv_pattern_layout_free(m.table, m.n_tables);
    sv_tally_layout_free(&m.layout);
    for (size_t i = 0; i < m.n; i++) {
        json_decref(m.part[i].meta);
        sv_store_close(m.part[i].store);
    }
    free(m.part);
    return status;
}
