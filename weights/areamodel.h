/* areamodel.h - figures for areas that a survey cannot carry alone.
 *
 * The model of Fay and Herriot (1979, JASA 74): of m areas, the survey gives
 * direct estimates y_i with sampling variances D_i, taken as known, and other
 * sources covariates x_i:
 *
 *     y_i = x_i' b + u_i + e_i,    u_i ~ (0, A),    e_i ~ (0, D_i),
 *
 * all independent.  The estimate for an area is the weighted mean of the
 * direct one and of the model's, the weight g_i = A / (A + D_i) being that of
 * the direct one (EBLUP).  An area without a direct estimate has the model's.
 */
#ifndef SV_AREAMODEL_H
#define SV_AREAMODEL_H

#include <stdbool.h>
#include <stddef.h>

#include "pipeline/fault.h"

struct sv_area_data {
    size_t m, p;                /* areas; covariates, the constant among them */
    const double *y, *d;        /* [m]; d > 0.  NAN both: no direct estimate */
    const double *x;            /* [m][p] */
};

/* How A is estimated: by Fisher scoring on the (restricted) likelihood, Rao and
 * Molina (2015), Small Area Estimation, 2nd ed., 6.1.2. */
enum sv_area_method { SV_AREA_REML, SV_AREA_ML };

struct sv_area_estimate {
    double value;               /* EBLUP */
    double mse;                 /* of it, nearly unbiased: Rao and Molina
                                   (2015), (6.2.10) for REML, (6.2.11) for ML;
                                   without direct estimate A + the variance of
                                   x'b */
    double shrinkage;           /* g: the part of the direct estimate */
};

struct sv_area_fit {
    double a;                   /* variance of the areas' own effects */
    double a_se;                /* by the information; see `at_zero` */
    bool at_zero;               /* the likelihood is highest at A = 0: nothing
                                   but the model is left of the estimates */
    double *b, *b_se;           /* [p] */
    struct sv_area_estimate *area;      /* [m] */
    unsigned iterations;
};

/* Fits the model to the areas that have a direct estimate, more of them than
 * covariates.  SV_DATA: too few areas, a variance that is not positive,
 * covariates that depend on each other, no convergence.  The caller releases
 * *out, also after a failure, with sv_area_fit_free(). */
enum sv_status sv_area_fit(struct sv_area_fit *out,
                           const struct sv_area_data *data,
                           enum sv_area_method method,
                           struct sv_fault *fault) SV_MUST_USE;
void sv_area_fit_free(struct sv_area_fit *fit);

#endif
