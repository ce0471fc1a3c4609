/* main.c - hearth-explain: opens numbers of a folder of results. */
#include "pipeline/options.h"
#include "stages/explain/explain.h"

#define AT(field) offsetof(struct sv_explain_options, field)

static const struct sv_option option[] = {
    { 't', "top", "N", SV_OPTION_COUNT, AT(top),
      "how many PSUs (or replicates) are shown, those that add most to the "
      "variance first; default: 10", false },
    { 'l', "language", "LANGUAGE", SV_OPTION_TEXT, AT(language),
      "the language of labels, headings and flags: en, fr or es; default: the "
      "first of the survey's `languages`", false },
    { 'J', "json", NULL, SV_OPTION_FLAG, AT(json),
      "print JSON: a list, an object a number", false },
    { 'c', "covariance", NULL, SV_OPTION_FLAG, AT(covariance),
      "the covariances of the NUMBERs, which may be of any indicators, cells "
      "and record types", false },
    { 'v', "verify", NULL, SV_OPTION_FLAG, AT(verify),
      "open every number of OUT, and tell only whether the parts of each "
      "variance add up to it", false },
};

static enum sv_status
run(const void *options, const char *const *operand, size_t n,
    struct sv_fault *fault)
{
    const struct sv_explain_options *o = options;

    if (n == 0 || (n < 2 && !o->verify))
        return sv_fail(fault, SV_USAGE, "takes a folder of results and numbers, "
                       "such as HH7 or 'HH7[sex=female]'; see hearth-explain "
                       "--help");
    if (o->covariance && o->verify)
        return sv_fail(fault, SV_USAGE, "--verify opens every number, and "
                       "--covariance none; take one of them");
    if (n > 1 && o->verify)
        return sv_fail(fault, SV_USAGE, "--verify opens every number; it takes "
                       "a folder of results alone");
    return sv_explain(operand[0], operand + 1, n - 1, o, fault);
}

int
main(int argc, char **argv)
{
    static const struct sv_option *const table[] = { option };
    static const size_t rows[] = { sizeof option / sizeof *option };
    struct sv_explain_options o = { .json = false };
    const struct sv_command_line line = {
        .name = "hearth-explain", .usage = "OUT NUMBER...",
        .about = "Opens numbers: what is estimated, from which totals and "
                 "weights, and where the variance comes from: stages, strata, "
                 "PSUs.",
        .below = "OUT is a folder of results of `hearth run`. A NUMBER is "
                 "written HH7 (the total), HH9.a (an item, or a category of "
                 "shares), 'HH7[sex=female, area=rural]' (a cell), "
                 "'HH7[sex=*]' (every category), and a contrast 'HH7: "
                 "sex.female - sex.male' or 'HH7[area=rural]: ...'. A test or a "
                 "trend is written as in the description ('HH7 ~ sex'), behind it "
                 "the domain, if only one is wanted ('HH7 ~ sex | area [rural]'). "
                 "What is "
                 "shown of small cells and of PSUs is for the office, not for "
                 "the public.",
        .table = table, .n = rows, .n_tables = 1, .into = &o,
    };

    return sv_command_main(&line, argc, argv, run);
}
