/* metadata.c - the text `meta` of microdata.h5. */
#include "stages/ingest/metadata.h"

#include <string.h>

#include "stages/ingest/replicaterows.h"

static json_t *
variable(const struct sv_field *field)
{
    static const char *const optional[] = { "labels", "missing_ranges" };
    json_t *out = json_object();

    json_object_set(out, "name", json_object_get(field->about, "name"));
    json_object_set(out, "label", json_object_get(field->about, "label"));
    json_object_set(out, "type", json_object_get(field->about, "type"));
    for (size_t i = 0; i < sizeof optional / sizeof *optional; i++) {
        json_t *value = json_object_get(field->about, optional[i]);

        if (json_array_size(value) > 0)
            json_object_set(out, optional[i], value);
    }
    return out;
}

static json_t *
replicates(const struct sv_table *t)
{
    json_t *names = json_array();

    for (size_t r = 0; r < t->replicates->n; r++)
        json_array_append_new(names, json_string(sv_replicate_name(t, r)));
    return names;
}

/* Names of what the file has besides; to be proposed for one that it lacks. */
static json_t *
others(const struct sv_datafile *file)
{
    json_t *names = json_array();

    for (size_t i = 0; i < file->n_variables; i++)
        if (!file->used[i])
            json_array_append_new(names, json_string(file->name[i]));
    return names;
}

static json_t *
record(const struct sv_tables *all, const struct sv_table *t)
{
    const char *const slash = strrchr(t->file->path, '/');
    json_t *variables = json_array(), *out;

    for (size_t i = 0; i < t->file->n_fields; i++)
        if (sv_is_kept(t, &t->file->field[i]))
            json_array_append_new(variables, variable(&t->file->field[i]));
    out = json_pack("{ss ss ss sI so so}", "name", t->spec->name.text,
                    "file", slash != NULL ? slash + 1 : t->file->path,
                    "format", t->file->format->name, "n", (json_int_t) t->n,
                    "variables", variables, "others", others(t->file));
    if (t->spec->parent != SV_NO_RECORD)
        json_object_set_new(out, "parent", json_string(
            all->table[t->spec->parent].spec->name.text));
    if (sv_has_replicate_rows(t))
        json_object_set_new(out, "replicates", replicates(t));
    return out;
}

static json_t *
design(const struct sv_layout *l)
{
    json_t *stages = json_array(), *n_units = json_array();

    for (size_t s = 0; s < l->n_stages; s++) {
        json_array_append_new(stages, json_string(l->stage[s].name));
        json_array_append_new(n_units, json_integer(l->stage[s].n));
    }
    return json_pack("{sO so so}", "strata", l->labels, "stages", stages,
                     "n_units", n_units);
}

enum sv_status
sv_metadata(char **out, const struct sv_tables *all,
            const struct sv_layout *layout, struct sv_fault *fault)
{
    json_t *records = json_array(), *designs = json_object(), *meta;

    for (size_t t = 0; t < all->n; t++) {
        json_array_append_new(records, record(all, &all->table[t]));
        json_object_set_new(designs, all->table[t].spec->name.text,
                            design(&layout[t]));
    }
    meta = json_pack("{so so}", "records", records, "design", designs);
    *out = meta != NULL ? json_dumps(meta, JSON_COMPACT) : NULL;
    json_decref(meta);
    return *out != NULL ? SV_OK
        : sv_fail(fault, SV_SYSTEM, "out of memory for the dictionary");
}

enum sv_status
sv_strings_text(char **out, const struct sv_field *field,
                struct sv_fault *fault)
{
    json_t *list = json_array();

    for (size_t i = 0; i < field->n_strings; i++)
        json_array_append_new(list, json_string(field->string[i]));
    *out = json_array_size(list) == field->n_strings
        ? json_dumps(list, JSON_COMPACT) : NULL;
    json_decref(list);
    return *out != NULL ? SV_OK
        : sv_fail(fault, SV_SYSTEM, "variable %s: out of memory for strings",
                  field->name);
}
