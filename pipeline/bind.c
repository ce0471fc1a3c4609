/* bind.c - from a tree of nodes to structs, by tables. */
#include "pipeline/bind.h"

#include <stdio.h>
#include <string.h>

#include "pipeline/survey.h"

struct sv_string
sv_bind_string(const struct sv_node *node)
{
    return (struct sv_string) { node->text, node->at };
}

static const char *
shape(const struct sv_node *node)
{
    return node->kind == SV_NODE_LIST ? "a list"
         : node->kind == SV_NODE_MAPPING ? "a section with keys"
         : node->quoted ? "a text in quotes" : "a single value";
}

void
sv_bind_wrong(struct sv_binder *b, const struct sv_key *key,
              const struct sv_node *node)
{
    sv_point(b->fault, SV_DATA, node->at, node->length,
             "'%s' must be %s; this is %s", key->name, key->kind->phrase,
             shape(node));
}

bool
sv_bind_is(struct sv_binder *b, const struct sv_key *key,
           const struct sv_node *node, enum sv_node_kind kind)
{
    if (node->kind == kind)
        return true;
    sv_bind_wrong(b, key, node);
    return false;
}

void *
sv_bind_items(struct sv_binder *b, const struct sv_key *key,
              const struct sv_node *node, size_t size, struct sv_list *list)
{
    *list = (struct sv_list) { .n = 0 };
    if (node->n > SV_MAX_ENTRIES) {
        sv_point(b->fault, SV_DATA, node->at, node->length,
                 "'%s' has %zu entries; %d are the most", key->name, node->n,
                 SV_MAX_ENTRIES);
        return NULL;
    }
    list->item = sv_arena_take(b->arena, node->n, size);
    list->n = list->item == NULL ? 0 : node->n;
    return list->item;
}

/* The key that NAME was meant to be, or NULL. */
static const char *
nearest_key(const struct sv_form *form, const char *name)
{
    const char *names[64];
    size_t n = 0;

    for (; n < form->n_keys && n < sizeof names / sizeof *names; n++)
        names[n] = form->key[n].name;
    return sv_nearest(name, names, n);
}

/* "a, b or c" of the form's keys. */
static void
list_keys(char *out, size_t size, const struct sv_form *form)
{
    size_t used = 0;

    out[0] = '\0';
    for (size_t k = 0; k < form->n_keys && used < size; k++)
        used += (size_t) snprintf(out + used, size - used, "%s%s",
                                  k == 0 ? "" : k + 1 < form->n_keys ? ", "
                                  : " and ", form->key[k].name);
}

/* PREVIOUS: the entry in front, or NULL.  {cv: 0,15} is two entries to YAML,
 * and one number to whoever writes decimals with a comma. */
static void
unknown_key(struct sv_binder *b, const struct sv_form *form,
            const struct sv_node *node, const struct sv_node *previous)
{
    const struct sv_node *key = node->key;
    const char *near = nearest_key(form, key->text);
    char keys[400];
    double number;

    if (previous != NULL && previous->kind == SV_NODE_SCALAR
        && sv_number(previous->text, &number) && sv_number(key->text, &number)
        && sv_node_empty(node)) {
        sv_point(b->fault, SV_DATA, previous->at, previous->length,
                 "'%s,%s' is two entries; a number is written with a point, "
                 "%s.%s", previous->text, key->text, previous->text,
                 key->text);
        return;
    }
    if (near != NULL) {
        sv_point(b->fault, SV_DATA, key->at, key->length,
                 "unknown key '%.60s'; did you mean '%s'?", key->text, near);
        return;
    }
    list_keys(keys, sizeof keys, form);
    sv_point(b->fault, SV_DATA, key->at, key->length,
             "unknown key '%.60s'; the keys here are %s", key->text, keys);
}

/* How many brackets TEXT opens and does not close. */
static int
n_open(const char *text)
{
    int n = 0;

    for (; *text != '\0'; text++)
        n += (*text == '(') - (*text == ')');
    return n;
}

/* {where: age in (1, 2)} is two entries to YAML, the first of which leaves a
 * bracket open. */
static void
cut_value(struct sv_binder *b, const struct sv_node *cut)
{
    sv_point(b->fault, SV_DATA, cut->at, cut->length, "between { and } a comma "
             "ends a value; put one that has commas in quotes: %s: \"%.60s, "
             "...\"", cut->key->text, cut->text);
}

static void
missing_key(struct sv_binder *b, const struct sv_key *key,
            const struct sv_node *node)
{
    const struct sv_node *at = node->key != NULL ? node->key : node;

    if (node->key != NULL)
        sv_point(b->fault, SV_DATA, at->at, at->length,
                 "'%.60s' lacks the key '%s' (%s)", at->text, key->name,
                 key->kind->phrase);
    else
        sv_point(b->fault, SV_DATA, at->at, 1,
                 "the key '%s' is missing here (%s)", key->name,
                 key->kind->phrase);
}

static void *
slot(void *base, const struct sv_key *key)
{
    return (char *) base + key->offset;
}

static void
use_default(struct sv_binder *b, const struct sv_key *key, void *base)
{
    const struct sv_node node = { .kind = SV_NODE_SCALAR,
                                  .text = key->fallback };

    if (key->fallback != NULL)
        key->kind->read(b, key, &node, slot(base, key));
    else if (key->kind == &sv_kind_section || key->kind == &sv_kind_noted)
        sv_bind(b, key->form, NULL, slot(base, key));
}

static const struct sv_key *
find_key(const struct sv_form *form, const char *name)
{
    for (size_t k = 0; k < form->n_keys; k++)
        if (strcmp(form->key[k].name, name) == 0)
            return &form->key[k];
    return NULL;
}

/* A list may have lost all its entries to comments; another value that is not
 * there has been forgotten. */
static bool
may_be_empty(const struct sv_key *key)
{
    return !key->required
           && (key->kind == &sv_kind_entries || key->kind == &sv_kind_named);
}

static void
read_written(struct sv_binder *b, const struct sv_form *form,
             const struct sv_node *node, void *base)
{
    const struct sv_node *previous = NULL;
    int open = 0;               /* brackets of the value before */

    for (const struct sv_node *c = node->child; c != NULL; c = c->next) {
        const struct sv_key *key = find_key(form, c->key->text);

        if (key == NULL && open > 0 && sv_node_empty(c)) {
            if (previous->kind == SV_NODE_SCALAR && !sv_node_empty(previous))
                cut_value(b, previous);
            open += n_open(c->key->text);
            previous = c;
            continue;
        }
        open = c->kind == SV_NODE_SCALAR ? n_open(c->text) : 0;
        if (key == NULL)
            unknown_key(b, form, c, previous);
        else if (sv_node_empty(c) && may_be_empty(key))
            use_default(b, key, base);
        else if (sv_node_empty(c))
            sv_point(b->fault, SV_DATA, c->key->at, c->key->length,
                     "'%s' has no value; write %s, or remove the key",
                     key->name, key->kind->phrase);
        else
            key->kind->read(b, key, c, slot(base, key));
        previous = c;
    }
}

void
sv_bind(struct sv_binder *b, const struct sv_form *form,
        const struct sv_node *node, void *base)
{
    if (node != NULL)
        read_written(b, form, node, base);
    for (size_t k = 0; k < form->n_keys; k++) {
        const struct sv_key *key = &form->key[k];

        if (node != NULL && sv_node_entry(node, key->name) != NULL)
            continue;
        if (node != NULL && key->required)
            missing_key(b, key, node);
        else
            use_default(b, key, base);
    }
}

static void
read_section(struct sv_binder *b, const struct sv_key *key,
             const struct sv_node *node, void *to)
{
    if (sv_bind_is(b, key, node, SV_NODE_MAPPING))
        sv_bind(b, key->form, node, to);
}

static void
read_optional(struct sv_binder *b, const struct sv_key *key,
              const struct sv_node *node, void *to)
{
    *(struct sv_string *) to = sv_bind_string(node->key);
    read_section(b, key, node, to);
}

static void
read_noted(struct sv_binder *b, const struct sv_key *key,
           const struct sv_node *node, void *to)
{
    struct sv_names *names = to;

    read_section(b, key, node, to);
    if (node->kind != SV_NODE_MAPPING)
        return;
    names->item = sv_arena_take(b->arena, node->n + 1, sizeof *names->item);
    for (const struct sv_node *c = node->child;
         c != NULL && names->item != NULL; c = c->next)
        names->item[names->n++] = sv_bind_string(c->key);
}

/* Sections in a list, or in a mapping under their names. */
static void
read_sections(struct sv_binder *b, const struct sv_key *key,
              const struct sv_node *node, void *to)
{
    char *item = sv_bind_items(b, key, node, key->form->size, to);

    for (const struct sv_node *c = node->child; c != NULL && item != NULL;
         c = c->next) {
        struct sv_string head = { NULL, c->at };

        if (c->key != NULL)
            head = sv_bind_string(c->key);
        memcpy(item, &head, sizeof head);
        if (c->kind == SV_NODE_MAPPING)
            sv_bind(b, key->form, c, item);
        else
            sv_point(b->fault, SV_DATA, c->at, c->length,
                     "each entry of '%s' must be a section with keys",
                     key->name);
        item += key->form->size;
    }
}

static void
read_entries(struct sv_binder *b, const struct sv_key *key,
             const struct sv_node *node, void *to)
{
    if (sv_bind_is(b, key, node, SV_NODE_LIST))
        read_sections(b, key, node, to);
}

static void
read_named(struct sv_binder *b, const struct sv_key *key,
           const struct sv_node *node, void *to)
{
    if (sv_bind_is(b, key, node, SV_NODE_MAPPING))
        read_sections(b, key, node, to);
}

const struct sv_kind sv_kind_section = {
    "a section with keys", NULL, read_section };
const struct sv_kind sv_kind_optional = {
    "a section with keys", NULL, read_optional };
const struct sv_kind sv_kind_noted = {
    "a section with keys", NULL, read_noted };
const struct sv_kind sv_kind_entries = {
    "a list of sections", NULL, read_entries };
const struct sv_kind sv_kind_named = {
    "a section with a name for each entry", NULL, read_named };
