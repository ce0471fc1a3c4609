/* test_options.c - the command line and the record of it, from one table. */
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "pipeline/options.h"

struct options {
    struct sv_common_options common;
    bool all;
    const char *rule;
    unsigned rounds;
    struct sv_shard shard;
    double share;
};

#define AT(field) offsetof(struct options, field)

static const struct sv_option own[] = {
    { 'a', "all", NULL, SV_OPTION_FLAG, AT(all), "all of them", true },
    { 300, "rule", "NAME", SV_OPTION_TEXT, AT(rule), "by rule", true },
    { 'r', "rounds", "N", SV_OPTION_COUNT, AT(rounds), "so often", false },
    { 301, "shard", "K/N", SV_OPTION_SHARD, AT(shard), "a part", true },
    { 302, "share", "P", SV_OPTION_NUMBER, AT(share), "so much", true },
};

/* Parses WORDS [n], in which words[0] is the program; fills in O and what is
 * left. */
static size_t
parse(struct options *o, const char *const *words, int n,
      const char *const **operand)
{
    static char text[16][32], *argv[17];        /* operands are borrowed */
    static const struct sv_option *const tables[] = { own, sv_common_options };
    const size_t rows[] = { 5, sv_n_common_options };
    const struct sv_command_line line = {
        .name = "hearth-try", .usage = "FILE...", .about = "", .below = "",
        .table = tables, .n = rows, .n_tables = 2, .into = o,
    };
    size_t left;

    *o = (struct options){ .share = NAN };
    for (int i = 0; i < n; i++)
        argv[i] = strcpy(text[i], words[i]);
    argv[n] = NULL;
    sv_options_parse(&line, n, argv, operand, &left);
    return left;
}

Test(options, every_kind_in_any_order)
{
    const char *const words[] = { "try", "a.yaml", "--all", "-o", "x", "b",
                                  "--rule=math", "-r7", "--shard", "3/12",
                                  "-qj", "2", "--share=-0.25", "--", "-c" };
    const char *const *operand;
    struct options o;

    cr_assert_eq(parse(&o, words, 15, &operand), 3);
    cr_expect_str_eq(operand[0], "a.yaml");
    cr_expect_str_eq(operand[1], "b");
    cr_expect_str_eq(operand[2], "-c", "behind -- nothing is an option");
    cr_expect(o.all && o.common.quiet && !o.common.check);
    cr_expect_str_eq(o.common.out, "x");
    cr_expect_str_eq(o.rule, "math");
    cr_expect_eq(o.rounds, 7);
    cr_expect_eq(o.common.jobs, 2);
    cr_expect(o.shard.k == 3 && o.shard.n == 12);
    cr_expect_eq(o.share, -0.25);
}

Test(options, none)
{
    const char *const words[] = { "try" };
    const char *const *operand;
    struct options o;

    cr_expect_eq(parse(&o, words, 1, &operand), 0);
    cr_expect(!o.all && o.rule == NULL && o.rounds == 0 && o.shard.n == 0);
}

/* Only what was given and changes results is recorded. */
Test(options, record)
{
    const char *const words[] = { "try", "-a", "--rule", "hf7", "-r", "9",
                                  "--shard=1/4", "-j3", "--share", "0.3" };
    const char *const *operand;
    json_t *record = json_object(), *expected;
    struct options o;

    parse(&o, words, 10, &operand);
    cr_assert_eq(sv_options_record(record, own, 5, &o), 0);
    expected = json_pack("{s:b, s:s, s:s, s:f}", "all", 1, "rule", "hf7", "shard",
                         "1/4", "share", 0.3);
    cr_expect(json_equal(record, expected));
    json_decref(record);
    json_decref(expected);

    record = json_object();
    parse(&o, words, 1, &operand);
    cr_assert_eq(sv_options_record(record, own, 5, &o), 0);
    cr_expect_eq(json_object_size(record), 0);
    json_decref(record);
}
