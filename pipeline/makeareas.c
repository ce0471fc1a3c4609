/* makeareas.c - figures by area from elsewhere. */
#include <string.h>

#include "pipeline/making.h"

/* A fault unless some indicator has this code (and item). */
static void
check_indicator(struct sv_making *m, struct sv_string code,
                struct sv_string item)
{
    const struct sv_survey *s = m->survey;
    const char *names[256] = { NULL };
    const char *near;
    size_t n = 0;
    bool known = false;

    if (code.text == NULL)
        return;
    for (size_t i = 0; i < s->n_indicators; i++) {
        const struct sv_indicator *x = &s->indicator[i];

        if (x->code.text == NULL)
            continue;
        if (strcmp(x->code.text, code.text) == 0) {
            known = true;
            if (x->estimand == SV_HIGHEST && item.text != NULL
                && strcmp(x->item.text, item.text) == 0) {
                sv_making_fault(m, item, "'%.60s' is the highest of several "
                                "items; name one of them", item.text);
                return;
            }
            if (item.text == NULL || x->estimand == SV_SHARES
                || (x->item.text != NULL
                    && strcmp(x->item.text, item.text) == 0))
                return;
        }
        if (n < sizeof names / sizeof *names)
            names[n++] = x->code.text;
    }
    near = sv_nearest(code.text, names, n);
    if (known)
        sv_making_fault(m, item, "indicator '%.60s' has no item '%.60s'",
                        code.text, item.text);
    else
        sv_making_fault(m, code, "there is no indicator '%.60s'%s%s%s",
                        code.text, near != NULL ? "; did you mean '" : "",
                        near != NULL ? near : "", near != NULL ? "'?" : "");
}

static bool
stands_alone(const struct sv_tables_spec *t, const char *name)
{
    for (size_t i = 0; i < t->n_by; i++)
        if (t->by[i].variable.n == 1
            && strcmp(t->by[i].variable.item[0].text, name) == 0)
            return true;
    return false;
}

void
sv_make_areas(struct sv_making *m)
{
    const struct sv_written_areas *w = &m->written->areas;
    struct sv_areas_spec *a = &m->survey->areas;

    *a = (struct sv_areas_spec){
        .file = sv_making_path(m, w->file), .by = w->by, .period = w->period,
        .compare = w->compare.item, .n_compare = w->compare.n,
        .model = w->models.item, .n_models = w->models.n,
    };
    if (a->by.text != NULL && !stands_alone(&m->survey->tables, a->by.text))
        sv_making_fault(m, a->by, "'%.60s' does not stand alone under 'by' of "
                        "'tables'; add it there", a->by.text);
    for (size_t i = 0; i < a->n_compare; i++)
        check_indicator(m, a->compare[i].indicator, a->compare[i].item);
    for (size_t i = 0; i < a->n_models; i++)
        check_indicator(m, a->model[i].indicator, a->model[i].item);
}
