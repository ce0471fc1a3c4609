/* writecsv.c - estimates.csv: one row a number. */
#include "stages/estimate/writecsv.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/csv.h"
#include "pipeline/output.h"
#include "stages/estimate/flags.h"

struct writing {
    struct sv_csv csv;
    const struct sv_estimation *estimation;
    const char **class;         /* [n_classes] */
    size_t n_classes;
};

static void
write_head(struct writing *w)
{
    static const char *const before[] = { "indicator", "item", "record",
                                          "estimator" };
    static const char *const after[] = {
        "estimate", "se", "cv", "ci_low", "ci_high", "df", "deff", "n",
        "n_numerator", "weighted_numerator", "weighted_denominator", "psus",
        "strata", "flag",
    };

    sv_csv_texts(&w->csv, before, sizeof before / sizeof *before);
    for (size_t k = 0; k < w->n_classes; k++)
        sv_csv_text(&w->csv, w->class[k]);
    sv_csv_texts(&w->csv, after, sizeof after / sizeof *after);
    sv_csv_end(&w->csv);
}

/* The category of the number in classification NAME, or _T. */
static const char *
category(const struct sv_number *number, const char *name)
{
    for (size_t k = 0; k < number->crossing->n; k++)
        if (strcmp(number->crossing->variable[k], name) == 0)
            return sv_category_of(number, k);
    return "_T";
}

static void
write_measures(struct sv_csv *csv, const struct sv_result *r)
{
    sv_csv_number(csv, r->value);
    sv_csv_number(csv, r->se);
    sv_csv_number(csv, sv_result_cv(r));
    sv_csv_number(csv, r->low);
    sv_csv_number(csv, r->high);
    sv_csv_number(csv, r->df);
    sv_csv_number(csv, r->deff);
    sv_csv_number(csv, (double) r->n);
    sv_csv_number(csv, (double) r->n_numerator);
    sv_csv_number(csv, r->weighted_numerator);
    sv_csv_number(csv, r->weighted_denominator);
    sv_csv_number(csv, r->psus);
    sv_csv_number(csv, r->strata);
}

static void
write_number(void *to, const struct sv_number *number)
{
    struct writing *w = to;
    char flags[256];

    sv_csv_text(&w->csv, json_string_value(json_object_get(number->indicator,
                                                           "code")));
    sv_csv_text(&w->csv, number->item);
    sv_csv_text(&w->csv, number->record->name);
    sv_csv_text(&w->csv, json_string_value(json_object_get(number->indicator,
                                                           "estimator")));
    for (size_t k = 0; k < w->n_classes; k++)
        sv_csv_text(&w->csv, category(number, w->class[k]));
    write_measures(&w->csv, number->result);
    sv_flags_of(flags, sizeof flags, number->result,
                &w->estimation->survey->tables);
    sv_csv_text(&w->csv, flags);
    sv_csv_end(&w->csv);
}

enum sv_status
sv_write_estimates_csv(struct sv_stage *stage, const struct sv_estimation *e,
                       struct sv_fault *fault)
{
    struct writing w = { .estimation = e };
    struct sv_output out;
    enum sv_status status = sv_classes_of(&w.class, &w.n_classes, e->meta, fault);

    if (status == SV_OK)
        status = sv_stage_text_begin(&out, stage, "estimates.csv", fault);
    if (status == SV_OK) {
        w.csv.to = out.to;
        write_head(&w);
        sv_each_number(e, write_number, &w);
        status = sv_stage_text_keep(&out, stage, "estimates.csv", fault);
    }
    free(w.class);
    return status;
}
