/* outsidetable.c - tables in CSV that people write. */
#include "stages/common/outsidetable.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum sv_status
sv_outside_table_begin(struct sv_outside_table *table, const char *path,
                       char *text, size_t n, struct sv_fault *fault)
{
    int more = 0;
    enum sv_status status;

    *table = (struct sv_outside_table){ .path = path, .fault = fault };
    sv_csv_read(&table->csv, text, n);
    status = sv_csv_row(&table->csv, &more, fault);
    if (status != SV_OK)
        return sv_at(fault, "%s", path);
    if (!more)
        return sv_fail(fault, SV_DATA, "%s: is empty", path);
    table->n_columns = table->csv.n;
    return SV_OK;
}

void
sv_outside_table_end(struct sv_outside_table *table)
{
    sv_csv_free(&table->csv);
}

size_t
sv_outside_table_column(const struct sv_outside_table *table, const char *name)
{
    for (size_t k = 0; k < table->n_columns; k++)
        if (strcmp(table->csv.field[k], name) == 0)
            return k;
    return SIZE_MAX;
}

bool
sv_outside_table_row(struct sv_outside_table *table)
{
    struct sv_csv_reader *csv = &table->csv;
    struct sv_fault own;
    int more = 1;

    own.status = SV_OK;         /* its text is long, and rows are many */
    while (more && sv_csv_row(csv, &more, &own) == SV_OK && more) {
        if (csv->n == table->n_columns)
            return true;
        sv_outside_table_wrong(table, "has %zu fields, the first line has %zu",
                               csv->n, table->n_columns);
    }
    if (own.status != SV_OK)
        sv_add(table->fault, own.status, "%s: %s", table->path, own.text);
    return false;
}

void
sv_outside_table_wrong(struct sv_outside_table *table, const char *fmt, ...)
{
    char sentence[384];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(sentence, sizeof sentence, fmt, ap);
    va_end(ap);
    sv_add(table->fault, SV_DATA, "%s: line %zu: %s", table->path,
           table->csv.row, sentence);
}
