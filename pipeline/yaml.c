/* yaml.c - libyaml's events made into a tree of nodes. */
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "pipeline/node.h"
#include "pipeline/utf8.h"
#include "pipeline/yamlwords.h"

struct reader {
    yaml_parser_t parser;
    const struct sv_source *source;
    struct sv_arena *arena;
    struct sv_fault *fault;
    unsigned depth;
    struct {                    /* the last place asked for, as a start */
        size_t line, character, byte;
    } last;
};

/* The parser counts characters, we count bytes.  Places are asked for almost
 * in order, so that counting goes on from the last one. */
static struct sv_place
place(struct reader *r, const yaml_mark_t *mark)
{
    struct sv_place at = { r->source, (unsigned) mark->line + 1, 1 };
    size_t n;
    const char *line = sv_source_line(r->source, at.line, &n);

    if (r->last.line != mark->line || r->last.character > mark->column)
        r->last.character = r->last.byte = 0;
    r->last.line = mark->line;
    while (r->last.character < mark->column && r->last.byte < n) {
        r->last.byte += sv_utf8_next(line + r->last.byte, n - r->last.byte,
                                     NULL);
        r->last.character++;
    }
    at.column = (unsigned) r->last.byte + 1;
    return at;
}

/* Bytes from the start of an event to its end, or to the end of the line. */
static size_t
extent(struct reader *r, const yaml_event_t *e)
{
    const struct sv_place from = place(r, &e->start_mark);
    const struct sv_place to = place(r, &e->end_mark);
    size_t n;

    if (to.line == from.line)
        return to.column > from.column ? to.column - from.column : 1;
    sv_source_line(r->source, from.line, &n);
    return n + 1 > from.column ? n + 1 - from.column : 1;
}

static enum sv_status
refuse(struct reader *r, const yaml_event_t *e, const char *sentence)
{
    return sv_point(r->fault, SV_DATA, place(r, &e->start_mark),
                    extent(r, e), "%s", sentence);
}

/* The next event.  The caller deletes it if the status is SV_OK. */
static enum sv_status
next_event(struct reader *r, yaml_event_t *e)
{
    struct sv_place at;
    struct sv_yaml_fault words;

    if (yaml_parser_parse(&r->parser, e))
        return SV_OK;
    if (r->parser.error == YAML_MEMORY_ERROR)
        return sv_add(r->fault, SV_SYSTEM, "%s: out of memory",
                      sv_source_path(r->source));
    at = place(r, &r->parser.problem_mark);
    words = sv_yaml_words(r->parser.problem, at);
    if (words.at_opening)
        at = place(r, &r->parser.context_mark);
    return sv_point(r->fault, SV_DATA, at, 1, "%s", words.sentence);
}

static const char *
forbidden(const yaml_event_t *e)
{
    const yaml_char_t *anchor = NULL, *tag = NULL;

    switch (e->type) {
    case YAML_ALIAS_EVENT:
        return "aliases (*name) are not read here; write the value out";
    case YAML_SCALAR_EVENT:
        anchor = e->data.scalar.anchor;
        tag = e->data.scalar.tag;
        break;
    case YAML_SEQUENCE_START_EVENT:
        anchor = e->data.sequence_start.anchor;
        tag = e->data.sequence_start.tag;
        break;
    case YAML_MAPPING_START_EVENT:
        anchor = e->data.mapping_start.anchor;
        tag = e->data.mapping_start.tag;
        break;
    default:
        break;
    }
    if (anchor != NULL)
        return "anchors (&name) are not read here; quote a text that starts "
               "with '&'";
    if (tag != NULL)
        return "tags (!name) are not read here; quote a text that starts "
               "with '!'";
    return NULL;
}

static struct sv_node *
new_node(struct reader *r, enum sv_node_kind kind, const yaml_event_t *e)
{
    struct sv_node *node = sv_arena_take(r->arena, 1, sizeof *node);

    if (node == NULL)
        return NULL;
    node->kind = kind;
    node->at = place(r, &e->start_mark);
    node->length = extent(r, e);
    node->text = "";
    return node;
}

/* Where the text of a block (| or >) starts: on the next line that has one. */
static struct sv_place
block_place(const struct reader *r, struct sv_place at)
{
    const char *line;
    size_t n;

    for (unsigned l = at.line + 1;
         (line = sv_source_line(r->source, l, &n)) != NULL; l++) {
        const size_t i = strspn(line, " ");

        if (i < n)
            return (struct sv_place) { r->source, l, (unsigned) i + 1 };
    }
    return at;
}

static enum sv_status
read_scalar(struct reader *r, struct sv_node **out, const yaml_event_t *e)
{
    const char *text = (const char *) e->data.scalar.value;
    const size_t n = e->data.scalar.length;
    const yaml_scalar_style_t style = e->data.scalar.style;
    struct sv_node *node;

    if (memchr(text, '\0', n) != NULL)
        return refuse(r, e, "a text cannot hold the character NUL (\\0)");
    *out = node = new_node(r, SV_NODE_SCALAR, e);
    if (node == NULL)
        return SV_OK;           /* the arena remembers */
    node->text = sv_arena_text(r->arena, text, n);
    node->quoted = style != YAML_PLAIN_SCALAR_STYLE;
    if (style == YAML_SINGLE_QUOTED_SCALAR_STYLE
        || style == YAML_DOUBLE_QUOTED_SCALAR_STYLE) {
        node->at.column++;
        node->length = node->length > 2 ? node->length - 2 : 1;
    } else if (node->quoted) {
        node->at = block_place(r, node->at);
        node->length = 1;
    }
    return SV_OK;
}

static int
by_key(const void *a, const void *b)
{
    const struct sv_node *x = *(struct sv_node *const *) a;
    const struct sv_node *y = *(struct sv_node *const *) b;
    const int order = strcmp(x->key->text, y->key->text);

    if (order != 0)
        return order;
    if (x->key->at.line != y->key->at.line)
        return x->key->at.line < y->key->at.line ? -1 : 1;
    return x->key->at.column < y->key->at.column ? -1
         : x->key->at.column > y->key->at.column;
}

/* Points at the second of two keys that are the same, and reads on. */
static enum sv_status
check_keys(struct reader *r, const struct sv_node *mapping)
{
    struct sv_node **sorted = calloc(mapping->n, sizeof *sorted);
    size_t i = 0;

    if (sorted == NULL)
        return sv_add(r->fault, SV_SYSTEM, "%s: out of memory",
                      sv_source_path(r->source));
    for (struct sv_node *c = mapping->child; c != NULL; c = c->next)
        sorted[i++] = c;
    qsort(sorted, mapping->n, sizeof *sorted, by_key);
    for (i = 1; i < mapping->n; i++) {
        const struct sv_node *a = sorted[i - 1]->key, *b = sorted[i]->key;

        if (strcmp(a->text, b->text) == 0)
            sv_point(r->fault, SV_DATA, b->at, b->length,
                     "the key '%s' is here twice; the first is on line %u",
                     b->text, a->at.line);
    }
    free(sorted);
    return SV_OK;
}

static enum sv_status read_node(struct reader *r, struct sv_node **out,
                                const yaml_event_t *e);

/* Reads the entries of NODE, a list or a mapping, up to the event END.  A
 * fault of meaning is added and reading goes on; *ENDED says whether END was
 * reached. */
static enum sv_status
read_entries(struct reader *r, struct sv_node *node, yaml_event_type_t end,
             bool *ended)
{
    struct sv_node **tail = &node->child, *key = NULL, *child = NULL;

    for (;;) {
        yaml_event_t e;
        enum sv_status status = next_event(r, &e);

        if (status != SV_OK)
            return status;
        if (e.type == end) {
            yaml_event_delete(&e);
            *ended = true;
            return SV_OK;
        }
        if (node->kind == SV_NODE_MAPPING && key == NULL
            && e.type != YAML_SCALAR_EVENT && e.type != YAML_ALIAS_EVENT)
            status = refuse(r, &e, "a key must be a word, not a list or a "
                            "mapping; quote a text that starts with a "
                            "bracket");
        else
            status = read_node(r, &child, &e);
        yaml_event_delete(&e);
        if (status != SV_OK)
            return status;
        if (child == NULL)
            return SV_OK;
        if (node->kind == SV_NODE_MAPPING && key == NULL) {
            key = child;
            continue;
        }
        child->key = key;
        key = NULL;
        *tail = child;
        tail = &child->next;
        node->n++;
    }
}

static enum sv_status
read_collection(struct reader *r, struct sv_node **out, const yaml_event_t *e)
{
    const bool list = e->type == YAML_SEQUENCE_START_EVENT;
    struct sv_node *node;
    enum sv_status status;
    bool ended = false;

    if (r->depth == SV_MAX_DEPTH)
        return refuse(r, e, "nested more than 32 deep");
    node = new_node(r, list ? SV_NODE_LIST : SV_NODE_MAPPING, e);
    if (node == NULL)
        return SV_OK;
    r->depth++;
    status = read_entries(r, node, list ? YAML_SEQUENCE_END_EVENT
                                        : YAML_MAPPING_END_EVENT, &ended);
    r->depth--;
    if (status != SV_OK || !ended)
        return status;
    *out = node;
    if (!list && node->n > 1)
        return check_keys(r, node);
    return SV_OK;
}

/* *OUT is NULL if memory has run out. */
static enum sv_status
read_node(struct reader *r, struct sv_node **out, const yaml_event_t *e)
{
    const char *sentence = forbidden(e);

    *out = NULL;
    if (sentence != NULL)
        return refuse(r, e, sentence);
    if (e->type == YAML_SCALAR_EVENT)
        return read_scalar(r, out, e);
    return read_collection(r, out, e);
}

/* Reads what stands between the ends of the stream. */
static enum sv_status
read_stream(struct reader *r, struct sv_node **out)
{
    bool seen = false;

    for (;;) {
        yaml_event_t e;
        yaml_event_type_t type;
        enum sv_status status = next_event(r, &e);

        if (status != SV_OK)
            return status;
        type = e.type;
        if (type == YAML_DOCUMENT_START_EVENT && seen)
            status = refuse(r, &e, "a second document starts here; a "
                            "description is one document");
        else if (type == YAML_ALIAS_EVENT || type == YAML_SCALAR_EVENT
                 || type == YAML_SEQUENCE_START_EVENT
                 || type == YAML_MAPPING_START_EVENT) {
            status = read_node(r, out, &e);
            seen = true;
        }
        yaml_event_delete(&e);
        if (status != SV_OK || type == YAML_STREAM_END_EVENT
            || sv_arena_failed(r->arena))
            return status;
    }
}

enum sv_status
sv_node_read(struct sv_node **out, struct sv_arena *arena,
             const struct sv_source *source, struct sv_fault *fault)
{
    struct reader r = { .source = source, .arena = arena, .fault = fault };
    enum sv_status status;
    size_t n;
    const char *text = sv_source_text(source, &n);

    *out = NULL;
    if (!yaml_parser_initialize(&r.parser))
        return sv_add(fault, SV_SYSTEM, "%s: out of memory",
                      sv_source_path(source));
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *) text, n);
    status = read_stream(&r, out);
    yaml_parser_delete(&r.parser);
    if (status == SV_OK && sv_arena_failed(arena))
        status = sv_add(fault, SV_SYSTEM, "%s: out of memory",
                        sv_source_path(source));
    if (status == SV_OK && (*out == NULL || sv_node_empty(*out)))
        status = sv_add(fault, SV_DATA, "%s: there is nothing in this file "
                        "but, perhaps, comments", sv_source_path(source));
    if (status != SV_OK)
        *out = NULL;
    return status;
}

const struct sv_node *
sv_node_entry(const struct sv_node *mapping, const char *key)
{
    for (const struct sv_node *c = mapping->child; c != NULL; c = c->next)
        if (c->key != NULL && strcmp(c->key->text, key) == 0)
            return c;
    return NULL;
}

bool
sv_node_empty(const struct sv_node *node)
{
    return node->kind == SV_NODE_SCALAR && !node->quoted
        && (node->text[0] == '\0' || strcmp(node->text, "~") == 0
            || strcmp(node->text, "null") == 0);
}
