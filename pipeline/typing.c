/* typing.c - from what was written to steps, checked against the data. */
#include "pipeline/typing.h"

#include <string.h>

/* ---- operators --------------------------------------------------------- */

/* Types S, which must be of KIND. */
int
sv_type_as(struct sv_typing *t, const struct sv_syntax *s, enum sv_kind kind)
{
    const int i = sv_type(t, s);

    if (i >= 0 && sv_typing_step(t, i)->kind != kind)
        return sv_typing_misfit(
            t, s, i, kind, "expected %s, found %s%s", sv_kind_words(kind),
            sv_kind_words(sv_typing_step(t, i)->kind),
            kind == SV_KIND_BOOL ? "; write what it is compared "
                                   "with, like 'x == 1'"
                                 : "");
    return i;
}

static int
type_unary(struct sv_typing *t, const struct sv_syntax *s,
           enum sv_step_kind step, enum sv_kind kind)
{
    struct sv_step made = sv_blank_step;

    made.step = step;
    made.kind = kind;
    made.a = sv_type_as(t, s->part, kind);
    if (made.a < 0)
        return -1;
    if (step == SV_STEP_MINUS
        && sv_typing_step(t, made.a)->step == SV_STEP_NUMBER)
        return sv_typing_constant(t, SV_STEP_NUMBER, SV_KIND_NUMBER,
                                  -sv_typing_step(t, made.a)->number);
    return sv_typing_add(t, made);
}

static int
type_binary(struct sv_typing *t, const struct sv_syntax *s,
            enum sv_step_kind step, enum sv_kind kind)
{
    struct sv_step made = sv_blank_step;

    made.step = step;
    made.kind = kind;
    made.a = sv_type_as(t, s->part, kind);
    made.b = sv_type_as(t, s->part->next, kind);
    return made.a < 0 || made.b < 0 ? -1 : sv_typing_add(t, made);
}

static enum sv_relation
relation_of(enum sv_form form)
{
    return (enum sv_relation)((int) form - (int) SV_FORM_EQUAL);
}

static bool
is_integer_column(const struct sv_step *s)
{
    return s->step == SV_STEP_COLUMN && s->kind == SV_KIND_NUMBER && s->up == 0
           && (s->symbol->type == SV_I8 || s->symbol->type == SV_I16
               || s->symbol->type == SV_I32);
}

/* Numbers; an integer column against a constant has a step of its own, which
 * works on the column as it is stored. */
static int
compare_numbers(struct sv_typing *t, struct sv_step made)
{
    const struct sv_step *a = sv_typing_step(t, made.a),
                         *b = sv_typing_step(t, made.b);

    made.step = SV_STEP_COMPARE;
    if (is_integer_column(a) && b->step == SV_STEP_NUMBER) {
        made.step = SV_STEP_COMPARE_COLUMN;
        made.number = b->number;
        made.symbol = a->symbol;
        made.b = -1;
    }
    return sv_typing_add(t, made);
}

bool
sv_same_categories(const struct sv_category_set *a,
                   const struct sv_category_set *b)
{
    if (a->n != b->n)
        return false;
    for (size_t k = 0; k < a->n; k++)
        if (strcmp(a->name[k], b->name[k]) != 0)
            return false;
    return true;
}

static int
type_comparison(struct sv_typing *t, const struct sv_syntax *s)
{
    const struct sv_syntax *x = s->part, *y = x->next;
    const bool swapped = sv_is_only_label(t, x) && !sv_is_only_label(t, y);
    struct sv_step made = sv_blank_step;
    const struct sv_step *a, *b;

    made.kind = SV_KIND_BOOL;
    made.relation = relation_of(s->form);
    made.a = sv_type(t, swapped ? y : x);
    made.b = made.a < 0 ? -1 : sv_type_against(t, swapped ? x : y, made.a);
    if (made.b < 0)
        return -1;
    a = sv_typing_step(t, made.a);
    b = sv_typing_step(t, made.b);
    if (a->kind != b->kind)
        return sv_typing_misfit(t, s, made.a, b->kind, "%s is compared with %s",
                                sv_kind_words(a->kind), sv_kind_words(b->kind));
    if (a->kind == SV_KIND_NUMBER) {
        if (swapped && made.relation >= SV_LESS)
            made.relation = made.relation <= SV_AT_MOST ? made.relation + 2
                                                        : made.relation - 2;
        return compare_numbers(t, made);
    }
    if (made.relation >= SV_LESS)
        return sv_typing_fault(
            t, s,
            "%s has no order; compare it by == or !=, or list "
            "what it may be with 'in'",
            sv_kind_words(a->kind));
    if (a->kind == SV_KIND_CATEGORY && b->step != SV_STEP_CODE
        && !sv_same_categories(a->categories, b->categories))
        return sv_typing_fault(t, s, "the two have different categories");
    if (a->kind == SV_KIND_STRING && b->step != SV_STEP_CODE)
        return sv_typing_fault(
            t, s, "a string is compared with a text in quotes only");
    made.step = a->kind == SV_KIND_BOOL ? SV_STEP_COMPARE_TRUTHS
                                        : SV_STEP_COMPARE_CODES;
    return sv_typing_add(t, made);
}

/* The ends of an item of `in`.  What reads like a range of variables is one of
 * labels here. */
static void
ends_of(struct sv_syntax end[2], const struct sv_syntax *item)
{
    end[0] = end[1] = *item;
    if (item->form == SV_FORM_SPAN) {
        end[0] = *item->part;
        end[1] = *item->part->next;
    } else if (item->form == SV_FORM_RANGE) {
        end[0].form = end[1].form = SV_FORM_NAME;
        end[1].name = item->last;
    }
}

/* One item of `in` as a span of numbers or codes. */
static bool
type_item(struct sv_typing *t, struct sv_span *span,
          const struct sv_syntax *item, int what)
{
    const struct sv_step *low, *high, *of;
    struct sv_syntax end[2];
    int step[2];

    ends_of(end, item);
    for (size_t k = 0; k < 2; k++) {
        step[k] = sv_type_against(t, &end[k], what);
        if (step[k] < 0)
            return false;
    }
    if (t->lack != NULL && t->lack->variable != NULL) {
        *span = (struct sv_span){ 0, 0 };       /* not to be evaluated */
        return true;
    }
    low = sv_typing_step(t, step[0]);
    high = sv_typing_step(t, step[1]);
    of = sv_typing_step(t, what);
    if (low->kind != of->kind)
        sv_typing_fault(t, item, "%s is looked for among %s",
                        sv_kind_words(of->kind), sv_kind_words(low->kind));
    else if ((low->step != SV_STEP_NUMBER && low->step != SV_STEP_CODE)
             || (high->step != SV_STEP_NUMBER && high->step != SV_STEP_CODE))
        sv_typing_fault(t, item, "expected a number, a label or a range of "
                        "them");
    else if (low->number > high->number)
        sv_typing_fault(t, item, "the range ends before it begins");
    else {
        *span = (struct sv_span){ low->number, high->number };
        return true;
    }
    return false;
}

size_t
sv_count_parts(const struct sv_syntax *part)
{
    size_t n = 0;

    for (; part != NULL; part = part->next)
        n++;
    return n;
}

static int
type_in(struct sv_typing *t, const struct sv_syntax *s)
{
    const size_t n = sv_count_parts(s->part->next);
    struct sv_span *span = sv_arena_take(t->arena, n, sizeof *span);
    struct sv_step made = sv_blank_step;
    bool good = true;

    made.step = SV_STEP_IN;
    made.kind = SV_KIND_BOOL;
    made.a = sv_type(t, s->part);
    if (made.a < 0 || span == NULL)
        return -1;
    if (sv_typing_step(t, made.a)->kind == SV_KIND_BOOL && t->lack == NULL)
        return sv_typing_fault(t, s->part,
                               "'in' looks for a number, a category or a "
                               "string, not for a condition");
    for (const struct sv_syntax *item = s->part->next; item != NULL;
         item = item->next)
        good = type_item(t, &span[made.n++], item, made.a) && good;
    made.span = span;
    return good ? sv_typing_add(t, made) : -1;
}

int
sv_type(struct sv_typing *t, const struct sv_syntax *s)
{
    switch (s->form) {
    case SV_FORM_NUMBER:
        return sv_typing_constant(t, SV_STEP_NUMBER, SV_KIND_NUMBER, s->number);
    case SV_FORM_TRUE:
    case SV_FORM_FALSE:
        return sv_typing_constant(t, SV_STEP_TRUTH, SV_KIND_BOOL,
                                  s->form == SV_FORM_TRUE);
    case SV_FORM_STRING:
        return sv_typing_fault(t, s,
                               "a text in quotes is compared with a variable "
                               "only");
    case SV_FORM_NAME: return sv_type_name(t, s);
    case SV_FORM_RANGE: return sv_type_variable_of_range(t, s);
    case SV_FORM_CALL: return sv_type_call(t, s);
    case SV_FORM_NOT: return type_unary(t, s, SV_STEP_NOT, SV_KIND_BOOL);
    case SV_FORM_MINUS: return type_unary(t, s, SV_STEP_MINUS, SV_KIND_NUMBER);
    case SV_FORM_AND: return type_binary(t, s, SV_STEP_AND, SV_KIND_BOOL);
    case SV_FORM_OR: return type_binary(t, s, SV_STEP_OR, SV_KIND_BOOL);
    case SV_FORM_ADD: return type_binary(t, s, SV_STEP_ADD, SV_KIND_NUMBER);
    case SV_FORM_SUBTRACT:
        return type_binary(t, s, SV_STEP_SUBTRACT, SV_KIND_NUMBER);
    case SV_FORM_MULTIPLY:
        return type_binary(t, s, SV_STEP_MULTIPLY, SV_KIND_NUMBER);
    case SV_FORM_DIVIDE:
        return type_binary(t, s, SV_STEP_DIVIDE, SV_KIND_NUMBER);
    case SV_FORM_IN: return type_in(t, s);
    case SV_FORM_EQUAL:
    case SV_FORM_UNEQUAL:
    case SV_FORM_LESS:
    case SV_FORM_AT_MOST:
    case SV_FORM_MORE:
    case SV_FORM_AT_LEAST: return type_comparison(t, s);
    case SV_FORM_SPAN: break;
    }
    return sv_typing_fault(t, s, "a range of numbers stands behind 'in' only");
}

/* ---- the whole --------------------------------------------------------- */

static int
type_whole(struct sv_typing *t, const struct sv_syntax *tree,
           const char *aggregate)
{
    if (aggregate == NULL)
        return sv_type(t, tree);
    for (int f = 0; f < SV_N_FUNCTIONS; f++)
        if (strcmp(aggregate, sv_function_names[f]) == 0)
            return sv_type_aggregate(t, tree, (enum sv_function) f, tree);
    return sv_typing_fault(t, tree, "there is no function '%s'", aggregate);
}

static enum sv_status
type_text(struct sv_expression **out, struct sv_typing *t,
          const struct sv_world *world, const char *aggregate)
{
    struct sv_syntax *tree;
    enum sv_status status = sv_syntax_read(&tree, t->arena, t->text, t->fault);

    if (status != SV_OK)
        return status;
    t->e = sv_arena_take(t->arena, 1, sizeof *t->e);
    if (t->e == NULL)
        return sv_fail(t->fault, SV_SYSTEM, "out of memory for an expression");
    t->e->world = world;
    t->e->result = type_whole(t, tree, aggregate);
    if (t->e->result < 0)
        return t->fault->status != SV_OK ? t->fault->status
                                         : sv_fail(t->fault, SV_SYSTEM,
                                                   "out of memory for an "
                                                   "expression");
    *out = t->e;
    return SV_OK;
}

enum sv_status
sv_expression_type(struct sv_expression **out, struct sv_arena *arena,
                   const struct sv_world *world, int record,
                   struct sv_string text, const char *aggregate,
                   struct sv_fault *fault)
{
    struct sv_typing t = { .arena = arena,
                           .text = text,
                           .fault = fault,
                           .record = record,
                           .outer = record };

    return type_text(out, &t, world, aggregate);
}

enum sv_status
sv_expression_try(struct sv_expression **out, struct sv_arena *arena,
                  const struct sv_world *world, int record,
                  struct sv_string text, struct sv_lack *lack,
                  struct sv_fault *fault)
{
    struct sv_typing t = { .arena = arena,
                           .text = text,
                           .fault = fault,
                           .record = record,
                           .outer = record,
                           .lack = lack };

    return type_text(out, &t, world, NULL);
}

enum sv_kind
sv_expression_kind(const struct sv_expression *e)
{
    return e->step[e->result].kind;
}

const struct sv_category_set *
sv_expression_categories(const struct sv_expression *e)
{
    return e->step[e->result].categories;
}

const struct sv_symbol *
sv_expression_symbol(const struct sv_expression *e)
{
    const struct sv_step *s = &e->step[e->result];

    return s->step == SV_STEP_COLUMN ? s->symbol : NULL;
}
