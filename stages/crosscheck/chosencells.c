/* chosencells.c - the numbers of estimates.json that are recomputed. */
#include "stages/crosscheck/chosencells.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/digest.h"
#include "stages/common/numbername.h"

enum { NAME_SIZE = 512 };

void
sv_cell_name(char *out, size_t size, const json_t *number)
{
    char *name = sv_number_name(number);

    snprintf(out, size, "%s", name != NULL ? name : "");
    free(name);
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

/* Whether NUMBER is in LIST, the same object. */
static bool
is_in(const json_t *list, const json_t *number)
{
    size_t i;
    json_t *one;

    json_array_foreach(list, i, one)
        if (one == number)
            return true;
    return false;
}

/* The number whose item NUMBER, the highest of several, is of. */
static json_t *
part_of(json_t *estimates, json_t *number)
{
    const char *highest = sv_json_text_of(number, "highest");
    size_t i;
    json_t *one;

    json_array_foreach(json_object_get(estimates, "estimates"), i, one)
        if (strcmp(sv_json_text_of(one, "item"), highest) == 0
            && json_equal(json_object_get(one, "indicator"),
                          json_object_get(number, "indicator"))
            && json_equal(json_object_get(one, "by"),
                          json_object_get(number, "by")))
            return one;
    return number;
}

/* The highest of several is there already as what it is of; asked for by name,
 * that is meant. */
static void
add_parts(json_t *estimates, json_t *named)
{
    const size_t n = json_array_size(named);

    for (size_t i = 0; i < n; i++) {
        json_t *number = json_array_get(named, i);

        if (json_object_get(number, "highest") != NULL)
            json_array_append(named, part_of(estimates, number));
    }
}

/* Puts the numbers of NAMED, or all where that is NULL, into OUT. */
static void
take(struct sv_chosen *out, const json_t *named)
{
    size_t i;
    json_t *number;

    json_array_foreach(json_object_get(out->estimates, "estimates"), i, number) {
        if ((named != NULL && !is_in(named, number))
            || json_object_get(number, "highest") != NULL)
            continue;
        if (strcmp(sv_json_text_of(sv_number_indicator(out->estimates, number),
                                   "estimator"), "quantile") == 0)
            out->n_quantiles++;
        else if (json_integer_value(json_object_get(number, "n")) > 0
            && json_is_number(json_object_get(number, "estimate")))
            out->number[out->n++] = number;
        else
            out->n_empty++;
    }
}

enum sv_status
sv_choose_cells(struct sv_chosen *out, json_t *estimates,
                const char *const *cell, size_t n, size_t sample,
                struct sv_fault *fault)
{
    const size_t all = json_array_size(json_object_get(estimates, "estimates"));
    json_t *named = json_array();
    enum sv_status status = SV_OK;

    *out = (struct sv_chosen){ .estimates = estimates };
    out->number = calloc(all + 1, sizeof *out->number);
    if (out->number == NULL || named == NULL)
        status = sv_fail(fault, SV_SYSTEM, "out of memory for cells");
    for (size_t k = 0; status == SV_OK && k < n; k++)
        status = sv_numbers_find(named, estimates, cell[k], fault);
    add_parts(estimates, named);
    if (status == SV_OK)
        take(out, n > 0 ? named : NULL);
    json_decref(named);
    return status == SV_OK && sample > 0 ? draw(out, sample, fault) : status;
}

void
sv_chosen_free(struct sv_chosen *chosen)
{
    free(chosen->number);
    *chosen = (struct sv_chosen){ 0 };
}
