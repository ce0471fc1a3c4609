/* schema.c - a grammar as JSON Schema, for editors that complete and check. */
#include "pipeline/schema.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

#include "pipeline/codings.h"

/* jansson's setters take NULL for what could not be made and fail; so a build
 * that runs out of memory anywhere ends in NULL or in a failed setter, and
 * *ok tells. */
static void
put(json_t *object, const char *key, json_t *value, bool *ok)
{
    if (json_object_set_new(object, key, value) != 0)
        *ok = false;
}

static json_t *
reference_to(const struct sv_form *form)
{
    return json_pack("{s:s+}", "$ref", "#/definitions/", form->name);
}

static json_t *
word_schema(const struct sv_key *key)
{
    json_t *words = json_array();

    for (size_t w = 0; w < key->n_words; w++)
        json_array_append_new(words, json_string(key->word[w].name));
    return json_pack("{s:o}", "enum", words);
}

static json_t *
number_schema(const struct sv_key *key, bool *ok)
{
    const bool whole = key->kind == &sv_kind_integer;
    json_t *s = json_pack("{s:s}", "type", whole ? "integer" : "number");
    const double end[] = { key->low, key->high };
    const char *const name[] = {
        key->open ? "exclusiveMinimum" : "minimum",
        key->open ? "exclusiveMaximum" : "maximum",
    };

    for (int i = 0; i < 2 && key->low < key->high; i++) {
        if (!isinf(end[i]))
            put(s, name[i], end[i] == floor(end[i])
                            ? json_integer((json_int_t) end[i])
                            : json_real(end[i]), ok);
    }
    return s;
}

/* All entries of a list that need not be there may be comments. */
static json_t *
or_nothing(const char *type, const struct sv_key *key)
{
    return key->required ? json_string(type)
                         : json_pack("[s, s]", type, "null");
}

static json_t *
kind_schema(const struct sv_key *key, bool *ok)
{
    if (key->kind->schema != NULL)
        return json_loads(key->kind->schema, 0, NULL);
    if (key->kind == &sv_kind_section || key->kind == &sv_kind_optional
        || key->kind == &sv_kind_noted)
        return json_pack("{s:[o]}", "allOf", reference_to(key->form));
    if (key->kind == &sv_kind_entries)
        return json_pack("{s:o, s:o}", "type", or_nothing("array", key),
                         "items", reference_to(key->form));
    if (key->kind == &sv_kind_named)
        return json_pack("{s:o, s:{s:s}, s:o}", "type",
                         or_nothing("object", key), "propertyNames", "pattern",
                         "^[A-Za-z_][A-Za-z0-9_]{0,63}$",
                         "additionalProperties", reference_to(key->form));
    if (key->kind == &sv_kind_word)
        return word_schema(key);
    return number_schema(key, ok);
}

/* The default of a key as JSON: a number, true, false, or a text. */
static json_t *
default_of(const struct sv_key *key)
{
    double v;

    if (key->kind == &sv_kind_boolean)
        return json_boolean(strcmp(key->fallback, "true") == 0);
    if (!sv_number(key->fallback, &v))
        return json_string(key->fallback);
    return v == floor(v) ? json_integer((json_int_t) v) : json_real(v);
}

static json_t *
form_schema(const struct sv_form *form, bool *ok)
{
    json_t *required = json_array(), *properties = json_object();
    json_t *s = json_pack("{s:s, s:s, s:b, s:o, s:o}",
                          "type", "object", "description", form->intro,
                          "additionalProperties", 0,
                          "required", required, "properties", properties);

    for (size_t k = 0; k < form->n_keys; k++) {
        const struct sv_key *key = &form->key[k];
        json_t *value = kind_schema(key, ok);

        put(value, "description", json_string(key->doc), ok);
        if (key->fallback != NULL)
            put(value, "default", default_of(key), ok);
        put(properties, key->name, value, ok);
        if (key->required
            && json_array_append_new(required, json_string(key->name)) != 0)
            *ok = false;
    }
    return s;
}

/* The definitions of the forms that FORM refers to, and they in turn. */
static void
define(json_t *definitions, const struct sv_form *form, bool *ok)
{
    for (size_t k = 0; k < form->n_keys; k++) {
        const struct sv_form *inner = form->key[k].form;

        if (inner == NULL || json_object_get(definitions, inner->name))
            continue;
        put(definitions, inner->name, form_schema(inner, ok), ok);
        define(definitions, inner, ok);
    }
}

enum sv_status
sv_schema_write(FILE *f, const struct sv_form *form, const char *title,
                struct sv_fault *fault)
{
    bool ok = true;
    json_t *definitions = json_object();
    json_t *body = form_schema(form, &ok);
    json_t *root = json_pack("{s:s, s:s}", "$schema",
                             "http://json-schema.org/draft-07/schema#",
                             "title", title);

    define(definitions, form, &ok);
    if (root == NULL || json_object_update(root, body) != 0)
        ok = false;
    put(root, "definitions", definitions, &ok);
    ok = ok && json_dumpf(root, f, JSON_INDENT(2) | JSON_REAL_PRECISION(15))
               == 0;
    json_decref(body);
    json_decref(root);
    if (!ok)
        return sv_fail(fault, SV_SYSTEM, "the schema cannot be written");
    fputc('\n', f);
    return SV_OK;
}
