/* material.c - what data files hold: columns, labels, and how values lie. */
#include "stages/init/material.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "pipeline/jsonmembers.h"
#include "pipeline/missingranges.h"
#include "pipeline/utf8.h"
#include "stages/init/plaintext.h"

enum { NAME_SIZE = 512 };

struct reading {
    struct sv_arena *arena;
    const struct sv_store *store;
    struct sv_fault *fault;
};

static const char *
plain_of(struct sv_arena *arena, const char *text)
{
    char plain[SV_PLAIN_SIZE];
    const char *kept;

    sv_plain(plain, text);
    kept = sv_arena_text(arena, plain, strlen(plain));
    return kept != NULL ? kept : "";
}

static double
number_at(const struct sv_seen_column *c, size_t row)
{
    const struct sv_column column = { c->type, c->n, c->data };

    return sv_column_value(&column, row);
}

bool
sv_seen_number(double *out, const struct sv_seen_column *c, size_t row)
{
    if (c->string || (c->missing != NULL && c->missing[row] != 0))
        return false;
    *out = number_at(c, row);
    return true;
}

static uint64_t
mix(uint64_t x)
{
    x ^= x >> 31;
    x *= UINT64_C(0x7fb5d329728ea185);
    x ^= x >> 27;
    x *= UINT64_C(0x81dadef4bc2dd44d);
    return x ^ x >> 33;
}

bool
sv_seen_hash(uint64_t *out, const struct sv_seen_column *c, size_t row)
{
    double number;
    uint64_t bits;

    if (c->missing != NULL && c->missing[row] != 0)
        return false;
    number = number_at(c, row);
    if (c->string) {
        *out = c->hash[(size_t) number];
        return true;
    }
    number += 0.0;              /* minus zero is zero */
    memcpy(&bits, &number, sizeof bits);
    *out = mix(bits);
    return true;
}

/* Digests of the strings, by index: FNV-1a. */
static enum sv_status
take_strings(struct sv_seen_column *c, const char *record, struct reading *r)
{
    char name[NAME_SIZE];
    const char *text;
    uint64_t *hash;
    json_t *list, *item;
    size_t i;

    snprintf(name, sizeof name, "%s/strings/%s", record, c->name);
    text = sv_store_text_of(r->store, name);
    list = text != NULL ? json_loads(text, 0, NULL) : NULL;
    hash = sv_arena_take(r->arena, json_array_size(list) + 1, sizeof *hash);
    if (list == NULL || hash == NULL) {
        json_decref(list);
        return sv_fail(r->fault, SV_SYSTEM, "out of memory for %s", name);
    }
    json_array_foreach(list, i, item) {
        const char *s = json_string_value(item);

        hash[i] = UINT64_C(0xcbf29ce484222325);
        for (; s != NULL && *s != '\0'; s++)
            hash[i] = (hash[i] ^ (unsigned char) *s) * UINT64_C(0x100000001b3);
    }
    c->hash = hash;
    json_decref(list);
    return SV_OK;
}

/* Adds X to the ascending list of values, unless it is full. */
static void
list_value(struct sv_seen_column *c, double x)
{
    size_t at = 0, end = c->n_values;

    while (at < end) {
        const size_t middle = (at + end) / 2;

        if (c->value[middle] < x)
            at = middle + 1;
        else
            end = middle;
    }
    if (at < c->n_values && !(c->value[at] > x))
        return;
    if (c->n_values == SV_MANY)
        return;
    memmove(c->value + at + 1, c->value + at,
            (c->n_values - at) * sizeof *c->value);
    c->value[at] = x;
    c->n_values++;
}

static void
look(struct sv_seen_column *c)
{
    c->whole = !c->string;
    c->low = INFINITY;
    c->high = -INFINITY;
    for (size_t j = 0; j < c->n; j++) {
        double x;

        if (c->missing != NULL && c->missing[j] != 0)
            c->n_missing++;
        if (!sv_seen_number(&x, c, j))
            continue;
        c->low = x < c->low ? x : c->low;
        c->high = x > c->high ? x : c->high;
        c->whole = c->whole && !(floor(x) < x);
        if (c->n_values < SV_MANY)
            list_value(c, x);
    }
}

static void
take_labels(struct sv_seen_column *c, const json_t *variable,
            struct reading *r)
{
    const json_t *labels = json_object_get(variable, "labels");
    size_t i;
    json_t *label;

    c->value_label = sv_arena_take(r->arena, json_array_size(labels),
                                   sizeof *c->value_label);
    if (c->value_label == NULL)
        return;
    json_array_foreach(labels, i, label) {
        const json_t *value = json_object_get(label, "value");
        struct sv_seen_label *to = &c->value_label[c->n_labels];

        if (!json_is_number(value))
            continue;
        to->value = json_number_value(value);
        to->text = sv_json_text_of(label, "label");
        to->plain = plain_of(r->arena, to->text);
        to->missing = sv_is_user_missing(variable, to->value);
        c->n_labels++;
    }
}

static enum sv_status
take_column(struct sv_seen_column *c, const char *record, size_t n,
            const json_t *variable, struct reading *r)
{
    char name[NAME_SIZE];
    struct sv_column column;
    const void *missing;
    const char *type = sv_json_text_of(variable, "type");

    c->name = sv_json_text_of(variable, "name");
    c->label = sv_json_text_of(variable, "label");
    c->plain = plain_of(r->arena, c->label);
    c->plain_name = plain_of(r->arena, c->name);
    c->string = strcmp(type, "string") == 0;
    c->date = !c->string && strcmp(type, "number") != 0;
    c->n = n;
    snprintf(name, sizeof name, "%s/var/%s", record, c->name);
    if (sv_store_column(&column, r->store, name, r->fault) != SV_OK)
        return r->fault->status;
    c->type = column.type;
    c->data = column.data;
    snprintf(name, sizeof name, "%s/missing/%s", record, c->name);
    if (sv_store_has(r->store, name)) {
        if (sv_store_typed(&missing, r->store, name, SV_U8, n, r->fault)
            != SV_OK)
            return r->fault->status;
        c->missing = missing;
    }
    if (c->string && take_strings(c, record, r) != SV_OK)
        return r->fault->status;
    take_labels(c, variable, r);
    look(c);
    return SV_OK;
}

enum sv_status
sv_material_read(struct sv_material *out, struct sv_arena *arena,
                 const struct sv_store *store, const json_t *meta,
                 struct sv_fault *fault)
{
    struct reading r = { arena, store, fault };
    const json_t *records = json_object_get(meta, "records");
    size_t i, k;
    json_t *record, *variable;

    *out = (struct sv_material) {
        .file = sv_arena_take(arena, json_array_size(records),
                              sizeof *out->file),
    };
    json_array_foreach(records, i, record) {
        const json_t *variables = json_object_get(record, "variables");
        struct sv_seen_file *f = &out->file[i];

        if (out->file == NULL)
            break;
        f->record = sv_json_text_of(record, "name");
        f->file = sv_json_text_of(record, "file");
        f->n = (size_t) json_integer_value(json_object_get(record, "n"));
        f->column = sv_arena_take(arena, json_array_size(variables),
                                  sizeof *f->column);
        json_array_foreach(variables, k, variable)
            if (f->column != NULL
                && take_column(&f->column[f->n_columns++], f->record, f->n,
                               variable, &r) != SV_OK)
                return fault->status;
        out->n++;
    }
    return sv_arena_failed(arena)
        ? sv_fail(fault, SV_SYSTEM, "out of memory for the columns") : SV_OK;
}

/* Whether TEXT has U+00C2 or U+00C3 before a character that a byte from 0x80
 * to 0xBF becomes: of Latin-1, or a sign of windows-1252. */
static bool
is_garbled(const char *text)
{
    size_t left = strlen(text);
    uint32_t before = 0;

    while (left > 0) {
        uint32_t c = ' ';
        const size_t step = sv_utf8_next(text, left, &c);

        if ((before == 0xc2 || before == 0xc3)
            && ((c >= 0x80 && c <= 0xbf) || c == 0x152 || c == 0x153
                || c == 0x160 || c == 0x161 || c == 0x178 || c == 0x17d
                || c == 0x17e || c == 0x192 || c == 0x2c6 || c == 0x2dc
                || (c >= 0x2013 && c <= 0x203a) || c == 0x20ac
                || c == 0x2122))
            return true;
        before = c;
        text += step > 0 ? step : 1;
        left -= step > 0 ? step : 1;
    }
    return false;
}

size_t
sv_seen_garbled(const struct sv_seen_file *file)
{
    size_t n = 0;

    for (size_t k = 0; k < file->n_columns; k++)
        n += is_garbled(file->column[k].label);
    return n;
}

const struct sv_seen_column *
sv_seen_find(const struct sv_seen_file *file, const char *name)
{
    for (size_t k = 0; k < file->n_columns; k++)
        if (strcmp(file->column[k].name, name) == 0)
            return &file->column[k];
    return NULL;
}
