/* tablerows.c - a table of results, in CSV, as a list of objects. */
#include "stages/common/tablerows.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "pipeline/csv.h"

enum { MOST_COLUMNS = 128 };

/* Columns that hold numbers, in any table of results; in order of strcmp(). */
static const char *const measures[] = {
    "ci_high", "ci_low", "covariance", "cv", "deff", "df", "df1", "df2",
    "estimate", "f", "n", "n_missing", "odds_ratio", "odds_ratio_high",
    "odds_ratio_low", "p_value", "psus", "se", "statistic", "strata", "t",
};

static int
compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *) a, *(const char *const *) b);
}

static bool
is_measure(const char *name)
{
    return bsearch(&name, measures, sizeof measures / sizeof *measures,
                   sizeof *measures, compare_names) != NULL;
}

enum sv_status
sv_whole_file(char **out, size_t *n, const char *path, struct sv_fault *fault)
{
    FILE *from = fopen(path, "re");
    struct stat info;
    enum sv_status status = SV_OK;

    *out = NULL;
    if (from == NULL || fstat(fileno(from), &info) != 0)
        status = sv_fail_errno(fault, "%s: cannot be read", path);
    else if ((*out = malloc((size_t) info.st_size + 1)) == NULL)
        status = sv_fail(fault, SV_SYSTEM, "out of memory for %s", path);
    else {
        *n = fread(*out, 1, (size_t) info.st_size, from);
        (*out)[*n] = '\0';
    }
    if (from != NULL)
        fclose(from);
    return status;
}

/* Whole numbers stay whole. */
static json_t *
number_of(const char *field)
{
    double value;

    if (*field == '\0' || !sv_csv_parse(&value, field) || !isfinite(value))
        return json_null();
    return strspn(field, "-0123456789") == strlen(field) && fabs(value) < 1e15
               ? json_integer((json_int_t) value) : json_real(value);
}

static json_t *
object_of(const struct sv_csv_reader *row, const char *const *name, size_t n)
{
    json_t *object = json_object();

    for (size_t k = 0; k < n && k < row->n; k++)
        json_object_set_new(object, name[k], is_measure(name[k])
                                                 ? number_of(row->field[k])
                                                 : json_string(row->field[k]));
    return object;
}

static enum sv_status
read_rows(json_t *rows, struct sv_csv_reader *reader, struct sv_fault *fault)
{
    const char *name[MOST_COLUMNS];
    size_t n = 0;
    int more = 1;
    enum sv_status status = sv_csv_row(reader, &more, fault);

    if (reader->n > MOST_COLUMNS)
        return sv_fail(fault, SV_DATA, "has more than %d columns",
                       MOST_COLUMNS);
    for (; more && n < reader->n; n++)
        name[n] = reader->field[n];
    while (status == SV_OK
           && (status = sv_csv_row(reader, &more, fault)) == SV_OK && more)
        json_array_append_new(rows, object_of(reader, name, n));
    return status;
}

enum sv_status
sv_table_rows(json_t **rows, const char *path, struct sv_fault *fault)
{
    struct sv_csv_reader reader;
    char *text;
    size_t n = 0;
    enum sv_status status = sv_whole_file(&text, &n, path, fault);

    *rows = json_array();
    if (status != SV_OK)
        return status;
    sv_csv_read(&reader, text, n);
    status = read_rows(*rows, &reader, fault);
    sv_csv_free(&reader);
    free(text);
    return status == SV_OK ? SV_OK : sv_at(fault, "%s", path);
}
