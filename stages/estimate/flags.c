/* flags.c - what a reader of a number should be warned of. */
#include "stages/estimate/flags.h"

#include <math.h>
#include <stdio.h>

#include "weights/linear.h"

static bool
few_cases(const struct sv_result *r, const struct sv_tables_spec *t)
{
    return r->n > 0 && r->n < (uint64_t) t->publish.minimum_n;
}

static bool
high_cv(const struct sv_result *r, const struct sv_tables_spec *t)
{
    return sv_result_cv(r) > t->publish.flag_cv;
}

static bool
suppressed(const struct sv_result *r, const struct sv_tables_spec *t)
{
    return few_cases(r, t) || sv_result_cv(r) > t->publish.suppress_cv;
}

static bool
empty(const struct sv_result *r, const struct sv_tables_spec *t)
{
    (void) t;
    return (r->flags & SV_FLAG_EMPTY) != 0;
}

static bool
undefined(const struct sv_result *r, const struct sv_tables_spec *t)
{
    (void) t;
    return (r->flags & SV_FLAG_UNDEFINED) != 0;
}

static bool
single_psu(const struct sv_result *r, const struct sv_tables_spec *t)
{
    (void) t;
    return (r->flags & SV_FLAG_ONE_PSU) != 0;
}

static bool
lonely(const struct sv_result *r, const struct sv_tables_spec *t)
{
    (void) t;
    return (r->flags & SV_FLAG_LONELY) != 0;
}

/* Not where something else says already why there is no standard error. */
static bool
no_df(const struct sv_result *r, const struct sv_tables_spec *t)
{
    const unsigned told = SV_FLAG_EMPTY | SV_FLAG_UNDEFINED | SV_FLAG_ONE_PSU
                          | SV_FLAG_LONELY | SV_FLAG_NEGATIVE;

    (void) t;
    return (r->flags & SV_FLAG_NO_DF) != 0
           && (!isnan(r->se) || (r->flags & told) == 0);
}

static bool
extreme(const struct sv_result *r, const struct sv_tables_spec *t)
{
    (void) t;
    return (r->flags & SV_FLAG_EXTREME) != 0;
}

static bool
replicates(const struct sv_result *r, const struct sv_tables_spec *t)
{
    (void) t;
    return (r->flags & SV_FLAG_REPLICATES) != 0;
}

static bool
negative(const struct sv_result *r, const struct sv_tables_spec *t)
{
    (void) t;
    return (r->flags & SV_FLAG_NEGATIVE) != 0;
}

static bool
open_interval(const struct sv_result *r, const struct sv_tables_spec *t)
{
    (void) t;
    return (r->flags & SV_FLAG_OPEN) != 0;
}

static bool
too_large(const struct sv_result *r, const struct sv_tables_spec *t)
{
    (void) t;
    return (r->flags & SV_FLAG_OVERFLOW) != 0;
}

const struct sv_flag_rule sv_flag_rules[] = {
    { "empty", empty },
    { "undefined", undefined },
    { "few-cases", few_cases },
    { "high-cv", high_cv },
    { "suppressed", suppressed },
    { "single-psu", single_psu },
    { "lonely", lonely },
    { "no-df", no_df },
    { "extreme", extreme },
    { "replicates", replicates },
    { "negative-variance", negative },
    { "open-interval", open_interval },
    { "too-large", too_large },
};
const size_t sv_n_flag_rules = sizeof sv_flag_rules / sizeof *sv_flag_rules;

void
sv_flags_of(char *out, size_t size, const struct sv_result *r,
            const struct sv_tables_spec *tables)
{
    size_t used = 0;

    out[0] = '\0';
    for (size_t i = 0; i < sv_n_flag_rules && used < size; i++)
        if (sv_flag_rules[i].applies(r, tables))
            used += (size_t) snprintf(out + used, size - used, "%s%s",
                                      used > 0 ? ";" : "",
                                      sv_flag_rules[i].code);
}
