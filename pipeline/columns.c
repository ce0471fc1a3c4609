/* columns.c - types and value labels of columns, weights, crossings. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "pipeline/codings.h"
#include "pipeline/description.h"

enum { MOST_CROSSED = 8 };

static const struct sv_word types[] = {
    { "number", "a number" }, { "string", "a text" },
};

static void
read_types(struct sv_binder *b, const struct sv_key *key,
           const struct sv_node *node, void *slot)
{
    const struct sv_key entry = {
        .name = key->name, .kind = &sv_kind_word, .word = types, .n_words = 2,
    };
    struct sv_written_column *column;

    if (!sv_bind_is(b, key, node, SV_NODE_MAPPING))
        return;
    column = sv_bind_items(b, key, node, sizeof *column, slot);
    for (const struct sv_node *c = node->child; c != NULL && column != NULL;
         c = c->next, column++) {
        column->name = sv_bind_string(c->key);
        sv_kind_word.read(b, &entry, c, &column->type);
    }
}

/* The labels of one column: {1: Male, 2: Female}. */
static void
read_labels_of(struct sv_binder *b, const struct sv_key *key,
               const struct sv_node *node, struct sv_list *list)
{
    struct sv_coding *coding = sv_bind_items(b, key, node, sizeof *coding,
                                             list);

    for (const struct sv_node *c = node->child; c != NULL && coding != NULL;
         c = c->next, coding++) {
        struct sv_code *code = sv_arena_take(b->arena, 1, sizeof *code);

        sv_kind_label.read(b, key, c, &coding->label);
        if (code == NULL || coding->label.n == 0)
            continue;
        coding->name = (struct sv_string) { coding->label.in[0].text, c->at };
        coding->code = code;
        coding->n_codes = 1;
        if (!c->key->quoted && sv_number(c->key->text, &code->low))
            code->high = code->low;
        else
            *code = (struct sv_code) { sv_bind_string(c->key), NAN, NAN };
    }
}

static void
read_value_labels(struct sv_binder *b, const struct sv_key *key,
                  const struct sv_node *node, void *slot)
{
    struct sv_written_column *column;

    if (!sv_bind_is(b, key, node, SV_NODE_MAPPING))
        return;
    column = sv_bind_items(b, key, node, sizeof *column, slot);
    for (const struct sv_node *c = node->child; c != NULL && column != NULL;
         c = c->next, column++) {
        column->name = sv_bind_string(c->key);
        if (sv_bind_is(b, key, c, SV_NODE_MAPPING))
            read_labels_of(b, key, c, &column->label);
    }
}

/* An expression for all records, or one for each. */
static void
read_weight(struct sv_binder *b, const struct sv_key *key,
            const struct sv_node *node, void *slot)
{
    const struct sv_node one = { .n = 1 };
    struct sv_written_weight *weight;

    if (node->kind == SV_NODE_LIST) {
        sv_bind_wrong(b, key, node);
        return;
    }
    if (node->kind == SV_NODE_SCALAR) {
        weight = sv_bind_items(b, key, &one, sizeof *weight, slot);
        if (weight != NULL)
            sv_kind_expression.read(b, key, node, &weight->expression);
        return;
    }
    weight = sv_bind_items(b, key, node, sizeof *weight, slot);
    for (const struct sv_node *c = node->child; c != NULL && weight != NULL;
         c = c->next, weight++) {
        weight->name = sv_bind_string(c->key);
        if (c->kind != SV_NODE_SCALAR || sv_node_empty(c))
            sv_point(b->fault, SV_DATA, c->key->at, c->key->length,
                     "the weight of '%.60s' must be a variable or an "
                     "expression", c->key->text);
        else
            sv_kind_expression.read(b, key, c, &weight->expression);
    }
}

/* Names for all records, or names for each. */
static void
read_replicate_columns(struct sv_binder *b, const struct sv_key *key,
                       const struct sv_node *node, void *slot)
{
    const struct sv_node one = { .n = 1 };
    const bool all = node->kind != SV_NODE_MAPPING;
    struct sv_replicate_list *out = slot;
    struct sv_replicate_columns *columns;
    struct sv_list list;

    columns = sv_bind_items(b, key, all ? &one : node, sizeof *columns, &list);
    out->item = list.item;
    out->n = list.n;
    if (all && columns != NULL)
        sv_kind_names.read(b, key, node, &columns->names);
    for (const struct sv_node *c = node->child;
         !all && c != NULL && columns != NULL; c = c->next, columns++) {
        columns->of = sv_bind_string(c->key);
        sv_kind_names.read(b, key, c, &columns->names);
    }
}

/* "sex * age_5" into names with their places. */
static void
read_crossing(struct sv_binder *b, const struct sv_node *node,
              struct sv_crossing *crossing)
{
    const char *text = node->text;
    bool sound = true;
    size_t n = 1, i = 0;

    for (const char *p = text; *p != '\0'; p++)
        n += *p == '*';
    if (n > MOST_CROSSED) {
        sv_point(b->fault, SV_DATA, node->at, node->length, "%zu variables "
                 "are crossed here; %d are the most", n, MOST_CROSSED);
        return;
    }
    crossing->variable.item = sv_arena_take(b->arena, n,
                                            sizeof *crossing->variable.item);
    if (crossing->variable.item == NULL)
        return;
    for (const char *p = text;; p++) {
        const char *from = p += strspn(p, " \t\n"), *to;
        struct sv_string *name = &crossing->variable.item[i];

        p += strcspn(p, "*");
        for (to = p; to > from && strchr(" \t\n", to[-1]) != NULL; to--)
            ;
        name->text = sv_arena_text(b->arena, from, (size_t) (to - from));
        name->at = sv_place_after(node->at, (size_t) (from - text));
        sound = to > from && memchr(from, ' ', (size_t) (to - from)) == NULL;
        i++;
        if (!sound)
            sv_point(b->fault, SV_DATA, name->at, (size_t) (to - from),
                     "expected names of variables with '*' between them, "
                     "such as sex * area");
        if (!sound || *p == '\0')
            break;
    }
    crossing->variable.n = sound ? i : 0;
}

static void
read_crossings(struct sv_binder *b, const struct sv_key *key,
               const struct sv_node *node, void *slot)
{
    const bool one = node->kind == SV_NODE_SCALAR;
    const struct sv_node single = { .n = 1 };
    struct sv_crossing *crossing;
    struct sv_list *list = slot;

    if (node->kind == SV_NODE_MAPPING) {
        sv_bind_wrong(b, key, node);
        return;
    }
    crossing = sv_bind_items(b, key, one ? &single : node, sizeof *crossing,
                             list);
    list->n = 0;
    for (const struct sv_node *c = one ? node : node->child;
         c != NULL && crossing != NULL; c = one ? NULL : c->next) {
        if (c->kind != SV_NODE_SCALAR || sv_node_empty(c))
            sv_point(b->fault, SV_DATA, c->at, c->length,
                     "each entry of '%s' must be a name or names with '*' "
                     "between them", key->name);
        else
            read_crossing(b, c, &crossing[list->n++]);
    }
}

static void
read_degrees(struct sv_binder *b, const struct sv_key *key,
             const struct sv_node *node, void *slot)
{
    const struct sv_key as_number = {
        .name = key->name, .kind = &sv_kind_number, .open = true,
        .low = 0, .high = INFINITY,
    };
    struct sv_written_degrees *degrees = slot;
    double v;

    degrees->number = NAN;
    if (node->kind == SV_NODE_SCALAR && !node->quoted
        && sv_number(node->text, &v)) {
        sv_kind_number.read(b, &as_number, node, &degrees->number);
        degrees->word = sv_bind_string(node);
    } else {
        sv_kind_word.read(b, key, node, &degrees->word);
    }
}

const struct sv_kind sv_kind_types = {
    "names of columns, each with number or string",
    "{\"type\": \"object\", \"additionalProperties\": "
    "{\"enum\": [\"number\", \"string\"]}}", read_types
};
const struct sv_kind sv_kind_value_labels = {
    "names of columns, each with codes and their labels",
    "{\"type\": \"object\", \"additionalProperties\": {\"type\": \"object\", "
    "\"additionalProperties\": {\"anyOf\": [{\"type\": \"string\"}, "
    "{\"type\": \"object\", \"additionalProperties\": "
    "{\"type\": \"string\"}}]}}}", read_value_labels
};
const struct sv_kind sv_kind_weight = {
    "an expression, or one for each record",
    "{\"anyOf\": [{\"type\": [\"string\", \"number\"]}, {\"type\": "
    "\"object\", \"additionalProperties\": {\"type\": [\"string\", "
    "\"number\"]}}]}", read_weight
};
const struct sv_kind sv_kind_replicate_columns = {
    "a name or range, a list of them, or these for each record",
    "{\"anyOf\": [{\"type\": \"string\"}, {\"type\": \"array\", "
    "\"items\": {\"type\": \"string\"}}, {\"type\": \"object\", "
    "\"additionalProperties\": {\"anyOf\": [{\"type\": \"string\"}, "
    "{\"type\": \"array\", \"items\": {\"type\": \"string\"}}]}}]}",
    read_replicate_columns
};
const struct sv_kind sv_kind_crossings = {
    "a name or a list of names, '*' between those that are crossed",
    "{\"anyOf\": [{\"type\": \"string\"}, {\"type\": \"array\", "
    "\"items\": {\"type\": \"string\"}}]}", read_crossings
};
const struct sv_kind sv_kind_degrees = {
    "a word or a number",
    "{\"anyOf\": [{\"enum\": [\"domain\", \"design\", \"strata-nonempty\"]}, "
    "{\"type\": \"number\", \"exclusiveMinimum\": 0}]}", read_degrees
};
