/* reportfindings.c - what a check found in the data, for people and as CSV. */
#include "pipeline/reportfindings.h"

#include <jansson.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "pipeline/csv.h"
#include "pipeline/jsonmembers.h"
#include "pipeline/output.h"
#include "pipeline/survey.h"

enum { ROWS = 64 };

static long long
number_of(const json_t *finding, const char *key)
{
    return (long long) json_integer_value(json_object_get(finding, key));
}

static bool
is_of(const json_t *finding, enum sv_severity severity)
{
    return strcmp(sv_json_text_of(finding, "severity"), sv_severity_name(severity))
           == 0;
}

/* "3 17 40": the first rows. */
static const char *
list_rows(char out[ROWS], const json_t *finding, const char *between)
{
    const json_t *rows = json_object_get(finding, "rows");
    size_t used = 0;

    out[0] = '\0';
    for (size_t i = 0; i < json_array_size(rows) && used < ROWS; i++)
        used += (size_t) snprintf(out + used, ROWS - used, "%s%lld",
                                  i > 0 ? between : "", (long long)
                                  json_integer_value(json_array_get(rows, i)));
    return out;
}

static void
print_finding(const json_t *finding)
{
    const long long n = number_of(finding, "count");
    char rows[ROWS];

    if (*sv_json_text_of(finding, "record") == '\0') {  /* not about rows */
        printf("  %-8s %s\n", sv_json_text_of(finding, "severity"),
               sv_json_text_of(finding, "sentence"));
        return;
    }
    printf("  %-8s %s: %s: %lld of %lld rows (row %s%s)\n",
           sv_json_text_of(finding, "severity"), sv_json_text_of(finding, "record"),
           sv_json_text_of(finding, "sentence"), n, number_of(finding, "of"),
           list_rows(rows, finding, ", "),
           n > (long long) json_array_size(json_object_get(finding, "rows"))
               ? ", ..." : "");
}

static void
print_all(const json_t *list, size_t counts[SV_ERROR + 1])
{
    size_t minor = 0, i;
    json_t *finding;

    for (int s = SV_ERROR; s >= SV_NOTE; s--)
        json_array_foreach(list, i, finding) {
            const bool shown =
                !json_is_true(json_object_get(finding, "minor"));

            if (!is_of(finding, (enum sv_severity) s))
                continue;
            counts[s]++;
            minor += !shown;
            if (shown)
                print_finding(finding);
        }
    if (json_array_size(list) > 0)
        printf("the data: %zu errors, %zu warnings, %zu notes",
               counts[SV_ERROR], counts[SV_WARNING], counts[SV_NOTE]);
    if (minor > 0)
        printf(", of which %zu small ones are not shown; --csv has all",
               minor);
    if (json_array_size(list) > 0)
        putchar('\n');
}

static void
write_rows(FILE *to, const json_t *list)
{
    static const char *const names[] = {
        "severity", "kind", "record", "subject", "count", "of", "first_rows",
        "sentence",
    };
    struct sv_csv csv = { .to = to };
    char rows[ROWS];
    size_t i;
    json_t *finding;

    sv_csv_texts(&csv, names, sizeof names / sizeof *names);
    sv_csv_end(&csv);
    json_array_foreach(list, i, finding) {
        for (size_t k = 0; k < 4; k++)
            sv_csv_text(&csv, sv_json_text_of(finding, names[k]));
        sv_csv_number(&csv, (double) number_of(finding, "count"));
        sv_csv_number(&csv, (double) number_of(finding, "of"));
        sv_csv_text(&csv, list_rows(rows, finding, " "));
        sv_csv_text(&csv, sv_json_text_of(finding, "sentence"));
        sv_csv_end(&csv);
    }
}

static enum sv_status
write_csv(const json_t *list, const char *path, struct sv_fault *fault)
{
    struct sv_output output;

    if (sv_output_begin(&output, path, fault) != SV_OK)
        return fault->status;
    write_rows(output.to, list);
    return sv_output_keep(&output, NULL, fault);
}

enum sv_status
sv_findings_report(const char *folder, const char *csv, size_t *errors,
                   struct sv_fault *fault)
{
    size_t counts[SV_ERROR + 1] = { 0 };
    enum sv_status status = SV_OK;
    char path[PATH_MAX];
    json_t *list;

    *errors = 0;
    if (snprintf(path, sizeof path, "%s/findings.json", folder)
        >= (int) sizeof path)
        return sv_fail(fault, SV_SYSTEM, "%s: the path is too long", folder);
    list = access(path, F_OK) == 0 ? json_load_file(path, 0, NULL)
                                   : json_array();
    if (list == NULL)
        return sv_fail(fault, SV_SYSTEM, "%s: cannot be read, or memory has "
                       "run out", path);
    print_all(list, counts);
    if (csv != NULL)
        status = write_csv(list, csv, fault);
    *errors = counts[SV_ERROR];
    json_decref(list);
    return status;
}
