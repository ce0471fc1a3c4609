/* writedesign.h - design.txt: the design in words, and for R and Stata. */
#ifndef SV_WRITEDESIGN_H
#define SV_WRITEDESIGN_H

#include "pipeline/stage.h"
#include "stages/estimate/estimation.h"

/* Writes OUT/design.txt and records it. */
enum sv_status sv_write_design(struct sv_stage *stage,
                               const struct sv_estimation *e,
                               struct sv_fault *fault) SV_MUST_USE;

#endif
