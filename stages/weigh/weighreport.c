/* weighreport.c - what weighting did, for people. */
#include "stages/weigh/weighreport.h"

#include <math.h>

#include "pipeline/csv.h"
#include "pipeline/output.h"

/* What is written, behind what begins and ends a file. */
struct report {
    json_t *meta;
    const struct sv_step_report *step;
    size_t n;
};

static enum sv_status
write_file(struct sv_stage *stage, const char *name,
           void (*write)(FILE *to, const struct report *r),
           const struct report *r, struct sv_fault *fault)
{
    struct sv_output out;
    const enum sv_status status = sv_stage_text_begin(&out, stage, name, fault);

    if (status != SV_OK)
        return status;
    write(out.to, r);
    return sv_stage_text_keep(&out, stage, name, fault);
}

static void
write_head(struct sv_csv *csv, const char *const *name, size_t n)
{
    for (size_t k = 0; k < n; k++)
        sv_csv_text(csv, name[k]);
    sv_csv_end(csv);
}

static const char *const columns[] = {
    "step", "kind", "record", "stratum", "n", "zero", "sum", "min", "max", "cv",
    "kish", "least_ratio", "largest_ratio"
};
enum { N_COLUMNS = sizeof columns / sizeof *columns, FIRST_NUMBER = 4,
       FIRST_RATIO = 11 };

static void
write_stratum(struct sv_csv *csv, const char *record, const char *stratum,
              const json_t *of)
{
    sv_csv_text(csv, "");
    sv_csv_text(csv, "final");
    sv_csv_text(csv, record);
    sv_csv_text(csv, stratum);
    for (size_t k = FIRST_NUMBER; k < FIRST_RATIO; k++) {
        const json_t *value = json_object_get(of, columns[k]);

        sv_csv_number(csv, value != NULL ? json_number_value(value) : NAN);
    }
    sv_csv_number(csv, NAN);
    sv_csv_number(csv, NAN);
    sv_csv_end(csv);
}

static double
if_any(const struct sv_profile *p, double value)
{
    return p->zero < p->n ? value : NAN;
}

static void
write_step(struct sv_csv *csv, const struct sv_step_report *s, size_t number)
{
    const struct sv_profile *p = &s->after;
    const double value[] = {
        (double) p->n, (double) p->zero, p->sum, if_any(p, p->min),
        if_any(p, p->max), p->cv, p->kish,
        s->n_largest > 0 ? s->least : NAN, s->n_largest > 0 ? s->most : NAN,
    };

    sv_csv_number(csv, (double) number);
    sv_csv_text(csv, s->kind);
    sv_csv_text(csv, s->record);
    sv_csv_text(csv, "_T");
    for (size_t k = 0; k < sizeof value / sizeof *value; k++)
        sv_csv_number(csv, value[k]);
    sv_csv_end(csv);
}

static void
write_weights(FILE *to, const struct report *r)
{
    struct sv_csv csv = { .to = to };
    const char *record;
    json_t *of, *stratum;
    size_t i;

    write_head(&csv, columns, N_COLUMNS);
    for (size_t k = 0; k < r->n; k++)
        write_step(&csv, &r->step[k], k + 1);
    json_object_foreach(r->meta, record, of) {
        write_stratum(&csv, record, "_T", of);
        json_array_foreach(json_object_get(of, "by_stratum"), i, stratum)
            write_stratum(&csv, record,
                          json_string_value(json_object_get(stratum,
                                                            "stratum")),
                          stratum);
    }
}

static const char *const margin_columns[] = { "step", "kind", "record",
                                              "margin", "before", "total",
                                              "after" };

static void
write_margins(FILE *to, const struct report *r)
{
    struct sv_csv csv = { .to = to };

    write_head(&csv, margin_columns,
               sizeof margin_columns / sizeof *margin_columns);
    for (size_t i = 0; i < r->n; i++)
        for (size_t k = 0; k < r->step[i].n_columns; k++) {
            const struct sv_step_report *s = &r->step[i];

            sv_csv_number(&csv, (double) i + 1);
            sv_csv_text(&csv, s->kind);
            sv_csv_text(&csv, s->record);
            sv_csv_text(&csv, s->name[k]);
            sv_csv_number(&csv, s->before[k]);
            sv_csv_number(&csv, s->total[k]);
            sv_csv_number(&csv, s->reached[k]);
            sv_csv_end(&csv);
        }
}

static void
tell_profile(FILE *to, const struct sv_profile *p)
{
    fprintf(to, "  weights  sum %.10g, from %.6g to %.6g, cv %.4f, Kish's "
            "effect %.4f; %zu of %zu are 0\n", p->sum, p->min, p->max, p->cv,
            p->kish, p->zero, p->n);
}

static void
tell_step(FILE *to, const struct sv_step_report *s, size_t number)
{
    fprintf(to, "%sStep %zu: %s of %s\n", number > 1 ? "\n" : "", number,
            s->kind, s->record);
    tell_profile(to, &s->after);
    if (s->dropped > 0)
        fprintf(to, "  dropped  %zu units have no weight any more\n",
                s->dropped);
    if (s->n_largest > 0)
        fprintf(to, "  factors  from %.4f to %.4f; the largest:", s->least,
                s->most);
    for (size_t i = 0; i < s->n_largest; i++)
        fprintf(to, "%s row %u (%.4f)", i > 0 ? "," : "", s->largest[i].row,
                s->largest[i].ratio);
    if (s->n_largest > 0)
        fputc('\n', to);
    for (size_t k = 0; k < s->n_columns; k++)
        fprintf(to, "%s%-40s %14.10g -> %14.10g\n",
                k == 0 ? "  margins  " : "           ", s->name[k],
                s->before[k], s->reached[k]);
}

static void
tell(FILE *to, const struct report *r)
{
    for (size_t i = 0; i < r->n; i++)
        tell_step(to, &r->step[i], i + 1);
}

enum sv_status
sv_write_weighting(struct sv_stage *stage, json_t *meta,
                   const struct sv_step_report *report, size_t n,
                   struct sv_fault *fault)
{
    const struct report r = { meta, report, n };
    enum sv_status status = write_file(stage, "weighting.csv", write_weights,
                                       &r, fault);

    if (status == SV_OK && n > 0)
        status = write_file(stage, "weighting-margins.csv", write_margins, &r,
                            fault);
    if (status == SV_OK && n > 0)
        status = write_file(stage, "weighting.txt", tell, &r, fault);
    return status;
}
