/* inspect.c - the tests that hearth check makes of the data. */
#include "stages/derive/inspect.h"

#include <stdio.h>
#include <string.h>

enum { NAME_SIZE = 512 };

const uint32_t *
sv_file_rows(const struct sv_inspection *i, int record)
{
    const struct sv_world_record *r = &i->d->world.record[record];
    char name[NAME_SIZE];
    struct sv_fault ignored = { 0 };
    const void *rows;

    snprintf(name, sizeof name, "%s/row", r->name);
    return sv_store_typed(&rows, i->d->microdata, name, SV_U32, r->n, &ignored)
                   == SV_OK
               ? rows
               : NULL;
}

enum sv_status
sv_inspect(struct sv_derivation *d, const char *path, struct sv_fault *fault)
{
    struct sv_inspection i = { .d = d, .found = json_array(), .fault = fault };
    enum sv_status status;

    if (i.found == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for findings");
    if (sv_rules_read(&i.rules, d->arena, fault) == SV_OK)
        sv_inspect_rules(&i);
    sv_inspect_skips(&i);
    sv_inspect_codes(&i);
    sv_inspect_categories(&i);
    sv_inspect_answers(&i);
    sv_inspect_duplicates(&i);
    sv_inspect_labels(&i);
    status = fault->status == SV_OK ? sv_findings_write(i.found, path, fault)
                                    : fault->status;
    json_decref(i.found);
    return status;
}
