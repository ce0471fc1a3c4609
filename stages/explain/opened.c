/* opened.c - a folder of results, opened to explain its numbers. */
#include "stages/explain/opened.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/jsonmembers.h"
#include "stages/common/toldrules.h"

static enum sv_status
open_record(struct sv_opened *o, size_t i, struct sv_fault *fault)
{
    const struct sv_tally_record *layout = &o->folder.layout.record[i];
    struct sv_opened_record *r = &o->record[i];
    const json_t *designs = json_object_get(o->folder.estimates, "design");
    struct sv_variance_rules rules;
    enum sv_status status;

    r->words = json_object_get(designs, layout->name);
    r->weights = json_object_get(o->weights, layout->name);
    if (layout->n_items == 0)
        return SV_OK;
    rules = sv_variance_rules_told(r->words);
    status = sv_variance_open(&r->variance, o->folder.tally, layout,
                              o->folder.meta, &rules, fault);
    if (status != SV_OK)
        return status;
    if (r->variance.ranges.psu_names != NULL)
        r->psu_names = json_loads(r->variance.ranges.psu_names, 0, NULL);
    return sv_room_take(&r->room, &r->variance, 64)
               ? SV_OK
               : sv_fail(fault, SV_SYSTEM, "out of memory for a number");
}

/* The meta of weights.h5.  Where shards were folded elsewhere it need not be
 * there. */
static enum sv_status
load_weights(struct sv_opened *o, struct sv_fault *fault)
{
    struct sv_store *store;
    struct sv_digest digest;
    const char *text;
    enum sv_status status;

    if (sv_manifest_maker(o->folder.manifest, "weights.h5", &digest) == NULL)
        return SV_OK;
    status = sv_result_folder_store(&store, &o->folder, "weights.h5", "weights",
                                    1, fault);
    if (status != SV_OK)
        return status;
    text = sv_store_text_of(store, "meta");
    o->weights = text != NULL ? json_loads(text, 0, NULL) : NULL;
    sv_store_close(store);
    return SV_OK;
}

static enum sv_status
open_rest(struct sv_opened *o, struct sv_fault *fault)
{
    const json_t *survey = json_object_get(o->folder.estimates, "survey");
    enum sv_status status = load_weights(o, fault);

    o->confidence = json_number_value(json_object_get(survey, "confidence"));
    o->interval = sv_interval_find(sv_json_text_of(survey, "interval"));
    o->effect = sv_effect_find(sv_json_text_of(survey, "design_effect"));
    if (status == SV_OK && (o->interval == NULL || o->effect == NULL))
        status = sv_fail(fault, SV_DATA, "estimates.json was made by another "
                         "version; run hearth run again");
    o->record = calloc(o->folder.layout.n + 1, sizeof *o->record);
    if (status == SV_OK && o->record == NULL)
        status = sv_fail(fault, SV_SYSTEM, "out of memory for record types");
    for (size_t i = 0; status == SV_OK && i < o->folder.layout.n; i++)
        status = open_record(o, i, fault);
    return status;
}

enum sv_status
sv_opened_open(struct sv_opened *out, const char *path, struct sv_fault *fault)
{
    enum sv_status status;

    *out = (struct sv_opened) { .confidence = 0 };
    status = sv_result_folder_open(&out->folder, path, "explain", fault);
    if (status != SV_OK)
        return status;
    return open_rest(out, fault) == SV_OK ? SV_OK : sv_at(fault, "%s", path);
}

void
sv_opened_close(struct sv_opened *o)
{
    for (size_t i = 0; o->record != NULL && i < o->folder.layout.n; i++) {
        struct sv_opened_record *r = &o->record[i];

        sv_room_free(&r->room);
        sv_variance_close(&r->variance);
        json_decref(r->psu_names);
    }
    free(o->record);
    json_decref(o->weights);
    sv_result_folder_close(&o->folder);
}

const char *
sv_psu_name(const struct sv_opened_record *r, uint32_t psu,
            char text[SV_LABEL_SIZE])
{
    const char *name = json_string_value(json_array_get(r->psu_names, psu));

    if (name != NULL)
        return name;
    snprintf(text, SV_LABEL_SIZE, "%u", (unsigned) psu + 1);
    return text;
}

char *
sv_group_label(const struct sv_opened_record *r, uint32_t group)
{
    const struct sv_design *d = r->variance.design;
    const uint32_t *group_of = sv_design_group_of(d, 0);
    char *label = NULL;

    for (size_t h = 0; h < sv_design_n_strata(d); h++) {
        char text[SV_LABEL_SIZE], *longer;

        if (group_of[r->variance.ranges.strata[h]] != group)
            continue;
        if (asprintf(&longer, "%s%s%s", label != NULL ? label : "",
                     label != NULL ? " + " : "",
                     sv_stratum_label(d, h, text)) < 0)
            longer = NULL;
        free(label);
        label = longer;
        if (label == NULL)
            return NULL;
    }
    return label;
}
