/* running.h - ingest, run as a user would, and what it wrote. */
#ifndef SV_TESTS_RUNNING_H
#define SV_TESTS_RUNNING_H

#include <jansson.h>

#include "pipeline/store.h"

/* Writes DESCRIPTION to survey.yaml and ingests it into out/ with OPTIONS (one
 * string, "--all -j 1", or NULL).  Returns the exit status; what was said is in
 * err.txt. */
int ingest(const char *description, const char *options);

/* Asserts that what was said has TEXT in it. */
void ingest_said(const char *text);

struct microdata {
    struct sv_store *store;
    json_t *meta;
};

/* Opens out/microdata.h5. */
struct microdata microdata_open(void);
void microdata_close(struct microdata *m);

size_t microdata_rows(const struct microdata *m, const char *column);
double microdata_value(const struct microdata *m, const char *column,
                       size_t row);

/* Why variable NAME of RECORD is missing. */
int microdata_reason(const struct microdata *m, const char *record,
                     const char *name, size_t row);

/* The string of a text variable. */
const char *microdata_string(const struct microdata *m, const char *record,
                             const char *name, size_t row);

/* Asserts that a column holds these numbers, written "1 2 3". */
void microdata_expect(const struct microdata *m, const char *column,
                      const char *numbers);

#endif
