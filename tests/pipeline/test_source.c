/* test_source.c - reading a text and pointing at places in it. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/source.h"

#define EXPECT_TEXT(got, expected) \
    cr_expect(eq(int, strcmp(got, expected), 0), "%s", got)

static struct sv_source *
source_of(const char *text)
{
    static struct sv_fault fault;
    struct sv_source *s = NULL;

    cr_assert(eq(int, sv_source_from_text(&s, "s.yaml", text, strlen(text),
                                          &fault), SV_OK));
    return s;
}

static char *
pointed(struct sv_fault *fault, const char *text, unsigned line,
        unsigned column, size_t length)
{
    struct sv_source *s = source_of(text);
    const struct sv_place at = { s, line, column };

    cr_expect(eq(int, sv_point(fault, SV_DATA, at, length, "bad %s", "word"),
                 SV_DATA));
    sv_source_free(s);
    return fault->text;
}

Test(source, points_with_caret)
{
    static struct sv_fault fault;

    EXPECT_TEXT(pointed(&fault, "a: b\nwieght: W\n", 2, 1, 6),
                 "s.yaml:2:1: bad word\nwieght: W\n^~~~~~");
}

Test(source, faults_follow_each_other)
{
    static struct sv_fault fault;

    pointed(&fault, "a: b\n", 1, 1, 1);
    EXPECT_TEXT(pointed(&fault, "a: b\n", 1, 4, 1),
                 "s.yaml:1:1: bad word\na: b\n^\n"
                 "s.yaml:1:4: bad word\na: b\n   ^");
    cr_expect(eq(uint, fault.n, 2));
}

/* A tab is one column of the excerpt; an accent is two bytes and one column. */
Test(source, caret_stands_under_tabs_and_accents)
{
    static struct sv_fault fault, other;

    EXPECT_TEXT(pointed(&fault, "\tx: y", 1, 5, 1),
                 "s.yaml:1:5: bad word\n x: y\n    ^");
    EXPECT_TEXT(pointed(&other, "été: Âge", 1, 8, 4),
                 "s.yaml:1:8: bad word\nété: Âge\n     ^~~");
}

Test(source, tildes_end_with_the_line)
{
    static struct sv_fault fault;

    EXPECT_TEXT(pointed(&fault, "key: value\nnext", 1, 6, 400),
                 "s.yaml:1:6: bad word\nkey: value\n     ^~~~~");
}

Test(source, place_beyond_the_line_is_its_end)
{
    static struct sv_fault fault, other;

    EXPECT_TEXT(pointed(&fault, "ab\n", 1, 77, 3),
                 "s.yaml:1:77: bad word\nab\n  ^");
    EXPECT_TEXT(pointed(&other, "ab", 9, 1, 3),
                 "s.yaml:9:1: bad word");
}

Test(source, long_lines_are_shown_through_a_window)
{
    static struct sv_fault fault;
    char text[400], expected[400];

    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    memcpy(text + 200, "HERE", 4);
    snprintf(expected, sizeof expected,
             "s.yaml:1:201: bad word\n...%.60sHERE%.32s...\n%63s^~~~",
             text, text, "");
    EXPECT_TEXT(pointed(&fault, text, 1, 201, 4), expected);
}

Test(source, control_characters_do_not_reach_the_terminal)
{
    static struct sv_fault fault;
    const struct sv_place nowhere = { NULL, 0, 0 };

    sv_point(&fault, SV_DATA, nowhere, 1, "bad '%s'", "\033[31m\xC2\x9B\xFF");
    EXPECT_TEXT(fault.text, "bad '?[31m?\?'");
}

Test(source, only_twenty_are_kept_and_all_counted)
{
    static struct sv_fault fault;
    const struct sv_place nowhere = { NULL, 0, 0 };

    for (int i = 0; i < 23; i++)
        sv_point(&fault, SV_DATA, nowhere, 1, "fault %d", i);
    cr_expect(eq(uint, fault.n, 23));
    cr_expect(strstr(fault.text, "fault 19") != NULL);
    cr_expect(strstr(fault.text, "fault 20") == NULL);
}

Test(source, byte_order_mark_is_passed_over)
{
    struct sv_source *s = source_of("\xEF\xBB\xBF" "a: b");
    size_t n;

    cr_expect(eq(int, strcmp(sv_source_text(s, &n), "a: b"), 0));
    cr_expect(eq(sz, n, 4));
    sv_source_free(s);
}

/* Windows, Unix and old Macintosh ends, and those of Unicode that YAML 1.1
 * has, which the parser counts as well. */
Test(source, lines_end_as_yaml_ends_them)
{
    struct sv_source *s =
        source_of("a\r\nb\nc\rd\xC2\x85" "e\xE2\x80\xA8" "f\xE2\x80\xA9g");
    static const char letters[] = "abcdefg";
    size_t n;

    for (unsigned l = 1; l <= 7; l++) {
        const char *line = sv_source_line(s, l, &n);

        cr_assert(line != NULL);
        cr_expect(eq(sz, n, 1));
        cr_expect(eq(chr, *line, letters[l - 1]));
    }
    cr_expect(sv_source_line(s, 8, &n) == NULL);
    cr_expect(sv_source_line(s, 0, &n) == NULL);
    sv_source_free(s);
}

static void
expect_refused(const char *text, size_t n, const char *sentence)
{
    static struct sv_fault fault;
    struct sv_source *s = NULL;

    fault = (struct sv_fault) { .n = 0 };
    cr_expect(eq(int, sv_source_from_text(&s, "s.yaml", text, n, &fault),
                 SV_DATA));
    cr_expect(s == NULL);
    cr_expect(eq(int, strcmp(fault.text, sentence), 0), "%s", fault.text);
}

Test(source, refuses_what_is_not_utf8)
{
    expect_refused("a: b\nnom: \xE9t\xE9\n", 14,
                   "s.yaml:2:6: byte 0xE9 is not UTF-8; save the file in the "
                   "encoding UTF-8\nnom: ?t?\n     ^");
    expect_refused("\xC0\xAF", 2, "s.yaml:1:1: byte 0xC0 is not UTF-8; save "
                   "the file in the encoding UTF-8\n?\?\n^");
    expect_refused("\xED\xA0\x80", 3, "s.yaml:1:1: byte 0xED is not UTF-8; "
                   "save the file in the encoding UTF-8\n?\?\?\n^");
}

Test(source, refuses_control_characters)
{
    expect_refused("a: \0b", 5, "s.yaml:1:4: the control character U+0000 has "
                   "no place here; remove it\na: ?b\n   ^");
    expect_refused("a: \x1B[2J", 7, "s.yaml:1:4: the control character U+001B "
                   "has no place here; remove it\na: ?[2J\n   ^");
}

Test(source, refuses_more_than_a_mebibyte)
{
    const size_t n = 1024 * 1024 + 1;
    char *text = malloc(n);

    cr_assert(text != NULL);
    memset(text, '#', n);
    expect_refused(text, n, "s.yaml: longer than 1 MiB, which is the most "
                   "that a description may be");
    free(text);
}

Test(source, missing_file_and_folder)
{
    static struct sv_fault fault, other;
    struct sv_source *s = NULL;

    cr_expect(eq(int, sv_source_read(&s, "no/such.yaml", &fault), SV_DATA));
    EXPECT_TEXT(fault.text, "no/such.yaml: cannot be opened: No such "
                                  "file or directory");
    cr_expect(eq(int, sv_source_read(&s, "tests", &other), SV_DATA));
    EXPECT_TEXT(other.text, "tests: is a folder; expected the YAML file that "
                            "describes the survey");
    cr_expect(s == NULL);
}

static void
expect_after(const char *text, unsigned line, unsigned column, size_t offset,
             unsigned to_line, unsigned to_column)
{
    struct sv_source *s = source_of(text);
    const struct sv_place at = { s, line, column };
    const struct sv_place to = sv_place_after(at, offset);

    cr_expect(eq(uint, to.line, to_line), "%s + %zu", text, offset);
    cr_expect(eq(uint, to.column, to_column), "%s + %zu", text, offset);
    sv_source_free(s);
}

Test(source, place_after)
{
    expect_after("where: a and b", 1, 8, 0, 1, 8);
    expect_after("where: a and b", 1, 8, 6, 1, 14);
    /* "a and" + " " + "b": the break and the blanks around it are one byte */
    expect_after("where: a and \n   b or c", 1, 8, 6, 2, 4);
    expect_after("where: a and \n   b or c", 1, 8, 8, 2, 6);
    /* beyond the text: where it started */
    expect_after("where: a", 1, 8, 40, 1, 8);
}

Test(source, place_after_nowhere_is_nowhere)
{
    const struct sv_place to = sv_place_after((struct sv_place) { NULL, 3, 5 },
                                              4);

    cr_expect(to.source == NULL);
    cr_expect(eq(uint, to.column, 5));
}
