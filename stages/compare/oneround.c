/* oneround.c - a round of a survey that has been run to its estimates. */
#include "stages/compare/oneround.h"

#include <stdlib.h>

#include "stages/common/quantilecell.h"
#include "stages/common/toldrules.h"
#include "stages/compare/breaks.h"

static enum sv_status
load_record(struct sv_round *r, size_t i, struct sv_fault *fault)
{
    struct sv_round_record *record = &r->record[i];
    const char *name = r->layout.record[i].name;
    const json_t *words = json_object_get(json_object_get(r->estimates,
                                                          "design"), name);
    /* Its degrees are of no matter: those of the numbers will do. */
    const struct sv_variance_rules rules = sv_variance_rules_told(words);

    record->words = words;
    record->layout = &r->layout.record[i];
    return record->layout->n_items > 0
               ? sv_variance_open(&record->variance, r->tally, record->layout,
                                  r->meta, &rules, fault)
               : SV_OK;
}

static enum sv_status
open_round(struct sv_round *r, struct sv_fault *fault)
{
    r->estimates = r->opened.estimates;
    r->meta = r->opened.meta;
    r->tally = r->opened.tally;
    r->layout = r->opened.layout;
    r->confidence = json_number_value(
        json_object_get(json_object_get(r->estimates, "survey"), "confidence"));
    r->record = calloc(r->layout.n + 1, sizeof *r->record);
    if (r->record == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for a round");
    for (size_t i = 0; i < r->layout.n; i++)
        if (load_record(r, i, fault) != SV_OK)
            return sv_at(fault, "%s", r->folder);
    return SV_OK;
}

enum sv_status
sv_round_open(struct sv_round *out, const char *folder, struct sv_fault *fault)
{
    enum sv_status status;

    *out = (struct sv_round) { .folder = folder };
    status = sv_result_folder_open(&out->opened, folder, "compare", fault);
    return status == SV_OK ? open_round(out, fault) : status;
}

void
sv_round_close(struct sv_round *round)
{
    for (size_t i = 0; round->record != NULL && i < round->layout.n; i++)
        sv_variance_close(&round->record[i].variance);
    free(round->record);
    sv_result_folder_close(&round->opened);
}

struct sv_origin
sv_round_origin(const struct sv_round *round, const json_t *number)
{
    struct sv_origin out = { .round = round, .number = number };

    if (sv_tally_place_of(&out.place, &round->layout, round->meta, number))
        out.record = &round->record[out.place.record];
    return out;
}

/* A number as it is worked with, and where that lies. */
struct opened {
    struct sv_quantity q;
    struct sv_room room;
    struct sv_kept_quantile *kept;      /* of a quantile; else NULL */
};

static enum sv_status
keep_quantile(struct opened *o, const struct sv_origin *origin,
              struct sv_fault *fault)
{
    const struct sv_round *round = origin->round;
    const struct sv_told_quantile told = sv_told_quantile(
        origin->number, sv_round_indicator(round, origin->number));
    struct sv_quantile_cell cell;
    enum sv_status status =
        sv_quantile_cell_open(&cell, &origin->record->variance, &origin->place,
                              round->tally, round->meta, fault);

    if (status == SV_OK && told.rule == NULL)
        status = sv_fail(fault, SV_DATA, "%s: was made by another version; run "
                         "hearth run again", round->folder);
    if (status == SV_OK) {
        o->kept = sv_quantile_cell_keep(&cell, &told, &o->room);
        if (o->kept == NULL)
            status = sv_fail(fault, SV_SYSTEM, "out of memory for a quantile");
        else
            o->q = *sv_kept_quantity(o->kept);
    }
    sv_quantile_cell_close(&cell);
    return status;
}

/* Ends with close_number(), even on failure. */
static enum sv_status
open_number(struct opened *o, const struct sv_origin *origin,
            struct sv_fault *fault)
{
    const struct sv_variance *v = &origin->record->variance;
    const struct sv_tally_place *at = &origin->place;

    *o = (struct opened){ .kept = NULL };
    if (!sv_room_take(&o->room, v, 1))
        return sv_fail(fault, SV_SYSTEM, "out of memory for a number");
    if (at->item->estimand == SV_QUANTILE)
        return keep_quantile(o, origin, fault);
    o->q = sv_quantity_of(v, at->item, at->numerator, at->cell);
    return SV_OK;
}

static void
close_number(struct opened *o)
{
    sv_room_free(&o->room);
    free(o->kept);
}

/* Scores into *OUT, for which there is room. */
static void
fill_scores(struct sv_psu_scores *out, const struct sv_design *design,
            struct sv_scores *scores, struct sv_room *room,
            const struct sv_quantity *q)
{
    struct sv_quantity plain = *q;

    sv_quantity_scores(scores, q, room);
    sv_psu_scores(out, design, scores);
    if (q->residuals == NULL)
        return;
    plain.residuals = NULL;     /* who has members is told by these alone */
    sv_quantity_scores(scores, &plain, room);
    sv_psu_seen(out, design, scores);
}

enum sv_status
sv_round_scores(struct sv_psu_scores *out, const struct sv_origin *origin,
                struct sv_fault *fault)
{
    struct opened o;
    enum sv_status status = open_number(&o, origin, fault);
    const size_t n = status == SV_OK ? sv_quantity_n_scores(&o.q) + 1 : 1;
    struct sv_scores scores = {
        .unit = malloc(n * sizeof *scores.unit),
        .z = malloc(n * sizeof *scores.z),
    };

    if (scores.unit == NULL || scores.z == NULL)
        status = sv_fail(fault, SV_SYSTEM, "out of memory for scores");
    if (status == SV_OK)
        fill_scores(out, origin->record->variance.design, &scores, &o.room, &o.q);
    close_number(&o);
    free(scores.unit);
    free(scores.z);
    return status;
}

enum sv_status
sv_round_values(double *values, const struct sv_origin *origin,
                struct sv_fault *fault)
{
    struct opened o;
    enum sv_status status = open_number(&o, origin, fault);

    if (status == SV_OK)
        sv_variance_values(values, &origin->record->variance, &o.q, &o.room);
    close_number(&o);
    return status;
}
