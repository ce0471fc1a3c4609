/* modelfile.c - models.csv, models-terms.csv and models-covariance.csv. */
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/csv.h"
#include "pipeline/output.h"
#include "stages/estimate/flags.h"
#include "stages/estimate/regressing.h"
#include "weights/intervals.h"

struct writing {
    struct sv_csv csv;
    const struct sv_tables_spec *tables;
};

/* Which term column K is of; n_parts for the constant. */
static size_t
term_of(const struct sv_model_result *m, size_t k)
{
    size_t t = 0;

    while (t < m->spec->n_parts
           && (k < m->term[t].column
               || k >= m->term[t].column + m->term[t].n_columns))
        t++;
    return t;
}

static void
add_words(char *out, size_t size, const char *between, const char *word)
{
    const size_t used = strlen(out);

    snprintf(out + used, size - used, "%s%s", used > 0 ? between : "", word);
}

void
sv_model_term_words(char *out, size_t size, const struct sv_model_result *m,
                    size_t k)
{
    const size_t t = term_of(m, k);

    snprintf(out, size, "%s", t == m->spec->n_parts ? "(constant)" : "");
    for (size_t i = 0; t < m->spec->n_parts && i < m->term[t].n; i++)
        add_words(out, size, " * ",
                  m->spec->variable[m->term[t].covariate[i]].text);
}

void
sv_model_words(char *out, size_t size, const struct sv_model_result *m,
               size_t k, bool reference)
{
    const size_t t = term_of(m, k);
    size_t level[SV_MAX_IN_TERM];

    *out = '\0';
    if (t == m->spec->n_parts)
        return;
    sv_model_levels(level, &m->term[t], m->covariate, k - m->term[t].column);
    for (size_t i = 0; i < m->term[t].n; i++) {
        const size_t c = m->term[t].covariate[i];
        const json_t *categories = json_object_get(
            json_array_get(json_object_get(m->meta, "variables"), c),
            "categories");

        if (m->covariate[c].levels > 0)
            add_words(out, size, " * ",
                      json_string_value(json_array_get(
                          categories, reference ? m->covariate[c].reference
                                                : level[i])));
    }
}

/* Why a model, or one of its columns, has no coefficients, and the flags of its
 * errors. */
static void
flags_of(char *out, size_t size, const struct writing *w,
         const struct sv_model_result *m, bool left_out, bool occurs)
{
    static const char *const ends[] = {
        [SV_FIT_DONE] = "", [SV_FIT_EMPTY] = "empty",
        [SV_FIT_CONSTANT] = "constant", [SV_FIT_SEPARATED] = "separated",
        [SV_FIT_UNENDING] = "not-converged",
    };
    struct sv_tables_spec tables = *w->tables;
    const struct sv_result number = {
        .flags = m->flags, .n = m->support.n, .value = NAN };
    char more[256];

    snprintf(out, size, "%s", ends[m->fit.end]);
    if (left_out && m->fit.end == SV_FIT_DONE)
        add_words(out, size, ";", occurs ? "collinear" : "empty");
    if (m->support.n > 0
        && m->support.n < (uint64_t) tables.publish.minimum_n)
        add_words(out, size, ";", "few-cases");
    tables.publish.minimum_n = 0;       /* nothing is suppressed */
    sv_flags_of(more, sizeof more, &number, &tables);
    if (*more != '\0')
        add_words(out, size, ";", more);
}

static void
write_odds(struct sv_csv *csv, const struct sv_model_result *m, double b,
           const struct sv_interval *bounds)
{
    const bool odds = strcmp(m->spec->kind.text, "logistic") == 0;

    sv_csv_number(csv, odds ? exp(b) : NAN);
    sv_csv_number(csv, odds ? exp(bounds->low) : NAN);
    sv_csv_number(csv, odds ? exp(bounds->high) : NAN);
}

static void
write_place(struct writing *w, const struct sv_model_result *m, size_t k)
{
    char words[1024];

    sv_csv_text(&w->csv, m->spec->code.text);
    sv_csv_text(&w->csv, m->spec->kind.text);
    sv_model_term_words(words, sizeof words, m, k);
    sv_csv_text(&w->csv, words);
    sv_model_words(words, sizeof words, m, k, false);
    sv_csv_text(&w->csv, words);
    sv_model_words(words, sizeof words, m, k, true);
    sv_csv_text(&w->csv, words);
}

static void
write_coefficient(struct writing *w, const struct sv_model_result *m, size_t k)
{
    const double b = m->fit.b[k], v = m->v[k * m->p + k];
    const double se = isnan(b) || !(v >= 0) ? NAN : sqrt(v);
    const bool tested = se > 0 && m->df > 0;
    const struct sv_interval bounds =
        sv_interval_wald(b, se, m->df, w->tables->confidence);
    char flags[256];

    write_place(w, m, k);
    sv_csv_number(&w->csv, b);
    sv_csv_number(&w->csv, se);
    sv_csv_number(&w->csv, se > 0 ? b / se : NAN);
    sv_csv_number(&w->csv, m->df);
    sv_csv_number(&w->csv, tested ? 2 * gsl_cdf_tdist_Q(fabs(b / se), m->df)
                                  : NAN);
    sv_csv_number(&w->csv, bounds.low);
    sv_csv_number(&w->csv, bounds.high);
    write_odds(&w->csv, m, b, &bounds);
    sv_csv_number(&w->csv, (double) m->support.n);
    sv_csv_number(&w->csv, json_number_value(json_object_get(m->meta,
                                                             "n_missing")));
    sv_csv_number(&w->csv, (double) m->support.psus);
    sv_csv_number(&w->csv, (double) m->support.strata);
    flags_of(flags, sizeof flags, w, m, m->fit.left_out[k], m->occurs[k]);
    sv_csv_text(&w->csv, flags);
    sv_csv_end(&w->csv);
}

static enum sv_status
write_coefficients(struct writing *w, const struct sv_model_result *m,
                   struct sv_fault *fault)
{
    for (size_t k = 0; k < m->p; k++)
        write_coefficient(w, m, k);
    return fault->status;
}

static enum sv_status
write_terms(struct writing *w, const struct sv_model_result *m,
            struct sv_fault *fault)
{
    enum sv_status status = SV_OK;

    for (size_t t = 0; status == SV_OK && t < m->spec->n_parts; t++) {
        const size_t n = m->term[t].n_columns;
        size_t *column = calloc(n + 1, sizeof *column), k = 0;
        char words[1024];
        double f = NAN;
        bool occurs = false;

        if (column == NULL)
            return sv_fail(fault, SV_SYSTEM, "out of memory for models");
        for (size_t i = 0; i < n; i++) {
            column[i] = m->term[t].column + i;
            occurs |= m->occurs[column[i]];
        }
        if (m->fit.end == SV_FIT_DONE)
            status = sv_fit_wald(&f, &k, &m->fit, m->v, column, n, fault);
        sv_csv_text(&w->csv, m->spec->code.text);
        sv_model_term_words(words, sizeof words, m, m->term[t].column);
        sv_csv_text(&w->csv, words);
        sv_csv_number(&w->csv, f);
        sv_csv_number(&w->csv, m->fit.end == SV_FIT_DONE ? (double) k : NAN);
        sv_csv_number(&w->csv, m->df);
        sv_csv_number(&w->csv, k > 0 && m->df > 0
                                   ? gsl_cdf_fdist_Q(f, (double) k, m->df)
                                   : NAN);
        flags_of(words, sizeof words, w, m, k == 0, occurs);
        sv_csv_text(&w->csv, words);
        sv_csv_end(&w->csv);
        free(column);
    }
    return status;
}

/* Both triangles, without what is left out. */
static enum sv_status
write_covariances(struct writing *w, const struct sv_model_result *m,
                  struct sv_fault *fault)
{
    char words[1024];

    for (size_t i = 0; i < m->p; i++)
        for (size_t j = 0; j < m->p; j++) {
            if (isnan(m->fit.b[i]) || isnan(m->fit.b[j]))
                continue;
            sv_csv_text(&w->csv, m->spec->code.text);
            for (int side = 0; side < 2; side++) {
                const size_t k = side == 0 ? i : j;

                sv_model_term_words(words, sizeof words, m, k);
                sv_csv_text(&w->csv, words);
                sv_model_words(words, sizeof words, m, k, false);
                sv_csv_text(&w->csv, words);
            }
            sv_csv_number(&w->csv, m->v[i * m->p + j]);
            sv_csv_end(&w->csv);
        }
    return fault->status;
}

/* A file, a head, and the rows of every model. */
static const struct table {
    const char *name;
    const char *column[24];
    enum sv_status (*write)(struct writing *w, const struct sv_model_result *m,
                            struct sv_fault *fault);
} tables[] = {
    { "models.csv",
      { "model", "kind", "term", "category", "reference", "estimate", "se", "t",
        "df", "p_value", "ci_low", "ci_high", "odds_ratio", "odds_ratio_low",
        "odds_ratio_high", "n", "n_missing", "psus", "strata", "flag" },
      write_coefficients },
    { "models-terms.csv",
      { "model", "term", "f", "df1", "df2", "p_value", "flag" }, write_terms },
    { "models-covariance.csv",
      { "model", "term_a", "category_a", "term_b", "category_b", "covariance" },
      write_covariances },
};

static enum sv_status
write_table(struct sv_stage *stage, const struct table *t,
            const struct sv_model_result *models, size_t n,
            struct sv_fault *fault)
{
    struct writing w = { .tables = &sv_stage_survey(stage)->tables };
    struct sv_output out;
    enum sv_status status = sv_stage_text_begin(&out, stage, t->name, fault);

    if (status != SV_OK)
        return status;
    w.csv.to = out.to;
    for (size_t k = 0; t->column[k] != NULL; k++)
        sv_csv_text(&w.csv, t->column[k]);
    sv_csv_end(&w.csv);
    for (size_t i = 0; status == SV_OK && i < n; i++)
        status = t->write(&w, &models[i], fault);
    if (status == SV_OK)
        return sv_stage_text_keep(&out, stage, t->name, fault);
    sv_output_drop(&out);
    return status;
}

enum sv_status
sv_write_models(struct sv_stage *stage, const struct sv_model_result *models,
                size_t n, struct sv_fault *fault)
{
    enum sv_status status = SV_OK;

    for (size_t k = 0; status == SV_OK && n > 0
                       && k < sizeof tables / sizeof *tables; k++)
        status = write_table(stage, &tables[k], models, n, fault);
    return status;
}
