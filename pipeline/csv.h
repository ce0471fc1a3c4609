/* csv.h - comma-separated values, RFC 4180, as our own outputs have them.
 *
 * Written: UTF-8, a field quoted only where it must be, lines end in LF.
 * Read: the same and CRLF, strictly, from a text in memory.  (Microdata in
 * CSV are read by ingest, which must put up with more.)
 */
#ifndef SV_CSV_H
#define SV_CSV_H

#include <stddef.h>
#include <stdio.h>

#include "pipeline/fault.h"

/* A line that is being written: puts the commas. */
struct sv_csv {
    FILE *to;                   /* errors are left for who closes it */
    size_t fields;              /* on this line so far */
};

void sv_csv_text(struct sv_csv *csv, const char *text);

/* One field after another, as a heading has them: TEXT [n]. */
void sv_csv_texts(struct sv_csv *csv, const char *const *text, size_t n);

/* With the digits that bring back the same double (17 at most); an empty
 * field for NAN. */
void sv_csv_number(struct sv_csv *csv, double value);
void sv_csv_end(struct sv_csv *csv);

/* A text that is being read.  Fields are unquoted in place. */
struct sv_csv_reader {
    char *at, *end;
    size_t row;                 /* the number of the one last read, from 1 */
    const char **field;         /* [n] of the row last read; borrowed */
    size_t n, capacity;
};

/* TEXT [n], with a NUL behind it, is changed in place and must outlive the
 * reader. */
void sv_csv_read(struct sv_csv_reader *reader, char *text, size_t n);

/* Reads the next row.  *more is 0 at the end of the text.  SV_DATA for a
 * quote that is never closed, text behind a closing quote, or a NUL. */
enum sv_status sv_csv_row(struct sv_csv_reader *reader, int *more,
                          struct sv_fault *fault) SV_MUST_USE;
void sv_csv_free(struct sv_csv_reader *reader);

/* The number that FIELD is, whole; NAN for an empty one.  Returns 0 if it is
 * anything else. */
int sv_csv_parse(double *out, const char *field);

#endif
