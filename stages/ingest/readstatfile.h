/* readstatfile.h - a ReadStat parser over a file, and what its errors mean. */
#ifndef SV_READSTATFILE_H
#define SV_READSTATFILE_H

#include <readstat.h>

#include "stages/ingest/formats.h"

/* The handlers and their context; all that are not needed are NULL. */
struct sv_handlers {
    readstat_metadata_handler metadata;
    readstat_variable_handler variable;         /* always: 1.1.8 needs it */
    readstat_value_label_handler label;
    readstat_value_handler value;
    void *context;
};

/* Parses.  *ERROR is set if it fails, for sv_readstat_fault(); a handler that
 * asked for the end has left its own fault. */
enum sv_status sv_readstat_parse(const struct sv_handlers *handlers,
                                 const struct sv_reading *reading,
                                 readstat_error_t *error,
                                 struct sv_fault *fault) SV_MUST_USE;

/* Codes that are in the file, as ours. */
double sv_readstat_number(readstat_value_t value);

/* Why it is missing; SV_VALID if it is not.  (User-defined missing values are
 * not known here.) */
unsigned char sv_readstat_reason(readstat_value_t value);

/* What VARIABLE's values become: type, dates, user-defined missing values.
 * False when memory has run out. */
bool sv_readstat_treatment(struct sv_treatment *how,
                           const struct sv_format *format,
                           const readstat_variable_t *variable);

/* Half of sv_readstat_reader; see struct sv_reader. */
enum sv_status sv_readstat_dictionary(json_t *out,
                                      const struct sv_reading *reading,
                                      struct sv_fault *fault) SV_MUST_USE;

#endif
