/* formula.c - a function of several numbers, and its derivatives. */
#include "weights/formula.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What the words of a formula are, from SV_FORMULA_PLUS on. */
static const char *const words[] = {
    "+", "-", "*", "/", "neg", "log", "exp", "sqrt",
};
enum { N_WORDS = sizeof words / sizeof *words };

/* The step that WORD of LENGTH is, with its operand. */
static bool
step_of(double *step, double *operand, const char *word, size_t length)
{
    char *end;

    for (size_t k = 0; k < N_WORDS; k++)
        if (strlen(words[k]) == length && memcmp(words[k], word, length) == 0) {
            *step = (double) (SV_FORMULA_PLUS + k);
            *operand = 0;
            return true;
        }
    *step = *word == 'v' ? SV_FORMULA_CELL : SV_FORMULA_NUMBER;
    *operand = strtod(word + (*word == 'v'), &end) - (*word == 'v');
    return end == word + length && (*word != 'v' || *operand >= 0);
}

/* How many values STEP takes away from those at hand. */
static size_t
taken(double step)
{
    return step <= SV_FORMULA_CELL ? 0 : step <= SV_FORMULA_OVER ? 2 : 1;
}

bool
sv_formula_of(double *formula, const char *postfix)
{
    size_t steps = 0, depth = 0;

    while (*postfix != '\0') {
        const size_t length = strcspn(postfix, " ");
        double *step = formula + 1 + 2 * steps;

        if (steps == SV_MAX_FORMULA_STEPS
            || !step_of(&step[0], &step[1], postfix, length)
            || taken(step[0]) > depth)
            return false;
        depth = depth - taken(step[0]) + 1;
        steps++;
        postfix += length + (postfix[length] == ' ');
    }
    formula[0] = (double) steps;
    return depth == 1;
}

/* A value and its derivative. */
struct dual { double v, d; };

static struct dual
two(enum sv_formula_step step, struct dual a, struct dual b)
{
    switch (step) {
    case SV_FORMULA_PLUS:
        return (struct dual){ a.v + b.v, a.d + b.d };
    case SV_FORMULA_MINUS:
        return (struct dual){ a.v - b.v, a.d - b.d };
    case SV_FORMULA_TIMES:
        return (struct dual){ a.v * b.v, a.d * b.v + a.v * b.d };
    default:
        break;
    }
    if (b.v == 0)
        return (struct dual){ NAN, NAN };
    return (struct dual){ a.v / b.v, (a.d - a.v / b.v * b.d) / b.v };
}

static struct dual
one(enum sv_formula_step step, struct dual a)
{
    if (step == SV_FORMULA_NEGATIVE)
        return (struct dual){ -a.v, -a.d };
    if (step == SV_FORMULA_EXP)
        return (struct dual){ exp(a.v), exp(a.v) * a.d };
    if (!(a.v > 0))
        return (struct dual){ NAN, NAN };
    return step == SV_FORMULA_LOG
               ? (struct dual){ log(a.v), a.d / a.v }
               : (struct dual){ sqrt(a.v), a.d / (2 * sqrt(a.v)) };
}

static struct dual
leaf(enum sv_formula_step step, double x, const double *theta, size_t k)
{
    if (step == SV_FORMULA_NUMBER)
        return (struct dual){ x, 0 };
    return (struct dual){ theta[(size_t) x], (size_t) x == k ? 1 : 0 };
}

static struct dual
evaluate(const double *formula, const double *theta, size_t k)
{
    struct dual stack[SV_MAX_FORMULA_STEPS + 1] = { { NAN, NAN } };
    const size_t steps = (size_t) formula[0];
    size_t n = 0;

    for (size_t i = 0; i < steps; i++) {
        const enum sv_formula_step step =
            (enum sv_formula_step) formula[1 + 2 * i];

        if (step <= SV_FORMULA_CELL) {
            stack[n++] = leaf(step, formula[2 + 2 * i], theta, k);
        } else if (step <= SV_FORMULA_OVER) {
            n--;
            stack[n - 1] = two(step, stack[n - 1], stack[n]);
        } else {
            stack[n - 1] = one(step, stack[n - 1]);
        }
    }
    return stack[0];
}

double
sv_formula_value(const double *formula, const double *theta)
{
    return evaluate(formula, theta, 0).v;
}

double
sv_formula_slope(const double *formula, const double *theta, size_t k)
{
    return evaluate(formula, theta, k).d;
}
