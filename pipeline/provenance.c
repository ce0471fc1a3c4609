/* provenance.c - what an artifact says of where it comes from. */
#include "pipeline/provenance.h"

#include <stdlib.h>
#include <string.h>

#include "pipeline/json.h"

static const char *
text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static void
write_options(struct sv_json *json, json_t *options)
{
    const char *name;
    json_t *value;

    sv_json_key(json, "options");
    sv_json_open(json, '{');
    json_object_foreach(options, name, value) {
        sv_json_key(json, name);
        if (json_is_string(value))
            sv_json_text(json, json_string_value(value));
        else if (json_is_integer(value))
            sv_json_count(json, (uint64_t) json_integer_value(value));
        else
            sv_json_truth(json, json_is_true(value));
    }
    sv_json_close(json);
}

/* An artifact by its name, another file by its name without the folders. */
static void
write_inputs(struct sv_json *json, const json_t *inputs)
{
    json_t *input;
    size_t i;

    sv_json_key(json, "inputs");
    sv_json_open(json, '[');
    json_array_foreach(inputs, i, input) {
        const char *path = text_of(input, "path");
        const char *slash = path != NULL ? strrchr(path, '/') : NULL;

        sv_json_open(json, '{');
        sv_json_key(json, "name");
        sv_json_text(json, slash != NULL  ? slash + 1
                           : path != NULL ? path
                                          : text_of(input, "artifact"));
        sv_json_key(json, "digest");
        sv_json_text(json, text_of(input, "digest"));
        sv_json_close(json);
    }
    sv_json_close(json);
}

enum sv_status
sv_provenance(char **out, const char *program, const json_t *entry,
              struct sv_fault *fault)
{
    struct sv_json json;
    size_t n;
    FILE *to = open_memstream(out, &n);

    if (to == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for the provenance");
    sv_json_begin(&json, to);
    sv_json_open(&json, '{');
    sv_json_key(&json, "program");
    sv_json_text(&json, program);
    sv_json_key(&json, "version");
    sv_json_text(&json, text_of(entry, "version"));
    write_options(&json, json_object_get(entry, "options"));
    write_inputs(&json, json_object_get(entry, "inputs"));
    sv_json_close(&json);
    if (fclose(to) == 0)
        return SV_OK;
    free(*out);
    *out = NULL;
    return sv_fail(fault, SV_SYSTEM, "out of memory for the provenance");
}
