/* contrastfile.c - contrasts.csv: one row a contrast and cell. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/csv.h"
#include "pipeline/jsonmembers.h"
#include "pipeline/output.h"
#include "stages/estimate/contrasting.h"
#include "stages/estimate/estimation.h"
#include "stages/estimate/flags.h"

struct writing {
    struct sv_csv csv;
    const json_t *meta;
    const char **class;         /* [n_classes] */
    size_t n_classes;
    struct sv_tables_spec tables;       /* no cv is too high: see below */
};

/* In the order of the catalogue, and within, as they were made. */
static int
compare_results(const void *a, const void *b)
{
    const struct sv_contrast_result *x = a, *y = b;
    const size_t i = x->item->indicator, j = y->item->indicator;

    if (i != j)
        return i < j ? -1 : 1;
    if (x->numerator != y->numerator)
        return x->numerator < y->numerator ? -1 : 1;
    if (x->spec != y->spec)
        return x->spec < y->spec ? -1 : 1;
    if (x->crossing != y->crossing)
        return x->crossing < y->crossing ? -1 : 1;
    return (x->cell > y->cell) - (x->cell < y->cell);
}

static void
write_head(struct writing *w)
{
    static const char *const before[] = { "indicator", "item", "record",
                                          "estimator", "contrast" };
    static const char *const after[] = { "estimate", "se", "cv", "ci_low",
                                         "ci_high", "df", "p_value", "n",
                                         "psus", "strata", "flag", "parity" };

    sv_csv_texts(&w->csv, before, sizeof before / sizeof *before);
    for (size_t k = 0; k < w->n_classes; k++)
        sv_csv_text(&w->csv, w->class[k]);
    sv_csv_texts(&w->csv, after, sizeof after / sizeof *after);
    sv_csv_end(&w->csv);
}

/* The category of the other classifications; _T for those contrasted. */
static const char *
category(const struct sv_contrast_result *r, const char *class)
{
    const struct sv_number number = { .crossing = r->crossing,
                                      .cell = r->cell };

    for (size_t v = 0; v < r->spec->n_variables; v++)
        if (strcmp(class, r->spec->variable[v]) == 0)
            return "_T";
    for (size_t k = 0; k < r->crossing->n; k++)
        if (strcmp(r->crossing->variable[k], class) == 0)
            return sv_category_of(&number, k);
    return "_T";
}

static void
write_place(struct writing *w, const struct sv_contrast_result *r)
{
    const json_t *indicator =
        json_array_get(json_object_get(w->meta, "indicators"),
                       r->item->indicator);
    const json_t *categories = json_object_get(indicator, "categories");

    sv_csv_text(&w->csv, sv_json_text_of(indicator, "code"));
    sv_csv_text(&w->csv, r->item->estimand == SV_SHARES
                             ? sv_json_text_of(json_array_get(categories, r->numerator),
                                               "name")
                             : sv_json_text_of(indicator, "item"));
    sv_csv_text(&w->csv, r->record->name);
    sv_csv_text(&w->csv, sv_json_text_of(indicator, "estimator"));
    sv_csv_text(&w->csv, r->spec->text.text);
    for (size_t k = 0; k < w->n_classes; k++)
        sv_csv_text(&w->csv, category(r, w->class[k]));
}

/* Where a parity ratio lies; 0.98 to 1.02 is parity. */
static const char *
parity_of(const struct sv_contrast_result *r)
{
    const double value = r->contrast.value;

    if (!r->spec->parity || isnan(value))
        return "";
    return value < 0.98 ? "below" : value > 1.02 ? "above" : "parity";
}

static void
write_result(struct writing *w, const struct sv_contrast_result *r)
{
    const struct sv_contrast *c = &r->contrast;
    const struct sv_result number = {
        .value = c->value, .se = c->se, .low = r->low, .high = r->high,
        .df = r->df, .n = c->support.n, .flags = c->flags,
    };
    char flags[256];

    write_place(w, r);
    sv_csv_number(&w->csv, c->value);
    sv_csv_number(&w->csv, c->se);
    sv_csv_number(&w->csv, sv_result_cv(&number));
    sv_csv_number(&w->csv, r->low);
    sv_csv_number(&w->csv, r->high);
    sv_csv_number(&w->csv, r->df);
    sv_csv_number(&w->csv, r->p);
    sv_csv_number(&w->csv, (double) c->support.n);
    sv_csv_number(&w->csv, r->psus);
    sv_csv_number(&w->csv, r->strata);
    sv_flags_of(flags, sizeof flags, &number, &w->tables);
    sv_csv_text(&w->csv, flags);
    sv_csv_text(&w->csv, parity_of(r));
    sv_csv_end(&w->csv);
}

enum sv_status
sv_write_contrasts(struct sv_stage *stage, struct sv_contrast_results *results,
                   const json_t *meta, struct sv_fault *fault)
{
    struct writing w = { .meta = meta,
                         .tables = sv_stage_survey(stage)->tables };
    struct sv_output out;
    enum sv_status status = sv_classes_of(&w.class, &w.n_classes, meta, fault);

    /* A difference may well be near 0. */
    w.tables.publish.flag_cv = w.tables.publish.suppress_cv = INFINITY;
    if (status == SV_OK)
        status = sv_stage_text_begin(&out, stage, "contrasts.csv", fault);
    if (status == SV_OK) {
        w.csv.to = out.to;
        if (results->n > 0)
            qsort(results->result, results->n, sizeof *results->result,
                  compare_results);
        write_head(&w);
        for (size_t i = 0; i < results->n; i++)
            write_result(&w, &results->result[i]);
        status = sv_stage_text_keep(&out, stage, "contrasts.csv", fault);
    }
    free(w.class);
    return status;
}
