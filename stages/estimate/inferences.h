/* inferences.h - contrasts, tests and models, as estimates.json has them. */
#ifndef SV_INFERENCES_H
#define SV_INFERENCES_H

#include "pipeline/stage.h"
#include "stages/estimate/estimation.h"

/* A contrast with the numbers that it is of: see docs/outputs.md. */
json_t *sv_contrasts_json(const struct sv_estimation *e);

/* The variables with categories that tests and models are of, as those of
 * `classifications`. */
json_t *sv_variables_json(const struct sv_estimation *e);

/* What tests.csv and models*.csv say, which must have been written; empty lists
 * where the description asks for none.  The caller releases *out. */
enum sv_status sv_tests_json(json_t **out, struct sv_stage *stage,
                             const struct sv_estimation *e,
                             struct sv_fault *fault) SV_MUST_USE;
enum sv_status sv_models_json(json_t **out, struct sv_stage *stage,
                              const struct sv_estimation *e,
                              struct sv_fault *fault) SV_MUST_USE;

#endif
