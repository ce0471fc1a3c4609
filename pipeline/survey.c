/* survey.c - the survey description, from its files to a struct. */
#include "pipeline/survey.h"

#include <libgen.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/grammar.h"
#include "pipeline/making.h"
#include "pipeline/opencatalogue.h"

/* Reads SOURCE, which is the survey's from here on, and binds it by FORM into
 * BASE.  *tree is NULL where there is nothing to bind. */
static enum sv_status
read_form(struct sv_making *m, struct sv_source *source,
          const struct sv_form *form, void *base, struct sv_node **tree)
{
    struct sv_binder binder = { m->arena, m->fault };
    enum sv_status status;

    m->survey->source[m->survey->n_sources++] = source;
    status = sv_node_read(tree, m->arena, source, m->fault);
    if (status != SV_OK)
        return status;
    if ((*tree)->kind != SV_NODE_MAPPING) {
        status = sv_point(m->fault, SV_DATA, (*tree)->at, (*tree)->length,
                          "expected sections such as 'survey:' and 'files:' "
                          "here");
        *tree = NULL;
        return status;
    }
    sv_bind(&binder, form, *tree, base);
    return SV_OK;
}

static enum sv_status
find_folder(struct sv_making *m, const char *path)
{
    char copy[PATH_MAX], folder[PATH_MAX];

    if (strlen(path) >= sizeof copy)
        return sv_add(m->fault, SV_DATA, "%s: this path is too long", path);
    memcpy(copy, path, strlen(path) + 1);
    if (realpath(dirname(copy), folder) == NULL)
        return sv_add(m->fault, SV_SYSTEM, "%s: its folder cannot be found",
                      path);
    m->survey->folder = sv_arena_text(m->arena, folder, strlen(folder));
    m->survey->path = sv_arena_text(m->arena, path, strlen(path));
    if (m->survey->folder == NULL || m->survey->path == NULL)
        return sv_add(m->fault, SV_SYSTEM, "%s: out of memory", path);
    return SV_OK;
}

static struct sv_place
place_of(const struct sv_node *tree, const char *key)
{
    const struct sv_node *entry = sv_node_entry(tree, key);

    return entry != NULL ? entry->key->at : tree->at;
}

enum { MOST_CATALOGUES = 64, MOST_SOURCES = 1 + 4 * MOST_CATALOGUES };

/* Notes that C is called NAME; false with a fault where it is a view and no list
 * of indicators, or the other way round. */
static bool
name_it(struct sv_making *m, struct sv_catalogue *c, struct sv_string name,
        bool view)
{
    const bool tables = c->tables.n > 0 || c->parity.n > 0;
    const bool indicators = c->from != NULL || c->indicators.n > 0;

    c->named = name;
    if (view ? tables : indicators || !tables)
        return true;
    if (view)
        sv_making_fault(m, c->named, "'%.60s' is a list of indicators and no "
                        "view; name it under 'indicators: catalogue' ('hearth "
                        "catalogue' lists the views)", c->named.text);
    else
        sv_making_fault(m, c->named, "'%.60s' is a view, without indicators; "
                        "name it under 'tables: views'", c->named.text);
    return false;
}

/* Reads the catalogues NAMES, or VIEWS, which the description is in FOLDER of,
 * into *out [*n]; those that fail are reported and left out. */
static void
read_catalogues(struct sv_making *m, const struct sv_names *names, bool views,
                struct sv_catalogue **out, size_t *n)
{
    struct sv_shelf shelf = {
        m->arena, m->survey->source, m->survey->n_sources, MOST_SOURCES,
        m->fault,
    };
    char copy[PATH_MAX], *folder;

    *out = sv_arena_take(m->arena, names->n, sizeof **out);
    memcpy(copy, m->survey->path, strlen(m->survey->path) + 1);
    folder = dirname(copy);
    if (names->n > MOST_CATALOGUES)
        sv_making_fault(m, names->item[MOST_CATALOGUES], "%zu catalogues; "
                        "%d are the most", names->n, MOST_CATALOGUES);
    for (size_t i = 0; i < names->n && i < MOST_CATALOGUES && *out != NULL;
         i++)
        if (sv_catalogue_open(&(*out)[*n], &shelf, names->item[i], folder)
                == SV_OK
            && name_it(m, &(*out)[*n], names->item[i], views))
            ++*n;
        else
            (*out)[*n] = (struct sv_catalogue) { .from = NULL };
    m->survey->n_sources = shelf.n_sources;
}

static enum sv_status
read_all(struct sv_making *m, struct sv_description *written,
         struct sv_source *source)
{
    struct sv_node *tree = NULL;
    enum sv_status status;

    written->design.spec.replicates.rho = NAN;
    written->design.spec.replicates.scale = NAN;
    status = read_form(m, source, &sv_form_survey, written, &tree);
    if (status != SV_OK)
        return status;
    m->written = written;
    m->files = place_of(tree, "files");
    m->design = place_of(tree, "design");
    m->tables = place_of(tree, "tables");
    read_catalogues(m, &written->indicators.catalogue, false, &m->catalogue,
                    &m->n_catalogues);
    read_catalogues(m, &written->tables.views, true, &m->view, &m->n_views);
    return SV_OK;
}

static void
make_all(struct sv_making *m)
{
    m->sound = m->fault->n == 0;
    sv_make_about(m);
    sv_make_records(m);
    sv_make_design(m);
    sv_make_variables(m);
    sv_make_catalogues(m);
    sv_make_indicators(m);
    sv_make_models(m);
    sv_make_breaks(m);
    sv_make_weights(m);
    sv_make_tables(m);
    sv_make_checks(m);
    sv_make_contrasts(m);
    sv_make_tests(m);
    sv_make_areas(m);
    sv_make_weighting(m);
}

/* An empty survey in an arena of its own; NULL if there is no memory. */
static struct sv_survey *
new_survey(void)
{
    struct sv_arena *arena = sv_arena_new();
    struct sv_survey *s;

    if (arena == NULL)
        return NULL;
    s = sv_arena_take(arena, 1, sizeof *s);
    if (s != NULL)
        s->source = sv_arena_take(arena, MOST_SOURCES, sizeof *s->source);
    if (s == NULL || s->source == NULL) {
        sv_arena_free(arena);
        return NULL;
    }
    s->memory = arena;
    return s;
}

enum sv_status
sv_survey_read(struct sv_survey **out, const char *path,
               struct sv_fault *fault)
{
    struct sv_source *source = NULL;
    struct sv_description *written;
    struct sv_survey *s;
    struct sv_making m = { .fault = fault };
    enum sv_status status;

    *out = NULL;
    *fault = (struct sv_fault) { .status = SV_OK };
    status = sv_source_read(&source, path, fault);
    if (status != SV_OK)
        return status;
    s = new_survey();
    if (s == NULL) {
        sv_source_free(source);
        return sv_add(fault, SV_SYSTEM, "%s: out of memory", path);
    }
    m.survey = s;
    m.arena = s->memory;
    written = sv_arena_take(m.arena, 1, sizeof *written);
    status = find_folder(&m, path);
    if (status == SV_OK && written != NULL)
        status = read_all(&m, written, source);
    else
        sv_source_free(source);
    if (status == SV_OK && m.written != NULL)
        make_all(&m);
    if (sv_arena_failed(m.arena))
        sv_add(fault, SV_SYSTEM, "%s: out of memory", path);
    if (fault->status != SV_OK) {
        sv_survey_free(s);
        return fault->status;
    }
    *out = s;
    return SV_OK;
}

void
sv_survey_free(struct sv_survey *s)
{
    if (s == NULL)
        return;
    for (size_t i = 0; i < s->n_sources; i++)
        sv_source_free(s->source[i]);
    sv_arena_free(s->memory);
}

int
sv_survey_record(const struct sv_survey *s, const char *name)
{
    for (size_t i = 0; i < s->n_records; i++)
        if (strcmp(s->record[i].name.text, name) == 0)
            return (int) i;
    return SV_NO_RECORD;
}

bool
sv_survey_estimates(const struct sv_survey *s, int record)
{
    for (size_t i = 0; i < s->n_indicators; i++)
        if (s->indicator[i].record == record
            && s->indicator[i].missing_variable == NULL)
            return true;
    for (size_t i = 0; i < s->n_models; i++)
        if (s->model[i].record == record)
            return true;
    return s->n_indicators == 0;
}

bool
sv_survey_weighs(const struct sv_survey *s, int record)
{
    for (size_t k = 0; k < s->design.n_weights; k++)
        if (s->design.weight[k].record == record)
            return true;
    return false;
}

bool
sv_survey_reweighs(const struct sv_survey *s, int record)
{
    for (size_t k = 0; k < s->n_steps; k++)
        if (s->step[k].record == record)
            return true;
    return false;
}

const struct sv_names *
sv_survey_replicates(const struct sv_survey *s, int record)
{
    const struct sv_replicate_list *list = &s->design.replicates.columns;

    for (size_t i = 0; i < list->n; i++)
        if (list->item[i].of.text == NULL ? sv_survey_estimates(s, record)
                                          : list->item[i].record == record)
            return &list->item[i].names;
    return NULL;
}

const struct sv_variable *
sv_survey_variable(const struct sv_survey *s, const char *name)
{
    for (size_t i = 0; i < s->n_variables; i++)
        if (s->variable[i].name.text != NULL
            && strcmp(s->variable[i].name.text, name) == 0)
            return &s->variable[i];
    return NULL;
}

/* Whether NAME is CODE, or CODE, a point and ITEM. */
static bool
is_written(const char *name, const char *code, const char *item)
{
    const size_t n = strlen(code);

    if (n == 0 || strncmp(name, code, n) != 0)
        return false;
    return item == NULL ? name[n] == '\0'
                        : name[n] == '.' && strcmp(name + n + 1, item) == 0;
}

const struct sv_indicator *
sv_survey_indicator(const struct sv_survey *s, const char *name)
{
    for (size_t i = 0; i < s->n_indicators; i++)
        if (s->indicator[i].code.text != NULL
            && is_written(name, s->indicator[i].code.text,
                          s->indicator[i].item.text))
            return &s->indicator[i];
    return NULL;
}

const char *
sv_label_in(const struct sv_label *label, const char *language,
            const char *fallback)
{
    for (size_t i = 0; i < label->n; i++)
        if (strcmp(label->in[i].language, language) == 0)
            return label->in[i].text;
    return label->n > 0 ? label->in[0].text : fallback;
}
