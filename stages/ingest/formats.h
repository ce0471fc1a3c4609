/* formats.h - the kinds of data file, and how they are told apart.
 *
 * One row in formats.c is one kind of file.  A file is recognised by its first
 * bytes; its name counts only for CSV, which has no such bytes, and to say
 * that a file is not what its name promises.
 *
 * A reader runs in a sandboxed child.  It first tells the dictionary, as JSON,
 * and in a second child, or several, delivers the rows into a spool.
 */
#ifndef SV_FORMATS_H
#define SV_FORMATS_H

#include <jansson.h>
#include <readstat.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pipeline/fault.h"
#include "pipeline/survey.h"
#include "stages/ingest/spool.h"

struct sv_format;

/* What a reader is asked for.  All of it is borrowed. */
struct sv_reading {
    const struct sv_format *format;
    int fd;                     /* of the data file, open for reading */
    uint64_t size;              /* of the data file, in bytes */
    const char *encoding;       /* NULL: what the file declares */
    char point;                 /* before decimals, '.' or ','; CSV only */
    const bool *used;           /* [n_variables], by position; rows only */
    const enum sv_column_type *type;    /* the same; CSV only */
    size_t n_variables;
    uint64_t first, n;          /* rows; n UINT64_MAX: to the end */
};

struct sv_reader {
    /* {"rows": N or -1, "encoding": "...", "variables": [...]}; a variable is
     * what docs/formats.md says of it. */
    enum sv_status (*dictionary)(json_t *out, const struct sv_reading *reading,
                                 struct sv_fault *fault);
    enum sv_status (*rows)(struct sv_spool *spool,
                           const struct sv_reading *reading,
                           struct sv_fault *fault);
};

struct sv_format {
    const char *name;           /* as in microdata.h5 */
    const char *title;          /* for people */
    const char *extension;
    bool (*is)(const unsigned char *head, size_t n);
    const struct sv_reader *reader;
    readstat_error_t (*parse)(readstat_parser_t *parser, const char *path,
                              void *context);   /* NULL: not by ReadStat */
    const char *ending;         /* last bytes of a whole file, or NULL */
    unsigned card;              /* a whole file is so many bytes, some times */
    const char *set;            /* how a card begins that a data set begins
                                   with, of which a file may hold several */
    bool ranges;                /* a range of rows is found without reading
                                   what precedes it */
};

enum { SV_FORMAT_HEAD = 1024 }; /* first bytes that sv_format_of() looks at */

/* The format of the file at PATH, which starts with HEAD [n]. */
enum sv_status sv_format_of(const struct sv_format **out, const char *path,
                            const unsigned char *head, size_t n,
                            struct sv_fault *fault) SV_MUST_USE;

/* The I-th format; NULL behind the last. */
const struct sv_format *sv_format_at(size_t i);

extern const struct sv_reader sv_readstat_reader, sv_csv_reader;

#endif
