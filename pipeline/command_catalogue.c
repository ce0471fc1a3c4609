/* command_catalogue.c - hearth catalogue: which indicators there are. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/catalogue.h"
#include "pipeline/cataloguecheck.h"
#include "pipeline/cataloguepage.h"
#include "pipeline/command.h"
#include "pipeline/opencatalogue.h"
#include "pipeline/options.h"

enum { MOST_LISTED = 256, MOST_FILES = 2 * MOST_LISTED };

struct options {
    const char *language;
    bool page, check;
};

static const struct sv_option table[] = {
    { 'c', "check", NULL, SV_OPTION_FLAG, offsetof(struct options, check),
      "look for codes that are there twice, names that lack a language, "
      "indicators without a source or without the variables they require",
      false },
    { 'l', "language", "LANGUAGE", SV_OPTION_TEXT,
      offsetof(struct options, language),
      "the language of names: en, fr or es; default: en", false },
    { 'm', "markdown", NULL, SV_OPTION_FLAG, offsetof(struct options, page),
      "everything about the catalogues named, as a page", false },
};

static const struct sv_option *const tables[] = { table };
static const size_t table_sizes[] = { sizeof table / sizeof *table };

static enum sv_status
check_language(const char *language, struct sv_fault *fault)
{
    static const char *const known[] = { "en", "fr", "es" };

    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(language, known[i]) == 0)
            return SV_OK;
    return sv_fail(fault, SV_USAGE, "catalogue: names are in en, fr and es, not "
                   "in '%.40s'", language);
}

/* Opens NAME and resolves what is in it. */
static enum sv_status
open_one(struct sv_catalogue *out, struct sv_shelf *shelf, const char *name)
{
    const struct sv_string called = { .text = name };
    enum sv_status status = sv_catalogue_open(out, shelf, called, ".");

    if (status == SV_OK)
        sv_catalogue_expand(out, sv_catalogue_vintage(out, 0), shelf->arena,
                            shelf->fault);
    return shelf->fault->status;
}

static size_t
count_items(const struct sv_catalogue *c)
{
    const struct sv_written_indicator *e = c->indicators.item;
    size_t n = 0;

    for (size_t i = 0; i < c->indicators.n; i++)
        n += e[i].items.n;
    return n;
}

static void
print_catalogue(const struct sv_catalogue *c, const char *language)
{
    if (c->indicators.n == 0 && c->tables.n > 0)
        printf("%-18s %-26s %s\n", c->catalogue.id.text, "for `tables: views`",
               sv_label_in(&c->catalogue.title, language, ""));
    else
        printf("%-18s %3zu indicators %4zu items  %s\n",
               c->catalogue.id.text, c->indicators.n, count_items(c),
               sv_label_in(&c->catalogue.title, language, ""));
}

static enum sv_status
list_all(struct sv_shelf *shelf, const struct options *o)
{
    char *names[MOST_LISTED];
    const size_t n = sv_catalogue_list(names, MOST_LISTED);

    for (size_t i = 0; i < n; i++) {
        struct sv_catalogue c = { .from = NULL };

        if (open_one(&c, shelf, names[i]) == SV_OK)
            print_catalogue(&c, o->language);
        free(names[i]);
    }
    if (n == 0)
        return sv_fail(shelf->fault, SV_SYSTEM, "there is no folder of "
                       "catalogues; name it in HEARTH_CATALOGUE, or install "
                       "again");
    if (shelf->fault->status == SV_OK)
        puts("\nhearth catalogue NAME lists one; hearth catalogue NAME CODE "
             "tells all of an indicator.");
    return shelf->fault->status;
}

static void
list_one(const struct sv_catalogue *c, const char *language)
{
    const struct sv_written_indicator *e = c->indicators.item;

    printf("%s\n", sv_label_in(&c->catalogue.title, language, ""));
    if (c->catalogue.source.text != NULL)
        printf("Source: %s\n", c->catalogue.source.text);
    putchar('\n');
    for (size_t i = 0; i < c->indicators.n; i++)
        printf("%-16s %3zu items  %s\n", e[i].code.text, e[i].items.n,
               sv_label_in(&e[i].name, language, ""));
}

static enum sv_status
tell_of(const struct sv_catalogue *c, const char *code,
        const struct options *o, struct sv_fault *fault)
{
    const struct sv_written_indicator *e = c->indicators.item;
    const char *names[MOST_LISTED], *near;
    size_t n = 0;

    for (size_t i = 0; i < c->indicators.n; i++) {
        if (strcmp(e[i].code.text, code) == 0) {
            sv_tell_indicator(stdout, c, &e[i], o->language);
            return SV_OK;
        }
        if (n < MOST_LISTED)
            names[n++] = e[i].code.text;
    }
    near = sv_nearest(code, names, n);
    return sv_fail(fault, SV_USAGE, "%s has no indicator '%s'%s%s%s",
                   c->catalogue.id.text, code,
                   near != NULL ? "; did you mean '" : "",
                   near != NULL ? near : "", near != NULL ? "'?" : "");
}

static enum sv_status
each_named(struct sv_shelf *shelf, const char *const *name, size_t n,
           const struct options *o)
{
    if (o->page)
        sv_page_begin(stdout);
    for (size_t i = 0; i < n; i++) {
        struct sv_catalogue c = { .from = NULL };

        if (open_one(&c, shelf, name[i]) != SV_OK)
            continue;
        if (o->check)
            sv_catalogue_check(&c, shelf->fault);
        else
            sv_page_catalogue(stdout, &c, o->language);
    }
    return shelf->fault->status;
}

static enum sv_status
answer(struct sv_shelf *shelf, const char *const *operand, size_t n,
       const struct options *o)
{
    struct sv_catalogue c = { .from = NULL };
    enum sv_status status;

    if (n == 0 && !o->page && !o->check)
        return list_all(shelf, o);
    if (o->page || o->check)
        return n > 0 ? each_named(shelf, operand, n, o)
                     : sv_fail(shelf->fault, SV_USAGE, "catalogue: name the "
                               "catalogues");
    if (n > 2)
        return sv_fail(shelf->fault, SV_USAGE, "catalogue: takes a name and a "
                       "code, got %zu operands", n);
    status = open_one(&c, shelf, operand[0]);
    if (status == SV_OK && n == 2)
        return tell_of(&c, operand[1], o, shelf->fault);
    if (status == SV_OK)
        list_one(&c, o->language);
    return status;
}

enum sv_status
sv_command_catalogue(int argc, char **argv, struct sv_fault *fault)
{
    struct options options = { .language = "en" };
    const struct sv_command_line line = {
        .name = "hearth catalogue", .usage = "[NAME [CODE]]",
        .about = "Lists the catalogues of indicators; the indicators of one; "
                 "or all about one indicator: its items, whose share they "
                 "are, which variables they require.",
        .below = "NAME is one that stands under `indicators: catalogue:` in "
                 "survey.yaml: a name or the path of a file. With --check and "
                 "--markdown there may be several.",
        .table = tables, .n = table_sizes, .n_tables = 1, .into = &options,
    };
    struct sv_shelf shelf = { .capacity = MOST_FILES, .fault = fault };
    const char *const *operand;
    size_t n;
    enum sv_status status;

    sv_options_parse(&line, argc, argv, &operand, &n);
    if (check_language(options.language, fault) != SV_OK)
        return fault->status;
    shelf.arena = sv_arena_new();
    shelf.source = calloc(shelf.capacity, sizeof *shelf.source);
    status = shelf.arena == NULL || shelf.source == NULL
           ? sv_fail(fault, SV_SYSTEM, "out of memory for catalogues")
           : answer(&shelf, operand, n, &options);
    for (size_t i = 0; i < shelf.n_sources; i++)
        sv_source_free(shelf.source[i]);
    free(shelf.source);
    sv_arena_free(shelf.arena);
    return status;
}
