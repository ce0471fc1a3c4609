/* exportnames.c - what the columns of an export are called. */
#include "stages/crosscheck/exportnames.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stages/common/tablerows.h"

enum { VARIABLE, LABEL, TYPE, ORIGIN, N_FIELDS = 7 };

enum sv_status
sv_export_names_read(struct sv_export_names *out, const char *path,
                     struct sv_fault *fault)
{
    struct sv_csv_reader reader;
    size_t n, capacity = 0;
    int more = 1;
    enum sv_status status;

    *out = (struct sv_export_names){ 0 };
    status = sv_whole_file(&out->text, &n, path, fault);
    if (status != SV_OK)
        return status;
    sv_csv_read(&reader, out->text, n);
    while ((status = sv_csv_row(&reader, &more, fault)) == SV_OK && more) {
        if (reader.n != N_FIELDS || *reader.field[TYPE] == '\0')
            continue;                   /* a code */
        if (out->n == capacity) {
            struct sv_export_name *grown;

            capacity = 2 * capacity + 64;
            grown = realloc(out->column, capacity * sizeof *grown);
            if (grown == NULL) {
                status = sv_fail(fault, SV_SYSTEM, "out of memory for %s", path);
                break;
            }
            out->column = grown;
        }
        out->column[out->n++] = (struct sv_export_name){
            reader.field[VARIABLE], reader.field[TYPE], reader.field[ORIGIN]
        };
    }
    sv_csv_free(&reader);
    return status == SV_OK ? SV_OK : sv_at(fault, "%s", path);
}

void
sv_export_names_free(struct sv_export_names *names)
{
    free(names->column);
    free(names->text);
    *names = (struct sv_export_names){ 0 };
}

const struct sv_export_name *
sv_export_origin(const struct sv_export_names *n, const char *what,
                 const char *next)
{
    const size_t length = strlen(what);

    for (size_t i = 0; i < n->n; i++) {
        const char *origin = n->column[i].origin;

        if (strncmp(origin, what, length) == 0
            && (origin[length] == '\0' || strchr(next, origin[length]) != NULL))
            return &n->column[i];
    }
    return NULL;
}

const struct sv_export_name *
sv_export_design(const struct sv_export_names *n, const char *name)
{
    static const char *const roles[] = { "key", "stratum", "cluster",
                                         "population" };
    char origin[512];

    for (size_t k = 0; k < sizeof roles / sizeof *roles; k++) {
        const struct sv_export_name *found;

        snprintf(origin, sizeof origin, "%s: %s of", roles[k], name);
        found = sv_export_origin(n, origin, " ");
        if (found != NULL)
            return found;
    }
    return NULL;
}

const struct sv_export_name *
sv_export_named(const struct sv_export_names *n, const char *name)
{
    for (size_t i = 0; i < n->n; i++)
        if (strcmp(n->column[i].name, name) == 0)
            return &n->column[i];
    return NULL;
}
