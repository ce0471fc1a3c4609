/* chosencells.c - the numbers of estimates.json that are recomputed. */
#include "stages/crosscheck/chosencells.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/digest.h"
#include "pipeline/source.h"

enum { NAME_SIZE = 512, MOST_GROUPS = 8 };

/* What a CELL on the command line asks for. */
struct wanted {
    char text[NAME_SIZE];       /* cut into the parts below */
    const char *code;           /* an item behind a point; without: any */
    const char *variable[MOST_GROUPS], *category[MOST_GROUPS];
    size_t n;
};

const char *
sv_cell_text(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text != NULL ? text : "";
}

void
sv_cell_name(char *out, size_t size, const json_t *number)
{
    const char *item = sv_cell_text(number, "item");
    json_t *by = json_object_get(number, "by"), *category;
    const char *variable;
    size_t n = 0, k = 0;

    n += (size_t) snprintf(out, size, "%s%s%s[",
                           sv_cell_text(number, "indicator"),
                           *item != '\0' ? "." : "", item);
    json_object_foreach(by, variable, category)
        if (n < size)
            n += (size_t) snprintf(out + n, size - n, "%s%s=%s",
                                   k++ > 0 ? ", " : "", variable,
                                   json_string_value(category));
    if (n < size)
        snprintf(out + n, size - n, "]");
}

/* ---- reading a CELL ---------------------------------------------------------- */

/* TEXT without blanks at its ends. */
static char *
trim(char *text)
{
    size_t n;

    text += strspn(text, " ");
    n = strlen(text);
    while (n > 0 && text[n - 1] == ' ')
        text[--n] = '\0';
    return text;
}

/* "sex=female, area=rural", in place.  Categories may hold commas: [5,15). */
static bool
cut_groups(struct wanted *w, char *at)
{
    at = trim(at);
    while (*at != '\0') {
        char *equals = strchr(at, '='), *next, *end;

        if (equals == NULL || w->n == MOST_GROUPS)
            return false;
        next = strchr(equals + 1, '=');
        end = equals + strlen(equals);
        if (next != NULL)               /* the last comma before it ends ours */
            for (end = next; end > equals && *end != ','; end--)
                ;
        if (end == equals)
            return false;
        next = *end == ',' ? end + 1 : end;
        *end = *equals = '\0';
        w->variable[w->n] = trim(at);
        w->category[w->n++] = trim(equals + 1);
        at = trim(next);
    }
    return true;
}

static enum sv_status
read_wanted(struct wanted *w, const char *cell, struct sv_fault *fault)
{
    char *open, *close;

    *w = (struct wanted){ .n = 0 };
    if (snprintf(w->text, sizeof w->text, "%s", cell) >= (int) sizeof w->text)
        return sv_fail(fault, SV_USAGE, "a CELL is too long");
    open = strchr(w->text, '[');
    if (open != NULL) {
        close = strrchr(open, ']');
        if (close == NULL || close[1] != '\0')
            return sv_fail(fault, SV_USAGE, "'%s': expected a ']' at its end, "
                           "as in 'HH7[sex=female, area=rural]'", cell);
        *open = *close = '\0';
        if (!cut_groups(w, open + 1))
            return sv_fail(fault, SV_USAGE, "'%s': expected groups as "
                           "'sex=female, area=rural' between the brackets",
                           cell);
    }
    w->code = trim(w->text);
    return SV_OK;
}

/* ---- matching ----------------------------------------------------------------- */

/* Whether the code of W, which may have an item behind a point, is NUMBER's. */
static bool
is_of(const struct wanted *w, const json_t *number)
{
    const char *code = sv_cell_text(number, "indicator");
    const char *item = sv_cell_text(number, "item");
    const size_t n = strlen(code);

    if (strcmp(w->code, code) == 0)
        return true;
    return strncmp(w->code, code, n) == 0 && w->code[n] == '.'
           && strcmp(w->code + n + 1, item) == 0;
}

static bool
is_cell(const struct wanted *w, const json_t *number)
{
    const json_t *by = json_object_get(number, "by");

    if (json_object_size(by) != w->n)
        return false;
    for (size_t k = 0; k < w->n; k++)
        if (json_object_get(by, w->variable[k]) == NULL
            || (strcmp(w->category[k], "*") != 0
                && strcmp(sv_cell_text(by, w->variable[k]), w->category[k])
                       != 0))
            return false;
    return true;
}

/* Which part of W there is not. */
static enum sv_status
explain(const struct wanted *w, const char *cell, const json_t *estimates,
        struct sv_fault *fault)
{
    const json_t *all = json_object_get(estimates, "estimates");
    const char *last = "", *names[512], *near;
    size_t i, n = 0;
    json_t *number;
    bool known = false;

    json_array_foreach(all, i, number) {
        const char *code = sv_cell_text(number, "indicator");

        known = known || is_of(w, number);
        if (strcmp(code, last) != 0 && n < sizeof names / sizeof *names)
            names[n++] = last = code;
    }
    near = sv_nearest(w->code, names, n);
    if (!known)
        return sv_fail(fault, SV_USAGE, "'%s': there is no indicator '%s'%s%s%s",
                       cell, w->code, near != NULL ? "; did you mean '" : "",
                       near != NULL ? near : "", near != NULL ? "'?" : "");
    return sv_fail(fault, SV_USAGE, "'%s': %s has no such cell; its groups are "
                   "those of `tables: by`, with the names of categories",
                   cell, w->code);
}

/* Marks what CELL names. */
static enum sv_status
mark(bool *chosen, const char *cell, const json_t *estimates,
     struct sv_fault *fault)
{
    struct wanted w;
    size_t i, n = 0;
    json_t *number;
    enum sv_status status = read_wanted(&w, cell, fault);

    if (status != SV_OK)
        return status;
    json_array_foreach(json_object_get(estimates, "estimates"), i, number)
        if (is_of(&w, number) && is_cell(&w, number)) {
            chosen[i] = true;
            n++;
        }
    return n > 0 ? SV_OK : explain(&w, cell, estimates, fault);
}

/* ---- sampling ------------------------------------------------------------------ */

struct drawn {
    struct sv_digest by;        /* of the name: as good as random, and fixed */
    size_t at;
};

static int
by_digest(const void *a, const void *b)
{
    return strcmp(((const struct drawn *) a)->by.hex,
                  ((const struct drawn *) b)->by.hex);
}

/* Leaves SAMPLE of what is chosen. */
static enum sv_status
draw(struct sv_chosen *c, size_t sample, struct sv_fault *fault)
{
    struct drawn *drawn = calloc(c->n + 1, sizeof *drawn);
    bool *kept = calloc(c->n + 1, sizeof *kept);
    size_t n = 0;

    if (drawn == NULL || kept == NULL) {
        free(drawn);
        free(kept);
        return sv_fail(fault, SV_SYSTEM, "out of memory for a sample of cells");
    }
    for (size_t i = 0; i < c->n; i++) {
        char name[NAME_SIZE];

        sv_cell_name(name, sizeof name, c->number[i]);
        drawn[i] = (struct drawn){ sv_digest_of(name, strlen(name)), i };
    }
    qsort(drawn, c->n, sizeof *drawn, by_digest);
    for (size_t i = 0; i < sample && i < c->n; i++)
        kept[drawn[i].at] = true;
    for (size_t i = 0; i < c->n; i++)
        if (kept[i])
            c->number[n++] = c->number[i];
    c->n = n;
    free(drawn);
    free(kept);
    return SV_OK;
}

enum sv_status
sv_choose_cells(struct sv_chosen *out, json_t *estimates,
                const char *const *cell, size_t n, size_t sample,
                struct sv_fault *fault)
{
    const json_t *all = json_object_get(estimates, "estimates");
    bool *chosen = calloc(json_array_size(all) + 1, sizeof *chosen);
    enum sv_status status = SV_OK;

    *out = (struct sv_chosen){ .estimates = estimates };
    out->number = calloc(json_array_size(all) + 1, sizeof *out->number);
    if (out->number == NULL || chosen == NULL)
        status = sv_fail(fault, SV_SYSTEM, "out of memory for cells");
    for (size_t k = 0; status == SV_OK && k < n; k++)
        status = mark(chosen, cell[k], estimates, fault);
    for (size_t i = 0; status == SV_OK && i < json_array_size(all); i++) {
        const json_t *number = json_array_get(all, i);

        if (n > 0 && !chosen[i])
            continue;
        if (json_integer_value(json_object_get(number, "n")) > 0
            && json_is_number(json_object_get(number, "estimate")))
            out->number[out->n++] = number;
        else
            out->n_empty++;
    }
    free(chosen);
    return status == SV_OK && sample > 0 ? draw(out, sample, fault) : status;
}

void
sv_chosen_free(struct sv_chosen *chosen)
{
    free(chosen->number);
    *chosen = (struct sv_chosen){ 0 };
}
