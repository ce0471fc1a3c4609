/* weighreport.h - what weighting did, for people.
 *
 * weighting.csv has a line for every step, then the final weights by stratum;
 * where there are steps, weighting-margins.csv has every margin before and
 * after, and weighting.txt tells all of it in words.
 */
#ifndef SV_WEIGHREPORT_H
#define SV_WEIGHREPORT_H

#include <jansson.h>

#include "stages/weigh/stepping.h"

/* META is that of weights.h5; REPORT [n] are the steps. */
enum sv_status sv_write_weighting(struct sv_stage *stage, json_t *meta,
                                  const struct sv_step_report *report, size_t n,
                                  struct sv_fault *fault) SV_MUST_USE;

#endif
