/* recode.c - from the values of an expression to a variable. */
#include "stages/derive/recode.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct making {
    const struct sv_expression *e;
    struct sv_fault *fault;
};

/* Whether a label is what the code names: *OUT is then the value that has it, NAN
 * with a fault where several have. */
static bool
is_label(double *out, const struct making *m, const struct sv_symbol *symbol,
         const struct sv_code *code)
{
    const char *const text = code->string.text;
    bool several;
    const struct sv_value_label *const label =
        sv_world_label(symbol, text, &several);

    if (label == NULL)
        return false;
    *out = label->value;
    if (several) {
        sv_point(m->fault, SV_DATA, code->string.at, strlen(text), "several "
                 "codes of '%s' have the label '%s'; name the codes",
                 symbol->name, text);
        *out = NAN;
    }
    return true;
}

/* The value that a code written as a string stands for; NAN with a fault. */
static double
value_of_string(const struct making *m, const struct sv_code *code)
{
    const enum sv_kind kind = sv_expression_kind(m->e);
    const struct sv_symbol *symbol = sv_expression_symbol(m->e);
    const char *text = code->string.text;
    double value = -1;                          /* does not occur */

    if (kind == SV_KIND_CATEGORY) {
        const struct sv_category_set *set = sv_expression_categories(m->e);

        for (size_t k = 0; set != NULL && k < set->n; k++)
            if (strcmp(set->name[k], text) == 0)
                return (double) (k + 1);
    } else if (kind == SV_KIND_STRING && symbol != NULL) {
        for (size_t k = 0; k < symbol->n_strings; k++)
            if (strcmp(symbol->string[k], text) == 0)
                return (double) k;
        is_label(&value, m, symbol, code);
        return value;
    } else if (kind == SV_KIND_NUMBER && symbol != NULL) {
        if (is_label(&value, m, symbol, code))
            return value;
    } else if (kind == SV_KIND_BOOL) {
        if (strcmp(text, "true") == 0 || strcmp(text, "false") == 0)
            return strcmp(text, "true") == 0;
    }
    sv_point(m->fault, SV_DATA, code->string.at, strlen(text),
             "the source has no category, label or value '%s'", text);
    return NAN;
}

static void
add_code(struct sv_rung *to, const struct making *m,
         const struct sv_code *code, const struct sv_coding *coding,
         int32_t target)
{
    to->to = target;
    if (code->string.text != NULL) {
        to->low = to->high = value_of_string(m, code);
        return;
    }
    to->low = code->low;
    to->high = code->high;
    if (sv_expression_kind(m->e) == SV_KIND_CATEGORY
        || sv_expression_kind(m->e) == SV_KIND_STRING)
        sv_point(m->fault, SV_DATA, coding->name.at, strlen(coding->name.text),
                 "'%s' has a number as code, but the source is %s; write codes "
                 "in quotes", coding->name.text,
                 sv_expression_kind(m->e) == SV_KIND_STRING ? "a string"
                                                            : "a category");
}

static size_t
count_codes(const struct sv_coding *coding, size_t n)
{
    size_t codes = 0;

    for (size_t k = 0; k < n; k++)
        codes += coding[k].n_codes;
    return codes;
}

enum sv_status
sv_recode_make(struct sv_recode *out, struct sv_arena *arena,
               const struct sv_variable *variable,
               const struct sv_expression *e, struct sv_reasons *reasons,
               struct sv_fault *fault)
{
    const struct making m = { e, fault };
    const struct sv_variable *v = variable;

    *out = (struct sv_recode){ .cut = v->cut, .n_cuts = v->n_cuts,
                               .otherwise = reasons->uncoded };
    out->span = sv_arena_take(arena, count_codes(v->category, v->n_categories)
                              + 1, sizeof *out->span);
    out->missing = sv_arena_take(arena, count_codes(v->missing, v->n_missing)
                                 + 1, sizeof *out->missing);
    if (out->span == NULL || out->missing == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for categories");
    for (size_t k = 0; k < v->n_categories; k++)
        for (size_t c = 0; c < v->category[k].n_codes; c++)
            add_code(&out->span[out->n++], &m, &v->category[k].code[c],
                     &v->category[k], (int32_t) k + 1);
    for (size_t k = 0; k < v->n_missing; k++)
        for (size_t c = 0; c < v->missing[k].n_codes; c++)
            add_code(&out->missing[out->n_missing++], &m,
                     &v->missing[k].code[c], &v->missing[k],
                     sv_reason(reasons, v->missing[k].name.text));
    if (v->n_cuts > 0 && sv_expression_kind(e) != SV_KIND_NUMBER)
        sv_point(fault, SV_DATA, v->name.at, strlen(v->name.text),
                 "'cut' takes a number apart, but '%s' is made from something "
                 "else", v->name.text);
    return fault->status;
}

static double
value_at(const struct sv_values *v, size_t j)
{
    return v->number != NULL ? v->number[j]
           : v->code != NULL ? v->code[j]
                             : v->truth[j];
}

void
sv_recode_missing(uint8_t *missing, const struct sv_recode *r,
                  const struct sv_values *values, size_t n)
{
    if (values->missing != NULL)
        memcpy(missing, values->missing, n);
    else
        memset(missing, 0, n);
    for (size_t i = 0; i < r->n_missing; i++)
        for (size_t j = 0; j < n; j++)
            if (missing[j] == 0 && value_at(values, j) >= r->missing[i].low
                && value_at(values, j) <= r->missing[i].high)
                missing[j] = (uint8_t) r->missing[i].to;
}

/* The band of VALUE, from 1; 0 below the first. */
static int32_t
band_of(const struct sv_recode *r, double value)
{
    size_t k = 0;

    while (k < r->n_cuts && value >= r->cut[k])
        k++;
    return (int32_t) k;
}

void
sv_recode(int32_t *code, uint8_t *missing, const struct sv_recode *r,
          const struct sv_values *values, size_t n)
{
    sv_recode_missing(missing, r, values, n);
    memset(code, 0, n * sizeof *code);
    for (size_t i = 0; i < r->n; i++) {
        const struct sv_rung s = r->span[i];

        for (size_t j = 0; j < n; j++) {
            const double value = value_at(values, j);

            code[j] = value >= s.low && value <= s.high ? s.to : code[j];
        }
    }
    if (r->n_cuts > 0)
        for (size_t j = 0; j < n; j++)
            code[j] = band_of(r, values->number[j]);
    for (size_t j = 0; j < n; j++) {
        if (missing[j] != 0)
            code[j] = 0;
        else if (code[j] == 0)
            missing[j] = r->otherwise;
    }
}

void
sv_name_cut(char *text, size_t size, const double *cut, size_t n, size_t k)
{
    if (k + 1 < n)
        snprintf(text, size, "[%.15g,%.15g)", cut[k], cut[k + 1]);
    else
        snprintf(text, size, "[%.15g,...)", cut[k]);
}
