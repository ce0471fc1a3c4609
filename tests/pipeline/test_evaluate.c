/* test_evaluate.c - blocks of values against the tree walked row by row. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/expression.h"
#include "tests/naive/naive_expression.h"
#include "tests/naive/small_world.h"

/* The value of row J in a block. */
static struct naive_value
at(const struct sv_values *v, enum sv_kind kind, size_t j)
{
    const uint8_t missing = v->missing != NULL ? v->missing[j] : 0;

    return (struct naive_value){
        kind,
        kind == SV_KIND_BOOL     ? v->truth[j]
        : kind == SV_KIND_NUMBER ? v->number[j]
                                 : v->code[j],
        missing,
    };
}

/* TEXT about RECORD gives the twin's value for every row, whatever the blocks
 * are.  Returns how many values are known. */
static size_t
expect_as_naive(const struct small_world *w, int record, const char *text)
{
    struct sv_arena *arena = sv_arena_new();
    const struct sv_string s = { text, { 0 } };
    const size_t n = w->record[record].n;
    struct sv_fault fault = { 0 };
    struct sv_expression *e;
    struct sv_syntax *tree;
    struct sv_workspace *workspace;
    size_t known = 0;

    cr_assert(eq(int, sv_expression_type(&e, arena, &w->world, record, s, NULL,
                                         &fault), SV_OK), "%s", fault.text);
    cr_assert(eq(int, sv_syntax_read(&tree, arena, s, &fault), SV_OK));
    workspace = sv_workspace_new(e);
    for (size_t first = 0, size; first < n; first += size) {
        struct sv_values v;

        size = first + 700 < n ? 700 : n - first;
        v = sv_evaluate(e, workspace, first, size);
        for (size_t j = 0; j < size; j++) {
            const struct naive_value is = at(&v, sv_expression_kind(e), j);
            const struct naive_value as = naive_evaluate(&w->world, tree,
                                                         record, first + j);

            cr_assert(eq(int, is.missing, as.missing), "%s: row %zu", text,
                      first + j);
            if (!is.missing)
                cr_assert(eq(dbl, is.is, as.is), "%s: row %zu", text,
                          first + j);
            known += !is.missing;
        }
    }
    sv_workspace_free(workspace);
    sv_arena_free(arena);
    return known;
}

/* Every construct, on a world of its own each. */
static const struct {
    int record;
    const char *text;
} constructs[] = {
    { 1, "P1 + P2 * P3 - -P2 / 4" }, { 1, "P2 / P3" }, { 1, "P1 == 3" },
    { 1, "P1 != 3 and P1 < 7" }, { 1, "3.5 <= P1" }, { 1, "P1 >= -1e1" },
    { 1, "P3 > P1" }, { 1, "not B1 or B2" }, { 1, "B1 and not B2" },
    { 1, "B1 == B2" }, { 1, "B1 != (P1 > 3)" }, { 1, "C1 == red" },
    { 1, "red != C1" }, { 1, "C1 == 'blue'" }, { 1, "C1 == C2" },
    { 1, "C1 in (red, blue)" }, { 1, "C1 not in (green)" },
    { 1, "C1 in (red..green)" }, { 1, "P1 == many" }, { 1, "P1 in (few, 3..5)" },
    { 1, "P2 in (-10..10.5, 20)" }, { 1, "S == 'north'" },
    { 1, "S != 'nowhere'" }, { 1, "S in ('south', 'west')" },
    { 1, "if(B1, P1, P2)" }, { 1, "if(B1, C1, blue)" }, { 1, "if(B1, C1, C2)" },
    { 1, "if(P1 > 2, B1, B2)" }, { 1, "missing(P1)" },
    { 1, "missing(P1, refused)" }, { 1, "missing(P1 + P2, unknown) or B1" },
    { 1, "any(Q1..Q4 == 1)" }, { 1, "all(Q1..Q4 == 1, B1)" },
    { 1, "count(Q1..Q3 == 1, P1 == 2)" }, { 1, "sum(Q1..Q4)" },
    { 1, "mean(Q2..Q4, P1)" }, { 1, "min(P1, P2, P3)" }, { 1, "max(Q1..Q2)" },
    { 1, "sum(if(Q1..Q4 == 1, 10, 0))" }, { 1, "household.HN > P2" },
    { 1, "household.HB and B1" }, { 1, "household.HC == C1" },
    { 1, "true and B1" }, { 1, "false or B2" },
    { 0, "count(person)" }, { 0, "count(person.B1)" }, { 0, "any(person.B1)" },
    { 0, "all(person.P1 > 2)" }, { 0, "sum(person.P1)" },
    { 0, "mean(person.P2)" }, { 0, "min(person.P3) < HN" },
    { 0, "max(person.P1 * 2 - person.P3)" },
    { 0, "count(person.P1 > 2 and HB)" }, { 0, "HC == green or HN > 0" },
};

Test(evaluate, every_construct_as_the_naive_twin)
{
    struct small_world *w = malloc(sizeof *w);

    for (size_t i = 0; i < sizeof constructs / sizeof *constructs; i++) {
        small_world_make(w, (unsigned) i + 1);
        cr_expect(gt(sz, expect_as_naive(w, constructs[i].record,
                                         constructs[i].text), 100));
    }
    free(w);
}

/* ---- at random ---------------------------------------------------------- */

static void write_condition(char **to, const char *end, int depth);

static void SV_PRINTF(3, 4)
add(char **to, const char *end, const char *fmt, ...)
{
    va_list ap;
    int n;

    va_start(ap, fmt);
    n = vsnprintf(*to, (size_t) (end - *to), fmt, ap);
    va_end(ap);
    cr_assert(n >= 0 && n < end - *to);
    *to += n;
}

static void
write_number(char **to, const char *end, int depth)
{
    static const char *const leaf[] = { "P1", "P2", "P3", "household.HN", "2",
                                        "-7.25", "Q3" };
    static const char *const sign[] = { "+", "-", "*", "/" };

    switch (depth > 0 ? rand() % 5 : 0) {
    case 1:
        add(to, end, "(");
        write_number(to, end, depth - 1);
        add(to, end, " %s ", sign[rand() % 4]);
        write_number(to, end, depth - 1);
        add(to, end, ")");
        break;
    case 2:
        add(to, end, "if(");
        write_condition(to, end, depth - 1);
        add(to, end, ", ");
        write_number(to, end, depth - 1);
        add(to, end, ", ");
        write_number(to, end, depth - 1);
        add(to, end, ")");
        break;
    case 3:
        add(to, end, "%s(Q1..Q4, ", rand() % 2 ? "sum" : "mean");
        write_number(to, end, depth - 1);
        add(to, end, ")");
        break;
    case 4:
        add(to, end, "-");
        write_number(to, end, depth - 1);
        break;
    default:
        add(to, end, "%s", leaf[rand() % 7]);
    }
}

static void
write_condition(char **to, const char *end, int depth)
{
    static const char *const leaf[] = { "B1", "B2", "household.HB",
                                        "C1 == red", "C2 in (red, blue)",
                                        "S == 'south'", "missing(P2)" };
    static const char *const relation[] = { "==", "!=", "<", "<=", ">", ">=" };
    static const char *const over[] = { "any", "all" };

    switch (depth > 0 ? rand() % 6 : 0) {
    case 1:
    case 2:
        add(to, end, "(");
        write_condition(to, end, depth - 1);
        add(to, end, rand() % 2 ? " and " : " or ");
        write_condition(to, end, depth - 1);
        add(to, end, ")");
        break;
    case 3:
        add(to, end, "(");
        write_number(to, end, depth - 1);
        add(to, end, " %s ", relation[rand() % 6]);
        write_number(to, end, depth - 1);
        add(to, end, ")");
        break;
    case 4:
        add(to, end, "%s(Q1..Q3 == %d, ", over[rand() % 2], 1 + rand() % 2);
        write_condition(to, end, depth - 1);
        add(to, end, ")");
        break;
    case 5:
        add(to, end, "(not ");
        write_condition(to, end, depth - 1);
        add(to, end, ")");
        break;
    default:
        add(to, end, "%s", leaf[rand() % 7]);
    }
}

Test(evaluate, random_expressions_as_the_naive_twin)
{
    struct small_world *w = malloc(sizeof *w);
    size_t known = 0;

    small_world_make(w, 4711);
    for (unsigned k = 0; k < 400; k++) {
        char text[4096], *to = text;

        srand(1000 + k);
        if (k % 2 == 0)
            write_condition(&to, text + sizeof text, 1 + (int) k % 5);
        else
            write_number(&to, text + sizeof text, 1 + (int) k % 5);
        known += expect_as_naive(w, 1, text);
    }
    cr_expect(gt(sz, known, 100000));
    free(w);
}
