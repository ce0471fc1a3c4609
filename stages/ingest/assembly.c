/* assembly.c - microdata.h5, written from tables that have been laid out. */
#include "stages/ingest/assembly.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/identity.h"
#include "stages/ingest/metadata.h"
#include "stages/ingest/spread.h"

/* One column to be filled. */
struct job {
    const struct sv_table *table;
    const struct sv_field *field;
    const struct sv_visit *visit;
    void *value;
    uint8_t *reason;            /* NULL: none is missing */
    char name[SV_FORMAT_HEAD];
};

struct assembler {
    struct sv_store_maker *maker;
    const struct sv_tables *all;
    const struct sv_layout *layout;
    struct sv_replicate_facts *const *facts;    /* [all->n], see assembly.h */
    struct job *job;
    size_t n_jobs;
    struct sv_fault *fault;
};

static void
column_name(char *out, size_t room, const struct sv_table *t, const char *kind,
            const char *name)
{
    snprintf(out, room, "%s/%s%s%s", t->spec->name.text, kind,
             name != NULL ? "/" : "", name != NULL ? name : "");
}

static enum sv_status
declare_variable(struct assembler *a, const struct sv_table *t,
                 const struct sv_field *f)
{
    struct job *const job = &a->job[a->n_jobs++];
    char name[SV_FORMAT_HEAD], *strings;
    enum sv_status status;

    *job = (struct job) { .table = t, .field = f };
    column_name(job->name, sizeof job->name, t, "var", f->name);
    if (sv_store_declare(a->maker, job->name, f->type, t->n, a->fault) != SV_OK)
        return a->fault->status;
    column_name(name, sizeof name, t, "missing", f->name);
    if (f->missing
        && sv_store_declare(a->maker, name, SV_U8, t->n, a->fault) != SV_OK)
        return a->fault->status;
    if (!f->text)
        return SV_OK;
    column_name(name, sizeof name, t, "strings", f->name);
    if (sv_strings_text(&strings, f, a->fault) != SV_OK)
        return a->fault->status;
    status = sv_store_text(a->maker, name, strings, a->fault);
    free(strings);
    return status;
}

/* Names of PSUs, and the numbers that they go by between rounds. */
static enum sv_status
declare_psus(struct assembler *a, const struct sv_table *t,
             const struct sv_layout *l)
{
    char name[SV_FORMAT_HEAD], *psus;
    const size_t n = l->strata[l->n_strata];
    void *identity;
    enum sv_status status = sv_scratch_take(&identity, a->all->scratch, n,
                                            sizeof(uint64_t), a->fault);

    if (status != SV_OK)
        return status;
    sv_psu_identities(identity, l->labels, l->psus, l->strata, l->n_strata);
    column_name(name, sizeof name, t, "design", "psu");
    status = sv_store_put(a->maker, name, SV_U64, n, identity, a->fault);
    if (status != SV_OK)
        return status;
    psus = json_dumps(l->psus, JSON_COMPACT);
    if (psus == NULL)
        return sv_fail(a->fault, SV_SYSTEM, "out of memory");
    column_name(name, sizeof name, t, "design", "psu-names");
    status = sv_store_text(a->maker, name, psus, a->fault);
    free(psus);
    return status;
}

/* What unequal probabilities have; as far as it is there. */
static enum sv_status
declare_unequal(struct assembler *a, const struct sv_table *t,
                const struct sv_layout *l)
{
    const struct { const char *name; const double *at; size_t n; } part[] = {
        { "probability", l->probability, l->stage[0].n },
        { "squares", l->squares, l->n_strata },
        { "joint", l->joint, l->n_joint },
    };
    char name[SV_FORMAT_HEAD];

    for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
        column_name(name, sizeof name, t, "design", part[i].name);
        if (part[i].at != NULL
            && sv_store_put(a->maker, name, SV_F64, part[i].n, part[i].at,
                            a->fault) != SV_OK)
            return a->fault->status;
    }
    return SV_OK;
}

static enum sv_status
declare_design(struct assembler *a, const struct sv_table *t,
               const struct sv_layout *l)
{
    char name[SV_FORMAT_HEAD], part[32];

    column_name(name, sizeof name, t, "design", "strata");
    if (sv_store_put(a->maker, name, SV_U32, (size_t) l->n_strata + 1,
                     l->strata, a->fault) != SV_OK)
        return a->fault->status;
    for (size_t s = 0; s < l->n_stages; s++) {
        snprintf(part, sizeof part, "stage%zu", s + 1);
        column_name(name, sizeof name, t, "design", part);
        if (sv_store_put(a->maker, name, SV_U32, (size_t) l->stage[s].n + 1,
                         l->stage[s].start, a->fault) != SV_OK)
            return a->fault->status;
        if (l->stage[s].fpc == NULL)
            continue;
        snprintf(part, sizeof part, "fpc%zu", s + 1);
        column_name(name, sizeof name, t, "design", part);
        if (sv_store_put(a->maker, name, SV_F64,
                         s == 0 ? l->n_strata : l->stage[s - 1].n,
                         l->stage[s].fpc, a->fault) != SV_OK)
            return a->fault->status;
    }
    return declare_unequal(a, t, l) == SV_OK ? declare_psus(a, t, l)
                                             : a->fault->status;
}

static enum sv_status
declare_table(struct assembler *a, const struct sv_table *t,
              const struct sv_layout *l)
{
    char name[SV_FORMAT_HEAD];

    column_name(name, sizeof name, t, "row", NULL);
    if (sv_store_declare(a->maker, name, SV_U32, t->n, a->fault) != SV_OK)
        return a->fault->status;
    column_name(name, sizeof name, t, "parent", NULL);
    if (t->parent != NULL
        && sv_store_declare(a->maker, name, SV_U32, t->n, a->fault) != SV_OK)
        return a->fault->status;
    for (size_t i = 0; i < t->file->n_fields; i++)
        if (sv_is_kept(t, &t->file->field[i])
            && declare_variable(a, t, &t->file->field[i]) != SV_OK)
            return a->fault->status;
    return declare_design(a, t, l);
}

static enum sv_status
declare_replicates(struct assembler *a, const struct sv_table *t,
                   const struct sv_replicate_facts *facts)
{
    char name[SV_FORMAT_HEAD];

    if (facts == NULL)
        return SV_OK;
    column_name(name, sizeof name, t, "replicates", "facts");
    return sv_store_put(a->maker, name, SV_F64,
                        t->replicates->n * SV_N_REPLICATE_FACTS, facts,
                        a->fault);
}

static enum sv_status
declare(struct assembler *a)
{
    enum sv_status status;
    size_t n = 0;
    char *meta;

    for (size_t t = 0; t < a->all->n; t++)
        n += a->all->table[t].file->n_fields;
    a->job = calloc(n + 1, sizeof *a->job);
    if (a->job == NULL)
        return sv_fail(a->fault, SV_SYSTEM, "out of memory");
    for (size_t t = 0; t < a->all->n; t++)
        if (declare_table(a, &a->all->table[t], &a->layout[t]) != SV_OK
            || declare_replicates(a, &a->all->table[t], a->facts[t]) != SV_OK)
            return a->fault->status;
    if (sv_metadata(&meta, a->all, a->layout, a->fault) != SV_OK)
        return a->fault->status;
    status = sv_store_text(a->maker, "meta", meta, a->fault);
    free(meta);
    return status == SV_OK ? sv_store_layout(a->maker, a->fault) : status;
}

/* Row numbers and parents. */
static void
fill_rows(const struct assembler *a, const struct sv_table *t)
{
    char name[SV_FORMAT_HEAD];
    uint32_t *row, *parent = NULL;

    column_name(name, sizeof name, t, "row", NULL);
    row = sv_store_map(a->maker, name);
    column_name(name, sizeof name, t, "parent", NULL);
    if (t->parent != NULL)
        parent = sv_store_map(a->maker, name);
    for (uint32_t first = 0; first < t->n; first += SV_STRETCH) {
        const uint32_t n = t->n - first < SV_STRETCH ? t->n - first
                                                     : SV_STRETCH;

        for (uint32_t i = first; i < first + n; i++) {
            row[i] = sv_table_row(t, t->order[i]);
            if (parent != NULL)
                parent[i] = a->all->table[t->spec->parent]
                    .place[t->parent[t->order[i]]];
        }
        sv_pages_done(row + first, n * sizeof *row);
        if (parent != NULL)
            sv_pages_done(parent + first, n * sizeof *parent);
        sv_scratch_rest(a->all->scratch);
    }
}

static enum sv_status
plan_visits(struct assembler *a, const struct sv_table *t)
{
    struct sv_visit *visit = NULL;
    const enum sv_status status =
        sv_spread_visits(&visit, t, a->all->scratch, a->fault);

    for (size_t j = 0; j < a->n_jobs; j++)
        if (a->job[j].table == t)
            a->job[j].visit = visit;
    sv_scratch_rest(a->all->scratch);
    return status;
}

static void
map_columns(struct assembler *a)
{
    char name[SV_FORMAT_HEAD];

    for (size_t j = 0; j < a->n_jobs; j++) {
        struct job *const job = &a->job[j];

        job->value = sv_store_map(a->maker, job->name);
        column_name(name, sizeof name, job->table, "missing", job->field->name);
        if (job->field->missing)
            job->reason = sv_store_map(a->maker, name);
    }
}

static void
fill(const struct job *job, const struct sv_scratch *scratch)
{
    const struct sv_datafile *const file = job->table->file;
    const enum sv_type type = job->field->type;
    const size_t size = sv_type_size(type);

    for (size_t first = 0; first < job->table->n; first += SV_STRETCH) {
        const struct sv_visit *const visit = job->visit + first;
        const size_t left = job->table->n - first;
        const size_t n = left < SV_STRETCH ? left : SV_STRETCH;

        sv_spread_values(job->value, type, file, job->field, visit, n);
        sv_pages_done((char *) job->value + first * size, n * size);
        if (job->reason != NULL) {
            sv_spread_reasons(job->reason, file, job->field, visit, n);
            sv_pages_done(job->reason + first, n);
        }
        sv_scratch_rest(scratch);
    }
    sv_datafile_rest(file);
}

static enum sv_status
fill_all(struct assembler *a, unsigned jobs)
{
    const struct job *const job = a->job;
    const int n = (int) a->n_jobs, threads = (int) jobs;

    for (size_t t = 0; t < a->all->n; t++) {
        fill_rows(a, &a->all->table[t]);
        if (plan_visits(a, &a->all->table[t]) != SV_OK)
            return a->fault->status;
    }
    map_columns(a);
    #pragma omp parallel for schedule(dynamic, 1) num_threads(threads)
    for (int j = 0; j < n; j++)
        fill(&job[j], a->all->scratch);
    return SV_OK;
}

enum sv_status
sv_assemble(const char *path, const struct sv_tables *all,
            const struct sv_layout *layout,
            struct sv_replicate_facts *const *facts, unsigned jobs,
            struct sv_digest *digest, struct sv_fault *fault)
{
    struct assembler a = { .all = all, .layout = layout, .facts = facts,
                           .fault = fault };
    enum sv_status status;

    status = sv_store_begin(&a.maker, path, "microdata", 1, fault);
    if (status == SV_OK)
        status = declare(&a);
    if (status == SV_OK)
        status = fill_all(&a, jobs);
    if (status == SV_OK)
        status = sv_store_seal(a.maker, digest, fault);
    else
        sv_store_abandon(a.maker);
    free(a.job);
    return status;
}
