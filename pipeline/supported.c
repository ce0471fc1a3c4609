/* supported.c - what the grammar of survey.yaml has and this version lacks. */
#include "pipeline/supported.h"

#include <string.h>

static struct sv_string
first(const struct sv_names *names)
{
    const struct sv_string none = { NULL, { 0 } };

    return names->n > 0 ? names->item[0] : none;
}

static struct sv_string
replicates(const struct sv_survey *s)
{
    return first(&s->design.replicates.columns);
}

static struct sv_string
reweight(const struct sv_survey *s)
{
    const struct sv_names *keys = &s->design.replicates.written;
    const struct sv_string none = { NULL, { 0 } };

    for (size_t k = 0; s->design.replicates.reweight && k < keys->n; k++)
        if (strcmp(keys->item[k].text, "reweight") == 0)
            return keys->item[k];
    return none;
}

static const struct lacking {
    struct sv_string (*asked)(const struct sv_survey *s);
    const char *what, *instead;
} lacking[] = {
    { replicates, "replicates: weights that came with the file",
      "describe strata and clusters instead" },
    { reweight, "reweight: the steps of weighting for every replicate",
      "leave it out, and calibration is not in the errors, or use "
      "linearisation, which has it in them" },
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
