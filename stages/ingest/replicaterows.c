/* replicaterows.c - replicates.h5: replicate weights row by row. */
#include "stages/ingest/replicaterows.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "pipeline/store.h"

enum {
    CHUNK = SV_BLOCK_ROWS,      /* rows that a thread takes at a time */
    TILE = 64,                  /* rows that are turned within the cache */
    BLOCK = 4096,               /* values that are looked at together */
};

/* What is written for one table. */
struct turning {
    const struct sv_table *table;
    const struct sv_field **field;      /* [n] */
    size_t n;
    bool narrow;                /* float holds every weight exactly */
    void *to;                   /* [rows][n] mapped */
    struct sv_replicate_facts *facts;   /* [n] */
};

static int
by_position(const void *key, const void *element)
{
    const size_t position = *(const size_t *) key;
    const struct sv_field *f = element;

    return (position > f->position) - (position < f->position);
}

/* NULL if it is not used: its name can name no column. */
static const struct sv_field *
field_of(const struct sv_table *t, size_t r)
{
    return bsearch(&t->replicates->at[r], t->file->field, t->file->n_fields,
                   sizeof *t->file->field, by_position);
}

const char *
sv_replicate_name(const struct sv_table *table, size_t r)
{
    return table->file->name[table->replicates->at[r]];
}

bool
sv_has_replicate_rows(const struct sv_table *table)
{
    for (size_t r = 0; r < table->replicates->n; r++) {
        const struct sv_field *f = field_of(table, r);

        if (f == NULL || f->text || f->missing)
            return false;
    }
    return table->replicates->n > 0 && table->at == NULL;
}

bool
sv_is_kept(const struct sv_table *table, const struct sv_field *field)
{
    return table->used[field->position]
        && !(table->replicate_only[field->position]
             && sv_has_replicate_rows(table));
}

/* ---- type ------------------------------------------------------------------- */

static bool
block_is_narrow(const double *x, size_t n)
{
    bool narrow = true;

    for (size_t j = 0; j < n; j++)
        narrow &= (double) (float) x[j] == x[j];
    return narrow;
}

/* Looks at values in the file's order, until one does not fit. */
static void
look_at_type(_Atomic bool *narrow, const struct sv_datafile *file,
             const struct sv_field *f)
{
    double x[BLOCK];

    if (f->type == SV_I8 || f->type == SV_I16)
        return;
    for (uint64_t row = 0; atomic_load(narrow) && row < file->n; row += BLOCK) {
        const size_t n = file->n - row < BLOCK ? (size_t) (file->n - row)
                                               : BLOCK;

        sv_datafile_values(x, SV_F64, file, f, row, n);
        if (!block_is_narrow(x, n))
            atomic_store(narrow, false);
        sv_datafile_rest_of(file, f, row < SV_BLOCK_ROWS ? 0
                                     : row - SV_BLOCK_ROWS, SV_BLOCK_ROWS);
    }
}

static bool
is_narrow(const struct turning *w, int threads)
{
    _Atomic bool narrow = true;

    #pragma omp parallel for schedule(dynamic, 1) num_threads(threads)
    for (size_t r = 0; r < w->n; r++)
        look_at_type(&narrow, w->table->file, w->field[r]);
    return narrow;
}

/* ---- rows --------------------------------------------------------------------- */

/* Rows of a tile that follow each other in the file as well. */
struct run {
    uint32_t row, n;            /* of the file, from 0 */
};

static size_t
find_runs(struct run *run, const struct sv_table *t, uint32_t first, uint32_t n)
{
    size_t n_runs = 0;

    for (uint32_t i = first; i < first + n; i++) {
        const uint32_t row = sv_table_row(t, t->order[i]) - 1;

        if (n_runs > 0 && run[n_runs - 1].row + run[n_runs - 1].n == row)
            run[n_runs - 1].n++;
        else
            run[n_runs++] = (struct run){ row, 1 };
    }
    return n_runs;
}

static void
put(const struct turning *w, const double *x, uint32_t first, uint32_t n,
    size_t r)
{
    if (w->narrow)
        for (uint32_t j = 0; j < n; j++)
            ((float *) w->to)[(first + j) * w->n + r] = (float) x[j];
    else
        for (uint32_t j = 0; j < n; j++)
            ((double *) w->to)[(first + j) * w->n + r] = x[j];
}

static void
turn_tile(const struct turning *w, struct sv_replicate_facts *facts,
          uint32_t first, uint32_t n)
{
    struct run run[TILE];
    const size_t n_runs = find_runs(run, w->table, first, n);

    for (size_t r = 0; r < w->n; r++) {
        double x[TILE];
        size_t at = 0;

        for (size_t k = 0; k < n_runs; at += run[k++].n)
            sv_datafile_values(x + at, SV_F64, w->table->file, w->field[r],
                               run[k].row, run[k].n);
        sv_replicate_facts_add(&facts[r], x, n);
        put(w, x, first, n, r);
    }
}

/* What has been turned need not stay in memory; a block of the file that began
 * in another chunk is done with, too. */
static void
rest(const struct turning *w, uint32_t first, uint32_t n)
{
    const size_t line = w->n * (w->narrow ? sizeof(float) : sizeof(double));
    const uint32_t row = sv_table_row(w->table, w->table->order[first]) - 1;
    const uint32_t before = row < CHUNK ? row : CHUNK;

    for (size_t r = 0; r < w->n; r++)
        sv_datafile_rest_of(w->table->file, w->field[r], row - before,
                            before + n);
    sv_pages_done((const char *) w->to + first * line, n * line);
}

static void
turn_chunk(const struct turning *w, struct sv_replicate_facts *facts,
           uint32_t first)
{
    const uint32_t rows = w->table->n - first;
    const uint32_t n = rows < CHUNK ? rows : CHUNK;

    for (size_t r = 0; r < w->n; r++)
        facts[r] = sv_replicate_facts_none();
    for (uint32_t k = 0; k < n; k += TILE)
        turn_tile(w, facts, first + k, n - k < TILE ? n - k : TILE);
    rest(w, first, n);
}

/* Facts of chunks are joined in their order, and so are the same for any number
 * of threads. */
static enum sv_status
turn(const struct turning *w, int threads, struct sv_fault *fault)
{
    _Atomic bool no_memory = false;

    for (size_t r = 0; r < w->n; r++)
        w->facts[r] = sv_replicate_facts_none();
    #pragma omp parallel num_threads(threads)
    {
        struct sv_replicate_facts *facts = calloc(w->n, sizeof *facts);

        if (facts == NULL)
            atomic_store(&no_memory, true);
        #pragma omp for ordered schedule(dynamic, 1)
        for (uint32_t first = 0; first < w->table->n; first += CHUNK) {
            if (facts != NULL)
                turn_chunk(w, facts, first);
            #pragma omp ordered
            for (size_t r = 0; facts != NULL && r < w->n; r++)
                sv_replicate_facts_join(&w->facts[r], &facts[r]);
        }
        free(facts);
    }
    sv_datafile_rest(w->table->file);
    return no_memory ? sv_fail(fault, SV_SYSTEM, "out of memory for replicate "
                               "weights")
                     : SV_OK;
}

/* ---- the file ------------------------------------------------------------------ */

static void
name_rows(char *out, size_t size, const struct sv_table *t)
{
    snprintf(out, size, "%s/weight", t->spec->name.text);
}

static enum sv_status
prepare(struct turning *w, const struct sv_table *t,
        struct sv_scratch *scratch, struct sv_store_maker *maker, int threads,
        struct sv_fault *fault)
{
    void *facts = NULL;
    char name[SV_FORMAT_HEAD];

    *w = (struct turning){ .table = t, .n = t->replicates->n };
    w->field = calloc(w->n, sizeof *w->field);
    if (w->field == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for replicate weights");
    if (sv_scratch_take(&facts, scratch, w->n, sizeof *w->facts, fault)
        != SV_OK)
        return fault->status;
    w->facts = facts;
    for (size_t r = 0; r < w->n; r++)
        w->field[r] = field_of(t, r);
    w->narrow = is_narrow(w, threads);
    name_rows(name, sizeof name, t);
    return sv_store_declare(maker, name, w->narrow ? SV_F32 : SV_F64,
                            w->n * t->n, fault);
}

static enum sv_status
write_all(struct turning *w, struct sv_replicate_facts **facts,
          const struct sv_tables *all, struct sv_store_maker *maker,
          int threads, struct sv_fault *fault)
{
    char name[SV_FORMAT_HEAD];
    enum sv_status status = SV_OK;

    for (size_t t = 0; status == SV_OK && t < all->n; t++)
        if (sv_has_replicate_rows(&all->table[t]))
            status = prepare(&w[t], &all->table[t], all->scratch, maker,
                             threads, fault);
    if (status == SV_OK)
        status = sv_store_layout(maker, fault);
    for (size_t t = 0; status == SV_OK && t < all->n; t++) {
        if (w[t].n == 0)
            continue;
        name_rows(name, sizeof name, w[t].table);
        w[t].to = sv_store_map(maker, name);
        facts[t] = w[t].facts;
        status = turn(&w[t], threads, fault);
    }
    return status;
}

enum sv_status
sv_write_replicate_rows(const char *path, struct sv_replicate_facts **facts,
                        const struct sv_tables *all, unsigned jobs,
                        struct sv_digest *digest, struct sv_fault *fault)
{
    struct turning *w = calloc(all->n, sizeof *w);
    struct sv_store_maker *maker = NULL;
    enum sv_status status =
        w == NULL ? sv_fail(fault, SV_SYSTEM, "out of memory")
                  : sv_store_begin(&maker, path, "replicates", 1, fault);

    if (status == SV_OK)
        status = write_all(w, facts, all, maker, (int) jobs, fault);
    if (status == SV_OK)
        status = sv_store_seal(maker, digest, fault);
    else
        sv_store_abandon(maker);
    for (size_t t = 0; w != NULL && t < all->n; t++)
        free(w[t].field);
    free(w);
    return status;
}
