/* lonely.c - the rules for strata with one sampling unit. */
#include "weights/lonely.h"

#include <string.h>

const struct sv_lonely_rule sv_lonely_rules[] = {
    { .name = "fail", .refuses = true,
      .blurb = "refuse the design, naming the strata and whom to merge with" },
    { .name = "remove",
      .blurb = "contributes nothing to the variance" },
    { .name = "adjust", .centres = true,
      .blurb = "centre at the mean of all PSUs (Stata: centered)" },
    { .name = "average", .scales = true,
      .blurb = "gets the average variance of the others (Stata: scaled)" },
    { .name = "certainty",
      .blurb = "taken as sampled completely; the same number as remove" },
    { .name = "collapse", .merges = true,
      .blurb = "merged with the stratum before it, or else after it" },
};
const size_t sv_n_lonely_rules =
    sizeof sv_lonely_rules / sizeof *sv_lonely_rules;

const struct sv_lonely_rule *
sv_lonely_find(const char *name)
{
    for (size_t i = 0; i < sv_n_lonely_rules; i++)
        if (strcmp(sv_lonely_rules[i].name, name) == 0)
            return &sv_lonely_rules[i];
    return NULL;
}
