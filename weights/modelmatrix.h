/* modelmatrix.h - the columns of a model: from variables to numbers.
 *
 * Column 0 is the constant.  A number is a column; a classification has one for
 * every category but its reference, 1 in that category and 0 elsewhere (R's
 * contr.treatment).  A term that crosses several has their products, the
 * categories of the first varying fastest, and stands behind the terms of which
 * it is made.
 */
#ifndef SV_MODELMATRIX_H
#define SV_MODELMATRIX_H

#include <stddef.h>
#include <stdint.h>

enum { SV_MAX_IN_TERM = 4 };

struct sv_covariate {
    size_t levels;              /* 0: a number */
    size_t reference;           /* which of the levels, from 0 */
};

struct sv_model_term {
    size_t n;                   /* covariates crossed, at most SV_MAX_IN_TERM */
    size_t covariate[SV_MAX_IN_TERM];
    size_t column, n_columns;   /* sv_model_columns() fills them in */
};

/* How many columns there are, the constant included. */
size_t sv_model_columns(struct sv_model_term *terms, size_t n_terms,
                        const struct sv_covariate *covariates);

/* The row X [columns] of who has VALUE [covariates]: a number, or which of the
 * levels, from 0. */
void sv_model_row(double *x, const struct sv_model_term *terms, size_t n_terms,
                  const struct sv_covariate *covariates, const double *value);

/* The level of each covariate of TERM that its column K (from 0) is of; of a
 * number 0. */
void sv_model_levels(size_t level[SV_MAX_IN_TERM],
                     const struct sv_model_term *term,
                     const struct sv_covariate *covariates, size_t k);

#endif
