/* readstatdictionary.c - variables and labels of SPSS, Stata and SAS files. */
#include <float.h>
#include <stdlib.h>
#include <string.h>

#include "stages/ingest/calendar.h"
#include "stages/ingest/readstatfile.h"

struct dictionary {
    const struct sv_reading *reading;
    json_t *out, *variables;    /* VARIABLES is in OUT */
    json_t *sets;               /* label set name: [{"value", "label"}, ...] */
    struct sv_fault *fault;
};

/* The text as JSON, blanks instead of line ends and other control characters;
 * NULL where it is not UTF-8, or where a damaged file has none. */
static json_t *
plain(const char *text)
{
    json_t *json;
    char *copy = text != NULL ? strdup(text) : NULL;

    if (copy == NULL)
        return NULL;
    for (char *at = copy; *at != '\0'; at++)
        if ((unsigned char) *at < ' ' || *at == 0x7f)
            *at = ' ';
    json = json_string(copy);
    free(copy);
    return json;
}

/* The text as JSON; where it is not UTF-8 a fault that offers `encoding:`. */
static json_t *
text_of(struct dictionary *d, const char *text, const char *what,
        const char *name)
{
    json_t *json = plain(text);

    if (json == NULL)
        sv_fail(d->fault, SV_DATA, "%s%s is not in UTF-8; say what the file is "
                "in with `encoding:` (for example encoding: windows-1252)",
                what, name);
    return json;
}

static int
on_metadata(readstat_metadata_t *metadata, void *context)
{
    struct dictionary *d = context;
    const char *const encoding = readstat_get_file_encoding(metadata);

    json_object_set_new(d->out, "rows",
                        json_integer(readstat_get_row_count(metadata)));
    json_object_set_new(d->out, "encoding",
                        json_string(encoding != NULL ? encoding : ""));
    json_object_set_new(d->out, "packed", json_boolean(
        readstat_get_compression(metadata) != READSTAT_COMPRESS_NONE));
    return READSTAT_HANDLER_OK;
}

/* JSON has no infinity: the ends of an open range are the largest numbers. */
static double
within_json(double x)
{
    return x > DBL_MAX ? DBL_MAX : x < -DBL_MAX ? -DBL_MAX : x;
}

static bool
is_open(double x)
{
    return x >= DBL_MAX / 2 || x <= -DBL_MAX / 2;
}

static json_t *
ranges_of(const struct sv_treatment *how)
{
    json_t *ranges = json_array();

    for (unsigned i = 0; i < how->n_ranges; i++) {
        double end[2] = { within_json(how->low[i]), within_json(how->high[i]) };

        for (int k = 0; k < 2; k++)
            if (!how->text && !is_open(end[k]))
                end[k] = end[k] / how->divisor + how->shift;
        json_array_append_new(ranges, how->text
            ? json_pack("[ss]", how->text_low[i], how->text_high[i])
            : json_pack("[ff]", end[0], end[1]));   /* NAN: left out */
    }
    return ranges;
}

static void
free_ranges(struct sv_treatment *how)
{
    for (unsigned i = 0; how->text && i < how->n_ranges; i++) {
        free(how->text_low[i]);
        free(how->text_high[i]);
    }
}

static bool
describe(struct dictionary *d, const readstat_variable_t *v, const char *labels)
{
    const char *const name = readstat_variable_get_name(v);
    const char *const display = readstat_variable_get_format(v);
    const char *const label = readstat_variable_get_label(v);
    const struct sv_calendar calendar =
        sv_calendar_of(d->reading->format->name, display != NULL ? display : "");
    struct sv_treatment how;
    json_t *json, *name_json, *label_json, *set_json;

    name_json = text_of(d, name, "the name of a variable", "");
    if (name_json == NULL)
        return false;
    label_json = text_of(d, label != NULL ? label : "",
                         "the label of variable ", name);
    set_json = text_of(d, labels != NULL ? labels : "",
                       "the name of the labels of variable ", name);
    if (label_json == NULL || set_json == NULL
        || !sv_readstat_treatment(&how, d->reading->format, v)) {
        json_decref(name_json);
        json_decref(label_json);
        json_decref(set_json);
        return false;
    }
    json = json_pack("{so so ss so so sf sf}", "name", name_json,
                     "label", label_json,
                     "type", how.text ? "string" : calendar.type,
                     "missing_ranges", ranges_of(&how),
                     "set", set_json,
                     "divisor", how.divisor, "shift", how.shift);
    free_ranges(&how);
    return json != NULL && json_array_append_new(d->variables, json) == 0;
}

static int
on_variable(int index, readstat_variable_t *variable, const char *labels,
            void *context)
{
    struct dictionary *d = context;

    (void) index;
    if (describe(d, variable, labels))
        return READSTAT_HANDLER_OK;
    if (d->fault->status == SV_OK)
        sv_fail(d->fault, SV_SYSTEM, "out of memory in the dictionary");
    return READSTAT_HANDLER_ABORT;
}

static int
on_label(const char *set, readstat_value_t value, const char *label,
         void *context)
{
    struct dictionary *d = context;
    const unsigned char reason = sv_readstat_reason(value);
    json_t *text, *entry, *list;

    if (set == NULL || label == NULL || reason == SV_SYSTEM_MISSING)
        return READSTAT_HANDLER_OK;
    text = text_of(d, label, "a label of the set ", set);
    if (text == NULL)
        return READSTAT_HANDLER_ABORT;
    if (value.type == READSTAT_TYPE_STRING)
        entry = json_pack("{ss* so}", "value", value.v.string_value,
                          "label", text);
    else if (reason >= SV_TAG_A)
        entry = json_pack("{ss% so}", "missing",
                          (char[]) { (char) ('a' + reason - SV_TAG_A) },
                          (size_t) 1, "label", text);
    else
        entry = json_pack("{sf so}", "value",
                          within_json(sv_readstat_number(value)), "label", text);
    list = json_object_get(d->sets, set);
    if (list == NULL) {
        json_object_set_new(d->sets, set, json_array());
        list = json_object_get(d->sets, set);
    }
    if (entry == NULL || json_array_append_new(list, entry) != 0) {
        sv_fail(d->fault, SV_DATA, "a value label of the set %s is not in "
                "UTF-8; say what the file is in with `encoding:`", set);
        return READSTAT_HANDLER_ABORT;
    }
    return READSTAT_HANDLER_OK;
}

/* The labels of dates are told by the codes of the file, too. */
static json_t *
converted(json_t *set, double divisor, double shift)
{
    json_t *list, *entry;
    size_t i;

    if (divisor == 1 && shift == 0)
        return json_incref(set);
    list = json_deep_copy(set);
    json_array_foreach(list, i, entry) {
        json_t *value = json_object_get(entry, "value");

        if (json_is_real(value))
            json_real_set(value, json_real_value(value) / divisor + shift);
    }
    return list;
}

static void
attach_labels(struct dictionary *d)
{
    json_t *variable;
    size_t i;

    json_array_foreach(d->variables, i, variable) {
        const char *name = json_string_value(json_object_get(variable, "set"));
        json_t *set = json_object_get(d->sets, name);

        if (set != NULL)
            json_object_set_new(variable, "labels", converted(set,
                json_real_value(json_object_get(variable, "divisor")),
                json_real_value(json_object_get(variable, "shift"))));
        json_object_del(variable, "set");
        json_object_del(variable, "divisor");
        json_object_del(variable, "shift");
    }
}

/* The texts of the dictionary are converted before a variable is told, so only
 * the last one that was told can be named. */
static enum sv_status
name_the_place(const struct dictionary *d)
{
    const size_t n = json_array_size(d->variables);
    const char *const last = n > 0 ? json_string_value(json_object_get(
        json_array_get(d->variables, n - 1), "name")) : NULL;

    return last != NULL ? sv_at(d->fault, "behind variable %s", last)
        : sv_at(d->fault, "names and labels of variables");
}

enum sv_status
sv_readstat_dictionary(json_t *out, const struct sv_reading *reading,
                       struct sv_fault *fault)
{
    struct dictionary d = {
        .reading = reading, .out = out, .fault = fault,
        .variables = json_array(), .sets = json_object(),
    };
    const struct sv_handlers handlers = {
        .metadata = on_metadata, .variable = on_variable, .label = on_label,
        .context = &d,
    };
    readstat_error_t error;
    enum sv_status status;

    if (d.variables == NULL || d.sets == NULL
        || json_object_set_new(out, "variables", d.variables) != 0) {
        json_decref(d.sets);
        return sv_fail(fault, SV_SYSTEM, "out of memory in the dictionary");
    }
    status = sv_readstat_parse(&handlers, reading, &error, fault);
    if (error == READSTAT_ERROR_CONVERT_BAD_STRING
        || error == READSTAT_ERROR_CONVERT)
        status = name_the_place(&d);
    if (status == SV_OK)
        attach_labels(&d);
    json_decref(d.sets);
    return status;
}
