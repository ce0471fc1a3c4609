/* indicatorfacts.c - what the catalogue says of an indicator, as JSON. */
#include "stages/common/indicatorfacts.h"

#include "pipeline/description.h"

json_t *
sv_label_json(const struct sv_label *label, const char *first)
{
    json_t *all = json_object();

    for (size_t k = 0; label != NULL && k < label->n; k++) {
        const char *language = label->in[k].language;

        json_object_set_new(all, *language != '\0' ? language : first,
                            json_string(label->in[k].text));
    }
    return all;
}

static void
set_text(json_t *to, const char *key, const char *text)
{
    if (text != NULL)
        json_object_set_new(to, key, json_string(text));
}

/* Vintages up to that of the survey which ask otherwise than the one before:
 * of the item, or of the whole indicator. */
static void
add_breaks(json_t *to, const struct sv_list *changes, int vintage,
           const char *first)
{
    const struct sv_wording_change *c = changes->item;

    for (size_t k = 0; k < changes->n; k++)
        if (c[k].in <= vintage)
            json_array_append_new(
                to, json_pack("{s:i, s:o}", "in", c[k].in, "what",
                              sv_label_json(&c[k].what, first)));
}

static void
set_breaks(json_t *to, const struct sv_indicator *i, const char *first)
{
    json_t *all = json_array();
    const int vintage = i->entry->vintage;

    add_breaks(all, &i->entry->facts.changes, vintage, first);
    if (i->facts != &i->entry->facts)
        add_breaks(all, &i->facts->changes, vintage, first);
    if (json_array_size(all) > 0)
        json_object_set_new(to, "breaks", all);
    else
        json_decref(all);
}

static void
set_sdmx(json_t *to, const struct sv_written_exchange *x)
{
    json_t *o = json_object();

    set_text(o, "series", x->series.text);
    set_text(o, "composite", x->composite.text);
    set_text(o, "unit", x->unit.text);
    if (json_object_size(o) > 0)
        json_object_set_new(to, "sdmx", o);
    else
        json_decref(o);
}

void
sv_indicator_facts(json_t *to, const struct sv_indicator *i, const char *first)
{
    const struct sv_written_facts *own = i->facts, *all = &i->entry->facts;
    const struct sv_written_facts *note = own->note.n > 0 ? own : all;
    const struct sv_goal *target = own->target.by != 0 ? &own->target
                                                         : &all->target;

    set_text(to, "catalogue", i->entry->catalogue);
    if (i->entry->vintage != 0)
        json_object_set_new(to, "vintage", json_integer(i->entry->vintage));
    set_text(to, "period", i->entry->period.text);
    if (own->base_name.n > 0)
        json_object_set_new(to, "base", sv_label_json(&own->base_name, first));
    set_text(to, "series", i->series);
    set_sdmx(to, &own->sdmx);
    set_text(to, "status", own->status.text != NULL ? own->status.text
                                                    : all->status.text);
    if (note->note.n > 0)
        json_object_set_new(to, "note", sv_label_json(&note->note, first));
    set_breaks(to, i, first);
    if (target->by != 0)
        json_object_set_new(to, "target",
                            json_pack("{s:f, s:i, s:s*}", "value",
                                      target->value, "by", target->by, "parity",
                                      target->parity.text));
}
