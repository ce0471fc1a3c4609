/* ingest.h - data files to microdata.h5. */
#ifndef SV_INGEST_H
#define SV_INGEST_H

#include <stdbool.h>

#include "pipeline/fault.h"
#include "pipeline/stage.h"

struct sv_ingest_options {
    struct sv_common_options common;
    bool all;                   /* keep variables that are not used */
};

/* Reads the data files of the stage's survey, links and orders them, and
 * writes microdata.h5.  With --check that is written for faulty data, too,
 * without their order: for who looks at names and types only. */
enum sv_status sv_ingest(struct sv_stage *stage,
                         const struct sv_ingest_options *options,
                         struct sv_fault *fault) SV_MUST_USE;

#endif
