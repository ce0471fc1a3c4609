/* infix.h - reads formulas of numbers v1, v2, ... such as (v1 - v2) / v2.
 *
 * + - * / and brackets, as everywhere, and the functions log, exp and sqrt: as R
 * and Stata read them.
 */
#ifndef SV_INFIX_H
#define SV_INFIX_H

#include <stdbool.h>
#include <stddef.h>

enum { SV_MAX_INFIX_STEPS = 100 };

/* Whether NAME of LENGTH is a function of formulas. */
bool sv_is_formula_function(const char *name, size_t length);

/* Writes the words of FORMULA into OUT[SIZE] in postfix order, v1 v2 - v2 /,
 * "neg" being the sign.  NULL; or a sentence on what is wrong, *AT and *LENGTH
 * then being where. */
const char *sv_postfix_of(char *out, size_t size, const char *formula,
                          size_t *at, size_t *length);

#endif
