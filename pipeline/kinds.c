/* kinds.c - the simple kinds of values: texts, numbers, words, labels. */
#include <ctype.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "pipeline/bind.h"
#include "pipeline/survey.h"

static const char *
digits(const char *p)
{
    while (*p >= '0' && *p <= '9')
        p++;
    return p;
}

bool
sv_number(const char *text, double *value)
{
    const char *p = text + (*text == '-' || *text == '+');
    const char *whole = digits(p), *end = whole;
    double v;

    if (*whole == '.')
        end = digits(whole + 1);
    if (whole == p && end <= whole + 1)         /* no digit at all */
        return false;
    if (*end == 'e' || *end == 'E') {
        p = end + 1 + (end[1] == '-' || end[1] == '+');
        end = digits(p);
        if (end == p)
            return false;
    }
    if (*end != '\0')
        return false;
    v = strtod(text, NULL);
    if (!isfinite(v))
        return false;
    *value = v;
    return true;
}

static void
read_text(struct sv_binder *b, const struct sv_key *key,
          const struct sv_node *node, void *slot)
{
    if (!sv_bind_is(b, key, node, SV_NODE_SCALAR))
        return;
    if (node->at.source != NULL
        && node->text[strspn(node->text, " \t\r\n")] == '\0')
        sv_point(b->fault, SV_DATA, node->at, 1,
                 "'%s' is blank; write %s, or remove the key", key->name,
                 key->kind->phrase);
    else
        *(struct sv_string *) slot = sv_bind_string(node);
}

/* Appends to OUT: "a, b or c". */
static void
list_words(char *out, size_t size, const struct sv_key *key)
{
    size_t used = 0;

    out[0] = '\0';
    for (size_t w = 0; w < key->n_words && used < size; w++)
        used += (size_t) snprintf(out + used, size - used, "%s%s",
                                  w == 0 ? "" : w + 1 < key->n_words ? ", "
                                  : " or ", key->word[w].name);
}

static void
read_word(struct sv_binder *b, const struct sv_key *key,
          const struct sv_node *node, void *slot)
{
    char words[300], hint[100] = "";
    const char *names[32], *near;
    size_t n = 0;

    if (!sv_bind_is(b, key, node, SV_NODE_SCALAR))
        return;
    for (; n < key->n_words && n < sizeof names / sizeof *names; n++) {
        names[n] = key->word[n].name;
        if (strcmp(node->text, names[n]) == 0) {
            *(struct sv_string *) slot = sv_bind_string(node);
            return;
        }
    }
    near = sv_nearest(node->text, names, n);
    if (near != NULL)
        snprintf(hint, sizeof hint, "; did you mean '%s'?", near);
    list_words(words, sizeof words, key);
    sv_point(b->fault, SV_DATA, node->at, node->length,
             "'%s' must be %s, not '%.60s'%s", key->name, words, node->text,
             hint);
}

static void
read_names(struct sv_binder *b, const struct sv_key *key,
           const struct sv_node *node, void *slot)
{
    const bool one = node->kind == SV_NODE_SCALAR;
    const struct sv_node single = { .n = 1 };
    struct sv_names *names = slot;
    struct sv_list list;
    size_t i = 0;

    if (node->kind == SV_NODE_MAPPING) {
        sv_bind_wrong(b, key, node);
        return;
    }
    names->item = sv_bind_items(b, key, one ? &single : node,
                                sizeof *names->item, &list);
    for (const struct sv_node *c = one ? node : node->child;
         c != NULL && names->item != NULL; c = one ? NULL : c->next) {
        if (c->kind != SV_NODE_SCALAR || sv_node_empty(c)
            || c->text[0] == '\0')
            sv_point(b->fault, SV_DATA, c->at, c->length,
                     "each entry of '%s' must be a single name", key->name);
        else
            names->item[i++] = sv_bind_string(c);
    }
    names->n = i;
}

/* The number in NODE, within the bounds of KEY. */
static bool
number(struct sv_binder *b, const struct sv_key *key,
       const struct sv_node *node, double *v)
{
    const char *text = node->text;

    if (!sv_bind_is(b, key, node, SV_NODE_SCALAR))
        return false;
    if (node->quoted) {
        sv_point(b->fault, SV_DATA, node->at, node->length,
                 "'%s' must be %s; remove the quotes", key->name,
                 key->kind->phrase);
        return false;
    }
    if (!sv_number(text, v)) {
        sv_point(b->fault, SV_DATA, node->at, node->length,
                 "'%s' must be %s, not '%.60s'%s", key->name,
                 key->kind->phrase, text, strchr(text, ',') != NULL
                 ? "; write a point, not a comma" : "");
        return false;
    }
    if (key->low >= key->high
        || (*v > key->low && *v < key->high)
        || (!key->open && (*v == key->low || *v == key->high)))
        return true;
    if (isinf(key->high))
        sv_point(b->fault, SV_DATA, node->at, node->length,
                 "'%s' must be %s %g; this is %s", key->name,
                 key->open ? "more than" : "at least", key->low, text);
    else
        sv_point(b->fault, SV_DATA, node->at, node->length,
                 "'%s' must be between %g and %g%s; this is %s", key->name,
                 key->low, key->high, key->open ? ", both excluded" : "",
                 text);
    return false;
}

static void
read_number(struct sv_binder *b, const struct sv_key *key,
            const struct sv_node *node, void *slot)
{
    double v;

    if (number(b, key, node, &v))
        *(double *) slot = v;
}

static void
read_integer(struct sv_binder *b, const struct sv_key *key,
             const struct sv_node *node, void *slot)
{
    double v;

    if (!number(b, key, node, &v))
        return;
    if (v != floor(v) || fabs(v) > INT_MAX)
        sv_point(b->fault, SV_DATA, node->at, node->length,
                 "'%s' must be a whole number, not '%.60s'", key->name,
                 node->text);
    else
        *(int *) slot = (int) v;
}

static void
read_boolean(struct sv_binder *b, const struct sv_key *key,
             const struct sv_node *node, void *slot)
{
    if (!sv_bind_is(b, key, node, SV_NODE_SCALAR))
        return;
    if (!node->quoted && strcasecmp(node->text, "true") == 0)
        *(bool *) slot = true;
    else if (!node->quoted && strcasecmp(node->text, "false") == 0)
        *(bool *) slot = false;
    else
        sv_point(b->fault, SV_DATA, node->at, node->length,
                 "'%s' must be true or false, not '%.60s'", key->name,
                 node->text);
}

/* ISO 639: two or three small letters, perhaps with a region. */
static bool
is_language(const char *text)
{
    size_t n = 0;

    while (islower((unsigned char) text[n]) && text[n] < 'z' + 1)
        n++;
    if (n < 2 || n > 3)
        return false;
    if (text[n] == '\0')
        return true;
    return text[n] == '-' && isalnum((unsigned char) text[n + 1])
        && strlen(text + n + 1) <= 4;
}

static void
read_label(struct sv_binder *b, const struct sv_key *key,
           const struct sv_node *node, void *slot)
{
    struct sv_label *label = slot;
    const size_t n = node->kind == SV_NODE_MAPPING ? node->n : 1;
    size_t i = 0;

    if (node->kind == SV_NODE_LIST) {
        sv_bind_wrong(b, key, node);
        return;
    }
    label->in = sv_arena_take(b->arena, n, sizeof *label->in);
    label->n = label->in == NULL ? 0 : n;
    if (label->n == 0)
        return;
    if (node->kind == SV_NODE_SCALAR) {
        label->in[0].language = "";
        label->in[0].text = node->text;
        return;
    }
    for (const struct sv_node *c = node->child; c != NULL; c = c->next) {
        if (!is_language(c->key->text))
            sv_point(b->fault, SV_DATA, c->key->at, c->key->length,
                     "'%.60s' is not a language; write two or three small "
                     "letters, such as en or fr", c->key->text);
        else if (c->kind != SV_NODE_SCALAR || sv_node_empty(c))
            sv_point(b->fault, SV_DATA, c->key->at, c->key->length,
                     "'%s' in '%s' must be a text", c->key->text, key->name);
        else
            label->in[i++] = (struct sv_translation) { c->key->text, c->text };
    }
    label->n = i;
}

#define TEXT_SCHEMA "{\"type\": [\"string\", \"number\", \"boolean\"]}"

const struct sv_kind sv_kind_text = { "a text", TEXT_SCHEMA, read_text };
const struct sv_kind sv_kind_expression = {
    "an expression", TEXT_SCHEMA, read_text };
const struct sv_kind sv_kind_path = {
    "the path of a file", "{\"type\": \"string\"}", read_text };
const struct sv_kind sv_kind_word = { "a word", NULL, read_word };
const struct sv_kind sv_kind_names = {
    "a name or a list of names",
    "{\"anyOf\": [" TEXT_SCHEMA ", {\"type\": \"array\", \"items\": "
    TEXT_SCHEMA "}]}", read_names };
const struct sv_kind sv_kind_integer = {
    "a whole number", NULL, read_integer };
const struct sv_kind sv_kind_number = { "a number", NULL, read_number };
const struct sv_kind sv_kind_boolean = {
    "true or false", "{\"type\": \"boolean\"}", read_boolean };
const struct sv_kind sv_kind_label = {
    "a text, or one for each language",
    "{\"anyOf\": [" TEXT_SCHEMA ", {\"type\": \"object\", "
    "\"additionalProperties\": " TEXT_SCHEMA "}]}", read_label };
