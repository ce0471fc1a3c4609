/* makebreaks.c - the breaks that a description declares. */
#include <string.h>

#include "pipeline/making.h"

/* Whether an indicator, and its item where one is named, is there at all. */
static bool
is_there(const struct sv_survey *s, const struct sv_break_spec *b)
{
    for (size_t i = 0; i < s->n_indicators; i++)
        if (strcmp(s->indicator[i].code.text, b->indicator.text) == 0
            && (b->item.text == NULL
                || s->indicator[i].estimand == SV_SHARES
                || (s->indicator[i].item.text != NULL
                    && strcmp(s->indicator[i].item.text, b->item.text) == 0)))
            return true;
    return false;
}

void
sv_make_breaks(struct sv_making *m)
{
    const struct sv_list *written = &m->written->indicators.breaks;
    struct sv_survey *s = m->survey;

    s->breaks = written->item;
    s->n_breaks = written->n;
    for (size_t i = 0; m->sound && i < s->n_breaks; i++)
        if (s->breaks[i].indicator.text != NULL
            && !is_there(s, &s->breaks[i]))
            sv_making_fault(m, s->breaks[i].item.text != NULL
                               ? s->breaks[i].item : s->breaks[i].indicator,
                            "no indicator of this survey is called '%.60s%s%.60s'"
                            ", so it has no break", s->breaks[i].indicator.text,
                            s->breaks[i].item.text != NULL ? "." : "",
                            s->breaks[i].item.text != NULL
                                ? s->breaks[i].item.text : "");
}
