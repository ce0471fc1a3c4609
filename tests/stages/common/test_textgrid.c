/* test_textgrid.c - aligned columns and numbers for people. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stages/common/textgrid.h"

/* What was printed; freed by the caller. */
static char *
printed(struct sv_text_grid *g, unsigned indent)
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);

    cr_assert(sv_text_grid_print(g, to, indent));
    fclose(to);
    return text;
}

Test(textgrid, columns_are_as_wide_as_what_is_in_them)
{
    struct sv_text_grid g;
    char *text;

    sv_text_grid_begin(&g, "lrl");
    sv_text_cell(&g, "\xc3\xa9t\xc3\xa9");              /* two bytes each */
    sv_text_cell(&g, "n");
    sv_text_cell(&g, "note");
    sv_text_cell(&g, "winter");
    sv_text_number(&g, 1234.5678);
    sv_text_percent(&g, 0.1234);
    text = printed(&g, 2);
    cr_expect(strcmp(text, "  \xc3\xa9t\xc3\xa9           n  note\n"
                           "  winter  1234.57  12.3 %\n") == 0, "%s", text);
    free(text);
}

Test(textgrid, text_gives_way_in_a_narrow_terminal)
{
    struct sv_text_grid g;
    char *text;

    setenv("COLUMNS", "40", 1);
    sv_text_grid_begin(&g, "lr");
    sv_text_cell(&g, "a name that is far too long for this line");
    sv_text_cell(&g, "12345678");
    text = printed(&g, 0);
    cr_expect(strcmp(text, "a name that is far too long f\xe2\x80\xa6"
                           "  12345678\n") == 0, "%s", text);
    free(text);
}

Test(textgrid, numbers_have_six_digits)
{
    static const struct { double value; const char *text; } expected[] = {
        { 0, "0" }, { NAN, ".." }, { 0.0481860938, "0.0481861" },
        { -12.5, "-12.5" }, { 999999.6, "1000000" }, { 340, "340" }, { 7939619.2, "7939619" },
        { 3.1e-9, "3.1e-09" },
    };
    char text[32];

    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        sv_format_number(text, expected[i].value);
        cr_expect(strcmp(text, expected[i].text) == 0, "%s", text);
    }
}

Test(textgrid, paragraphs_break_between_words)
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);

    setenv("COLUMNS", "40", 1);
    sv_put_paragraph(to, "what is longer than a line of forty columns goes on "
                     "below", 4);
    fclose(to);
    cr_expect(strcmp(text, "    what is longer than a line of forty\n"
                           "    columns goes on below\n") == 0, "%s", text);
    free(text);
}
