/* readstatfile.c - a ReadStat parser over a file, and what its errors mean. */
#include "stages/ingest/readstatfile.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "stages/ingest/buffered.h"
#include "stages/ingest/calendar.h"
#include "stages/ingest/charset.h"
#include "stages/ingest/oldlabels.h"
#include "stages/ingest/portable.h"
#include "stages/ingest/uncounted.h"

/* Sentences for the errors of which more can be said than that the file is
 * damaged. */
static enum sv_status
explain(readstat_error_t error, const struct sv_reading *r,
        struct sv_fault *fault)
{
    switch (error) {
    case READSTAT_ERROR_USER_ABORT:
        return fault->status;   /* a handler has written it */
    case READSTAT_ERROR_UNSUPPORTED_CHARSET:
        return sv_fail(fault, SV_DATA, "the character set %s%s%sis not known; "
                       "say what the file is in with `encoding:` (for example "
                       "encoding: windows-1252)",
                       r->encoding != NULL ? "'" : "that the file declares ",
                       r->encoding != NULL ? r->encoding : "",
                       r->encoding != NULL ? "' " : "");
    case READSTAT_ERROR_CONVERT:
    case READSTAT_ERROR_CONVERT_BAD_STRING:
    case READSTAT_ERROR_CONVERT_SHORT_STRING:
        return sv_fail(fault, SV_DATA, "a text is not in the character set "
                       "%s; say what it is in with `encoding:` (for example "
                       "encoding: windows-1252)",
                       r->encoding != NULL ? r->encoding
                       : "that the file declares");
    case READSTAT_ERROR_MALLOC:
        return sv_fail(fault, SV_DATA, "the file asks for more memory than it "
                       "can need: it is damaged, or hostile");
    case READSTAT_ERROR_UNSUPPORTED_FILE_FORMAT_VERSION:
    case READSTAT_ERROR_UNSUPPORTED_COMPRESSION:
        return sv_fail(fault, SV_DATA, "this version of a %s cannot be read; "
                       "save it in another one", r->format->title);
    default:
        return sv_fail(fault, SV_DATA, "this %s is damaged or cut short (%s); "
                       "get it again from where it was made", r->format->title,
                       readstat_error_message(error));
    }
}

struct telling {
    const struct sv_handlers *handlers;
    struct sv_charset charset;
    struct sv_fault *fault;
};

/* TEXT [n] in UTF-8 and ended; the caller frees it.  NULL with a fault. */
static char *
ended(struct telling *t, const char *text, size_t n)
{
    char *copy;

    if (!sv_charset_convert(&t->charset, &text, &n)) {
        sv_fail(t->fault, SV_DATA, "a value label is not in the character set "
                "that the file is read in; say what it is in with "
                "`encoding:` (for example encoding: windows-1252)");
        return NULL;
    }
    copy = strndup(text, n);
    if (copy == NULL)
        sv_fail(t->fault, SV_SYSTEM, "out of memory in the dictionary");
    return copy;
}

static bool
tell_label(void *context, const char *set, size_t set_size, int32_t code,
           const char *label, size_t label_size)
{
    struct telling *t = context;
    char *const name = ended(t, set, set_size);
    char *const text = name != NULL ? ended(t, label, label_size) : NULL;
    const readstat_value_t value = { .v = { .i32_value = code },
                                     .type = READSTAT_TYPE_INT32 };
    const bool told = text != NULL
        && t->handlers->label(name, value, text, t->handlers->context)
            == READSTAT_HANDLER_OK;

    free(name);
    free(text);
    return told;
}

/* What of the labels of an old Stata file ReadStat would misread. */
static enum sv_status
tell_labels(const struct sv_handlers *handlers,
            const struct sv_reading *reading, const struct sv_old_labels *old,
            struct sv_fault *fault)
{
    struct telling t = { .handlers = handlers, .fault = fault };
    enum sv_status status = SV_OK;

    if (old->section == NULL || handlers->label == NULL)
        return SV_OK;
    if (sv_charset_open(&t.charset, reading->encoding != NULL
                        ? reading->encoding : "WINDOWS-1252", fault) != SV_OK)
        return fault->status;
    if (!sv_old_labels_walk(old, tell_label, &t))
        status = fault->status;
    sv_charset_close(&t.charset);
    return status;
}

/* Of a portable file: characters that its table has twice. */
static void
mend_table(struct sv_buffered *file, const unsigned char *head, size_t n)
{
    uint32_t at[SV_PORTABLE_TABLE];

    file->n_mended = sv_portable_repeated(at, head, n);
    for (size_t i = 0; i < file->n_mended; i++) {
        file->mend[i].at = at[i];
        file->mend[i].byte = '0';
    }
}

static int
pass_over(int index, readstat_variable_t *variable, const char *labels,
          void *context)
{
    (void) index;
    (void) variable;
    (void) labels;
    (void) context;
    return READSTAT_HANDLER_OK;
}

/* Of a system file: the number of rows that its header lacks.  Who has read the
 * dictionary, and wants no values, stands where rows begin. */
static void
mend_rows(struct sv_buffered *file, const unsigned char *head,
          const char *encoding, readstat_parser_t *parser)
{
    readstat_parser_t *const dictionary = readstat_parser_init();
    unsigned char rows[4];

    if (dictionary == NULL)
        return;
    sv_buffered_attach(file, dictionary);
    readstat_set_variable_handler(dictionary, pass_over);
    readstat_set_file_character_encoding(dictionary, encoding);
    if (readstat_parse_sav(dictionary, "", file) == READSTAT_OK
        && sv_count_rows(rows, head, file->at, file->size)) {
        sv_buffered_attach(file, parser);
        for (uint32_t i = 0; i < sizeof rows; i++) {
            file->mend[i].at = SV_SAV_ROWS_AT + i;
            file->mend[i].byte = rows[i];
        }
        file->n_mended = sizeof rows;
    } else {
        sv_buffered_attach(file, parser);
    }
    readstat_parser_free(dictionary);
}

static void
mend(struct sv_buffered *file, const struct sv_reading *reading,
     readstat_parser_t *parser)
{
    unsigned char head[SV_FORMAT_HEAD];
    const ssize_t got = pread(file->fd, head, sizeof head, 0);
    const size_t n = got > 0 ? (size_t) got : 0;

    sv_buffered_attach(file, parser);
    if (reading->format->parse == readstat_parse_por)
        mend_table(file, head, n);
    else if (sv_is_uncounted(head, n))
        mend_rows(file, head, reading->encoding, parser);
}

static readstat_error_t
parse(struct sv_buffered *file, const struct sv_handlers *handlers,
      const struct sv_reading *reading, readstat_parser_t *parser)
{
    mend(file, reading, parser);
    readstat_set_metadata_handler(parser, handlers->metadata);
    readstat_set_variable_handler(parser, handlers->variable);
    readstat_set_value_label_handler(parser, handlers->label);
    readstat_set_value_handler(parser, handlers->value);
    readstat_set_file_character_encoding(parser, reading->encoding);
    if (reading->n != UINT64_MAX) {
        readstat_set_row_offset(parser, (long) reading->first);
        readstat_set_row_limit(parser, (long) reading->n);
    }
    return reading->format->parse(parser, "", handlers->context);
}

enum sv_status
sv_readstat_parse(const struct sv_handlers *handlers,
                  const struct sv_reading *reading, readstat_error_t *error,
                  struct sv_fault *fault)
{
    const bool stata = reading->format->parse == readstat_parse_dta;
    readstat_parser_t *parser = readstat_parser_init();
    struct sv_buffered *file = malloc(sizeof *file);
    struct sv_old_labels old = { .section = NULL };
    enum sv_status status = SV_OK;

    *error = READSTAT_OK;
    if (parser == NULL || file == NULL) {
        status = sv_fail(fault, SV_SYSTEM, "out of memory while reading");
        goto out;
    }
    if (stata)
        status = sv_old_labels_find(&old, reading->fd, reading->size, fault);
    if (status != SV_OK)
        goto out;
    file->fd = reading->fd;
    file->size = old.section != NULL ? old.at : reading->size;
    *error = parse(file, handlers, reading, parser);
    if (*error != READSTAT_OK)
        status = explain(*error, reading, fault);
    else if (file->cut && stata)
        status = sv_fail(fault, SV_DATA, "this %s ends in the middle of what "
                         "it holds: it is cut short; get it again from where "
                         "it was made", reading->format->title);
    else
        status = tell_labels(handlers, reading, &old, fault);
out:
    sv_old_labels_free(&old);
    free(file);
    readstat_parser_free(parser);
    return status;
}

double
sv_readstat_number(readstat_value_t value)
{
    switch (value.type) {
    case READSTAT_TYPE_INT8:
        return value.v.i8_value;
    case READSTAT_TYPE_INT16:
        return value.v.i16_value;
    case READSTAT_TYPE_INT32:
        return value.v.i32_value;
    case READSTAT_TYPE_FLOAT:
        return (double) value.v.float_value;
    default:
        return value.v.double_value;
    }
}

unsigned char
sv_readstat_reason(readstat_value_t value)
{
    const int tag = value.tag | 0x20;

    if (value.is_tagged_missing && tag >= 'a' && tag <= 'z')
        return (unsigned char) (SV_TAG_A + tag - 'a');
    return value.is_tagged_missing || value.is_system_missing
        ? SV_SYSTEM_MISSING : SV_VALID;
}

static bool
add_range(struct sv_treatment *how, readstat_value_t low, readstat_value_t high)
{
    const unsigned r = how->n_ranges;

    if (!how->text) {
        how->low[r] = sv_readstat_number(low);
        how->high[r] = sv_readstat_number(high);
    } else {
        const char *from = low.v.string_value, *to = high.v.string_value;

        how->text_low[r] = strdup(from != NULL ? from : "");
        how->text_high[r] = strdup(to != NULL ? to : "");
    }
    how->n_ranges++;
    return !how->text
        || (how->text_low[r] != NULL && how->text_high[r] != NULL);
}

bool
sv_readstat_treatment(struct sv_treatment *how, const struct sv_format *format,
                      const readstat_variable_t *variable)
{
    const char *const display = readstat_variable_get_format(variable);
    const struct sv_calendar calendar =
        sv_calendar_of(format->name, display != NULL ? display : "");
    const int n = readstat_variable_get_missing_ranges_count(variable);

    *how = (struct sv_treatment) {
        .text = readstat_variable_get_type_class(variable)
            == READSTAT_TYPE_CLASS_STRING,
        .divisor = calendar.divisor, .shift = calendar.shift,
    };
    for (int i = 0; i < n && i < SV_MAX_RANGES; i++)
        if (!add_range(how, readstat_variable_get_missing_range_lo(variable, i),
                       readstat_variable_get_missing_range_hi(variable, i)))
            return false;
    return true;
}
