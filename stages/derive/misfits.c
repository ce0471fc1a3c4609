/* misfits.c - variables of the survey that are of another kind than is expected. */
#include "stages/derive/misfits.h"

#include <stdio.h>
#include <string.h>

#include "pipeline/expression.h"

enum { TOLD = 5 };

bool
sv_misfit_keep(const struct sv_expression *e, struct sv_string text,
               enum sv_kind wanted, const char *sentence, struct sv_arena *arena)
{
    const struct sv_symbol *symbol = sv_expression_symbol(e);

    if (symbol == NULL || symbol->misfit == NULL)
        return false;
    sv_misfit_note(symbol->misfit, wanted, text.at, strlen(text.text),
                   sv_arena_text(arena, sentence, strlen(sentence)));
    return true;
}

static struct sv_misfit *
misfit_of(const struct sv_derivation *d, size_t k)
{
    const struct sv_symbol *symbol = d->target[k].symbol;

    return symbol != NULL ? symbol->misfit : NULL;
}

void
sv_misfits_meet(const struct sv_derivation *d, const char *code, const char *item)
{
    for (size_t k = 0; k < d->n_targets; k++) {
        struct sv_misfit *m = misfit_of(d, k);
        size_t used;

        if (m == NULL || !m->met)
            continue;
        m->met = false;
        used = strlen(m->by);
        if (m->n++ < TOLD)
            snprintf(m->by + used, sizeof m->by - used, "%s%.24s%s%.24s",
                     used > 0 ? ", " : "", code, item != NULL ? "." : "",
                     item != NULL ? item : "");
    }
}

/* What can be done. */
static const char *
advice(enum sv_kind wanted)
{
    switch (wanted) {
    case SV_KIND_BOOL: return "write what it is compared with, like "
                              "`where: x == 1`";
    case SV_KIND_NUMBER: return "leave its categories to a variable of another "
                                "name";
    case SV_KIND_CATEGORY: return "give it `categories`";
    case SV_KIND_STRING: break;
    }
    return "define it otherwise";
}

static void
tell(const struct sv_target *t, const struct sv_misfit *m, struct sv_fault *fault)
{
    const struct sv_string name = t->variable->name;
    char all[48] = "";

    if (m->n == 1 && m->at.source != NULL) {
        sv_point(fault, SV_DATA, m->at, m->length, "%s", m->sentence);
        return;
    }
    if (m->n > TOLD)
        snprintf(all, sizeof all, ", ... (%zu in all)", m->n);
    sv_point(fault, SV_DATA, name.at, strlen(name.text), "'%.60s' is %s, and %s "
             "is needed for %s%s; %s", name.text, sv_kind_words(t->symbol->kind),
             sv_kind_words(m->wanted), m->by, all, advice(m->wanted));
}

void
sv_misfits_tell(const struct sv_derivation *d, struct sv_fault *fault)
{
    sv_misfits_meet(d, "weights, tests or models", NULL);
    for (size_t k = 0; k < d->n_targets; k++) {
        const struct sv_misfit *m = misfit_of(d, k);

        if (m == NULL)
            continue;
        if (m->n > 0)
            tell(&d->target[k], m, fault);
        d->target[k].symbol->misfit = NULL;
    }
}
