/* specialtext.c - unequal probabilities, replicates, calibration: words. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "stages/common/textgrid.h"
#include "stages/design/specialfacts.h"
#include "weights/replicates.h"

enum { LONGEST = SV_MARGIN_WORDS };

/* What a rule for unequal probabilities takes for granted. */
static const struct { const char *pps, *words; } rules[] = {
    { "brewer", "goes by each PSU's own probability; it assumes a fixed number of "
                "PSUs a stratum and draws of high entropy, and holds at all "
                "stages" },
    { "overton", "takes the chance of a pair from the two probabilities and n; "
                 "it assumes a systematic draw from a list in random order" },
    { "hartley-rao", "takes the chance of a pair from the two probabilities and "
                     "the sum of squares of all; it assumes a systematic draw "
                     "from a list in random order, and many PSUs a stratum" },
    { "horvitz-thompson", "has the chance of every pair from the file, and is "
                          "unbiased for any design in which no pair is "
                          "impossible; it can come out below 0" },
    { "yates-grundy", "has the chance of every pair from the file, and is "
                      "unbiased where the number of PSUs is fixed" },
};

/* Adds to TEXT [LONGEST]. */
static void SV_PRINTF(2, 3)
add(char *text, const char *fmt, ...)
{
    const size_t used = strlen(text);
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(text + used, LONGEST - used, fmt, ap);
    va_end(ap);
}

static void
add_spread(char *text, struct sv_spread s)
{
    if (s.least == s.most)
        add(text, "%.4g", s.least);
    else
        add(text, "%.4g to %.4g (median %.4g)", s.least, s.most, s.median);
}

static bool
is(struct sv_string s, const char *word)
{
    return s.text != NULL && strcmp(s.text, word) == 0;
}

static void
print_unequal(const struct sv_unequal_facts *u, const struct sv_design_spec *d)
{
    const bool pairs = is(d->pps, "overton") || is(d->pps, "hartley-rao");
    char text[LONGEST] = "";

    printf("\n  Unequal probabilities\n");
    add(text, "%zu PSUs, drawn without replacement", u->psus);
    if (u->sure > 0)
        add(text, ", %zu of them sure to be drawn: they are strata of their own "
            "and add nothing at stage 1", u->sure);
    if (!isnan(u->p.least)) {
        add(text, "; probabilities%s ", u->sure > 0 ? " of the others" : "");
        add_spread(text, u->p);
    }
    add(text, ". By 1/p they stand for %.6g PSUs.", u->stand_for);
    for (size_t k = 0; k < sizeof rules / sizeof *rules; k++)
        if (is(d->pps, rules[k].pps))
            add(text, " %s %s.", d->pps.text, rules[k].words);
    if (pairs)
        add(text, " The form of the variance is %s.",
            d->pps_form.text != NULL ? d->pps_form.text : "horvitz-thompson, "
            "which can come out below 0 (pps-form: yates-grundy cannot where "
            "all pairs repel)");
    if (is(d->pps, "hartley-rao") && isnan(u->squares.least))
        add(text, " The sum of squares is estimated from the sample "
            "(squared-probabilities gives it).");
    if (!isnan(u->squares.least)) {
        add(text, " The sum of squares over n is given: ");
        add_spread(text, u->squares);
        add(text, ".");
    }
    if (u->pairs > 0) {
        add(text, " Joint probabilities of %zu pair%s, over those of independent "
            "draws: ", u->pairs, u->pairs == 1 ? "" : "s");
        add_spread(text, u->ratio);
        add(text, "; in %zu the two are drawn together more often than "
            "independent ones, which count below 0 in the form of Yates and "
            "Grundy.", u->attracted);
    }
    sv_put_paragraph(stdout, text, 2);
}

static void
print_given(char *text, const struct sv_repeated_facts *r,
            const struct sv_design_spec *d)
{
    const struct sv_replicates_spec *spec = &d->replicates;

    add(text, "%zu came with the file (%s), as %s", r->n,
        spec->type.text != NULL ? spec->type.text : "other",
        spec->combined ? "whole weights" : "factors of the weight");
    if (!isnan(r->scale))
        add(text, "; V = %.6g Σ (estimate - c)²", r->scale);
    if (spec->rscales.text != NULL)
        add(text, ", each times its own scale");
    add(text, ", c %s.", spec->mse ? "the full estimate"
                                   : "the mean of the replicates");
    if (d->clusters.n > 0)
        add(text, " Degrees of freedom are PSUs less strata: %zu.", r->df);
    else
        add(text, " PSUs are not known: degrees of freedom are the rank of the "
            "replicate weights less 1, at most %zu.", r->df);
}

static void
print_made(char *text, const struct sv_repeated_facts *r,
           const struct sv_survey *s)
{
    const struct sv_design_spec *d = &s->design;
    const struct sv_replicate_method *method =
        sv_replicate_find(d->variance.text);

    add(text, "%zu are made from the design by %s (%s): V = %.6g Σ ", r->n,
        d->variance.text, method != NULL ? method->blurb : "", r->scale);
    if (!(r->rscale.least == 1 && r->rscale.most == 1)) {
        add(text, "r (estimate - c)², r ");
        add_spread(text, r->rscale);
    } else
        add(text, "(estimate - c)²");
    add(text, ", c %s", d->replicates.mse ? "the full estimate"
                                          : "the mean of the replicates");
    if (method != NULL && method->has_rho)
        add(text, ", rho %g",
            isnan(d->replicates.rho) ? 0.5 : d->replicates.rho);
    if (method != NULL && method->random)
        add(text, ", seed %d", d->replicates.seed);
    add(text, ". Degrees of freedom are those of the design: %zu.", r->df);
    if (r->fpc_dropped)
        add(text, " The sampling fractions of stage 1 have no place in this "
            "method: errors are as with replacement.");
    if (s->n_steps > 0)
        add(text, d->replicates.reweight
                ? " Every replicate goes through the steps of weighting again."
                : " They are made of the final weights: what calibration does "
                  "for the errors is not in them (replicates: {reweight: "
                  "true}).");
}

static void
print_replicates(const struct sv_repeated_facts *r, const struct sv_survey *s)
{
    char text[LONGEST] = "";

    printf("\n  Replicates\n");
    if (*r->fault != '\0')
        add(text, "AT FAULT: %s cannot be made: %s", s->design.variance.text,
            r->fault);
    else if (r->given)
        print_given(text, r, &s->design);
    else
        print_made(text, r, s);
    sv_put_paragraph(stdout, text, 2);
}

void
sv_add_margins(char *text, const struct sv_survey *s,
               const struct sv_step_spec *step)
{
    for (size_t m = 0; m < step->n_margins; m++) {
        const struct sv_margin_spec *margin = &step->margin[m];

        add(text, "%s", m > 0 ? ", " : "");
        for (size_t k = 0; k < margin->by.n; k++)
            add(text, "%s%s", k > 0 ? " x " : "", margin->by.item[k].text);
        if (margin->by.n == 0)
            add(text, "%s", margin->number.text);
        if (margin->record != step->record)
            add(text, " of each %s", s->record[margin->record].name.text);
    }
}

static void
print_calibrations(const struct sv_special_facts *f, const struct sv_survey *s)
{
    const bool residuals = !f->replicates.there;

    printf("\n  Calibration\n");
    for (size_t k = 0; k < f->n; k++) {
        const struct sv_step_spec *step = &s->step[f->calibration[k].step - 1];
        char text[LONGEST] = "";

        add(text, "Step %zu, %s", f->calibration[k].step,
            sv_adjustment_name(step->kind));
        if (step->kind == SV_ADJUST_CALIBRATE)
            add(text, " (%s)", step->distance.text);
        add(text, ", by ");
        sv_add_margins(text, s, step);
        if (step->common != SV_NO_RECORD)
            add(text, "; members of a %s have a common factor",
                s->record[step->common].name.text);
        add(text, ": weights are times ");
        add_spread(text, f->calibration[k].ratio);
        add(text, ".");
        sv_put_paragraph(stdout, text, 2);
    }
    if (f->inherited)
        printf("  Weights are those of the unit above, whose calibration they "
               "inherit.\n");
    if (residuals)
        printf("  Errors are those of the residuals of the margins.\n");
}

void
sv_special_facts_print(const struct sv_special_facts *f,
                       const struct sv_survey *survey)
{
    if (f->unequal.there)
        print_unequal(&f->unequal, &survey->design);
    if (f->replicates.there)
        print_replicates(&f->replicates, survey);
    if (f->n > 0 || f->inherited)
        print_calibrations(f, survey);
}
