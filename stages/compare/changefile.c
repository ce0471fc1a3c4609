/* changefile.c - compare.csv: one row a number that both rounds have. */
#include "stages/compare/changefile.h"

#include <math.h>
#include <string.h>

#include "pipeline/csv.h"
#include "pipeline/jsonmembers.h"
#include "pipeline/output.h"

/* The classifications that occur, in the order in which they do. */
static enum sv_status
classes_of(json_t **out, const struct sv_changes *changes,
           struct sv_fault *fault)
{
    *out = json_object();
    for (size_t k = 0; *out != NULL && k < changes->n; k++) {
        json_t *by = json_object_get(changes->change[k].a, "by"), *category;
        const char *name;

        json_object_foreach(by, name, category)
            if (json_object_set(*out, name, category) != 0)
                return sv_fail(fault, SV_SYSTEM, "out of memory for "
                               "compare.csv");
    }
    return *out != NULL ? SV_OK
                        : sv_fail(fault, SV_SYSTEM, "out of memory for "
                                  "compare.csv");
}

static void
write_head(struct sv_csv *csv, json_t *classes)
{
    static const char *const before[] = { "indicator", "item", "record",
                                          "estimator" };
    static const char *const after[] = {
        "estimate_a", "se_a", "n_a", "estimate_b", "se_b", "n_b", "covariance",
        "difference", "se", "ci_low", "ci_high", "t", "df", "p_value",
        "ratio", "ratio_se", "ratio_ci_low", "ratio_ci_high", "flag_a",
        "flag_b", "wording_since", "target", "target_by", "target_reached",
        "target_standing", "break",
    };
    const char *name;
    json_t *category;

    sv_csv_texts(csv, before, sizeof before / sizeof *before);
    json_object_foreach(classes, name, category)
        sv_csv_text(csv, name);
    sv_csv_texts(csv, after, sizeof after / sizeof *after);
    sv_csv_end(csv);
}

static void
put_text(struct sv_csv *csv, const json_t *number, const char *key)
{
    const char *text = json_string_value(json_object_get(number, key));

    sv_csv_text(csv, text != NULL ? text : "");
}

static void
write_round(struct sv_csv *csv, const json_t *number)
{
    sv_csv_number(csv, sv_json_number_of(number, "estimate"));
    sv_csv_number(csv, sv_json_number_of(number, "se"));
    sv_csv_number(csv, sv_json_number_of(number, "n"));
}

static void
write_change(struct sv_csv *csv, const struct sv_change *c, json_t *classes)
{
    const double numbers[] = {
        c->covariance, c->difference, c->se, c->low, c->high, c->t, c->df,
        c->p, c->ratio, c->ratio_se, c->ratio_low, c->ratio_high,
    };
    const json_t *by = json_object_get(c->a, "by");
    const char *name;
    json_t *ignored;

    put_text(csv, c->a, "indicator");
    put_text(csv, c->a, "item");
    put_text(csv, c->a, "record");
    sv_csv_text(csv, c->estimator);
    json_object_foreach(classes, name, ignored) {
        const char *category = json_string_value(json_object_get(by, name));

        sv_csv_text(csv, category != NULL ? category : "_T");
    }
    write_round(csv, c->a);
    write_round(csv, c->b);
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
        sv_csv_number(csv, numbers[k]);
    put_text(csv, c->a, "flag");
    put_text(csv, c->b, "flag");
    sv_csv_number(csv, c->broken != 0 ? (double) c->broken : (double) NAN);
    sv_csv_number(csv, c->target);
    sv_csv_number(csv, c->by);
    sv_csv_number(csv, c->reached);
    sv_csv_text(csv, sv_standing_code(c->standing));
    sv_csv_text(csv, c->breaks == (SV_BREAK_WORDING | SV_BREAK_DEFINITION)
                         ? "wording;definition"
                     : c->breaks == SV_BREAK_WORDING ? "wording"
                     : c->breaks == SV_BREAK_DEFINITION ? "definition" : "");
    sv_csv_end(csv);
}

enum sv_status
sv_write_changes(const char *path, const struct sv_changes *changes,
                 struct sv_fault *fault)
{
    struct sv_output out;
    struct sv_csv csv = { 0 };
    json_t *classes = NULL;
    enum sv_status status = classes_of(&classes, changes, fault);

    if (status == SV_OK)
        status = sv_output_begin(&out, path, fault);
    if (status == SV_OK) {
        csv.to = out.to;
        write_head(&csv, classes);
        for (size_t k = 0; k < changes->n; k++)
            write_change(&csv, &changes->change[k], classes);
        status = sv_output_keep(&out, NULL, fault);
    }
    json_decref(classes);
    return status;
}
