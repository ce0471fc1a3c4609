/* typing.h - what the parts of the type check have in common.
 *
 * A tree becomes steps, each checked against the dictionaries of the data; the
 * number of a step stands for its value.  Whatever gives a step gives -1 with a
 * fault where the tree is wrong.  Memory is the arena's.
 */
#ifndef SV_TYPING_H
#define SV_TYPING_H

#include "pipeline/steps.h"
#include "pipeline/syntax.h"

/* Where a name is looked up. */
struct sv_typing {
    struct sv_expression *e;
    struct sv_arena *arena;
    struct sv_string text;
    struct sv_fault *fault;
    int record;                 /* whose rows are evaluated */
    int outer;                  /* whose names stand alone: RECORD, or, among
                                   members, the record that they belong to */
    const char *range_name;     /* what a range stands for at the moment */
    struct sv_lack *lack;       /* NULL: a category that is not there is a
                                   fault */
};

extern const struct sv_step sv_blank_step;
extern const char *const sv_function_names[SV_N_FUNCTIONS];

/* typingsteps.c */

/* Adds a fault that points at S; -1. */
int sv_typing_fault(struct sv_typing *t, const struct sv_syntax *s,
                    const char *fmt, ...) SV_PRINTF(3, 4);
/* The same, where S is step I, which should be of KIND: a variable that collects
 * its misfits keeps it. */
int sv_typing_misfit(struct sv_typing *t, const struct sv_syntax *s, int i,
                     enum sv_kind kind, const char *fmt, ...) SV_PRINTF(5, 6);
/* "; did you mean 'x'?" with the nearest of NAMES [n], or "". */
const char *sv_typing_suggestion(struct sv_typing *t, const char *name,
                                 const char *const *names, size_t n);
/* The number of the step, that of an equal one if there is one. */
int sv_typing_add(struct sv_typing *t, struct sv_step step);
int sv_typing_constant(struct sv_typing *t, enum sv_step_kind step,
                       enum sv_kind kind, double number);
const struct sv_step *sv_typing_step(const struct sv_typing *t, int i);

/* typingnames.c */

/* The record type that S names its variable of. */
int sv_typing_record(struct sv_typing *t, const struct sv_syntax *s);
int sv_type_name(struct sv_typing *t, const struct sv_syntax *s);
/* A bare word or a string, which may be a label; or NULL. */
const char *sv_typing_word(const struct sv_syntax *s);
/* Whether a word is a label of what it is compared with, and its code.  Strings
 * that are none are faults; bare words may still be variables. */
enum sv_label { SV_NO_LABEL, SV_LABEL, SV_LABEL_FAULT };
enum sv_label sv_typing_find(double *code, const char *word,
                             const char *const *names, size_t n);
/* Types S, which is compared with step WITH. */
int sv_type_against(struct sv_typing *t, const struct sv_syntax *s, int with);
/* Whether S can only be a label: it is typed after what it is compared with. */
bool sv_is_only_label(struct sv_typing *t, const struct sv_syntax *s);

/* typing.c */

int sv_type(struct sv_typing *t, const struct sv_syntax *s);
/* Types S, which must be of KIND. */
int sv_type_as(struct sv_typing *t, const struct sv_syntax *s,
               enum sv_kind kind);
bool sv_same_categories(const struct sv_category_set *a,
                        const struct sv_category_set *b);
size_t sv_count_parts(const struct sv_syntax *part);

/* typingcalls.c */

int sv_type_call(struct sv_typing *t, const struct sv_syntax *s);
/* Function F of the expression PART about members, or of the list that PART
 * begins. */
int sv_type_aggregate(struct sv_typing *t, const struct sv_syntax *s,
                      enum sv_function f, const struct sv_syntax *part);
/* A range stands for one of its variables while a list goes through it. */
int sv_type_variable_of_range(struct sv_typing *t, const struct sv_syntax *s);

#endif
