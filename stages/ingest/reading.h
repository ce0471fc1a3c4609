/* reading.h - all data files of a survey, read by children. */
#ifndef SV_READING_H
#define SV_READING_H

#include <stdbool.h>

#include "pipeline/fault.h"
#include "pipeline/stage.h"
#include "pipeline/survey.h"
#include "stages/ingest/datafile.h"
#include "stages/ingest/used.h"

struct sv_reading_all {
    struct sv_datafile *own;    /* [n_records]; fd -1 for a record made from
                                   another */
    struct sv_datafile **file;  /* [n_records] the file with its rows */
    size_t n_records;
    struct sv_used used;
};

/* Reads everything the survey uses, with JOBS children at a time; faults of
 * all files are collected.  STAGE is told the files' digests and the progress.
 * The caller ends it with sv_reading_free(), after a failure, too. */
enum sv_status sv_reading_run(struct sv_reading_all *out,
                              struct sv_stage *stage, unsigned jobs, bool all,
                              struct sv_fault *fault) SV_MUST_USE;
void sv_reading_free(struct sv_reading_all *reading);

#endif
