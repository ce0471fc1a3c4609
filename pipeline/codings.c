/* codings.c - categories with their codes, and what else recodes a variable. */
#include "pipeline/codings.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/description.h"

enum { MOST_CODES = 1024 };     /* of a variable; each is held against each */

/* One end of a range: "" is open. */
static bool
range_end(struct sv_binder *b, const char *text, size_t n, double open,
          double *v)
{
    char *copy;

    while (n > 0 && text[0] == ' ') {
        text++;
        n--;
    }
    while (n > 0 && text[n - 1] == ' ')
        n--;
    *v = open;
    if (n == 0)
        return true;
    copy = sv_arena_text(b->arena, text, n);
    return copy != NULL && sv_number(copy, v);
}

/* A number, a range "5..8", "65.." or "..4", or a string.  What stands in
 * quotes is a string unless it is a range. */
static void
read_code(struct sv_binder *b, const struct sv_node *node,
          struct sv_code *code)
{
    const char *dots = strstr(node->text, "..");
    double low, high;

    if (dots != NULL && strlen(node->text) > 2
        && range_end(b, node->text, (size_t) (dots - node->text), -INFINITY,
                     &low)
        && range_end(b, dots + 2, strlen(dots + 2), INFINITY, &high)) {
        if (low > high)
            sv_point(b->fault, SV_DATA, node->at, node->length,
                     "the range %s ends before it starts", node->text);
        code->low = low;
        code->high = high;
    } else if (!node->quoted && sv_number(node->text, &low)) {
        code->low = code->high = low;
    } else {
        code->string = sv_bind_string(node);
        code->low = code->high = NAN;
    }
}

static void
read_codes(struct sv_binder *b, const struct sv_key *key,
           const struct sv_node *node, struct sv_coding *coding)
{
    const struct sv_node *first = node;
    size_t n = 1, i = 0;

    if (node->kind == SV_NODE_LIST) {
        first = node->child;
        n = node->n;
    }
    if (n == 0)
        sv_point(b->fault, SV_DATA, node->at, node->length,
                 "'%.60s' in '%s' has no code", coding->name.text, key->name);
    coding->code = sv_arena_take(b->arena, n, sizeof *coding->code);
    if (coding->code == NULL)
        return;
    for (const struct sv_node *c = first; c != NULL; c = c->next) {
        if (c->kind != SV_NODE_SCALAR || sv_node_empty(c))
            sv_point(b->fault, SV_DATA, c->at, c->length,
                     "a code of '%.60s' must be a number, a range such as "
                     "5..8, or a string", coding->name.text);
        else
            read_code(b, c, &coding->code[i++]);
        if (c == node)
            break;
    }
    coding->n_codes = i;
}

/* The long form {codes: ..., label: ...}. */
static void
read_long(struct sv_binder *b, const struct sv_key *key,
          const struct sv_node *node, struct sv_coding *coding)
{
    static const char *const names[] = { "codes", "label" };
    const struct sv_key label = { .name = "label", .kind = &sv_kind_label };
    const struct sv_node *codes = sv_node_entry(node, "codes");

    for (const struct sv_node *c = node->child; c != NULL; c = c->next) {
        if (strcmp(c->key->text, "label") == 0) {
            sv_kind_label.read(b, &label, c, &coding->label);
        } else if (strcmp(c->key->text, "codes") != 0) {
            const char *near = sv_nearest(c->key->text, names, 2);

            sv_point(b->fault, SV_DATA, c->key->at, c->key->length,
                     "unknown key '%.60s'; %s%s%s", c->key->text,
                     near ? "did you mean '" : "the keys here are codes and "
                     "label", near ? near : "", near ? "'?" : "");
        }
    }
    if (codes != NULL)
        read_codes(b, key, codes, coding);
    else
        sv_point(b->fault, SV_DATA, node->key->at, node->key->length,
                 "'%.60s' lacks the key 'codes'", node->key->text);
}

static bool
overlap(const struct sv_code *a, const struct sv_code *b)
{
    if ((a->string.text == NULL) != (b->string.text == NULL))
        return false;
    if (a->string.text != NULL)
        return strcmp(a->string.text, b->string.text) == 0;
    return a->low <= b->high && b->low <= a->high;
}

/* A code that falls into two codings would count for one of them only. */
static void
check_codes(struct sv_binder *b, const struct sv_coding *coding, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < coding[i].n_codes; k++)
            for (size_t j = 0; j < i; j++)
                for (size_t m = 0; m < coding[j].n_codes; m++)
                    if (overlap(&coding[i].code[k], &coding[j].code[m])) {
                        sv_point(b->fault, SV_DATA, coding[i].name.at,
                                 strlen(coding[i].name.text),
                                 "a code of '%.60s' is one of '%.60s' too; "
                                 "each code belongs to one category",
                                 coding[i].name.text, coding[j].name.text);
                        return;
                    }
}

static void
read_codings(struct sv_binder *b, const struct sv_key *key,
             const struct sv_node *node, void *slot)
{
    struct sv_list *list = slot;
    struct sv_coding *coding;
    size_t n_codes = 0;

    if (!sv_bind_is(b, key, node, SV_NODE_MAPPING))
        return;
    coding = sv_bind_items(b, key, node, sizeof *coding, list);
    for (const struct sv_node *c = node->child; c != NULL && coding != NULL;
         c = c->next, coding++) {
        coding->name = sv_bind_string(c->key);
        if (c->kind == SV_NODE_MAPPING)
            read_long(b, key, c, coding);
        else
            read_codes(b, key, c, coding);
        if (coding->name.text[0] == '\0'
            || strcmp(coding->name.text, "_T") == 0)
            sv_point(b->fault, SV_DATA, c->key->at, c->key->length,
                     "a category cannot be called '%s'; _T is the total",
                     coding->name.text);
        n_codes += coding->n_codes;
    }
    if (n_codes > MOST_CODES)
        sv_point(b->fault, SV_DATA, node->key->at, node->key->length,
                 "'%s' lists %zu codes; %d are the most, use ranges such as "
                 "5..8", key->name, n_codes, MOST_CODES);
    else
        check_codes(b, list->item, list->n);
}

static void
read_cut(struct sv_binder *b, const struct sv_key *key,
         const struct sv_node *node, void *slot)
{
    const struct sv_key entry = { .name = key->name,
                                  .kind = &sv_kind_number };
    struct sv_list *list = slot;
    double *cut;
    size_t n = 0;

    if (!sv_bind_is(b, key, node, SV_NODE_LIST))
        return;
    cut = sv_bind_items(b, key, node, sizeof *cut, list);
    for (const struct sv_node *c = node->child; c != NULL && cut != NULL;
         c = c->next) {
        double v = NAN;

        sv_kind_number.read(b, &entry, c, &v);
        if (isnan(v))
            continue;
        if (n > 0 && v <= cut[n - 1])
            sv_point(b->fault, SV_DATA, c->at, c->length,
                     "'%s' must ascend; %s is not above %g", key->name,
                     c->text, cut[n - 1]);
        cut[n++] = v;
    }
    list->n = n;
    if (node->n == 0)
        sv_point(b->fault, SV_DATA, node->at, node->length,
                 "'%s' has no number", key->name);
}

static void
read_levels(struct sv_binder *b, const struct sv_key *key,
            const struct sv_node *node, void *slot)
{
    const bool one = node->kind == SV_NODE_SCALAR;
    const struct sv_node single = { .n = 1 };
    struct sv_key entry = *key;
    struct sv_list *list = slot;
    struct sv_written_level *level;
    size_t n = 0;

    if (node->kind == SV_NODE_MAPPING) {
        sv_bind_wrong(b, key, node);
        return;
    }
    if (node->kind == SV_NODE_LIST && node->n == 0)
        sv_point(b->fault, SV_DATA, node->at, node->length,
                 "'%s' has no number", key->name);
    entry.kind = &sv_kind_number;
    level = sv_bind_items(b, key, one ? &single : node, sizeof *level, list);
    for (const struct sv_node *c = one ? node : node->child;
         c != NULL && level != NULL; c = one ? NULL : c->next) {
        level[n] = (struct sv_written_level){ .p = NAN };
        sv_kind_number.read(b, &entry, c, &level[n].p);
        if (isnan(level[n].p))
            continue;
        level[n++].text = sv_bind_string(c);
    }
    list->n = n;
}

#define CODE_SCHEMA \
    "{\"anyOf\": [{\"type\": [\"number\", \"string\"]}, {\"type\": " \
    "\"array\", \"minItems\": 1, \"items\": {\"type\": [\"number\", " \
    "\"string\"]}}]}"
#define TEXTS_SCHEMA \
    "{\"anyOf\": [{\"type\": \"string\"}, {\"type\": \"object\", " \
    "\"additionalProperties\": {\"type\": \"string\"}}]}"

const struct sv_kind sv_kind_codings = {
    "names with their codes",
    "{\"type\": \"object\", \"additionalProperties\": {\"anyOf\": ["
    "{\"type\": [\"number\", \"string\"]}, {\"type\": \"array\", "
    "\"minItems\": 1, \"items\": {\"type\": [\"number\", \"string\"]}}, "
    "{\"type\": \"object\", \"required\": [\"codes\"], "
    "\"additionalProperties\": false, \"properties\": {\"codes\": "
    CODE_SCHEMA ", \"label\": " TEXTS_SCHEMA "}}]}}",
    read_codings
};
#define LEVEL_SCHEMA \
    "{\"type\": \"number\", \"exclusiveMinimum\": 0, " \
    "\"exclusiveMaximum\": 1}"
const struct sv_kind sv_kind_levels = {
    "a number between 0 and 1, or a list of such",
    "{\"anyOf\": [" LEVEL_SCHEMA ", {\"type\": \"array\", \"minItems\": 1, "
    "\"items\": " LEVEL_SCHEMA "}]}", read_levels
};
const struct sv_kind sv_kind_cut = {
    "a list of numbers",
    "{\"type\": \"array\", \"minItems\": 1, \"items\": "
    "{\"type\": \"number\"}}", read_cut
};

/* {male: 1201, female: 1310} */
static void
read_numbers(struct sv_binder *b, const struct sv_key *key,
             const struct sv_node *node, void *slot, double low)
{
    const struct sv_key entry = { .name = key->name, .kind = &sv_kind_number,
                                  .low = low, .high = INFINITY };
    struct sv_written_count *item;
    size_t n = 0;

    if (!sv_bind_is(b, key, node, SV_NODE_MAPPING))
        return;
    item = sv_bind_items(b, key, node, sizeof *item, slot);
    for (const struct sv_node *c = node->child; c != NULL && item != NULL;
         c = c->next) {
        item[n].name = sv_bind_string(c->key);
        sv_kind_number.read(b, &entry, c, &item[n++].value);
    }
}

static void
read_counts(struct sv_binder *b, const struct sv_key *key,
            const struct sv_node *node, void *slot)
{
    read_numbers(b, key, node, slot, 0);
}

static void
read_scores(struct sv_binder *b, const struct sv_key *key,
            const struct sv_node *node, void *slot)
{
    read_numbers(b, key, node, slot, -INFINITY);
}

const struct sv_kind sv_kind_scores = {
    "categories with their scores",
    "{\"type\": \"object\", \"additionalProperties\": {\"type\": \"number\"}}",
    read_scores
};

const struct sv_kind sv_kind_counts = {
    "categories with their numbers",
    "{\"type\": \"object\", \"additionalProperties\": {\"type\": \"number\", "
    "\"minimum\": 0}}", read_counts
};
