/* opencatalogue.c - files of the catalogue, read. */
#include "pipeline/opencatalogue.h"

#include <libgen.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "pipeline/catalogue.h"
#include "pipeline/grammar.h"

static enum sv_status
read_file(struct sv_catalogue *out, struct sv_shelf *shelf, const char *path)
{
    struct sv_binder binder = { shelf->arena, shelf->fault };
    struct sv_source *source = NULL;
    struct sv_node *tree;
    enum sv_status status = sv_source_read(&source, path, shelf->fault);

    if (status != SV_OK)
        return status;
    if (shelf->n_sources == shelf->capacity) {
        sv_source_free(source);
        return sv_add(shelf->fault, SV_DATA, "%s: too many catalogues", path);
    }
    shelf->source[shelf->n_sources++] = source;
    status = sv_node_read(&tree, shelf->arena, source, shelf->fault);
    if (status != SV_OK)
        return status;
    if (tree->kind != SV_NODE_MAPPING)
        return sv_point(shelf->fault, SV_DATA, tree->at, tree->length,
                        "expected sections such as 'catalogue:' and "
                        "'indicators:' here");
    sv_bind(&binder, &sv_form_catalogue, tree, out);
    return SV_OK;
}

/* The catalogue that OUT, which was read from PATH, is made from. */
static enum sv_status
open_from(struct sv_catalogue *out, struct sv_shelf *shelf, const char *path)
{
    const struct sv_string name = out->catalogue.from;
    struct sv_catalogue *from = sv_arena_take(shelf->arena, 1, sizeof *from);
    char copy[PATH_MAX], found[PATH_MAX];

    snprintf(copy, sizeof copy, "%s", path);
    if (from == NULL
        || sv_catalogue_find(found, name, dirname(copy), shelf->fault) != SV_OK
        || read_file(from, shelf, found) != SV_OK)
        return shelf->fault->status;
    if (from->catalogue.from.text != NULL)
        return sv_point(shelf->fault, SV_DATA, name.at, strlen(name.text),
                        "'%s' is made from another catalogue itself; name "
                        "'%s' here", name.text, from->catalogue.from.text);
    out->from = from;
    return SV_OK;
}

enum sv_status
sv_catalogue_open(struct sv_catalogue *out, struct sv_shelf *shelf,
                  struct sv_string name, const char *folder)
{
    char path[PATH_MAX];
    enum sv_status status = sv_catalogue_find(path, name, folder, shelf->fault);

    if (status == SV_OK)
        status = read_file(out, shelf, path);
    if (status == SV_OK && out->catalogue.from.text != NULL)
        status = open_from(out, shelf, path);
    if (status == SV_OK && out->pick.n > 0 && out->from == NULL)
        return sv_add(shelf->fault, SV_DATA, "%s: 'pick' takes indicators of "
                      "another catalogue; name it as 'from' under "
                      "'catalogue'", path);
    return status;
}

int
sv_catalogue_vintage(const struct sv_catalogue *c, int wanted)
{
    const int latest = c->from != NULL ? c->from->catalogue.latest
                                       : c->catalogue.latest;

    return c->catalogue.vintage != 0 ? c->catalogue.vintage
         : wanted != 0 && latest != 0 ? wanted : latest;
}

bool
sv_in_vintage(int since, int until, int vintage)
{
    return vintage == 0
        || (vintage >= since && (until == 0 || vintage <= until));
}

void
sv_each_skills(const struct sv_catalogue *c, int vintage,
               void (*take)(void *to, const struct sv_written_skills *s),
               void *to)
{
    const struct sv_catalogue *const both[] = { c->from, c };

    for (size_t i = 0; i < 2; i++) {
        const struct sv_written_skills *s = both[i] != NULL
                                          ? both[i]->skills.item : NULL;

        for (size_t k = 0; s != NULL && k < both[i]->skills.n; k++)
            if (sv_in_vintage(s[k].since, s[k].until, vintage))
                take(to, &s[k]);
    }
}

struct sv_names
sv_names_join(struct sv_arena *arena, struct sv_names a, struct sv_names b)
{
    struct sv_names both = { .n = 0 };

    if (a.n == 0 || b.n == 0)
        return a.n > b.n ? a : b;
    both.item = sv_arena_take(arena, a.n + b.n, sizeof *both.item);
    if (both.item == NULL)
        return a;
    memcpy(both.item, a.item, a.n * sizeof *a.item);
    memcpy(both.item + a.n, b.item, b.n * sizeof *b.item);
    both.n = a.n + b.n;
    return both;
}

struct sv_string
sv_arena_format(struct sv_arena *arena, struct sv_place at, const char *fmt,
                ...)
{
    char *text;
    va_list ap;
    int n;

    va_start(ap, fmt);
    n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    text = n < 0 ? NULL : sv_arena_take(arena, (size_t) n + 1, 1);
    if (text != NULL) {
        va_start(ap, fmt);
        vsnprintf(text, (size_t) n + 1, fmt, ap);
        va_end(ap);
    }
    return (struct sv_string) { text, at };
}
