/* differences.c - what R found, beside ours. */
#include "stages/crosscheck/differences.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/csv.h"
#include "stages/crosscheck/scripts.h"

static const char *const columns[SV_COMPARED] = { "estimate", "se", "ci_low",
                                                  "ci_high", "df", "deff" };
enum { ESTIMATE, SE, CI_LOW, CI_HIGH, DF, DEFF, N_FIELDS = SV_COMPARED + 2 };

static double
ours(const json_t *number, size_t column)
{
    const json_t *value = json_object_get(number, columns[column]);

    return json_is_number(value) ? json_number_value(value) : NAN;
}

/* What a difference in COLUMN is measured by. */
static double
size_of(const json_t *number, size_t column)
{
    const double own = fabs(ours(number, column));
    const double estimate = fabs(ours(number, ESTIMATE));
    const double se = fabs(ours(number, SE));

    if (column == SE)                   /* of a proportion of 1, rounding */
        return fmax(own, 1e-6 * estimate);
    if (column == CI_LOW || column == CI_HIGH)
        return fmax(own, isnan(se) ? 0 : se);
    if (column == DEFF)                 /* the same, where calibration fixes */
        return fmax(own, 1e-3);         /* a number: its error is rounding */
    return own;
}

static void
compare(struct sv_difference *d, const json_t *number, size_t column,
        double theirs, size_t at)
{
    const double own = ours(number, column);
    double difference;

    if (isnan(own))
        return;
    d->n++;
    difference = isnan(theirs) ? INFINITY
                 : theirs == own
                     ? 0
                     : fabs(theirs - own) / fmax(size_of(number, column), 1e-300);
    if (difference > d->largest) {
        d->largest = difference;
        d->at = at;
    }
}

/* A number as R writes it; NAN for NA and NaN. */
static double
number_of(const char *field)
{
    double value;

    return sv_csv_parse(&value, field) ? value : NAN;
}

static enum sv_status
compare_row(struct sv_differences *d, const struct sv_csv_reader *row,
            const struct sv_crosschecking *c, size_t i, struct sv_fault *fault)
{
    const json_t *number = i < c->chosen->n ? c->chosen->number[i] : NULL;
    bool only;

    if (row->n != N_FIELDS || number == NULL
        || strcmp(row->field[0], c->recipe[i].name) != 0)
        return sv_fail(fault, SV_SYSTEM, "line %zu is not of %s, as the script "
                       "that was just written has it", row->row,
                       number != NULL ? c->recipe[i].name : "any cell");
    only = *row->field[N_FIELDS - 1] != '\0'
           || sv_not_recomputed(c, c->recipe[i].record) != NULL;
    d->n_without += only;
    for (size_t k = 0; k < SV_COMPARED; k++)
        if (!only || k == ESTIMATE || k == DF)
            compare(&d->of[k], number, k, number_of(row->field[k + 1]), i);
    return SV_OK;
}

enum sv_status
sv_differences_find(struct sv_differences *out, const char *path,
                    const struct sv_crosschecking *c, struct sv_fault *fault)
{
    struct sv_csv_reader reader;
    char *text;
    size_t n, i = 0;
    int more = 1;
    enum sv_status status = sv_whole_file(&text, &n, path, fault);

    *out = (struct sv_differences){ .n_without = 0 };
    for (size_t k = 0; k < SV_COMPARED; k++)
        out->of[k].column = columns[k];
    if (status != SV_OK)
        return status;
    sv_csv_read(&reader, text, n);
    status = sv_csv_row(&reader, &more, fault);         /* the head */
    while (status == SV_OK
           && (status = sv_csv_row(&reader, &more, fault)) == SV_OK && more)
        status = compare_row(out, &reader, c, i++, fault);
    if (status == SV_OK && i != c->chosen->n)
        status = sv_fail(fault, SV_SYSTEM, "has %zu cells, not the %zu of the "
                         "script", i, c->chosen->n);
    sv_csv_free(&reader);
    free(text);
    return status == SV_OK ? SV_OK : sv_at(fault, "%s", path);
}

void
sv_differences_print(FILE *to, const struct sv_differences *d,
                     const struct sv_crosschecking *c, double tolerance)
{
    fprintf(to, "%-10s %8s  %-18s  at\n", "column", "compared",
            "largest difference");
    for (size_t k = 0; k < SV_COMPARED; k++) {
        const struct sv_difference *one = &d->of[k];
        char largest[32] = "-";

        if (isinf(one->largest))
            snprintf(largest, sizeof largest, "R has none");
        else if (one->n > 0)
            snprintf(largest, sizeof largest, "%.1e", one->largest);
        fprintf(to, "%-10s %8zu  %-18s  %s%s\n", one->column, one->n,
                largest, one->largest > 0 ? c->recipe[one->at].name : "",
                one->largest > tolerance ? "  BEYOND THE TOLERANCE" : "");
    }
}

bool
sv_differences_beyond(const struct sv_differences *d, double tolerance)
{
    for (size_t k = 0; k < SV_COMPARED; k++)
        if (d->of[k].largest > tolerance)
            return true;
    return false;
}
