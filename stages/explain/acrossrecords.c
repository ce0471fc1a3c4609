/* acrossrecords.c - covariances of numbers of any record types of a survey. */
#include "stages/explain/acrossrecords.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/jsonmembers.h"
#include "stages/common/alikereplicates.h"

struct work {
    const struct sv_sampled_number *number;     /* [m] */
    size_t m;
    double *matrix;
    const struct sv_opened_record *host;        /* of the fewest stages */
    struct sv_scores *scores;   /* [m] by units of the host's last stage; or */
    struct sv_repeated *repeated;       /* [m] with each replicate */
    double *values;             /* [m][replicates] of them */
};

static enum sv_status
no_memory(struct sv_fault *fault)
{
    return sv_fail(fault, SV_SYSTEM, "out of memory for covariances");
}

static const char *
record_name(const struct sv_opened_record *record)
{
    return record->variance.record->name;
}

/* ---- which record types are one sample -------------------------------------- */

static const json_t *
about_record(const json_t *meta, const char *name)
{
    const json_t *records = json_object_get(meta, "records"), *one;
    size_t i;

    json_array_foreach(records, i, one)
        if (strcmp(sv_json_text_of(one, "name"), name) == 0)
            return one;
    return NULL;
}

/* The topmost record type above NAME. */
static const char *
root_of(const json_t *meta, const char *name)
{
    const char *above = sv_json_text_of(about_record(meta, name), "parent");

    while (*above != '\0') {
        name = above;
        above = sv_json_text_of(about_record(meta, name), "parent");
    }
    return name;
}

/* Whether B has all stages of A, with the same units. */
static bool
has_stages_of(const struct sv_ranges *b, const struct sv_ranges *a)
{
    if (a->n_strata != b->n_strata || a->n_stages > b->n_stages
        || memcmp(a->strata, b->strata, (a->n_strata + 1) * sizeof *a->strata) != 0)
        return false;
    for (size_t s = 0; s < a->n_stages; s++)
        if (a->n_units[s] != b->n_units[s]
            || (s + 1 < a->n_stages
                && memcmp(a->stage[s], b->stage[s],
                          (a->n_units[s] + 1) * sizeof *a->stage[s]) != 0))
            return false;
    return true;
}

static enum sv_status
find_host(struct work *w, const json_t *meta, struct sv_fault *fault)
{
    w->host = w->number[0].record;
    for (size_t i = 1; i < w->m; i++)
        if (w->number[i].record->variance.ranges.n_stages
            < w->host->variance.ranges.n_stages)
            w->host = w->number[i].record;
    for (size_t i = 0; i < w->m; i++) {
        const struct sv_opened_record *r = w->number[i].record;
        const bool repeated = r->variance.replicates.n > 0
                              || w->host->variance.replicates.n > 0;

        if (strcmp(root_of(meta, record_name(r)),
                   root_of(meta, record_name(w->host))) != 0
            || (!repeated && !has_stages_of(&r->variance.ranges,
                                            &w->host->variance.ranges)))
            return sv_fail(fault, SV_DATA, "%s: the sampling units of %s are not "
                           "those of %s, so that covariances of their numbers are "
                           "not known; ask for each by itself", w->number[i].name,
                           record_name(r), record_name(w->host));
        if (repeated && !sv_replicates_alike(&r->variance, &w->host->variance))
            return sv_fail(fault, SV_DATA, "%s: the replicates of %s are not those "
                           "of %s, so that covariances of their numbers are not "
                           "known; ask for each by itself", w->number[i].name,
                           record_name(r), record_name(w->host));
    }
    return SV_OK;
}

/* ---- within a record type --------------------------------------------------- */

/* The covariances of the N numbers LIST, all of one record type. */
static enum sv_status
fill_within(struct work *w, const size_t *list, size_t n, struct sv_fault *fault)
{
    double *own = malloc((n * n + 1) * sizeof *own);
    struct sv_quantity *q = malloc((n + 1) * sizeof *q);
    enum sv_status status = own != NULL && q != NULL ? SV_OK : no_memory(fault);

    for (size_t i = 0; status == SV_OK && i < n; i++)
        q[i] = w->number[list[i]].q;
    if (status == SV_OK)
        status = sv_variance_matrix(own, &w->number[list[0]].record->variance, q, n,
                                    false, fault);
    for (size_t i = 0; status == SV_OK && i < n; i++)
        for (size_t j = 0; j < n; j++)
            w->matrix[list[i] * w->m + list[j]] = own[i * n + j];
    free(own);
    free(q);
    return status;
}

static enum sv_status
fill_each(struct work *w, struct sv_fault *fault)
{
    size_t *list = malloc((w->m + 1) * sizeof *list);
    enum sv_status status = list != NULL ? SV_OK : no_memory(fault);

    for (size_t i = 0; status == SV_OK && i < w->m; i++) {
        size_t n = 0, first = i;

        for (size_t j = 0; j < w->m; j++)
            if (w->number[j].record == w->number[i].record) {
                first = j < first ? j : first;
                list[n++] = j;
            }
        if (first == i)
            status = fill_within(w, list, n, fault);
    }
    free(list);
    return status;
}

/* ---- between two of them ---------------------------------------------------- */

/* Scores of units of LOWER added up to units of LAST, the stage of the host's. */
static void
add_up(struct sv_scores *scores, const struct sv_design *lower, size_t last)
{
    const size_t from = sv_design_n_stages(lower) - 1;
    size_t n = 0;

    for (size_t i = 0; i < scores->n; i++) {
        const uint32_t unit = sv_unit_above(lower, from, scores->unit[i], last);

        if (n > 0 && scores->unit[n - 1] == unit) {
            scores->z[n - 1] += scores->z[i];
        } else {
            scores->unit[n] = unit;
            scores->z[n++] = scores->z[i];
        }
    }
    scores->n = n;
}

static bool
find_scores(struct work *w, size_t i, struct sv_room *room)
{
    const struct sv_sampled_number *x = &w->number[i];
    const size_t n = sv_quantity_n_scores(&x->q) + 1;
    struct sv_scores *scores = &w->scores[i];

    scores->unit = malloc(n * sizeof *scores->unit);
    scores->z = malloc(n * sizeof *scores->z);
    if (scores->unit == NULL || scores->z == NULL)
        return false;
    if (!isnan(sv_quantity_value(&x->q)))
        sv_quantity_scores(scores, &x->q, room);
    add_up(scores, x->record->variance.design,
           sv_design_n_stages(w->host->variance.design) - 1);
    return true;
}

static void
find_values(struct work *w, size_t i, struct sv_room *room)
{
    const struct sv_sampled_number *x = &w->number[i];
    const struct sv_variance *v = &x->record->variance;
    double *values = w->values + i * v->replicates.n;

    sv_variance_values(values, v, &x->q, room);
    w->repeated[i] = (struct sv_repeated){ sv_quantity_value(&x->q), values };
}

/* Scores, or values, of all. */
static bool
find_all(struct work *w)
{
    const size_t n = w->host->variance.replicates.n;
    bool complete;

    w->scores = calloc(w->m + 1, sizeof *w->scores);
    w->repeated = calloc(w->m + 1, sizeof *w->repeated);
    w->values = calloc(w->m * n + 1, sizeof *w->values);
    complete = w->scores != NULL && w->repeated != NULL && w->values != NULL;
    for (size_t i = 0; complete && i < w->m; i++) {
        struct sv_room room;

        complete = sv_room_take(&room, &w->number[i].record->variance, 1);
        if (complete && n > 0)
            find_values(w, i, &room);
        else if (complete)
            complete = find_scores(w, i, &room);
        sv_room_free(&room);
    }
    return complete;
}

static double
covariance(const struct work *w, size_t i, size_t j, struct sv_room *room)
{
    const struct sv_variance *v = &w->host->variance;

    if (isnan(w->matrix[i * w->m + i]) || isnan(w->matrix[j * w->m + j]))
        return NAN;
    return v->replicates.n > 0
               ? sv_replicate_covariance(&v->replicates, &w->repeated[i],
                                         &w->repeated[j], v->mse, NULL)
               : sv_covariance(v->design, &w->scores[i], &w->scores[j],
                               room->scratch);
}

static enum sv_status
fill_between(struct work *w, struct sv_fault *fault)
{
    struct sv_room room;
    const bool complete = sv_room_take(&room, &w->host->variance, 1)
                          && find_all(w);

    for (size_t i = 0; complete && i < w->m; i++)
        for (size_t j = 0; j < i; j++)
            if (w->number[i].record != w->number[j].record)
                w->matrix[i * w->m + j] = w->matrix[j * w->m + i] =
                    covariance(w, i, j, &room);
    sv_room_free(&room);
    for (size_t i = 0; w->scores != NULL && i < w->m; i++) {
        free(w->scores[i].unit);
        free(w->scores[i].z);
    }
    free(w->scores);
    free(w->repeated);
    free(w->values);
    return complete ? SV_OK : no_memory(fault);
}

static bool
are_of_one_record(const struct work *w)
{
    for (size_t i = 1; i < w->m; i++)
        if (w->number[i].record != w->number[0].record)
            return false;
    return true;
}

enum sv_status
sv_matrix_across_records(double *matrix, const struct sv_sampled_number *number,
                         size_t m, const json_t *meta, struct sv_fault *fault)
{
    struct work w = { .number = number, .m = m, .matrix = matrix };
    enum sv_status status = fill_each(&w, fault);

    if (status != SV_OK || are_of_one_record(&w))
        return status;
    status = find_host(&w, meta, fault);
    return status == SV_OK ? fill_between(&w, fault) : status;
}
