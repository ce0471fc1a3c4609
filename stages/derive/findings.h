/* findings.h - what hearth check has to say of the data.
 *
 * A finding counts rows and names the first of them, as they are numbered in
 * the data file; it never holds a value.  The list becomes findings.json in
 * the folder of a check, which the driver shows and removes.
 */
#ifndef SV_FINDINGS_H
#define SV_FINDINGS_H

#include <jansson.h>
#include <stdint.h>

#include "pipeline/survey.h"

enum { SV_FIRST_ROWS = 5 };

struct sv_row_count {           /* rows that have something in common */
    uint64_t n;
    uint32_t first[SV_FIRST_ROWS];      /* the least numbers, ascending */
};

void sv_count_row(struct sv_row_count *count, uint32_t row);

struct sv_finding {
    enum sv_severity severity;
    const char *kind;           /* rule, skip, category, canon, unavailable,
                                   label, item-missing, proxy, duplicate, language */
    const char *record, *subject;       /* a variable, or the name of a rule */
    const struct sv_row_count *rows;    /* without numbers: of no rows, but of
                                           labels, say */
    uint64_t of;                /* rows that were looked at */
    bool minor;                 /* for the CSV file alone */
};

/* Adds FINDING, with a sentence that says what its rows have in common.  LIST
 * is an array; what memory has no room for is left out. */
void sv_findings_add(json_t *list, const struct sv_finding *finding,
                     const char *fmt, ...) SV_PRINTF(3, 4);

enum sv_status sv_findings_write(const json_t *list, const char *path,
                                 struct sv_fault *fault) SV_MUST_USE;

#endif
