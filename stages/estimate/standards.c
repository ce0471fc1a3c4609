/* standards.c - reference populations that are in files. */
#include "stages/estimate/standards.h"

#include <stdlib.h>
#include <string.h>

#include "pipeline/csv.h"
#include "pipeline/source.h"

/* One file while it is read. */
struct reading {
    struct sv_contrast_spec *spec;
    struct sv_arena *arena;
    struct sv_csv_reader csv;
    size_t at[SV_MAX_CONTRASTED];       /* columns of the classifications */
    size_t value, n_columns;
    struct sv_fault *fault;
};

static const char *
path_of(const struct reading *r)
{
    return r->spec->totals.text;
}

static size_t
column_of(const struct reading *r, const char *name)
{
    size_t k = 0;

    while (k < r->csv.n && strcmp(r->csv.field[k], name) != 0)
        k++;
    return k;
}

static enum sv_status
read_head(struct reading *r)
{
    int more;
    enum sv_status status = sv_csv_row(&r->csv, &more, r->fault);

    if (status != SV_OK || !more)
        return status != SV_OK ? status
                               : sv_fail(r->fault, SV_DATA, "%s: is empty",
                                         path_of(r));
    r->n_columns = r->csv.n;
    for (size_t v = 0; v < r->spec->n_variables; v++) {
        r->at[v] = column_of(r, r->spec->variable[v]);
        if (r->at[v] == r->n_columns)
            return sv_fail(r->fault, SV_DATA, "%s: has no column '%.60s'",
                           path_of(r), r->spec->variable[v]);
    }
    r->value = column_of(r, "total");
    if (r->value == r->n_columns)
        r->value = column_of(r, "share");
    return r->value < r->n_columns
               ? SV_OK
               : sv_fail(r->fault, SV_DATA, "%s: has no column 'total' or "
                         "'share'", path_of(r));
}

static bool
is_known(const struct reading *r, const struct sv_contrast_term *term)
{
    for (size_t k = 0; k < r->spec->n; k++) {
        size_t same = 0;

        for (size_t v = 0; v < r->spec->n_variables; v++)
            same += strcmp(r->spec->term[k].category[v],
                           term->category[v]) == 0;
        if (same == r->spec->n_variables)
            return true;
    }
    return false;
}

static enum sv_status
take_row(struct reading *r)
{
    struct sv_contrast_term term = { .coefficient = 0 };

    if (r->csv.n != r->n_columns)
        return sv_fail(r->fault, SV_DATA, "%s: line %zu has %zu fields, not "
                       "%zu", path_of(r), r->csv.row, r->csv.n, r->n_columns);
    if (!sv_csv_parse(&term.coefficient, r->csv.field[r->value])
        || !(term.coefficient >= 0))
        return sv_fail(r->fault, SV_DATA, "%s: line %zu: '%.60s' is not a number "
                       "of 0 or more", path_of(r), r->csv.row,
                       r->csv.field[r->value]);
    for (size_t v = 0; v < r->spec->n_variables; v++) {
        const char *field = r->csv.field[r->at[v]];

        term.category[v] = sv_arena_text(r->arena, field, strlen(field));
        term.at[v] = r->spec->totals.at;
        if (term.category[v] == NULL)
            return sv_fail(r->fault, SV_SYSTEM, "out of memory for standards");
    }
    if (is_known(r, &term))
        return sv_fail(r->fault, SV_DATA, "%s: line %zu is there twice",
                       path_of(r), r->csv.row);
    if (r->spec->n == SV_MAX_CONTRAST_TERMS)
        return sv_fail(r->fault, SV_DATA, "%s: has more than %d lines",
                       path_of(r), SV_MAX_CONTRAST_TERMS);
    r->spec->term[r->spec->n++] = term;
    return SV_OK;
}

static enum sv_status
read_rows(struct reading *r)
{
    enum sv_status status = read_head(r);
    double sum = 0;
    int more = 1;

    while (status == SV_OK && more) {
        status = sv_csv_row(&r->csv, &more, r->fault);
        if (status == SV_OK && more)
            status = take_row(r);
    }
    for (size_t k = 0; k < r->spec->n; k++)
        sum += r->spec->term[k].coefficient;
    if (status == SV_OK && !(sum > 0))
        status = sv_fail(r->fault, SV_DATA, "%s: adds up to 0", path_of(r));
    for (size_t k = 0; k < r->spec->n; k++)
        r->spec->term[k].coefficient /= sum;
    return status;
}

/* The file's text, which the reader changes in place; recorded as an input. */
static enum sv_status
take_text(char **out, size_t *n, const struct reading *r,
          struct sv_stage *stage)
{
    struct sv_source *source = NULL;
    struct sv_digest digest;
    enum sv_status status = sv_source_read(&source, path_of(r), r->fault);

    *out = NULL;
    if (status == SV_OK)
        status = sv_digest_file(&digest, NULL, path_of(r), r->fault);
    if (status == SV_OK)
        status = sv_stage_used(stage, path_of(r), &digest, r->fault);
    if (status == SV_OK) {
        const char *text = sv_source_text(source, n);

        *out = strndup(text, *n);
        if (*out == NULL)
            status = sv_fail(r->fault, SV_SYSTEM, "%s: out of memory",
                             path_of(r));
    }
    sv_source_free(source);
    return status;
}

static enum sv_status
read_file(struct sv_contrast_spec *spec, struct sv_arena *arena,
          struct sv_stage *stage, struct sv_fault *fault)
{
    struct reading r = { .spec = spec, .arena = arena, .fault = fault };
    char *text;
    size_t n = 0;
    enum sv_status status = take_text(&text, &n, &r, stage);

    spec->n = 0;
    spec->term = sv_arena_take(arena, SV_MAX_CONTRAST_TERMS,
                               sizeof *spec->term);
    if (status == SV_OK && spec->term == NULL)
        status = sv_fail(fault, SV_SYSTEM, "out of memory for standards");
    if (status == SV_OK) {
        sv_csv_read(&r.csv, text, n);
        status = read_rows(&r);
        sv_csv_free(&r.csv);
    }
    free(text);
    return status;
}

enum sv_status
sv_standards_read(struct sv_standards *out, struct sv_stage *stage,
                  struct sv_fault *fault)
{
    const struct sv_tables_spec *t = &sv_stage_survey(stage)->tables;
    enum sv_status status = SV_OK;

    *out = (struct sv_standards){ .n = t->n_contrasts,
                                  .arena = sv_arena_new() };
    if (out->arena != NULL)
        out->contrast = sv_arena_take(out->arena, out->n + 1,
                                      sizeof *out->contrast);
    if (out->contrast == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for contrasts");
    for (size_t i = 0; status == SV_OK && i < out->n; i++) {
        out->contrast[i] = t->contrast[i];
        if (out->contrast[i].totals.text != NULL)
            status = read_file(&out->contrast[i], out->arena, stage, fault);
    }
    return status;
}

void
sv_standards_free(struct sv_standards *standards)
{
    if (standards->arena != NULL)
        sv_arena_free(standards->arena);
    *standards = (struct sv_standards){ 0 };
}
