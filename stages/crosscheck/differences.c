/* differences.c - what R found, beside ours. */
#include "stages/crosscheck/differences.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/csv.h"
#include "pipeline/jsonmembers.h"
#include "stages/common/tablerows.h"
#include "stages/crosscheck/recalibration.h"

#define RAKED 1e-6              /* R goes round margins to a tolerance of its own */

static const char *const columns[SV_COMPARED] = {
    "estimate", "se", "ci_low", "ci_high", "df", "deff", "p_value", "statistic",
    "df1", "df2", "covariance",
};
enum { ESTIMATE, SE, CI_LOW, CI_HIGH, DF, DEFF, P_VALUE, STATISTIC, DF1, DF2,
       COVARIANCE, N_FIELDS = SV_COMPARED + 2 };

/* F of a term is called so in its own table. */
static double
ours(const json_t *row, size_t column)
{
    return column == STATISTIC && json_object_get(row, "f") != NULL
               ? sv_json_number_of(row, "f") : sv_json_number_of(row, columns[column]);
}

/* What a difference in COLUMN is measured by. */
static double
size_of(const struct sv_recheck_group *group, const json_t *row, size_t column)
{
    const double own = fabs(ours(row, column));
    const double estimate = fabs(ours(row, ESTIMATE));
    const double se = fabs(ours(row, SE));

    switch (column) {
    case ESTIMATE:                      /* which may be near 0 */
        return group->kind == SV_RESULT_NUMBER || isnan(se) ? own
                                                            : fmax(own, se);
    case SE:                            /* of a proportion of 1, rounding */
        return fmax(own, 1e-6 * estimate);
    case CI_LOW:
    case CI_HIGH:
        return fmax(own, isnan(se) ? 0 : se);
    case DEFF:                          /* the same, where calibration fixes */
        return fmax(own, 1e-3);         /* a number: its error is rounding */
    case P_VALUE:
        return 1;
    case STATISTIC:                     /* t may be near 0 */
        return fmax(own, 1);
    case COVARIANCE:
        return sv_json_number_of(row, "size");
    default:
        return own;
    }
}

/* A number as R writes it; NAN for NA and NaN. */
static double
number_of(const char *field)
{
    double value;

    return sv_csv_parse(&value, field) ? value : NAN;
}

/* One row of results, against check AT of its group. */
struct comparing {
    struct sv_differences *d;
    const struct sv_crosschecking *c;
    const struct sv_recheck_group *group;
    size_t at;
    double tolerance;
};

static void
compare(const struct comparing *w, size_t column, double theirs)
{
    struct sv_difference *d = &w->d->of[column];
    const json_t *row = w->c->chosen->check[w->at].row;
    const double own = ours(row, column);
    double difference;

    if (isnan(own))
        return;
    d->n++;
    difference = isnan(theirs)   ? INFINITY
                 : theirs == own ? 0
                                 : fabs(theirs - own)
                                       / fmax(size_of(w->group, row, column),
                                              1e-300);
    d->beyond = d->beyond || difference > w->tolerance;
    if (difference > d->largest) {
        d->largest = difference;
        d->at = w->at;
    }
}

/* Counts one more result that WHY is about; what has no room joins the last. */
static void
remember(struct sv_differences *d, const char *why, bool stopped)
{
    size_t k = 0;

    while (k < d->n_notes && (d->note[k].stopped != stopped
                              || strncmp(d->note[k].why, why,
                                         sizeof d->note[k].why - 1) != 0))
        k++;
    if (k == SV_MOST_NOTES)
        k--;
    else if (k == d->n_notes) {
        d->n_notes++;
        d->note[k].stopped = stopped;
        snprintf(d->note[k].why, sizeof d->note[k].why, "%s", why);
    }
    d->note[k].n++;
}

static void
compare_row(const struct comparing *w, const struct sv_csv_reader *row)
{
    const char *note = row->field[N_FIELDS - 1];

    if (*note != '\0')
        remember(w->d, note, false);
    for (size_t k = 0; k < SV_COMPARED; k++)
        if (*note == '\0' || k == ESTIMATE || k == DF)
            compare(w, k, number_of(row->field[k + 1]));
}

/* ---- the file -------------------------------------------------------------------- */

/* Where the reader is among the checks; between them R may have stopped. */
struct place {
    size_t at, group;
    char stopped[256];          /* what R said; "": nothing is lacking */
};

static void
advance(struct place *p, const struct sv_chosen *chosen)
{
    p->at++;
    while (p->group < chosen->n_groups
           && p->at >= chosen->group[p->group].first
                           + chosen->group[p->group].n)
        p->group++;
}

/* Passes over what R has none of, up to the check called NAME or to the end. */
static enum sv_status
pass_to(struct place *p, struct sv_differences *d,
        const struct sv_chosen *chosen, const char *name, size_t line,
        struct sv_fault *fault)
{
    while (p->at < chosen->n
           && (name == NULL || strcmp(chosen->check[p->at].name, name) != 0)) {
        if (*p->stopped == '\0')
            return sv_fail(fault, SV_SYSTEM, "line %zu is not of %s, as the "
                           "script that was just written has it", line,
                           chosen->check[p->at].name);
        remember(d, p->stopped, true);
        advance(p, chosen);
    }
    *p->stopped = '\0';
    return p->at < chosen->n || name == NULL
               ? SV_OK
               : sv_fail(fault, SV_SYSTEM, "line %zu is not of any result that "
                         "the script has", line);
}

static double
tolerance_of(const struct sv_crosschecking *c, const struct sv_recheck_group *g,
             double tolerance)
{
    const size_t record = (size_t) sv_survey_record(c->survey, g->record);

    return sv_recalibrates(c, record) && sv_is_raked(c, record)
               ? fmax(tolerance, RAKED) : tolerance;
}

static enum sv_status
take_row(struct sv_differences *d, struct place *p,
         const struct sv_csv_reader *row, const struct sv_crosschecking *c,
         double tolerance, struct sv_fault *fault)
{
    struct comparing w = { .d = d, .c = c };

    if (row->n != N_FIELDS)
        return sv_fail(fault, SV_SYSTEM, "line %zu has %zu fields, not %d",
                       row->row, row->n, (int) N_FIELDS);
    if (strcmp(row->field[0], "R stops") == 0) {
        snprintf(p->stopped, sizeof p->stopped, "%s", row->field[N_FIELDS - 1]);
        return SV_OK;
    }
    if (pass_to(p, d, c->chosen, row->field[0], row->row, fault) != SV_OK)
        return fault->status;
    w.at = p->at;
    w.group = &c->chosen->group[p->group];
    w.tolerance = tolerance_of(c, w.group, tolerance);
    compare_row(&w, row);
    advance(p, c->chosen);
    return SV_OK;
}

enum sv_status
sv_differences_find(struct sv_differences *out, const char *path,
                    const struct sv_crosschecking *c, double tolerance,
                    struct sv_fault *fault)
{
    struct sv_csv_reader reader;
    struct place place = { .at = 0 };
    char *text;
    size_t n;
    int more = 1;
    enum sv_status status = sv_whole_file(&text, &n, path, fault);

    *out = (struct sv_differences){ .n_notes = 0 };
    for (size_t k = 0; k < SV_COMPARED; k++)
        out->of[k].column = columns[k];
    if (status != SV_OK)
        return status;
    sv_csv_read(&reader, text, n);
    status = sv_csv_row(&reader, &more, fault);         /* the head */
    while (status == SV_OK
           && (status = sv_csv_row(&reader, &more, fault)) == SV_OK && more)
        status = take_row(out, &place, &reader, c, tolerance, fault);
    if (status == SV_OK)
        status = pass_to(&place, out, c->chosen, NULL, reader.row, fault);
    sv_csv_free(&reader);
    free(text);
    return status == SV_OK ? SV_OK : sv_at(fault, "%s", path);
}

/* ---- what is said ------------------------------------------------------------------ */

static void
print_notes(FILE *to, const struct sv_differences *d)
{
    for (size_t k = 0; k < d->n_notes; k++)
        fprintf(to, "%s%zu result%s %s: %s\n", k == 0 ? "\n" : "",
                d->note[k].n, d->note[k].n == 1 ? "," : "s,",
                d->note[k].stopped ? "not recomputed, R stops"
                                   : "only estimate and df",
                d->note[k].why);
}

void
sv_differences_print(FILE *to, const struct sv_differences *d,
                     const struct sv_crosschecking *c)
{
    fprintf(to, "%-10s %8s  %-18s  at\n", "column", "compared",
            "largest difference");
    for (size_t k = 0; k < SV_COMPARED; k++) {
        const struct sv_difference *one = &d->of[k];
        char largest[32] = "-";

        if (one->n == 0 && k > DEFF)
            continue;
        if (isinf(one->largest))
            snprintf(largest, sizeof largest, "R has none");
        else if (one->n > 0)
            snprintf(largest, sizeof largest, "%.1e", one->largest);
        fprintf(to, "%-10s %8zu  %-18s  %s%s\n", one->column, one->n,
                largest, one->largest > 0 ? c->chosen->check[one->at].name : "",
                one->beyond ? "  BEYOND THE TOLERANCE" : "");
    }
    print_notes(to, d);
}

bool
sv_differences_beyond(const struct sv_differences *d)
{
    for (size_t k = 0; k < SV_COMPARED; k++)
        if (d->of[k].beyond)
            return true;
    return false;
}
