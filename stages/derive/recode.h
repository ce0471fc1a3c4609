/* recode.h - from the values of an expression to a variable.
 *
 * The codes of the description are made into numbers once, by the kind of the
 * source: spans of values, of codes of categories or strings, or of truth.
 * What remains for every row is to find the span that a value lies in.
 */
#ifndef SV_RECODE_H
#define SV_RECODE_H

#include "pipeline/expression.h"
#include "pipeline/survey.h"
#include "stages/derive/reasons.h"

struct sv_recode {
    struct sv_rung { double low, high; int32_t to; } *span;     /* [n] values
                                   that get category TO (from 1) */
    size_t n;
    struct sv_rung *missing;    /* [n_missing] values that are missing, of
                                   kind TO */
    size_t n_missing;
    const double *cut;          /* [n_cuts] lower bounds, instead of spans */
    size_t n_cuts;
    uint8_t otherwise;          /* kind of missing of what is in no span */
};

/* Makes the spans for VARIABLE, whose values are those of E.  Names that its
 * categories and kinds refer to and that the source does not have are faults,
 * added to FAULT with their places. */
enum sv_status sv_recode_make(struct sv_recode *out, struct sv_arena *arena,
                              const struct sv_variable *variable,
                              const struct sv_expression *e,
                              struct sv_reasons *reasons,
                              struct sv_fault *fault) SV_MUST_USE;

/* Codes of N values: category or 0 into CODE, kind of missing into MISSING. */
void sv_recode(int32_t *code, uint8_t *missing, const struct sv_recode *r,
               const struct sv_values *values, size_t n);

/* The kinds of missing alone: for variables that stay numbers. */
void sv_recode_missing(uint8_t *missing, const struct sv_recode *r,
                       const struct sv_values *values, size_t n);

/* "[5,15)" or, for the last of N, "[75,...)" into TEXT. */
void sv_name_cut(char *text, size_t size, const double *cut, size_t n,
                 size_t k);

#endif
