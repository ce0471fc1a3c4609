/* tallyfile.c - what tally.h5 holds: the fold of the data. */
#include "pipeline/tallyfile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/jsonmembers.h"

enum { NAME_SIZE = 256, MOMENTS = 3, COMOMENTS = 6 };

static enum sv_status
bad_meta(struct sv_fault *fault, const char *what)
{
    return sv_fail(fault, SV_DATA, "units.h5: its meta has %s that this "
                   "version does not know; run hearth-derive again", what);
}

static bool
find_estimand(enum sv_estimand *out, const char *name)
{
    for (int e = SV_PROPORTION; e <= SV_SHARES; e++)
        if (strcmp(sv_estimand_name((enum sv_estimand) e), name) == 0) {
            *out = (enum sv_estimand) e;
            return true;
        }
    return false;
}

/* Gives the item its columns, behind those that are there. */
static void
place(struct sv_tally_record *r, struct sv_tally_item *item)
{
    item->numerator = r->n_sums;
    item->denominator = item->numerator + item->n_numerators;
    item->square = item->denominator + 1;
    r->n_sums = item->square + 1;
    item->count = r->n_counts;
    item->hits = item->count + 1;
    r->n_counts = item->hits + item->n_numerators;
    item->repeated = r->n_repeated;
    r->n_repeated += item->n_numerators + 1;
    item->moments = r->n_moments;
    if (item->estimand == SV_MEAN || item->estimand == SV_TOTAL)
        r->n_moments += MOMENTS;
    else if (item->estimand == SV_RATIO)
        r->n_moments += COMOMENTS;
}

static enum sv_status
take_items(struct sv_tally_record *r, const json_t *meta,
           struct sv_fault *fault)
{
    const json_t *indicators = json_object_get(meta, "indicators");
    size_t k;
    json_t *indicator;

    r->item = calloc(json_array_size(indicators) + 1, sizeof *r->item);
    if (r->item == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for a tally");
    json_array_foreach(indicators, k, indicator) {
        struct sv_tally_item *item = &r->item[r->n_items];

        if (strcmp(sv_json_text_of(indicator, "record"), r->name) != 0)
            continue;
        if (!find_estimand(&item->estimand, sv_json_text_of(indicator, "estimator")))
            return bad_meta(fault, "an estimator");
        item->indicator = k;
        item->n_numerators =
            item->estimand == SV_SHARES
                ? json_array_size(json_object_get(indicator, "categories"))
                : 1;
        place(r, item);
        r->n_items++;
    }
    for (k = 0; k < r->n_items; k++)            /* those without moments */
        if (r->item[k].estimand != SV_MEAN && r->item[k].estimand != SV_TOTAL
            && r->item[k].estimand != SV_RATIO)
            r->item[k].moments = r->n_moments;
    return SV_OK;
}

/* The categories of variable NAME of a record, or NULL. */
static const json_t *
categories_of(const json_t *record, const char *name)
{
    size_t k;
    json_t *variable;

    json_array_foreach(json_object_get(record, "variables"), k, variable)
        if (strcmp(sv_json_text_of(variable, "name"), name) == 0)
            return json_object_get(variable, "categories");
    return NULL;
}

/* Adds the crossing BY if the record has all its classifications. */
static enum sv_status
take_crossing(struct sv_tally_record *r, const json_t *record,
              const json_t *by, struct sv_fault *fault)
{
    struct sv_tally_crossing *c = &r->crossing[r->n_crossings];
    size_t k;
    json_t *name;

    *c = (struct sv_tally_crossing){ .first_cell = r->n_cells, .n_cells = 1 };
    if (json_array_size(by) > SV_MAX_CROSSED)
        return sv_fail(fault, SV_DATA, "tables.by: at most %d classifications "
                       "can be crossed", SV_MAX_CROSSED);
    json_array_foreach(by, k, name) {
        c->variable[k] = json_string_value(name);
        if (c->variable[k] == NULL)
            return bad_meta(fault, "a crossing");
        c->categories[k] = categories_of(record, c->variable[k]);
        if (c->categories[k] == NULL)
            return SV_OK;                       /* not for this record */
        c->size[k] = json_array_size(c->categories[k]);
        c->n_cells *= c->size[k];
        if (c->n_cells > UINT32_MAX / 2 - r->n_cells)
            return sv_fail(fault, SV_DATA, "tables.by: crossing %s and others "
                           "makes too many cells", c->variable[k]);
    }
    c->n = json_array_size(by);
    r->n_cells += c->n_cells;
    r->n_crossings++;
    return SV_OK;
}

static enum sv_status
take_record(struct sv_tally_record *r, const json_t *meta,
            const json_t *record, struct sv_fault *fault)
{
    const json_t *all = json_object_get(meta, "by");
    enum sv_status status;
    size_t k;
    json_t *by;

    r->name = r->group = sv_json_text_of(record, "name");
    status = take_items(r, meta, fault);
    if (status != SV_OK)
        return status;
    r->crossing = calloc(json_array_size(all) + 1, sizeof *r->crossing);
    if (r->crossing == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for a tally");
    status = take_crossing(r, record, NULL, fault);
    json_array_foreach(all, k, by)
        if (status == SV_OK)
            status = take_crossing(r, record, by, fault);
    return status;
}

enum sv_status
sv_tally_layout(struct sv_tally_layout *out, const json_t *meta,
                struct sv_fault *fault)
{
    const json_t *records = json_object_get(meta, "records");
    enum sv_status status = SV_OK;
    size_t i;
    json_t *record;

    *out = (struct sv_tally_layout){ 0 };
    out->record = calloc(json_array_size(records) + 1, sizeof *out->record);
    if (out->record == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for a tally");
    json_array_foreach(records, i, record) {
        status = take_record(&out->record[out->n++], meta, record, fault);
        if (status != SV_OK)
            break;
    }
    if (status != SV_OK)
        sv_tally_layout_free(out);
    return status;
}

void
sv_tally_layout_free(struct sv_tally_layout *layout)
{
    for (size_t i = 0; i < layout->n; i++) {
        free(layout->record[i].item);
        free(layout->record[i].crossing);
    }
    free(layout->record);
    *layout = (struct sv_tally_layout){ 0 };
}

static const json_t *
record_named(const json_t *meta, const char *name)
{
    size_t i;
    json_t *record;

    json_array_foreach(json_object_get(meta, "records"), i, record)
        if (strcmp(sv_json_text_of(record, "name"), name) == 0)
            return record;
    return NULL;
}

static enum sv_status
take_test(struct sv_test_layout *t, size_t number, const json_t *meta,
          const json_t *entry, struct sv_fault *fault)
{
    const json_t *record = record_named(meta, sv_json_text_of(entry, "record"));
    enum sv_status status;

    t->entry = entry;
    t->trend = json_is_true(json_object_get(entry, "trend"));
    t->n_within = (size_t)
        json_integer_value(json_object_get(entry, "within"));
    t->record = (struct sv_tally_record){
        .name = sv_json_text_of(entry, "record"), .group = t->group, .item = &t->item,
        .n_items = 1, .crossing = &t->crossing,
    };
    snprintf(t->group, sizeof t->group, "%.200s/tests/%zu", t->record.name,
             number);
    if (!find_estimand(&t->item.estimand, sv_json_text_of(entry, "estimator")))
        return bad_meta(fault, "a test");
    t->item.indicator = (size_t)
        json_integer_value(json_object_get(entry, "measure"));
    t->item.n_numerators =
        t->item.estimand == SV_SHARES
            ? json_array_size(json_object_get(entry, "categories")) : 1;
    place(&t->record, &t->item);
    status = take_crossing(&t->record, record, json_object_get(entry, "by"),
                           fault);
    if (status == SV_OK && t->record.n_crossings != 1)
        return bad_meta(fault, "a test");
    return status;
}

enum sv_status
sv_test_layout(struct sv_test_layout **out, size_t *n, const json_t *meta,
               struct sv_fault *fault)
{
    const json_t *tests = json_object_get(meta, "tests");
    enum sv_status status = SV_OK;
    size_t k;
    json_t *entry;

    *n = json_array_size(tests);
    *out = calloc(*n + 1, sizeof **out);
    if (*out == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for tests");
    json_array_foreach(tests, k, entry)
        if (status == SV_OK)
            status = take_test(&(*out)[k], k, meta, entry, fault);
    return status;
}

bool
sv_test_of(const struct sv_test_layout *test, size_t n,
           const struct sv_tally_record *record)
{
    for (size_t k = 0; k < n; k++)
        if (strcmp(test[k].record.name, record->name) == 0)
            return true;
    return false;
}

/* One column of the record; its length must be N. */
static enum sv_status
column(const void **out, const struct sv_store *store, const char *group,
       const char *name, enum sv_type type, size_t n, struct sv_fault *fault)
{
    char path[NAME_SIZE];

    snprintf(path, sizeof path, "%s/%s", group, name);
    return sv_store_typed(out, store, path, type, n, fault);
}

enum sv_status
sv_tally_rows_of(struct sv_tally_rows *out, const struct sv_store *store,
                 const struct sv_tally_record *record, struct sv_fault *fault)
{
    const void *cells, *unit, *sums, *counts, *moments = NULL;
    enum sv_status status = column(&cells, store, record->group, "cells", SV_U64,
                                   record->n_cells + 1, fault);

    if (status != SV_OK)
        return status;
    *out = (struct sv_tally_rows){ .cells = cells };
    out->n = (size_t) out->cells[record->n_cells];
    status = column(&unit, store, record->group, "unit", SV_U32, out->n, fault);
    if (status == SV_OK)
        status = column(&sums, store, record->group, "sums", SV_F64,
                        out->n * record->n_sums, fault);
    if (status == SV_OK)
        status = column(&counts, store, record->group, "counts", SV_U32,
                        out->n * record->n_counts, fault);
    if (status == SV_OK && record->n_moments > 0)
        status = column(&moments, store, record->group, "moments", SV_F64,
                        out->n * record->n_moments, fault);
    if (status != SV_OK)
        return status;
    out->unit = unit;
    out->sums = sums;
    out->counts = counts;
    out->moments = moments;
    return SV_OK;
}

size_t
sv_tally_stages(const struct sv_ranges *design)
{
    size_t kept = 1;

    while (kept < design->n_stages && design->fpc[kept - 1] != NULL)
        kept++;
    return kept;
}
