/* designwords.c - the design in the words of R survey and of Stata. */
#include "stages/common/designwords.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Text that is being put together; what does not fit is cut. */
struct words {
    char *out;
    size_t size, used;
};

static void SV_PRINTF(2, 3)
add(struct words *w, const char *fmt, ...)
{
    va_list ap;

    if (w->used >= w->size)
        return;
    va_start(ap, fmt);
    w->used += (size_t) vsnprintf(w->out + w->used, w->size - w->used, fmt, ap);
    va_end(ap);
}

static void
add_names(struct words *w, const struct sv_names *names, size_t n,
          const char *between)
{
    for (size_t k = 0; k < n; k++)
        add(w, "%s%s", k > 0 ? between : "", names->item[k].text);
}

/* The variable of the file, or what weights are called that steps have made. */
static const char *
weight_of(const struct sv_survey *survey, size_t record)
{
    const struct sv_design_spec *d = &survey->design;

    for (size_t i = 0; i < survey->n_steps; i++)
        if (survey->step[i].record == (int) record)
            return "hearth_weight";
    for (size_t k = 0; k < d->n_weights; k++)
        if (d->weight[k].record == (int) record)
            return d->weight[k].expression.text;
    return "1";
}

/* Stages that carry variance: those with an fpc, and one more. */
static size_t
stages_of(const struct sv_design_spec *d)
{
    return d->fpc.n < d->clusters.n ? d->fpc.n + 1 : d->clusters.n;
}

/* R wants a population for every stage: counts of infinity, or rates of 0, for
 * the one that has none.  Which of them follows from the first stage. */
static void
add_populations(struct words *w, const struct sv_design_spec *d)
{
    const char *first = d->fpc.item[0].text;

    add(w, ", fpc = ~");
    add_names(w, &d->fpc, d->fpc.n, " + ");
    if (d->fpc.n < stages_of(d))
        add(w, " + I(if (all(%s <= 1)) 0 * %s else Inf + %s)", first, first,
            first);
}

void
sv_word_svydesign(char *out, size_t size, const struct sv_survey *survey,
                  size_t record)
{
    const struct sv_design_spec *d = &survey->design;
    struct words w = { out, size, 0 };

    add(&w, "svydesign(ids = ~");
    if (d->clusters.n == 0)
        add(&w, "1");
    else
        add_names(&w, &d->clusters, stages_of(d), " + ");
    if (d->strata.n == 1)
        add(&w, ", strata = ~%s", d->strata.item[0].text);
    else if (d->strata.n > 1) {
        add(&w, ", strata = ~interaction(");
        add_names(&w, &d->strata, d->strata.n, ", ");
        add(&w, ")");
    }
    if (d->fpc.n > 0)
        add_populations(&w, d);
    add(&w, ", weights = ~%s, nest = %s, data = %s)", weight_of(survey, record),
        d->nested ? "TRUE" : "FALSE", survey->record[record].name.text);
}

/* Stata's name of a rule for lonely PSUs; "" where it has none. */
static const char *
singleunit(const char *rule)
{
    static const char *const names[][2] = {
        { "fail", "missing" }, { "adjust", "centered" },
        { "average", "scaled" }, { "certainty", "certainty" },
        { "remove", "certainty" },
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i][0], rule) == 0)
            return names[i][1];
    return "";
}

static void
add_stage(struct words *w, const struct sv_design_spec *d, size_t s)
{
    add(w, "%s%s", s > 0 ? " || " : "",
        d->clusters.n > 0 ? d->clusters.item[s].text : "_n");
}

void
sv_word_svyset(char *out, size_t size, const struct sv_survey *survey,
               size_t record)
{
    const struct sv_design_spec *d = &survey->design;
    const char *rule = singleunit(d->lonely_psu.text);
    struct words w = { out, size, 0 };

    if (d->strata.n > 1) {              /* Stata takes one variable */
        add(&w, "egen hearth_stratum = group(");
        add_names(&w, &d->strata, d->strata.n, " ");
        add(&w, ")\n");
    }
    add(&w, "svyset ");
    for (size_t s = 0; s == 0 || s < stages_of(d); s++) {
        add_stage(&w, d, s);
        if (s == 0)
            add(&w, " [pweight = %s],", weight_of(survey, record));
        if (s == 0 && d->strata.n > 0)
            add(&w, " strata(%s)", d->strata.n > 1 ? "hearth_stratum"
                                               : d->strata.item[0].text);
        if (s < d->fpc.n)
            add(&w, "%s fpc(%s)", s > 0 ? "," : "", d->fpc.item[s].text);
        if (s == 0 && *rule != '\0')
            add(&w, " singleunit(%s)", rule);
    }
}
