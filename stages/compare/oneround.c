/* oneround.c - a round of a survey that has been run to its estimates. */
#include "stages/compare/oneround.h"

#include <stdlib.h>

#include "stages/common/tallyplace.h"
#include "stages/common/toldrules.h"

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
    struct sv_tally_place place;

    if (!sv_tally_place_of(&place, &round->layout, round->meta, number)
        || place.item->estimand == SV_QUANTILE)
        return (struct sv_origin) { 0 };
    return (struct sv_origin) { &round->record[place.record], place.item,
                                place.numerator, place.cell };
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
    const struct sv_variance *v = &origin->record->variance;
    const struct sv_quantity q = sv_quantity_of(v, origin->item,
                                                origin->numerator,
                                                origin->cell);
    const size_t n = sv_quantity_n_scores(&q) + 1;
    struct sv_scores scores = {
        .unit = malloc(n * sizeof *scores.unit),
        .z = malloc(n * sizeof *scores.z),
    };
    struct sv_room room;
    const bool open = sv_room_take(&room, v, 1) && scores.unit != NULL
                      && scores.z != NULL;

    if (open)
        fill_scores(out, v->design, &scores, &room, &q);
    sv_room_free(&room);
    free(scores.unit);
    free(scores.z);
    return open ? SV_OK
                : sv_fail(fault, SV_SYSTEM, "out of memory for scores");
}

enum sv_status
sv_round_values(double *values, const struct sv_origin *origin,
                struct sv_fault *fault)
{
    const struct sv_variance *v = &origin->record->variance;
    const struct sv_quantity q = sv_quantity_of(v, origin->item,
                                                origin->numerator,
                                                origin->cell);
    struct sv_room room;
    const bool open = sv_room_take(&room, v, 1);

    if (open)
        sv_variance_values(values, v, &q, &room);
    sv_room_free(&room);
    return open ? SV_OK
                : sv_fail(fault, SV_SYSTEM, "out of memory for replicates");
}
