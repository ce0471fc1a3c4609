/* test_syntax.c - which words belong together. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

#include "pipeline/syntax.h"

static const char *const form_names[] = {
    "number", "string", "true", "false", "name", "range", "call", "not", "neg",
    "and", "or", "+", "-", "*", "/", "==", "!=", "<", "<=", ">", ">=", "in",
    "..",
};

/* The tree with every part in parentheses behind its form. */
static void
write_tree(char **to, const struct sv_syntax *s)
{
    *to += sprintf(*to, "(%s", form_names[s->form]);
    if (s->form == SV_FORM_NUMBER)
        *to += sprintf(*to, " %g", s->number);
    if (s->record != NULL)
        *to += sprintf(*to, " %s.", s->record);
    if (s->name != NULL)
        *to += sprintf(*to, " %s", s->name);
    if (s->last != NULL)
        *to += sprintf(*to, " %s", s->last);
    for (const struct sv_syntax *p = s->part; p != NULL; p = p->next) {
        *to += sprintf(*to, " ");
        write_tree(to, p);
    }
    *to += sprintf(*to, ")");
}

static void
expect_tree(const char *text, const char *tree)
{
    struct sv_arena *arena = sv_arena_new();
    struct sv_fault fault = { 0 };
    struct sv_syntax *s;
    char written[1024], *to = written;

    cr_assert(eq(int, sv_syntax_read(&s, arena, (struct sv_string){ text, { 0 } },
                                     &fault), SV_OK), "%s: %s", text,
              fault.text);
    write_tree(&to, s);
    cr_expect(strcmp(written, tree) == 0, "%s: %s", text, written);
    cr_expect(eq(sz, s->at + s->length, strlen(text)), "%s", text);
    sv_arena_free(arena);
}

Test(syntax, what_binds_more_tightly)
{
    expect_tree("a or b and not c == d",
                "(or (name a) (and (name b) (not (== (name c) (name d)))))");
    expect_tree("1 - 2 - 3 * -4 / x",
                "(- (- (number 1) (number 2)) (/ (* (number 3) "
                "(neg (number 4))) (name x)))");
    expect_tree("a + 1 < b * 2", "(< (+ (name a) (number 1)) "
                                 "(* (name b) (number 2)))");
    expect_tree("(a or b) and c",
                "(and (or (name a) (name b)) (name c))");
    expect_tree("not not a", "(not (not (name a)))");
}

Test(syntax, lists_calls_and_names)
{
    expect_tree("q in (1, 3, 5..8)",
                "(in (name q) (number 1) (number 3) (.. (number 5) "
                "(number 8)))");
    expect_tree("q not in ('x')", "(not (in (name q) (string x)))");
    expect_tree("any(Q1..Q9 == 1, household.x)",
                "(call any (== (range Q1 Q9) (number 1)) (name household. x))");
    expect_tree("count()", "(call count)");
    expect_tree("`my var` > 1", "(> (name my var) (number 1))");
}

/* Where the caret stands, and what is said. */
static void
expect_fault(const char *text, unsigned column, const char *says)
{
    struct sv_arena *arena = sv_arena_new();
    struct sv_fault fault = { 0 };
    struct sv_source *source;
    struct sv_syntax *s;
    char place[32];

    cr_assert(eq(int, sv_source_from_text(&source, "x", text, strlen(text),
                                          &fault), SV_OK));
    snprintf(place, sizeof place, "x:1:%u: ", column);
    cr_expect(eq(int, sv_syntax_read(&s, arena,
                                     (struct sv_string){ text, { source, 1, 1 } },
                                     &fault), SV_DATA), "%s", text);
    cr_expect(strstr(fault.text, place) != NULL, "%s: %s", text, fault.text);
    cr_expect(strstr(fault.text, says) != NULL, "%s: %s", text, fault.text);
    cr_expect(strchr(fault.text, '^') != NULL);
    sv_source_free(source);
    sv_arena_free(arena);
}

Test(syntax, faults_point_at_their_place)
{
    expect_fault("a + ", 5, "expected a variable");
    expect_fault("a b", 3, "expected an operator");
    expect_fault("(a or b", 8, "expected ')'");
    expect_fault("1 < a < 3", 7, "cannot be chained");
    expect_fault("a in 1", 6, "expected '('");
    expect_fault("a not 1", 7, "expected 'in'");
    expect_fault("any(a b)", 7, "expected ',' or ')'");
    expect_fault("household.", 11, "behind '.'");
    expect_fault("Q1..3", 5, "last variable");
    expect_fault("a = 1", 3, "'=='");
}

Test(syntax, depth_and_length_have_limits)
{
    char text[SV_MAX_EXPRESSION + 16];

    memset(text, '(', 200);
    strcpy(text + 200, "a");
    expect_fault(text, SV_MAX_DEPTH + 1, "64 deep");
    memset(text, '-', 200);
    expect_fault(text, SV_MAX_DEPTH + 1, "64 deep");
    memset(text, ' ', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    expect_fault(text, 1, "at most 4096 bytes");
}
