/* datafile.h - one data file: its dictionary, and the rows of the variables
 * that are used, as children have read them.
 */
#ifndef SV_DATAFILE_H
#define SV_DATAFILE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pipeline/fault.h"
#include "pipeline/survey.h"
#include "stages/ingest/formats.h"
#include "stages/ingest/segment.h"

/* A variable that is used. */
struct sv_field {
    const char *name;           /* borrowed from the dictionary */
    json_t *about;              /* its entry there; borrowed */
    size_t position;            /* in the file */
    bool text;
    enum sv_type type;          /* the narrowest that holds all values */
    bool missing;               /* any */
    char **string;              /* [n_strings], sorted by bytes, "" first */
    size_t n_strings;
    uint32_t **number;          /* [segment][number there]: number here */
};

struct sv_datafile {
    const char *path;           /* borrowed from the survey */
    const struct sv_record *spec;       /* borrowed: encoding, columns */
    const struct sv_format *format;
    int fd;
    uint64_t size;
    json_t *dictionary;
    const char **name;          /* [n_variables]; they lie in the dictionary */
    bool *used;                 /* [n_variables] */
    enum sv_column_type *type;  /* [n_variables]; CSV only */
    size_t n_variables;
    uint64_t n;                 /* rows */
    struct sv_field *field;     /* in the file's order */
    size_t n_fields;
    struct sv_segment *segment;
    size_t n_segments;
};

/* Opens the file and finds out its format. */
enum sv_status sv_datafile_open(struct sv_datafile *out,
                                const struct sv_record *spec,
                                struct sv_fault *fault) SV_MUST_USE;
void sv_datafile_close(struct sv_datafile *file);

/* Takes the dictionary that a reader wrote into SPOOL. */
enum sv_status sv_datafile_dictionary(struct sv_datafile *file, int spool,
                                      struct sv_fault *fault) SV_MUST_USE;

/* Rows by the header; -1 if it does not say. */
int64_t sv_datafile_promised(const struct sv_datafile *file);

/* When all segments are there: types, and one list of strings for all. */
enum sv_status sv_datafile_finish(struct sv_datafile *file,
                                  struct sv_fault *fault) SV_MUST_USE;

/* NULL if the variable is not there, or not used. */
const struct sv_field *sv_datafile_field(const struct sv_datafile *file,
                                         const char *name);

/* Values of FIELD in rows [row, row + n) of the file, as TYPE, no narrower than
 * the field's: numbers, or indices into its strings. */
void sv_datafile_values(void *out, enum sv_type type,
                        const struct sv_datafile *file,
                        const struct sv_field *field, uint64_t row, size_t n);
void sv_datafile_reasons(uint8_t *out, const struct sv_datafile *file,
                         const struct sv_field *field, uint64_t row, size_t n);

/* What of FIELD in rows [row, row + n), or of all of FILE, is in memory need
 * not stay there. */
void sv_datafile_rest_of(const struct sv_datafile *file,
                         const struct sv_field *field, uint64_t row, size_t n);
void sv_datafile_rest(const struct sv_datafile *file);

#endif
