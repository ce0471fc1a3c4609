/* typingcalls.c - the functions of the expression language, checked. */
#include "pipeline/typing.h"

#include <string.h>

#include "pipeline/source.h"

const char *const sv_function_names[SV_N_FUNCTIONS] = {
    [SV_ANY] = "any", [SV_ALL] = "all",      [SV_COUNT] = "count",
    [SV_SUM] = "sum", [SV_MEAN_OF] = "mean", [SV_MIN] = "min",
    [SV_MAX] = "max",
};

static int
type_if(struct sv_typing *t, const struct sv_syntax *s)
{
    struct sv_step made = sv_blank_step;
    const struct sv_syntax *yes = s->part != NULL ? s->part->next : NULL;

    if (sv_count_parts(s->part) != 3)
        return sv_typing_fault(t, s,
                               "if() takes a condition and two values: "
                               "if(age < 15, 0, 1)");
    made.step = SV_STEP_IF;
    made.a = sv_type_as(t, s->part, SV_KIND_BOOL);
    made.b = sv_type(t, yes);
    made.c = made.b < 0 ? -1 : sv_type_against(t, yes->next, made.b);
    if (made.a < 0 || made.b < 0 || made.c < 0)
        return -1;
    made.kind = sv_typing_step(t, made.b)->kind;
    made.categories = sv_typing_step(t, made.b)->categories;
    if (sv_typing_step(t, made.c)->kind != made.kind)
        return sv_typing_fault(t, s,
                               "if() gives %s or %s; both must be of one kind",
                               sv_kind_words(made.kind),
                               sv_kind_words(sv_typing_step(t, made.c)->kind));
    if (made.kind == SV_KIND_STRING
        || (made.kind == SV_KIND_CATEGORY && made.categories == NULL)
        || (made.kind == SV_KIND_CATEGORY
            && sv_typing_step(t, made.c)->step != SV_STEP_CODE
            && !sv_same_categories(made.categories,
                                   sv_typing_step(t, made.c)->categories)))
        return sv_typing_fault(t, s,
                               "if() gives numbers, conditions, or categories "
                               "of one set");
    return sv_typing_add(t, made);
}

static int
type_missing(struct sv_typing *t, const struct sv_syntax *s)
{
    const struct sv_world *w = t->e->world;
    const struct sv_syntax *kind = s->part != NULL ? s->part->next : NULL;
    struct sv_step made = sv_blank_step;
    double k = 0;

    if (s->part == NULL || sv_count_parts(s->part) > 2)
        return sv_typing_fault(t, s,
                               "missing() takes a value, and a kind of missing "
                               "if only that is meant: missing(x, refused)");
    made.step = SV_STEP_MISSING;
    made.kind = SV_KIND_BOOL;
    made.a = sv_type(t, s->part);
    if (made.a < 0)
        return -1;
    if (kind != NULL) {
        if (sv_typing_word(kind) == NULL
            || sv_typing_find(&k, sv_typing_word(kind), w->kind, w->n_kinds)
                   != SV_LABEL)
            return sv_typing_fault(
                t, kind,
                "there is no kind of missing of that "
                "name%s",
                sv_typing_word(kind) != NULL ? sv_typing_suggestion(
                    t, sv_typing_word(kind), w->kind, w->n_kinds)
                                             : "");
        made.kind_of_missing = (uint8_t) k;
    }
    return sv_typing_add(t, made);
}

/* The child record that the arguments are about, or -1. */
static int
child_of(const struct sv_typing *t, const struct sv_syntax *s)
{
    const struct sv_world *w = t->e->world;
    int found = -1;

    for (; s != NULL && found < 0; s = s->next) {
        const char *name = s->record != NULL         ? s->record
                           : s->form == SV_FORM_NAME ? s->name
                                                     : NULL;
        const int record = name != NULL ? sv_world_record(w, name) : -1;

        if (record >= 0 && w->record[record].parent == t->record
            && (s->record != NULL || sv_world_find(w, t->outer, name) == NULL))
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
type_members(struct sv_typing *t, const struct sv_syntax *s, enum sv_function f,
             const struct sv_syntax *part, int child)
{
    struct sv_typing inner = *t;
    struct sv_step made = sv_blank_step;
    const bool bare = part->form == SV_FORM_NAME && part->record == NULL
                      && sv_world_record(t->e->world, part->name) == child;

    if (part->next != NULL)
        return sv_typing_fault(t, s, "%s() takes one expression about members",
                               sv_function_names[f]);
    if (bare && f != SV_COUNT)
        return sv_typing_fault(t, part,
                               "%s() takes what of each '%s' is meant, like "
                               "%s.age",
                               sv_function_names[f], part->name, part->name);
    inner.record = child;
    made.a = bare ? sv_typing_constant(&inner, SV_STEP_TRUTH, SV_KIND_BOOL, 1)
                  : sv_type_as(&inner, part, kind_taken(f));
    if (made.a < 0)
        return -1;
    made.step = SV_STEP_MEMBERS;
    made.kind = kind_given(f);
    made.function = f;
    made.child = child;
    return sv_typing_add(t, made);
}

/* Whether S calls a function over a list, which ranges in it belong to. */
static bool
is_aggregate(const struct sv_syntax *s)
{
    for (int f = 0; s->form == SV_FORM_CALL && f < SV_N_FUNCTIONS; f++)
        if (strcmp(s->name, sv_function_names[f]) == 0)
            return true;
    return false;
}

/* The range in an argument, or NULL. */
static const struct sv_syntax *
range_in(const struct sv_syntax *s)
{
    const struct sv_syntax *found = NULL;

    for (; s != NULL && found == NULL; s = s->next)
        found = s->form == SV_FORM_RANGE ? s
                : is_aggregate(s)        ? NULL
                                         : range_in(s->part);
    return found;
}

struct list {
    int *step;
    size_t n, capacity;
};

static bool
append(struct sv_typing *t, struct list *list, int step)
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
type_range(struct sv_typing *t, struct list *list, const struct sv_syntax *part,
           const struct sv_syntax *range, enum sv_kind kind)
{
    const int record = sv_typing_record(t, range);
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
        sv_typing_fault(t, range,
                        "the file of '%s' has no range from '%s' to '%s'",
                        r->name, range->name, range->last);
        return false;
    }
    for (size_t k = first; good && k <= last; k++) {
        t->range_name = r->symbol[k].name;
        good = append(t, list, sv_type_as(t, part, kind));
    }
    t->range_name = before;
    return good;
}

static int
type_list(struct sv_typing *t, const struct sv_syntax *s, enum sv_function f,
          const struct sv_syntax *part)
{
    struct sv_step made = sv_blank_step;
    const char *const outer = t->range_name;
    struct list list = { 0 };
    bool good = true;

    t->range_name = NULL;
    for (; part != NULL; part = part->next) {
        struct sv_syntax alone = *part;
        const struct sv_syntax *range;

        alone.next = NULL;
        range = range_in(&alone);
        good = (range != NULL
                    ? type_range(t, &list, &alone, range, kind_taken(f))
                    : append(t, &list, sv_type_as(t, &alone, kind_taken(f))))
               && good;
    }
    t->range_name = outer;
    if (!good)
        return -1;
    if (list.n == 0)
        return sv_typing_fault(t, s, "%s() takes at least one value",
                               sv_function_names[f]);
    made.step = SV_STEP_LIST;
    made.kind = kind_given(f);
    made.function = f;
    made.list = list.step;
    made.n = list.n;
    return sv_typing_add(t, made);
}

int
sv_type_aggregate(struct sv_typing *t, const struct sv_syntax *s,
                  enum sv_function f, const struct sv_syntax *part)
{
    const int child = child_of(t, part);

    return child >= 0 ? type_members(t, s, f, part, child)
                      : type_list(t, s, f, part);
}

int
sv_type_call(struct sv_typing *t, const struct sv_syntax *s)
{
    static const char *const names[] = { "if",   "missing", "any",
                                         "all",  "count",   "sum",
                                         "mean", "min",     "max" };

    if (strcmp(s->name, "if") == 0)
        return type_if(t, s);
    if (strcmp(s->name, "missing") == 0)
        return type_missing(t, s);
    for (int f = 0; f < SV_N_FUNCTIONS; f++)
        if (strcmp(s->name, sv_function_names[f]) == 0)
            return sv_type_aggregate(t, s, (enum sv_function) f, s->part);
    return sv_typing_fault(
        t, s, "there is no function '%s'%s", s->name,
        sv_typing_suggestion(t, s->name, names, sizeof names / sizeof *names));
}

/* A range stands for one of its variables while a list goes through it. */
int
sv_type_variable_of_range(struct sv_typing *t, const struct sv_syntax *s)
{
    struct sv_syntax one = *s;

    if (t->range_name == NULL)
        return sv_typing_fault(t, s,
                               "a range of variables stands in any(), all(), "
                               "count(), sum(), mean(), min() or max() only");
    one.form = SV_FORM_NAME;
    one.name = t->range_name;
    return sv_type_name(t, &one);
}
