/* extract.c - one record type as a file for analysis: its columns. */
#include "stages/export/extract.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/world.h"
#include "stages/export/extractcolumns.h"

struct sv_extract_column *
sv_extract_add(struct sv_extract *e, const char *name)
{
    struct sv_extract_column *c;

    if (e->n == e->capacity) {
        const size_t capacity = 2 * e->capacity + 64;
        struct sv_extract_column *grown =
            realloc(e->column, capacity * sizeof *grown);

        if (grown == NULL)
            return NULL;
        e->column = grown;
        e->capacity = capacity;
    }
    c = &e->column[e->n];
    *c = (struct sv_extract_column){ .label = "", .origin = "", .least = NAN };
    if (!sv_legal_name(c->name, &e->names, name))
        return NULL;
    e->n++;
    return c;
}

const char *
sv_extract_text(struct sv_extract *e, const char *fmt, ...)
{
    char *text, *kept;
    va_list ap;
    int n;

    va_start(ap, fmt);
    n = vasprintf(&text, fmt, ap);
    va_end(ap);
    if (n < 0)
        return "";
    kept = sv_arena_text(e->arena, text, (size_t) n);
    free(text);
    return kept != NULL ? kept : "";
}

enum sv_status
sv_extract_make(struct sv_extract *out, const struct sv_extract_sources *from,
                const char *record, struct sv_fault *fault)
{
    enum sv_status status;

    *out = (struct sv_extract){ .record = record, .arena = sv_arena_new() };
    if (out->arena == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for an export");
    status = sv_extract_plan(out, from, fault);
    if (status == SV_OK && sv_arena_failed(out->arena))
        status = sv_fail(fault, SV_SYSTEM, "out of memory for an export");
    return status;
}

void
sv_extract_free(struct sv_extract *extract)
{
    free(extract->column);
    sv_replicates_free(&extract->replicates);
    sv_legal_names_free(&extract->names);
    sv_arena_free(extract->arena);
    *extract = (struct sv_extract){ 0 };
}

size_t
sv_extract_kind_of(const struct sv_extract_column *c, uint8_t reason,
                   double number)
{
    size_t k = 0;

    if (reason == SV_SYSTEM_MISSING)
        return c->n_kinds;
    while (k < c->n_kinds
           && (c->kind[k].reason != reason
               || (!isnan(c->kind[k].code) && c->kind[k].code != number)))
        k++;
    return k;
}

/* ---- looking ---------------------------------------------------------------- */

/* What the file's labels say of CODE, or of a tag. */
static const char *
name_of_own(const struct sv_extract_column *c, double code)
{
    for (size_t k = 0; k < c->n_values; k++)
        if (c->value[k].value == code)
            return c->value[k].text;
    return "declared missing";
}

static enum sv_status
add_kind(struct sv_extract *e, struct sv_extract_column *c, uint8_t reason,
         double number, const json_t *kinds, struct sv_fault *fault)
{
    const bool own = c->own_codes && reason == SV_USER_MISSING;
    const char *name = json_string_value(json_array_get(kinds, reason));
    struct sv_extract_kind *k;

    if (c->n_kinds == SV_EXTRACT_KINDS)
        return sv_fail(fault, SV_DATA, "variable %s: has more than %d kinds of "
                       "missing", c->name, SV_EXTRACT_KINDS);
    if (c->kind == NULL)
        c->kind = sv_arena_take(e->arena, SV_EXTRACT_KINDS, sizeof *c->kind);
    if (c->kind == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for an export");
    k = &c->kind[c->n_kinds++];
    *k = (struct sv_extract_kind){ reason, own ? number : NAN, name };
    if (own)
        k->name = name_of_own(c, number);
    else if (c->tag != NULL && reason >= SV_TAG_A && reason < SV_USER_MISSING
             && c->tag[reason - SV_TAG_A] != NULL)
        k->name = c->tag[reason - SV_TAG_A];
    else if (name == NULL)
        k->name = "missing";
    return SV_OK;
}

static int
by_reason(const void *a, const void *b)
{
    const struct sv_extract_kind *x = a, *y = b;

    return x->reason != y->reason ? (x->reason > y->reason) - (x->reason < y->reason)
                                  : (x->code > y->code) - (x->code < y->code);
}

static enum sv_status
look_at(struct sv_extract *e, struct sv_extract_column *c,
        struct sv_extract_block *b, const json_t *kinds,
        struct sv_fault *fault)
{
    enum sv_status status = SV_OK;

    for (size_t k = 0; k < c->n_values; k++)
        c->least = fmin(c->least, c->value[k].value);
    for (size_t first = 0; first < e->n_rows; first += SV_EXTRACT_BLOCK) {
        const size_t rest = e->n_rows - first;
        const size_t n = rest < SV_EXTRACT_BLOCK ? rest : SV_EXTRACT_BLOCK;

        c->fill(c, first, n, b);
        for (size_t j = 0; status == SV_OK && j < n; j++)
            if (b->reason[j] == SV_VALID)
                c->least = fmin(c->least, b->number[j]);
            else if (b->reason[j] != SV_SYSTEM_MISSING
                     && sv_extract_kind_of(c, b->reason[j], b->number[j])
                            == c->n_kinds)
                status = add_kind(e, c, b->reason[j], b->number[j], kinds,
                                  fault);
    }
    if (c->n_kinds > 1)
        qsort(c->kind, c->n_kinds, sizeof *c->kind, by_reason);
    if (status == SV_OK && c->n_kinds > 0
        && !sv_legal_name(c->why, &e->names,
                          sv_extract_text(e, "%.24s_missing", c->name)))
        return sv_fail(fault, SV_SYSTEM, "out of memory for an export");
    return status;
}

enum sv_status
sv_extract_look(struct sv_extract *e, const json_t *kinds,
                struct sv_fault *fault)
{
    struct sv_extract_block *b = malloc(sizeof *b);
    enum sv_status status = SV_OK;

    if (b == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for an export");
    for (size_t i = 0; status == SV_OK && i < e->n; i++)
        if (e->column[i].missing != NULL)
            status = look_at(e, &e->column[i], b, kinds, fault);
    free(b);
    return status;
}
