/* designjson.c - the design of a survey, for programs.  docs/outputs.md
 * describes it. */
#include <math.h>
#include <stdio.h>

#include "pipeline/json.h"
#include "stages/design/specialfacts.h"
#include "stages/design/spreadjson.h"

static void
put_stages(struct sv_json *json, const struct sv_record_facts *r)
{
    sv_json_key(json, "stages");
    sv_json_open(json, '[');
    for (size_t s = 0; s < r->n_stages; s++) {
        const struct sv_stage_facts *stage = &r->stage[s];

        sv_json_open(json, '{');
        sv_json_put_text(json, "unit", stage->name);
        sv_json_put_truth(json, "used", stage->used);
        sv_json_put_count(json, "units", stage->units);
        sv_json_put_count(json, "groups", stage->groups);
        sv_put_spread(json, "drawn", stage->drawn);
        sv_put_spread(json, "fraction", stage->fraction);
        sv_json_put_count(json, "complete", stage->complete);
        sv_json_put_count(json, "lonely", stage->lonely);
        sv_json_put_count(json, "population_too_small", stage->too_few);
        sv_json_close(json);
    }
    sv_json_close(json);
}

static void
put_profile(struct sv_json *json, const struct sv_profile *w)
{
    const bool any = w->zero < w->n;

    sv_json_key(json, "weights");
    sv_json_open(json, '{');
    sv_json_put_count(json, "n", w->n);
    sv_json_put_count(json, "zero", w->zero);
    sv_json_put_number(json, "sum", w->sum);
    sv_json_put_number(json, "min", any ? w->min : NAN);
    sv_json_put_number(json, "max", any ? w->max : NAN);
    sv_json_put_number(json, "cv", w->cv);
    sv_json_put_number(json, "kish", any ? w->kish : NAN);
    sv_json_close(json);
}

static void
put_strata(struct sv_json *json, const struct sv_record_facts *r)
{
    sv_json_key(json, "strata");
    sv_json_open(json, '[');
    for (size_t h = 0; h < r->ranges.n_strata; h++) {
        const struct sv_stratum_facts *s = &r->stratum[h];

        sv_json_open(json, '{');
        sv_json_put_text(json, "stratum", s->label);
        sv_json_put_count(json, "psus", s->psus);
        sv_json_put_count(json, "rows", s->rows);
        sv_json_put_number(json, "fraction", s->fraction);
        sv_json_put_truth(json, "lonely", s->lonely);
        sv_json_put_text(json, "merge_with",
             s->merge != h ? r->stratum[s->merge].label : NULL);
        put_profile(json, &s->weights);
        sv_json_close(json);
    }
    sv_json_close(json);
}

static void
put_cells(struct sv_json *json, const struct sv_crossing_facts *c)
{
    for (size_t k = 0; k < c->n_cells; k++) {
        const struct sv_domain *d = &c->cell[k];
        char name[200];

        sv_json_open(json, '{');
        sv_domain_name(name, sizeof name, c, k);
        sv_json_put_text(json, "cell", name);
        sv_json_put_count(json, "rows", d->n);
        sv_json_put_count(json, "psus", d->psus);
        sv_json_put_count(json, "strata", d->strata);
        sv_json_put_count(json, "df", d->psus - d->strata);
        sv_json_put_count(json, "lonely_strata", d->alone);
        sv_json_close(json);
    }
}

static void
put_domains(struct sv_json *json, const struct sv_record_facts *r)
{
    sv_json_key(json, "domains");
    sv_json_open(json, '[');
    for (size_t c = 0; c < r->n_crossings; c++) {
        const struct sv_names *by = &r->crossing[c].by->variable;

        sv_json_open(json, '{');
        sv_json_key(json, "by");
        sv_json_open(json, '[');
        for (size_t k = 0; k < by->n; k++)
            sv_json_text(json, by->item[k].text);
        sv_json_close(json);
        sv_json_key(json, "cells");
        sv_json_open(json, '[');
        put_cells(json, &r->crossing[c]);
        sv_json_close(json);
        sv_json_close(json);
    }
    sv_json_close(json);
}

static void
put_record(struct sv_json *json, const struct sv_record_facts *r,
           const struct sv_survey *survey)
{
    sv_json_open(json, '{');
    sv_json_put_text(json, "record", r->name);
    sv_json_put_count(json, "rows", r->ranges.n_rows);
    put_stages(json, r);
    put_strata(json, r);
    sv_json_put_text(json, "weights_are", r->weights_are);
    sv_json_put_count(json, "missing_weights", r->missing_weights);
    put_profile(json, &r->weights);
    sv_json_put_number(json, "df", (double) r->ranges.n_units[0]
                           - (double) r->ranges.n_strata);
    sv_special_facts_json(json, r->special, survey);
    put_domains(json, r);
    sv_json_put_text(json, "r", r->svydesign);
    sv_json_put_text(json, "stata", r->svyset);
    sv_json_close(json);
}

void
sv_design_facts_json(const struct sv_design_facts *f)
{
    struct sv_json json;

    sv_json_begin(&json, stdout);
    sv_json_open(&json, '{');
    sv_json_put_text(&json, "title", f->survey->title.text);
    sv_json_put_text(&json, "lonely_psu", f->survey->design.lonely_psu.text);
    sv_json_put_text(&json, "degrees_of_freedom",
         f->survey->design.degrees_of_freedom.text);
    sv_json_key(&json, "records");
    sv_json_open(&json, '[');
    for (size_t i = 0; i < f->n; i++)
        put_record(&json, &f->record[i], f->survey);
    sv_json_close(&json);
    sv_json_close(&json);
}
