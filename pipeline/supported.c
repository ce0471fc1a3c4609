/* supported.c - what the grammar of survey.yaml has and this version lacks. */
#include "pipeline/supported.h"

#include <string.h>

/* What is asked for, or NULL text. */
static struct sv_string
pps(const struct sv_survey *s)
{
    return s->design.pps;
}

static struct sv_string
first(const struct sv_names *names)
{
    const struct sv_string none = { NULL, { 0 } };

    return names->n > 0 ? names->item[0] : none;
}

static struct sv_string
tests(const struct sv_survey *s)
{
    return first(&s->tables.tests);
}

static struct sv_string
quantile(const struct sv_survey *s)
{
    const struct sv_string none = { NULL, { 0 } };

    for (size_t k = 0; k < s->n_indicators; k++)
        if (s->indicator[k].estimand == SV_QUANTILE
            && s->indicator[k].missing_variable == NULL)
            return s->indicator[k].value;
    return none;
}

/* Models, where replicates are known by their sums alone. */
static struct sv_string
models(const struct sv_survey *s)
{
    const struct sv_replicates_spec *r = &s->design.replicates;
    const struct sv_string none = { NULL, { 0 } };

    return s->n_models > 0 && (r->columns.n > 0 || r->reweight)
               ? s->model[0].code : none;
}

static const struct lacking {
    struct sv_string (*asked)(const struct sv_survey *s);
    const char *what, *instead;
} lacking[] = {
    { pps, "pps: variance for unequal probabilities without replacement",
      "leave it out to treat PSUs as drawn with replacement" },
    { tests, "tests", "leave them out" },
    { models, "models with replicate weights from the file or from 'reweight'",
      "leave them out" },
    { quantile, "quantile", "skip the indicator" },
};

enum sv_status
sv_survey_supported(const struct sv_survey *survey, struct sv_fault *fault)
{
    for (size_t k = 0; k < sizeof lacking / sizeof *lacking; k++) {
        const struct sv_string asked = lacking[k].asked(survey);

        if (asked.text != NULL)
            sv_point(fault, SV_DATA, asked.at, strlen(asked.text),
                     "%s: not in this version (%s); %s", lacking[k].what,
                     SV_VERSION, lacking[k].instead);
    }
    return fault->status;
}
