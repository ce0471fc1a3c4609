/* makeparity.c - what is written under parity, and what views add to it. */
#include <stdio.h>
#include <string.h>

#include "pipeline/making.h"

/* Whether some table is by the classification that WRITTEN is about. */
static bool
has_class(const struct sv_making *m, struct sv_string written)
{
    char name[80];
    const size_t n = strcspn(written.text, ". /");

    snprintf(name, sizeof name, "%.*s", (int) n, written.text);
    return n < sizeof name && sv_is_crossed(&m->survey->tables, name);
}

static bool
is_written(const struct sv_names *names, struct sv_string name)
{
    for (size_t i = 0; i < names->n; i++)
        if (strcmp(names->item[i].text, name.text) == 0)
            return true;
    return false;
}

/* Whether the variable NAME has, by its description, the categories that parity
 * is of where nothing else is written. */
static bool
has_women_and_men(const struct sv_making *m, const char *name)
{
    const struct sv_variable *v = sv_survey_variable(m->survey, name);
    size_t found = 0;

    for (size_t k = 0; v != NULL && k < v->n_categories; k++)
        found += strcmp(v->category[k].name.text, "female") == 0
                 || strcmp(v->category[k].name.text, "male") == 0;
    return found == 2;
}

/* What targets are about, where it can be made: a target asks for no table. */
static void
gather_targets(struct sv_names *all, const struct sv_making *m)
{
    for (size_t i = 0; i < m->survey->n_indicators; i++) {
        const struct sv_indicator *x = &m->survey->indicator[i];
        const struct sv_string one =
            x->facts->target.parity.text != NULL
                ? x->facts->target.parity : x->entry->facts.target.parity;

        if (one.text != NULL && x->missing_variable == NULL
            && has_class(m, one) && has_women_and_men(m, one.text)
            && !is_written(all, one))
            all->item[all->n++] = one;
    }
}

/* Those of `parity`; of views, and of targets, what is not there and can be. */
void
sv_gather_parity(struct sv_making *m)
{
    struct sv_names *all = &m->survey->tables.parity;
    const struct sv_names own = *all;
    size_t n = own.n + m->survey->n_indicators;

    for (size_t i = 0; i < m->n_views; i++)
        n += m->view[i].parity.n;
    *all = (struct sv_names){ sv_arena_take(m->arena, n, sizeof *all->item), 0 };
    if (all->item == NULL)
        return;
    for (size_t i = 0; i < own.n; i++)
        all->item[all->n++] = own.item[i];
    for (size_t i = 0; i < m->n_views; i++)
        for (size_t k = 0; k < m->view[i].parity.n; k++) {
            const struct sv_string one = m->view[i].parity.item[k];

            if (has_class(m, one) && !is_written(all, one))
                all->item[all->n++] = one;
        }
    gather_targets(all, m);
}

/* A ratio as it is; of a classification, women over men. */
void
sv_make_parity(struct sv_making *m, struct sv_string written, bool of_view)
{
    struct sv_string text = written;
    struct sv_contrast_spec *s;
    size_t size;
    char *ratio;

    if (strpbrk(text.text, "/.+-*") == NULL) {
        size = 2 * strlen(text.text) + 32;
        ratio = sv_arena_take(m->arena, size, 1);
        if (ratio == NULL)
            return;
        snprintf(ratio, size, "%s.female / %s.male", text.text, text.text);
        text.text = ratio;
    }
    s = sv_make_contrast(m, text);
    if (s == NULL)
        return;
    s->parity = true;
    s->of_view = of_view;
    for (size_t k = 0; k < s->n; k++)
        s->term[k].at[0] = written.at;
    if (strcmp(s->rule, "ratio") != 0 || s->n_variables == 0)
        sv_making_fault(m, written, "parity is a classification of 'by', like "
                        "sex, or a ratio like gender.women / gender.men");
}
