/* changes.c - every number that two rounds have, and how it has changed. */
#include "stages/compare/changes.h"

#include <float.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/jsonmembers.h"
#include "stages/compare/alike.h"
#include "stages/compare/pairing.h"
#include "weights/intervals.h"

/* Room for the scores of one number in both rounds. */
struct room {
    struct sv_psu_scores a, b;
    double *values_a, *values_b;        /* of replicates */
    double *scratch;
};

struct work {
    struct sv_changes *out;
    const struct sv_round *a, *b;
    double confidence;
    bool independent;
};

static enum sv_status
no_memory(struct sv_fault *fault)
{
    return sv_fail(fault, SV_SYSTEM, "out of memory for the comparison");
}

static const struct sv_round_record *
record_of(const struct sv_round *round, const char *name)
{
    for (size_t i = 0; i < round->layout.n; i++)
        if (strcmp(round->layout.record[i].name, name) == 0)
            return &round->record[i];
    return NULL;
}

/* Which PSUs of each record type are in both rounds. */
static enum sv_status
find_common(struct work *w, struct sv_fault *fault)
{
    struct sv_changes *out = w->out;

    out->common = calloc(w->a->layout.n + 1, sizeof *out->common);
    if (out->common == NULL)
        return no_memory(fault);
    for (size_t i = 0; i < w->a->layout.n; i++) {
        const struct sv_round_record *a = &w->a->record[i];
        const struct sv_round_record *b = record_of(w->b, a->layout->name);
        struct sv_common *c = &out->common[out->n_common];

        if (a->variance.design == NULL || b == NULL
            || b->variance.design == NULL)
            continue;
        *c = (struct sv_common) {
            .record = a->layout->name, .psus_a = a->variance.ranges.n_units[0],
            .psus_b = b->variance.ranges.n_units[0], .a = a, .b = b,
        };
        if (sv_overlap_new(&c->overlap, a->variance.design,
                           w->independent ? NULL
                                          : a->variance.ranges.identity,
                           b->variance.design, b->variance.ranges.identity, fault) != SV_OK)
            return sv_at(fault, "%s", c->record);
        c->psus = sv_overlap_n(c->overlap);
        c->strata = sv_overlap_strata(c->overlap);
        c->paired = c->psus > 0 && sv_replicates_paired(a, b);
        out->n_common++;
    }
    return SV_OK;
}

static bool
take_room(struct room *room, const struct sv_changes *changes)
{
    size_t n = 1, replicates = 1;

    for (size_t i = 0; i < changes->n_common; i++) {
        n += changes->common[i].psus_a + changes->common[i].psus_b;
        replicates += changes->common[i].a->variance.replicates.n;
    }
    *room = (struct room) {
        { malloc(n * sizeof(double)), malloc(n) },
        { malloc(n * sizeof(double)), malloc(n) },
        malloc(replicates * sizeof(double)),
        malloc(replicates * sizeof(double)), malloc(n * sizeof(double)),
    };
    return room->values_a != NULL && room->values_b != NULL
           && room->a.z != NULL && room->a.seen != NULL && room->b.z != NULL
           && room->b.seen != NULL && room->scratch != NULL;
}

static void
give_room(struct room *room)
{
    free(room->a.z);
    free(room->a.seen);
    free(room->b.z);
    free(room->b.seen);
    free(room->values_a);
    free(room->values_b);
    free(room->scratch);
}

/* The covariance of C from replicates that are the same in both rounds. */
static enum sv_status
repeat(struct sv_change *c, const struct sv_common *common,
       const struct sv_origin *a, const struct sv_origin *b, struct room *room,
       struct sv_fault *fault)
{
    const struct sv_variance *v = &common->a->variance;
    const struct sv_repeated x = { sv_json_number_of(c->a, "estimate"),
                                   room->values_a };
    const struct sv_repeated y = { sv_json_number_of(c->b, "estimate"),
                                   room->values_b };
    enum sv_status status = sv_round_values(room->values_a, a, fault);

    if (status == SV_OK)
        status = sv_round_values(room->values_b, b, fault);
    if (status == SV_OK)
        c->covariance = sv_replicate_covariance(&v->replicates, &x, &y, v->mse,
                                                NULL);
    return status;
}

/* Whether the number of ORIGIN comes from the tally, and has a standard error. */
static bool
has_error(const struct sv_origin *origin)
{
    return origin->record != NULL
        && !isnan(sv_json_number_of(origin->number, "se"));
}

/* Covariance and degrees of freedom.  A number that does not come from the
 * tally, or has no standard error, has no covariance that we know of, unless
 * nothing is in common. */
static enum sv_status
relate(struct sv_change *c, const struct work *w, struct room *room,
       struct sv_fault *fault)
{
    const struct sv_origin a = sv_round_origin(w->a, c->a);
    const struct sv_origin b = sv_round_origin(w->b, c->b);
    const char *name = json_string_value(json_object_get(c->a, "record"));
    const struct sv_common *common = w->out->common;
    enum sv_status status;

    while (common < w->out->common + w->out->n_common
           && strcmp(common->record, name) != 0)
        common++;
    if (common == w->out->common + w->out->n_common)
        return sv_fail(fault, SV_DATA, "%s: is in estimates.json, but not in "
                       "the tally; run hearth run again", name);
    c->df = sv_json_number_of(c->a, "df") + sv_json_number_of(c->b, "df");
    if (common->b->variance.degrees == NULL)
        c->df = sv_json_number_of(c->b, "df");
    c->covariance = 0;
    if (common->psus == 0)
        return SV_OK;
    c->covariance = NAN;
    if (!has_error(&a) || !has_error(&b))
        return SV_OK;
    status = sv_round_scores(&room->a, &a, fault);
    if (status == SV_OK)
        status = sv_round_scores(&room->b, &b, fault);
    if (status != SV_OK)
        return status;
    c->covariance = sv_overlap_covariance(common->overlap, &room->a, &room->b,
                                          room->scratch);
    c->df -= sv_overlap_degrees(common->overlap, common->b->variance.degrees, &room->a,
                                &room->b, room->scratch);
    return common->paired ? repeat(c, common, &a, &b, room, fault) : SV_OK;
}

/* The root of A + B - 2C.  What is left when they cancel but for the rounding
 * of their parts, each a product or two, is 0. */
static double
root(double a, double b, double c)
{
    const double v = a + b - 2 * c;

    if (fabs(v) <= 8 * DBL_EPSILON * (a + b))
        return 0;
    return v > 0 ? sqrt(v) : NAN;
}

/* By the delta method; Wald intervals; Student's t. */
static void
infer(struct sv_change *c, double level)
{
    const double a = sv_json_number_of(c->a, "estimate");
    const double b = sv_json_number_of(c->b, "estimate");
    const double se_a = sv_json_number_of(c->a, "se");
    const double se_b = sv_json_number_of(c->b, "se");
    const double r = a != 0 ? b / a : NAN;
    struct sv_interval i;

    c->difference = b - a;
    c->se = root(se_a * se_a, se_b * se_b, c->covariance);
    i = sv_interval_wald(c->difference, c->se, c->df, level);
    c->low = i.low;
    c->high = i.high;
    c->t = c->se > 0 ? c->difference / c->se : NAN;
    c->p = c->df > 0 ? 2 * gsl_cdf_tdist_Q(fabs(c->t), c->df) : NAN;
    c->ratio = r;
    c->ratio_se = root(se_b * se_b, r * r * se_a * se_a, r * c->covariance)
                  / fabs(a);
    i = sv_interval_wald(r, c->ratio_se, c->df, level);
    c->ratio_low = i.low;
    c->ratio_high = i.high;
}

static enum sv_status
fill(struct work *w, struct sv_fault *fault)
{
    struct room room;
    enum sv_status status = take_room(&room, w->out) ? SV_OK
                                                     : no_memory(fault);

    for (size_t k = 0; status == SV_OK && k < w->out->n; k++) {
        struct sv_change *c = &w->out->change[k];

        c->entry_a = sv_round_indicator(w->a, c->a);
        c->entry_b = sv_round_indicator(w->b, c->b);
        c->breaks = sv_break_between(&c->wording, c->entry_a, c->entry_b);
        if (sv_break_declared(w->b, c->b) != NULL) {
            c->wording = sv_break_declared(w->b, c->b);
            c->breaks |= SV_BREAK_WORDING;
        }
        status = relate(c, w, &room, fault);
        if (status == SV_OK)
            infer(c, w->confidence);
    }
    give_room(&room);
    return status;
}

enum sv_status
sv_changes_find(struct sv_changes *out, const struct sv_round *a,
                const struct sv_round *b, bool independent,
                struct sv_fault *fault)
{
    struct work w = { out, a, b, b->confidence, independent };
    enum sv_status status;

    *out = (struct sv_changes) { 0 };
    status = sv_alike(out, a->estimates, b->estimates, fault);
    if (status == SV_OK)
        status = find_common(&w, fault);
    return status == SV_OK ? fill(&w, fault) : status;
}

void
sv_changes_free(struct sv_changes *changes)
{
    for (size_t i = 0; changes->common != NULL && i < changes->n_common; i++)
        sv_overlap_free(changes->common[i].overlap);
    free(changes->common);
    free(changes->change);
    free(changes->only_a);
    free(changes->only_b);
}
