/* rscalesfile.h - a file with a factor for every replicate. */
#ifndef SV_RSCALESFILE_H
#define SV_RSCALESFILE_H

#include "pipeline/stage.h"

/* Reads OUT [n] from the file at PATH, a number a line, 0 or above, and records
 * the file.  Lines that are empty or begin with # are passed over. */
enum sv_status sv_rscales_read(double *out, size_t n, struct sv_stage *stage,
                               struct sv_string path, struct sv_fault *fault)
    SV_MUST_USE;

#endif
