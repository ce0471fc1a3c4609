/* syntax.h - an expression as it was written: a tree of its parts.
 *
 * The tree knows the grammar and nothing of the data: a name may be a
 * variable, a category or a record type, which expression.h finds out.
 *
 *     expression = conjunction { "or" conjunction }
 *     conjunction = negation { "and" negation }
 *     negation   = "not" negation | comparison
 *     comparison = sum [ ("==" | "!=" | "<" | "<=" | ">" | ">=") sum
 *                      | [ "not" ] "in" "(" item { "," item } ")" ]
 *     item       = sum [ ".." sum ]
 *     sum        = product { ("+" | "-") product }
 *     product    = factor { ("*" | "/") factor }
 *     factor     = "-" factor | primary
 *     primary    = number | string | "true" | "false"
 *                | "(" expression ")" | name "(" arguments ")" | variables
 *     variables  = [ record "." ] name [ ".." name ]
 *     arguments  = [ expression { "," expression } ]
 */
#ifndef SV_SYNTAX_H
#define SV_SYNTAX_H

#include "pipeline/arena.h"
#include "pipeline/fault.h"
#include "pipeline/source.h"

enum { SV_MAX_EXPRESSION = 4096, SV_MAX_DEPTH = 64 };   /* bytes, nesting */

enum sv_form {
    SV_FORM_NUMBER, SV_FORM_STRING, SV_FORM_TRUE, SV_FORM_FALSE,
    SV_FORM_NAME,               /* [record.]name */
    SV_FORM_RANGE,              /* [record.]name..last, as in the file */
    SV_FORM_CALL,               /* name(part, part, ...) */
    SV_FORM_NOT, SV_FORM_MINUS,
    SV_FORM_AND, SV_FORM_OR,
    SV_FORM_ADD, SV_FORM_SUBTRACT, SV_FORM_MULTIPLY, SV_FORM_DIVIDE,
    SV_FORM_EQUAL, SV_FORM_UNEQUAL, SV_FORM_LESS, SV_FORM_AT_MOST,
    SV_FORM_MORE, SV_FORM_AT_LEAST,
    SV_FORM_IN,                 /* part in (items): first part, then items */
    SV_FORM_SPAN,               /* an item low..high of `in` */
};

struct sv_syntax {
    enum sv_form form;
    size_t at, length;          /* where it stands in the text */
    const char *record, *name, *last;   /* NULL where there is none */
    double number;
    struct sv_syntax *part;     /* first of its parts */
    struct sv_syntax *next;     /* the next part of what it is part of */
};

/* Reads TEXT.  The tree lives in ARENA.  Adds one fault, with its place, and
 * returns SV_DATA if TEXT is not an expression. */
enum sv_status sv_syntax_read(struct sv_syntax **out, struct sv_arena *arena,
                              struct sv_string text, struct sv_fault *fault)
    SV_MUST_USE;

#endif
