/* main.c - hearth-compare: how numbers changed from one round to another. */
#include "pipeline/guard.h"
#include "pipeline/options.h"
#include "stages/compare/compare.h"

static const struct sv_option options[] = {
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

int
main(int argc, char **argv)
{
    static const struct sv_option *const table[] = { options };
    static const size_t rows[] = { sizeof options / sizeof *options };
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
    struct sv_fault fault = { 0 };
    const char *const *operand;
    size_t n;
    enum sv_status status;

    sv_guard_process();
    sv_options_parse(&line, argc, argv, &operand, &n);
    status = n == 2 ? sv_compare(operand[0], operand[1], &o, &fault)
                    : sv_fail(&fault, SV_USAGE, "takes two folders of results, "
                              "got %zu; see hearth-compare --help", n);
    return sv_program_end(line.name, status, &fault);
}
