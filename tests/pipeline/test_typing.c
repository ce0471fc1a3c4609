/* test_typing.c - what is wrong with an expression, before any data are read. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/expression.h"
#include "tests/naive/small_world.h"

static void
expect_fault(int record, const char *text, unsigned column, const char *says)
{
    struct small_world *w = malloc(sizeof *w);
    struct sv_arena *arena = sv_arena_new();
    struct sv_fault fault = { 0 };
    struct sv_expression *e;
    struct sv_source *source;
    struct sv_string s = { text, { NULL, 1, 1 } };
    char place[32];

    small_world_make(w, 1);
    cr_assert(eq(int, sv_source_from_text(&source, "x", text, strlen(text),
                                          &fault), SV_OK));
    s.at.source = source;
    snprintf(place, sizeof place, "x:1:%u: ", column);
    cr_expect(eq(int, sv_expression_type(&e, arena, &w->world, record, s, NULL,
                                         &fault), SV_DATA), "%s", text);
    cr_expect(strstr(fault.text, place) != NULL, "%s: %s", text, fault.text);
    cr_expect(strstr(fault.text, says) != NULL, "%s: %s", text, fault.text);
    sv_source_free(source);
    sv_arena_free(arena);
    free(w);
}

Test(typing, unknown_names_and_the_nearest)
{
    expect_fault(1, "P1 > 3 and P22 == 1", 12, "did you mean 'P2'");
    expect_fault(1, "hausehold.HN > 1", 1, "did you mean 'household'");
    expect_fault(1, "household.HM > 1", 1, "'household' has no variable 'HM'");
    expect_fault(1, "HN > 1", 1, "of its 'household' write household.HN");
    expect_fault(0, "person.P1 > 1", 1, "has several 'person'");
    expect_fault(1, "cuont(B1)", 1, "did you mean 'count'");
    expect_fault(1, "C1 == geen", 7, "did you mean 'green'");
    expect_fault(1, "C1 == 'yellow'", 7, "no category 'yellow'");
    expect_fault(1, "P1 == 'mnay'", 7, "did you mean 'many'");
    expect_fault(1, "missing(P1, refusd)", 13, "did you mean 'refused'");
}

/* What the catalogue asks for and a variable does not have is told, not a
 * fault; the first of several. */
static void
expect_lack(const char *text, const char *variable, const char *category,
            size_t n, const char *first)
{
    struct small_world *w = malloc(sizeof *w);
    struct sv_arena *arena = sv_arena_new();
    struct sv_fault fault = { 0 };
    struct sv_lack lack = { .variable = NULL };
    struct sv_expression *e;
    struct sv_string s = { text, { NULL, 1, 1 } };

    small_world_make(w, 1);
    cr_expect(eq(int, sv_expression_try(&e, arena, &w->world, 1, s, &lack,
                                        &fault), SV_OK), "%s", fault.text);
    if (variable == NULL) {
        cr_expect(lack.variable == NULL, "%s", text);
    } else {
        cr_assert(lack.variable != NULL, "%s", text);
        cr_expect(strcmp(lack.variable, variable) == 0, "%s", lack.variable);
        cr_expect(strcmp(lack.category, category) == 0, "%s", lack.category);
        cr_assert(eq(sz, lack.n, n), "%s", text);
        cr_expect(strcmp(lack.found[0], first) == 0, "%s", lack.found[0]);
    }
    sv_arena_free(arena);
    free(w);
}

Test(typing, categories_that_are_not_there)
{
    expect_lack("C1 == green", NULL, NULL, 0, NULL);
    expect_lack("C1 == geen", "C1", "geen", 3, "red");
    expect_lack("P1 > 3 and C1 in (green, teal, mauve)", "C1", "teal", 3, "red");
    expect_lack("C1 != P1", "C1", "P1", 3, "red");
    expect_lack("P1 == most", "P1", "most", 2, "few");
    expect_lack("B1 == daily", "B1", "daily", 2, "false");
    expect_lack("B1 in (daily, weekly)", "B1", "daily", 2, "false");
    expect_lack("B1 == B1", NULL, NULL, 0, NULL);
}

Test(typing, kinds_that_do_not_go_together)
{
    expect_fault(1, "P1 and B1", 1, "expected a condition, found a number");
    expect_fault(1, "B1 + 1", 1, "expected a number, found a condition");
    expect_fault(1, "not C1", 5, "expected a condition, found a category");
    expect_fault(1, "B1 == 1", 1, "a condition is compared with a number");
    expect_fault(1, "C1 < green", 1, "no order");
    expect_fault(1, "C1 == 1", 1, "a category is compared with a number");
    expect_fault(1, "S == S", 1, "in quotes only");
    expect_fault(1, "'a' == 'b'", 1, "compared with a variable");
    expect_fault(1, "B1 in (1)", 1, "not for a condition");
    expect_fault(1, "P1 in (P2)", 8, "a number, a label or a range");
    expect_fault(1, "P1 in (8..5)", 8, "ends before it begins");
    expect_fault(1, "if(B1, P1, C1)", 1, "both must be of one kind");
    expect_fault(1, "if(B1, P1)", 1, "a condition and two values");
}

Test(typing, ranges_and_members)
{
    expect_fault(1, "Q1..Q4 == 1", 1, "stands in any()");
    expect_fault(1, "any(Q4..Q1 == 1)", 5, "no range from 'Q4' to 'Q1'");
    expect_fault(1, "any(Q1..Q9 == 1)", 5, "no range from 'Q1' to 'Q9'");
    expect_fault(1, "sum()", 1, "at least one value");
    expect_fault(1, "3..5", 2, "expected an operator");
    expect_fault(0, "sum(person)", 5, "like person.age");
    expect_fault(0, "any(person.B1, HB)", 1, "one expression about members");
    expect_fault(0, "any(person.P1)", 5, "expected a condition");
}

/* All that is wrong is said at once. */
Test(typing, both_sides_are_looked_at)
{
    expect_fault(1, "P9 > 1 and C1 == gren", 1, "'P9'");
    expect_fault(1, "P9 > 1 and C1 == gren", 18, "'green'");
}

/* A range belongs to the function that it stands in, not to one around it. */
Test(typing, ranges_belong_to_the_innermost_function)
{
    struct small_world *w = malloc(sizeof *w);
    struct sv_arena *arena = sv_arena_new();
    struct sv_fault fault = { 0 };
    struct sv_expression *e;
    const struct sv_string s = {
        "sum(count(Q1..Q4 == 1), max(Q1..Q4))", { 0 }
    };
    struct sv_workspace *workspace;
    struct sv_values v;

    small_world_make(w, 8);
    cr_assert(eq(int, sv_expression_type(&e, arena, &w->world, 1, s, NULL,
                                         &fault), SV_OK), "%s", fault.text);
    workspace = sv_workspace_new(e);
    v = sv_evaluate(e, workspace, 0, 50);
    for (size_t j = 0; j < 50; j++) {
        int ones = 0, max = 0;

        for (size_t q = 1; q < 5; q++)
            if (w->missing[7 + q][j] == 0) {
                ones += w->shorts[q][j] == 1;
                max = w->shorts[q][j] > max ? w->shorts[q][j] : max;
            }
        cr_expect(eq(dbl, v.number[j], ones + max), "row %zu", j);
    }
    sv_workspace_free(workspace);
    sv_arena_free(arena);
    free(w);
}
