/* formula.h - a function of several numbers, and its derivatives.
 *
 * A formula is written down in numbers, so that it stands where the coefficients
 * of a contrast stand: how many steps it has, then two numbers a step, what it
 * is and its operand.  Steps are in postfix order: (a - b) / b is a b - b /.
 */
#ifndef SV_FORMULA_H
#define SV_FORMULA_H

#include <stdbool.h>
#include <stddef.h>

enum sv_formula_step {
    SV_FORMULA_NUMBER,          /* its operand */
    SV_FORMULA_CELL,            /* the cell of that number, from 0 */
    SV_FORMULA_PLUS, SV_FORMULA_MINUS, SV_FORMULA_TIMES, SV_FORMULA_OVER,
    SV_FORMULA_NEGATIVE, SV_FORMULA_LOG, SV_FORMULA_EXP, SV_FORMULA_SQRT,
};

enum {
    SV_MAX_FORMULA_STEPS = 100,
    SV_FORMULA_SIZE = 1 + 2 * SV_MAX_FORMULA_STEPS,     /* numbers in a formula */
};

/* The formula in words with blanks between, in postfix order, into FORMULA
 * [SV_FORMULA_SIZE]: numbers, v1 v2 ... for the cells, + - * /, neg, log, exp,
 * sqrt; pipeline/infix.h makes such.  False if it is none, or too long. */
bool sv_formula_of(double *formula, const char *postfix);

/* The value of FORMULA, whose cells have the values THETA; NAN where it does not
 * exist, or is not smooth: x / 0, log(0), sqrt(0). */
double sv_formula_value(const double *formula, const double *theta);

/* Its derivative by the value of cell K, by the rules of differentiation. */
double sv_formula_slope(const double *formula, const double *theta, size_t k);

#endif
