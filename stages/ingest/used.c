/* used.c - which variables of the data files the survey uses. */
#include "stages/ingest/used.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/names.h"

struct finder {
    struct sv_used *used;
    const struct sv_survey *survey;
    struct sv_datafile *const *file;    /* [record] */
    struct sv_fault *fault;
};

struct name {
    const char *at;
    size_t n;
};

long
sv_used_position(const struct sv_datafile *file, const char *name,
                 size_t length)
{
    for (size_t i = 0; i < file->n_variables; i++) {
        const char *const is = file->name[i];

        if (strncmp(is, name, length) == 0 && is[length] == '\0')
            return (long) i;
    }
    return -1;
}

static struct name
name_of(const struct sv_string *string)
{
    return (struct name) { string->text, strlen(string->text) };
}

/* NAME is not in FILE: which one may have been meant? */
static void
report_unknown(const struct finder *f, const struct sv_string *name,
               const struct sv_datafile *file, const char *where)
{
    const char *const near =
        sv_nearest(name->text, file->name, file->n_variables);

    if (near != NULL)
        sv_point(f->fault, SV_DATA, name->at, strlen(name->text),
                 "%s has no variable %s; did you mean %s?", where, name->text,
                 near);
    else
        sv_point(f->fault, SV_DATA, name->at, strlen(name->text),
                 "%s has no variable %s", where, name->text);
}

static void
mark_keys(const struct finder *f, int record)
{
    const struct sv_record *const r = &f->survey->record[record];

    for (size_t k = 0; k < r->key.n; k++) {
        const long i = sv_used_position(f->file[record], r->key.item[k].text,
                                        strlen(r->key.item[k].text));

        if (i >= 0)
            f->used->by[record][i] = true;
        else
            report_unknown(f, &r->key.item[k], f->file[record],
                           f->file[record]->path);
    }
}

/* The parent's keys lead to the parent. */
static void
mark_parent_keys(const struct finder *f, int record)
{
    const struct sv_names *const key = &f->survey->record[record].parent_key;

    for (size_t k = 0; k < key->n; k++) {
        const struct name name = name_of(&key->item[k]);
        const long i = sv_used_position(f->file[record], name.at, name.n);

        if (i >= 0)
            f->used->by[record][i] = true;
        else
            report_unknown(f, &key->item[k], f->file[record],
                           f->file[record]->path);
    }
}

/* A file with a name that is like NAME; the first, where none has. */
static const struct sv_datafile *
file_like(const struct finder *f, const char *name)
{
    for (size_t r = 0; r < f->survey->n_records; r++)
        if (sv_nearest(name, f->file[r]->name, f->file[r]->n_variables) != NULL)
            return f->file[r];
    return f->file[0];
}

/* Names of the design may be in any record, and are used wherever they are. */
static void
mark_design(const struct finder *f, const struct sv_names *names)
{
    for (size_t k = 0; k < names->n; k++) {
        const struct name name = name_of(&names->item[k]);
        bool found = false;

        for (size_t r = 0; r < f->survey->n_records; r++) {
            const long i = sv_used_position(f->file[r], name.at, name.n);

            if (i >= 0)
                f->used->by[r][i] = found = true;
        }
        if (!found && sv_survey_variable(f->survey, name.at) != NULL)
            sv_point(f->fault, SV_DATA, names->item[k].at, name.n,
                     "%s is a derived variable; the design is made of "
                     "variables of the data files", name.at);
        else if (!found)
            report_unknown(f, &names->item[k], file_like(f, name.at),
                           f->survey->n_records > 1 ? "no data file"
                           : "the data file");
    }
}

/* The record type that has replicate weights for RECORD: itself, or one above
 * it; SV_NO_RECORD: none has any of the columns. */
static int
replicates_holder(const struct finder *f, int record,
                  const struct sv_names *names)
{
    while (record != SV_NO_RECORD
           && !sv_columns_any(names, f->file[record]->name,
                              f->file[record]->n_variables))
        record = f->survey->record[record].parent;
    return record;
}

/* Whether replicate weights that RECORD has itself are as they will be tallied:
 * whole, and changed by no step. */
static bool
are_final(const struct finder *f)
{
    return f->survey->design.replicates.combined && f->survey->n_steps == 0;
}

/* Those are set apart; others are variables like any. */
static enum sv_status
mark_replicates(const struct finder *f, int record)
{
    const struct sv_names *const names = sv_survey_replicates(f->survey,
                                                              record);
    const int holder = names == NULL ? SV_NO_RECORD
                                     : replicates_holder(f, record, names);
    const struct sv_datafile *const file =
        f->file[holder == SV_NO_RECORD ? record : holder];
    struct sv_column_set set;

    if (names == NULL)
        return SV_OK;
    if (sv_columns_expand(&set, names, file->name, file->n_variables,
                          file->path, f->fault) == SV_OK
        && holder == record && are_final(f)) {
        f->used->replicates[record] = set;
        return SV_OK;
    }
    for (size_t i = 0; f->fault->status == SV_OK && i < set.n; i++)
        f->used->by[holder][set.at[i]] = true;
    free(set.at);
    return f->fault->status;
}

/* When all else is marked. */
static void
mark_apart(const struct finder *f, int record)
{
    const struct sv_column_set *const set = &f->used->replicates[record];
    bool *const by = f->used->by[record];

    for (size_t i = 0; i < set->n; i++) {
        f->used->replicate_only[record][set->at[i]] = !by[set->at[i]];
        by[set->at[i]] = true;
    }
}

/* What expressions and crossings name. */
static enum sv_status
mark_expressions(const struct finder *f, int record)
{
    const struct sv_datafile *const file = f->file[record];

    return sv_survey_uses(f->used->by[record], f->survey, record, file->name,
                          file->n_variables, f->fault);
}

static enum sv_status
allocate(struct sv_used *out, const struct sv_survey *survey,
         struct sv_datafile *const *file, bool all, struct sv_fault *fault)
{
    *out = (struct sv_used) {
        .by = calloc(survey->n_records, sizeof *out->by),
        .replicate_only = calloc(survey->n_records, sizeof *out->by),
        .replicates = calloc(survey->n_records, sizeof *out->replicates),
        .n_records = survey->n_records,
    };
    if (out->by == NULL || out->replicate_only == NULL
        || out->replicates == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory");
    for (size_t r = 0; r < survey->n_records; r++) {
        const size_t n = file[r]->n_variables;

        out->by[r] = malloc(n * sizeof **out->by);
        out->replicate_only[r] = calloc(n, sizeof **out->by);
        if (out->by[r] == NULL || out->replicate_only[r] == NULL)
            return sv_fail(fault, SV_SYSTEM, "out of memory");
        memset(out->by[r], all, n * sizeof **out->by);
    }
    return SV_OK;
}

/* The next variable after the I-th with its name, or -1. */
static long
namesake(const struct sv_datafile *file, size_t i)
{
    for (size_t k = i + 1; k < file->n_variables; k++)
        if (strcmp(file->name[i],
                   file->name[k]) == 0)
            return (long) k;
    return -1;
}

/* A variable that is used must be known by its name alone, and have one that
 * can name a column. */
static void
check_names(const struct finder *f, int record)
{
    const struct sv_datafile *const file = f->file[record];

    for (size_t i = 0; i < file->n_variables; i++) {
        const char *const name = file->name[i];
        const long other = f->used->by[record][i] ? namesake(file, i) : -1;

        if (*name == '\0' || strchr(name, '/') != NULL
            || strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
            f->used->by[record][i] = false;
        else if (other >= 0)
            sv_add(f->fault, SV_DATA, "%s: two variables are called %s ("
                   "columns %zu and %ld); rename one", file->path, name, i + 1,
                   other + 1);
    }
}

enum sv_status
sv_used_find(struct sv_used *out, const struct sv_survey *survey,
             struct sv_datafile *const *file, bool all, struct sv_fault *fault)
{
    const struct finder f = { out, survey, file, fault };
    struct sv_string one = survey->design.squares;
    const struct sv_names squares = { &one, 1 };

    if (allocate(out, survey, file, all, fault) != SV_OK)
        return fault->status;
    for (int r = 0; r < (int) survey->n_records; r++) {
        mark_keys(&f, r);
        mark_parent_keys(&f, r);
    }
    mark_design(&f, &survey->design.strata);
    mark_design(&f, &survey->design.clusters);
    mark_design(&f, &survey->design.fpc);
    if (one.text != NULL && isnan(survey->design.squares_number))
        mark_design(&f, &squares);
    for (int r = 0; r < (int) survey->n_records; r++) {
        if (mark_replicates(&f, r) > SV_DATA
            || mark_expressions(&f, r) > SV_DATA)
            return fault->status;
    }
    for (int r = 0; r < (int) survey->n_records; r++) {
        mark_apart(&f, r);
        check_names(&f, r);
    }
    return fault->status;
}

void
sv_used_free(struct sv_used *used)
{
    for (size_t r = 0; r < used->n_records; r++) {
        if (used->by != NULL)
            free(used->by[r]);
        if (used->replicate_only != NULL)
            free(used->replicate_only[r]);
        if (used->replicates != NULL)
            free(used->replicates[r].at);
    }
    free(used->by);
    free(used->replicate_only);
    free(used->replicates);
    *used = (struct sv_used) { .by = NULL };
}
