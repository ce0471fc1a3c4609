/* csvreader.c - rows of CSV files. */
#include "stages/ingest/formats.h"

static enum sv_status
dictionary(json_t *out, const struct sv_reading *reading, struct sv_fault *fault)
{
    (void) out;
    (void) reading;
    return sv_fail(fault, SV_DATA, "x");
}

static enum sv_status
rows(struct sv_spool *spool, const struct sv_reading *reading,
     struct sv_fault *fault)
{
    (void) spool;
    (void) reading;
    return sv_fail(fault, SV_DATA, "x");
}

const struct sv_reader sv_csv_reader = { dictionary, rows };
