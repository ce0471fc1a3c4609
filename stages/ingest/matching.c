/* matching.c - making the keys of two files comparable. */
#include "stages/ingest/matching.h"

#include <string.h>

/* Digits only: identifiers are not measured.  At most 15, so that the number
 * is exact. */
static bool
spelt(const char *text, double *number)
{
    const char *end = text + strlen(text);
    double value = 0;

    while (*text == ' ')
        text++;
    while (end > text && end[-1] == ' ')
        end--;
    while (end - text > 15 && *text == '0')
        text++;
    if (end == text || end - text > 15)
        return false;
    for (; text < end; text++) {
        if (*text < '0' || *text > '9')
            return false;
        value = 10 * value + (*text - '0');
    }
    *number = value;
    return true;
}

bool
sv_spells_numbers(const struct sv_cells *cells)
{
    const struct sv_field *const f = cells->field;
    double number;

    for (size_t i = 1; f->text && i < f->n_strings; i++)
        if (!spelt(f->string[i], &number))
            return false;
    return true;
}

static enum sv_status
code_numbers(struct sv_tuples *t, size_t k, struct sv_scratch *scratch,
             struct sv_fault *fault)
{
    const struct sv_field *const f = t->cells[k].field;
    void *memory;
    double *code;

    t->code[k] = NULL;
    if (!f->text)
        return SV_OK;
    if (!sv_spells_numbers(&t->cells[k]))
        return sv_fail(fault, SV_DATA, "key %s is a number in one file, and in "
                       "the other a text that is not always a number; make "
                       "them the same kind", f->name);
    if (sv_scratch_take(&memory, scratch, f->n_strings, sizeof *code, fault)
        != SV_OK)
        return fault->status;
    code = memory;
    code[0] = -1;               /* the empty string: missing */
    for (size_t i = 1; i < f->n_strings; i++)
        spelt(f->string[i], &code[i]);
    t->code[k] = code;
    return SV_OK;
}

/* The place of each string in the two sorted lists merged. */
static enum sv_status
code_strings(struct sv_tuples *a, struct sv_tuples *b, size_t k,
             struct sv_scratch *scratch, struct sv_fault *fault)
{
    const struct sv_field *const f = a->cells[k].field;
    const struct sv_field *const g = b->cells[k].field;
    void *memory[2];
    double *x, *y, rank = 0;

    if (sv_scratch_take(&memory[0], scratch, f->n_strings, sizeof *x, fault)
        != SV_OK
        || sv_scratch_take(&memory[1], scratch, g->n_strings, sizeof *y, fault)
        != SV_OK)
        return fault->status;
    a->code[k] = x = memory[0];
    b->code[k] = y = memory[1];
    for (size_t i = 0, j = 0; i < f->n_strings || j < g->n_strings; rank++) {
        const int order = i == f->n_strings ? 1 : j == g->n_strings ? -1
            : strcmp(f->string[i], g->string[j]);

        if (order <= 0)
            x[i++] = rank;
        if (order >= 0)
            y[j++] = rank;
    }
    return SV_OK;
}

enum sv_status
sv_match_key(struct sv_tuples *a, struct sv_tuples *b, size_t k,
             bool as_numbers, struct sv_scratch *scratch,
             struct sv_fault *fault)
{
    const bool texts = a->cells[k].field->text && b->cells[k].field->text;

    if (texts && !as_numbers)
        return code_strings(a, b, k, scratch, fault);
    if (code_numbers(a, k, scratch, fault) != SV_OK
        || code_numbers(b, k, scratch, fault) != SV_OK)
        return fault->status;
    return SV_OK;
}
