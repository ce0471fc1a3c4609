/* regressing.h - the models of the description, from their pattern tables.
 *
 * A pattern table has the outcome behind the variables that explain it, so
 * patterns that differ in the outcome alone follow each other and are one
 * pattern of the fit.  Errors are found as for all numbers: by scores of
 * sampling units, less what calibration accounts for, or by replicates, each
 * of which is fitted again.
 */
#ifndef SV_REGRESSING_H
#define SV_REGRESSING_H

#include "pipeline/stage.h"
#include "stages/common/variance.h"
#include "weights/modelmatrix.h"
#include "weights/regression.h"

struct sv_model_result {
    const struct sv_model_spec *spec;
    const json_t *meta;         /* its entry */
    struct sv_covariate *covariate;     /* [spec->n_variables] */
    struct sv_model_term *term; /* [spec->n_parts] */
    size_t p;                   /* columns */
    struct sv_fit fit;
    bool *occurs;               /* [p] not 0 for everyone */
    double *v;                  /* [p][p] covariance of the coefficients */
    struct sv_support support;
    double df;                  /* of the design, less rank - 1 */
    unsigned flags;             /* of enum sv_flag */
    bool below_0;               /* replicate weights are: no errors */
};

/* All models of SURVEY, [n_models]; META and LAYOUT are those of TALLY.  What
 * cannot be fitted has no coefficients, and STAGE is warned.  The caller ends
 * them with sv_models_free(), also after a failure. */
enum sv_status sv_models_fit(struct sv_model_result **out,
                             struct sv_stage *stage,
                             const struct sv_survey *survey,
                             const struct sv_store *tally, const json_t *meta,
                             const struct sv_tally_layout *layout,
                             struct sv_fault *fault) SV_MUST_USE;
void sv_models_free(struct sv_model_result *models, size_t n);

/* Writes models.csv, models-terms.csv and models-covariance.csv. */
enum sv_status sv_write_models(struct sv_stage *stage,
                               const struct sv_model_result *models, size_t n,
                               struct sv_fault *fault) SV_MUST_USE;

/* "female * rural", the categories that column K is of, or those that it is
 * compared with; "" for a number, a constant. */
void sv_model_words(char *out, size_t size, const struct sv_model_result *m,
                    size_t k, bool reference);

/* "sex * area", the term that column K is of; "(constant)". */
void sv_model_term_words(char *out, size_t size,
                         const struct sv_model_result *m, size_t k);

#endif
