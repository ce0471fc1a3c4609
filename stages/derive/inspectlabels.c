/* inspectlabels.c - labels that a language asked for lacks. */
#include <stdio.h>
#include <string.h>

#include "stages/common/codewords.h"
#include "stages/derive/inspect.h"
#include "stages/derive/lacking.h"

enum { LIST_SIZE = 300 };

/* What lacks a label in a language, the first by name. */
struct lacking {
    const char *language;
    bool alone;                 /* it is the only language */
    char list[LIST_SIZE];
    size_t n, looked;
};

/* A label without a language serves all; for one that is absent the name of the
 * thing stands, which serves one language. */
static void
look(struct lacking *l, const struct sv_label *label, const char *name,
     const char *part)
{
    const size_t used = strlen(l->list);

    l->looked++;
    if (label->n == 0 && l->alone)
        return;
    for (size_t k = 0; k < label->n; k++)
        if (*label->in[k].language == '\0'
            || strcmp(label->in[k].language, l->language) == 0)
            return;
    l->n++;
    if (used + strlen(name) + strlen(part) + 8 < sizeof l->list)
        snprintf(l->list + used, sizeof l->list - used, "%s%s%s%s",
                 used > 0 ? ", " : "", name, *part != '\0' ? "." : "", part);
    else if (strstr(l->list, ", ...") == NULL)
        snprintf(l->list + used, sizeof l->list - used, ", ...");
}

/* A variable that tables are by, unless the file has its labels. */
static void
look_at_class(struct lacking *l, const struct sv_survey *s, const char *name)
{
    const struct sv_variable *v = sv_survey_variable(s, name);

    if (v == NULL)
        return;
    look(l, &v->label, name, "");
    for (size_t k = 0; k < v->n_categories; k++)
        look(l, &v->category[k].label, name, v->category[k].name.text);
}

static void
look_at_classes(struct lacking *l, const struct sv_survey *s)
{
    for (size_t b = 0; b < s->tables.n_by; b++)
        for (size_t k = 0; k < s->tables.by[b].variable.n; k++) {
            const char *name = s->tables.by[b].variable.item[k].text;
            bool before = false;

            for (size_t c = 0; c < b; c++)
                for (size_t j = 0; j < s->tables.by[c].variable.n; j++)
                    before |= strcmp(s->tables.by[c].variable.item[j].text,
                                     name) == 0;
            if (!before)
                look_at_class(l, s, name);
        }
}

/* Indicators that can be estimated; the whole of one with items has its name
 * with each. */
static void
look_at_indicators(struct lacking *l, const struct sv_derivation *d)
{
    const struct sv_survey *s = d->survey;

    for (size_t k = 0; k < s->n_indicators; k++) {
        const struct sv_indicator *i = &s->indicator[k];

        if (!sv_is_available(d, k))
            continue;
        if (k == 0 || strcmp(s->indicator[k - 1].code.text, i->code.text) != 0)
            look(l, &i->name, i->code.text, "");
        if (i->item.text != NULL && *i->item.text != '\0')
            look(l, &i->item_name, i->code.text, i->item.text);
    }
}

void
sv_inspect_labels(struct sv_inspection *i)
{
    const struct sv_survey *s = i->d->survey;

    for (size_t k = 0; k < s->languages.n; k++) {
        struct lacking l = { .language = s->languages.item[k].text,
                             .alone = s->languages.n == 1 };
        struct sv_row_count none = { .n = 0 };

        look(&l, &s->titles, "title", "");
        look_at_classes(&l, s);
        look_at_indicators(&l, i->d);
        none.n = l.n;
        if (l.n > 0)
            sv_findings_add(i->found, &(struct sv_finding) {
                SV_NOTE, "language", "", l.language, &none, l.looked, false
            }, "labels lack in '%s', and those of another language stand in "
            "tables: %s", l.language, l.list);
        if (!sv_speaks(l.language))
            sv_findings_add(i->found, &(struct sv_finding) {
                SV_NOTE, "language", "", l.language, &none, l.looked, false
            }, "the words of tables ('Total', 'Notes', ...) are there in en, fr "
            "and es; those in '%s' have English ones", l.language);
    }
}
