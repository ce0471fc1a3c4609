/* variance.c - how the errors of a record type's numbers are found. */
#include "stages/common/variance.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stages/common/madereplicates.h"
#include "weights/estimators.h"

struct sv_variance_rules
sv_variance_rules_of(const struct sv_survey *survey)
{
    const struct sv_design_spec *d = &survey->design;

    return (struct sv_variance_rules){
        .design = sv_design_rules_of(survey),
        .method = d->variance.text,
        .replicates = { (size_t) d->replicates.number, d->replicates.rho,
                        (uint64_t) d->replicates.seed },
        .mse = d->replicates.mse,
        .degrees = d->degrees_of_freedom.text, .fixed_degrees = d->degrees,
    };
}

static enum sv_status
set_degrees(struct sv_variance *v, const struct sv_variance_rules *rules,
            struct sv_fault *fault)
{
    v->degrees = sv_degrees_find(rules->degrees);
    v->fixed_degrees = rules->fixed_degrees;
    if (v->degrees == NULL && isnan(v->fixed_degrees))
        return sv_fail(fault, SV_BUG, "degrees-of-freedom: there is no rule "
                       "'%s'", rules->degrees);
    return SV_OK;
}

/* Those of the design, with their rank where it is asked for. */
static enum sv_status
make_replicates(struct sv_variance *out, const struct sv_variance_rules *rules,
                struct sv_fault *fault)
{
    enum sv_status status = sv_made_replicates(&out->replicates, out->design,
                                               rules->method,
                                               &rules->replicates, fault);

    if (status != SV_OK || out->degrees == NULL || !out->degrees->of_replicates)
        return status;
    out->halves = sv_replicate_find(rules->method)->halves;
    out->rank = sv_replicates_rank(&out->replicates);
    return out->rank > 0 ? SV_OK
                         : sv_fail(fault, SV_SYSTEM, "out of memory for the rank "
                                   "of %zu replicates", out->replicates.n);
}

enum sv_status
sv_variance_open(struct sv_variance *out, const struct sv_store *tally,
                 const struct sv_tally_record *record, const json_t *meta,
                 const struct sv_variance_rules *rules, struct sv_fault *fault)
{
    /* Summed replicates leave nothing for a rule on lonely PSUs to do. */
    static const struct sv_design_rules no_rule = { .lonely = "adjust" };
    const json_t *labels = json_object_get(json_object_get(meta, "design"),
                                           record->name);
    enum sv_status status;

    *out = (struct sv_variance){ .record = record, .mse = rules->mse };
    status = set_degrees(out, rules, fault);
    if (status == SV_OK)
        status = sv_ranges_of(&out->ranges, tally, record->name, fault);
    if (status == SV_OK)
        status = sv_tally_rows_of(&out->rows, tally, record, fault);
    if (status == SV_OK)
        status = sv_calibrated_of(&out->calibrated, tally, record, fault);
    if (status == SV_OK)
        status = sv_summed_replicates(&out->summed, &out->replicates, tally,
                                      record, fault);
    if (status == SV_OK)
        status = sv_sample_design(&out->design, &out->ranges, labels,
                                  out->replicates.n > 0 ? &no_rule
                                                        : &rules->design,
                                  fault);
    if (status == SV_OK && out->replicates.n == 0
        && sv_makes_replicates(rules->method))
        status = make_replicates(out, rules, fault);
    out->summed.psus_known = out->summed.rank == 0
                             || out->ranges.identity != NULL;
    return status == SV_OK ? SV_OK : sv_at(fault, "%s", record->name);
}

void
sv_variance_close(struct sv_variance *v)
{
    sv_replicates_free(&v->replicates);
    free(v->summed.totals);
    sv_calibrated_free(&v->calibrated);
    sv_design_free(v->design);
    *v = (struct sv_variance){ 0 };
}

const struct sv_estimator *
sv_estimand_estimator(enum sv_estimand estimand)
{
    switch (estimand) {
    case SV_TOTAL:
    case SV_MEAN:
    case SV_RATIO:
        return sv_estimator_find(sv_estimand_name(estimand));
    case SV_PROPORTION:
    case SV_SHARES:
    case SV_QUANTILE:
    case SV_HIGHEST:
        break;
    }
    return sv_estimator_find("proportion");
}

struct sv_quantity
sv_quantity_of(const struct sv_variance *v, const struct sv_tally_item *item,
               size_t k, size_t cell)
{
    const struct sv_tally_record *r = v->record;
    const size_t first = (size_t) v->rows.cells[cell];
    const size_t column[] = { item->numerator + k, item->denominator };
    const double *sums = v->rows.sums + first * r->n_sums;
    struct sv_quantity q = {
        .estimator = sv_estimand_estimator(item->estimand),
        .rows = {
            .n = (size_t) v->rows.cells[cell + 1] - first,
            .unit = v->rows.unit + first,
            .members = v->rows.counts + item->count * v->rows.n + first,
            .term = { sums + column[0], sums + column[1] },
            .stride = r->n_sums,
        },
    };

    if (v->calibrated.residuals.n_columns > 0) {
        q.residuals = &v->calibrated.residuals;
        q.cross = sv_calibrated_cross(&v->calibrated, r, item, k, cell);
    }
    if (v->summed.totals != NULL) {
        const double *totals = v->summed.totals
                               + (cell * r->n_repeated + item->repeated)
                                 * v->replicates.n;

        q.repeated[0] = totals + k * v->replicates.n;
        q.repeated[1] = totals + item->n_numerators * v->replicates.n;
    }
    return q;
}

/* Bytes that any function of weights/ asks for. */
static size_t
scratch_size(const struct sv_variance *v, size_t m)
{
    const size_t contrast = sv_contrast_scratch(
        v->design, m, v->calibrated.residuals.n_columns);
    const size_t repeat = sv_replicate_scratch(&v->replicates, v->design);

    return contrast > repeat ? contrast : repeat;
}

bool
sv_room_take(struct sv_room *room, const struct sv_variance *v, size_t m)
{
    const bool complete = sv_calibrated_scratch_take(&room->calibrated,
                                                     &v->calibrated);

    room->values = calloc((m + 1) * v->replicates.n + 1, sizeof(double));
    room->repeated = calloc(m + 1, sizeof *room->repeated);
    room->theta = calloc(m + 1, sizeof *room->theta);
    room->scratch = malloc(scratch_size(v, m));
    return complete && room->values != NULL && room->repeated != NULL
           && room->theta != NULL && room->scratch != NULL;
}

void
sv_room_free(struct sv_room *room)
{
    sv_calibrated_scratch_free(&room->calibrated);
    free(room->values);
    free(room->repeated);
    free(room->theta);
    free(room->scratch);
}

static void
values_of(double *values, const struct sv_variance *v,
          const struct sv_quantity *q, void *scratch)
{
    if (q->inverse != NULL)
        memcpy(values, q->inverse->values, v->replicates.n * sizeof *values);
    else if (q->repeated[0] != NULL)
        sv_repeated_values(values, v->replicates.n, q->estimator, q->repeated);
    else
        sv_replicate_values(values, &v->replicates, v->design, q->estimator,
                            &q->rows, scratch);
}

void
sv_variance_values(double *values, const struct sv_variance *v,
                   const struct sv_quantity *q, struct sv_room *room)
{
    values_of(values, v, q, room->scratch);
}

struct sv_estimate
sv_variance_estimate(const struct sv_variance *v, const struct sv_quantity *q,
                     struct sv_room *room)
{
    if (v->replicates.n > 0) {
        values_of(room->values, v, q, room->scratch);
        return sv_repeated_cell(room->values, &v->replicates, v->design,
                                q->estimator, &q->rows, v->mse, room->scratch);
    }
    if (q->residuals == NULL)
        return sv_estimate_cell(v->design, q->estimator, &q->rows,
                                room->scratch);
    return sv_estimate_calibrated(v->design, q->estimator, &q->rows,
                                  q->residuals, &q->cross,
                                  &room->calibrated.scores,
                                  room->calibrated.b, room->scratch);
}

static struct sv_contrast
repeat_contrast(const struct sv_variance *v,
                const struct sv_contrast_rule *rule, const double *c,
                const struct sv_quantity *q, size_t m, struct sv_room *room)
{
    const size_t n = v->replicates.n;
    struct sv_contrast out = sv_contrast_value(v->design, rule, c, q, m,
                                               room->scratch);
    const struct sv_repeated whole = { out.value, room->values + m * n };

    if (out.flags == 0 && out.support.lonely)
        out.flags |= SV_FLAG_LONELY;
    if (out.flags != 0)
        return out;
    for (size_t i = 0; i < m; i++) {
        values_of(room->values + i * n, v, &q[i], room->scratch);
        room->repeated[i] = (struct sv_repeated){ NAN, room->values + i * n };
    }
    sv_contrast_repeat(room->values + m * n, &v->replicates, rule, c,
                       room->repeated, m, room->theta);
    out.se = sv_repeated_root(&out.flags, &v->replicates, &whole, v->mse);
    return out;
}

struct sv_contrast
sv_variance_contrast(const struct sv_variance *v,
                     const struct sv_contrast_rule *rule,
                     const double *coefficient, const struct sv_quantity *q,
                     size_t m, struct sv_room *room)
{
    if (v->replicates.n > 0)
        return repeat_contrast(v, rule, coefficient, q, m, room);
    return sv_contrast(v->design, rule, coefficient, q, m, room->scratch);
}

void
sv_quantity_scores(struct sv_scores *out, const struct sv_quantity *q,
                   struct sv_room *room)
{
    sv_quantity_linearise(out, q, room->calibrated.b);
}

/* Leaves a replicate out for all that are estimated where one of them does not
 * exist in it; VALUES [m][n]. */
static void
drop_together(double *values, const struct sv_repeated *of, size_t m, size_t n)
{
    for (size_t r = 0; r < n; r++) {
        bool lacks = false;

        for (size_t i = 0; i < m; i++)
            lacks = lacks || (!isnan(of[i].value) && isnan(values[i * n + r]));
        for (size_t i = 0; lacks && i < m; i++)
            values[i * n + r] = NAN;
    }
}

/* The matrix from the values of every replicate. */
static enum sv_status
matrix_by_values(double *matrix, const struct sv_variance *v,
                 const struct sv_quantity *q, size_t m, bool joint,
                 struct sv_room *room)
{
    const size_t n = v->replicates.n;

    for (size_t i = 0; i < m; i++) {
        values_of(room->values + i * n, v, &q[i], room->scratch);
        room->repeated[i] = (struct sv_repeated){ sv_quantity_value(&q[i]),
                                                  room->values + i * n };
    }
    if (joint)
        drop_together(room->values, room->repeated, m, n);
    sv_replicate_covariance_matrix(matrix, &v->replicates, room->repeated, m,
                                   v->mse);
    return SV_OK;
}

/* Gives each of the M the units of all, with scores of 0, so that rules for lonely
 * units go by the same strata in all covariances.  There is room for N units. */
static bool
join_units(struct sv_scores *of, size_t m, size_t n)
{
    uint32_t *unit = malloc(2 * (n + 1) * sizeof *unit);
    double *z = malloc(2 * (n + 1) * sizeof *z);
    const bool complete = unit != NULL && z != NULL;
    struct sv_scores all = { 0, unit, z }, next = { 0, NULL, NULL };

    if (complete)
        next = (struct sv_scores) { 0, unit + n + 1, z + n + 1 };
    for (size_t i = 0; complete && i < m; i++) {
        const struct sv_scores swap = all;

        sv_scores_combine(&next, 0, &all, 0, &of[i]);
        all = next;
        next = swap;
    }
    for (size_t i = 0; complete && i < m; i++) {
        if (of[i].n == 0)
            continue;
        sv_scores_combine(&next, 1, &of[i], 0, &all);
        memcpy(of[i].unit, next.unit, next.n * sizeof *next.unit);
        memcpy(of[i].z, next.z, next.n * sizeof *next.z);
        of[i].n = next.n;
    }
    free(unit);
    free(z);
    return complete;
}

/* ... and from scores, which live only here. */
static enum sv_status
matrix_by_scores(double *matrix, const struct sv_variance *v,
                 const struct sv_quantity *q, size_t m, bool joint,
                 struct sv_room *room)
{
    struct sv_scores *scores = calloc(m + 1, sizeof *scores);
    const size_t all = sv_design_n_lowest(v->design);
    bool complete = scores != NULL;

    for (size_t i = 0; complete && i < m; i++) {
        const size_t n = (joint ? all : sv_quantity_n_scores(&q[i])) + 1;

        scores[i].unit = malloc(n * sizeof *scores[i].unit);
        scores[i].z = malloc(n * sizeof *scores[i].z);
        complete = scores[i].unit != NULL && scores[i].z != NULL;
        if (complete && !isnan(sv_quantity_value(&q[i])))
            sv_quantity_scores(&scores[i], &q[i], room);
    }
    complete = complete && (!joint || join_units(scores, m, all));
    if (complete)
        sv_covariance_matrix(matrix, v->design, scores, m, room->scratch);
    for (size_t i = 0; scores != NULL && i < m; i++) {
        free(scores[i].unit);
        free(scores[i].z);
    }
    free(scores);
    return complete ? SV_OK : SV_SYSTEM;
}

/* Whether nothing tells of the variance of Q: within one PSU, or lonely ones. */
static bool
is_unknown(const struct sv_variance *v, const struct sv_quantity *q,
           struct sv_room *room)
{
    struct sv_estimate e;

    if (q->inverse != NULL && q->inverse->flags != 0)
        return true;
    e = sv_variance_estimate(v, q, room);
    return isnan(e.se) && (e.flags & SV_FLAG_NEGATIVE) == 0;
}

static void
drop_unknown(double *matrix, const struct sv_variance *v,
             const struct sv_quantity *q, size_t m, struct sv_room *room)
{
    for (size_t i = 0; i < m; i++)
        if (is_unknown(v, &q[i], room))
            for (size_t j = 0; j < m; j++)
                matrix[i * m + j] = matrix[j * m + i] = NAN;
}

enum sv_status
sv_variance_matrix(double *matrix, const struct sv_variance *v,
                   const struct sv_quantity *q, size_t m, bool joint,
                   struct sv_fault *fault)
{
    struct sv_room room;
    enum sv_status status = SV_SYSTEM;

    if (sv_room_take(&room, v, m))
        status = v->replicates.n > 0
                     ? matrix_by_values(matrix, v, q, m, joint, &room)
                     : matrix_by_scores(matrix, v, q, m, joint, &room);
    if (status == SV_OK && !joint)
        drop_unknown(matrix, v, q, m, &room);
    sv_room_free(&room);
    return status == SV_OK ? SV_OK
                           : sv_fail(fault, SV_SYSTEM, "out of memory for the "
                                     "covariances of %zu estimates", m);
}

/* Multipliers of units below the first stage are as many as there may be. */
static size_t
rank_of(const struct sv_variance *v, const struct sv_support *s)
{
    const size_t rank = v->summed.totals != NULL ? v->summed.rank : v->rank;

    if (v->summed.totals == NULL && v->replicates.stage == 0)
        return sv_support_rank(s, v->halves, rank);
    return v->degrees->of_domain && s->n < rank ? (size_t) s->n : rank;
}

double
sv_variance_degrees(const struct sv_variance *v,
                    const struct sv_support *support)
{
    struct sv_support s = *support;

    if (support->n == 0)
        return NAN;
    if (v->degrees == NULL)
        return v->fixed_degrees;
    s.rank = rank_of(v, support);
    return v->summed.psus_known ? v->degrees->count(v->design, &s)
                                : (double) s.rank - 1;
}
