/* designtext.c - the design of a survey, for people. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stages/common/textgrid.h"
#include "stages/design/specialfacts.h"

enum { MOST_CELLS = 12, WEAKEST = 6, MOST_LONELY = 20 };

/* "STRATUM x AREA" */
static void
join(char *out, size_t size, const struct sv_names *names)
{
    size_t used = 0;

    out[0] = '\0';
    for (size_t k = 0; k < names->n && used < size; k++)
        used += (size_t) snprintf(out + used, size - used, "%s%s",
                                  k > 0 ? " x " : "", names->item[k].text);
}

static void
print_words(const struct sv_design_facts *f)
{
    const struct sv_design_spec *d = &f->survey->design;
    char strata[256], text[1600];
    size_t used;

    join(strata, sizeof strata, &d->strata);
    used = (size_t) snprintf(text, sizeof text, "%s", d->strata.n == 0
                                 ? "A sample without strata"
                                 : "A sample stratified by ");
    used += (size_t) snprintf(text + used, sizeof text - used, "%s", strata);
    for (size_t s = 0; s < d->clusters.n && used < sizeof text; s++)
        used += (size_t) snprintf(
            text + used, sizeof text - used, "; stage %zu draws %s%s%s%s",
            s + 1, d->clusters.item[s].text,
            s < d->fpc.n ? " without replacement (of "
                         : s <= d->fpc.n ? ", as if with replacement"
                                         : ", which carries no variance",
            s < d->fpc.n ? d->fpc.item[s].text : "", s < d->fpc.n ? ")" : "");
    if (d->clusters.n == 0 && used < sizeof text)
        used += (size_t) snprintf(text + used, sizeof text - used,
                                  "; every unit is a PSU");
    if (used < sizeof text)
        snprintf(text + used, sizeof text - used,
                 ". lonely-psu: %s; degrees of freedom: %s.",
                 d->lonely_psu.text, d->degrees_of_freedom.text);
    sv_put_paragraph(stdout, text, 0);
}

static void
put_range(struct sv_text_grid *g, struct sv_spread s)
{
    if (isnan(s.least))
        sv_text_cell(g, "-");
    else if (s.least == s.most)
        sv_text_cell(g, "%.4g", s.least);
    else
        sv_text_cell(g, "%.4g / %.4g / %.4g", s.least, s.median, s.most);
}

static bool
print_stages(const struct sv_record_facts *r)
{
    struct sv_text_grid g;

    sv_text_grid_begin(&g, "llrrrrr");
    sv_text_cell(&g, "stage");
    sv_text_cell(&g, "unit");
    sv_text_cell(&g, "drawn");
    sv_text_cell(&g, "a group");
    sv_text_cell(&g, "fraction");
    sv_text_cell(&g, "all drawn");
    sv_text_cell(&g, "lonely");
    for (size_t s = 0; s < r->n_stages; s++) {
        const struct sv_stage_facts *stage = &r->stage[s];

        if (!stage->used)
            continue;
        sv_text_cell(&g, "%zu", s + 1);
        sv_text_cell(&g, "%s", stage->name);
        sv_text_cell(&g, "%zu", stage->units);
        put_range(&g, stage->drawn);
        put_range(&g, stage->fraction);
        sv_text_cell(&g, "%zu", stage->complete);
        sv_text_cell(&g, "%zu", stage->lonely);
    }
    if (!sv_text_grid_print(&g, stdout, 2))
        return false;
    sv_put_paragraph(stdout, "A group is a stratum, then a unit above. Three "
                     "numbers are the least, the median and the most; all "
                     "drawn: groups that were sampled completely; lonely: with "
                     "one unit, which shows no variance.", 2);
    for (size_t s = 0; s < r->n_stages; s++)
        if (r->stage[s].too_few > 0)
            printf("  AT FAULT: stage %zu: in %zu groups the population is "
                   "smaller than the sample\n", s + 1, r->stage[s].too_few);
    return true;
}

static void
print_lonely(const struct sv_record_facts *r)
{
    const size_t n = sv_lonely_strata(r);
    size_t shown = 0;

    if (n == 0)
        return;
    printf("\n  Lonely strata: %zu of %zu\n", n, r->ranges.n_strata);
    for (size_t h = 0; h < r->ranges.n_strata && shown < MOST_LONELY; h++) {
        const struct sv_stratum_facts *s = &r->stratum[h];

        if (!s->lonely)
            continue;
        shown++;
        if (s->merge != h)
            printf("  %s: merge with %s (%zu PSUs)\n", s->label,
                   r->stratum[s->merge].label, r->stratum[s->merge].psus);
        else
            printf("  %s: there is no stratum to merge it with\n", s->label);
    }
    if (n > shown)
        printf("  ... and %zu more\n", n - shown);
    sv_put_paragraph(stdout, "Merge them in the data, or by lonely-psu: "
                     "collapse, which does it like this; adjust, average, "
                     "remove and certainty keep them.", 2);
}

static void
put_profile(struct sv_text_grid *g, const struct sv_profile *w)
{
    sv_text_number(g, w->sum);
    sv_text_number(g, w->zero < w->n ? w->min : NAN);
    sv_text_number(g, w->zero < w->n ? w->max : NAN);
    if (isnan(w->cv))
        sv_text_cell(g, "-");
    else
        sv_text_cell(g, "%.3f", w->cv);
    if (w->zero < w->n)
        sv_text_cell(g, "%.3f", w->kish);
    else
        sv_text_cell(g, "-");
}

/* All strata, or a line for the record alone. */
static bool
print_strata(const struct sv_record_facts *r, bool all)
{
    struct sv_text_grid g;

    printf("\n  Weights (%s)%s\n", r->weights_are,
           all ? " and strata" : "; --all: by stratum");
    sv_text_grid_begin(&g, "lrrrrrrrr");
    sv_text_cell(&g, "stratum");
    sv_text_cell(&g, "PSUs");
    sv_text_cell(&g, "n/N");
    sv_text_cell(&g, "rows");
    sv_text_cell(&g, "sum");
    sv_text_cell(&g, "least");
    sv_text_cell(&g, "most");
    sv_text_cell(&g, "cv");
    sv_text_cell(&g, "Kish");
    for (size_t h = 0; all && h < r->ranges.n_strata; h++) {
        const struct sv_stratum_facts *s = &r->stratum[h];

        sv_text_cell(&g, "%s", s->label);
        sv_text_cell(&g, "%zu", s->psus);
        if (isnan(s->fraction))
            sv_text_cell(&g, "-");
        else
            sv_text_cell(&g, "%.4f", s->fraction);
        sv_text_cell(&g, "%zu", s->rows);
        put_profile(&g, &s->weights);
    }
    sv_text_cell(&g, "all");
    sv_text_cell(&g, "%zu", r->ranges.n_units[0]);
    sv_text_cell(&g, "%s", "");
    sv_text_cell(&g, "%zu", r->ranges.n_rows);
    put_profile(&g, &r->weights);
    if (!sv_text_grid_print(&g, stdout, 2))
        return false;
    if (r->missing_weights > 0)
        printf("  AT FAULT: %zu rows have no usable weight; they count as 0 "
               "here\n", r->missing_weights);
    if (r->weights.zero > r->missing_weights)
        printf("  %zu rows have a weight of 0 and count in no estimate\n",
               r->weights.zero - r->missing_weights);
    return true;
}

static void
put_cell(struct sv_text_grid *g, const struct sv_crossing_facts *c, size_t cell)
{
    const struct sv_domain *d = &c->cell[cell];
    char name[200];

    sv_domain_name(name, sizeof name, c, cell);
    sv_text_cell(g, "%s", name);
    sv_text_cell(g, "%llu", (unsigned long long) d->n);
    sv_text_cell(g, "%zu", d->psus);
    sv_text_cell(g, "%zu", d->strata);
    sv_text_cell(g, "%lld", (long long) d->psus - (long long) d->strata);
    sv_text_cell(g, "%zu", d->alone);
    sv_text_cell(g, "%s", d->n == 0 ? "empty"
                          : d->psus == 1 ? "one PSU: no standard error"
                          : d->psus == d->strata ? "no degrees of freedom"
                                                 : "");
}

/* The cell with the least degrees of freedom that is not TAKEN. */
static size_t
weakest(const struct sv_crossing_facts *c, const bool *taken)
{
    size_t best = c->n_cells;

    for (size_t k = 0; k < c->n_cells; k++)
        if (!taken[k]
            && (best == c->n_cells
                || c->cell[k].psus - c->cell[k].strata
                       < c->cell[best].psus - c->cell[best].strata))
            best = k;
    return best;
}

static void
put_weakest(struct sv_text_grid *g, const struct sv_crossing_facts *c)
{
    bool *taken = calloc(c->n_cells + 1, sizeof *taken);

    g->failed = g->failed || taken == NULL;
    for (size_t k = 0; taken != NULL && k < WEAKEST; k++) {
        const size_t cell = weakest(c, taken);

        taken[cell] = true;
        put_cell(g, c, cell);
    }
    free(taken);
}

static bool
print_crossing(const struct sv_crossing_facts *c, bool all)
{
    const bool whole = all || c->n_cells <= MOST_CELLS;
    struct sv_text_grid g;
    char name[256];

    join(name, sizeof name, &c->by->variable);
    if (!whole)
        printf("  %s: the %d weakest of %zu cells\n", name, WEAKEST,
               c->n_cells);
    sv_text_grid_begin(&g, "lrrrrrl");
    sv_text_cell(&g, "%s", name);
    sv_text_cell(&g, "rows");
    sv_text_cell(&g, "PSUs");
    sv_text_cell(&g, "strata");
    sv_text_cell(&g, "df");
    sv_text_cell(&g, "lonely");
    sv_text_cell(&g, "%s", "");
    for (size_t k = 0; whole && k < c->n_cells; k++)
        put_cell(&g, c, k);
    if (!whole)
        put_weakest(&g, c);
    return sv_text_grid_print(&g, stdout, 2);
}

static bool
print_domains(const struct sv_record_facts *r, bool all)
{
    const size_t psus = r->ranges.n_units[0], strata = r->ranges.n_strata;

    printf("\n  Degrees of freedom: %zu PSUs - %zu strata = %lld in all\n", psus,
           strata, (long long) psus - (long long) strata);
    for (size_t c = 0; c < r->n_crossings; c++) {
        printf("\n");
        if (!print_crossing(&r->crossing[c], all))
            return false;
    }
    if (r->n_crossings > 0)
        sv_put_paragraph(stdout, "df: PSUs less strata, of those with members; "
                         "an indicator's universe leaves fewer. lonely: strata "
                         "in which one PSU of several has members.", 2);
    return true;
}

/* Lines that are pasted elsewhere, below each other. */
static void
put_words(const char *title, const char *words)
{
    fputs(title, stdout);
    for (; *words != '\0'; words++)
        fputs(*words == '\n' ? "\n         " : (char[]) { *words, '\0' }, stdout);
    fputs("\n", stdout);
}

static bool
print_record(const struct sv_record_facts *r, const struct sv_survey *survey,
             bool all)
{
    bool complete;

    printf("\n%s: %zu rows, %zu strata\n", r->name, r->ranges.n_rows,
           r->ranges.n_strata);
    complete = print_stages(r);
    print_lonely(r);
    sv_special_facts_print(r->special, survey);
    complete = complete && print_strata(r, all) && print_domains(r, all);
    put_words("\n  R:     ", r->svydesign);
    put_words("  Stata: ", r->svyset);
    return complete;
}

bool
sv_design_facts_print(const struct sv_design_facts *f, bool all)
{
    bool complete = true;

    printf("%s\n", f->survey->title.text != NULL ? f->survey->title.text : "");
    print_words(f);
    for (size_t i = 0; complete && i < f->n; i++)
        complete = print_record(&f->record[i], f->survey, all);
    return complete;
}
