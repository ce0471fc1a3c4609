/* naive_expression.h - expressions once more: the tree, walked for every row. */
#ifndef SV_NAIVE_EXPRESSION_H
#define SV_NAIVE_EXPRESSION_H

#include "pipeline/syntax.h"
#include "pipeline/world.h"

struct naive_value {
    enum sv_kind kind;
    double is;                  /* the number, or 0 and 1, or the code */
    uint8_t missing;            /* 0, or why */
};

/* The value of TREE, which must be well typed, for ROW of RECORD. */
struct naive_value naive_evaluate(const struct sv_world *world,
                                  const struct sv_syntax *tree, int record,
                                  size_t row);

#endif
