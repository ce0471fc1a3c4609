/* classify.c - variables as classifications: what tables are made by. */
#include "stages/derive/classify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/operations.h"

static enum sv_status
no_memory(struct sv_fault *fault)
{
    return sv_fail(fault, SV_SYSTEM, "out of memory for classifications");
}

const struct sv_target *
sv_classification(const struct sv_derivation *d, int record, const char *name)
{
    for (size_t i = d->n_targets; i-- > 0;)
        if (d->target[i].record == record
            && d->target[i].kind != SV_TARGET_NUMBER
            && strcmp(d->target[i].name, name) == 0)
            return &d->target[i];
    return NULL;
}

/* Spans and names of N categories, to be filled in. */
static enum sv_status
make_room(struct sv_target *t, size_t n, struct sv_derivation *d,
          struct sv_fault *fault)
{
    t->set.name = sv_arena_take(d->arena, n + 1, sizeof *t->set.name);
    t->category_label = sv_arena_take(d->arena, n + 1,
                                      sizeof *t->category_label);
    t->recode.span = sv_arena_take(d->arena, n + 1, sizeof *t->recode.span);
    t->recode.otherwise = d->reasons.uncoded;
    return sv_arena_failed(d->arena) ? no_memory(fault) : SV_OK;
}

static void
add_category(struct sv_target *t, double value, const char *name,
             const char *label)
{
    t->recode.span[t->recode.n++] = (struct sv_rung){
        value, value, (int32_t) t->set.n + 1
    };
    t->category_label[t->set.n] = label;
    t->set.name[t->set.n++] = name;
}

enum sv_status
sv_keep_categories(struct sv_target *t, struct sv_derivation *d,
                   struct sv_fault *fault)
{
    const struct sv_category_set *set = sv_expression_categories(t->e);
    enum sv_status status;

    if (set == NULL)
        return sv_fail(fault, SV_BUG, "%s: has no categories", t->name);
    status = make_room(t, set->n, d, fault);
    for (size_t k = 0; status == SV_OK && k < set->n; k++)
        add_category(t, (double) k + 1, set->name[k], NULL);
    return status;
}

/* The label of VALUE, with the value behind it where another has the same, so
 * that categories have different names; NULL: it has none. */
static const char *
label_of(const struct sv_symbol *s, double value, struct sv_arena *arena)
{
    const char *label = NULL;
    size_t room;
    char *text;
    bool several;

    for (size_t k = 0; k < s->n_labels && label == NULL; k++)
        if (s->label[k].value == value && s->label[k].text[0] != '\0')
            label = s->label[k].text;
    if (label == NULL || (sv_world_label(s, label, &several) != NULL && !several))
        return label;
    room = strlen(label) + 32;
    text = sv_arena_take(arena, room, 1);
    if (text != NULL)
        snprintf(text, room, "%s (%.15g)", label, value);
    return text;
}

enum sv_status
sv_classify_strings(struct sv_target *t, struct sv_derivation *d,
                    struct sv_fault *fault)
{
    const struct sv_symbol *s = sv_expression_symbol(t->e);
    enum sv_status status;

    if (s == NULL || s->n_strings > SV_MAX_CLASSES)
        return sv_fail(fault, SV_DATA, "%s: is made from a string with %zu "
                       "different values, more than %d; give it categories",
                       t->name, s != NULL ? s->n_strings : 0, SV_MAX_CLASSES);
    status = make_room(t, s->n_strings, d, fault);
    for (size_t k = 0; status == SV_OK && k < s->n_strings; k++)
        if (s->string[k][0] != '\0')
            add_category(t, (double) k, s->string[k],
                         label_of(s, (double) k, d->arena));
    t->recode.otherwise = SV_SYSTEM_MISSING;    /* the empty string */
    return status;
}

/* Inserts VALUE into the ascending VALUES [*n]; false if there are too many. */
static bool
insert(double *values, size_t *n, double value)
{
    size_t low = 0, high = *n;

    while (low < high) {
        const size_t middle = (low + high) / 2;

        if (values[middle] < value)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < *n && values[low] == value)
        return true;
    if (*n == SV_MAX_CLASSES)
        return false;
    memmove(values + low + 1, values + low, (*n - low) * sizeof *values);
    values[low] = value;
    ++*n;
    return true;
}

/* The values that occur in S, [n_rows], ascending; false if too many. */
static bool
distinct(double *values, size_t *n, const struct sv_symbol *s, size_t n_rows)
{
    double last = 0;

    *n = 0;
    for (size_t j = 0; j < n_rows; j++) {
        const double value = sv_number_at(s, j);

        if ((s->missing != NULL && s->missing[j] != 0)
            || (*n > 0 && value == last))
            continue;
        if (!insert(values, n, value))
            return false;
        last = value;
    }
    return true;
}

/* Categories by the labels that the file has and the values that occur. */
static enum sv_status
classify_number(struct sv_target *t, struct sv_derivation *d,
                const struct sv_symbol *s, size_t n_rows, struct sv_string name,
                struct sv_fault *fault)
{
    double values[SV_MAX_CLASSES];
    size_t n;
    enum sv_status status;
    bool few = distinct(values, &n, s, n_rows);

    for (size_t k = 0; few && k < s->n_labels; k++)
        few = insert(values, &n, s->label[k].value);
    if (!few)
        return sv_point(fault, SV_DATA, name.at, strlen(name.text), "'%s' has "
                        "more than %d different values; define a variable from "
                        "it, with 'cut' or 'categories', to tabulate by",
                        name.text, SV_MAX_CLASSES);
    status = make_room(t, n, d, fault);
    for (size_t k = 0; status == SV_OK && k < n; k++) {
        const char *label = label_of(s, values[k], d->arena);
        char text[32];

        snprintf(text, sizeof text, "%.15g", values[k]);
        add_category(t, values[k],
                     label != NULL ? label
                                   : sv_arena_text(d->arena, text,
                                                   strlen(text)), label);
    }
    return status;
}

/* The number of the data file that derived number S is a copy of, so that its
 * values can be looked at before anything is derived. */
static const struct sv_symbol *
raw_of(const struct sv_derivation *d, const struct sv_symbol *s, int *record)
{
    for (size_t i = 0; i < d->n_targets; i++) {
        const struct sv_target *t = &d->target[i];

        if (t->symbol != s)
            continue;
        s = sv_expression_symbol(t->e);
        if (s == NULL || t->recode.n_missing > 0)
            return NULL;
        while (*record >= 0
               && (s < d->world.record[*record].symbol
                   || s >= d->world.record[*record].symbol
                               + d->world.record[*record].n_symbols))
            *record = d->world.record[*record].parent;
        return *record >= 0 ? raw_of(d, s, record) : NULL;
    }
    return s;
}

/* Where NAME is found, from RECORD upwards. */
static const struct sv_symbol *
find(const struct sv_derivation *d, int *record, const char *name)
{
    for (; *record >= 0; *record = d->world.record[*record].parent) {
        const struct sv_symbol *s = sv_world_find(&d->world, *record, name);

        if (s != NULL)
            return s;
    }
    return NULL;
}

static enum sv_status
settle(struct sv_target *t, struct sv_derivation *d, const struct sv_symbol *s,
       int owner, struct sv_string name, struct sv_fault *fault)
{
    const struct sv_symbol *raw;

    switch (s->kind) {
    case SV_KIND_BOOL:
        t->kind = SV_TARGET_BOOL;
        return SV_OK;
    case SV_KIND_CATEGORY:
        return sv_keep_categories(t, d, fault);
    case SV_KIND_STRING:
        return sv_classify_strings(t, d, fault);
    case SV_KIND_NUMBER:
        break;
    }
    raw = raw_of(d, s, &owner);
    if (raw == NULL)
        return sv_point(fault, SV_DATA, name.at, strlen(name.text), "'%s' is a "
                        "number that is worked out; give it 'cut' or "
                        "'categories' to tabulate by", name.text);
    return classify_number(t, d, raw, d->world.record[owner].n, name, fault);
}

/* Makes "name", or "household.name" where it is inherited, into a target. */
static enum sv_status
make(struct sv_target *t, struct sv_derivation *d, const struct sv_symbol *s,
     int owner, struct sv_string name, struct sv_fault *fault)
{
    struct sv_string text = { NULL, name.at };
    const char *record = d->world.record[owner].name;
    const size_t size = strlen(record) + strlen(s->name) + 8;
    char *written = sv_arena_take(d->arena, size, 1);
    enum sv_status status;

    if (written == NULL)
        return no_memory(fault);
    if (owner == t->record)
        snprintf(written, size, "`%s`", s->name);
    else
        snprintf(written, size, "`%s`.`%s`", record, s->name);
    text.text = written;
    status = sv_expression_type(&t->e, d->arena, &d->world, t->record, text,
                                NULL, fault);
    if (status == SV_OK)
        status = settle(t, d, s, owner, name, fault);
    if (status == SV_OK && t->kind == SV_TARGET_CATEGORY)
        t->type = t->set.n > UINT8_MAX ? SV_I16 : SV_U8;
    return status;
}

/* Labels of an inherited classification are its parent's. */
static void
inherit_words(struct sv_target *t, const struct sv_derivation *d, int owner,
              const char *name)
{
    const struct sv_target *above = sv_classification(d, owner, name);

    if (above != NULL) {
        t->variable = above->variable;
        t->label = above->label;
        if (above->category_label != NULL)
            t->category_label = above->category_label;
    } else {
        t->label = sv_dictionary_label(d->meta, d->world.record[owner].name,
                                       name);
    }
}

const struct sv_target *
sv_classify(struct sv_derivation *d, int record, struct sv_string name,
            struct sv_fault *fault)
{
    const struct sv_target *known = sv_classification(d, record, name.text);
    struct sv_target *t = &d->target[d->n_targets];
    int owner = record;
    const struct sv_symbol *s = find(d, &owner, name.text);

    if (known != NULL && owner == record)
        return known;
    if (known != NULL)
        return known;
    if (s == NULL) {
        sv_point(fault, SV_DATA, name.at, strlen(name.text), "'%s' has no "
                 "variable '%s'", d->world.record[record].name, name.text);
        return NULL;
    }
    if (s->faulty) {
        fault->status = SV_DATA;
        return NULL;
    }
    if (d->n_targets == d->capacity) {
        sv_fail(fault, SV_BUG, "more classifications than there was room for");
        return NULL;
    }
    *t = (struct sv_target){ .name = s->name, .record = record,
                             .kind = SV_TARGET_CATEGORY, .type = SV_U8 };
    if (make(t, d, s, owner, name, fault) != SV_OK)
        return NULL;
    inherit_words(t, d, owner, name.text);
    d->n_targets++;
    return t;
}
