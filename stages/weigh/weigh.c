/* weigh.c - the stage: final weights, made, checked and described. */
#include "stages/weigh/weigh.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/ranges.h"
#include "stages/common/profile.h"
#include "stages/weigh/givenweights.h"
#include "stages/weigh/residualwriter.h"
#include "stages/weigh/reweighting.h"
#include "stages/weigh/stepping.h"
#include "stages/weigh/weighreport.h"

enum { NAME_SIZE = 256 };

/* The weights of one record type on their way. */
struct weighing {
    const char *record;
    struct sv_ranges design;
    const json_t *strata;       /* labels; borrowed from the meta */
    const double *weight;       /* [design.n_rows] */
    double *own;                /* the same, where it is not that of the units */
    bool given;                 /* by the design; else 1 at first */
    struct sv_residual_columns residuals;
    struct sv_given replicates;         /* that came with the file */
};

struct work {
    struct sv_stage *stage;
    struct sv_store *units, *microdata; /* the second only for replicates */
    json_t *meta;
    struct weighing *of;
    size_t n;
    struct sv_stepping stepping;        /* where there are steps */
    double **start;             /* [records] weights before them; NULL: no
                                   replicates go through the steps */
    const struct sv_given **given;      /* [records] */
    struct sv_reweighting reweighting;
};

static enum sv_status
no_memory(struct sv_fault *fault)
{
    return sv_fail(fault, SV_SYSTEM, "out of memory for weights");
}

/* The weights of the file, or 1 for every row; a copy where STEPS are to change
 * them. */
static enum sv_status
find_weights(struct weighing *w, const struct sv_store *units, bool steps,
             struct sv_fault *fault)
{
    const size_t n = w->design.n_rows;
    char name[NAME_SIZE];
    const void *column = NULL;

    snprintf(name, sizeof name, "%s/weight", w->record);
    w->given = sv_store_has(units, name);
    if (w->given
        && sv_store_typed(&column, units, name, SV_F64, n, fault) != SV_OK)
        return fault->status;
    w->weight = column;
    if (w->given && !steps)
        return SV_OK;
    w->own = malloc((n + 1) * sizeof *w->own);
    if (w->own == NULL)
        return no_memory(fault);
    for (size_t j = 0; j < n; j++)
        w->own[j] = w->given ? w->weight[j] : 1;
    w->weight = w->own;
    return SV_OK;
}

/* Rows [first, end) of the weights need not stay in memory. */
static void
rest(const struct weighing *w, size_t first, size_t end)
{
    if (w->own == NULL)
        sv_pages_done(w->weight + first, (end - first) * sizeof *w->weight);
}

/* Rows that count 1 are hardly meant where something is estimated of them. */
static void
tell_unweighted(const struct work *work, const char *name)
{
    const struct sv_survey *s = sv_stage_survey(work->stage);
    const int record = sv_survey_record(s, name);

    if (record >= 0 && sv_survey_estimates(s, record)
        && !sv_survey_reweighs(s, record))
        sv_stage_warn(work->stage, "%s HAS NO WEIGHTS: every row counts 1, as "
                      "`design` gives none and no step of `weighting` makes any; "
                      "if that is meant, write weight: {%s: 1}", name, name);
}

static enum sv_status
take_record(struct work *work, const json_t *record, struct sv_fault *fault)
{
    struct weighing *w = &work->of[work->n++];
    const json_t *designs = json_object_get(work->meta, "design");
    char name[NAME_SIZE];
    const void *row;
    enum sv_status status;

    w->record = json_string_value(json_object_get(record, "name"));
    w->strata = json_object_get(json_object_get(designs, w->record), "strata");
    status = sv_ranges_of(&w->design, work->units, w->record, fault);
    if (status == SV_OK)
        status = find_weights(w, work->units,
                              sv_stage_survey(work->stage)->n_steps > 0, fault);
    if (status != SV_OK)
        return status;
    if (!w->given) {
        tell_unweighted(work, w->record);
        return SV_OK;
    }
    snprintf(name, sizeof name, "%s/row", w->record);
    status = sv_store_typed(&row, work->units, name, SV_U32, w->design.n_rows,
                            fault);
    if (status != SV_OK)
        return status;
    /* Faults of all record types are collected: see take_records(). */
    return sv_weights_check(w->weight, row, w->design.n_rows, w->record, fault);
}

static enum sv_status
take_records(struct work *work, struct sv_fault *fault)
{
    json_t *records = json_object_get(work->meta, "records"), *record;
    size_t i;

    work->of = calloc(json_array_size(records) + 1, sizeof *work->of);
    if (work->of == NULL)
        return no_memory(fault);
    json_array_foreach(records, i, record)
        if (take_record(work, record, fault) > SV_DATA)
            break;
    return fault->status;
}

static json_t *
describe(const char *name, const double *weight, size_t n)
{
    const struct sv_profile p = sv_profile_of(weight, n);
    json_t *o = json_pack("{s:s, s:I, s:f}", "stratum", name, "n",
                          (json_int_t) n, "sum", p.sum);

    if (o == NULL || p.zero == n)
        return o;
    json_object_update_new(o, json_pack("{s:f, s:f, s:f, s:I}", "min", p.min,
                                        "max", p.max, "kish", p.kish, "zero",
                                        (json_int_t) p.zero));
    if (!isnan(p.cv))
        json_object_set_new(o, "cv", json_real(p.cv));
    return o;
}

/* The meta of one record type: all its weights, then stratum by stratum. */
static json_t *
describe_record(const struct weighing *w)
{
    json_t *all = describe("", w->weight, w->design.n_rows);
    json_t *strata = json_array();

    for (size_t h = 0; h < w->design.n_strata; h++) {
        const uint32_t first = sv_first_row_of_stratum(&w->design, h);
        const uint32_t end = sv_first_row_of_stratum(&w->design, h + 1);
        const char *label = json_string_value(json_array_get(w->strata, h));

        json_array_append_new(strata,
                              describe(label != NULL ? label : "",
                                       w->weight + first, end - first));
        rest(w, first, end);
    }
    if (all == NULL || json_object_del(all, "stratum") != 0
        || json_object_set_new(all, "by_stratum", strata) != 0) {
        json_decref(all);
        return NULL;
    }
    return all;
}

static json_t *
describe_all(const struct work *work)
{
    json_t *meta = json_object();

    for (size_t i = 0; meta != NULL && i < work->n; i++)
        if (json_object_set_new(meta, work->of[i].record,
                                describe_record(&work->of[i])) != 0) {
            json_decref(meta);
            return NULL;
        }
    return meta;
}

/* Whether the replicates of the record type went through steps. */
static bool
is_reweighted(const struct work *work, const char *record)
{
    const struct sv_survey *s = sv_stage_survey(work->stage);

    return work->reweighting.n > 0
        && sv_survey_reweighs(s, sv_survey_record(s, record));
}

/* The weights before and after each calibration, for who makes it again. */
static enum sv_status
put_steps(struct sv_store_maker *maker, const struct work *work,
          const struct weighing *w, struct sv_fault *fault)
{
    const struct sv_stepping *s = &work->stepping;
    enum sv_status status = SV_OK;

    for (size_t i = 0; status == SV_OK && i < s->weighting.n_steps; i++) {
        const struct sv_step_report *r = &s->report[i];
        char name[NAME_SIZE];

        if (r->weights_before == NULL || strcmp(r->record, w->record) != 0)
            continue;
        snprintf(name, sizeof name, "%s/steps/%zu/before", w->record, i + 1);
        status = sv_store_put(maker, name, SV_F64, w->design.n_rows,
                              r->weights_before, fault);
        snprintf(name, sizeof name, "%s/steps/%zu/after", w->record, i + 1);
        if (status == SV_OK)
            status = sv_store_put(maker, name, SV_F64, w->design.n_rows,
                                  r->weights_after, fault);
    }
    return status;
}

static enum sv_status
fill_store(struct sv_store_maker *maker, const struct work *work,
           const json_t *meta, struct sv_fault *fault)
{
    char *text = json_dumps(meta, JSON_COMPACT);
    enum sv_status status = text == NULL
                                ? no_memory(fault)
                                : sv_store_text(maker, "meta", text, fault);

    free(text);
    for (size_t i = 0; status == SV_OK && i < work->n; i++) {
        const struct weighing *w = &work->of[i];
        char name[NAME_SIZE];

        snprintf(name, sizeof name, "%s/weight", w->record);
        status = sv_store_declare(maker, name, SV_F64, w->design.n_rows, fault);
        if (status == SV_OK)
            status = sv_residual_columns_put(maker, &w->residuals, w->record,
                                             fault);
        if (status == SV_OK)
            status = put_steps(maker, work, w, fault);
        if (status == SV_OK && !is_reweighted(work, w->record))
            status = sv_given_declare(maker, &w->replicates, w->record, fault);
    }
    if (status == SV_OK)
        status = sv_reweighting_declare(maker, &work->reweighting, fault);
    return status;
}

static void
put_weights(struct sv_store_maker *maker, const struct weighing *w)
{
    enum { SOME = 1 << 16 };
    const size_t n = w->design.n_rows;
    char name[NAME_SIZE];
    double *to;

    snprintf(name, sizeof name, "%s/weight", w->record);
    to = sv_store_map(maker, name);
    for (size_t first = 0; first < n; first += SOME) {
        const size_t end = n - first < SOME ? n : first + SOME;
        const size_t size = (end - first) * sizeof *to;

        memcpy(to + first, w->weight + first, size);
        sv_pages_done(to + first, size);
        rest(w, first, end);
    }
}

static enum sv_status
write_store(const struct work *work, const json_t *meta,
            struct sv_fault *fault)
{
    const char *path = sv_stage_path(work->stage, "weights.h5", fault);
    struct sv_store_maker *maker;
    struct sv_digest digest;
    enum sv_status status;

    if (path == NULL)
        return fault->status;
    status = sv_store_begin(&maker, path, "weights", 1, fault);
    if (status != SV_OK)
        return status;
    status = fill_store(maker, work, meta, fault);
    if (status == SV_OK)
        status = sv_stage_provenance(work->stage, maker, fault);
    if (status == SV_OK)
        status = sv_store_layout(maker, fault);
    for (size_t i = 0; status == SV_OK && i < work->n; i++) {
        put_weights(maker, &work->of[i]);
        if (!is_reweighted(work, work->of[i].record))
            sv_given_put(maker, &work->of[i].replicates, work->of[i].record);
    }
    if (status == SV_OK)
        status = sv_reweighting_put(maker, &work->reweighting, work->stage,
                                    fault);
    if (status != SV_OK) {
        sv_store_abandon(maker);
        return status;
    }
    status = sv_store_seal(maker, &digest, fault);
    return status == SV_OK ? sv_stage_output(work->stage, "weights.h5",
                                             &digest, fault)
                           : status;
}

/* Says what a person should know of weights that are in order. */
static void
remark(const struct work *work, const json_t *meta)
{
    for (size_t i = 0; i < work->n; i++) {
        const char *record = work->of[i].record;
        const json_t *of = json_object_get(meta, record);
        const json_int_t zero = json_integer_value(json_object_get(of, "zero"));

        if (zero > 0)
            sv_stage_warn(work->stage, "%s: %lld rows have weight 0; they "
                          "count in no estimate", record, (long long) zero);
    }
}

/* The place of a record type of the survey among those of the units. */
static struct weighing *
weighing_of(struct work *work, const char *record)
{
    size_t i = 0;

    while (strcmp(work->of[i].record, record) != 0)
        i++;
    return &work->of[i];
}

/* Carries out the steps of the description. */
static enum sv_status
make_weights(struct work *work, struct sv_fault *fault)
{
    struct sv_stepping *s = &work->stepping;
    const struct sv_survey *survey = sv_stage_survey(work->stage);
    enum sv_status status;

    s->world = (struct sv_weigh_world){
        .survey = survey, .units = work->units, .meta = work->meta,
        .arena = sv_arena_new(),
    };
    if (s->world.arena == NULL)
        return no_memory(fault);
    s->weight = sv_arena_take(s->world.arena, survey->n_records,
                              sizeof *s->weight);
    status = s->weight == NULL ? no_memory(fault)
                               : sv_weigh_world_make(&s->world, fault);
    for (size_t r = 0; status == SV_OK && r < survey->n_records; r++)
        s->weight[r] = weighing_of(work, survey->record[r].name.text)->own;
    return status == SV_OK ? sv_stepping_run(s, work->stage, fault) : status;
}

/* What the calibrations leave for the variance of record type R. */
static enum sv_status
make_residuals_of(struct work *work, size_t r,
                  const struct sv_ranges *const *designs,
                  struct sv_fault *fault)
{
    const struct sv_stepping *s = &work->stepping;
    struct weighing *w = weighing_of(work, s->world.record[r].name);
    struct sv_weighting_chain chain;
    enum sv_status status = sv_weighting_chain(&chain, &s->weighting, s->trace, r,
                                               fault);

    if (status != SV_OK)
        return status;
    status = sv_residual_columns_make(&w->residuals, &chain, designs, r, fault);
    sv_weighting_chain_free(&chain);
    return status;
}

static enum sv_status
make_residuals(struct work *work, struct sv_fault *fault)
{
    const struct sv_stepping *s = &work->stepping;
    const size_t n = s->weighting.n_records;
    const struct sv_ranges **designs = calloc(n + 1, sizeof *designs);
    enum sv_status status = designs != NULL ? SV_OK : no_memory(fault);

    for (size_t r = 0; status == SV_OK && r < n; r++)
        designs[r] = &weighing_of(work, s->world.record[r].name)->design;
    for (size_t r = 0; status == SV_OK && r < n; r++)
        status = make_residuals_of(work, r, designs, fault);
    free(designs);
    return status;
}

/* Keeps the weights that replicates begin with, where they go through steps. */
static enum sv_status
keep_start(struct work *work, struct sv_fault *fault)
{
    const struct sv_survey *s = sv_stage_survey(work->stage);

    if (!s->design.replicates.reweight && s->design.replicates.columns.n == 0)
        return SV_OK;
    work->start = calloc(s->n_records, sizeof *work->start);
    work->given = calloc(s->n_records, sizeof *work->given);
    if (work->start == NULL || work->given == NULL)
        return no_memory(fault);
    for (size_t r = 0; r < s->n_records; r++) {
        const struct weighing *w = weighing_of(work, s->record[r].name.text);
        const size_t size = (w->design.n_rows + 1) * sizeof *w->weight;

        work->given[r] = &w->replicates;
        work->start[r] = malloc(size);
        if (work->start[r] == NULL)
            return no_memory(fault);
        memcpy(work->start[r], w->weight, size);
    }
    return SV_OK;
}

/* All that the steps of weighting make. */
static enum sv_status
take_steps(struct work *work, struct sv_fault *fault)
{
    if (keep_start(work, fault) != SV_OK || make_weights(work, fault) != SV_OK
        || make_residuals(work, fault) != SV_OK)
        return fault->status;
    return work->start == NULL
               ? SV_OK
               : sv_reweighting_make(&work->reweighting, &work->stepping,
                                     work->start, work->given, work->stage,
                                     fault);
}

/* Replicate weights that came with the file. */
static enum sv_status
take_replicates(struct work *work, struct sv_fault *fault)
{
    const struct sv_survey *s = sv_stage_survey(work->stage);

    if (s->design.replicates.columns.n == 0)
        return SV_OK;
    if (sv_stage_input(&work->microdata, work->stage, "microdata.h5",
                       "microdata", 1, fault) != SV_OK)
        return fault->status;
    for (size_t r = 0; r < s->n_records && fault->status <= SV_DATA; r++) {
        struct weighing *w = weighing_of(work, s->record[r].name.text);

        if (sv_given_find(&w->replicates, s, (int) r, work->microdata,
                          w->weight, fault) == SV_OK && w->replicates.n > 0
            && sv_given_check(&w->replicates, &s->design.replicates,
                              work->stage, fault) > SV_DATA)
            break;
    }
    return fault->status;
}

static enum sv_status
weigh(struct work *work, struct sv_fault *fault)
{
    const char *text = sv_store_text_of(work->units, "meta");
    const struct sv_survey *survey = sv_stage_survey(work->stage);
    json_t *meta;
    uint64_t rows = 0;
    enum sv_status status;

    work->meta = text != NULL ? json_loads(text, 0, NULL) : NULL;
    if (work->meta == NULL)
        return sv_fail(fault, SV_DATA, "units.h5: has no meta; run "
                       "hearth-derive again");
    status = take_records(work, fault);
    if (status == SV_OK)
        status = take_replicates(work, fault);
    if (status == SV_OK && survey->n_steps > 0)
        status = take_steps(work, fault);
    if (status != SV_OK)
        return status;
    meta = describe_all(work);
    if (meta == NULL)
        return no_memory(fault);
    remark(work, meta);
    status = write_store(work, meta, fault);
    if (status == SV_OK)
        status = sv_write_weighting(work->stage, meta, work->stepping.report,
                                    survey->n_steps, fault);
    json_decref(meta);
    for (size_t i = 0; i < work->n; i++)
        rows += work->of[i].design.n_rows;
    sv_stage_progress(work->stage, rows, rows);
    return status;
}

enum sv_status
sv_weigh(struct sv_stage *stage, const void *options, struct sv_fault *fault)
{
    struct work work = { .stage = stage };
    enum sv_status status;

    (void) options;
    status = sv_stage_input(&work.units, stage, "units.h5", "units", 1, fault);
    if (status == SV_OK)
        status = weigh(&work, fault);
    sv_reweighting_free(&work.reweighting);
    for (size_t r = 0; work.start != NULL
                       && r < sv_stage_survey(stage)->n_records; r++)
        free(work.start[r]);
    free(work.start);
    free(work.given);
    sv_stepping_free(&work.stepping);
    sv_arena_free(work.stepping.world.arena);
    for (size_t i = 0; i < work.n; i++) {
        sv_residual_columns_free(&work.of[i].residuals);
        sv_given_free(&work.of[i].replicates);
        free(work.of[i].own);
    }
    free(work.of);
    json_decref(work.meta);
    sv_store_close(work.microdata);
    sv_store_close(work.units);
    return status;
}
