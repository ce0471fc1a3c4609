/* steps.h - what typing makes and evaluating works through.
 *
 * Code that only uses expressions does not need this header.
 */
#ifndef SV_STEPS_H
#define SV_STEPS_H

#include "pipeline/expression.h"

enum sv_step_kind {
    SV_STEP_NUMBER,             /* constant */
    SV_STEP_TRUTH,              /* constant, 0 or 1 */
    SV_STEP_CODE,               /* constant: a category or string by its code */
    SV_STEP_COLUMN,             /* symbol, STEPS up from the row at hand */
    SV_STEP_NOT, SV_STEP_AND, SV_STEP_OR,
    SV_STEP_MINUS, SV_STEP_ADD, SV_STEP_SUBTRACT, SV_STEP_MULTIPLY,
    SV_STEP_DIVIDE,
    SV_STEP_COMPARE,            /* numbers A and B by RELATION */
    SV_STEP_COMPARE_COLUMN,     /* an integer column with a constant */
    SV_STEP_COMPARE_CODES, SV_STEP_COMPARE_TRUTHS,      /* == and != */
    SV_STEP_IN,                 /* number A in one of the spans */
    SV_STEP_IF,                 /* A ? B : C */
    SV_STEP_MISSING,            /* whether A is missing, of KIND if not 0 */
    SV_STEP_LIST,               /* FUNCTION over the steps of a list */
    SV_STEP_MEMBERS,            /* FUNCTION over A, of the members in CHILD */
};

enum sv_relation {
    SV_EQUAL, SV_UNEQUAL, SV_LESS, SV_AT_MOST, SV_MORE, SV_AT_LEAST,
};

enum sv_function {
    SV_ANY, SV_ALL, SV_COUNT, SV_SUM, SV_MEAN_OF, SV_MIN, SV_MAX,
    SV_N_FUNCTIONS
};

struct sv_span { double low, high; };   /* both ends belong */

struct sv_step {
    enum sv_step_kind step;
    enum sv_kind kind;
    int a, b, c;                /* steps that it works on, or -1 */
    double number;              /* constant; code; truth */
    enum sv_relation relation;
    enum sv_function function;
    const struct sv_symbol *symbol;
    const struct sv_category_set *categories;
    int record;                 /* of the rows that it is evaluated over */
    int up;                     /* COLUMN: how far up the symbol's record is */
    int child;                  /* MEMBERS: record of the members */
    uint8_t kind_of_missing;    /* MISSING */
    const struct sv_span *span; /* IN, [n] */
    const int *list;            /* LIST, [n] */
    size_t n;
};

struct sv_expression {
    const struct sv_world *world;
    struct sv_step *step;       /* [n_steps]; operands come before users */
    size_t n_steps, capacity;
    int result;
};

#endif
