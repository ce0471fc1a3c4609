/* columnspecs.c - types and labels that the description gives CSV columns. */
#include "stages/ingest/columnspecs.h"

#include <string.h>

#include "stages/ingest/used.h"

static json_t *
labels_of(const struct sv_column_spec *spec)
{
    json_t *labels = json_array();

    for (size_t i = 0; i < spec->n_labels; i++) {
        const struct sv_coding *const coding = &spec->label[i];
        const char *const text =
            sv_label_in(&coding->label, "", coding->name.text);

        for (size_t k = 0; k < coding->n_codes; k++)
            json_array_append_new(labels, coding->code[k].string.text != NULL
                ? json_pack("{ss ss}", "value", coding->code[k].string.text,
                            "label", text)
                : json_pack("{sf ss}", "value", coding->code[k].low, "label",
                            text));
    }
    return labels;
}

enum sv_status
sv_column_specs(struct sv_datafile *file, struct sv_fault *fault)
{
    const struct sv_record *const record = file->spec;

    if (record->n_columns > 0 && file->format->parse != NULL)
        sv_point(fault, SV_DATA, record->column[0].name.at,
                 strlen(record->column[0].name.text),
                 "`types` and `labels` are for CSV files; this %s brings its "
                 "own", file->format->title);
    if (strcmp(record->decimal.text, "comma") == 0
        && file->format->parse != NULL)
        sv_point(fault, SV_DATA, record->decimal.at,
                 strlen(record->decimal.text), "`decimal` is for CSV files; "
                 "this %s has numbers, not digits", file->format->title);
    for (size_t i = 0; file->format->parse == NULL && i < record->n_columns;
         i++) {
        const struct sv_column_spec *const spec = &record->column[i];
        const long at = sv_used_position(file, spec->name.text,
                                         strlen(spec->name.text));

        if (at < 0) {
            sv_point(fault, SV_DATA, spec->name.at, strlen(spec->name.text),
                     "%s has no column %s", file->path, spec->name.text);
            continue;
        }
        file->type[at] = spec->type;
        json_object_set_new(json_array_get(json_object_get(file->dictionary,
                                                           "variables"),
                                           (size_t) at),
                            "labels", labels_of(spec));
    }
    return fault->status;
}
