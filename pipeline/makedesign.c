/* makedesign.c - the design: which of its keys go with each other. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "pipeline/making.h"

static bool
is(struct sv_string s, const char *text)
{
    return s.text != NULL && strcmp(s.text, text) == 0;
}

/* Where each key of `replicates` has its place: with replicates that came with
 * the file, or with these methods that make some. */
static const struct fit {
    const char *key;
    bool given;
    const char *made[8];
} fits[] = {
    { "columns", true, { NULL } },
    { "type", true, { NULL } },
    { "scale", true, { NULL } },
    { "rscales", true, { NULL } },
    { "combined", true, { NULL } },
    { "rho", true, { "fay" } },
    { "number", false, { "bootstrap", "rao-wu", "preston", "sdr" } },
    { "seed", false, { "bootstrap", "rao-wu", "preston" } },
    { "reweight", false, { "jkn", "jk1", "brr", "fay", "bootstrap", "rao-wu",
                           "preston", "sdr" } },
    { "mse", true, { "jkn", "jk1", "brr", "fay", "bootstrap", "rao-wu",
                     "preston", "sdr" } },
};

static const struct fit *
fit_of(const char *key)
{
    for (size_t i = 0; i < sizeof fits / sizeof *fits; i++)
        if (strcmp(fits[i].key, key) == 0)
            return &fits[i];
    return NULL;
}

static bool
goes_with(const struct fit *fit, const char *method)
{
    for (size_t k = 0; k < sizeof fit->made / sizeof *fit->made; k++)
        if (fit->made[k] != NULL && strcmp(fit->made[k], method) == 0)
            return true;
    return false;
}

/* What is wrong with KEY of replicates that METHOD makes. */
static void
refuse_made(struct sv_making *m, struct sv_string key, const struct fit *fit,
            const char *method)
{
    char methods[100] = "";
    size_t n = 0;

    for (; n < sizeof fit->made / sizeof *fit->made && fit->made[n] != NULL; n++)
        snprintf(methods + strlen(methods), sizeof methods - strlen(methods),
                 "%s%s", n > 0 ? ", " : "", fit->made[n]);
    if (n == 0)
        sv_making_fault(m, key, "'%s' is about replicate weights that came "
                        "with the file; name them with 'columns', or remove "
                        "it", key.text);
    else if (strcmp(method, "linearisation") == 0)
        sv_making_fault(m, key, "'%s' is about replicates, and 'variance' is "
                        "linearisation, which has none; write 'variance: %s', "
                        "or remove it", key.text, fit->made[0]);
    else
        sv_making_fault(m, key, "'%s' does not go with 'variance: %s' (it goes "
                        "with %s); remove it", key.text, method, methods);
}

static struct sv_string
written(const struct sv_names *names, const char *key)
{
    for (size_t i = 0; i < names->n; i++)
        if (is(names->item[i], key))
            return names->item[i];
    return (struct sv_string){ NULL, { 0 } };
}

/* Replicate weights that come with the file. */
static void
check_given(struct sv_making *m, struct sv_replicates_spec *r)
{
    const struct sv_string columns = written(&r->written, "columns");

    for (size_t i = 0; i < r->columns.n; i++)
        r->columns.item[i].record =
            r->columns.item[i].of.text == NULL
                ? SV_NO_RECORD
                : sv_making_record(m, r->columns.item[i].of, columns, false);
    if (r->columns.n == 0)
        return;
    if (r->type.text == NULL)
        sv_making_fault(m, columns, "'replicates' lacks the key 'type' (how the "
                        "columns were made)");
    if (is(r->type, "fay") && isnan(r->rho))
        sv_making_fault(m, r->type, "replicates of type fay need 'rho'");
    if (!is(r->type, "fay") && !isnan(r->rho) && r->type.text != NULL)
        sv_making_fault(m, written(&r->written, "rho"), "'rho' belongs to "
                        "replicates of type fay, and these are of type %s; "
                        "remove it", r->type.text);
    if (is(r->type, "jkn") && r->combined && r->rscales.text == NULL)
        sv_making_fault(m, r->type, "whole weights of type jkn need 'rscales', "
                        "a file with (n - 1)/n of its stratum for each "
                        "replicate");
}

static void
check_replicate_keys(struct sv_making *m, const struct sv_design_spec *d)
{
    const struct sv_replicates_spec *r = &d->replicates;

    for (size_t i = 0; i < r->written.n; i++) {
        const struct sv_string key = r->written.item[i];
        const struct fit *fit = fit_of(key.text);

        if (fit == NULL)                        /* unknown: told already */
            continue;
        if (r->columns.n > 0 && !fit->given)
            sv_making_fault(m, key, "'%s' is about replicates that are made, "
                            "and 'columns' says that these came with the file; "
                            "remove it", key.text);
        else if (r->columns.n == 0 && !goes_with(fit, d->variance.text))
            refuse_made(m, key, fit, d->variance.text);
    }
}

/* How many, and Fay's factor, where nothing is written. */
static void
complete_replicates(struct sv_design_spec *d)
{
    enum { BOOTSTRAPS = 500, DIFFERENCES = 80 };
    struct sv_replicates_spec *r = &d->replicates;

    if (r->columns.n > 0)
        return;
    if (r->number == 0 && goes_with(fit_of("seed"), d->variance.text))
        r->number = BOOTSTRAPS;
    else if (r->number == 0 && is(d->variance, "sdr"))
        r->number = DIFFERENCES;
    if (isnan(r->rho) && is(d->variance, "fay"))
        r->rho = 0.5;
}

static void
make_replicates(struct sv_making *m)
{
    struct sv_design_spec *d = &m->survey->design;
    struct sv_replicates_spec *r = &d->replicates;

    r->rscales = sv_making_path(m, r->rscales);
    if (!m->sound)
        return;
    check_replicate_keys(m, d);
    if (r->rho == 1)
        sv_making_fault(m, written(&r->written, "rho"), "'rho' must be less "
                        "than 1, or all replicates are alike; 0.5 is usual");
    check_given(m, r);
    if (r->columns.n > 0 && !is(d->variance, "linearisation"))
        sv_making_fault(m, d->variance, "'variance: %s' makes replicates, and "
                        "'replicates' says that they came with the file; keep "
                        "one of them", d->variance.text);
    if (r->reweight && m->written->weighting.key.text == NULL)
        sv_making_fault(m, written(&r->written, "reweight"), "'reweight' takes "
                        "replicates through the steps of 'weighting', and "
                        "there is no such section");
    if (is(d->variance, "jk1") && d->strata.n > 0)
        sv_making_fault(m, d->variance, "jk1 is for designs without strata; "
                        "write 'variance: jkn'");
    if (is(d->degrees_of_freedom, "replicates") && r->columns.n == 0
        && is(d->variance, "linearisation"))
        sv_making_fault(m, d->degrees_of_freedom, "'degrees-of-freedom: "
                        "replicates' is the rank of replicate weights, and "
                        "'variance: linearisation' has none; write 'domain', or "
                        "leave it out");
    complete_replicates(d);
}

/* What unequal probabilities need, and what is there for nothing. */
static void
check_pps(struct sv_making *m, const struct sv_design_spec *d)
{
    const bool joint = is(d->pps, "yates-grundy")
                       || is(d->pps, "horvitz-thompson");
    const bool pairs = is(d->pps, "overton") || is(d->pps, "hartley-rao");

    if (d->pps.text != NULL && d->fpc.n == 0)
        sv_making_fault(m, d->pps, "'pps' needs 'fpc': the variable with the "
                        "probability of drawing each unit of the first stage");
    if (joint && d->joint_probabilities.text == NULL)
        sv_making_fault(m, d->pps, "%s needs 'joint-probabilities'",
                        d->pps.text);
    if (joint && d->clusters.n == 0)
        sv_making_fault(m, d->pps, "%s needs 'clusters', by whose first "
                        "variable the pairs are known", d->pps.text);
    if (!joint && d->joint_probabilities.text != NULL)
        sv_making_fault(m, d->joint_probabilities, "'joint-probabilities' are "
                        "for 'pps: yates-grundy' and 'pps: horvitz-thompson'");
    if (!pairs && d->pps_form.text != NULL)
        sv_making_fault(m, d->pps_form, "'pps-form' is for 'pps: overton' and "
                        "'pps: hartley-rao'");
    if (!is(d->pps, "hartley-rao") && d->squares.text != NULL)
        sv_making_fault(m, d->squares, "'squared-probabilities' are for 'pps: "
                        "hartley-rao'");
    if (d->squares_number <= 0 || d->squares_number > 1)
        sv_making_fault(m, d->squares, "'squared-probabilities' must be above 0 "
                        "and at most 1; this is %s", d->squares.text);
    if (d->pps.text != NULL && is(d->lonely_psu, "collapse"))
        sv_making_fault(m, d->lonely_psu, "collapse merges strata, and with "
                        "'pps' their units were not drawn together; choose "
                        "another rule");
    if (d->pps.text != NULL && !is(d->variance, "linearisation"))
        sv_making_fault(m, d->variance, "'variance: %s' makes replicates, "
                        "which have no place for the probabilities of 'pps'; "
                        "use linearisation, or leave 'pps' out to treat units "
                        "as drawn with replacement", d->variance.text);
}

/* A variable that is in NAMES twice. */
static void
check_twice(struct sv_making *m, const struct sv_names *names, const char *key)
{
    for (size_t i = 0; i < names->n; i++)
        for (size_t k = 0; k < i; k++)
            if (strcmp(names->item[i].text, names->item[k].text) == 0)
                sv_making_fault(m, names->item[i], "'%.60s' is under '%s' twice",
                                names->item[i].text, key);
}

void
sv_make_design(struct sv_making *m)
{
    struct sv_design_spec *d = &m->survey->design;
    size_t n_stages;

    *d = m->written->design.spec;
    d->at = m->design;
    d->degrees_of_freedom = m->written->design.degrees.word;
    d->degrees = m->written->design.degrees.number;
    d->squares_number = NAN;
    if (d->squares.text != NULL)
        sv_number(d->squares.text, &d->squares_number);
    d->joint_probabilities = sv_making_path(m, d->joint_probabilities);

    check_twice(m, &d->strata, "strata");
    check_twice(m, &d->clusters, "clusters");
    n_stages = d->clusters.n > 0 ? d->clusters.n : 1;
    if (d->fpc.n > n_stages)
        sv_making_fault(m, d->fpc.item[n_stages], "'fpc' has more entries "
                        "(%zu) than there are stages under 'clusters' (%zu)",
                        d->fpc.n, n_stages);
    make_replicates(m);
    if (m->sound)
        check_pps(m, d);
}
