/* areas.h - figures by area beside those of the survey.
 *
 * coherence.csv, a line an indicator and area: the estimate, the figure from
 * elsewhere, their difference and ratio with the interval of the estimate.
 * smallarea.csv, a line an indicator and area: the direct estimate, that of the
 * model (weights/areamodel.h), its mean squared error.  smallarea-models.csv:
 * the models' coefficients.
 */
#ifndef SV_AREAS_H
#define SV_AREAS_H

#include "pipeline/stage.h"
#include "stages/estimate/estimation.h"

/* Writes what the section `areas` asks for; nothing where there is none. */
enum sv_status sv_write_areas(struct sv_stage *stage,
                              const struct sv_estimation *e,
                              struct sv_fault *fault) SV_MUST_USE;

#endif
