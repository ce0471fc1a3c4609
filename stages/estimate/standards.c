/* standards.c - reference populations that are in files. */
#include "stages/estimate/standards.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "stages/common/outside.h"
#include "stages/common/outsidetable.h"

/* One file while it is read. */
struct reading {
    struct sv_contrast_spec *spec;
    struct sv_arena *arena;
    struct sv_outside_table table;
    size_t at[SV_MAX_CONTRASTED];       /* columns of the classifications */
    size_t value;               /* and of totals, or else of shares */
    bool shares;
    struct sv_fault *fault;
};

static const char *
path_of(const struct reading *r)
{
    return r->spec->totals.text;
}

static enum sv_status
read_head(struct reading *r)
{
    for (size_t v = 0; v < r->spec->n_variables; v++) {
        r->at[v] = sv_outside_table_column(&r->table, r->spec->variable[v]);
        if (r->at[v] == SIZE_MAX)
            return sv_fail(r->fault, SV_DATA, "%s: has no column '%.60s'",
                           path_of(r), r->spec->variable[v]);
    }
    r->value = sv_outside_table_column(&r->table, "total");
    r->shares = r->value == SIZE_MAX;
    if (r->shares)
        r->value = sv_outside_table_column(&r->table, "share");
    return r->value != SIZE_MAX
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

/* A line is a term of the contrast. */
static void
take_row(struct reading *r)
{
    const char *const *field = r->table.csv.field;
    struct sv_contrast_term term = { .coefficient = 0 };

    if (!sv_csv_parse(&term.coefficient, field[r->value])
        || !(term.coefficient >= 0 && isfinite(term.coefficient))) {
        sv_outside_table_wrong(&r->table, "'%.60s' is not a number of 0 or more",
                               field[r->value]);
        return;
    }
    for (size_t v = 0; v < r->spec->n_variables; v++) {
        const char *name = field[r->at[v]];

        term.category[v] = sv_arena_text(r->arena, name, strlen(name));
        term.at[v] = r->spec->totals.at;
        if (term.category[v] == NULL) {
            sv_fail(r->fault, SV_SYSTEM, "out of memory for standards");
            return;
        }
    }
    if (is_known(r, &term))
        sv_outside_table_wrong(&r->table, "is there twice");
    else if (r->spec->n == SV_MAX_CONTRAST_TERMS)
        sv_fail(r->fault, SV_DATA, "%s: has more than %d lines", path_of(r),
                SV_MAX_CONTRAST_TERMS);
    else
        r->spec->term[r->spec->n++] = term;
}

/* Numbers become shares of their sum. */
static enum sv_status
take_shares(struct reading *r)
{
    double sum = 0;

    for (size_t k = 0; k < r->spec->n; k++)
        sum += r->spec->term[k].coefficient;
    if (!(sum > 0))
        return sv_fail(r->fault, SV_DATA, "%s: adds up to 0", path_of(r));
    for (size_t k = 0; k < r->spec->n; k++)
        r->spec->term[k].coefficient /= sum;
    r->spec->shares_sum = r->shares ? sum : 0;
    return SV_OK;
}

static enum sv_status
read_table(struct reading *r, char *text, size_t n)
{
    enum sv_status status = sv_outside_table_begin(&r->table, path_of(r), text,
                                                   n, r->fault);

    if (status == SV_OK)
        status = read_head(r);
    while (status == SV_OK && sv_outside_table_row(&r->table))
        take_row(r);
    sv_outside_table_end(&r->table);
    return r->fault->status == SV_OK ? take_shares(r) : r->fault->status;
}

static enum sv_status
read_file(struct sv_contrast_spec *spec, struct sv_arena *arena,
          struct sv_stage *stage, struct sv_fault *fault)
{
    struct reading r = { .spec = spec, .arena = arena, .fault = fault };
    char *text;
    size_t n = 0;
    enum sv_status status = sv_outside_text(&text, &n, stage, spec->totals.text,
                                            fault);

    spec->n = 0;
    spec->term = sv_arena_take(arena, SV_MAX_CONTRAST_TERMS,
                               sizeof *spec->term);
    if (status == SV_OK && spec->term == NULL)
        status = sv_fail(fault, SV_SYSTEM, "out of memory for standards");
    if (status == SV_OK)
        status = read_table(&r, text, n);
    free(text);
    return status;
}

/* Shares of 1, and percentages, may be rounded to six digits. */
static bool
is_whole(double sum)
{
    return fabs(sum - 1) <= 1e-6 || fabs(sum - 100) <= 1e-4;
}

static void
tell_scaled(const struct sv_contrast_spec *spec, struct sv_stage *stage)
{
    if (spec->shares_sum > 0 && !is_whole(spec->shares_sum))
        sv_stage_warn(stage, "%s: the shares add up to %.7g, not to 1 or 100; "
                      "they were scaled to add up to 1", spec->text.text,
                      spec->shares_sum);
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
        if (status == SV_OK)
            tell_scaled(&out->contrast[i], stage);
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
