/* main.c - hearth-compare: how numbers changed from one round to another. */
#include "pipeline/options.h"
#include "stages/compare/compare.h"

static const struct sv_option option[] = {
    { 'o', "output", "FILE.csv", SV_OPTION_TEXT,
      offsetof(struct sv_compare_options, output),
      "write every change in full precision to FILE.csv", false },
    { 'i', "independent", NULL, SV_OPTION_FLAG,
      offsetof(struct sv_compare_options, independent),
      "take the rounds as independent, whatever PSUs they share", false },
    { 'g', "groups", NULL, SV_OPTION_FLAG,
      offsetof(struct sv_compare_options, groups),
      "print changes of groups, too, not of totals alone", false },
    { 'l', "language", "LANGUAGE", SV_OPTION_TEXT,
      offsetof(struct sv_compare_options, language),
      "en, fr or es; default: the first of the second round's `languages`",
      false },
};

static enum sv_status
run(const void *options, const char *const *operand, size_t n,
    struct sv_fault *fault)
{
    return n == 2 ? sv_compare(operand[0], operand[1], options, fault)
                  : sv_fail(fault, SV_USAGE, "takes two folders of results, "
                            "got %zu; see hearth-compare --help", n);
}

int
main(int argc, char **argv)
{
    static const struct sv_option *const table[] = { option };
    static const size_t rows[] = { sizeof option / sizeof *option };
    struct sv_compare_options o = { .output = NULL };
    const struct sv_command_line line = {
        .name = "hearth-compare", .usage = "OUT_A OUT_B",
        .about = "Change between two rounds: differences and ratios with their "
                 "errors, from two folders of results.",
        .below = "OUT_A holds the first round, OUT_B the second, as `hearth "
                 "run` left them. Indicators are matched by code and item, "
                 "groups by the names of categories, PSUs by stratum and "
                 "identifier: those in both rounds bring the covariance.",
        .table = table, .n = rows, .n_tables = 1, .into = &o,
    };

    return sv_command_main(&line, argc, argv, run);
}
