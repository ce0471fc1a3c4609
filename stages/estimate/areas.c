/* areas.c - figures by area beside those of the survey. */
#include "stages/estimate/areas.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/csv.h"
#include "pipeline/output.h"
#include "stages/estimate/areatable.h"
#include "weights/areamodel.h"

/* The estimates of an indicator, or of an item of it, for all areas. */
struct series {
    const char *code, *item;
    bool share;                         /* a proportion of some kind */
    const struct sv_tally_crossing *crossing;
    const struct sv_result **result;    /* [n_cells] */
};

/* All of them, by the classification of the areas. */
struct gathering {
    const struct sv_estimation *e;
    struct series *series;
    size_t n, capacity;
    bool no_memory;
};

struct writing {
    struct sv_stage *stage;
    const struct sv_estimation *e;
    const struct sv_areas_spec *spec;
    const struct gathering *all;
    struct sv_area_table table;
    struct sv_csv csv, models;
    struct sv_fault *fault;
};

static bool
is_share(const json_t *indicator)
{
    const char *estimator = json_string_value(json_object_get(indicator,
                                                              "estimator"));

    return strcmp(estimator, "proportion") == 0
        || strcmp(estimator, "shares") == 0
        || strcmp(estimator, "highest") == 0;
}

static struct series *
new_series(struct gathering *g, const struct sv_number *number)
{
    struct series *s;

    if (g->n == g->capacity) {
        struct series *grown = realloc(g->series, (2 * g->n + 16)
                                                      * sizeof *grown);

        if (grown == NULL)
            return NULL;
        g->series = grown;
        g->capacity = 2 * g->n + 16;
    }
    s = &g->series[g->n];
    *s = (struct series){
        json_string_value(json_object_get(number->indicator, "code")),
        number->item, is_share(number->indicator), number->crossing,
        calloc(number->crossing->n_cells + 1, sizeof *s->result),
    };
    g->n += s->result != NULL;
    return s->result != NULL ? s : NULL;
}

static void
gather(void *to, const struct sv_number *number)
{
    struct gathering *g = to;
    struct series *s;

    if (g->no_memory || number->crossing->n != 1
        || strcmp(number->crossing->variable[0],
                  g->e->survey->areas.by.text) != 0)
        return;
    s = number->cell == 0 ? new_series(g, number) : &g->series[g->n - 1];
    if (s == NULL)
        g->no_memory = true;
    else
        s->result[number->cell] = number->result;
}

static bool
is_asked(const struct series *s, struct sv_string code, struct sv_string item)
{
    return strcmp(s->code, code.text) == 0
           && (item.text == NULL || strcmp(s->item, item.text) == 0);
}

/* The first series of CODE and ITEM from *FROM on, or NULL. */
static const struct series *
next_series(const struct gathering *g, size_t *from, struct sv_string code,
            struct sv_string item)
{
    while (*from < g->n && !is_asked(&g->series[*from], code, item))
        ++*from;
    return *from < g->n ? &g->series[(*from)++] : NULL;
}

static enum sv_status
no_series(struct writing *w, struct sv_string code)
{
    return sv_point(w->fault, SV_DATA, code.at, strlen(code.text), "'%.60s' has "
                    "no estimates by %s: its record type lacks the "
                    "classification, or the survey its variables", code.text,
                    w->spec->by.text);
}

static const char *
area_name(const struct series *s, size_t i)
{
    return json_string_value(json_object_get(
        json_array_get(s->crossing->categories[0], i), "name"));
}

static void
write_place(struct sv_csv *csv, const struct series *s, size_t i)
{
    sv_csv_text(csv, s->code);
    sv_csv_text(csv, s->item);
    sv_csv_text(csv, area_name(s, i));
}

static void
write_heads(struct sv_csv *csv, const char *by, const char *const *name)
{
    sv_csv_text(csv, "indicator");
    sv_csv_text(csv, "item");
    if (by != NULL)
        sv_csv_text(csv, by);
    for (; *name != NULL; name++)
        sv_csv_text(csv, *name);
    sv_csv_end(csv);
}

/* ---- coherence ----------------------------------------------------------- */

static void
write_comparison(struct sv_csv *csv, const struct series *s, size_t i,
                 const char *column, double other)
{
    const struct sv_result *r = s->result[i];
    const bool inside = r->low <= other && other <= r->high;

    write_place(csv, s, i);
    sv_csv_number(csv, r->value);
    sv_csv_number(csv, r->se);
    sv_csv_number(csv, r->low);
    sv_csv_number(csv, r->high);
    sv_csv_text(csv, column);
    sv_csv_number(csv, other);
    sv_csv_number(csv, r->value - other);
    sv_csv_number(csv, r->low - other);
    sv_csv_number(csv, r->high - other);
    sv_csv_number(csv, other != 0 ? r->value / other : NAN);
    sv_csv_number(csv, other > 0 ? r->low / other : NAN);
    sv_csv_number(csv, other > 0 ? r->high / other : NAN);
    sv_csv_text(csv, isnan(r->low) || isnan(other) ? ""
                     : inside                      ? "yes"
                                                   : "no");
    sv_csv_end(csv);
}

/* Figures of use and subscriptions are never below 0.  Above 1 beside a share
 * they are per cent without a scale, or count some persons twice. */
static enum sv_status
check_figures(struct writing *w, const struct sv_area_check *c,
              const struct series *s, size_t column)
{
    const struct sv_area_table *t = &w->table;
    struct sv_area_names above = { .n = 0 };

    for (size_t i = 0; i < t->n_areas; i++) {
        const double value = t->value[i * t->n_columns + column];

        if (value < 0)
            sv_add(w->fault, SV_DATA, "%s: line %zu: %s: '%g' is below 0; "
                   "expected a figure to compare with '%s'",
                   w->spec->file.text, t->line[i], c->with.text, value,
                   s->code);
        if (c->scale * value > 1)
            sv_area_names_add(&above, area_name(s, i));
    }
    if (s->share && above.n > 0)
        sv_stage_warn(w->stage, "%s: %s times %g is above 1 in %zu of %zu "
                      "areas (%s), and %s is a share: per cent need 'scale: "
                      "0.01', and subscriptions may be more than persons",
                      w->spec->file.text, c->with.text, c->scale, above.n,
                      t->n_areas, sv_area_names_text(&above), s->code);
    return w->fault->status;
}

static enum sv_status
compare(struct writing *w, const struct sv_area_check *c)
{
    const struct series *s;
    size_t column, from = 0;
    bool any = false;
    enum sv_status status = sv_area_column(&column, &w->table, c->with,
                                           w->fault);

    if (status != SV_OK)
        return status;
    while (status == SV_OK
           && (s = next_series(w->all, &from, c->indicator, c->item))
                  != NULL) {
        if (!any)
            status = check_figures(w, c, s, column);
        any = true;
        for (size_t i = 0; i < w->table.n_areas; i++)
            write_comparison(&w->csv, s, i, c->with.text,
                             c->scale * w->table.value[i * w->table.n_columns
                                                       + column]);
    }
    return any ? status : no_series(w, c->indicator);
}

static enum sv_status
compare_all(struct writing *w)
{
    static const char *const heads[] = {
        "estimate", "se", "ci_low", "ci_high", "with", "value", "difference",
        "difference_low", "difference_high", "ratio", "ratio_low",
        "ratio_high", "inside", NULL,
    };

    write_heads(&w->csv, w->spec->by.text, heads);
    for (size_t i = 0; i < w->spec->n_compare; i++) {
        const enum sv_status status = compare(w, &w->spec->compare[i]);

        if (status != SV_OK)
            return status;
    }
    return SV_OK;
}

/* ---- models -------------------------------------------------------------- */

/* The data of one model, of the areas that have all covariates: memory is the
 * caller's to free. */
struct inputs {
    double *y, *d, *x;          /* [m], [m], [m][p] */
    size_t *place;              /* [n_areas] among the m; SIZE_MAX: not there */
    size_t m, p;
};

/* The columns that the covariates are, into COLUMN [p - 1]. */
static enum sv_status
find_covariates(size_t *column, const struct writing *w,
                const struct sv_area_model *model)
{
    for (size_t k = 0; k < model->covariates.n; k++) {
        const enum sv_status status = sv_area_column(
            &column[k], &w->table, model->covariates.item[k], w->fault);

        if (status != SV_OK)
            return status;
    }
    return SV_OK;
}

/* Takes area I if it has them all. */
static bool
take_area(struct inputs *in, const struct sv_area_table *t, size_t i,
          const size_t *column)
{
    double *x = &in->x[in->m * in->p];

    in->place[i] = SIZE_MAX;
    x[0] = 1;
    for (size_t k = 1; k < in->p; k++) {
        x[k] = t->value[i * t->n_columns + column[k - 1]];
        if (isnan(x[k]))
            return false;
    }
    in->place[i] = in->m++;
    return true;
}

static enum sv_status
take_covariates(struct inputs *in, struct writing *w,
                const struct sv_area_model *model, const struct series *s)
{
    const struct sv_area_table *t = &w->table;
    struct sv_area_names empty = { .n = 0 };
    size_t *column = calloc(in->p, sizeof *column);
    enum sv_status status = column == NULL
        ? sv_fail(w->fault, SV_SYSTEM, "out of memory for covariates")
        : find_covariates(column, w, model);

    for (size_t i = 0; status == SV_OK && i < t->n_areas; i++)
        if (!take_area(in, t, i, column) && t->line[i] > 0)
            sv_area_names_add(&empty, area_name(s, i));
    free(column);
    if (status == SV_OK && empty.n > 0)
        sv_stage_warn(w->stage, "%s: a covariate of %s is empty for %zu of "
                      "%zu areas: %s; they are not in the model, and keep "
                      "their direct estimates", w->spec->file.text,
                      model->indicator.text, empty.n, t->n_areas,
                      sv_area_names_text(&empty));
    return status;
}

static void
write_coefficient(struct sv_csv *csv, const struct series *s,
                  const struct sv_area_model *model, const char *term,
                  double estimate, double se)
{
    sv_csv_text(csv, s->code);
    sv_csv_text(csv, s->item);
    sv_csv_text(csv, model->method.text);
    sv_csv_text(csv, term);
    sv_csv_number(csv, estimate);
    sv_csv_number(csv, se);
    sv_csv_end(csv);
}

/* Area I: with the model's estimate A, or, where it is not in the model, with
 * the direct one. */
static void
write_area(struct writing *w, const struct series *s, size_t i,
           const struct sv_area_estimate *a, bool at_zero)
{
    const struct sv_result *r = s->result[i];
    const bool direct = r->se > 0;
    const struct sv_area_estimate own = {
        direct ? r->value : (double) NAN, direct ? r->se * r->se : (double) NAN,
        direct ? 1 : (double) NAN,
    };
    const char *flag = a == NULL ? "no-covariates"
                     : !direct   ? "synthetic"
                     : at_zero   ? "no-area-effects"
                                 : "";

    if (a == NULL)
        a = &own;
    write_place(&w->csv, s, i);
    sv_csv_number(&w->csv, r->value);
    sv_csv_number(&w->csv, r->se);
    sv_csv_number(&w->csv, (double) r->n);
    sv_csv_number(&w->csv, a->value);
    sv_csv_number(&w->csv, a->mse);
    sv_csv_number(&w->csv, sqrt(a->mse));
    sv_csv_number(&w->csv, a->value != 0 ? sqrt(a->mse) / fabs(a->value)
                                         : (double) NAN);
    sv_csv_number(&w->csv, a->shrinkage);
    sv_csv_text(&w->csv, flag);
    sv_csv_end(&w->csv);
}

static void
write_fit(struct writing *w, const struct series *s, const struct inputs *in,
          const struct sv_area_model *model, const struct sv_area_fit *fit)
{
    for (size_t i = 0; i < w->table.n_areas; i++)
        write_area(w, s, i, in->place[i] == SIZE_MAX ? NULL
                                : &fit->area[in->place[i]], fit->at_zero);
    write_coefficient(&w->models, s, model, "(constant)", fit->b[0],
                      fit->b_se[0]);
    for (size_t k = 0; k < model->covariates.n; k++)
        write_coefficient(&w->models, s, model, model->covariates.item[k].text,
                          fit->b[k + 1], fit->b_se[k + 1]);
    write_coefficient(&w->models, s, model, "(area variance)", fit->a,
                      fit->at_zero ? (double) NAN : fit->a_se);
}

static enum sv_status
fit_series(struct writing *w, const struct series *s, const struct inputs *in,
           const struct sv_area_model *model)
{
    const struct sv_area_data data = { in->m, in->p, in->y, in->d, in->x };
    struct sv_area_fit fit;
    enum sv_status status;

    for (size_t i = 0; i < w->table.n_areas; i++) {
        const struct sv_result *r = s->result[i];
        const size_t at = in->place[i];

        if (at == SIZE_MAX)
            continue;
        in->y[at] = r->se > 0 ? r->value : (double) NAN;
        in->d[at] = r->se > 0 ? r->se * r->se : (double) NAN;
    }
    status = sv_area_fit(&fit, &data,
                         strcmp(model->method.text, "ml") == 0 ? SV_AREA_ML
                                                               : SV_AREA_REML,
                         w->fault);
    if (status == SV_OK)
        write_fit(w, s, in, model, &fit);
    else
        status = sv_at(w->fault, "areas: %s", s->code);
    sv_area_fit_free(&fit);
    return status;
}

static void
free_inputs(struct inputs *in)
{
    free(in->y);
    free(in->d);
    free(in->x);
    free(in->place);
}

static enum sv_status
fit_model(struct writing *w, const struct sv_area_model *model)
{
    const size_t n = w->table.n_areas;
    struct inputs in = { .p = model->covariates.n + 1 };
    const struct series *s;
    size_t from = 0;
    bool any = false;
    enum sv_status status = SV_OK;

    in.y = calloc(n + 1, sizeof *in.y);
    in.d = calloc(n + 1, sizeof *in.d);
    in.x = calloc((n + 1) * in.p, sizeof *in.x);
    in.place = calloc(n + 1, sizeof *in.place);
    if (in.y == NULL || in.d == NULL || in.x == NULL || in.place == NULL)
        status = sv_fail(w->fault, SV_SYSTEM, "out of memory for %zu areas", n);
    while (status == SV_OK
           && (s = next_series(w->all, &from, model->indicator, model->item))
                  != NULL) {
        if (!any)
            status = take_covariates(&in, w, model, s);
        any = true;
        if (status == SV_OK)
            status = fit_series(w, s, &in, model);
    }
    free_inputs(&in);
    return status == SV_OK && !any ? no_series(w, model->indicator) : status;
}

static enum sv_status
fit_all(struct writing *w)
{
    static const char *const heads[] = {
        "direct", "direct_se", "n", "estimate", "mse", "rmse", "cv",
        "shrinkage", "flag", NULL,
    };
    static const char *const model_heads[] = { "method", "term", "estimate",
                                               "se", NULL };

    write_heads(&w->csv, w->spec->by.text, heads);
    write_heads(&w->models, NULL, model_heads);
    for (size_t i = 0; i < w->spec->n_models; i++) {
        const enum sv_status status = fit_model(w, &w->spec->model[i]);

        if (status != SV_OK)
            return status;
    }
    return SV_OK;
}

/* ---- files --------------------------------------------------------------- */

static enum sv_status
write_coherence(struct writing *w, struct sv_stage *stage)
{
    struct sv_output out;
    enum sv_status status = sv_stage_text_begin(&out, stage, "coherence.csv",
                                                w->fault);

    if (status != SV_OK)
        return status;
    w->csv = (struct sv_csv){ .to = out.to };
    status = compare_all(w);
    if (status == SV_OK)
        return sv_stage_text_keep(&out, stage, "coherence.csv", w->fault);
    sv_output_drop(&out);
    return status;
}

static enum sv_status
write_models(struct writing *w, struct sv_stage *stage)
{
    struct sv_output areas, models;
    enum sv_status status = sv_stage_text_begin(&areas, stage, "smallarea.csv",
                                                w->fault);

    if (status != SV_OK)
        return status;
    status = sv_stage_text_begin(&models, stage, "smallarea-models.csv",
                                 w->fault);
    if (status == SV_OK) {
        w->csv = (struct sv_csv){ .to = areas.to };
        w->models = (struct sv_csv){ .to = models.to };
        status = fit_all(w);
        if (status == SV_OK)
            status = sv_stage_text_keep(&models, stage, "smallarea-models.csv",
                                        w->fault);
        else
            sv_output_drop(&models);
    }
    if (status == SV_OK)
        return sv_stage_text_keep(&areas, stage, "smallarea.csv", w->fault);
    sv_output_drop(&areas);
    return status;
}

static enum sv_status
write_all(struct writing *w, struct sv_stage *stage)
{
    enum sv_status status;

    if (w->all->n == 0)
        return sv_point(w->fault, SV_DATA, w->spec->by.at,
                        strlen(w->spec->by.text), "no indicator has estimates "
                        "by '%.60s'", w->spec->by.text);
    status = sv_area_table_read(&w->table, stage, w->spec,
                                w->all->series[0].crossing->categories[0],
                                w->fault);
    if (status == SV_OK && w->spec->n_compare > 0)
        status = write_coherence(w, stage);
    if (status == SV_OK && w->spec->n_models > 0)
        status = write_models(w, stage);
    sv_area_table_free(&w->table);
    return status;
}

enum sv_status
sv_write_areas(struct sv_stage *stage, const struct sv_estimation *e,
               struct sv_fault *fault)
{
    struct gathering all = { .e = e };
    struct writing w = { .stage = stage, .e = e, .spec = &e->survey->areas, .all = &all,
                         .fault = fault };
    enum sv_status status;

    if (w.spec->file.text == NULL)
        return SV_OK;
    sv_each_number(e, gather, &all);
    status = all.no_memory
                 ? sv_fail(fault, SV_SYSTEM, "out of memory for areas")
                 : write_all(&w, stage);
    for (size_t i = 0; i < all.n; i++)
        free(all.series[i].result);
    free(all.series);
    return status;
}
