/* figures.c - reads estimates.csv. */
#include "stages/tabulate/figures.h"

#include <stdlib.h>
#include <string.h>

#include "pipeline/csv.h"

/* The columns around the classifications, in the order of the file. */
static const char *const before[] = { "indicator", "item", "record",
                                      "estimator" };
static const char *const after[] = {
    "estimate", "se", "cv", "ci_low", "ci_high", "df", "deff", "n",
    "n_numerator", "weighted_numerator", "weighted_denominator", "psus",
    "strata", "flag",
};
enum {
    N_BEFORE = sizeof before / sizeof *before,
    N_AFTER = sizeof after / sizeof *after,
    ESTIMATE = 0, SE, CV, LOW, HIGH, N = 7, FLAG = N_AFTER - 1,
};

static enum sv_status
check_head(const struct sv_csv_reader *head, struct sv_fault *fault)
{
    if (head->n < N_BEFORE + N_AFTER)
        return sv_fail(fault, SV_DATA, "estimates.csv: has %zu columns, which "
                       "is too few; run hearth-estimate again", head->n);
    for (size_t k = 0; k < N_BEFORE; k++)
        if (strcmp(head->field[k], before[k]) != 0)
            return sv_fail(fault, SV_DATA, "estimates.csv: column %zu is not "
                           "'%s'; run hearth-estimate again", k + 1, before[k]);
    for (size_t k = 0; k < N_AFTER; k++)
        if (strcmp(head->field[head->n - N_AFTER + k], after[k]) != 0)
            return sv_fail(fault, SV_DATA, "estimates.csv: column %zu is not "
                           "'%s'; run hearth-estimate again",
                           head->n - N_AFTER + k + 1, after[k]);
    return SV_OK;
}

/* Rows at most: every one ends in a line break but the last. */
static size_t
count_lines(const char *text, size_t n)
{
    size_t lines = 1;

    for (const char *at = text; (at = memchr(at, '\n',
                                             (size_t) (text + n - at))); at++)
        lines++;
    return lines;
}

/* Memory for the names of classifications, the figures, and their categories,
 * in one piece. */
static enum sv_status
make_room(struct sv_figures *out, size_t rows, struct sv_fault *fault)
{
    out->class_name = calloc(out->n_classes + 1, sizeof *out->class_name);
    out->figure = calloc(rows, sizeof *out->figure);
    out->memory = calloc(rows * out->n_classes + 1, sizeof(char *));
    if (out->class_name == NULL || out->figure == NULL || out->memory == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for %zu figures", rows);
    return SV_OK;
}

static enum sv_status
parse(double *out, const struct sv_csv_reader *row, size_t k,
      struct sv_fault *fault)
{
    if (!sv_csv_parse(out, row->field[row->n - N_AFTER + k]))
        return sv_fail(fault, SV_DATA, "estimates.csv: row %zu: '%s' is not a "
                       "number", row->row, after[k]);
    return SV_OK;
}

static enum sv_status
take(struct sv_figures *out, const struct sv_csv_reader *row,
     struct sv_fault *fault)
{
    struct sv_figure *f = &out->figure[out->n];
    const char **category = (const char **) out->memory
                            + out->n * out->n_classes;
    double *const number[] = { &f->estimate, &f->se, &f->cv, &f->low,
                               &f->high, &f->n };
    static const size_t column[] = { ESTIMATE, SE, CV, LOW, HIGH, N };

    if (row->n != N_BEFORE + out->n_classes + N_AFTER)
        return sv_fail(fault, SV_DATA, "estimates.csv: row %zu has %zu fields, "
                       "not %zu", row->row, row->n,
                       N_BEFORE + out->n_classes + N_AFTER);
    f->indicator = row->field[0];
    f->item = row->field[1];
    f->record = row->field[2];
    f->estimator = row->field[3];
    for (size_t k = 0; k < out->n_classes; k++)
        category[k] = row->field[N_BEFORE + k];
    f->category = category;
    f->flag = row->field[row->n - 1];
    for (size_t k = 0; k < sizeof column / sizeof *column; k++)
        if (parse(number[k], row, column[k], fault) != SV_OK)
            return fault->status;
    out->n++;
    return SV_OK;
}

enum sv_status
sv_figures_read(struct sv_figures *out, char *text, size_t n,
                struct sv_fault *fault)
{
    const size_t rows = count_lines(text, n);
    struct sv_csv_reader reader;
    enum sv_status status;
    int more;

    *out = (struct sv_figures){ 0 };
    sv_csv_read(&reader, text, n);
    status = sv_csv_row(&reader, &more, fault);
    if (status == SV_OK)
        status = check_head(&reader, fault);
    if (status == SV_OK) {
        out->n_classes = reader.n - N_BEFORE - N_AFTER;
        status = make_room(out, rows, fault);
    }
    for (size_t k = 0; status == SV_OK && k < out->n_classes; k++)
        out->class_name[k] = reader.field[N_BEFORE + k];
    while (status == SV_OK && more) {
        status = sv_csv_row(&reader, &more, fault);
        if (status == SV_OK && more)
            status = take(out, &reader, fault);
    }
    sv_csv_free(&reader);
    if (status != SV_OK)
        sv_figures_free(out);
    return status;
}

void
sv_figures_free(struct sv_figures *figures)
{
    free(figures->class_name);
    free(figures->figure);
    free(figures->memory);
    *figures = (struct sv_figures){ 0 };
}

size_t
sv_figures_class(const struct sv_figures *figures, const char *name)
{
    size_t c = 0;

    while (c < figures->n_classes && strcmp(figures->class_name[c], name) != 0)
        c++;
    return c;
}
