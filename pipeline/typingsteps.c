/* typingsteps.c - the steps of an expression while they are found, and what is
 * said about those that are wrong. */
#include "pipeline/typing.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "pipeline/source.h"

enum { MAX_STEPS = 8192 };

/* ---- faults ------------------------------------------------------------ */

int
sv_typing_fault(struct sv_typing *t, const struct sv_syntax *s, const char *fmt,
                ...)
{
    char sentence[512];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(sentence, sizeof sentence, fmt, ap);
    va_end(ap);
    sv_point(t->fault, SV_DATA, sv_place_after(t->text.at, s->at), s->length,
             "%s", sentence);
    return -1;
}

int
sv_typing_misfit(struct sv_typing *t, const struct sv_syntax *s, int i,
                 enum sv_kind kind, const char *fmt, ...)
{
    const struct sv_step *step = sv_typing_step(t, i);
    char sentence[512];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(sentence, sizeof sentence, fmt, ap);
    va_end(ap);
    if (step->step != SV_STEP_COLUMN || step->symbol->misfit == NULL)
        return sv_typing_fault(t, s, "%s", sentence);
    sv_misfit_note(step->symbol->misfit, kind, sv_place_after(t->text.at, s->at),
                   s->length,
                   sv_arena_text(t->arena, sentence, strlen(sentence)));
    t->fault->status = SV_DATA;         /* told when all are known */
    return -1;
}

/* ", did you mean 'x'?" or "". */
const char *
sv_typing_suggestion(struct sv_typing *t, const char *name,
                     const char *const *names, size_t n)
{
    const char *near = sv_nearest(name, names, n);
    size_t size;
    char *text;

    if (near == NULL)
        return "";
    size = strlen(near) + 32;
    text = sv_arena_take(t->arena, size, 1);
    if (text == NULL)
        return "";
    snprintf(text, size, "; did you mean '%s'?", near);
    return text;
}

const char *
sv_kind_words(enum sv_kind kind)
{
    switch (kind) {
    case SV_KIND_BOOL: return "a condition";
    case SV_KIND_NUMBER: return "a number";
    case SV_KIND_CATEGORY: return "a category";
    case SV_KIND_STRING: break;
    }
    return "a string";
}

/* ---- steps ------------------------------------------------------------- */

const struct sv_step sv_blank_step = { .a = -1, .b = -1, .c = -1 };

/* Equal but for the lists, which are never shared. */
static bool
same_step(const struct sv_step *x, const struct sv_step *y)
{
    return x->step == y->step && x->kind == y->kind && x->a == y->a
           && x->b == y->b && x->c == y->c
           && memcmp(&x->number, &y->number, sizeof x->number) == 0
           && x->relation == y->relation && x->function == y->function
           && x->symbol == y->symbol && x->record == y->record && x->up == y->up
           && x->child == y->child && x->kind_of_missing == y->kind_of_missing
           && x->n == 0 && y->n == 0;
}

/* The number of the step, an equal one if there is one. */
int
sv_typing_add(struct sv_typing *t, struct sv_step step)
{
    struct sv_expression *e = t->e;

    step.record = t->record;
    for (size_t i = 0; i < e->n_steps; i++)
        if (same_step(&e->step[i], &step))
            return (int) i;
    if (e->n_steps == MAX_STEPS) {
        sv_point(t->fault, SV_DATA, t->text.at, 1,
                 "the expression is too long;"
                 " define parts of it as variables");
        return -1;
    }
    if (e->n_steps == e->capacity) {
        const size_t capacity = 2 * e->capacity + 16;
        struct sv_step *grown =
            sv_arena_take(t->arena, capacity, sizeof *grown);

        if (grown == NULL) {
            sv_fail(t->fault, SV_SYSTEM, "out of memory for an expression");
            return -1;
        }
        if (e->n_steps > 0)
            memcpy(grown, e->step, e->n_steps * sizeof *grown);
        e->step = grown;
        e->capacity = capacity;
    }
    e->step[e->n_steps] = step;
    return (int) e->n_steps++;
}

const struct sv_step *
sv_typing_step(const struct sv_typing *t, int i)
{
    return &t->e->step[i];
}

int
sv_typing_constant(struct sv_typing *t, enum sv_step_kind step,
                   enum sv_kind kind, double number)
{
    struct sv_step s = sv_blank_step;

    s.step = step;
    s.kind = kind;
    s.number = number;
    return sv_typing_add(t, s);
}
