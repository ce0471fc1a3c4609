/* writedesign.c - design.txt: the design in words, and for R and Stata. */
#include "stages/estimate/writedesign.h"

#include <math.h>
#include <string.h>

#include "pipeline/output.h"
#include "stages/common/designwords.h"

/* " x A x B" without the first sign. */
static void
put_names(FILE *to, const struct sv_names *names)
{
    for (size_t k = 0; k < names->n; k++)
        fprintf(to, "%s%s", k > 0 ? " x " : "", names->item[k].text);
}

static void
put_strata(FILE *to, const struct sv_design_spec *d, const struct sv_ranges *r)
{
    if (d->strata.n == 0) {
        fputs("No strata.", to);
        return;
    }
    fprintf(to, "%zu strata (", r->n_strata);
    put_names(to, &d->strata);
    fputs(").", to);
}

static void
put_stages(FILE *to, const struct sv_design_spec *d, const struct sv_ranges *r)
{
    for (size_t s = 0; s < r->n_stages; s++) {
        fprintf(to, " Stage %zu: %zu %s", s + 1, r->n_units[s],
                s == 0 ? "PSUs" : "units");
        if (s < d->clusters.n)
            fprintf(to, " (%s)", d->clusters.item[s].text);
        else
            fputs(", the units of the topmost record type", to);
        if (s < d->fpc.n)
            fprintf(to, ", without replacement from %s.", d->fpc.item[s].text);
        else
            fputs(s <= d->fpc.n ? ", as with replacement."
                                : ", which adds nothing to the errors.", to);
    }
}

static void
put_weights(FILE *to, const struct sv_estimation *e, size_t i, int record)
{
    const struct sv_survey *s = e->survey;
    const char *expression = NULL;

    for (size_t k = 0; k < s->design.n_weights; k++)
        if (s->design.weight[k].record == record)
            expression = s->design.weight[k].expression.text;
    if (sv_survey_reweighs(s, record))
        fprintf(to, " Weights made by `weighting`%s (weighting.txt).",
                e->basis[i].calibrated ? ", calibrated" : "");
    else if (expression != NULL)
        fprintf(to, " Weights: %s.", expression);
    else
        fputs(" NO WEIGHTS: every row counts 1.", to);
}

static void
put_errors(FILE *to, const struct sv_estimation *e, size_t i)
{
    const struct sv_design_spec *d = &e->survey->design;
    const struct sv_basis *b = &e->basis[i];

    if (b->replicates > 0)
        fprintf(to, " Errors by %zu replicates (%s%s), deviations from the %s.",
                b->replicates, d->replicates.columns.n == 0
                                   ? d->variance.text
                               : d->replicates.type.text != NULL
                                   ? d->replicates.type.text : "other",
                d->replicates.columns.n > 0 ? ", of the file" : "",
                d->replicates.mse ? "full estimate" : "mean of the replicates");
    else
        fprintf(to, " Errors by linearisation%s.",
                b->calibrated ? " of the residuals of calibration" : "");
    fprintf(to, " lonely-psu: %s%s; degrees of freedom: %s.",
            d->lonely_psu.text, d->lonely_in_domains ? ", also in domains" : "",
            d->degrees_of_freedom.text);
}

/* LINES indented. */
static void
put_code(FILE *to, const char *title, const char *lines)
{
    fprintf(to, "\n%s\n\n    ", title);
    for (; *lines != '\0'; lines++)
        fputs(*lines == '\n' ? "\n    " : (char[]) { *lines, '\0' }, to);
    fputs("\n", to);
}

static void
put_record(FILE *to, const struct sv_estimation *e, size_t i)
{
    const char *name = e->layout.record[i].name;
    const struct sv_design_spec *d = &e->survey->design;
    const struct sv_ranges *r = &e->basis[i].design;
    const int record = sv_survey_record(e->survey, name);
    char words[2048];

    fprintf(to, "\n%s: %zu rows\n\n", name, r->n_rows);
    put_strata(to, d, r);
    put_stages(to, d, r);
    put_weights(to, e, i, record);
    put_errors(to, e, i);
    fputs("\n", to);
    sv_word_svydesign(words, sizeof words, e->survey, (size_t) record, r);
    put_code(to, "R, package survey:", words);
    sv_word_svyset(words, sizeof words, e->survey, (size_t) record, r);
    put_code(to, "Stata:", words);
    sv_word_beyond(words, sizeof words, e->survey, (size_t) record, r);
    if (*words != '\0')
        fprintf(to, "\n%s\n", words);
}

static void
put_design(FILE *to, const struct sv_estimation *e)
{
    const struct sv_tables_spec *t = &e->survey->tables;

    fputs("The design, as the errors of estimates.csv take it\n", to);
    for (size_t i = 0; i < e->layout.n; i++)
        if (e->result[i] != NULL)
            put_record(to, e, i);
    fprintf(to, "\nIntervals at %g %%: %s for proportions and shares, else "
            "estimate -+ t se. Design effects: %s.\n", 100 * t->confidence,
            t->interval.text, t->design_effect.text);
    fputs("The variables are those of the data files, those with hearth_ of "
          "what `hearth export` writes, which has\nall of them. `hearth "
          "crosscheck` recomputes numbers in R with it.\n", to);
}

enum sv_status
sv_write_design(struct sv_stage *stage, const struct sv_estimation *e,
                struct sv_fault *fault)
{
    struct sv_output out;
    const enum sv_status status = sv_stage_text_begin(&out, stage, "design.txt",
                                                      fault);

    if (status != SV_OK)
        return status;
    put_design(out.to, e);
    return sv_stage_text_keep(&out, stage, "design.txt", fault);
}
