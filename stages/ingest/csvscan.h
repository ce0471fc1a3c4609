/* csvscan.h - the fields of a CSV text (RFC 4180, and what people send).
 *
 * A field is quoted as a whole or not at all; in quotes, "" is one quote, and
 * separators and line ends are text.  Lines end in LF or CR LF, or, where the
 * header does, in CR alone, as old spreadsheets have it.  The separator
 * - comma, semicolon or tab - is the one that the header has most of.  A byte
 * order mark is passed over, and lines without any character are, too.
 */
#ifndef SV_CSVSCAN_H
#define SV_CSVSCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pipeline/fault.h"

struct sv_scan {
    const char *text;           /* [size]; borrowed */
    size_t size, at;
    char separator, end;        /* of fields; of lines, '\n' or '\r' */
    uint64_t line;              /* of AT, from 1 */
    char *unquoted;             /* [room] the last field that had "" in it */
    size_t room;
};

struct sv_scan_field {
    const char *text;           /* [n], not ended by NUL; until the next one */
    size_t n;
    bool quoted;
    bool last;                  /* of its row */
};

void sv_scan_begin(struct sv_scan *csv, const char *text, size_t size);
void sv_scan_end(struct sv_scan *csv);

/* Whether another row follows; passes over empty lines. */
bool sv_scan_more(struct sv_scan *csv);

/* The next field of the row. */
enum sv_status sv_scan_next(struct sv_scan_field *out, struct sv_scan *csv,
                           struct sv_fault *fault) SV_MUST_USE;

/* What a field is where a number is expected. */
enum sv_scan_kind { SV_SCAN_NUMBER, SV_SCAN_MISSING, SV_SCAN_TEXT };

/* A decimal number ("-12", "3.5e2") with POINT, '.' or ','; or missing: an empty field,
 * NA, "." or a tag (.a to .z), *REASON says which (spool.h); else text. */
enum sv_scan_kind sv_scan_number(const struct sv_scan_field *field, char point,
                                 double *value, uint8_t *reason);

/* Whether FIELD is a whole number, as a text of digits, that no double is. */
bool sv_scan_loses_digits(const struct sv_scan_field *field);

#endif
