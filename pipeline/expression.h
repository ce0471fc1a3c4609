/* expression.h - expressions that have been checked against the data.
 *
 * Typing needs the names and kinds of the columns only, so that every fault is
 * found before any data are read.  The result is a list of steps, each of
 * which works on a block of rows; equal parts are one step.  Evaluating neither
 * allocates nor fails, and any number of threads may evaluate one expression,
 * each with a workspace of its own.
 *
 * Logic is Kleene's, with three values: a missing operand gives missing unless
 * the other one decides.  A missing result keeps the kind of the first operand
 * that was missing.
 */
#ifndef SV_EXPRESSION_H
#define SV_EXPRESSION_H

#include "pipeline/arena.h"
#include "pipeline/source.h"
#include "pipeline/world.h"

enum { SV_BLOCK = 4096 };       /* rows that are evaluated at a time */

struct sv_expression;           /* opaque; lives in the arena */
struct sv_workspace;            /* opaque; one a thread */

/* Checks TEXT, which is about RECORD, and adds all faults that it has. AGGREGATE
 * is the function that the whole of it is an argument of, or NULL. */
enum sv_status sv_expression_type(struct sv_expression **out,
                                  struct sv_arena *arena,
                                  const struct sv_world *world, int record,
                                  struct sv_string text, const char *aggregate,
                                  struct sv_fault *fault) SV_MUST_USE;

/* A category that an expression names and a variable does not have. */
struct sv_lack {
    const char *variable;       /* NULL: none lacks */
    const char *category;
    const char *const *found;   /* [n] the variable's categories, or the labels
                                   of a number; in the arena */
    size_t n;
};

/* As sv_expression_type() without an aggregate, for what is not the survey's
 * own: a category that is not there is no fault, but the first one is told in
 * *LACK, and the expression is not to be evaluated then. */
enum sv_status sv_expression_try(struct sv_expression **out,
                                 struct sv_arena *arena,
                                 const struct sv_world *world, int record,
                                 struct sv_string text, struct sv_lack *lack,
                                 struct sv_fault *fault) SV_MUST_USE;

/* "a number" and the like. */
const char *sv_kind_words(enum sv_kind kind);

enum sv_kind sv_expression_kind(const struct sv_expression *e);

/* The categories of an expression of SV_KIND_CATEGORY. */
const struct sv_category_set *
sv_expression_categories(const struct sv_expression *e);

/* The symbol that the expression is, where it is nothing but a name (of this
 * record type or an ancestor), else NULL. */
const struct sv_symbol *sv_expression_symbol(const struct sv_expression *e);

/* NULL if memory runs out. */
struct sv_workspace *sv_workspace_new(const struct sv_expression *e);
void sv_workspace_free(struct sv_workspace *workspace);

/* The values of a block.  One of the three is not NULL. */
struct sv_values {
    const uint8_t *truth;       /* SV_KIND_BOOL: 0 or 1 */
    const int32_t *code;        /* SV_KIND_CATEGORY, SV_KIND_STRING */
    const double *number;       /* SV_KIND_NUMBER */
    const uint8_t *missing;     /* kinds, or NULL: none is missing */
};

/* Evaluates rows [first, first + n), n <= SV_BLOCK; the values are the
 * workspace's and last until the next call. */
struct sv_values sv_evaluate(const struct sv_expression *e,
                             struct sv_workspace *workspace, size_t first,
                             size_t n);

#endif
