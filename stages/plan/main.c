/* main.c - hearth-plan: how large a sample must be, before there is one. */
#include <math.h>

#include "pipeline/options.h"
#include "stages/plan/samplesize.h"

#define AT(field) offsetof(struct sv_plan_options, field)
#define NUMBER SV_OPTION_NUMBER

static const struct sv_option option[] = {
    { 'p', "proportion", "P", NUMBER, AT(proportion),
      "a proportion, expected to be P, between 0 and 1", false },
    { 'm', "mean", "M", NUMBER, AT(mean), "a mean, expected to be M", false },
    { 's', "sd", "S", NUMBER, AT(sd),
      "the standard deviation of what the mean is of", false },
    { 'c', "cv", "C", NUMBER, AT(cv),
      "wanted: this coefficient of variation, 0.05 being 5 per cent", false },
    { 300, "se", "E", NUMBER, AT(se), "wanted: this standard error", false },
    { 'e', "margin", "E", NUMBER, AT(margin),
      "wanted: this margin of error, half of the confidence interval", false },
    { 'n', "size", "N", NUMBER, AT(size),
      "the other way round: what N answers give", false },
    { 'd', "deff", "D", NUMBER, AT(deff), "design effect; default: 1", false },
    { 'r', "rho", "R", NUMBER, AT(rho),
      "in its place, the correlation within clusters: deff = 1 + (b - 1) R",
      false },
    { 'b', "cluster-size", "B", NUMBER, AT(cluster_size),
      "answers in a PSU, also to tell how many PSUs it takes", false },
    { 301, "response", "R", NUMBER, AT(response),
      "response rate, between 0 and 1", false },
    { 302, "members", "M", NUMBER, AT(members),
      "answers in a household, all of whose members are asked", false },
    { 'N', "population", "N", NUMBER, AT(population),
      "size of the population, where the sample is a good part of it", false },
    { 'l', "confidence", "L", NUMBER, AT(confidence),
      "level of confidence of --margin; default: 0.95", false },
    { 'D', "domains", "K", SV_OPTION_COUNT, AT(domains),
      "each of K groups is to have this precision", false },
    { 'S', "strata", "FILE.csv", SV_OPTION_TEXT, AT(strata),
      "share a sample out over the strata of a file: columns stratum, "
      "population, and proportion, or mean and sd; deff", false },
    { 'a', "allocation", "RULE", SV_OPTION_TEXT, AT(allocation),
      "proportional (default), equal, root, power, equal-cv or neyman", false },
    { 303, "power", "Q", NUMBER, AT(power),
      "of root and power allocation; default: 0.5", false },
    { 304, "least", "N", NUMBER, AT(least),
      "no stratum gets fewer answers", false },
    { 'f', "from", "OUT", SV_OPTION_TEXT, AT(from),
      "as in this survey: for NUMBERs of a folder of results, such as HH7 or "
      "'HH7[region=*]'", false },
    { 'J', "json", NULL, SV_OPTION_FLAG, AT(json), "print JSON", false },
};

static enum sv_status
run(const void *options, const char *const *operand, size_t n,
    struct sv_fault *fault)
{
    return sv_plan(options, operand, n, fault);
}

int
main(int argc, char **argv)
{
    static const struct sv_option *const table[] = { option };
    static const size_t rows[] = { sizeof option / sizeof *option };
    struct sv_plan_options o = {
        .proportion = NAN, .mean = NAN, .sd = NAN, .cv = NAN, .se = NAN,
        .margin = NAN, .size = NAN, .deff = NAN, .rho = NAN,
        .cluster_size = NAN, .response = NAN, .members = NAN,
        .population = NAN, .confidence = NAN, .power = NAN, .least = NAN,
    };
    const struct sv_command_line line = {
        .name = "hearth-plan", .usage = "[NUMBER...]",
        .about = "How large a sample must be, and what one of a given size "
                 "gives.",
        .below = "Of one number: --proportion or --mean with --sd, and one of "
                 "--cv, --se, --margin and --size. Of strata: --strata, and one "
                 "of the same. Of the next round: --from and NUMBERs, and one "
                 "of the same; design effects are then those of this survey.",
        .table = table, .n = rows, .n_tables = 1, .into = &o,
    };

    return sv_command_main(&line, argc, argv, run);
}
