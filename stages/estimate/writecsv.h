/* writecsv.h - estimates.csv: one row a number. */
#ifndef SV_WRITECSV_H
#define SV_WRITECSV_H

#include "pipeline/stage.h"
#include "stages/estimate/estimation.h"

/* Writes OUT/estimates.csv and records it. */
enum sv_status sv_write_estimates_csv(struct sv_stage *stage,
                                      const struct sv_estimation *e,
                                      struct sv_fault *fault) SV_MUST_USE;

#endif
