/* makecatalogues.c - what catalogues add to a survey: vintages, variables. */
#include <stdlib.h>
#include <string.h>

#include "pipeline/making.h"
#include "pipeline/opencatalogue.h"
#include "pipeline/skills.h"

/* The survey's, or that of the first catalogue that says one. */
static void
settle_vintage(struct sv_making *m)
{
    m->vintage = m->written->indicators.vintage;
    for (size_t i = 0; i < m->n_catalogues; i++) {
        const struct sv_catalogue *c = &m->catalogue[i];

        if (m->vintage == 0)
            m->vintage = c->catalogue.vintage;
        else if (m->written->indicators.vintage != 0
                 && c->catalogue.vintage != 0
                 && c->catalogue.vintage != m->vintage)
            sv_making_fault(m, c->named, "'%.60s' is the list of %d, and "
                            "'vintage: %d' asks for another; leave 'vintage' "
                            "out, or name the list of that year", c->named.text,
                            c->catalogue.vintage, m->vintage);
    }
}

static bool
defines_all(const struct sv_making *m, const struct sv_names *names)
{
    for (size_t i = 0; i < names->n; i++)
        if (sv_survey_variable(m->survey, names->item[i].text) == NULL)
            return false;
    return true;
}

/* How many variables C may add at most. */
static size_t
most_variables(const struct sv_catalogue *c)
{
    const struct sv_written_skills *s = c->skills.item;
    size_t n = c->variables.n;

    for (size_t i = 0; i < c->skills.n; i++)
        n += s[i].areas.n;
    return n;
}

struct adding {
    struct sv_making *m;
    int vintage;
};

/* A number of activities, of all of which the survey tells. */
static void
add_number(const struct adding *to, const struct sv_written_skills *s,
           const struct sv_written_area *a)
{
    struct sv_making *m = to->m;
    struct sv_survey *survey = m->survey;
    const int record = sv_making_record(m, s->of, s->indicator, true);
    char *text;

    if (a->variable.text == NULL || record == SV_NO_RECORD
        || sv_survey_variable(survey, a->variable.text) != NULL
        || !defines_all(m, &a->items)
        || !sv_in_vintage(a->since, a->until, to->vintage))
        return;
    text = sv_skill_number(s, a, to->vintage,
                           m->written->indicators.skills_missing.text);
    survey->variable[survey->n_variables++] = (struct sv_variable) {
        .name = a->variable, .label = a->name, .record = record,
        .kind = SV_VARIABLE_FROM, .at = a->variable.at,
        .expression = {
            text == NULL ? NULL : sv_arena_text(m->arena, text, strlen(text)),
            a->variable.at,
        },
    };
    free(text);
}

static void
add_numbers(void *to, const struct sv_written_skills *s)
{
    const struct sv_written_area *a = s->areas.item;

    for (size_t i = 0; i < s->areas.n; i++)
        add_number(to, s, &a[i]);
}

static void
add_variables(struct sv_making *m, const struct sv_catalogue *c)
{
    const struct sv_written_variable *v = c->variables.item;
    struct sv_survey *survey = m->survey;

    for (size_t i = 0; i < c->variables.n; i++)
        if (v[i].name.text != NULL
            && sv_survey_variable(survey, v[i].name.text) == NULL
            && defines_all(m, &v[i].requires)
            && sv_making_record(m, v[i].of, v[i].name, true) != SV_NO_RECORD)
            sv_make_variable(m, &survey->variable[survey->n_variables++],
                             &v[i]);
}

/* Those that the survey does not define itself, behind its own. */
static void
add_all_variables(struct sv_making *m)
{
    struct sv_survey *s = m->survey;
    struct sv_variable *grown;
    size_t n = s->n_variables;

    for (size_t i = 0; i < m->n_catalogues; i++)
        n += most_variables(&m->catalogue[i])
           + (m->catalogue[i].from != NULL
              ? most_variables(m->catalogue[i].from) : 0);
    for (size_t i = 0; i < m->n_views; i++)
        n += m->view[i].variables.n;
    grown = sv_arena_take(m->arena, n, sizeof *grown);
    if (grown == NULL)
        return;
    if (s->n_variables > 0)
        memcpy(grown, s->variable, s->n_variables * sizeof *grown);
    s->variable = grown;
    for (size_t i = 0; i < m->n_catalogues; i++) {
        struct sv_catalogue *c = &m->catalogue[i];
        struct adding to = { m, sv_catalogue_vintage(c, m->vintage) };

        if (c->from != NULL)
            add_variables(m, c->from);
        add_variables(m, c);
        sv_each_skills(c, to.vintage, add_numbers, &to);
    }
    for (size_t i = 0; i < m->n_views; i++)
        add_variables(m, &m->view[i]);
}

static void
take_codes(struct sv_making *m, const struct sv_list *list)
{
    const struct sv_written_column *c = list->item;

    if (list->n == 0)
        return;
    m->survey->codes = sv_arena_take(m->arena, list->n,
                                     sizeof *m->survey->codes);
    m->survey->n_codes = m->survey->codes == NULL ? 0 : list->n;
    for (size_t i = 0; i < m->survey->n_codes; i++)
        m->survey->codes[i] = (struct sv_break_codes) {
            c[i].name.text, c[i].label.item, c[i].label.n,
        };
}

void
sv_make_catalogues(struct sv_making *m)
{
    settle_vintage(m);
    m->survey->given = sv_making_path(m, m->written->indicators.given);
    add_all_variables(m);
    for (size_t i = 0; i < m->n_catalogues; i++) {
        struct sv_catalogue *c = &m->catalogue[i];

        take_codes(m, c->codes.n > 0 || c->from == NULL ? &c->codes
                                                        : &c->from->codes);
        sv_catalogue_expand(c, sv_catalogue_vintage(c, m->vintage), m->arena,
                            m->fault);
    }
}

struct lacking {
    const struct sv_making *m;
    int vintage;
    const char *name, *found;
};

static void
find_lack(void *to, const struct sv_written_skills *s)
{
    struct lacking *l = to;
    const struct sv_written_area *a = s->areas.item;

    for (size_t i = 0; i < s->areas.n && l->found == NULL; i++)
        if (a[i].variable.text != NULL
            && sv_in_vintage(a[i].since, a[i].until, l->vintage)
            && strcmp(a[i].variable.text, l->name) == 0)
            for (size_t k = 0; k < a[i].items.n && l->found == NULL; k++)
                if (sv_survey_variable(l->m->survey, a[i].items.item[k].text)
                    == NULL)
                    l->found = a[i].items.item[k].text;
}

const char *
sv_making_lack(const struct sv_making *m, const char *name)
{
    struct lacking l = { .m = m, .name = name };

    for (size_t i = 0; i < m->n_catalogues; i++) {
        l.vintage = sv_catalogue_vintage(&m->catalogue[i], m->vintage);
        sv_each_skills(&m->catalogue[i], l.vintage, find_lack, &l);
    }
    return l.found != NULL ? l.found : name;
}
