/* test_columnranges.c - names and ranges of columns, against those of a file. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/columnranges.h"

static const char *const columns[] = {
    "ID", "W2", "W1", "W3", "V09", "V10", "V11", "A", "B", "C", "X-Y", "W10",
};
enum { N = sizeof columns / sizeof *columns };

/* What TEXT means, as "W1 W2", or the fault. */
static const char *
expand(char out[1024], const char *text)
{
    struct sv_source *source = NULL;
    struct sv_fault fault = { 0 };
    struct sv_string name;
    const struct sv_names names = { &name, 1 };
    struct sv_column_set set;

    cr_assert(sv_source_from_text(&source, "s.yaml", text, strlen(text), &fault)
              == SV_OK);
    name = (struct sv_string){ text, { source, 1, 1 } };
    out[0] = '\0';
    if (sv_columns_expand(&set, &names, columns, N, "d.csv", &fault) != SV_OK)
        strncat(out, fault.text, strcspn(fault.text, "\n"));
    for (size_t i = 0; out[0] != 's' && i < set.n; i++)
        strcat(strcat(out, i > 0 ? " " : ""), columns[set.at[i]]);
    free(set.at);
    sv_source_free(source);
    return out;
}

Test(columnranges, numbers_count_wherever_the_columns_stand)
{
    char out[1024];

    cr_expect_str_eq(expand(out, "W1-W3"), "W1 W2 W3");
    cr_expect_str_eq(expand(out, "V09-V11"), "V09 V10 V11");
    cr_expect_str_eq(expand(out, "W2"), "W2");
    cr_expect_str_eq(expand(out, "W3-W3"), "W3");
    cr_expect_str_eq(expand(out, "W1 -  W3"), "W1 W2 W3");
}

Test(columnranges, others_follow_the_file)
{
    char out[1024];

    cr_expect_str_eq(expand(out, "V11-C"), "V11 A B C");
    cr_expect_str_eq(expand(out, "X-Y"), "X-Y");
    cr_expect_str_eq(expand(out, "C-A"), "s.yaml:1:1: d.csv has C behind A; "
                     "write the range the other way round");
}

Test(columnranges, what_lacks_is_named)
{
    char out[1024];

    cr_expect_str_eq(expand(out, "W1-W5"), "s.yaml:1:1: d.csv has no column W4; "
                     "did you mean W2?");
    cr_expect_str_eq(expand(out, "V08-V10"), "s.yaml:1:1: d.csv has no column "
                     "V08; did you mean V09?");
    cr_expect_str_eq(expand(out, "w2"),
                     "s.yaml:1:1: d.csv has no column w2; did you mean W2?");
}

Test(columnranges, a_file_that_has_some_is_found)
{
    static const struct { const char *text; bool any; } table[] = {
        { "W1-W80", true }, { "W70-W80", true }, { "Z1-Z3", false },
        { "A-Q", true }, { "Q-C", true }, { "Q", false }, { "X-Y", true },
    };

    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct sv_string name = { table[i].text, { 0 } };
        const struct sv_names names = { &name, 1 };

        cr_expect(sv_columns_any(&names, columns, N) == table[i].any, "%s",
                  table[i].text);
    }
}
