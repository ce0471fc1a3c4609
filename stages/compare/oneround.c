/* oneround.c - a round of a survey that has been run to its estimates. */
#include "stages/compare/oneround.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "pipeline/manifest.h"
#include "stages/common/sampledesign.h"
#include "weights/estimators.h"
#include "weights/residuals.h"

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
    const json_t *labels = json_object_get(json_object_get(r->meta, "design"),
                                           name);
    const struct sv_design_rules rules = {
        text_of(words, "lonely_psu"),
        json_is_true(json_object_get(words, "lonely_in_domains"))
    };
    enum sv_status status;

    record->layout = &r->layout.record[i];
    if (record->layout->n_items == 0)
        return SV_OK;
    record->degrees = sv_degrees_find(text_of(words, "degrees_of_freedom"));
    status = sv_ranges_of(&record->ranges, r->tally, name, fault);
    if (status == SV_OK)
        status = sv_tally_rows_of(&record->rows, r->tally, record->layout,
                                  fault);
    if (status == SV_OK)
        status = sv_residual_file_of(&record->residuals, r->tally, name, fault);
    if (status == SV_OK)
        status = sv_residual_cross(&record->cross, &record->residuals, fault);
    return status == SV_OK ? sv_sample_design(&record->design, &record->ranges,
                                              labels, &rules, fault)
                           : status;
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
    for (size_t i = 0; round->record != NULL && i < round->layout.n; i++) {
        sv_design_free(round->record[i].design);
        free(round->record[i].cross);
    }
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

static const struct sv_estimator *
estimator_of(enum sv_estimand estimand)
{
    return sv_estimator_find(estimand == SV_SHARES
                                 ? "share" : sv_estimand_name(estimand));
}

/* Replaces the scores of PSUs by those of residuals, where weights were
 * calibrated; which PSUs have members stays as it is. */
static bool
take_residuals(struct sv_psu_scores *out, const struct sv_origin *origin,
               const struct sv_rows *rows, const double *total)
{
    const struct sv_round_record *r = origin->record;
    const size_t n = r->residuals.n_columns;
    const double *line = r->cross + origin->cell * r->layout->n_sums * n;
    const struct sv_residuals residuals = { n, r->residuals.n_units,
                                            r->residuals.units,
                                            r->residuals.matrix };
    const struct sv_cross cross = { {
        line + (origin->item->numerator + origin->numerator) * n,
        line + origin->item->denominator * n,
    } };
    const size_t psus = sv_design_n_units(r->design, 0);
    unsigned char *seen = malloc(psus + 1);
    double *b = malloc(2 * n * sizeof *b);
    struct sv_scores scores = {
        .unit = malloc((residuals.n_units + 1) * sizeof *scores.unit),
        .z = malloc((residuals.n_units + 1) * sizeof *scores.z),
    };
    const bool done = seen != NULL && b != NULL && scores.unit != NULL
                      && scores.z != NULL;

    if (done) {
        sv_residual_scores(&scores, &residuals,
                           estimator_of(origin->item->estimand), total, rows,
                           &cross, b);
        memcpy(seen, out->seen, psus);
        sv_psu_scores(out, r->design, &scores);
        memcpy(out->seen, seen, psus);
    }
    free(seen);
    free(b);
    free(scores.unit);
    free(scores.z);
    return done;
}

enum sv_status
sv_round_scores(struct sv_psu_scores *out, const struct sv_origin *origin,
                struct sv_fault *fault)
{
    const struct sv_round_record *r = origin->record;
    const struct sv_estimator *estimator = estimator_of(origin->item->estimand);
    const size_t first = (size_t) r->rows.cells[origin->cell];
    const double *sums = r->rows.sums + first * r->layout->n_sums;
    const struct sv_rows rows = {
        .n = (size_t) r->rows.cells[origin->cell + 1] - first,
        .unit = r->rows.unit + first,
        .members = r->rows.counts + origin->item->count * r->rows.n + first,
        .term = { sums + origin->item->numerator + origin->numerator,
                  sums + origin->item->denominator },
        .stride = r->layout->n_sums,
    };
    double total[SV_MAX_TERMS];
    struct sv_scores scores = {
        .unit = malloc((rows.n + 1) * sizeof *scores.unit),
        .z = malloc((rows.n + 1) * sizeof *scores.z),
    };
    enum sv_status status = SV_OK;

    if (scores.unit == NULL || scores.z == NULL) {
        status = sv_fail(fault, SV_SYSTEM, "out of memory for scores");
    } else {
        sv_totals(total, estimator, &rows);
        sv_scores_of(&scores, estimator, total, &rows);
        sv_psu_scores(out, r->design, &scores);
        if (r->residuals.n_columns > 0
            && !take_residuals(out, origin, &rows, total))
            status = sv_fail(fault, SV_SYSTEM, "out of memory for scores");
    }
    free(scores.unit);
    free(scores.z);
    return status;
}
