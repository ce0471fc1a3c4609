/* samplesize.c - hearth plan: which question is asked, and what questions share. */
#include "stages/plan/samplesize.h"

#include <math.h>
#include <stdio.h>

/* A number that makes sense only within bounds. */
struct bound {
    const char *option;
    double value, low, high;
    bool open_low;              /* LOW itself makes no sense */
    const char *expected;
};

static void
check_bounds(const struct sv_plan_options *o, struct sv_fault *fault)
{
    const double inf = INFINITY;
    const struct bound bounds[] = {
        { "proportion", o->proportion, 0, 1, true,
          "a share above 0 and below 1; 30 per cent is 0.3" },
        { "sd", o->sd, 0, inf, true, "a standard deviation above 0" },
        { "cv", o->cv, 0, inf, true, "a number above 0; 5 per cent is 0.05" },
        { "se", o->se, 0, inf, true, "a number above 0" },
        { "margin", o->margin, 0, inf, true,
          "a number above 0; 3 points are 0.03" },
        { "size", o->size, 1, inf, false, "1 answer or more" },
        { "deff", o->deff, 0, inf, true, "a number above 0" },
        { "rho", o->rho, -1, 1, false, "a correlation, between -1 and 1" },
        { "cluster-size", o->cluster_size, 1, inf, false,
          "1 answer in a PSU, or more" },
        { "response", o->response, 0, 1, true,
          "a rate above 0 and at most 1; 85 per cent is 0.85" },
        { "members", o->members, 0, inf, true, "a number above 0" },
        { "population", o->population, 2, inf, false, "2 or more" },
        { "confidence", o->confidence, 0, 1, true,
          "a level above 0 and below 1" },
        { "power", o->power, 0, 1, false, "a number from 0 to 1" },
        { "least", o->least, 0, inf, false, "0 answers or more" },
    };

    for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++) {
        const struct bound *b = &bounds[i];

        if (b->value < b->low || b->value > b->high
            || (b->open_low && b->value == b->low))
            sv_add(fault, SV_USAGE, "--%s takes %s, not %g", b->option,
                   b->expected, b->value);
    }
    if (o->proportion == 1 || o->confidence == 1)
        sv_add(fault, SV_USAGE, "--%s takes a number below 1",
               o->proportion == 1 ? "proportion" : "confidence");
    if (o->mean == 0)
        sv_add(fault, SV_USAGE, "--mean: the cv of a mean of 0 does not exist; "
               "give the mean that is expected");
}

static unsigned
given(double value)
{
    return isnan(value) ? 0u : 1u;
}

static void
check_wish(const struct sv_plan_options *o, struct sv_fault *fault)
{
    const unsigned n = given(o->cv) + given(o->se) + given(o->margin)
                       + given(o->size);

    if (n != 1)
        sv_add(fault, SV_USAGE, "give one of --cv, --se, --margin and --size; "
               "%u are given", n);
    if (given(o->deff) && given(o->rho))
        sv_add(fault, SV_USAGE, "--deff and --rho both give the design effect; "
               "give one");
    if (given(o->rho) && !given(o->cluster_size))
        sv_add(fault, SV_USAGE, "--rho needs --cluster-size");
}

static void
check_subject(const struct sv_plan_options *o, size_t n_numbers,
              struct sv_fault *fault)
{
    const unsigned one = given(o->proportion) | given(o->mean);

    if (one + (o->strata != NULL) + (o->from != NULL) != 1)
        sv_add(fault, SV_USAGE, "give one of --proportion, --mean with --sd, "
               "--strata and --from; see hearth-plan --help");
    else if (given(o->proportion) && (given(o->mean) || given(o->sd)))
        sv_add(fault, SV_USAGE, "--proportion needs no --mean and no --sd");
    else if (given(o->mean) != given(o->sd))
        sv_add(fault, SV_USAGE, "--mean and --sd go together");
    if (o->from != NULL && n_numbers == 0)
        sv_add(fault, SV_USAGE, "--from takes numbers of the survey, such as "
               "HH7 or 'HH7[region=*]'");
    if (o->from == NULL && n_numbers > 0)
        sv_add(fault, SV_USAGE, "takes operands with --from only");
    if (o->from != NULL && (given(o->deff) || given(o->population)))
        sv_add(fault, SV_USAGE, "--from takes design effects and populations "
               "from the survey; --deff and --population have no place there");
    if (o->from != NULL && given(o->rho))
        sv_add(fault, SV_USAGE, "--from finds the correlation within clusters; "
               "give --cluster-size alone");
}

enum sv_status
sv_plan(const struct sv_plan_options *o, const char *const *number,
        size_t n_numbers, struct sv_fault *fault)
{
    check_bounds(o, fault);
    check_wish(o, fault);
    check_subject(o, n_numbers, fault);
    if (o->allocation != NULL && sv_allocation_find(o->allocation) == NULL)
        sv_add(fault, SV_USAGE, "--allocation: there is no '%.40s'; there are "
               "proportional, equal, root, power, equal-cv and neyman",
               o->allocation);
    if (fault->status != SV_OK)
        return fault->status;
    if (o->from != NULL)
        return sv_plan_round(o, number, n_numbers, fault);
    return o->strata != NULL ? sv_plan_strata(o, fault)
                             : sv_plan_simple(o, fault);
}

static double
confidence(const struct sv_plan_options *o)
{
    return isnan(o->confidence) ? 0.95 : o->confidence;
}

double
sv_plan_wanted(const struct sv_plan_options *o, double value)
{
    if (!isnan(o->cv))
        return o->cv * fabs(value);
    if (!isnan(o->margin))
        return o->margin / sv_planned_z(confidence(o));
    return o->se;
}

double
sv_plan_deff(const struct sv_plan_options *o)
{
    if (!isnan(o->rho))
        return sv_cluster_deff(o->cluster_size, o->rho);
    return isnan(o->deff) ? 1 : o->deff;
}

double
sv_plan_selected(const struct sv_plan_options *o, double answers)
{
    if (isnan(o->response) && isnan(o->members))
        return NAN;
    return ceil(answers / (isnan(o->members) ? 1 : o->members)
                / (isnan(o->response) ? 1 : o->response) - 1e-9);
}

void
sv_plan_words(char out[80], const struct sv_plan_options *o)
{
    if (!isnan(o->cv))
        snprintf(out, 80, "a cv of %g %%", 100 * o->cv);
    else if (!isnan(o->se))
        snprintf(out, 80, "a standard error of %g", o->se);
    else if (!isnan(o->margin))
        snprintf(out, 80, "a margin of error of %g at %g %% confidence",
                 o->margin, 100 * confidence(o));
    else
        snprintf(out, 80, "%g answers", ceil(o->size));
}
