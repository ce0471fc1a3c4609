/* dictionary.c - the world of microdata.h5. */
#include "stages/derive/dictionary.h"

#include <stdio.h>
#include <string.h>

#include "pipeline/jsonmembers.h"
#include "pipeline/missingranges.h"

enum { NAME_SIZE = 512 };

struct reading {
    struct sv_arena *arena;
    const struct sv_store *store;
    struct sv_reasons *reasons;
    struct sv_fault *fault;
};

static enum sv_status
no_memory(struct sv_fault *fault)
{
    return sv_fail(fault, SV_SYSTEM, "out of memory for the dictionary");
}

/* What the file's labels call its kinds of missing. */
struct naming {
    uint8_t *kind_of;
    struct sv_user_kind *user;
    struct sv_value_label *label;
};

static void
take_label(struct sv_symbol *s, struct naming *to, const json_t *variable,
           const json_t *label, struct sv_reasons *reasons)
{
    const char *text = sv_json_text_of(label, "label");
    const char *tag = json_string_value(json_object_get(label, "missing"));
    const json_t *value = json_object_get(label, "value");

    if (tag != NULL && tag[0] >= 'a' && tag[0] <= 'z') {
        to->kind_of[SV_TAG_A + tag[0] - 'a'] = sv_reason(reasons, text);
        s->kind_of = to->kind_of;
    } else if (json_is_number(value)
               && sv_is_user_missing(variable, json_number_value(value))) {
        to->user[s->n_users++] = (struct sv_user_kind){
            json_number_value(value), sv_reason(reasons, text)
        };
    } else if (json_is_number(value)) {
        to->label[s->n_labels++] = (struct sv_value_label){
            json_number_value(value), text
        };
    }
}

static enum sv_status
take_labels(struct sv_symbol *s, const json_t *variable, struct reading *r)
{
    const json_t *labels = json_object_get(variable, "labels");
    const size_t n = json_array_size(labels) + 1;
    struct naming to = {
        sv_arena_take(r->arena, SV_FIRST_NAMED_KIND, 1),
        sv_arena_take(r->arena, n, sizeof *to.user),
        sv_arena_take(r->arena, n, sizeof *to.label),
    };
    size_t i;
    json_t *label;

    if (to.kind_of == NULL || to.user == NULL || to.label == NULL)
        return no_memory(r->fault);
    for (uint8_t k = 0; k < SV_FIRST_NAMED_KIND; k++)
        to.kind_of[k] = k;
    s->user = to.user;
    s->label = to.label;
    json_array_foreach(labels, i, label)
        take_label(s, &to, variable, label, r->reasons);
    return SV_OK;
}

/* The distinct strings of a string variable. */
static enum sv_status
take_strings(struct sv_symbol *s, const char *record, struct reading *r)
{
    char name[NAME_SIZE];
    const char *text, **string;
    json_t *list, *item;
    size_t i;

    snprintf(name, sizeof name, "%s/strings/%s", record, s->name);
    text = sv_store_text_of(r->store, name);
    list = text != NULL ? json_loads(text, 0, NULL) : NULL;
    if (!json_is_array(list)) {
        json_decref(list);
        return sv_fail(r->fault, SV_DATA, "microdata.h5: %s is not a list; run "
                       "hearth-ingest again", name);
    }
    string = sv_arena_take(r->arena, json_array_size(list) + 1, sizeof *string);
    if (string != NULL)
        json_array_foreach(list, i, item)
            string[i] = sv_arena_text(r->arena, json_string_value(item),
                                      json_string_length(item));
    s->string = string;
    s->n_strings = json_array_size(list);
    json_decref(list);
    return sv_arena_failed(r->arena) ? no_memory(r->fault) : SV_OK;
}

/* Labels of strings, by the index of the string; -1: it does not occur. */
static enum sv_status
take_string_labels(struct sv_symbol *s, const json_t *variable,
                   struct reading *r)
{
    const json_t *labels = json_object_get(variable, "labels");
    struct sv_value_label *to = sv_arena_take(
        r->arena, json_array_size(labels) + 1, sizeof *to);
    size_t i;
    json_t *label;

    if (to == NULL)
        return no_memory(r->fault);
    s->label = to;
    json_array_foreach(labels, i, label) {
        const char *const value = sv_json_text_of(label, "value");

        to[s->n_labels] = (struct sv_value_label){ -1, sv_json_text_of(label, "label") };
        for (size_t k = 0; k < s->n_strings; k++)
            if (strcmp(s->string[k], value) == 0)
                to[s->n_labels].value = (double) k;
        s->n_labels++;
    }
    return SV_OK;
}

static enum sv_status
take_symbol(struct sv_symbol *s, const char *record, size_t n,
            const json_t *variable, struct reading *r)
{
    char name[NAME_SIZE];
    struct sv_column column;
    const void *missing;
    enum sv_status status;

    s->name = sv_json_text_of(variable, "name");
    s->kind = strcmp(sv_json_text_of(variable, "type"), "string") == 0
                  ? SV_KIND_STRING
                  : SV_KIND_NUMBER;
    snprintf(name, sizeof name, "%s/var/%s", record, s->name);
    status = sv_store_column(&column, r->store, name, r->fault);
    if (status != SV_OK)
        return status;
    s->type = column.type;
    s->data = column.data;
    snprintf(name, sizeof name, "%s/missing/%s", record, s->name);
    if (sv_store_has(r->store, name)) {
        status = sv_store_typed(&missing, r->store, name, SV_U8, n, r->fault);
        if (status != SV_OK)
            return status;
        s->missing = missing;
    }
    if (s->kind != SV_KIND_STRING)
        return take_labels(s, variable, r);
    status = take_strings(s, record, r);
    return status == SV_OK ? take_string_labels(s, variable, r) : status;
}

static enum sv_status
take_others(struct sv_world_record *to, const json_t *names, struct reading *r)
{
    to->other = sv_arena_take(r->arena, json_array_size(names) + 1,
                              sizeof *to->other);
    if (to->other == NULL)
        return no_memory(r->fault);
    for (size_t k = 0; k < json_array_size(names); k++) {
        const char *const name = json_string_value(json_array_get(names, k));

        if (name != NULL)
            to->other[to->n_others++] = name;
    }
    return SV_OK;
}

static enum sv_status
take_record(struct sv_world_record *to, const json_t *record,
            size_t n_derived, struct reading *r)
{
    const json_t *variables = json_object_get(record, "variables");
    enum sv_status status;
    size_t k;
    json_t *variable;

    to->name = sv_json_text_of(record, "name");
    to->n = (size_t) json_integer_value(json_object_get(record, "n"));
    to->parent = -1;
    to->symbol = sv_arena_take(r->arena, json_array_size(variables) + n_derived
                               + 1, sizeof *to->symbol);
    if (to->symbol == NULL)
        return no_memory(r->fault);
    json_array_foreach(variables, k, variable) {
        status = take_symbol(&to->symbol[to->n_symbols++], to->name, to->n,
                             variable, r);
        if (status != SV_OK)
            return status;
    }
    to->n_raw = to->n_symbols;
    return take_others(to, json_object_get(record, "others"), r);
}

/* Ties record CHILD to its parent: rows are in the order of the parent's, so
 * the members of a row are a range. */
static enum sv_status
tie(struct sv_world *world, size_t child, const char *parent,
    struct reading *r)
{
    struct sv_world_record *c = &world->record[child], *p;
    char name[NAME_SIZE];
    const void *rows;
    uint32_t *first;
    enum sv_status status;
    size_t j = 0;

    c->parent = sv_world_record(world, parent);
    if (c->parent < 0)
        return sv_fail(r->fault, SV_DATA, "microdata.h5: has no record type "
                       "'%s'; run hearth-ingest again", parent);
    snprintf(name, sizeof name, "%s/parent", c->name);
    status = sv_store_typed(&rows, r->store, name, SV_U32, c->n, r->fault);
    if (status != SV_OK)
        return status;
    c->parent_row = rows;
    p = &world->record[c->parent];
    first = sv_arena_take(r->arena, p->n + 1, sizeof *first);
    if (first == NULL)
        return no_memory(r->fault);
    for (size_t i = 0; i < p->n; i++) {
        first[i] = (uint32_t) j;
        while (j < c->n && c->parent_row[j] == i)
            j++;
    }
    first[p->n] = (uint32_t) j;
    p->first_member[child] = first;
    if (j != c->n)
        return sv_fail(r->fault, SV_DATA, "microdata.h5: %s is not in the order "
                       "of %s; run hearth-ingest again", c->name, p->name);
    return SV_OK;
}

enum sv_status
sv_dictionary_read(struct sv_world *out, struct sv_arena *arena,
                   const struct sv_store *store, const json_t *meta,
                   size_t n_derived, struct sv_reasons *reasons,
                   struct sv_fault *fault)
{
    struct reading r = { arena, store, reasons, fault };
    const json_t *records = json_object_get(meta, "records");
    enum sv_status status = SV_OK;
    size_t i;
    json_t *record;

    *out = (struct sv_world){ .n = json_array_size(records) };
    if (out->n == 0 || out->n > 8)
        return sv_fail(fault, SV_DATA, "microdata.h5: has %zu record types, "
                       "not 1 to 8", out->n);
    out->record = sv_arena_take(arena, out->n, sizeof *out->record);
    if (out->record == NULL)
        return no_memory(fault);
    json_array_foreach(records, i, record)
        if (status == SV_OK)
            status = take_record(&out->record[i], record, n_derived, &r);
    json_array_foreach(records, i, record)
        if (status == SV_OK && *sv_json_text_of(record, "parent") != '\0')
            status = tie(out, i, sv_json_text_of(record, "parent"), &r);
    return status;
}

const char *
sv_dictionary_label(const json_t *meta, const char *record, const char *name)
{
    size_t i, k;
    json_t *r, *v;

    json_array_foreach(json_object_get(meta, "records"), i, r)
        json_array_foreach(json_object_get(r, "variables"), k, v)
            if (strcmp(sv_json_text_of(r, "name"), record) == 0
                && strcmp(sv_json_text_of(v, "name"), name) == 0)
                return sv_json_text_of(v, "label");
    return "";
}
