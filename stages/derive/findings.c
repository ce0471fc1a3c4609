/* findings.c - what hearth check has to say of the data. */
#include "stages/derive/findings.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "pipeline/output.h"

void
sv_count_row(struct sv_row_count *count, uint32_t row)
{
    size_t n = count->n < SV_FIRST_ROWS ? (size_t) count->n : SV_FIRST_ROWS;

    count->n++;
    if (n == SV_FIRST_ROWS && row >= count->first[n - 1])
        return;
    n -= n == SV_FIRST_ROWS;
    while (n > 0 && count->first[n - 1] > row) {
        count->first[n] = count->first[n - 1];
        n--;
    }
    count->first[n] = row;
}

void
sv_findings_add(json_t *list, const struct sv_finding *f, const char *fmt, ...)
{
    char text[512];
    va_list arguments;
    json_t *rows = json_array();

    va_start(arguments, fmt);
    vsnprintf(text, sizeof text, fmt, arguments);
    va_end(arguments);
    for (size_t i = 0; i < SV_FIRST_ROWS && i < f->rows->n
                       && f->rows->first[i] > 0; i++)
        json_array_append_new(rows, json_integer(f->rows->first[i]));
    json_array_append_new(list, json_pack(
        "{ss ss ss ss sI sI so ss sb}", "severity",
        sv_severity_name(f->severity), "kind", f->kind, "record", f->record,
        "subject", f->subject, "count", (json_int_t) f->rows->n, "of",
        (json_int_t) f->of, "rows", rows, "sentence", text, "minor",
        (int) f->minor));
}

enum sv_status
sv_findings_write(const json_t *list, const char *path, struct sv_fault *fault)
{
    struct sv_output output;

    if (sv_output_begin(&output, path, fault) != SV_OK)
        return fault->status;
    if (json_dumpf(list, output.to, JSON_INDENT(1)) != 0) {
        sv_output_drop(&output);
        return sv_fail(fault, SV_SYSTEM, "%s: cannot be written, or memory "
                       "has run out", path);
    }
    return sv_output_keep(&output, NULL, fault);
}
