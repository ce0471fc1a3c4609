/* oneround.c - a round of a survey that has been run to its estimates. */
#include "stages/compare/oneround.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "pipeline/manifest.h"

static const char *
text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text != NULL ? text : "";
}

/* The path of artifact NAME, which the caller frees, and the digest that it
 * must have. */
static enum sv_status
locate(char **path, struct sv_digest *digest, const char *folder,
       const char *name, const struct sv_manifest *manifest,
       struct sv_fault *fault)
{
    const char *maker = sv_manifest_maker(manifest, name, digest);
    char why[1024];

    *path = NULL;
    if (maker == NULL)
        return sv_fail(fault, SV_DATA, "%s is not there; compare takes folders "
                       "of results that `hearth run` has made", name);
    if (sv_manifest_is_stale(manifest, maker, false, why, sizeof why))
        return sv_fail(fault, SV_DATA, "%s was made from other inputs than "
                       "there are now (%s); run hearth run again", name, why);
    if (asprintf(path, "%s/%s", folder, name) < 0) {
        *path = NULL;
        return sv_fail(fault, SV_SYSTEM, "out of memory for a file name");
    }
    return SV_OK;
}

static enum sv_status
load_estimates(struct sv_round *r, const struct sv_manifest *manifest,
               struct sv_fault *fault)
{
    struct sv_digest digest, found;
    char *path;
    enum sv_status status = locate(&path, &digest, r->folder, "estimates.json",
                                   manifest, fault);

    if (status == SV_OK)
        status = sv_digest_file(&found, NULL, path, fault);
    if (status == SV_OK && !sv_digest_same(&found, &digest))
        status = sv_fail(fault, SV_DATA, "estimates.json has changed since it "
                         "was made; run hearth-estimate again");
    if (status == SV_OK) {
        r->estimates = json_load_file(path, 0, NULL);
        if (r->estimates == NULL)
            status = sv_fail(fault, SV_SYSTEM, "estimates.json cannot be read");
    }
    r->confidence = json_number_value(
        json_object_get(json_object_get(r->estimates, "survey"), "confidence"));
    free(path);
    return status;
}

static enum sv_status
load_tally(struct sv_round *r, const struct sv_manifest *manifest,
           struct sv_fault *fault)
{
    struct sv_digest digest;
    const char *text;
    char *path;
    enum sv_status status = locate(&path, &digest, r->folder, "tally.h5",
                                   manifest, fault);

    if (status == SV_OK)
        status = sv_store_open(&r->tally, path, "tally", SV_TALLY_VERSION,
                               &digest, fault);
    free(path);
    if (status != SV_OK)
        return status;
    text = sv_store_text_of(r->tally, "meta");
    r->meta = text != NULL ? json_loads(text, 0, NULL) : NULL;
    if (r->meta == NULL)
        return sv_fail(fault, SV_DATA, "tally.h5 has no meta; run hearth-tally "
                       "again");
    return sv_tally_layout(&r->layout, r->meta, fault);
}

static enum sv_status
load_record(struct sv_round *r, size_t i, struct sv_fault *fault)
{
    struct sv_round_record *record = &r->record[i];
    const char *name = r->layout.record[i].name;
    const json_t *words = json_object_get(json_object_get(r->estimates,
                                                          "design"), name);
    const struct sv_variance_rules rules = {
        .design = { text_of(words, "lonely_psu"),
                    json_is_true(json_object_get(words, "lonely_in_domains")) },
        .method = "linearisation",
        .degrees = text_of(words, "degrees_of_freedom"),
        .fixed_degrees = 0,             /* those of the numbers will do */
    };

    record->layout = &r->layout.record[i];
    return record->layout->n_items > 0
               ? sv_variance_open(&record->variance, r->tally, record->layout,
                                  r->meta, &rules, fault)
               : SV_OK;
}

static enum sv_status
open_round(struct sv_round *r, struct sv_fault *fault)
{
    struct sv_manifest *manifest = NULL;
    struct stat info;
    enum sv_status status;

    if (stat(r->folder, &info) != 0 || !S_ISDIR(info.st_mode))
        return sv_fail(fault, SV_DATA, "is not a folder of results");
    status = sv_manifest_read(&manifest, r->folder, fault);
    if (status == SV_OK)
        status = load_estimates(r, manifest, fault);
    if (status == SV_OK)
        status = load_tally(r, manifest, fault);
    sv_manifest_free(manifest);
    if (status != SV_OK)
        return status;
    r->record = calloc(r->layout.n + 1, sizeof *r->record);
    if (r->record == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for a round");
    for (size_t i = 0; status == SV_OK && i < r->layout.n; i++)
        status = load_record(r, i, fault);
    return status;
}

enum sv_status
sv_round_open(struct sv_round *out, const char *folder, struct sv_fault *fault)
{
    *out = (struct sv_round) { .folder = folder };
    return open_round(out, fault) == SV_OK ? SV_OK : sv_at(fault, "%s", folder);
}

void
sv_round_close(struct sv_round *round)
{
    for (size_t i = 0; round->record != NULL && i < round->layout.n; i++)
        sv_variance_close(&round->record[i].variance);
    free(round->record);
    if (round->layout.record != NULL)
        sv_tally_layout_free(&round->layout);
    json_decref(round->meta);
    json_decref(round->estimates);
    sv_store_close(round->tally);
}

/* The item of RECORD that NUMBER is of, and its numerator. */
static bool
find_item(struct sv_origin *out, const struct sv_round *r,
          const struct sv_round_record *record, const json_t *number)
{
    const json_t *all = json_object_get(r->meta, "indicators");
    const char *item = text_of(number, "item");
    size_t k;
    json_t *category;

    for (size_t i = 0; i < record->layout->n_items; i++) {
        const json_t *indicator;

        out->item = &record->layout->item[i];
        out->numerator = 0;
        indicator = json_array_get(all, out->item->indicator);
        if (strcmp(text_of(indicator, "code"), text_of(number, "indicator"))
            || out->item->estimand == SV_QUANTILE)
            continue;
        if (out->item->estimand != SV_SHARES
            && strcmp(text_of(indicator, "item"), item) == 0)
            return true;
        if (out->item->estimand == SV_SHARES)
            json_array_foreach(json_object_get(indicator, "categories"), k,
                               category) {
                out->numerator = k;
                if (strcmp(text_of(category, "name"), item) == 0)
                    return true;
            }
    }
    return false;
}

/* The cell of crossing C that BY names; false if it is of another crossing. */
static bool
find_cell(size_t *cell, const struct sv_tally_crossing *c, const json_t *by)
{
    if (json_object_size(by) != c->n)
        return false;
    *cell = 0;
    for (size_t k = 0; k < c->n; k++) {
        const char *name = text_of(by, c->variable[k]);
        size_t code = 0;

        while (code < c->size[k]
               && strcmp(text_of(json_array_get(c->categories[k], code),
                                 "name"), name) != 0)
            code++;
        if (code == c->size[k])
            return false;
        *cell = *cell * c->size[k] + code;
    }
    *cell += c->first_cell;
    return true;
}

struct sv_origin
sv_round_origin(const struct sv_round *round, const json_t *number)
{
    struct sv_origin out = { 0 };

    for (size_t i = 0; i < round->layout.n; i++) {
        const struct sv_tally_record *layout = &round->layout.record[i];

        if (strcmp(layout->name, text_of(number, "record")) != 0
            || !find_item(&out, round, &round->record[i], number))
            continue;
        for (size_t c = 0; c < layout->n_crossings; c++)
            if (find_cell(&out.cell, &layout->crossing[c],
                          json_object_get(number, "by"))) {
                out.record = &round->record[i];
                return out;
            }
    }
    return out;
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
