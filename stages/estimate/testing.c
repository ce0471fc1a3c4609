/* testing.c - two-way tests and trends, and tests.csv. */
#include "stages/estimate/testing.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/csv.h"
#include "pipeline/jsonmembers.h"
#include "pipeline/source.h"
#include "pipeline/output.h"
#include "stages/common/twoway.h"
#include "weights/trend.h"

struct writing {
    struct sv_csv csv;
    const struct sv_tables_spec *tables;
    struct sv_variance v;
    const struct sv_test_layout *test;
    size_t domain;
};

/* A row of tests.csv. */
struct line {
    const char *item, *method;
    double estimate, se;
    struct sv_test test;
    uint64_t n;
};

static bool
is_asked(const struct sv_tables_spec *t, const char *method)
{
    for (size_t k = 0; k < t->test_statistics.n; k++)
        if (strcmp(t->test_statistics.item[k].text, method) == 0)
            return true;
    return t->test_statistics.n == 0;
}

/* ---- the file ------------------------------------------------------------- */

static void
write_head(struct sv_csv *csv)
{
    static const char *const names[] = {
        "test", "record", "variable", "item", "classification", "within",
        "domain", "method", "estimate", "se", "statistic", "df1", "df2",
        "p_value", "n", "flag",
    };

    sv_csv_texts(csv, names, sizeof names / sizeof *names);
    sv_csv_end(csv);
}

/* Classifications [first, end) of the test, " * " between. */
static void
write_names(struct writing *w, size_t first, size_t end)
{
    char text[1024] = "";
    size_t used = 0;

    for (size_t k = first; k < end && used < sizeof text; k++)
        used += (size_t) snprintf(text + used, sizeof text - used, "%s%s",
                                  k > first ? " * " : "",
                                  w->test->crossing.variable[k]);
    sv_csv_text(&w->csv, text);
}

static void
write_domain(struct writing *w)
{
    char text[1024];

    sv_test_domain_name(text, sizeof text, w->test, w->domain);
    sv_csv_text(&w->csv, text);
}

static void
write_line(struct writing *w, const struct line *l)
{
    const json_t *entry = w->test->entry;

    sv_csv_text(&w->csv, sv_json_text_of(entry, "text"));
    sv_csv_text(&w->csv, w->test->record.name);
    sv_csv_text(&w->csv, sv_json_text_of(entry, "variable"));
    sv_csv_text(&w->csv, l->item);
    write_names(w, w->test->n_within, w->test->crossing.n);
    write_names(w, 0, w->test->n_within);
    write_domain(w);
    sv_csv_text(&w->csv, l->method);
    sv_csv_number(&w->csv, l->estimate);
    sv_csv_number(&w->csv, l->se);
    sv_csv_number(&w->csv, l->test.statistic);
    sv_csv_number(&w->csv, l->test.df1);
    sv_csv_number(&w->csv, isinf(l->test.df2) ? NAN : l->test.df2);
    sv_csv_number(&w->csv, l->test.p);
    sv_csv_number(&w->csv, (double) l->n);
    sv_csv_text(&w->csv, isnan(l->test.statistic) ? "no-test" : "");
    sv_csv_end(&w->csv);
}

/* ---- tests -------------------------------------------------------------------- */

static enum sv_status
test_association(struct writing *w, struct sv_fault *fault)
{
    struct sv_two_way_table t;
    enum sv_status status = sv_two_way_make(&t, &w->v, w->test, w->domain,
                                            fault);

    for (size_t k = 0; status == SV_OK && k < sv_n_test_methods; k++) {
        struct line l = { "", sv_test_methods[k].name, NAN, NAN,
                          { NAN, NAN, NAN, NAN }, t.n };

        if (!is_asked(w->tables, l.method))
            continue;
        status = sv_test_two_way(&l.test, &sv_test_methods[k], &t.is, fault);
        if (status == SV_OK)
            write_line(w, &l);
    }
    sv_two_way_free(&t);
    return status;
}

static void
write_trend(struct writing *w, const char *item, const struct sv_trend *trend,
            uint64_t n)
{
    const struct line linear = { item, "linear", trend->slope, trend->se,
                                 trend->linear, n };
    const struct line departure = { item, "departure", NAN, NAN,
                                    trend->departure, n };

    write_line(w, &linear);
    write_line(w, &departure);
}

/* The trend of numerator K. */
static enum sv_status
test_trend(struct writing *w, size_t k, struct sv_fault *fault)
{
    const json_t *category =
        json_array_get(json_object_get(w->test->entry, "categories"), k);
    struct sv_domains d;
    struct sv_trend trend;
    enum sv_status status = sv_domains_make(&d, &w->v, w->test, k,
                                            w->domain, fault);

    if (status == SV_OK)
        status = sv_trend(&trend, d.p, d.covariance, d.score, d.m, d.df, fault);
    if (status == SV_OK)
        write_trend(w, sv_json_text_of(category, "name"), &trend, d.n);
    sv_domains_free(&d);
    return status;
}

static enum sv_status
run_test(struct writing *w, struct sv_fault *fault)
{
    const size_t n = sv_test_domains(w->test);
    enum sv_status status = SV_OK;

    for (w->domain = 0; status == SV_OK && w->domain < n; w->domain++) {
        if (!w->test->trend)
            status = test_association(w, fault);
        for (size_t k = 0; w->test->trend && status == SV_OK
                           && k < w->test->item.n_numerators; k++)
            status = test_trend(w, k, fault);
    }
    return status;
}

static enum sv_status
write_tests(struct writing *w, const struct sv_survey *survey,
            const struct sv_store *tally, const json_t *meta,
            const struct sv_test_layout *test, size_t n,
            struct sv_fault *fault)
{
    const struct sv_variance_rules rules = sv_variance_rules_of(survey);
    enum sv_status status = SV_OK;

    write_head(&w->csv);
    for (size_t k = 0; status == SV_OK && k < n; k++) {
        w->test = &test[k];
        status = sv_variance_open(&w->v, tally, &test[k].record, meta, &rules,
                                  fault);
        if (status == SV_OK)
            status = run_test(w, fault);
        sv_variance_close(&w->v);
    }
    return status;
}

enum sv_status
sv_write_tests(struct sv_stage *stage, const struct sv_store *tally,
               const json_t *meta, struct sv_fault *fault)
{
    const struct sv_survey *survey = sv_stage_survey(stage);
    struct writing w = { .tables = &survey->tables };
    struct sv_test_layout *test;
    struct sv_output out;
    size_t n;
    enum sv_status status = sv_test_layout(&test, &n, meta, fault);

    if (status != SV_OK || n == 0) {
        free(test);
        return status;
    }
    status = sv_stage_text_begin(&out, stage, "tests.csv", fault);
    if (status == SV_OK) {
        w.csv.to = out.to;
        status = write_tests(&w, survey, tally, meta, test, n, fault);
        if (status != SV_OK)
            sv_output_drop(&out);
        else
            status = sv_stage_text_keep(&out, stage, "tests.csv", fault);
    }
    free(test);
    return status;
}
