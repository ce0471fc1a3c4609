/* readstatrows.c - rows of SPSS, Stata and SAS files. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "stages/ingest/charset.h"
#include "stages/ingest/readstatfile.h"

enum { SKIPPED = -1, FIRST_OF_UTF8 = 118, WIDE_REFERENCES = 119 };

struct rows {
    struct sv_spool *spool;
    const struct sv_reading *reading;
    int *column;                /* [n_variables] in the spool, or SKIPPED */
    int n_columns;
    bool started;
    int release;                /* of the file's format */
    struct sv_charset charset;  /* of Stata's strL, which ReadStat gives as
                                   they are in the file */
    struct sv_fault *fault;
};

static int
on_metadata(readstat_metadata_t *metadata, void *context)
{
    struct rows *r = context;
    const char *encoding = r->reading->encoding;

    r->release = (int) readstat_get_file_format_version(metadata);
    if (encoding == NULL && r->release < FIRST_OF_UTF8)
        encoding = "WINDOWS-1252";
    if (r->reading->format->parse != readstat_parse_dta)
        return READSTAT_HANDLER_OK;
    return sv_charset_open(&r->charset, encoding, r->fault) == SV_OK
        ? READSTAT_HANDLER_OK : READSTAT_HANDLER_ABORT;
}

/* Whether the rows refer to texts elsewhere in the file: Stata's strL. */
static bool
refers(const readstat_variable_t *variable)
{
    const readstat_type_t type = readstat_variable_get_type(variable);

    return type == READSTAT_TYPE_STRING_REF
        || (type == READSTAT_TYPE_STRING
            && readstat_variable_get_storage_width(variable) == 0);
}

/* ReadStat 1.1.8 finds none of the texts that release 119 refers to. */
static bool
can_be_read(const struct rows *r, const readstat_variable_t *variable)
{
    return !refers(variable)
        || r->release < WIDE_REFERENCES
        || sv_fail(r->fault, SV_DATA, "variable %s is a strL, which cannot be "
                   "read from release 119 of the format; save the file with "
                   "fewer variables, as release 118, or the variable as str",
                   readstat_variable_get_name(variable)) == SV_OK;
}

static int
on_variable(int index, readstat_variable_t *variable, const char *labels,
            void *context)
{
    struct rows *r = context;
    struct sv_spool_column *c;

    (void) labels;
    if (index < 0 || (size_t) index >= r->reading->n_variables
        || r->n_columns >= (int) r->spool->n_columns
        || !r->reading->used[index])
        return READSTAT_HANDLER_SKIP_VARIABLE;
    if (!can_be_read(r, variable))
        return READSTAT_HANDLER_ABORT;
    c = &r->spool->column[r->n_columns];
    c->name = strdup(readstat_variable_get_name(variable));
    if (c->name == NULL
        || !sv_readstat_treatment(&c->how, r->reading->format, variable)) {
        sv_fail(r->fault, SV_SYSTEM, "out of memory while reading");
        return READSTAT_HANDLER_ABORT;
    }
    r->column[index] = r->n_columns++;
    return READSTAT_HANDLER_OK;
}

static bool
put_text(struct rows *r, size_t k, const char *text, bool reference)
{
    size_t n = text != NULL ? strlen(text) : 0;

    if (text == NULL)
        text = "";
    if (reference && !sv_charset_convert(&r->charset, &text, &n))
        return sv_fail(r->fault, SV_DATA, "row %" PRIu64 ": variable %s is not "
                       "in the character set that the file is read in; say "
                       "what it is in with `encoding:` (for example encoding: "
                       "windows-1252)", r->spool->report->rows + r->spool->row
                       + 1, r->spool->column[k].name) == SV_OK;
    return sv_spool_text(r->spool, k, text, n) == SV_OK;
}

static bool
put(struct rows *r, size_t k, const readstat_variable_t *variable,
    readstat_value_t value)
{
    struct sv_spool *const spool = r->spool;
    const unsigned char reason = sv_readstat_reason(value);
    const bool is_text = value.type == READSTAT_TYPE_STRING
        || value.type == READSTAT_TYPE_STRING_REF;

    if (spool->column[k].how.text != is_text)
        return sv_fail(spool->fault, SV_DATA, "variable %s is both text and "
                       "number: the file is damaged", spool->column[k].name)
            == SV_OK;
    if (is_text)
        return put_text(r, k, value.v.string_value, refers(variable));
    if (reason != SV_VALID)
        sv_spool_missing(spool, k, reason);
    else
        sv_spool_number(spool, k, sv_readstat_number(value));
    return true;
}

/* Called rows * variables times. */
static int
on_value(int row, readstat_variable_t *variable, readstat_value_t value,
         void *context)
{
    struct rows *r = context;
    const int k = r->column[variable->index];

    (void) row;
    if (k == SKIPPED)
        return READSTAT_HANDLER_OK;
    if (k == 0) {
        if (r->started && sv_spool_next(r->spool) != SV_OK)
            return READSTAT_HANDLER_ABORT;
        r->started = true;
    }
    if (value.type == READSTAT_TYPE_DOUBLE && !value.is_system_missing
        && !value.is_tagged_missing && !r->spool->column[k].how.text) {
        sv_spool_number(r->spool, (size_t) k, value.v.double_value);
        return READSTAT_HANDLER_OK;
    }
    return put(r, (size_t) k, variable, value) ? READSTAT_HANDLER_OK
        : READSTAT_HANDLER_ABORT;
}

/* A text that cannot be converted is the one behind the last that could. */
static enum sv_status
name_the_text(const struct rows *r)
{
    const struct sv_spool *s = r->spool;
    const size_t done = s->n_columns > 0 ? s->delivered % s->n_columns : 0;

    for (size_t i = 0; i < s->n_columns; i++) {
        const struct sv_spool_column *c = &s->column[(done + i) % s->n_columns];

        if (c->how.text && c->name != NULL)
            return sv_at(r->fault, "variable %s", c->name);
    }
    return r->fault->status;
}

static enum sv_status
parse(struct rows *r)
{
    const struct sv_handlers handlers = {
        .metadata = on_metadata, .variable = on_variable, .value = on_value,
        .context = r,
    };
    readstat_error_t error;
    enum sv_status status =
        sv_readstat_parse(&handlers, r->reading, &error, r->fault);

    if (error == READSTAT_ERROR_CONVERT_BAD_STRING
        || error == READSTAT_ERROR_CONVERT)
        return name_the_text(r);
    if (status == SV_OK && r->started)
        status = sv_spool_next(r->spool);
    return status;
}

static enum sv_status
rows(struct sv_spool *spool, const struct sv_reading *reading,
     struct sv_fault *fault)
{
    struct rows r = {
        .spool = spool, .reading = reading, .fault = fault,
        .column = malloc((reading->n_variables + 1) * sizeof *r.column),
    };
    enum sv_status status;

    if (r.column == NULL) {
        status = sv_fail(fault, SV_SYSTEM, "out of memory while reading");
    } else {
        for (size_t i = 0; i < reading->n_variables; i++)
            r.column[i] = SKIPPED;
        status = parse(&r);
    }
    sv_charset_close(&r.charset);
    free(r.column);
    return status;
}

const struct sv_reader sv_readstat_reader = { sv_readstat_dictionary, rows };
