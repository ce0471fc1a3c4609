/* testjson.c - a two-way test or a trend opened, for programs.  docs/outputs.md
 * describes it. */
#include <math.h>

#include "pipeline/json.h"
#include "pipeline/jsonmembers.h"
#include "stages/explain/testfacts.h"

enum { NAME_SIZE = 256 };

static void
put_covariance(struct sv_json *json, const double *v, size_t n)
{
    sv_json_key(json, "covariance");
    sv_json_open(json, '[');
    for (size_t i = 0; i < n; i++) {
        sv_json_open(json, '[');
        for (size_t j = 0; j < n; j++)
            sv_json_number(json, v[i * n + j]);
        sv_json_close(json);
    }
    sv_json_close(json);
}

static void
put_table(struct sv_json *json, const struct sv_test_facts *f)
{
    const struct sv_two_way *t = &f->table.is;

    sv_json_put_number(json, "pearson", f->pearson);
    sv_json_put_number(json, "effects_mean",
                       f->effects.sum / (double) f->effects.k);
    sv_json_put_number(json, "effects_k", f->effects.sum * f->effects.sum
                                              / f->effects.squares);
    sv_json_key(json, "cells");
    sv_json_open(json, '[');
    for (size_t i = 0; i < t->rows * t->columns; i++) {
        char column[NAME_SIZE];

        sv_test_column_name(column, sizeof column, f, i % t->columns);
        sv_json_open(json, '{');
        sv_json_put_text(json, "row", sv_test_row_name(f, i / t->columns));
        sv_json_put_text(json, "column", column);
        sv_json_put_number(json, "p", t->p[i]);
        sv_json_put_number(json, "expected", sv_test_expected(f, i));
        sv_json_close(json);
    }
    sv_json_close(json);
    put_covariance(json, t->p_covariance, t->rows * t->columns);
}

static void
put_categories(struct sv_json *json, const struct sv_test_facts *f)
{
    const struct sv_domains *d = &f->domains;

    sv_json_put_number(json, "slope", f->slope);
    sv_json_put_number(json, "intercept", f->intercept);
    sv_json_key(json, "categories");
    sv_json_open(json, '[');
    for (size_t j = 0; j < d->m; j++) {
        char name[NAME_SIZE];

        sv_test_column_name(name, sizeof name, f, d->category[j]);
        sv_json_open(json, '{');
        sv_json_put_text(json, "category", name);
        sv_json_put_number(json, "score", d->score[j]);
        sv_json_put_number(json, "p", d->p[j]);
        sv_json_close(json);
    }
    sv_json_close(json);
    put_covariance(json, d->covariance, d->m);
}

static void
put_statistics(struct sv_json *json, const struct sv_test_facts *f)
{
    sv_json_key(json, "statistics");
    sv_json_open(json, '[');
    for (size_t k = 0; k < f->n_lines; k++) {
        const struct sv_test_line *l = &f->line[k];

        sv_json_open(json, '{');
        sv_json_put_text(json, "method", l->method);
        sv_json_put_number(json, "estimate", l->estimate);
        sv_json_put_number(json, "se", l->se);
        sv_json_put_number(json, "statistic", l->test.statistic);
        sv_json_put_number(json, "df1", l->test.df1);
        sv_json_put_number(json, "df2", isinf(l->test.df2) ? NAN : l->test.df2);
        sv_json_put_number(json, "p_value", l->test.p);
        sv_json_close(json);
    }
    sv_json_close(json);
}

void
sv_test_json(struct sv_json *json, const struct sv_test_facts *f)
{
    char domain[1024];

    sv_test_domain_name(domain, sizeof domain, f->test, f->domain);
    sv_json_open(json, '{');
    sv_json_put_text(json, "name", f->name);
    sv_json_put_text(json, "test", sv_json_text_of(f->test->entry, "text"));
    sv_json_put_text(json, "record", f->test->record.name);
    sv_json_put_text(json, "item", f->item);
    sv_json_put_text(json, "domain", domain);
    sv_json_put_count(json, "n", f->n);
    sv_json_put_number(json, "df", f->df);
    sv_json_put_text(json, "method", f->variance);
    if (f->test->trend)
        put_categories(json, f);
    else
        put_table(json, f);
    put_statistics(json, f);
    sv_json_close(json);
}
