/* reweighting.c - every replicate through the steps of weighting again. */
#include "stages/weigh/reweighting.h"

#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stages/common/madereplicates.h"
#include "stages/common/variance.h"

enum { NAME_SIZE = 256, BATCH = 8 };    /* replicates that share a line of the
                                           processor's memory */

static enum sv_status
no_memory(struct sv_fault *fault)
{
    return sv_fail(fault, SV_SYSTEM, "out of memory for replicate weights");
}

static const struct sv_survey *
survey_of(const struct sv_reweighting *r)
{
    return r->stepping->world.survey;
}

static size_t
rows_of(const struct sv_reweighting *r, size_t record)
{
    return r->stepping->world.record[record].n_rows;
}

static const char *
name_of(const struct sv_reweighting *r, size_t record)
{
    return r->stepping->world.record[record].name;
}

/* ---- what there is to do ---------------------------------------------------- */

static bool
has_step(const struct sv_survey *s, size_t record)
{
    for (size_t i = 0; i < s->n_steps; i++)
        if (s->step[i].record == (int) record)
            return true;
    return false;
}

static size_t
topmost(const struct sv_survey *s, size_t record)
{
    while (s->record[record].parent != SV_NO_RECORD)
        record = (size_t) s->record[record].parent;
    return record;
}

/* Replicates of a topmost record type, from its design. */
static enum sv_status
make(struct sv_reweighting *r, size_t record, struct sv_stage *stage,
     struct sv_fault *fault)
{
    const struct sv_variance_rules rules = sv_variance_rules_of(survey_of(r));
    const json_t *designs = json_object_get(r->stepping->world.meta, "design");
    struct sv_design *design = NULL;
    enum sv_status status =
        sv_sample_design(&design, &r->ranges[record],
                         json_object_get(designs, name_of(r, record)),
                         &rules.design, fault);

    if (status == SV_OK)
        status = sv_made_replicates(&r->made[record], design, rules.method,
                                    &rules.replicates, fault);
    if (status == SV_OK && r->made[record].fpc_dropped)
        sv_stage_warn(stage, "%s: these replicates have no place for the "
                      "sampling fractions of the first stage (fpc); errors are "
                      "as with replacement", name_of(r, record));
    sv_design_free(design);
    return status == SV_OK ? SV_OK : sv_at(fault, "%s", name_of(r, record));
}

static enum sv_status
take_number(struct sv_reweighting *r, size_t n, double scale,
            const double *rscales, struct sv_fault *fault)
{
    if (r->n != 0 && r->n != n)
        return sv_fail(fault, SV_DATA, "replicates: record types have %zu and "
                       "%zu of them; steps of weighting need the same for all",
                       r->n, n);
    r->n = n;
    r->scale = scale;
    r->rscales = rscales;
    return SV_OK;
}

/* Given replicates of RECORD must be there before a step changes them. */
static enum sv_status
check_start(const struct sv_survey *s, size_t record, size_t n_given,
            struct sv_fault *fault)
{
    for (size_t i = 0; i < s->n_steps; i++) {
        const struct sv_step_spec *step = &s->step[i];
        const char *name = s->record[record].name.text;

        if (step->record != (int) record)
            continue;
        if (step->kind == SV_ADJUST_DESIGN)
            return sv_point(fault, SV_DATA, step->at, 1, "design weights are "
                            "made here, and 'columns' says that replicate "
                            "weights came with the file; these steps need "
                            "replicates that 'variance' makes");
        if (step->kind != SV_ADJUST_PARENT && n_given == 0)
            return sv_point(fault, SV_DATA, step->at, 1, "this step changes "
                            "weights of %s, whose replicate weights are not "
                            "known; name them: columns: {%s: ...}", name, name);
        return SV_OK;
    }
    return SV_OK;
}

/* What RECORD is weighted from: its own design's replicates, or given ones. */
static enum sv_status
prepare(struct sv_reweighting *r, size_t record, struct sv_stage *stage,
        struct sv_fault *fault)
{
    const struct sv_given *g = r->given[record];
    enum sv_status status;

    if (survey_of(r)->design.replicates.columns.n > 0
        && check_start(survey_of(r), record, g->n, fault) != SV_OK)
        return fault->status;
    if (survey_of(r)->design.replicates.columns.n > 0)
        return g->n > 0 ? take_number(r, g->n, g->scale, g->rscales, fault)
                        : SV_OK;
    if (topmost(survey_of(r), record) != record)
        return SV_OK;
    status = make(r, record, stage, fault);
    return status == SV_OK
               ? take_number(r, r->made[record].n, r->made[record].scale,
                             r->made[record].rscale, fault)
               : status;
}

enum sv_status
sv_reweighting_make(struct sv_reweighting *out,
                    const struct sv_stepping *stepping, double *const *start,
                    const struct sv_given *const *given,
                    struct sv_stage *stage, struct sv_fault *fault)
{
    const struct sv_survey *s = stepping->world.survey;
    const size_t n = s->n_records;
    enum sv_status status = SV_OK;

    *out = (struct sv_reweighting){
        .stepping = stepping, .start = start, .given = given,
        .ranges = calloc(n, sizeof *out->ranges),
        .made = calloc(n, sizeof *out->made),
        .written = calloc(n, sizeof *out->written),
        .bounds = calloc(n, sizeof *out->bounds),
    };
    if (out->ranges == NULL || out->made == NULL || out->written == NULL
        || out->bounds == NULL)
        return no_memory(fault);
    for (size_t k = 0; status == SV_OK && k < n; k++) {
        out->written[k] = has_step(s, k) && sv_survey_estimates(s, (int) k);
        status = sv_ranges_of(&out->ranges[k], stepping->world.units,
                              s->record[k].name.text, fault);
        if (status == SV_OK)
            status = prepare(out, k, stage, fault);
    }
    return status;
}

void
sv_reweighting_free(struct sv_reweighting *r)
{
    for (size_t k = 0; r->made != NULL && k < survey_of(r)->n_records; k++)
        sv_replicates_free(&r->made[k]);
    free(r->ranges);
    free(r->made);
    free(r->written);
    free(r->bounds);
    *r = (struct sv_reweighting){ 0 };
}

/* ---- one replicate ----------------------------------------------------------- */

/* What one thread has: weights, and what they are times at first. */
struct bench {
    double **weight, **times;   /* [records][n_rows] */
};

static bool
open_bench(struct bench *b, const struct sv_reweighting *r)
{
    const size_t n = survey_of(r)->n_records;
    bool open = true;

    *b = (struct bench){ calloc(n, sizeof *b->weight),
                         calloc(n, sizeof *b->times) };
    for (size_t k = 0; b->weight != NULL && b->times != NULL && k < n; k++) {
        b->weight[k] = malloc((rows_of(r, k) + 1) * sizeof **b->weight);
        b->times[k] = malloc((rows_of(r, k) + 1) * sizeof **b->times);
        open = open && b->weight[k] != NULL && b->times[k] != NULL;
    }
    return open && b->weight != NULL && b->times != NULL;
}

static void
close_bench(struct bench *b, const struct sv_reweighting *r)
{
    for (size_t k = 0; k < survey_of(r)->n_records; k++) {
        if (b->weight != NULL)
            free(b->weight[k]);
        if (b->times != NULL)
            free(b->times[k]);
    }
    free(b->weight);
    free(b->times);
}

/* The weights of RECORD in REPLICATE before the steps. */
static void
begin(struct bench *b, const struct sv_reweighting *r, size_t record,
      size_t replicate)
{
    const struct sv_replicates *made = &r->made[topmost(survey_of(r), record)];
    const struct sv_ranges *ranges = &r->ranges[record];
    const struct sv_given *g = r->given[record];
    const size_t n = rows_of(r, record);
    double *times = b->times[record];

    memcpy(b->weight[record], r->start[record], n * sizeof **b->weight);
    for (size_t j = 0; made->n == 0 && j < n; j++)
        times[j] = 1;
    if (g->n > 0)
        sv_given_load(b->weight[record], g, replicate, 0, n);
    for (uint32_t u = 0; made->n > 0 && u < made->n_units; u++) {
        const double m = sv_multiplier(made, u, replicate);
        const uint32_t end = sv_first_row(ranges, made->stage, u + 1);

        for (uint32_t j = sv_first_row(ranges, made->stage, u); j < end; j++)
            times[j] = m;
    }
}

static enum sv_status
weigh(struct bench *b, const struct sv_reweighting *r, size_t replicate,
      struct sv_fault *fault)
{
    for (size_t k = 0; k < survey_of(r)->n_records; k++)
        begin(b, r, k, replicate);
    if (sv_weighting_repeat(b->weight, &r->stepping->weighting,
                            (const double *const *) b->times, fault) != SV_OK)
        return sv_at(fault, "replicate %zu", replicate + 1);
    return SV_OK;
}

/* ---- batches ------------------------------------------------------------------ */

/* Replicates FROM to FROM + N, as columns; each has a fault and bounds. */
struct batch {
    const struct sv_reweighting *r;
    size_t room, from, n;
    double **column;            /* [records][room][n_rows]; NULL: not written */
    struct sv_fault *fault;     /* [room] */
    double **to;                /* [records] mapped: [n_rows][r->n] */
    double (*bounds)[SV_N_BOUNDS];      /* [room][records] */
};

static bool
open_batch(struct batch *b, const struct sv_reweighting *r, size_t threads)
{
    const size_t n = survey_of(r)->n_records;
    bool open = true;

    *b = (struct batch){
        .r = r, .room = (threads + BATCH - 1) / BATCH * BATCH,
        .column = calloc(n, sizeof *b->column),
        .to = calloc(n, sizeof *b->to),
    };
    b->fault = calloc(b->room, sizeof *b->fault);
    b->bounds = calloc(b->room * n, sizeof *b->bounds);
    if (b->column == NULL || b->to == NULL || b->fault == NULL
        || b->bounds == NULL)
        return false;
    for (size_t k = 0; k < n; k++) {
        if (!r->written[k])
            continue;
        b->column[k] = malloc((b->room * rows_of(r, k) + 1)
                              * sizeof **b->column);
        open = open && b->column[k] != NULL;
    }
    return open;
}

static void
close_batch(struct batch *b)
{
    for (size_t k = 0; b->column != NULL && k < survey_of(b->r)->n_records; k++)
        free(b->column[k]);
    free(b->column);
    free(b->to);
    free(b->fault);
    free(b->bounds);
}

static void
find_bounds(double bounds[SV_N_BOUNDS], const double *w, size_t n)
{
    bounds[0] = bounds[1] = 0;
    bounds[2] = INFINITY;
    bounds[3] = 1;
    for (size_t j = 0; j < n; j++) {
        const double a = fabs(w[j]);

        bounds[0] = a > bounds[0] ? a : bounds[0];
        bounds[1] += a;
        bounds[2] = a > 0 && a < bounds[2] ? a : bounds[2];
        if (a != rint(a))
            bounds[3] = 0;
    }
}

static void
weigh_one(struct batch *b, struct bench *bench, size_t i)
{
    const size_t n = survey_of(b->r)->n_records;

    b->fault[i] = (struct sv_fault){ .status = SV_OK };
    if (weigh(bench, b->r, b->from + i, &b->fault[i]) != SV_OK)
        return;
    for (size_t k = 0; k < n; k++) {
        const size_t rows = rows_of(b->r, k);

        if (b->column[k] == NULL)
            continue;
        memcpy(b->column[k] + i * rows, bench->weight[k],
               rows * sizeof **b->column);
        find_bounds(b->bounds[i * n + k], bench->weight[k], rows);
    }
}

/* The columns of record type K into its rows. */
static void
write_rows(const struct batch *b, size_t k)
{
    const size_t rows = rows_of(b->r, k), line = b->r->n;

    if (b->column[k] == NULL)
        return;
    #pragma omp parallel for schedule(static)
    for (size_t j = 0; j < rows; j++)
        for (size_t i = 0; i < b->n; i++)
            b->to[k][j * line + b->from + i] = b->column[k][i * rows + j];
    sv_pages_done(b->to[k], rows * line * sizeof **b->to);
}

static void
join_bounds(const struct batch *b, size_t i)
{
    const size_t n = survey_of(b->r)->n_records;

    for (size_t k = 0; k < n; k++) {
        double *all = b->r->bounds[k];
        const double *one = b->bounds[i * n + k];

        if (b->column[k] == NULL)
            continue;
        all[0] = fmax(all[0], one[0]);
        all[1] = fmax(all[1], one[1]);
        all[2] = fmin(all[2], one[2]);
        all[3] = fmin(all[3], one[3]);
    }
}

/* The fault of the first replicate that has one, whoever came to it first. */
static enum sv_status
run_batch(struct batch *b, struct bench *bench, int threads,
          struct sv_fault *fault)
{
    #pragma omp parallel for schedule(dynamic, 1) num_threads(threads)
    for (size_t i = 0; i < b->n; i++)
        weigh_one(b, &bench[omp_get_thread_num()], i);
    for (size_t i = 0; i < b->n; i++) {
        if (b->fault[i].status != SV_OK) {
            *fault = b->fault[i];
            return fault->status;
        }
        join_bounds(b, i);
    }
    for (size_t k = 0; k < survey_of(b->r)->n_records; k++)
        write_rows(b, k);
    return SV_OK;
}

static enum sv_status
run(struct batch *b, int threads, struct sv_stage *stage,
    struct sv_fault *fault)
{
    struct bench *bench = calloc((size_t) threads, sizeof *bench);
    bool open = bench != NULL;
    enum sv_status status;

    for (int i = 0; open && i < threads; i++)
        open = open_bench(&bench[i], b->r);
    status = open ? SV_OK : no_memory(fault);
    for (; status == SV_OK && b->from < b->r->n; b->from += b->n) {
        b->n = b->r->n - b->from < b->room ? b->r->n - b->from : b->room;
        status = run_batch(b, bench, threads, fault);
        sv_stage_progress(stage, b->from + b->n, b->r->n);
    }
    for (int i = 0; bench != NULL && i < threads; i++)
        close_bench(&bench[i], b->r);
    free(bench);
    return status;
}

/* ---- on disk ------------------------------------------------------------------ */

static const char *
path_of(char path[NAME_SIZE], const struct sv_reweighting *r, size_t record,
        const char *name)
{
    snprintf(path, NAME_SIZE, "%s/replicates/%s", name_of(r, record), name);
    return path;
}

enum sv_status
sv_reweighting_declare(struct sv_store_maker *maker,
                       const struct sv_reweighting *r, struct sv_fault *fault)
{
    char path[NAME_SIZE];

    for (size_t k = 0; r->n > 0 && k < survey_of(r)->n_records; k++)
        if (r->written[k]
            && (sv_store_put(maker, path_of(path, r, k, "scale"), SV_F64, 1,
                             &r->scale, fault) != SV_OK
                || sv_store_put(maker, path_of(path, r, k, "rscales"), SV_F64,
                                r->n, r->rscales, fault) != SV_OK
                || sv_store_declare(maker, path_of(path, r, k, "bounds"),
                                    SV_F64, SV_N_BOUNDS, fault) != SV_OK
                || sv_store_declare(maker, path_of(path, r, k, "weight"),
                                    SV_F64, r->n * rows_of(r, k), fault)
                   != SV_OK))
            break;
    return fault->status;
}

enum sv_status
sv_reweighting_put(struct sv_store_maker *maker,
                   const struct sv_reweighting *r, struct sv_stage *stage,
                   struct sv_fault *fault)
{
    const int threads = omp_get_max_threads();
    struct batch b;
    char path[NAME_SIZE];
    bool open;
    enum sv_status status;

    if (r->n == 0)
        return SV_OK;
    open = open_batch(&b, r, (size_t) threads);
    for (size_t k = 0; open && k < survey_of(r)->n_records; k++) {
        r->bounds[k][2] = INFINITY;
        r->bounds[k][3] = 1;
        if (r->written[k])
            b.to[k] = sv_store_map(maker, path_of(path, r, k, "weight"));
    }
    status = open ? run(&b, threads, stage, fault) : no_memory(fault);
    for (size_t k = 0; status == SV_OK && k < survey_of(r)->n_records; k++)
        if (r->written[k])
            memcpy(sv_store_map(maker, path_of(path, r, k, "bounds")),
                   r->bounds[k], sizeof r->bounds[k]);
    close_batch(&b);
    return status;
}
