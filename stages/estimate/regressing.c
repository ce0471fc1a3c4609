/* regressing.c - the models of the description, from their pattern tables. */
#include "stages/estimate/regressing.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/memberfile.h"

enum { MOST_COLUMNS = 400, BATCH = 8 };  /* replicates at a time */

/* One model while it is fitted. */
struct task {
    struct sv_model_result *out;
    struct sv_variance v;
    struct sv_pattern_table table;
    const struct sv_regression_kind *kind;
    double *x, *w, *wy;         /* of joined patterns: see sv_patterns */
    uint64_t *first;
    double *row_wy;             /* [table.rows.n] */
    double *row_w, *row_y;
    struct sv_member_file members;      /* n 0: replicates have multipliers */
    size_t *joined;             /* [table.n_patterns] which each became */
    struct sv_patterns patterns;
    struct sv_pattern_rows rows;
    bool *inside;               /* [units] */
    double *z;                  /* [units][p] */
};

static enum sv_status
no_memory(struct sv_fault *fault)
{
    return sv_fail(fault, SV_SYSTEM, "out of memory for models");
}

/* ---- the shape of a model -------------------------------------------------- */

static enum sv_status
shape(struct sv_model_result *m, struct sv_fault *fault)
{
    const struct sv_model_spec *s = m->spec;
    const json_t *variables = json_object_get(m->meta, "variables");

    m->covariate = calloc(s->n_variables + 1, sizeof *m->covariate);
    m->term = calloc(s->n_parts + 1, sizeof *m->term);
    if (m->covariate == NULL || m->term == NULL)
        return no_memory(fault);
    if (json_array_size(variables) != s->n_variables)
        return sv_fail(fault, SV_DATA, "tally.h5: has other models than the "
                       "description; run hearth-derive again");
    for (size_t i = 0; i < s->n_variables; i++) {
        const json_t *variable = json_array_get(variables, i);

        m->covariate[i] = (struct sv_covariate){
            json_array_size(json_object_get(variable, "categories")),
            (size_t) json_integer_value(json_object_get(variable,
                                                        "reference")),
        };
    }
    for (size_t t = 0; t < s->n_parts; t++) {
        m->term[t].n = s->part[t].n;
        for (size_t i = 0; i < s->part[t].n; i++)
            m->term[t].covariate[i] = s->part[t].variable[i];
    }
    m->p = sv_model_columns(m->term, s->n_parts, m->covariate);
    if (m->p > MOST_COLUMNS)
        return sv_point(fault, SV_DATA, s->code.at, strlen(s->code.text),
                        "'%s' has %zu coefficients, more than %d; use fewer or "
                        "coarser variables", s->code.text, m->p, MOST_COLUMNS);
    return SV_OK;
}

/* ---- patterns ---------------------------------------------------------------- */

/* Whether pattern P differs from the one before in the outcome alone. */
static bool
continues(const struct task *t, size_t p)
{
    for (size_t k = 0; p > 0 && k + 1 < t->table.n_columns; k++)
        if (t->table.values[k * t->table.n_patterns + p]
            != t->table.values[k * t->table.n_patterns + p - 1])
            return false;
    return p > 0;
}

static double
outcome_of(const struct task *t, size_t p)
{
    return t->table.values[(t->table.n_columns - 1) * t->table.n_patterns + p];
}

/* The row of the model's matrix of table pattern P; codes count from 1. */
static void
fill_x(double *x, const struct task *t, size_t p)
{
    double value[64];
    const struct sv_model_result *m = t->out;

    for (size_t k = 0; k < m->spec->n_variables; k++)
        value[k] = t->table.values[k * t->table.n_patterns + p]
                   - (m->covariate[k].levels > 0);
    sv_model_row(x, m->term, m->spec->n_parts, m->covariate, value);
}

static void
add_rows(struct task *t, size_t p, size_t at)
{
    const struct sv_tally_rows *rows = &t->table.rows;

    for (uint64_t r = rows->cells[p]; r < rows->cells[p + 1]; r++) {
        t->row_w[r] = rows->sums[r * SV_PATTERN_SUMS + SV_PATTERN_W];
        t->row_y[r] = outcome_of(t, p);
        t->row_wy[r] = t->row_w[r] * t->row_y[r];
        t->w[at] += t->row_w[r];
        t->wy[at] += t->row_wy[r];
        t->inside[rows->unit[r]] |= rows->counts[r] > 0;
    }
    t->first[at + 1] = rows->cells[p + 1];
}

static void
join_patterns(struct task *t)
{
    const size_t p = t->out->p;
    size_t n = 0;

    for (size_t i = 0; i < t->table.n_patterns; i++) {
        if (!continues(t, i))
            fill_x(t->x + n++ * p, t, i);
        t->joined[i] = n - 1;
        add_rows(t, i, n - 1);
    }
    t->patterns = (struct sv_patterns){ n, p, t->x, t->w, t->wy };
    t->rows = (struct sv_pattern_rows){ t->first, t->table.rows.unit, t->row_w,
                                        t->row_wy };
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < p; k++)
            t->out->occurs[k] |= t->w[i] > 0 && t->x[i * p + k] != 0;
}

static size_t
count_joined(const struct task *t)
{
    size_t n = 0;

    for (size_t i = 0; i < t->table.n_patterns; i++)
        n += !continues(t, i);
    return n;
}

static enum sv_status
take_patterns(struct task *t, struct sv_fault *fault)
{
    const size_t n = count_joined(t), p = t->out->p, rows = t->table.rows.n;
    const size_t units = sv_design_n_lowest(t->v.design);

    t->x = calloc(n * p + 1, sizeof *t->x);
    t->w = calloc(n + 1, sizeof *t->w);
    t->wy = calloc(n + 1, sizeof *t->wy);
    t->first = calloc(n + 1, sizeof *t->first);
    t->joined = calloc(t->table.n_patterns + 1, sizeof *t->joined);
    t->row_w = calloc(rows + 1, sizeof *t->row_w);
    t->row_wy = calloc(rows + 1, sizeof *t->row_wy);
    t->row_y = calloc(rows + 1, sizeof *t->row_y);
    t->inside = calloc(units + 1, sizeof *t->inside);
    t->z = calloc(units * p + 1, sizeof *t->z);
    t->out->occurs = calloc(p + 1, sizeof *t->out->occurs);
    t->out->v = calloc(p * p + 1, sizeof *t->out->v);
    if (t->x == NULL || t->w == NULL || t->wy == NULL || t->first == NULL
        || t->joined == NULL || t->row_w == NULL || t->row_wy == NULL
        || t->row_y == NULL
        || t->inside == NULL || t->z == NULL || t->out->occurs == NULL
        || t->out->v == NULL)
        return no_memory(fault);
    join_patterns(t);
    return SV_OK;
}

/* ---- errors -------------------------------------------------------------------- */

static enum sv_status
find_support(struct task *t, struct sv_fault *fault)
{
    const size_t units = sv_design_n_lowest(t->v.design);
    uint32_t *unit = calloc(units + 1, sizeof *unit);
    uint32_t *members = calloc(units + 1, sizeof *members);
    void *scratch = malloc(sv_linear_scratch(t->v.design));
    struct sv_rows who = { .unit = unit, .members = members };
    const bool complete = unit != NULL && members != NULL && scratch != NULL;

    for (uint32_t u = 0; complete && u < units; u++)
        if (t->inside[u]) {
            unit[who.n] = u;
            members[who.n++] = 1;
        }
    if (complete) {
        t->out->support = sv_support_of(t->v.design, &who, scratch);
        t->out->support.n = 0;
        for (size_t r = 0; r < t->table.rows.n; r++)
            t->out->support.n += t->table.rows.counts[r];
    }
    free(unit);
    free(members);
    free(scratch);
    return complete ? SV_OK : no_memory(fault);
}

/* Takes off what the calibration variables account for: z - U M sum of v times
 * the influence of the members. */
static enum sv_status
take_off_calibration(struct task *t, struct sv_fault *fault)
{
    const struct sv_residuals *r = &t->v.calibrated.residuals;
    const size_t c = r->n_columns, p = t->out->p;
    double *cross = calloc(2 * c * p + 1, sizeof *cross);
    double *const by = cross != NULL ? cross + c * p : NULL;
    enum sv_status status = SV_OK;

    if (cross == NULL)
        return no_memory(fault);
    for (size_t i = 0; status == SV_OK && i < t->table.n_patterns; i++)
        status = sv_fit_cross(cross, &t->out->fit,
                              t->x + t->joined[i] * p,
                              outcome_of(t, i) - t->out->fit.mu[t->joined[i]],
                              &(struct sv_cross_rows){
                                  t->table.first[t->table.rows.cells[i]],
                                  t->table.first[t->table.rows.cells[i + 1]],
                                  t->table.column, t->table.v },
                              fault);
    for (size_t a = 0; a < c; a++)
        for (size_t b = 0; b < c; b++)
            for (size_t k = 0; k < p; k++)
                by[a * p + k] += r->matrix[a * c + b] * cross[b * p + k];
    for (size_t u = 0; u < r->n_units; u++)
        for (size_t a = 0; a < c; a++)
            for (size_t k = 0; k < p; k++)
                t->z[u * p + k] -= r->units[u * c + a] * by[a * p + k];
    free(cross);
    return status;
}

static enum sv_status
linearise(struct task *t, struct sv_fault *fault)
{
    const size_t units = sv_design_n_lowest(t->v.design);
    enum sv_status status = sv_fit_influence(t->z, &t->out->fit, &t->patterns,
                                             &t->rows, fault);

    if (status == SV_OK && t->v.calibrated.residuals.n_columns > 0) {
        status = take_off_calibration(t, fault);
        memset(t->inside, true, units * sizeof *t->inside);
    }
    return status == SV_OK
               ? sv_fit_covariance(t->out->v, t->v.design, &t->out->fit, t->z,
                                   t->inside, fault)
               : status;
}

/* What pattern I sums up to in replicates [from, from + n): W and WY are
 * [replicates][patterns]. */
static void
sum_members(double *w, double *wy, const struct task *t, size_t i, size_t from,
            size_t n)
{
    const struct sv_member_file *f = &t->members;
    double sum[BATCH] = { 0 }, sum_y[BATCH] = { 0 };

    for (uint64_t r = t->first[i]; r < t->first[i + 1]; r++) {
        double row[BATCH] = { 0 };

        for (uint64_t m = f->first[r]; m < f->first[r + 1]; m++)
            sv_member_add(row, f, m, from, n);
        for (size_t k = 0; k < n; k++) {
            sum[k] += row[k];
            sum_y[k] += row[k] * t->row_y[r];
        }
    }
    for (size_t k = 0; k < n; k++) {
        w[k * t->patterns.n + i] = sum[k];
        wy[k * t->patterns.n + i] = sum_y[k];
    }
}

static bool
any_below_0(const double *w, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (w[i] < 0)
            return true;
    return false;
}

/* The same from the weights of members, a batch of replicates at a time. */
static bool
repeat_members(double *values, struct task *t)
{
    const size_t reps = t->members.n, p = t->out->p, n = t->patterns.n;
    double *w = calloc(2 * BATCH * n + 1, sizeof *w);
    _Atomic bool failed = w == NULL;

    for (size_t from = 0; w != NULL && from < reps; from += BATCH) {
        const size_t some = reps - from < BATCH ? reps - from : BATCH;

        #pragma omp parallel for schedule(static)
        for (size_t i = 0; i < n; i++)
            sum_members(w, w + BATCH * n, t, i, from, some);
        t->out->below_0 |= any_below_0(w, some * n);
        #pragma omp parallel for schedule(dynamic, 1)
        for (size_t r = 0; r < some; r++) {
            struct sv_fault own = { 0 };
            double b[MOST_COLUMNS];

            if (sv_fit_again(b, &t->out->fit, t->kind, &t->patterns, w + r * n,
                             w + (BATCH + r) * n, &own) != SV_OK)
                atomic_store(&failed, true);
            for (size_t k = 0; k < p; k++)
                values[k * reps + from + r] = b[k];
        }
    }
    free(w);
    return !failed;
}

/* VALUES [p][replicates]: coefficient by replicate, one replicate a slot. */
static bool
repeat(double *values, struct task *t)
{
    const size_t n = t->v.replicates.n, p = t->out->p;
    _Atomic bool failed = false;

    #pragma omp parallel for schedule(dynamic, 1)
    for (size_t r = 0; r < n; r++) {
        struct sv_fault own = { 0 };
        double b[MOST_COLUMNS];

        if (sv_fit_repeat(b, &t->out->fit, t->kind, &t->patterns, &t->rows,
                          t->v.design, &t->v.replicates, r, &own) != SV_OK)
            atomic_store(&failed, true);
        for (size_t k = 0; k < p; k++)
            values[k * n + r] = b[k];
    }
    return !failed;
}

static enum sv_status
replicate(struct task *t, struct sv_fault *fault)
{
    const size_t n = t->v.replicates.n, p = t->out->p;
    double *values = calloc(n * p + 1, sizeof *values);
    struct sv_repeated *repeated = calloc(p + 1, sizeof *repeated);
    enum sv_status status = SV_OK;

    if (values == NULL || repeated == NULL
        || !(t->members.n > 0 ? repeat_members : repeat)(values, t)) {
        status = no_memory(fault);
    } else {
        for (size_t k = 0; k < p; k++)
            repeated[k] = (struct sv_repeated){ t->out->fit.b[k],
                                                values + k * n };
        sv_replicate_covariance_matrix(t->out->v, &t->v.replicates, repeated, p,
                                       t->v.mse);
        for (size_t i = 0; i < n * p; i++)
            if (isnan(values[i]) && !t->out->fit.left_out[i / n])
                t->out->flags |= SV_FLAG_REPLICATES;
        for (size_t i = 0; t->out->below_0 && i < p * p; i++)
            t->out->v[i] = NAN;
    }
    free(values);
    free(repeated);
    return status;
}

static enum sv_status
find_errors(struct task *t, struct sv_fault *fault)
{
    struct sv_model_result *m = t->out;
    enum sv_status status = SV_OK;

    m->df = sv_variance_degrees(&t->v, &m->support) + 1 - (double) m->fit.rank;
    if (!(m->df > 0))
        m->flags |= SV_FLAG_NO_DF;
    if (m->support.one_psu) {
        m->flags |= SV_FLAG_ONE_PSU;
        for (size_t i = 0; i < m->p * m->p; i++)
            m->v[i] = NAN;
        return SV_OK;
    }
    status = t->v.replicates.n > 0 ? replicate(t, fault) : linearise(t, fault);
    for (size_t k = 0; k < m->p; k++) {
        unsigned why = 0;

        if (!m->fit.left_out[k])
            sv_root(&why, m->v[k * m->p + k]);
        m->flags |= why;
    }
    return status;
}

/* ---- the whole ------------------------------------------------------------------- */

static void
task_free(struct task *t)
{
    sv_variance_close(&t->v);
    free(t->x);
    free(t->w);
    free(t->wy);
    free(t->first);
    free(t->joined);
    free(t->row_w);
    free(t->row_wy);
    free(t->row_y);
    free(t->inside);
    free(t->z);
}

static bool
has_weight(const struct task *t, size_t pattern)
{
    const struct sv_tally_rows *rows = &t->table.rows;

    for (uint64_t r = rows->cells[pattern]; r < rows->cells[pattern + 1]; r++)
        if (rows->counts[r] > 0)
            return true;
    return false;
}

/* A number that is the same for all is fitted without error, and says
 * nothing. */
static bool
never_varies(const struct task *t)
{
    size_t last = t->table.n_patterns;

    for (size_t i = 0; i < t->table.n_patterns; i++) {
        if (!has_weight(t, i))
            continue;
        if (last < t->table.n_patterns
            && outcome_of(t, i) != outcome_of(t, last))
            return false;
        last = i;
    }
    return last < t->table.n_patterns;
}

static enum sv_status
fit(struct task *t, struct sv_fault *fault)
{
    struct sv_model_result *m = t->out;
    enum sv_status status = take_patterns(t, fault);

    if (status == SV_OK)
        status = find_support(t, fault);
    if (status == SV_OK)
        status = sv_regression_fit(&m->fit, t->kind, &t->patterns, NULL, fault);
    if (status == SV_OK && m->fit.end == SV_FIT_DONE && never_varies(t)) {
        m->fit.end = SV_FIT_CONSTANT;
        for (size_t k = 0; k < m->p; k++)
            m->fit.b[k] = NAN;
    }
    m->df = NAN;
    return status == SV_OK && m->fit.end == SV_FIT_DONE ? find_errors(t, fault)
                                                        : status;
}

static const struct sv_tally_record *
record_of(const struct sv_tally_layout *layout, const char *name)
{
    for (size_t i = 0; i < layout->n; i++)
        if (strcmp(layout->record[i].name, name) == 0)
            return &layout->record[i];
    return NULL;
}

static void
report(struct sv_stage *stage, const struct sv_model_result *m)
{
    const char *code = m->spec->code.text;
    char term[512], category[512];

    if (m->fit.end == SV_FIT_EMPTY)
        sv_stage_warn(stage, "model %s: nobody has the outcome and all of its "
                      "variables", code);
    else if (m->fit.end == SV_FIT_CONSTANT)
        sv_stage_warn(stage, "model %s: the outcome does not vary", code);
    else if (m->below_0)
        sv_stage_warn(stage, "model %s: some replicate weights are below 0, "
                      "with which nothing can be fitted: there are no standard "
                      "errors", code);
    else if (m->fit.end == SV_FIT_UNENDING)
        sv_stage_warn(stage, "model %s: no coefficients after 60 steps", code);
    if (m->fit.end != SV_FIT_SEPARATED)
        return;
    sv_model_term_words(term, sizeof term, m, m->fit.apart);
    sv_model_words(category, sizeof category, m, m->fit.apart, false);
    sv_stage_warn(stage, "model %s: '%s%s%s' tells all who have the outcome "
                  "from all who have not, so there are no coefficients; leave "
                  "it out or join categories", code, term,
                  *category != '\0' ? ": " : "", category);
}

static enum sv_status
fit_model(struct sv_model_result *m, struct sv_stage *stage,
          const struct sv_survey *survey, const struct sv_store *tally,
          const json_t *meta, const struct sv_tally_layout *layout,
          const struct sv_pattern_layout *table, size_t n_tables,
          struct sv_fault *fault)
{
    const struct sv_variance_rules rules = sv_variance_rules_of(survey);
    const size_t number = (size_t) json_integer_value(
        json_object_get(m->meta, "patterns"));
    const struct sv_tally_record *record =
        record_of(layout, survey->record[m->spec->record].name.text);
    struct task t = { .out = m,
                      .kind = sv_regression_find(m->spec->kind.text) };
    enum sv_status status = shape(m, fault);

    if (status == SV_OK && (number >= n_tables || record == NULL))
        status = sv_fail(fault, SV_BUG, "tally.h5: model %s has no table",
                         m->spec->code.text);
    if (status == SV_OK)
        status = sv_variance_open(&t.v, tally, record, meta, &rules, fault);
    if (status == SV_OK)
        status = sv_pattern_table_of(&t.table, tally, &table[number], fault);
    if (status == SV_OK)
        status = sv_member_file_of(&t.members, tally, &table[number],
                                   t.table.rows.n, fault);
    if (status == SV_OK)
        status = fit(&t, fault);
    if (status == SV_OK)
        report(stage, m);
    task_free(&t);
    return status;
}

enum sv_status
sv_models_fit(struct sv_model_result **out, struct sv_stage *stage,
              const struct sv_survey *survey, const struct sv_store *tally,
              const json_t *meta, const struct sv_tally_layout *layout,
              struct sv_fault *fault)
{
    const size_t n = survey->n_models;
    struct sv_pattern_layout *table = NULL;
    size_t n_tables = 0;
    enum sv_status status = SV_OK;

    *out = calloc(n + 1, sizeof **out);
    if (*out == NULL)
        return no_memory(fault);
    if (n > 0)
        status = sv_pattern_layout(&table, &n_tables, meta, fault);
    for (size_t i = 0; status == SV_OK && i < n; i++) {
        (*out)[i].spec = &survey->model[i];
        (*out)[i].meta = json_array_get(json_object_get(meta, "models"), i);
        status = fit_model(&(*out)[i], stage, survey, tally, meta, layout,
                           table, n_tables, fault);
    }
    sv_pattern_layout_free(table, n_tables);
    return status;
}

void
sv_models_free(struct sv_model_result *models, size_t n)
{
    for (size_t i = 0; models != NULL && i < n; i++) {
        free(models[i].covariate);
        free(models[i].term);
        sv_fit_free(&models[i].fit);
        free(models[i].occurs);
        free(models[i].v);
    }
    free(models);
}
