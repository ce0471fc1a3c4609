/* world.c - what an expression can be about. */
#include "pipeline/world.h"

#include <string.h>

const struct sv_symbol *
sv_world_find(const struct sv_world *world, int record, const char *name)
{
    const struct sv_world_record *r = &world->record[record];

    for (size_t k = r->n_symbols; k-- > 0;)
        if (strcmp(r->symbol[k].name, name) == 0)
            return &r->symbol[k];
    return NULL;
}

void
sv_misfit_note(struct sv_misfit *misfit, enum sv_kind wanted, struct sv_place at,
               size_t length, const char *sentence)
{
    if (misfit->n == 0 && !misfit->met) {
        misfit->wanted = wanted;
        misfit->at = at;
        misfit->length = length;
        misfit->sentence = sentence;
    }
    misfit->met = true;
}

int
sv_world_record(const struct sv_world *world, const char *name)
{
    for (size_t i = 0; i < world->n; i++)
        if (strcmp(world->record[i].name, name) == 0)
            return (int) i;
    return -1;
}

int
sv_world_steps(const struct sv_world *world, int record, int ancestor)
{
    int steps = 0;

    while (record != ancestor && record >= 0) {
        record = world->record[record].parent;
        steps++;
    }
    return record >= 0 ? steps : -1;
}

const struct sv_value_label *
sv_world_label(const struct sv_symbol *symbol, const char *text, bool *several)
{
    const struct sv_value_label *found = NULL;

    *several = false;
    for (size_t k = 0; symbol != NULL && k < symbol->n_labels; k++) {
        const struct sv_value_label *const label = &symbol->label[k];

        if (strcmp(label->text, text) != 0)
            continue;
        *several = *several || (found != NULL
                                && (label->value < found->value
                                    || label->value > found->value));
        found = found != NULL ? found : label;
    }
    return found;
}
