/* alike.c - which number of one round is which of the other. */
#include "stages/compare/alike.h"

#include <stdlib.h>
#include <string.h>

#include "pipeline/jsonmembers.h"

struct keyed {
    char *key;                  /* owned */
    const json_t *number;
    size_t place;               /* in its round */
    bool taken;
};

struct list {
    struct keyed *item;         /* [n] */
    size_t n;
};

/* What a number goes by: JSON with its keys in order. */
static char *
key_of(const json_t *number)
{
    json_t *key = json_pack("[O, O, O]", json_object_get(number, "indicator"),
                            json_object_get(number, "item"),
                            json_object_get(number, "by"));
    char *text = key != NULL ? json_dumps(key, JSON_COMPACT | JSON_SORT_KEYS)
                             : NULL;

    json_decref(key);
    return text;
}

static int
by_key(const void *left, const void *right)
{
    const struct keyed *x = left, *y = right;

    return strcmp(x->key, y->key);
}

static void
free_list(struct list *list)
{
    for (size_t k = 0; list->item != NULL && k < list->n; k++)
        free(list->item[k].key);
    free(list->item);
}

static bool
make_list(struct list *out, const json_t *round)
{
    const json_t *all = json_object_get(round, "estimates");
    size_t k;
    json_t *number;

    *out = (struct list) { calloc(json_array_size(all) + 1,
                                  sizeof *out->item), 0 };
    if (out->item == NULL)
        return false;
    json_array_foreach(all, k, number) {
        out->item[k] = (struct keyed) { key_of(number), number, k, false };
        out->n++;
        if (out->item[k].key == NULL)
            return false;
    }
    return true;
}

/* The estimator of an indicator in ROUND, "" if it does not have it. */
static const char *
estimator_of(const json_t *round, const json_t *number)
{
    size_t k;
    json_t *indicator;

    json_array_foreach(json_object_get(round, "indicators"), k, indicator)
        if (strcmp(sv_json_text_of(indicator, "code"), sv_json_text_of(number, "indicator"))
            == 0)
            return sv_json_text_of(indicator, "estimator");
    return "";
}

/* Adds a fault where the indicator of the total is not what it was. */
static void
check(const struct sv_change *c, const char *estimator, const char *estimator_b,
      struct sv_fault *fault)
{
    const char *code = sv_json_text_of(c->a, "indicator");

    if (json_object_size(json_object_get(c->a, "by")) > 0)
        return;
    if (strcmp(sv_json_text_of(c->a, "record"), sv_json_text_of(c->b, "record")) != 0)
        sv_add(fault, SV_DATA, "%s counts %s in the first round and %s in the "
               "second; give one of them another code", code,
               sv_json_text_of(c->a, "record"), sv_json_text_of(c->b, "record"));
    else if (strcmp(estimator, estimator_b) != 0)
        sv_add(fault, SV_DATA, "%s is a %s in the first round and a %s in the "
               "second; give one of them another code", code, estimator,
               estimator_b);
}

/* Walks the first round in its order; B is sorted. */
static enum sv_status
pair(struct sv_changes *out, const struct list *a, const json_t *round_a,
     const struct list *b, const json_t *round_b, struct sv_fault *fault)
{
    for (size_t k = 0; k < a->n; k++) {
        struct keyed *found = bsearch(&a->item[k], b->item, b->n,
                                      sizeof *b->item, by_key);
        struct sv_change *c = &out->change[out->n];

        if (found == NULL) {
            out->only_a[out->n_only_a++] = a->item[k].number;
            continue;
        }
        found->taken = true;
        *c = (struct sv_change) {
            .a = a->item[k].number, .b = found->number,
            .estimator = estimator_of(round_a, a->item[k].number),
        };
        check(c, c->estimator, estimator_of(round_b, found->number), fault);
        out->n++;
    }
    return fault->status;
}

static int
by_place(const void *left, const void *right)
{
    const struct keyed *x = left, *y = right;

    return (x->place > y->place) - (x->place < y->place);
}

static void
leave(struct sv_changes *out, struct list *b)
{
    qsort(b->item, b->n, sizeof *b->item, by_place);
    for (size_t k = 0; k < b->n; k++)
        if (!b->item[k].taken)
            out->only_b[out->n_only_b++] = b->item[k].number;
}

enum sv_status
sv_alike(struct sv_changes *out, const json_t *a, const json_t *b,
         struct sv_fault *fault)
{
    struct list first, second;
    const bool first_made = make_list(&first, a);
    const bool second_made = make_list(&second, b);
    enum sv_status status = SV_OK;

    out->change = calloc(first.n + 1, sizeof *out->change);
    out->only_a = calloc(first.n + 1, sizeof *out->only_a);
    out->only_b = calloc(second.n + 1, sizeof *out->only_b);
    if (!first_made || !second_made || out->change == NULL
        || out->only_a == NULL || out->only_b == NULL) {
        status = sv_fail(fault, SV_SYSTEM, "out of memory for the comparison");
    } else {
        qsort(second.item, second.n, sizeof *second.item, by_key);
        status = pair(out, &first, a, &second, b, fault);
        leave(out, &second);
        if (status == SV_OK && out->n == 0)
            status = sv_fail(fault, SV_DATA, "the rounds have no number in "
                             "common; indicators are matched by code and item, "
                             "cells by the names of categories");
    }
    free_list(&first);
    free_list(&second);
    return status;
}
