/* supported.c - what the grammar of survey.yaml has and this version lacks. */
#include "pipeline/supported.h"

#include <string.h>

static const struct sv_string none = { NULL, { 0 } };

/* Whether replicates are known by the sums of their weights alone. */
static bool
are_summed(const struct sv_survey *s)
{
    return s->design.replicates.columns.n > 0 || s->design.replicates.reweight;
}

static struct sv_string
tests(const struct sv_survey *s)
{
    const struct sv_names *names = s->tables.tests.n > 0 ? &s->tables.tests
                                                         : &s->tables.trends;

    return are_summed(s) && names->n > 0 ? names->item[0] : none;
}

static struct sv_string
quantile(const struct sv_survey *s)
{
    for (size_t k = 0; are_summed(s) && k < s->n_indicators; k++)
        if (s->indicator[k].estimand == SV_QUANTILE
            && s->indicator[k].missing_variable == NULL)
            return s->indicator[k].value;
    return none;
}

static struct sv_string
models(const struct sv_survey *s)
{
    return are_summed(s) && s->n_models > 0 ? s->model[0].code : none;
}

/* ... with replicate weights that came with the file or were made again. */
static const struct lacking {
    struct sv_string (*asked)(const struct sv_survey *s);
    const char *what, *instead;
} lacking[] = {
    { tests, "tests with replicate weights of the file or of 'reweight'",
      "leave them out" },
    { quantile, "quantile with replicate weights of the file or of 'reweight'",
      "skip the indicator" },
    { models, "models with replicate weights of the file or of 'reweight'",
      "leave them out" },
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
