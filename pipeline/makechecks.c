/* makechecks.c - the rules that a description gives for its data. */
#include <string.h>

#include "pipeline/making.h"

static const char *const names[] = { "note", "warning", "error" };

const char *
sv_severity_name(enum sv_severity severity)
{
    return names[severity];
}

enum sv_severity
sv_severity_of(const char *name)
{
    enum sv_severity s = SV_ERROR;

    while (name != NULL && s > SV_NOTE && strcmp(names[s], name) != 0)
        s--;
    return s;
}

void
sv_make_checks(struct sv_making *m)
{
    const struct sv_written_check *w = m->written->checks.item;
    struct sv_survey *s = m->survey;

    s->check = sv_arena_take(m->arena, m->written->checks.n, sizeof *s->check);
    for (size_t i = 0; s->check != NULL && i < m->written->checks.n; i++) {
        struct sv_check *c = &s->check[s->n_checks];

        *c = (struct sv_check) {
            .name = w[i].name, .require = w[i].require,
            .record = sv_making_record(m, w[i].of, w[i].at, false),
            .severity = sv_severity_of(w[i].severity.text),
        };
        s->n_checks += c->require.text != NULL && c->name.text != NULL;
    }
}
