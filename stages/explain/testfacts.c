/* testfacts.c - two-way tests and trends, opened. */
#include "stages/explain/testfacts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/jsonmembers.h"
#include "stages/common/toldrules.h"

enum { NAME_SIZE = 1024 };

static enum sv_status
no_memory(struct sv_fault *fault)
{
    return sv_fail(fault, SV_SYSTEM, "out of memory for a test");
}

/* ---- names ------------------------------------------------------------------ */

const char *
sv_test_row_name(const struct sv_test_facts *f, size_t row)
{
    const json_t *categories = json_object_get(f->test->entry, "categories");

    if (f->test->item.estimand != SV_SHARES)
        return row == 0 ? "no" : "yes";
    return sv_json_text_of(json_array_get(categories, row), "name");
}

void
sv_test_column_name(char *out, size_t size, const struct sv_test_facts *f,
                    size_t column)
{
    const struct sv_tally_crossing *c = &f->test->crossing;
    size_t used = 0, below = 1, rest = column;

    for (size_t k = f->test->n_within; k < c->n; k++)
        below *= c->size[k];
    out[0] = '\0';
    for (size_t k = f->test->n_within; k < c->n && used < size; k++) {
        below /= c->size[k];
        used += (size_t) snprintf(
            out + used, size - used, "%s%s", used > 0 ? " * " : "",
            sv_json_text_of(json_array_get(c->categories[k], rest / below),
                            "name"));
        rest %= below;
    }
}

static char *
name_of(const struct sv_test_facts *f)
{
    const char *text = sv_json_text_of(f->test->entry, "text");
    char domain[NAME_SIZE], *name;

    sv_test_domain_name(domain, sizeof domain, f->test, f->domain);
    if (asprintf(&name, "%s%s%s%s%s%s", text, *f->item != '\0' ? " of " : "",
                 f->item, f->test->n_within > 0 ? " [" : "",
                 f->test->n_within > 0 ? domain : "",
                 f->test->n_within > 0 ? "]" : "") < 0)
        return NULL;
    return name;
}

/* Whether TEXT names F: with the domain, or without. */
static bool
is_named(const struct sv_test_facts *f, const char *text)
{
    const char *own = sv_json_text_of(f->test->entry, "text");
    const size_t n = strlen(own);
    char domain[NAME_SIZE];

    if (text == NULL || strcmp(text, own) == 0 || strcmp(text, f->name) == 0)
        return true;
    if (strncmp(text, own, n) != 0 || strncmp(text + n, " [", 2) != 0)
        return false;
    sv_test_domain_name(domain, sizeof domain, f->test, f->domain);
    return strncmp(text + n + 2, domain, strlen(domain)) == 0
           && strcmp(text + n + 2 + strlen(domain), "]") == 0;
}

double
sv_test_expected(const struct sv_test_facts *f, size_t cell)
{
    const struct sv_two_way *t = &f->table.is;
    double row = 0, column = 0;

    for (size_t k = 0; k < t->columns; k++)
        row += t->p[cell / t->columns * t->columns + k];
    for (size_t k = 0; k < t->rows; k++)
        column += t->p[k * t->columns + cell % t->columns];
    return row * column;
}

/* ---- what is published ------------------------------------------------------- */

static bool
is_line_of(const json_t *row, const struct sv_test_facts *f)
{
    const char *method = sv_json_text_of(row, "method");
    char domain[NAME_SIZE];

    sv_test_domain_name(domain, sizeof domain, f->test, f->domain);
    return strcmp(sv_json_text_of(row, "test"),
                  sv_json_text_of(f->test->entry, "text")) == 0
           && strcmp(sv_json_text_of(row, "domain"), domain) == 0
           && strcmp(sv_json_text_of(row, "item"), f->item) == 0
           && (sv_test_find(method) == NULL) == f->test->trend;
}

static bool
differs(double ours, double published)
{
    return isnan(ours) != isnan(published)
           || fabs(ours - published) > 1e-9 * fabs(published);
}

/* Adds LINE, which ROW must have. */
static enum sv_status
add_line(struct sv_test_facts *f, const struct sv_test_line *line,
         const json_t *row, struct sv_fault *fault)
{
    const double published = sv_json_number_of(row, "statistic");

    if (f->n_lines < SV_MAX_TEST_LINES)
        f->line[f->n_lines++] = *line;
    return differs(line->test.statistic, published)
                   || differs(line->se, sv_json_number_of(row, "se"))
               ? sv_fail(fault, SV_BUG, "%s: %s: the tally gives %.17g, "
                         "published is %.17g", f->name, line->method,
                         line->test.statistic, published)
               : SV_OK;
}

/* ---- what it is made of --------------------------------------------------------- */

static enum sv_status
open_association(struct sv_test_facts *f, const struct sv_variance *v,
                 const json_t *rows, struct sv_fault *fault)
{
    enum sv_status status = sv_two_way_make(&f->table, v, f->test, f->domain,
                                            fault);
    size_t i;
    json_t *row;

    f->n = f->table.n;
    f->df = f->table.is.df;
    if (status == SV_OK)
        status = sv_generalised_effects(&f->effects, &f->table.is, fault);
    f->pearson = status == SV_OK && f->table.is.rows > 0
                     ? sv_pearson(&f->table.is) : NAN;
    json_array_foreach(rows, i, row) {
        struct sv_test_line line = { sv_json_text_of(row, "method"), NAN, NAN,
                                     { NAN, NAN, NAN, NAN } };

        if (status == SV_OK && is_line_of(row, f)) {
            status = sv_test_two_way(&line.test, sv_test_find(line.method),
                                     &f->table.is, fault);
            if (status == SV_OK)
                status = add_line(f, &line, row, fault);
        }
    }
    return status;
}

static void
draw_line(struct sv_test_facts *f)
{
    const struct sv_domains *d = &f->domains;
    double p = 0, score = 0;

    for (size_t j = 0; j < d->m; j++) {
        p += d->p[j] / (double) d->m;
        score += d->score[j] / (double) d->m;
    }
    f->intercept = p - f->slope * score;
}

static enum sv_status
open_trend(struct sv_test_facts *f, size_t k, const struct sv_variance *v,
           const json_t *rows, struct sv_fault *fault)
{
    struct sv_trend trend;
    struct sv_domains *d = &f->domains;
    enum sv_status status = sv_domains_make(d, v, f->test, k, f->domain, fault);
    size_t i;
    json_t *row;

    f->n = d->n;
    f->df = d->df;
    if (status == SV_OK)
        status = sv_trend(&trend, d->p, d->covariance, d->score, d->m, d->df,
                          fault);
    if (status != SV_OK)
        return status;
    f->slope = trend.slope;
    draw_line(f);
    json_array_foreach(rows, i, row) {
        const bool linear = strcmp(sv_json_text_of(row, "method"), "linear") == 0;
        const struct sv_test_line line = {
            linear ? "linear" : "departure", linear ? trend.slope : NAN,
            linear ? trend.se : NAN, linear ? trend.linear : trend.departure,
        };

        if (status == SV_OK && is_line_of(row, f))
            status = add_line(f, &line, row, fault);
    }
    return status;
}

static void
facts_free(struct sv_test_facts *f)
{
    sv_two_way_free(&f->table);
    sv_domains_free(&f->domains);
    free(f->name);
}

/* ---- all of them ------------------------------------------------------------------ */

struct opening {
    const struct sv_opened *o;
    const char *text;
    sv_test_visit *visit;
    void *context;
    size_t found;
};

/* The test of numerator K, if it is one of those that are asked for. */
static enum sv_status
open_one(struct opening *w, const struct sv_variance *v,
         const struct sv_test_layout *test, size_t domain, size_t k,
         struct sv_fault *fault)
{
    const json_t *rows = json_object_get(w->o->folder.estimates, "tests");
    const json_t *category =
        json_array_get(json_object_get(test->entry, "categories"), k);
    struct sv_test_facts f = {
        .o = w->o, .test = test, .domain = domain, .pearson = NAN,
        .intercept = NAN, .slope = NAN,
        .item = test->trend ? sv_json_text_of(category, "name") : "",
        .variance = v->replicates.n > 0 ? "replicates" : "linearisation",
    };
    enum sv_status status = SV_OK;

    f.name = name_of(&f);
    if (f.name == NULL)
        return no_memory(fault);
    if (is_named(&f, w->text)) {
        w->found++;
        if (w->visit != NULL)
            status = test->trend ? open_trend(&f, k, v, rows, fault)
                                 : open_association(&f, v, rows, fault);
        if (w->visit != NULL && status == SV_OK)
            status = w->visit(w->context, &f, fault);
    }
    facts_free(&f);
    return status;
}

static enum sv_status
open_test(struct opening *w, const struct sv_test_layout *test,
          struct sv_fault *fault)
{
    const struct sv_result_folder *folder = &w->o->folder;
    const json_t *words = json_object_get(
        json_object_get(folder->estimates, "design"), test->record.name);
    const struct sv_variance_rules rules = sv_variance_rules_told(words);
    const size_t domains = sv_test_domains(test);
    struct sv_variance v = { .record = NULL };
    enum sv_status status = sv_variance_open(&v, folder->tally, &test->record,
                                             folder->meta, &rules, fault);

    for (size_t d = 0; status == SV_OK && d < domains; d++)
        for (size_t k = 0; status == SV_OK
                           && k < (test->trend ? test->item.n_numerators : 1);
             k++)
            status = open_one(w, &v, test, d, k, fault);
    sv_variance_close(&v);
    return status;
}

/* Names those that there are. */
static enum sv_status
is_none(const char *text, const struct sv_test_layout *test, size_t n,
        struct sv_fault *fault)
{
    if (n == 0)
        return sv_fail(fault, SV_DATA, "'%.200s': there are no tests; 'tables: "
                       "tests' and 'trends' make some", text);
    return sv_fail(fault, SV_DATA, "'%.200s': there is no such test; the first "
                   "is '%.200s'; estimates.json has all under `tests`, written "
                   "as in the description", text,
                   sv_json_text_of(test[0].entry, "text"));
}

enum sv_status
sv_tests_open(const struct sv_opened *o, const char *text,
              sv_test_visit *visit, void *context, struct sv_fault *fault)
{
    struct opening w = { o, text, visit, context, 0 };
    struct sv_test_layout *test;
    size_t n;
    enum sv_status status = sv_test_layout(&test, &n, o->folder.meta, fault);

    for (size_t k = 0; status == SV_OK && k < n; k++) {
        const char *own = sv_json_text_of(test[k].entry, "text");

        if (text == NULL || strncmp(text, own, strlen(own)) == 0)
            status = open_test(&w, &test[k], fault);
    }
    if (status == SV_OK && w.found == 0 && text != NULL)
        status = is_none(text, test, n, fault);
    free(test);
    return status;
}
