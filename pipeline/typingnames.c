/* typingnames.c - what the names and labels of an expression stand for. */
#include "pipeline/typing.h"

#include <string.h>

#include "pipeline/source.h"

/* ---- names ------------------------------------------------------------- */

/* The record type that S names its variable of, -1 with a fault. */
int
sv_typing_record(struct sv_typing *t, const struct sv_syntax *s)
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
        return sv_typing_fault(t, s, "there is no record type '%s'%s",
                               s->record,
                               sv_typing_suggestion(t, s->record, names, w->n));
    }
    if (sv_world_steps(w, t->record, record) >= 0)
        return record;
    if (w->record[record].parent == t->record)
        return sv_typing_fault(t, s,
                               "'%s' has several '%s'; take any(), all(), "
                               "count(), sum(), mean(), min() or max() of them",
                               w->record[t->record].name, s->record);
    return sv_typing_fault(t, s, "'%s' is no parent of '%s'", s->record,
                           w->record[t->record].name);
}

/* Of the names known in a record type, and of the others in its file. */
static const char *
suggest_symbol(struct sv_typing *t, int record, const char *name)
{
    const struct sv_world_record *r = &t->e->world->record[record];
    const char **names =
        sv_arena_take(t->arena, r->n_symbols + r->n_others + 1, sizeof *names);

    if (names == NULL)
        return "";
    for (size_t k = 0; k < r->n_symbols; k++)
        names[k] = r->symbol[k].name;
    for (size_t k = 0; k < r->n_others; k++)
        names[r->n_symbols + k] = r->other[k];
    return sv_typing_suggestion(t, name, names, r->n_symbols + r->n_others);
}

/* Whether record types know NAME, or have it in their file. */
static bool
is_there(const struct sv_world *w, int record, const char *name)
{
    const struct sv_world_record *r = &w->record[record];

    for (size_t k = 0; k < r->n_others; k++)
        if (strcmp(r->other[k], name) == 0)
            return true;
    return sv_world_find(w, record, name) != NULL;
}

/* Says where else a name is known, if it is. */
static int
fault_unknown(struct sv_typing *t, const struct sv_syntax *s, int record)
{
    const struct sv_world *w = t->e->world;

    for (int above = w->record[record].parent; above >= 0;
         above = w->record[above].parent)
        if (is_there(w, above, s->name))
            return sv_typing_fault(
                t, s,
                "'%s' has no variable '%s'; of its '%s' write "
                "%s.%s",
                w->record[record].name, s->name, w->record[above].name,
                w->record[above].name, s->name);
    for (size_t below = 0; below < w->n; below++)
        if (w->record[below].parent == record
            && is_there(w, (int) below, s->name))
            return sv_typing_fault(
                t, s,
                "'%s' has no variable '%s'; of its '%s' take any(), all(), "
                "count(), sum(), mean(), min() or max() of %s.%s",
                w->record[record].name, s->name, w->record[below].name,
                w->record[below].name, s->name);
    return sv_typing_fault(t, s, "'%s' has no variable '%s'%s",
                           w->record[record].name, s->name,
                           suggest_symbol(t, record, s->name));
}

int
sv_type_name(struct sv_typing *t, const struct sv_syntax *s)
{
    const int record = sv_typing_record(t, s);
    struct sv_step step = sv_blank_step;

    if (record < 0)
        return -1;
    step.symbol = sv_world_find(t->e->world, record, s->name);
    if (step.symbol == NULL)
        return fault_unknown(t, s, record);
    if (step.symbol->faulty) {
        t->fault->status = SV_DATA;
        return -1;
    }
    step.step = SV_STEP_COLUMN;
    step.kind = step.symbol->kind;
    step.categories = step.symbol->categories;
    step.up = sv_world_steps(t->e->world, t->record, record);
    return sv_typing_add(t, step);
}

/* ---- constants that depend on what they are compared with --------------- */

/* A bare word or a string, which may be a label. */
const char *
sv_typing_word(const struct sv_syntax *s)
{
    if (s->form == SV_FORM_STRING
        || (s->form == SV_FORM_NAME && s->record == NULL))
        return s->name;
    return NULL;
}

/* Whether S is a label of what step WITH is: its code into *code.  Strings
 * that are none are faults; bare words may still be variables. */
enum sv_label
sv_typing_find(double *code, const char *word, const char *const *names,
               size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (strcmp(names[k], word) == 0) {
            *code = (double) k;
            return SV_LABEL;
        }
    return SV_NO_LABEL;
}

/* Notes, where that is wanted, that what is compared with WORD has only the
 * categories FOUND [n]; such a comparison is true of nobody. */
static bool
note_lack(struct sv_typing *t, const struct sv_step *with, const char *word,
          const char *const *found, size_t n)
{
    if (t->lack == NULL || with->symbol == NULL)
        return false;
    if (t->lack->variable == NULL)
        *t->lack = (struct sv_lack){ with->symbol->name, word, found, n };
    return true;
}

static enum sv_label
label_of_category(struct sv_typing *t, double *code, const struct sv_step *with,
                  const struct sv_syntax *s)
{
    const struct sv_category_set *set = with->categories;
    const char *const *names = (const char *const *) set->name;

    if (sv_typing_find(code, sv_typing_word(s), names, set->n) == SV_LABEL) {
        *code += 1;
        return SV_LABEL;
    }
    if (note_lack(t, with, sv_typing_word(s), names, set->n))
        return SV_LABEL;
    if (s->form == SV_FORM_NAME
        && sv_world_find(t->e->world, t->outer, s->name) != NULL)
        return SV_NO_LABEL;
    sv_typing_fault(t, s, "there is no category '%s'%s", sv_typing_word(s),
                    sv_typing_suggestion(t, sv_typing_word(s), names, set->n));
    return SV_LABEL_FAULT;
}

/* The code that has the label S; a comparison with a label that several have
 * would be with one of them only. */
static enum sv_label
label_of_code(struct sv_typing *t, double *code, const struct sv_symbol *symbol,
              const struct sv_syntax *s)
{
    bool several;
    const struct sv_value_label *const label =
        sv_world_label(symbol, sv_typing_word(s), &several);

    if (label == NULL)
        return SV_NO_LABEL;
    *code = label->value;
    if (!several)
        return SV_LABEL;
    sv_typing_fault(t, s, "several codes of '%s' have the label '%s'; name the "
                    "codes, as in %s in (1, 2)", symbol->name, label->text,
                    symbol->name);
    return SV_LABEL_FAULT;
}

static enum sv_label
label_of_number(struct sv_typing *t, double *code, const struct sv_step *with,
                const struct sv_syntax *s)
{
    const struct sv_symbol *symbol = with->symbol;
    const size_t n = symbol != NULL ? symbol->n_labels : 0;
    const char **names = sv_arena_take(t->arena, n + 1, sizeof *names);

    const enum sv_label found = label_of_code(t, code, symbol, s);

    if (names == NULL || found != SV_NO_LABEL)
        return found;
    for (size_t k = 0; k < n; k++)
        names[k] = symbol->label[k].text;
    if (s->form == SV_FORM_NAME
        && (t->lack == NULL
            || sv_world_find(t->e->world, t->outer, s->name) != NULL))
        return SV_NO_LABEL;
    if (note_lack(t, with, sv_typing_word(s), names, n))
        return SV_LABEL;
    sv_typing_fault(t, s,
                    "a number is compared with '%s', which is none of its "
                    "labels%s",
                    s->name, sv_typing_suggestion(t, s->name, names, n));
    return SV_LABEL_FAULT;
}

/* A condition has no labels; who gave one to a variable that is to have
 * categories lacks all of them. */
static enum sv_label
label_of_truth(struct sv_typing *t, double *code, const struct sv_step *with,
               const struct sv_syntax *s)
{
    static const char *const truths[] = { "false", "true" };

    *code = 0;
    if (sv_world_find(t->e->world, t->outer, sv_typing_word(s)) == NULL
        && note_lack(t, with, sv_typing_word(s), truths, 2))
        return SV_LABEL;
    return SV_NO_LABEL;
}

/* Strings that do not occur, nor are a label, are right: nothing equals them. */
static enum sv_label
label_of_string(struct sv_typing *t, double *code, const struct sv_step *with,
                const struct sv_syntax *s)
{
    if (with->symbol == NULL)
        return SV_NO_LABEL;
    *code = -1;
    if (s->form == SV_FORM_NAME)
        return label_of_code(t, code, with->symbol, s);
    if (sv_typing_find(code, s->name, with->symbol->string,
                       with->symbol->n_strings) == SV_LABEL)
        return SV_LABEL;
    return label_of_code(t, code, with->symbol, s) == SV_LABEL_FAULT
        ? SV_LABEL_FAULT : SV_LABEL;
}

/* Types S, which is compared with step WITH. */
int
sv_type_against(struct sv_typing *t, const struct sv_syntax *s, int with)
{
    const struct sv_step w = *sv_typing_step(t, with);
    enum sv_label label = SV_NO_LABEL;
    double code = 0;

    if (sv_typing_word(s) != NULL) {
        if (w.kind == SV_KIND_CATEGORY)
            label = label_of_category(t, &code, &w, s);
        else if (w.kind == SV_KIND_NUMBER)
            label = label_of_number(t, &code, &w, s);
        else if (w.kind == SV_KIND_STRING)
            label = label_of_string(t, &code, &w, s);
        else
            label = label_of_truth(t, &code, &w, s);
    }
    if (label == SV_LABEL_FAULT)
        return -1;
    if (label == SV_NO_LABEL)
        return sv_type(t, s);
    if (w.kind == SV_KIND_NUMBER)
        return sv_typing_constant(t, SV_STEP_NUMBER, SV_KIND_NUMBER, code);
    if (w.kind == SV_KIND_BOOL)
        return sv_typing_constant(t, SV_STEP_TRUTH, SV_KIND_BOOL, code);
    return sv_typing_constant(t, SV_STEP_CODE, w.kind, code);
}

/* Whether S can only be a label: it is typed after what it is compared with. */
bool
sv_is_only_label(struct sv_typing *t, const struct sv_syntax *s)
{
    return s->form == SV_FORM_STRING
           || (sv_typing_word(s) != NULL
               && sv_world_find(t->e->world, t->outer, s->name) == NULL);
}
