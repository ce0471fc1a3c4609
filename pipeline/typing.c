/* typing.c - from what was written to steps, checked against the data. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "pipeline/source.h"
#include "pipeline/steps.h"
#include "pipeline/syntax.h"

enum { MAX_STEPS = 8192 };

/* Where a name is looked up. */
struct typing {
    struct sv_expression *e;
    struct sv_arena *arena;
    struct sv_string text;
    struct sv_fault *fault;
    int record;                 /* whose rows are evaluated */
    int outer;                  /* whose names stand alone: RECORD, or, among
                                   members, the record that they belong to */
    const char *range_name;     /* what a range stands for at the moment */
};

static int type(struct typing *t, const struct sv_syntax *s);

static const char *const function_names[SV_N_FUNCTIONS] = {
    [SV_ANY] = "any", [SV_ALL] = "all", [SV_COUNT] = "count", [SV_SUM] = "sum",
    [SV_MEAN_OF] = "mean", [SV_MIN] = "min", [SV_MAX] = "max",
};

/* ---- faults ------------------------------------------------------------ */

static int SV_PRINTF(3, 4)
fault_at(struct typing *t, const struct sv_syntax *s, const char *fmt, ...)
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

/* ", did you mean 'x'?" or "". */
static const char *
suggestion(struct typing *t, const char *name, const char *const *names,
           size_t n)
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

/* Names known in a record type, and the record types themselves. */
static const char *
suggest_symbol(struct typing *t, int record, const char *name)
{
    const struct sv_world_record *r = &t->e->world->record[record];
    const char **names = sv_arena_take(t->arena, r->n_symbols + 1,
                                       sizeof *names);

    if (names == NULL)
        return "";
    for (size_t k = 0; k < r->n_symbols; k++)
        names[k] = r->symbol[k].name;
    return suggestion(t, name, names, r->n_symbols);
}

static const char *
kind_words(enum sv_kind kind)
{
    switch (kind) {
    case SV_KIND_BOOL:
        return "a condition";
    case SV_KIND_NUMBER:
        return "a number";
    case SV_KIND_CATEGORY:
        return "a category";
    case SV_KIND_STRING:
        break;
    }
    return "a string";
}

/* ---- steps ------------------------------------------------------------- */

static const struct sv_step blank = { .a = -1, .b = -1, .c = -1 };

/* Equal but for the lists, which are never shared. */
static bool
same_step(const struct sv_step *x, const struct sv_step *y)
{
    return x->step == y->step && x->kind == y->kind && x->a == y->a
           && x->b == y->b && x->c == y->c
           && memcmp(&x->number, &y->number, sizeof x->number) == 0
           && x->relation == y->relation && x->function == y->function
           && x->symbol == y->symbol && x->record == y->record
           && x->up == y->up && x->child == y->child
           && x->kind_of_missing == y->kind_of_missing && x->n == 0
           && y->n == 0;
}

/* The number of the step, an equal one if there is one. */
static int
add_step(struct typing *t, struct sv_step step)
{
    struct sv_expression *e = t->e;

    step.record = t->record;
    for (size_t i = 0; i < e->n_steps; i++)
        if (same_step(&e->step[i], &step))
            return (int) i;
    if (e->n_steps == MAX_STEPS) {
        sv_point(t->fault, SV_DATA, t->text.at, 1, "the expression is too long;"
                 " define parts of it as variables");
        return -1;
    }
    if (e->n_steps == e->capacity) {
        const size_t capacity = 2 * e->capacity + 16;
        struct sv_step *grown = sv_arena_take(t->arena, capacity,
                                              sizeof *grown);

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

static const struct sv_step *
step_of(const struct typing *t, int i)
{
    return &t->e->step[i];
}

static int
add_constant(struct typing *t, enum sv_step_kind step, enum sv_kind kind,
             double number)
{
    struct sv_step s = blank;

    s.step = step;
    s.kind = kind;
    s.number = number;
    return add_step(t, s);
}

/* ---- names ------------------------------------------------------------- */

/* The record type that S names its variable of, -1 with a fault. */
static int
record_of(struct typing *t, const struct sv_syntax *s)
{
    const struct sv_world *w = t->e->world;
    const char *names[8];
    int record;

    if (s->record == NULL)
        return t->outer;
    record = sv_world_record(w, s->record);
    if (record < 0) {
        for (size_t i = 0; i < w->n; i++)
            names[i] = w->record[i].name;
        return fault_at(t, s, "there is no record type '%s'%s", s->record,
                        suggestion(t, s->record, names, w->n));
    }
    if (sv_world_steps(w, t->record, record) >= 0)
        return record;
    if (w->record[record].parent == t->record)
        return fault_at(t, s, "'%s' has several '%s'; take any(), all(), "
                        "count(), sum(), mean(), min() or max() of them",
                        w->record[t->record].name, s->record);
    return fault_at(t, s, "'%s' is no parent of '%s'", s->record,
                    w->record[t->record].name);
}

/* Says where else a name is known, if it is. */
static int
fault_unknown(struct typing *t, const struct sv_syntax *s, int record)
{
    const struct sv_world *w = t->e->world;

    for (int above = w->record[record].parent; above >= 0;
         above = w->record[above].parent)
        if (sv_world_find(w, above, s->name) != NULL)
            return fault_at(t, s, "'%s' has no variable '%s'; of its '%s' write "
                            "%s.%s", w->record[record].name, s->name,
                            w->record[above].name, w->record[above].name,
                            s->name);
    return fault_at(t, s, "'%s' has no variable '%s'%s", w->record[record].name,
                    s->name, suggest_symbol(t, record, s->name));
}

static int
type_name(struct typing *t, const struct sv_syntax *s)
{
    const int record = record_of(t, s);
    struct sv_step step = blank;

    if (record < 0)
        return -1;
    step.symbol = sv_world_find(t->e->world, record, s->name);
    if (step.symbol == NULL)
        return fault_unknown(t, s, record);
    step.step = SV_STEP_COLUMN;
    step.kind = step.symbol->kind;
    step.categories = step.symbol->categories;
    step.up = sv_world_steps(t->e->world, t->record, record);
    return add_step(t, step);
}

/* ---- constants that depend on what they are compared with --------------- */

/* A bare word or a string, which may be a label. */
static const char *
word_of(const struct sv_syntax *s)
{
    if (s->form == SV_FORM_STRING
        || (s->form == SV_FORM_NAME && s->record == NULL))
        return s->name;
    return NULL;
}

/* Whether S is a label of what step WITH is: its code into *code.  Strings
 * that are none are faults; bare words may still be variables. */
enum label { NO_LABEL, LABEL, LABEL_FAULT };

static enum label
find_name(double *code, const char *word, const char *const *names, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (strcmp(names[k], word) == 0) {
            *code = (double) k;
            return LABEL;
        }
    return NO_LABEL;
}

static enum label
label_of_category(struct typing *t, double *code, const struct sv_step *with,
                  const struct sv_syntax *s)
{
    const struct sv_category_set *set = with->categories;
    const char *const *names = (const char *const *) set->name;

    if (find_name(code, word_of(s), names, set->n) == LABEL) {
        *code += 1;
        return LABEL;
    }
    if (s->form == SV_FORM_NAME
        && sv_world_find(t->e->world, t->outer, s->name) != NULL)
        return NO_LABEL;
    fault_at(t, s, "there is no category '%s'%s", word_of(s),
             suggestion(t, word_of(s), names, set->n));
    return LABEL_FAULT;
}

static enum label
label_of_number(struct typing *t, double *code, const struct sv_step *with,
                const struct sv_syntax *s)
{
    const struct sv_symbol *symbol = with->symbol;
    const size_t n = symbol != NULL ? symbol->n_labels : 0;
    const char **names = sv_arena_take(t->arena, n + 1, sizeof *names);

    if (names == NULL)
        return NO_LABEL;
    for (size_t k = 0; k < n; k++) {
        names[k] = symbol->label[k].text;
        if (strcmp(names[k], word_of(s)) == 0) {
            *code = symbol->label[k].value;
            return LABEL;
        }
    }
    if (s->form == SV_FORM_NAME)
        return NO_LABEL;
    fault_at(t, s, "a number is compared with '%s', which is none of its "
             "labels%s", s->name, suggestion(t, s->name, names, n));
    return LABEL_FAULT;
}

/* Strings that do not occur are right: nothing equals them. */
static enum label
label_of_string(double *code, const struct sv_step *with,
                const struct sv_syntax *s)
{
    if (s->form != SV_FORM_STRING || with->symbol == NULL)
        return NO_LABEL;
    *code = -1;
    find_name(code, s->name, with->symbol->string, with->symbol->n_strings);
    return LABEL;
}

/* Types S, which is compared with step WITH. */
static int
type_against(struct typing *t, const struct sv_syntax *s, int with)
{
    const struct sv_step w = *step_of(t, with);
    enum label label = NO_LABEL;
    double code = 0;

    if (word_of(s) != NULL) {
        if (w.kind == SV_KIND_CATEGORY)
            label = label_of_category(t, &code, &w, s);
        else if (w.kind == SV_KIND_NUMBER)
            label = label_of_number(t, &code, &w, s);
        else if (w.kind == SV_KIND_STRING)
            label = label_of_string(&code, &w, s);
    }
    if (label == LABEL_FAULT)
        return -1;
    if (label == NO_LABEL)
        return type(t, s);
    if (w.kind == SV_KIND_NUMBER)
        return add_constant(t, SV_STEP_NUMBER, SV_KIND_NUMBER, code);
    return add_constant(t, SV_STEP_CODE, w.kind, code);
}

/* Whether S can only be a label: it is typed after what it is compared with. */
static bool
is_only_label(struct typing *t, const struct sv_syntax *s)
{
    return s->form == SV_FORM_STRING
           || (word_of(s) != NULL
               && sv_world_find(t->e->world, t->outer, s->name) == NULL);
}

/* ---- operators --------------------------------------------------------- */

/* Types S, which must be of KIND. */
static int
type_as(struct typing *t, const struct sv_syntax *s, enum sv_kind kind)
{
    const int i = type(t, s);

    if (i >= 0 && step_of(t, i)->kind != kind)
        return fault_at(t, s, "expected %s, found %s%s", kind_words(kind),
                        kind_words(step_of(t, i)->kind),
                        kind == SV_KIND_BOOL ? "; write what it is compared "
                                               "with, like 'x == 1'"
                                             : "");
    return i;
}

static int
type_unary(struct typing *t, const struct sv_syntax *s, enum sv_step_kind step,
           enum sv_kind kind)
{
    struct sv_step made = blank;

    made.step = step;
    made.kind = kind;
    made.a = type_as(t, s->part, kind);
    if (made.a < 0)
        return -1;
    if (step == SV_STEP_MINUS && step_of(t, made.a)->step == SV_STEP_NUMBER)
        return add_constant(t, SV_STEP_NUMBER, SV_KIND_NUMBER,
                            -step_of(t, made.a)->number);
    return add_step(t, made);
}

static int
type_binary(struct typing *t, const struct sv_syntax *s, enum sv_step_kind step,
            enum sv_kind kind)
{
    struct sv_step made = blank;

    made.step = step;
    made.kind = kind;
    made.a = type_as(t, s->part, kind);
    made.b = type_as(t, s->part->next, kind);
    return made.a < 0 || made.b < 0 ? -1 : add_step(t, made);
}

static enum sv_relation
relation_of(enum sv_form form)
{
    return (enum sv_relation) ((int) form - (int) SV_FORM_EQUAL);
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
compare_numbers(struct typing *t, struct sv_step made)
{
    const struct sv_step *a = step_of(t, made.a), *b = step_of(t, made.b);

    made.step = SV_STEP_COMPARE;
    if (is_integer_column(a) && b->step == SV_STEP_NUMBER) {
        made.step = SV_STEP_COMPARE_COLUMN;
        made.number = b->number;
        made.symbol = a->symbol;
        made.b = -1;
    }
    return add_step(t, made);
}

static bool
same_set(const struct sv_category_set *a, const struct sv_category_set *b)
{
    if (a->n != b->n)
        return false;
    for (size_t k = 0; k < a->n; k++)
        if (strcmp(a->name[k], b->name[k]) != 0)
            return false;
    return true;
}

static int
type_comparison(struct typing *t, const struct sv_syntax *s)
{
    const struct sv_syntax *x = s->part, *y = x->next;
    const bool swapped = is_only_label(t, x) && !is_only_label(t, y);
    struct sv_step made = blank;
    const struct sv_step *a, *b;

    made.kind = SV_KIND_BOOL;
    made.relation = relation_of(s->form);
    made.a = type(t, swapped ? y : x);
    made.b = made.a < 0 ? -1 : type_against(t, swapped ? x : y, made.a);
    if (made.b < 0)
        return -1;
    a = step_of(t, made.a);
    b = step_of(t, made.b);
    if (a->kind != b->kind)
        return fault_at(t, s, "%s is compared with %s", kind_words(a->kind),
                        kind_words(b->kind));
    if (a->kind == SV_KIND_NUMBER) {
        if (swapped && made.relation >= SV_LESS)
            made.relation = made.relation <= SV_AT_MOST
                                ? made.relation + 2
                                : made.relation - 2;
        return compare_numbers(t, made);
    }
    if (made.relation >= SV_LESS)
        return fault_at(t, s, "%s has no order; compare it by == or !=, or list "
                        "what it may be with 'in'", kind_words(a->kind));
    if (a->kind == SV_KIND_CATEGORY && b->step != SV_STEP_CODE
        && !same_set(a->categories, b->categories))
        return fault_at(t, s, "the two have different categories");
    if (a->kind == SV_KIND_STRING && b->step != SV_STEP_CODE)
        return fault_at(t, s, "a string is compared with a text in quotes only");
    made.step = a->kind == SV_KIND_BOOL ? SV_STEP_COMPARE_TRUTHS
                                        : SV_STEP_COMPARE_CODES;
    return add_step(t, made);
}

/* One item of `in` as a span of numbers or codes. */
static bool
type_item(struct typing *t, struct sv_span *span, const struct sv_syntax *item,
          int what)
{
    const bool spans = item->form == SV_FORM_SPAN;
    const int low = type_against(t, spans ? item->part : item, what);
    const int high = spans && low >= 0 ? type_against(t, item->part->next, what)
                                       : low;

    if (low < 0 || high < 0)
        return false;
    if (step_of(t, low)->kind != step_of(t, what)->kind) {
        fault_at(t, item, "%s is looked for among %s",
                 kind_words(step_of(t, what)->kind),
                 kind_words(step_of(t, low)->kind));
        return false;
    }
    if ((step_of(t, low)->step != SV_STEP_NUMBER
         && step_of(t, low)->step != SV_STEP_CODE)
        || (step_of(t, high)->step != SV_STEP_NUMBER
            && step_of(t, high)->step != SV_STEP_CODE)) {
        fault_at(t, item, "expected a number, a label or a range of them");
        return false;
    }
    *span = (struct sv_span){ step_of(t, low)->number,
                              step_of(t, high)->number };
    if (span->low > span->high && spans) {
        fault_at(t, item, "the range ends before it begins");
        return false;
    }
    return true;
}

static size_t
count_parts(const struct sv_syntax *part)
{
    size_t n = 0;

    for (; part != NULL; part = part->next)
        n++;
    return n;
}

static int
type_in(struct typing *t, const struct sv_syntax *s)
{
    const size_t n = count_parts(s->part->next);
    struct sv_span *span = sv_arena_take(t->arena, n, sizeof *span);
    struct sv_step made = blank;
    bool good = true;

    made.step = SV_STEP_IN;
    made.kind = SV_KIND_BOOL;
    made.a = type(t, s->part);
    if (made.a < 0 || span == NULL)
        return -1;
    if (step_of(t, made.a)->kind == SV_KIND_BOOL)
        return fault_at(t, s->part, "'in' looks for a number, a category or a "
                        "string, not for a condition");
    for (const struct sv_syntax *item = s->part->next; item != NULL;
         item = item->next)
        good = type_item(t, &span[made.n++], item, made.a) && good;
    made.span = span;
    return good ? add_step(t, made) : -1;
}

/* ---- functions --------------------------------------------------------- */

static int
type_if(struct typing *t, const struct sv_syntax *s)
{
    struct sv_step made = blank;
    const struct sv_syntax *yes = s->part != NULL ? s->part->next : NULL;

    if (count_parts(s->part) != 3)
        return fault_at(t, s, "if() takes a condition and two values: "
                        "if(age < 15, 0, 1)");
    made.step = SV_STEP_IF;
    made.a = type_as(t, s->part, SV_KIND_BOOL);
    made.b = type(t, yes);
    made.c = made.b < 0 ? -1 : type_against(t, yes->next, made.b);
    if (made.a < 0 || made.b < 0 || made.c < 0)
        return -1;
    made.kind = step_of(t, made.b)->kind;
    made.categories = step_of(t, made.b)->categories;
    if (step_of(t, made.c)->kind != made.kind)
        return fault_at(t, s, "if() gives %s or %s; both must be of one kind",
                        kind_words(made.kind),
                        kind_words(step_of(t, made.c)->kind));
    if (made.kind == SV_KIND_STRING
        || (made.kind == SV_KIND_CATEGORY && made.categories == NULL)
        || (made.kind == SV_KIND_CATEGORY
            && step_of(t, made.c)->step != SV_STEP_CODE
            && !same_set(made.categories, step_of(t, made.c)->categories)))
        return fault_at(t, s, "if() gives numbers, conditions, or categories "
                        "of one set");
    return add_step(t, made);
}

static int
type_missing(struct typing *t, const struct sv_syntax *s)
{
    const struct sv_world *w = t->e->world;
    const struct sv_syntax *kind = s->part != NULL ? s->part->next : NULL;
    struct sv_step made = blank;
    double k = 0;

    if (s->part == NULL || count_parts(s->part) > 2)
        return fault_at(t, s, "missing() takes a value, and a kind of missing "
                        "if only that is meant: missing(x, refused)");
    made.step = SV_STEP_MISSING;
    made.kind = SV_KIND_BOOL;
    made.a = type(t, s->part);
    if (made.a < 0)
        return -1;
    if (kind != NULL) {
        if (word_of(kind) == NULL
            || find_name(&k, word_of(kind), w->kind, w->n_kinds) != LABEL)
            return fault_at(t, kind, "there is no kind of missing of that "
                            "name%s", word_of(kind) != NULL
                                ? suggestion(t, word_of(kind), w->kind,
                                             w->n_kinds)
                                : "");
        made.kind_of_missing = (uint8_t) k;
    }
    return add_step(t, made);
}

/* The child record that the arguments are about, or -1. */
static int
child_of(const struct typing *t, const struct sv_syntax *s)
{
    const struct sv_world *w = t->e->world;
    int found = -1;

    for (; s != NULL && found < 0; s = s->next) {
        const char *name = s->record != NULL ? s->record
                           : s->form == SV_FORM_NAME ? s->name
                                                     : NULL;
        const int record = name != NULL ? sv_world_record(w, name) : -1;

        if (record >= 0 && w->record[record].parent == t->record
            && (s->record != NULL
                || sv_world_find(w, t->outer, name) == NULL))
            found = record;
        else
            found = child_of(t, s->part);
    }
    return found;
}

static enum sv_kind
kind_taken(enum sv_function f)
{
    return f <= SV_COUNT ? SV_KIND_BOOL : SV_KIND_NUMBER;
}

static enum sv_kind
kind_given(enum sv_function f)
{
    return f <= SV_ALL ? SV_KIND_BOOL : SV_KIND_NUMBER;
}

static int
type_members(struct typing *t, const struct sv_syntax *s, enum sv_function f,
             const struct sv_syntax *part, int child)
{
    struct typing inner = *t;
    struct sv_step made = blank;
    const bool bare = part->form == SV_FORM_NAME && part->record == NULL
                      && sv_world_record(t->e->world, part->name) == child;

    if (part->next != NULL)
        return fault_at(t, s, "%s() takes one expression about members",
                        function_names[f]);
    if (bare && f != SV_COUNT)
        return fault_at(t, part, "%s() takes what of each '%s' is meant, like "
                        "%s.age", function_names[f], part->name, part->name);
    inner.record = child;
    made.a = bare ? add_constant(&inner, SV_STEP_TRUTH, SV_KIND_BOOL, 1)
                  : type_as(&inner, part, kind_taken(f));
    if (made.a < 0)
        return -1;
    made.step = SV_STEP_MEMBERS;
    made.kind = kind_given(f);
    made.function = f;
    made.child = child;
    return add_step(t, made);
}

/* The range in an argument, or NULL. */
static const struct sv_syntax *
range_in(const struct sv_syntax *s)
{
    const struct sv_syntax *found = NULL;

    for (; s != NULL && found == NULL; s = s->next)
        found = s->form == SV_FORM_RANGE ? s : range_in(s->part);
    return found;
}

struct list {
    int *step;
    size_t n, capacity;
};

static bool
append(struct typing *t, struct list *list, int step)
{
    if (step < 0)
        return false;
    if (list->n == list->capacity) {
        const size_t capacity = 2 * list->capacity + 16;
        int *grown = sv_arena_take(t->arena, capacity, sizeof *grown);

        if (grown == NULL)
            return false;
        if (list->n > 0)
            memcpy(grown, list->step, list->n * sizeof *grown);
        list->step = grown;
        list->capacity = capacity;
    }
    list->step[list->n++] = step;
    return true;
}

/* The place of variable NAME in the file of RECORD, or its n_raw. */
static size_t
raw_place(const struct sv_world_record *r, const char *name)
{
    size_t k = 0;

    while (k < r->n_raw && strcmp(r->symbol[k].name, name) != 0)
        k++;
    return k;
}

/* Types PART once for every variable of the range that is in it. */
static bool
type_range(struct typing *t, struct list *list, const struct sv_syntax *part,
           const struct sv_syntax *range, enum sv_kind kind)
{
    const int record = record_of(t, range);
    const struct sv_world_record *r;
    const char *const before = t->range_name;
    size_t first, last;
    bool good = true;

    if (record < 0)
        return false;
    r = &t->e->world->record[record];
    first = raw_place(r, range->name);
    last = raw_place(r, range->last);
    if (first == r->n_raw || last == r->n_raw || first > last) {
        fault_at(t, range, "the file of '%s' has no range from '%s' to '%s'",
                 r->name, range->name, range->last);
        return false;
    }
    for (size_t k = first; good && k <= last; k++) {
        t->range_name = r->symbol[k].name;
        good = append(t, list, type_as(t, part, kind));
    }
    t->range_name = before;
    return good;
}

static int
type_list(struct typing *t, const struct sv_syntax *s, enum sv_function f,
          const struct sv_syntax *part)
{
    struct sv_step made = blank;
    struct list list = { 0 };
    bool good = true;

    for (; part != NULL; part = part->next) {
        struct sv_syntax alone = *part;
        const struct sv_syntax *range;

        alone.next = NULL;
        range = t->range_name == NULL ? range_in(&alone) : NULL;
        good = (range != NULL
                    ? type_range(t, &list, &alone, range, kind_taken(f))
                    : append(t, &list, type_as(t, &alone, kind_taken(f))))
               && good;
    }
    if (!good)
        return -1;
    if (list.n == 0)
        return fault_at(t, s, "%s() takes at least one value",
                        function_names[f]);
    made.step = SV_STEP_LIST;
    made.kind = kind_given(f);
    made.function = f;
    made.list = list.step;
    made.n = list.n;
    return add_step(t, made);
}

static int
type_aggregate(struct typing *t, const struct sv_syntax *s, enum sv_function f,
               const struct sv_syntax *part)
{
    const int child = child_of(t, part);

    return child >= 0 ? type_members(t, s, f, part, child)
                      : type_list(t, s, f, part);
}

static int
type_call(struct typing *t, const struct sv_syntax *s)
{
    static const char *const names[] = { "if", "missing", "any", "all",
                                         "count", "sum", "mean", "min",
                                         "max" };

    if (strcmp(s->name, "if") == 0)
        return type_if(t, s);
    if (strcmp(s->name, "missing") == 0)
        return type_missing(t, s);
    for (int f = 0; f < SV_N_FUNCTIONS; f++)
        if (strcmp(s->name, function_names[f]) == 0)
            return type_aggregate(t, s, (enum sv_function) f, s->part);
    return fault_at(t, s, "there is no function '%s'%s", s->name,
                    suggestion(t, s->name, names,
                               sizeof names / sizeof *names));
}

/* A range stands for one of its variables while a list goes through it. */
static int
type_variable_of_range(struct typing *t, const struct sv_syntax *s)
{
    struct sv_syntax one = *s;

    if (t->range_name == NULL)
        return fault_at(t, s, "a range of variables stands in any(), all(), "
                        "count(), sum(), mean(), min() or max() only");
    one.form = SV_FORM_NAME;
    one.name = t->range_name;
    return type_name(t, &one);
}

static int
type(struct typing *t, const struct sv_syntax *s)
{
    switch (s->form) {
    case SV_FORM_NUMBER:
        return add_constant(t, SV_STEP_NUMBER, SV_KIND_NUMBER, s->number);
    case SV_FORM_TRUE:
    case SV_FORM_FALSE:
        return add_constant(t, SV_STEP_TRUTH, SV_KIND_BOOL,
                            s->form == SV_FORM_TRUE);
    case SV_FORM_STRING:
        return fault_at(t, s, "a text in quotes is compared with a variable "
                        "only");
    case SV_FORM_NAME:
        return type_name(t, s);
    case SV_FORM_RANGE:
        return type_variable_of_range(t, s);
    case SV_FORM_CALL:
        return type_call(t, s);
    case SV_FORM_NOT:
        return type_unary(t, s, SV_STEP_NOT, SV_KIND_BOOL);
    case SV_FORM_MINUS:
        return type_unary(t, s, SV_STEP_MINUS, SV_KIND_NUMBER);
    case SV_FORM_AND:
        return type_binary(t, s, SV_STEP_AND, SV_KIND_BOOL);
    case SV_FORM_OR:
        return type_binary(t, s, SV_STEP_OR, SV_KIND_BOOL);
    case SV_FORM_ADD:
        return type_binary(t, s, SV_STEP_ADD, SV_KIND_NUMBER);
    case SV_FORM_SUBTRACT:
        return type_binary(t, s, SV_STEP_SUBTRACT, SV_KIND_NUMBER);
    case SV_FORM_MULTIPLY:
        return type_binary(t, s, SV_STEP_MULTIPLY, SV_KIND_NUMBER);
    case SV_FORM_DIVIDE:
        return type_binary(t, s, SV_STEP_DIVIDE, SV_KIND_NUMBER);
    case SV_FORM_IN:
        return type_in(t, s);
    case SV_FORM_EQUAL: case SV_FORM_UNEQUAL: case SV_FORM_LESS:
    case SV_FORM_AT_MOST: case SV_FORM_MORE: case SV_FORM_AT_LEAST:
        return type_comparison(t, s);
    case SV_FORM_SPAN:
        break;
    }
    return fault_at(t, s, "a range of numbers stands behind 'in' only");
}

/* ---- the whole --------------------------------------------------------- */

static int
type_whole(struct typing *t, const struct sv_syntax *tree,
           const char *aggregate)
{
    if (aggregate == NULL)
        return type(t, tree);
    for (int f = 0; f < SV_N_FUNCTIONS; f++)
        if (strcmp(aggregate, function_names[f]) == 0)
            return type_aggregate(t, tree, (enum sv_function) f, tree);
    return fault_at(t, tree, "there is no function '%s'", aggregate);
}

enum sv_status
sv_expression_type(struct sv_expression **out, struct sv_arena *arena,
                   const struct sv_world *world, int record,
                   struct sv_string text, const char *aggregate,
                   struct sv_fault *fault)
{
    struct typing t = { .arena = arena, .text = text, .fault = fault,
                        .record = record, .outer = record };
    struct sv_syntax *tree;
    enum sv_status status = sv_syntax_read(&tree, arena, text, fault);

    if (status != SV_OK)
        return status;
    t.e = sv_arena_take(arena, 1, sizeof *t.e);
    if (t.e == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for an expression");
    t.e->world = world;
    t.e->result = type_whole(&t, tree, aggregate);
    if (t.e->result < 0)
        return fault->status != SV_OK
                   ? fault->status
                   : sv_fail(fault, SV_SYSTEM, "out of memory for an "
                             "expression");
    *out = t.e;
    return SV_OK;
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
